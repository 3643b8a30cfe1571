//! `#[pyclass(metaclass = …)]`: classes whose type object is not of type `type`.
//!
//! *Two ways.* `PyType_FromMetaclass` makes a class with slots of any metaclass that has `type`'s `tp_new`: all
//! that are written in Rust, and those in Python without `__new__`. It refuses the others, for it could not run
//! their `__new__`. Such a metaclass is called, as a `class` statement does, with a name, bases and a
//! namespace, and what comes back is a Python class, which has no slots of ours. So the class is made in two
//! steps: its *core*, an ordinary class with everything, and the class itself, which the metaclass makes with the core as
//! its base. The class is what Rust and Python know; nobody is told of the core but by `__mro__`.
//!
//! *Bases.* A class that extends such a class has the base's core as the base of its own core, and its bases are
//! its core and the base: so the method resolution order is consistent, and both metaclasses run.
//!
//! *Which metaclass.* The most derived one of that which is named and those of the base, as in Python. A class
//! without the option that extends one with it comes here too.
//!
//! *Constructors.* By vectorcall wherever the metaclass leaves calls to `type`. On 3.12 and 3.13 with the layout off
//! the pointer is in the type's data, where the metaclass, made of Rust, says it is; classes that Python derives
//! have none there, and are called as ever. Without the layout a class that a Python metaclass has made has none.

use std::ffi::{c_ulong, c_void};
use std::mem;
use std::ptr;

use super::layout::{CellLayout, Options};
use super::record::ClassRecord;
use super::type_data::{self, Making, Metaclass};
use crate::error::PyErr;
use crate::exceptions::{PyRuntimeError, PyTypeError};
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyTuple, PyType, PyTypeMethods};
use crate::{PyAny, PyResult, abi, ffi};

/// A class's metaclass, as `#[pyclass]` names it.
pub struct Named {
    find: fn(Python<'_>) -> PyResult<Bound<'_, PyType>>,
    /// The metaclass' record, if it is of ours.
    record: Option<fn() -> &'static ClassRecord>,
    /// Gives the class its data.
    data: Option<unsafe fn(Python<'_>, *mut ffi::PyObject) -> PyResult<()>>,
    pub(super) resolve: Resolve,
    pub(super) make: Make,
}

type Resolve =
    for<'py> fn(Python<'py>, &'static ClassRecord, *mut ffi::PyTypeObject) -> PyResult<Chosen<'py>>;

type Make = for<'py> fn(Python<'py>, &Chosen<'py>, Request<'_>) -> PyResult<Made<'py>>;

/// The metaclass of a class about to be made.
pub(super) struct Chosen<'py> {
    metaclass: Bound<'py, PyType>,
    record: &'static ClassRecord,
    named: &'static Named,
    /// Whether it has a `__new__`, and is to be called.
    pub(super) called: bool,
    /// Whether a call of the class is left to `type`.
    pub(super) plain_call: bool,
    _making: Making,
}

/// What a class is made of.
pub(super) struct Request<'a> {
    pub(super) spec: &'a mut ffi::PyType_Spec,
    /// The base, and its core.
    pub(super) base: *mut ffi::PyTypeObject,
    pub(super) core_of_base: *mut ffi::PyTypeObject,
    /// The constructor, or null.
    pub(super) vectorcall: *mut c_void,
}

/// A new class.
pub(super) struct Made<'py> {
    pub(super) class: Bound<'py, PyType>,
    pub(super) core: Option<Py<PyType>>,
}

