//! Properties: what `tp_getset` is made of, and the getters and setters of fields.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::compare::Mutable;
use super::init::PyClassInitializer;
use super::items::Property;
use super::receiver::{exclusive, shared};
use super::slots::refuse;
use super::tables::pointer;
use super::traits::PyClass;
use crate::call::entry::guard;
use crate::call::ret::Return;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::python::state::PerInterpreter;
use crate::types::{PyString, PyTuple};
use crate::{PyAny, PyErr, PyResult, ffi};

/// The two ways to write a property that has both.
struct Writers {
    set: ffi::setter,
    delete: ffi::setter,
}

/// The record that CPython reads. What it points to lives for ever.
pub(super) fn definition(property: Property) -> ffi::PyGetSetDef {
    let (set, closure): (Option<ffi::setter>, *mut c_void) = match (property.set, property.delete) {
        (Some(set), Some(delete)) => {
            let writers: &'static mut Writers = Box::leak(Box::new(Writers { set, delete }));
            (Some(set_or_delete), ptr::from_mut(writers).cast())
        }
        (Some(set), None) => (Some(set), ptr::null_mut()),
        (None, Some(delete)) => (Some(delete), ptr::null_mut()),
        (None, None) => (None, ptr::null_mut()),
    };
    ffi::PyGetSetDef {
        name: property.name.as_ptr(),
        get: property.get,
        set,
        doc: pointer(property.doc),
        closure,
    }
}

/// Tells the fields that CPython can read by itself, as an interpreter's specialised
/// attribute look-up does: those of type `Py<T>` (the inherent constant).
pub struct FieldKind<T>(std::marker::PhantomData<T>);

impl<T> FieldKind<Py<T>> {
    /// Whether the field is a pointer to an object.
    pub const IS_OBJECT: bool = true;
}

/// See [`FieldKind`].
pub trait OtherField {
    /// Whether the field is a pointer to an object.
    const IS_OBJECT: bool = false;
}

impl<T> OtherField for FieldKind<T> {}

unsafe extern "C" fn set_or_delete(
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    // SAFETY: CPython passes the closure of the definition, made above.
    unsafe {
        let writers = &*closure.cast::<Writers>();
        let write = if value.is_null() { writers.delete } else { writers.set };
        write(object, value, ptr::null_mut())
    }
}

/// `__dict__` of a class with the option `dict`.
pub(super) const DICT: ffi::PyGetSetDef = ffi::PyGetSetDef {
    name: c"__dict__".as_ptr(),
    get: Some(get_dict),
    set: Some(set_dict),
    doc: ptr::null(),
    closure: ptr::null_mut(),
};

unsafe extern "C" fn get_dict(
    object: *mut ffi::PyObject,
    closure: *mut c_void,
) -> *mut ffi::PyObject {
    // SAFETY: called by CPython with an instance, whose type has a dict offset.
    unsafe { ffi::PyObject_GenericGetDict(object, closure) }
}

unsafe extern "C" fn set_dict(
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    // SAFETY: as in `get_dict`; CPython's function takes a null value as well.
    unsafe { ffi::PyObject_GenericSetDict(object, value, closure) }
}

