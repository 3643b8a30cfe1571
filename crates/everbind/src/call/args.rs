//! Reading bound slots: the conversions a generated closure asks for.
//!
//! The functions are inlined into the closure; what fails goes to one cold
//! function, which adds the parameter's name to the error.

use std::ffi::CStr;
use std::marker::PhantomData;

use super::signature::Signature;
use crate::convert::{Strict, Token};
use crate::ffi;
use crate::object::{Borrowed, Bound, Py, PyTypeCheck};
use crate::python::Python;
use crate::types::PyModule;
use crate::{FromPyObject, PyAny, PyErr, PyResult, PyTypeInfo};

/// The bound arguments of one call.
pub struct Args<'a, 'py, const N: usize> {
    /// The slots; of parameters after the first `given` there may be none.
    slots: *const *mut ffi::PyObject,
    given: usize,
    signature: &'static Signature,
    py: Python<'py>,
    /// What the slots are references to.
    _objects: PhantomData<&'a Bound<'py, PyAny>>,
}

impl<const N: usize> Clone for Args<'_, '_, N> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<const N: usize> Copy for Args<'_, '_, N> {}

impl<'a, 'py, const N: usize> Args<'a, 'py, N> {
    /// # Safety
    /// Each slot is null or an object that lives for `'a`; those of required
    /// parameters are not null.
    #[inline(always)]
    pub unsafe fn new(
        py: Python<'py>,
        slots: &'a [*mut ffi::PyObject; N],
        signature: &'static Signature,
    ) -> Self {
        Args { slots: slots.as_ptr(), given: N, signature, py, _objects: PhantomData }
    }

    /// The slots of the first `given` parameters; those after them were not given.
    ///
    /// # Safety
    /// As for [`new`](Self::new), with `given` slots, at most `N`; all required parameters are among
    /// the first `given`.
    #[inline(always)]
    pub unsafe fn first(
        py: Python<'py>,
        slots: *const *mut ffi::PyObject,
        given: usize,
        signature: &'static Signature,
    ) -> Self {
        Args { slots, given, signature, py, _objects: PhantomData }
    }

    /// The token.
    #[inline(always)]
    pub fn py(self) -> Python<'py> {
        self.py
    }

    /// The slots, all of them given.
    #[inline(always)]
    pub(super) fn slots(self) -> *const *mut ffi::PyObject {
        self.slots
    }

    /// The object in the slot `index`, or `None` for a parameter not given.
    #[inline(always)]
    pub(super) fn get(self, index: usize) -> Option<&'a Bound<'py, PyAny>> {
        if index >= self.given {
            return None;
        }
        // SAFETY: a slot, and by the obligation of `new` an object if not null.
        unsafe {
            let is_given = !(*self.slots.add(index)).is_null();
            is_given.then(|| self.get_unchecked(index))
        }
    }

    /// # Safety
    /// There is a slot, and it is not null.
    #[inline(always)]
    pub(super) unsafe fn get_unchecked(self, index: usize) -> &'a Bound<'py, PyAny> {
        debug_assert!(index < self.given);
        // SAFETY: an object, alive for `'a` by the obligation of `new`.
        unsafe { Bound::ref_from_ptr(self.py, &*self.slots.add(index)) }
    }

    #[inline(always)]
    pub(super) fn place<T, E: Into<PyErr>>(
        self,
        index: usize,
        result: Result<T, E>,
    ) -> PyResult<T> {
        match result {
            Ok(value) => Ok(value),
            Err(err) => Err(misfit(self.py, self.signature, index, err.into())),
        }
    }
}

/// Adds to `err` which parameter could not be converted.
#[cold]
#[inline(never)]
fn misfit(py: Python<'_>, signature: &'static Signature, index: usize, err: PyErr) -> PyErr {
    err.at_argument(py, signature.slot_name(index))
}

/// The value of a required parameter.
///
/// # Safety
/// The slot `index` is that of a required parameter, or of `*args`.
#[inline(always)]
pub unsafe fn arg<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    // SAFETY: the caller's obligation.
    let object = unsafe { args.get_unchecked(index) };
    args.place(index, T::extract(object.as_borrowed()))
}

/// The value of a parameter with a default.
#[inline(always)]
pub fn arg_or<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
    default: impl FnOnce() -> T,
) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    match args.get(index) {
        Some(object) => args.place(index, T::extract(object.as_borrowed())),
        None => Ok(default()),
    }
}

/// The value of a required parameter, converted by the user's own function.
///
/// # Safety
/// As for [`arg`].
#[inline(always)]
pub unsafe fn arg_with<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<T> {
    // SAFETY: the caller's obligation.
    args.place(index, convert(unsafe { args.get_unchecked(index) }))
}

/// The value of a parameter with a default, converted by the user's own function.
#[inline(always)]
pub fn arg_with_or<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
    default: impl FnOnce() -> T,
) -> PyResult<T> {
    match args.get(index) {
        Some(object) => args.place(index, convert(object)),
        None => Ok(default()),
    }
}

