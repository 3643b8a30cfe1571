//! The cores of [`PyAnyMethods`](super::PyAnyMethods): one C call each, not generic.

use std::cmp::Ordering;

use crate::error::{PyErr, PyResult, check};
use crate::object::{Borrowed, Bound};
use crate::pyclass::CompareOp;
use crate::types::{PyList, PyString, PyType};
use crate::{PyAny, exceptions, ffi};

type Object<'py> = Bound<'py, PyAny>;
type Operand<'a, 'py, T = PyAny> = Borrowed<'a, 'py, T>;
type Name<'a, 'py> = Borrowed<'a, 'py, PyString>;

// SAFETY of every block below: a `Bound` or `Borrowed` shows that the thread is
// attached and that the object is alive; each function returns what its name in
// the C API documents, a new reference or null unless said otherwise.

#[inline]
pub(super) fn hasattr(object: &Object<'_>, name: Name<'_, '_>) -> PyResult<bool> {
    // SAFETY: see above.
    let status = unsafe { ffi::PyObject_HasAttrWithError(object.as_ptr(), name.as_ptr()) };
    truth(object, status)
}

#[inline]
pub(super) fn getattr<'py>(object: &Object<'py>, name: Name<'_, 'py>) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe {
        let value = ffi::PyObject_GetAttr(object.as_ptr(), name.as_ptr());
        Bound::from_call(object.py(), value)
    }
}

#[inline]
pub(super) fn getattr_opt<'py>(
    object: &Object<'py>,
    name: Name<'_, 'py>,
) -> PyResult<Option<Object<'py>>> {
    let mut value = std::ptr::null_mut();
    // SAFETY: see above; `value` receives a new reference or null.
    unsafe {
        let status = ffi::PyObject_GetOptionalAttr(object.as_ptr(), name.as_ptr(), &mut value);
        check(object.py(), status)?;
        Ok(Bound::from_owned_ptr_or_opt(object.py(), value))
    }
}

#[inline]
pub(super) fn setattr(
    object: &Object<'_>,
    name: Name<'_, '_>,
    value: Operand<'_, '_>,
) -> PyResult<()> {
    // SAFETY: see above.
    let status = unsafe { ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr()) };
    check(object.py(), status)
}

#[inline]
pub(super) fn delattr(object: &Object<'_>, name: Name<'_, '_>) -> PyResult<()> {
    // SAFETY: see above; a null value deletes.
    let status =
        unsafe { ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), std::ptr::null_mut()) };
    check(object.py(), status)
}

#[inline]
pub(super) fn rich_compare<'py>(
    object: &Object<'py>,
    other: Operand<'_, 'py>,
    op: CompareOp,
) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe {
        let result = ffi::PyObject_RichCompare(object.as_ptr(), other.as_ptr(), op as i32);
        Bound::from_call(object.py(), result)
    }
}

#[inline]
pub(super) fn holds(object: &Object<'_>, other: Operand<'_, '_>, op: CompareOp) -> PyResult<bool> {
    is_truthy(&rich_compare(object, other, op)?)
}

#[inline]
pub(super) fn compare(object: &Object<'_>, other: Operand<'_, '_>) -> PyResult<Ordering> {
    for (op, ordering) in [
        (CompareOp::Eq, Ordering::Equal),
        (CompareOp::Lt, Ordering::Less),
        (CompareOp::Gt, Ordering::Greater),
    ] {
        if holds(object, other, op)? {
            return Ok(ordering);
        }
    }
    Err(crate::PyErr::worded::<exceptions::PyTypeError>(
        "the objects are neither equal, nor less, nor greater than each other",
    ))
}

#[inline]
pub(super) fn unary<'py>(
    object: &Object<'py>,
    function: unsafe fn(*mut ffi::PyObject) -> *mut ffi::PyObject,
) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe { Bound::from_call(object.py(), function(object.as_ptr())) }
}

#[inline]
pub(super) fn binary<'py>(
    object: &Object<'py>,
    other: Operand<'_, 'py>,
    function: unsafe fn(*mut ffi::PyObject, *mut ffi::PyObject) -> *mut ffi::PyObject,
) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe { Bound::from_call(object.py(), function(object.as_ptr(), other.as_ptr())) }
}

#[inline]
pub(super) fn power<'py>(
    object: &Object<'py>,
    other: Operand<'_, 'py>,
    modulus: Operand<'_, 'py>,
) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe {
        let result = ffi::PyNumber_Power(object.as_ptr(), other.as_ptr(), modulus.as_ptr());
        Bound::from_call(object.py(), result)
    }
}

#[inline]
pub(super) fn is_callable(object: &Object<'_>) -> bool {
    // SAFETY: see above.
    unsafe { ffi::PyCallable_Check(object.as_ptr()) != 0 }
}

