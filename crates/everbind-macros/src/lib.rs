//! The attribute and derive macros of everbind. Use them through the `everbind` crate, whose
//! documentation describes them.
//!
//! From user code to generated code: `parse.rs` reads token trees; `attr.rs`, `function.rs`,
//! `signature.rs` and `generics.rs` make a model; the `emit_…` files turn it into tables and thin
//! shims by way of `template.rs`. Behaviour belongs into the runtime crate, not here. Nothing but
//! the compiler's own `proc_macro` is used, because a cold build of everything that stands on
//! everbind starts with this crate.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod advice;
mod attr;
mod class;
mod class_complex_enum;
mod class_derive;
mod class_enum;
mod class_fields;
mod class_implicit;
mod class_item;
mod class_metaclass;
mod class_options;
mod class_pickle;
mod class_py_enum;
mod class_traverse;
mod derive_from;
mod derive_hints;
mod derive_into;
mod derive_options;
mod docs;
mod emit_call;
mod emit_function;
mod emit_numbers;
mod error;
mod function;
mod function_options;
mod generics;
mod hints;
mod items;
mod krate;
mod literal;
mod messages;
mod methods;
mod methods_constructor;
mod methods_entry;
mod methods_kind;
mod methods_property;
mod methods_slot;
mod methods_told;
mod module;
mod module_inline;
mod module_options;
mod overload;
mod overload_functions;
mod overload_methods;
mod overridable;
mod overridable_class;
mod parse;
mod pyfn;
mod python_text;
mod record;
mod rename;
mod signature;
mod slot_groups;
mod slot_table;
mod template;
mod tokens;
mod type_hints;

use proc_macro::TokenStream;
use tokens::expand;

/// Makes a Rust function callable from Python.
///
/// The function stays as it is; add it to a module with `#[pymodule]` or `wrap_pyfunction!`.
///
/// | option | meaning |
/// |---|---|
/// | `name = "…"` | the name in Python |
/// | `signature = (a, /, b = 1, *args, c = None, **kwargs)` | what Python can pass |
/// | `text_signature = "…"` | what `inspect.signature` and `help` show |
/// | `signature = (a: "int") -> "str"` | what stubs say of the types, in Python's words |
/// | `overload` | it is one of several functions of one name: see [`overloads!`] |
/// | `pass_module` | the first parameter is the module the function belongs to |
/// | `warn(message = "…", category = …)` | issue a warning on each call |
/// | `crate = "…"` | the path of everbind, if it cannot be found in the manifest |
///
/// Options can stand in `#[pyfunction(…)]` and in `#[pyo3(…)]`. With everbind's feature `experimental-async` an `async fn` returns a
/// coroutine; a parameter of it with `#[pyo3(cancel_handle)]` is a `CancelHandle`.
#[proc_macro_attribute]
pub fn pyfunction(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(emit_function::pyfunction, args, item)
}

/// Makes one function for Python of several Rust functions, chosen from by the arguments.
///
/// Each is a `#[pyfunction]` with `#[pyo3(overload)]`, which by itself is no function for Python. What
/// `overloads!` declares is: it is exported, wrapped and imported like a `#[pyfunction]`. The functions are
/// tried in order, first with those arguments only that are what the parameters are by themselves, then with all
/// conversions.
#[proc_macro]
pub fn overloads(input: TokenStream) -> TokenStream {
    expand(|_, input| overload_functions::overloads(input), TokenStream::new(), input)
}

/// Makes a Python module of a Rust module, or of the function that fills one.
///
/// A Rust module becomes a Python module with everything in it that is a `#[pyfunction]`,
/// `#[pyclass]` or `#[pymodule]`, everything that `#[pymodule_export]` marks (`use` and `const`
/// items), and what the function `#[pymodule_init]` adds. A function gets the new module and
/// adds to it. The crate type must be `cdylib`; the name must be that of the library.
///
/// | option | meaning |
/// |---|---|
/// | `name = "…"` | the name in Python |
/// | `gil_used = true` | free-threaded interpreters switch the GIL on |
/// | `sub_interpreters = "own_gil"` or `"shared_gil"` | other interpreters of the process may import it: see below |
/// | `submodule` | no `PyInit_` function is exported |
/// | `module = "…"` | the name of the module that this one is in |
/// | `crate = "…"` | the path of everbind, if it cannot be found in the manifest |
///
/// # Sub-interpreters
///
/// `sub_interpreters` is a promise that the compiler cannot check: that no Python object is shared
/// between interpreters, which it would be through a `Py<T>` in a `static`, or moved to a thread of
/// another interpreter. `PyOnceLock` and `intern!` keep one value for each interpreter and are fine.
#[proc_macro_attribute]
pub fn pymodule(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(module::pymodule, args, item)
}