/// A parameter of a type that may be, or be an alias of, a reference: see [`Parameter`].
///
/// # Safety
/// As for [`arg`].
#[inline(always)]
pub unsafe fn arg_ref<'a, 'py, 'h, T, M, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
    holder: &'h mut Option<T::Holder>,
) -> PyResult<T>
where
    T: Parameter<'a, 'py, 'h, M>,
{
    // SAFETY: the caller's obligation.
    let object = unsafe { args.get_unchecked(index) };
    args.place(index, T::convert(object, holder))
}

/// As [`arg_ref`], with a default.
#[inline(always)]
pub fn arg_ref_or<'a, 'py, 'h, T, M, const N: usize>(
    args: Args<'a, 'py, N>,
    index: usize,
    holder: &'h mut Option<T::Holder>,
    default: impl FnOnce() -> T,
) -> PyResult<T>
where
    T: Parameter<'a, 'py, 'h, M>,
{
    match args.get(index) {
        Some(object) => args.place(index, T::convert(object, holder)),
        None => Ok(default()),
    }
}

/// An empty place for what a [`Parameter`] keeps during the call.
#[inline(always)]
pub fn no_holder<H>() -> Option<H> {
    None
}

/// What a parameter can be: a type that is read from an object, or one that borrows
/// from it. `M` says which (`ByValue`, `ByRef`) and is found by the compiler, since
/// no type is both; so a type alias of a reference works like the reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a Python function",
    label = "cannot be read from a Python object",
    note = "by value: any type that implements `FromPyObject`; `#[derive(FromPyObject)]` reads a struct from attributes or items, and a `#[pyclass]` that is `Clone` can have `#[pyclass(from_py_object)]`",
    note = "by reference: `&Bound<'_, T>` for Python's types, `&str`, `&[u8]`, and for a `#[pyclass]` `&T`, or `&mut T` if it is not `frozen`",
    note = "anything else is a copy, and is taken by value: `Vec<T>` for `&Vec<T>`, `&mut Vec<T>` or `&[T]`, `String` for `&String`; several instances of a class are a `Vec<PyRef<'_, T>>`"
)]
pub trait Parameter<'a, 'py, 'h, M>: Sized {
    /// What must live as long as the value: a borrow of an instance, or nothing.
    type Holder;

    /// Reads the value, keeping in `holder` what it borrows from.
    ///
    /// # Errors
    /// When the object is of another type, or is borrowed already.
    fn convert(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self>;

    /// As [`convert`](Self::convert), of an object that is by itself what the parameter is: see
    /// `convert/strict.rs`.
    ///
    /// # Errors
    /// A refusal, or what reading has raised.
    fn convert_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self>;

    /// As [`convert`](Self::convert), without implicit conversions: see `class/implicit.rs`.
    ///
    /// # Errors
    /// A refusal, or what reading has raised.
    fn convert_plain(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self>;
}

/// Marks a [`Parameter`] that is read by [`FromPyObject`].
pub struct ByValue;

/// Marks a [`Parameter`] that borrows by [`RefArg`].
pub struct ByRef;

impl<'a, 'py, 'h, T: FromPyObject<'a, 'py>> Parameter<'a, 'py, 'h, ByValue> for T {
    type Holder = ();

    #[inline(always)]
    fn convert(object: &'a Bound<'py, PyAny>, _: &'h mut Option<()>) -> PyResult<Self> {
        match T::extract(object.as_borrowed()) {
            Ok(value) => Ok(value),
            Err(error) => match T::extract_implicit(object.as_borrowed(), Token::NEW) {
                Some(made) => made,
                None => Err(error.into()),
            },
        }
    }

    #[inline(always)]
    fn convert_plain(object: &'a Bound<'py, PyAny>, _: &'h mut Option<()>) -> Strict<Self> {
        T::extract(object.as_borrowed()).map_err(|error| Some(error.into()))
    }

    #[inline(always)]
    fn convert_strict(object: &'a Bound<'py, PyAny>, _: &'h mut Option<()>) -> Strict<Self> {
        T::extract_strict(object.as_borrowed(), Token::NEW)
    }
}

impl<'a, 'py, 'h, T: RefArg<'a, 'py, 'h>> Parameter<'a, 'py, 'h, ByRef> for T {
    type Holder = T::Holder;

    #[inline(always)]
    fn convert(object: &'a Bound<'py, PyAny>, holder: &'h mut Option<T::Holder>) -> PyResult<Self> {
        T::ref_arg(object, holder)
    }

    #[inline(always)]
    fn convert_plain(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<T::Holder>,
    ) -> Strict<Self> {
        T::ref_strict(object, holder)
    }

    #[inline(always)]
    fn convert_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<T::Holder>,
    ) -> Strict<Self> {
        T::ref_strict(object, holder)
    }
}