impl Named {
    /// A metaclass written in Rust.
    #[inline]
    pub const fn native<M: Metaclass>(
        data: Option<unsafe fn(Python<'_>, *mut ffi::PyObject) -> PyResult<()>>,
    ) -> Named {
        let record = Some(M::described as fn() -> &'static ClassRecord);
        Named { find: super::record::class_type::<M>, record, data, resolve, make }
    }

    /// Any other.
    #[inline]
    pub const fn python(find: fn(Python<'_>) -> PyResult<Bound<'_, PyType>>) -> Named {
        Named { find, record: None, data: None, resolve, make }
    }
}

/// What `metaclass = call(py)` may give.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metaclass",
    label = "must be a `PyResult<Bound<'_, PyType>>`",
    note = "a metaclass written in Rust is named without a call: `metaclass = Meta`"
)]
pub trait IntoMetaclass<'py> {
    /// The metaclass.
    ///
    /// # Errors
    /// Those of the call.
    fn into_metaclass(self) -> PyResult<Bound<'py, PyType>>;
}

impl<'py> IntoMetaclass<'py> for Bound<'py, PyType> {
    fn into_metaclass(self) -> PyResult<Bound<'py, PyType>> {
        Ok(self)
    }
}

impl<'py, E: Into<PyErr>> IntoMetaclass<'py> for Result<Bound<'py, PyType>, E> {
    fn into_metaclass(self) -> PyResult<Bound<'py, PyType>> {
        self.map_err(Into::into)
    }
}

/// The result of a call that finds a metaclass.
///
/// # Errors
/// Those of the call.
#[inline]
pub fn found_metaclass<'py>(
    _py: Python<'py>,
    found: impl IntoMetaclass<'py>,
) -> PyResult<Bound<'py, PyType>> {
    found.into_metaclass()
}

/// The metaclass of that name in that module.
///
/// # Errors
/// Those of the import; `TypeError` when it is no class.
#[cold]
#[inline]
pub fn import_metaclass<'py>(
    py: Python<'py>,
    module: &str,
    name: &str,
) -> PyResult<Bound<'py, PyType>> {
    Ok(py.import(module)?.getattr(name)?.cast_into::<PyType>()?)
}

/// What names the metaclass of a class: itself, or the nearest of its bases.
pub(super) fn named(mut record: &'static ClassRecord) -> Option<&'static Named> {
    loop {
        let spec = record.spec();
        if spec.metaclass.is_some() {
            return spec.metaclass;
        }
        record = (spec.base_record)()?;
    }
}

#[cold]
#[inline]
fn resolve<'py>(
    py: Python<'py>,
    record: &'static ClassRecord,
    base: *mut ffi::PyTypeObject,
) -> PyResult<Chosen<'py>> {
    let Some(making) = Making::begin(0, ptr::from_ref(record).addr()) else {
        let text = format!("the class {} is needed to make it", record.name());
        return Err(PyErr::worded::<PyRuntimeError>(text));
    };
    let Some(named) = named(record) else {
        return Err(PyErr::worded::<PyRuntimeError>("no metaclass is named"));
    };
    let mut metaclass = match record.spec().metaclass {
        Some(own) => (own.find)(py)?,
        None => py.get_type::<PyType>(),
    };
    // SAFETY: living types; slots can be asked of any type.
    unsafe {
        let of_base = ffi::Py_TYPE(base.cast());
        let found = metaclass.as_type_ptr();
        if ffi::PyType_IsSubtype(found, ffi::PyType_Type()) == 0 {
            let text = format!("the metaclass of {} does not extend type", record.name());
            return Err(PyErr::worded::<PyTypeError>(text));
        }
        if ffi::PyType_IsSubtype(of_base, found) != 0 {
            metaclass = PyType::from_borrowed_type_ptr(py, of_base);
        } else if ffi::PyType_IsSubtype(found, of_base) == 0 {
            let text = format!(
                "metaclass conflict: that of {} is no subclass of its base's",
                record.name()
            );
            return Err(PyErr::worded::<PyTypeError>(text));
        }
        let slot = |slot| ffi::PyType_GetSlot(metaclass.as_type_ptr(), slot);
        let of_type = |slot| ffi::PyType_GetSlot(ffi::PyType_Type(), slot);
        let called = slot(ffi::Py_tp_new) != of_type(ffi::Py_tp_new);
        let call = slot(ffi::Py_tp_call);
        let plain_call = call == of_type(ffi::Py_tp_call) || call == call_type as *mut c_void;
        Ok(Chosen { metaclass, record, named, called, plain_call, _making: making })
    }
}