/// Reads a struct or an enum from a Python object.
///
/// - A struct with named fields is read from attributes, or from items where a field says
///   `#[pyo3(item)]` or the struct `#[pyo3(from_item_all)]`.
/// - A tuple struct is read from a tuple of that length; one with a single field, and one that is
///   `#[pyo3(transparent)]`, is what its field is.
/// - An enum is the first of its variants that can be read; the error lists why none could.
///
/// | option | of | meaning |
/// |---|---|---|
/// | `transparent` | struct, variant | the only field is the whole object |
/// | `from_item_all` | struct, enum, variant | fields are items |
/// | `rename_all = "camelCase"`, … | struct, enum, variant | the spelling of names in Python |
/// | `annotation = "…"` | variant | what an error calls it |
/// | `attribute("…")`, `item("…")`, `item(0)` | field | where it is found |
/// | `default`, `default = …` | field | its value when the attribute or item is missing |
/// | `from_py_with = path` | field | the function that converts it |
/// | `crate = "…"` | struct, enum | the path of everbind |
#[proc_macro_derive(FromPyObject, attributes(pyo3))]
pub fn derive_from_py_object(item: TokenStream) -> TokenStream {
    expand(|_, item| derive_from::derive(item), TokenStream::new(), item)
}

/// Makes a Python object of a struct or an enum.
///
/// A struct with named fields becomes a dict, a tuple struct a tuple, one with a single field (or
/// `#[pyo3(transparent)]`) what its field becomes, and an enum what its variant becomes.
///
/// Options are those of [`FromPyObject`](macro@FromPyObject) that make sense here; `item("key")` names
/// a key, and `into_py_with = path` a function `fn(Cow<'_, T>, Python<'_>) -> PyResult<Bound<'_, PyAny>>`.
#[proc_macro_derive(IntoPyObject, attributes(pyo3))]
pub fn derive_into_py_object(item: TokenStream) -> TokenStream {
    expand(|_, item| derive_into::derive(item, false), TokenStream::new(), item)
}

/// As [`IntoPyObject`](macro@IntoPyObject), for a reference to the struct or enum.
#[proc_macro_derive(IntoPyObjectRef, attributes(pyo3))]
pub fn derive_into_py_object_ref(item: TokenStream) -> TokenStream {
    expand(|_, item| derive_into::derive(item, true), TokenStream::new(), item)
}

/// Lets the garbage collector look into a struct or enum.
///
/// A field whose type implements `Traverse` is visited; one of another type is not. A lock (`Mutex`, `RwLock`)
/// is visited only where it says so.
///
/// | option | of | meaning |
/// |---|---|---|
/// | `traverse` | field | it must be visited: an error where its type cannot be, and a promise that a lock in it is only changed by attached threads |
/// | `traverse = false` | field | it is not visited |
/// | `traverse = function` | field | `fn(&T, &PyVisit<'_>) -> Result<(), PyTraverseError>` visits it |
/// | `clear = function` | field | `fn(&mut T, &mut Removed)` empties it |
/// | `crate = "…"` | struct, enum | the path of everbind |
#[proc_macro_derive(Traverse, attributes(pyo3))]
pub fn derive_traverse(item: TokenStream) -> TokenStream {
    expand(|_, item| class_traverse::derive(item), TokenStream::new(), item)
}