/// A reference that is not itself read by [`FromPyObject`]: `&Bound<'py, T>`, `&T` and
/// `&mut T` for a `#[pyclass]`, and an `Option` of any of them.
pub trait RefArg<'a, 'py, 'h>: Sized {
    /// What must live as long as the reference: a borrow of an instance, or nothing.
    type Holder;

    /// What type checkers are told of the object.
    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::UNKNOWN;

    /// The same with the objects from which a value is made: see `class/implicit.rs`.
    const PARAMETER_TYPE: crate::inspect::TypeHint = Self::INPUT_TYPE;

    /// Borrows from `object`, keeping in `holder` what that needs.
    ///
    /// # Errors
    /// When the object is of another type, or is borrowed already.
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self>;

    /// As [`ref_arg`](Self::ref_arg), in the strict pass.
    ///
    /// # Errors
    /// A refusal, or that it is borrowed already.
    #[inline(always)]
    fn ref_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self> {
        Self::ref_arg(object, holder).map_err(Some)
    }
}

impl<'a, 'py, T: PyTypeCheck> RefArg<'a, 'py, '_> for &'a Bound<'py, T> {
    type Holder = ();

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

    #[inline(always)]
    fn ref_arg(object: &'a Bound<'py, PyAny>, _: &mut Option<()>) -> PyResult<Self> {
        object.cast::<T>().map_err(PyErr::from)
    }

    #[inline(always)]
    fn ref_strict(object: &'a Bound<'py, PyAny>, _: &mut Option<()>) -> Strict<Self> {
        object.cast::<T>().map_err(|_| None)
    }
}

impl<'a, 'py, 'h, R: RefArg<'a, 'py, 'h>> RefArg<'a, 'py, 'h> for Option<R> {
    type Holder = R::Holder;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::optional(&R::INPUT_TYPE);
    const PARAMETER_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::optional(&R::PARAMETER_TYPE);

    #[inline(always)]
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self> {
        // SAFETY: attached (`Bound`).
        if object.as_ptr() == unsafe { ffi::Py_None() } {
            return Ok(None);
        }
        R::ref_arg(object, holder).map(Some)
    }

    #[inline(always)]
    fn ref_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self> {
        // SAFETY: attached (`Bound`).
        if object.as_ptr() == unsafe { ffi::Py_None() } {
            return Ok(None);
        }
        R::ref_strict(object, holder).map(Some)
    }
}

/// The default of an `Option<T>` parameter: `signature = (a = 1)` means `Some(1)`.
pub trait SomeWrap<T> {
    /// `self`, or `Some(self)`.
    fn some_wrap(self) -> Option<T>;
}

impl<T> SomeWrap<T> for T {
    #[inline(always)]
    fn some_wrap(self) -> Option<T> {
        Some(self)
    }
}

impl<T> SomeWrap<T> for Option<T> {
    #[inline(always)]
    fn some_wrap(self) -> Option<T> {
        self
    }
}

/// The module that a function with `pass_module` belongs to.
///
/// # Errors
/// When the function was made without one.
///
/// # Safety
/// `slf` is what the interpreter passed as the function's receiver.
#[inline]
pub unsafe fn pass_module<'a, 'py, const N: usize>(
    args: Args<'_, 'py, N>,
    slf: &'a *mut ffi::PyObject,
) -> PyResult<&'a Bound<'py, PyModule>> {
    if slf.is_null() {
        return Err(no_module(args.signature));
    }
    // SAFETY: `create` passed a module or null to `PyCFunction_NewEx`.
    Ok(unsafe { Bound::ref_from_ptr(args.py, slf).cast_unchecked() })
}

#[cold]
#[inline]
fn no_module(signature: &Signature) -> PyErr {
    crate::PyErr::worded::<crate::exceptions::PySystemError>(format!(
        "{} takes its module, but was made without one: give `wrap_pyfunction!` the module",
        signature.call_name()
    ))
}

/// The type of the first parameter of a function with `pass_module`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parameter for the module",
    label = "the function is given the module here",
    note = "it must be `&Bound<'_, PyModule>` or `Py<PyModule>`"
)]
pub trait ModuleArg<'a, 'py> {
    /// The module in that form.
    fn module_arg(module: &'a Bound<'py, PyModule>) -> Self;
}

impl<'a, 'py> ModuleArg<'a, 'py> for &'a Bound<'py, PyModule> {
    #[inline(always)]
    fn module_arg(module: &'a Bound<'py, PyModule>) -> Self {
        module
    }
}

impl<'a, 'py> ModuleArg<'a, 'py> for Bound<'py, PyModule> {
    #[inline(always)]
    fn module_arg(module: &'a Bound<'py, PyModule>) -> Self {
        module.clone()
    }
}

impl<'a, 'py> ModuleArg<'a, 'py> for Borrowed<'a, 'py, PyModule> {
    #[inline(always)]
    fn module_arg(module: &'a Bound<'py, PyModule>) -> Self {
        module.as_borrowed()
    }
}

impl<'a, 'py> ModuleArg<'a, 'py> for Py<PyModule> {
    #[inline(always)]
    fn module_arg(module: &'a Bound<'py, PyModule>) -> Self {
        module.clone().unbind()
    }
}

/// Issues the warning that a function asks for by `warn(…)`.
///
/// # Errors
/// What the warning filters raise.
#[cold]
pub fn warn<Category: PyTypeInfo>(py: Python<'_>, message: &CStr) -> PyResult<()> {
    PyErr::warn(py, Category::type_object(py).as_any(), message, 1)
}