#[cold]
#[inline]
fn make<'py>(py: Python<'py>, chosen: &Chosen<'py>, request: Request<'_>) -> PyResult<Made<'py>> {
    let Request { spec, base, core_of_base, vectorcall } = request;
    let metaclass = chosen.metaclass.as_type_ptr();
    // SAFETY: attached; all that the spec points to lives. For a core the interpreter finds the metaclass that
    // the base's has.
    let made = unsafe {
        let of = if chosen.called { ptr::null_mut() } else { metaclass };
        let core = ffi::PyType_FromMetaclass(of, ptr::null_mut(), spec, core_of_base.cast());
        Bound::<PyType>::from_call(py, core)?
    };
    let made = match chosen.called {
        false => Made { class: made, core: None },
        true => {
            let class = call(py, chosen, &made, base, core_of_base)?;
            Made { class, core: Some(made.unbind()) }
        }
    };
    let class = made.class.as_ptr();
    // SAFETY: a new class of that metaclass, which nobody else knows; the function is a vectorcall function.
    unsafe {
        if let Some(data) = chosen.record.spec().metaclass.and_then(|named| named.data) {
            data(py, class)?;
        }
        if let Some(record) = chosen.named.record {
            type_data::tell(py, class, record())?;
        }
        if !vectorcall.is_null() && constructs(&made) {
            set_vectorcall(chosen, class, vectorcall);
        }
    }
    Ok(made)
}

/// Whether what makes an instance of the class is what makes one of the core.
fn constructs(made: &Made<'_>) -> bool {
    let Some(core) = &made.core else { return true };
    // SAFETY: living types; slots can be asked of any type.
    let same = |slot| unsafe {
        ffi::PyType_GetSlot(made.class.as_type_ptr(), slot)
            == ffi::PyType_GetSlot(core.as_ptr().cast(), slot)
    };
    same(ffi::Py_tp_new) && same(ffi::Py_tp_init)
}

/// Gives a class its constructor, where it has room for it.
///
/// # Safety
/// `class` is a new class of that metaclass, `function` a vectorcall function.
unsafe fn set_vectorcall(chosen: &Chosen<'_>, class: *mut ffi::PyObject, function: *mut c_void) {
    // SAFETY: the caller's obligations. Where the layout is known the field is a type's; else it is in the data of
    // the first metaclass of ours.
    unsafe {
        let function = mem::transmute::<*mut c_void, Option<ffi::vectorcallfunc>>(function);
        if let Some(field) = abi::layout::type_vectorcall(class.cast()) {
            field.write(function);
        } else if let (Some(record), true) = (chosen.named.record, points_to_constructors()) {
            let mut root = record();
            while let Some(base) = (root.spec().base_record)() {
                root = base;
            }
            let place = root.offset() + root.spec().cell.vectorcall;
            class.byte_add(place).cast::<Option<ffi::vectorcallfunc>>().write(function);
        }
    }
}

/// Whether metaclasses of ours say themselves where the constructors of their types are.
pub(super) fn points_to_constructors() -> bool {
    // SAFETY: only called while a class is made, so loaded.
    let known = abi::features().tp_vectorcall_slot || unsafe { abi::layout::fast() };
    !known && !abi::interpreter().free_threaded
}