/// Makes a Python class of a struct or enum.
///
/// Methods, constructor and properties come from [`macro@pymethods`]. Each field can be a property by
/// `#[pyo3(get, set, name = "…")]`. The variants of an enum are attributes of the class; those of
/// an enum with fields are subclasses of it.
///
/// | option | meaning |
/// |---|---|
/// | `name = "…"`, `module = "…"` | the name in Python, and of the module it says to be from |
/// | `frozen` | never changes: no `&mut self`, no borrow flag |
/// | `subclass` | may be inherited from, in Python and by `extends` |
/// | `extends = Base` | inherits from a class, or a native type |
/// | `get_all`, `set_all`, `rename_all = "camelCase"` | properties for all fields; their names |
/// | `new = "from_fields"` | a constructor with one parameter for each field |
/// | `eq`, `ord`, `hash`, `str`, `str = "{x}"`, `eq_int` | comparison, hash and text by the Rust traits |
/// | `mapping`, `sequence` | item access is that of a mapping, a sequence |
/// | `dict`, `weakref` | instances have a `__dict__`, can be weakly referenced |
/// | `generic`, `generic = "T, U: int"` | `Class[item]` works; stubs declare the type parameters |
/// | `from_py_object` | the type can be a parameter by value: a clone |
/// | `unsendable` | instances may only be used on the thread that made them |
/// | `enum = "IntEnum"`, … | is an enum of Python's own: `Enum`, `IntEnum`, `StrEnum`, `Flag`, `IntFlag` |
/// | `implicit(B, C if path, …)` | parameters of the class accept what a `B` or `C` can be read from; the class is made by `From` or `TryFrom` |
/// | `metaclass = Meta`, `"abc.ABCMeta"`, `find(py)` | the metaclass: a `#[pyclass(extends = PyType)]`, or one of Python's by name or by a call |
/// | `type_data = …` | with a metaclass written in Rust: its value for this class; may use `py` and be a `Result` |
/// | `overridable = Trait` | subclasses in Python may override the trait's methods: see [`macro@overridable`] |
/// | `pickle` | pickled and copied by serde (feature `serde`) |
/// | `within` | fields of the class can be handed out by reference, `#[pyo3(get, within)]` |
/// | `immutable_type` | the class's own attributes cannot be assigned |
/// | `freelist = n`, `skip_from_py_object` | accepted for PyO3's sake; small classes keep the memory of freed instances by themselves |
/// | `crate = "…"` | the path of everbind, if it cannot be found in the manifest |
///
/// Options can stand in `#[pyclass(…)]` and in `#[pyo3(…)]`.
///
/// Fields that hold Python objects are visited by the garbage collector, and those that can be empty are emptied when a
/// cycle is freed. The options `traverse` and `clear` of a field are those of the derive macro [`Traverse`](macro@Traverse).
#[proc_macro_attribute]
pub fn pyclass(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(class::pyclass, args, item)
}

/// Makes the functions of an `impl` block the methods of a `#[pyclass]`.
///
/// | attribute | meaning |
/// |---|---|
/// | `#[new]` | the constructor |
/// | `#[getter]`, `#[setter]`, `#[deleter]`, each with `(name)` | a property |
/// | `#[staticmethod]`, `#[classmethod]` | as in Python; a class method gets the class first |
/// | `#[classattr]` | an attribute of the class, made once; on constants too |
/// | `#[subclass_data]` | of a class that extends `PyType`: `fn(base: &Self, class: &Bound<'_, PyType>) -> Self` makes the data of a type whose base has data; `class` may be left out, and a `PyResult` returned |
/// | `#[pyo3(name = "…", signature = (…), text_signature = "…")]` | as for functions |
/// | `#[pyo3(name = "…", overload)]` | one of several methods of one name, chosen from by the arguments: see [`overloads!`] |
///
/// A method's receiver is `&self`, `&mut self`, or a first parameter such as `slf: PyRef<'_, Self>`
/// or `slf: &Bound<'_, Self>`. Methods with Python's special names (`__add__`, `__len__`, …) become
/// the slots behind the operators.
#[proc_macro_attribute]
pub fn pymethods(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(methods::pymethods, args, item)
}

/// Makes the methods of a trait such that Python subclasses can override them.
///
/// A class that implements the trait and says so (`#[pyclass(subclass, overridable = Trait)]`) has the trait's
/// methods in Python. A handle to an instance has them too, under names that begin with `py_`, by a trait that is
/// made beside this one and is named like it, with `Py` before it: `shape.py_area(2.0)` calls the method that a
/// Python subclass has put in the place of `area`, or the one in Rust.
///
/// A method has `&self` or `&mut self`, parameters that convert both ways, and returns a `PyResult`.
/// `#[pyo3(name = "…", signature = (a, b = 1))]` is as for methods, without `*`.
#[proc_macro_attribute]
pub fn overridable(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(overridable::overridable, args, item)
}