/// The C function that reads a field.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline(always)]
pub unsafe fn get_field<T: PyClass>(
    slf: *mut ffi::PyObject,
    read: impl Fn(Python<'_>, &T) -> PyResult<*mut ffi::PyObject>,
) -> *mut ffi::PyObject {
    // SAFETY: the caller's obligation.
    unsafe { guard(|py| read(py, &*shared::<T>(slf)?)) }
}

/// As [`get_field`], for a value that is copied first.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline(always)]
pub unsafe fn get_number<T: PyClass, V>(
    slf: *mut ffi::PyObject,
    read: impl Fn(&T) -> V,
) -> *mut ffi::PyObject
where
    V: Copy + for<'py> IntoPyObject<'py>,
{
    // SAFETY: the caller's obligation.
    unsafe {
        guard(|py| {
            let value = read(&*shared::<T>(slf)?);
            value.into_raw(py)
        })
    }
}

/// The C function that sets a field; a null value asks to delete it.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline(always)]
pub unsafe fn set_field<T, F>(
    slf: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    name: &'static str,
    field: impl Fn(&mut T) -> &mut F,
) -> c_int
where
    T: Mutable,
    F: for<'a, 'py> FromPyObject<'a, 'py>,
{
    // SAFETY: the caller's obligation.
    unsafe {
        if value.is_null() {
            return refuse("can't delete attribute");
        }
        guard(|py| {
            let value = Borrowed::from_ptr(py, value);
            let value = F::extract(value)
                .map_err(|error| Into::<PyErr>::into(error).at_argument(py, name))?;
            *field(&mut *exclusive::<T>(slf)?) = value;
            Ok(0)
        })
    }
}

/// A field to be converted: by reference where `&T` converts (the inherent method),
/// else a clone (that of [`CloneField`]).
pub struct Field<'a, 'py, T>(pub &'a T, pub Python<'py>);

impl<'a, 'py, T> Field<'a, 'py, T>
where
    &'a T: IntoPyObject<'py>,
{
    /// A new reference.
    ///
    /// # Errors
    /// That of the conversion.
    #[inline(always)]
    pub fn to_object(&self) -> PyResult<*mut ffi::PyObject> {
        self.0.into_raw(self.1)
    }
}

/// See [`Field`].
pub trait CloneField<'py, T> {
    /// A new reference.
    ///
    /// # Errors
    /// That of the conversion.
    fn to_object(&self) -> PyResult<*mut ffi::PyObject>
    where
        T: Readable<'py>;
}

impl<'py, T> CloneField<'py, T> for Field<'_, 'py, T> {
    #[inline(always)]
    fn to_object(&self) -> PyResult<*mut ffi::PyObject>
    where
        T: Readable<'py>,
    {
        self.0.clone().into_raw(self.1)
    }
}

/// The type of a field with `get` whose reference does not convert.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be read by Python",
    label = "`get` cannot make a Python object of it",
    note = "`get` is for types that convert by reference, and for those that are `Clone` and implement `IntoPyObject`",
    note = "for other types write a `#[getter]` method; a field that is itself a `#[pyclass]` can be a `Py<{Self}>`"
)]
pub trait Readable<'py>: Clone + IntoPyObject<'py> {}

#[diagnostic::do_not_recommend]
impl<'py, T: Clone + IntoPyObject<'py>> Readable<'py> for T {}

/// The value of a class attribute.
///
/// # Errors
/// Those of the function that makes it, or of the conversion.
pub fn class_attribute<'py, T: Return<'py>>(py: Python<'py>, value: T) -> PyResult<Py<PyAny>> {
    object_of(py, value.into_result(py))
}

/// A new reference as an owned handle.
///
/// # Errors
/// The one given.
pub fn object_of(py: Python<'_>, result: PyResult<*mut ffi::PyObject>) -> PyResult<Py<PyAny>> {
    // SAFETY: results of conversions are owned references.
    result.map(|object| unsafe { Bound::from_owned_ptr(py, object) }.unbind())
}

/// The one object of a variant of an enum without fields, in each interpreter.
pub struct Variant<T: 'static>(PerInterpreter<Py<T>>);

impl<T: PyClass> Variant<T> {
    /// Not made yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Variant(PerInterpreter::new())
    }

    /// The object; made of `value` on first use.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn object<'py>(&'static self, py: Python<'py>, value: T) -> PyResult<Bound<'py, T>>
    where
        T: Into<PyClassInitializer<T>>,
    {
        let object = self.0.get_or_try_init(py, || Py::new(py, value))?;
        Ok(object.bind(py).clone())
    }
}

/// `__match_args__`.
///
/// # Errors
/// When memory runs out.
pub fn match_args<'py>(py: Python<'py>, names: &[&str]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::of(py, names.len(), &mut |index| PyString::new(py, names[index]).into_any())
}