/// Calls the metaclass.
#[cold]
#[inline]
fn call<'py>(
    py: Python<'py>,
    chosen: &Chosen<'py>,
    core: &Bound<'py, PyType>,
    base: *mut ffi::PyTypeObject,
    core_of_base: *mut ffi::PyTypeObject,
) -> PyResult<Bound<'py, PyType>> {
    let name = core.name()?;
    let bases = match base == core_of_base {
        true => PyTuple::new(py, [core])?,
        false => {
            // SAFETY: a living type.
            let base = unsafe { PyType::from_borrowed_type_ptr(py, base) };
            PyTuple::new(py, [core, &base])?
        }
    };
    let namespace = chosen.metaclass.call_method1("__prepare__", (&name, &bases))?;
    for attribute in ["__module__", "__qualname__", "__doc__"] {
        namespace.set_item(attribute, core.getattr(attribute)?)?;
    }
    namespace.set_item("__slots__", PyTuple::empty(py))?;
    let class = chosen.metaclass.call1((name, bases, namespace))?;
    let Ok(class) = class.cast_into::<PyType>() else {
        return Err(not_its_class(chosen.record));
    };
    // SAFETY: living types.
    if unsafe { ffi::PyType_IsSubtype(class.as_type_ptr(), core.as_type_ptr()) } == 0 {
        return Err(not_its_class(chosen.record));
    }
    if let Some(record) = chosen.named.record
        && !class.get_type().is(&chosen.metaclass)
        // SAFETY: living types.
        && unsafe { ffi::PyType_IsSubtype(class.get_type_ptr(), record().any_type(py)?) } == 0
    {
        return Err(not_its_class(chosen.record));
    }
    if !chosen.record.spec().options.has(Options::SUBCLASS) {
        // SAFETY: attached; the definition is a static.
        let refuse = unsafe {
            let refuse = ffi::PyCFunction_NewEx(
                (&raw const REFUSE.0).cast_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
            );
            Bound::<PyAny>::from_call(py, refuse)?
        };
        class.setattr("__init_subclass__", refuse)?;
    }
    Ok(class)
}

#[cold]
fn not_its_class(record: &'static ClassRecord) -> PyErr {
    let text = format!("the metaclass of {} has not made a class of it", record.name());
    PyErr::worded::<PyTypeError>(text)
}

struct Refuse(ffi::PyMethodDef);

// SAFETY: constant; the function may be called on any thread.
unsafe impl Sync for Refuse {}

/// The `__init_subclass__` of a class that may not be inherited from, though a Python class may always.
static REFUSE: Refuse = Refuse(ffi::PyMethodDef {
    ml_name: c"__init_subclass__".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionWithKeywords: refuse },
    ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
    ml_doc: ptr::null(),
});

unsafe extern "C" fn refuse(
    _: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called by the interpreter, so attached.
    let py = unsafe { Python::assume_attached() };
    PyErr::worded::<PyTypeError>("the class is not an acceptable base type").restore(py);
    ptr::null_mut()
}

/// What a metaclass of ours has besides its items: see the essay on constructors.
pub(super) struct OfMetaclass {
    pub(super) flags: c_ulong,
    pub(super) call: Option<*mut c_void>,
    pub(super) member: Option<usize>,
}

/// See [`OfMetaclass`]; for the class of that record, which extends `type`.
pub(super) fn of_metaclass(record: &'static ClassRecord, offset: usize) -> OfMetaclass {
    let place = record.spec().cell.vectorcall;
    let own_call = record.tables().has(ffi::Py_tp_call);
    if own_call || place == CellLayout::ABSENT || !points_to_constructors() {
        return OfMetaclass { flags: 0, call: None, member: None };
    }
    OfMetaclass {
        flags: ffi::Py_TPFLAGS_HAVE_VECTORCALL,
        call: Some(call_type as *mut c_void),
        member: Some(offset + place),
    }
}

/// What `type.__call__` does: for a call that has no vectorcall function, or cannot use it.
unsafe extern "C" fn call_type(
    class: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: what the interpreter has passed; slots have the types of their numbers.
    unsafe {
        let slot = ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_call);
        mem::transmute::<*mut c_void, ffi::ternaryfunc>(slot)(class, args, kwargs)
    }
}