#[inline]
pub(super) fn call0<'py>(object: &Object<'py>) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe { Bound::from_call(object.py(), ffi::PyObject_CallNoArgs(object.as_ptr())) }
}

#[inline]
pub(super) fn call_method0<'py>(
    object: &Object<'py>,
    name: Name<'_, 'py>,
) -> PyResult<Object<'py>> {
    let mut args = [object.as_ptr()];
    // SAFETY: see above; one argument, the receiver, whose slot may be written to.
    unsafe {
        let result = ffi::PyObject_VectorcallMethod(
            name.as_ptr(),
            args.as_mut_ptr(),
            1 | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET,
            std::ptr::null_mut(),
        );
        Bound::from_call(object.py(), result)
    }
}

#[inline]
fn truth(object: &Object<'_>, status: std::ffi::c_int) -> PyResult<bool> {
    if status < 0 { Err(PyErr::fetch(object.py())) } else { Ok(status != 0) }
}

#[inline]
pub(super) fn is_truthy(object: &Object<'_>) -> PyResult<bool> {
    // SAFETY: see above.
    truth(object, unsafe { ffi::PyObject_IsTrue(object.as_ptr()) })
}

#[inline]
pub(super) fn is_none(object: &Object<'_>) -> bool {
    // SAFETY: attached.
    object.as_ptr() == unsafe { ffi::Py_None() }
}

#[inline]
pub(super) fn get_item<'py>(object: &Object<'py>, key: Operand<'_, 'py>) -> PyResult<Object<'py>> {
    // SAFETY: see above.
    unsafe {
        let value = ffi::PyObject_GetItem(object.as_ptr(), key.as_ptr());
        Bound::from_call(object.py(), value)
    }
}

#[inline]
pub(super) fn set_item(
    object: &Object<'_>,
    key: Operand<'_, '_>,
    value: Operand<'_, '_>,
) -> PyResult<()> {
    // SAFETY: see above.
    let status = unsafe { ffi::PyObject_SetItem(object.as_ptr(), key.as_ptr(), value.as_ptr()) };
    check(object.py(), status)
}

#[inline]
pub(super) fn del_item(object: &Object<'_>, key: Operand<'_, '_>) -> PyResult<()> {
    // SAFETY: see above.
    check(object.py(), unsafe { ffi::PyObject_DelItem(object.as_ptr(), key.as_ptr()) })
}

#[inline]
pub(super) fn get_type_ptr(object: &Object<'_>) -> *mut ffi::PyTypeObject {
    // SAFETY: see above.
    unsafe { ffi::Py_TYPE(object.as_ptr()) }
}

#[inline]
pub(super) fn get_type<'py>(object: &Object<'py>) -> Bound<'py, PyType> {
    // SAFETY: an object's type is alive while the object is.
    unsafe {
        let class = Bound::from_borrowed_ptr(object.py(), get_type_ptr(object).cast());
        class.cast_into_unchecked()
    }
}

#[inline]
pub(super) fn repr<'py>(object: &Object<'py>) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: see above; the result is always a str.
    unsafe { Bound::from_call(object.py(), ffi::PyObject_Repr(object.as_ptr())) }
}

#[inline]
pub(super) fn str<'py>(object: &Object<'py>) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: see above; the result is always a str.
    unsafe { Bound::from_call(object.py(), ffi::PyObject_Str(object.as_ptr())) }
}

#[inline]
pub(super) fn hash(object: &Object<'_>) -> PyResult<isize> {
    // SAFETY: see above; -1 only with an exception set.
    match unsafe { ffi::PyObject_Hash(object.as_ptr()) } {
        -1 => Err(PyErr::fetch(object.py())),
        hash => Ok(hash),
    }
}

#[inline]
pub(super) fn len(object: &Object<'_>) -> PyResult<usize> {
    // SAFETY: see above; negative only with an exception set.
    let len = unsafe { ffi::PyObject_Size(object.as_ptr()) };
    usize::try_from(len).map_err(|_| PyErr::fetch(object.py()))
}

#[inline]
pub(super) fn dir<'py>(object: &Object<'py>) -> PyResult<Bound<'py, PyList>> {
    // SAFETY: see above; the result is always a list.
    unsafe { Bound::from_call(object.py(), ffi::PyObject_Dir(object.as_ptr())) }
}

#[inline]
pub(super) fn is_instance(object: &Object<'_>, class: &Object<'_>) -> PyResult<bool> {
    // SAFETY: see above.
    truth(object, unsafe { ffi::PyObject_IsInstance(object.as_ptr(), class.as_ptr()) })
}

#[inline]
pub(super) fn contains(object: &Object<'_>, value: Operand<'_, '_>) -> PyResult<bool> {
    // SAFETY: see above.
    truth(object, unsafe { ffi::PySequence_Contains(object.as_ptr(), value.as_ptr()) })
}
