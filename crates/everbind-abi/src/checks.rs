//! `PyLong_Check` and its kin: macros in C, so written out here.
//!
//! Types that CPython marks with a flag are tested by it, the others by `PyType_IsSubtype`.

use std::ffi::{c_int, c_ulong};

use crate::*;

/// CPython's `Py_IS_TYPE`: whether the type of `ob` is exactly `type_`.
///
/// # Safety
/// `ob` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn Py_IS_TYPE(ob: *mut PyObject, type_: *mut PyTypeObject) -> c_int {
    // SAFETY: `ob` is an object (caller's contract).
    c_int::from(unsafe { Py_TYPE(ob) } == type_)
}

/// CPython's `PyObject_TypeCheck`: whether `ob` is an instance of `type_` or of a subclass.
///
/// # Safety
/// `ob` is an object, `type_` a type, and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyObject_TypeCheck(ob: *mut PyObject, type_: *mut PyTypeObject) -> c_int {
    // SAFETY: an object and types (caller's contract).
    unsafe {
        let actual = Py_TYPE(ob);
        c_int::from(actual == type_ || PyType_IsSubtype(actual, type_) != 0)
    }
}

/// CPython's `PyType_HasFeature`: whether `type_` has one of the flags `feature`.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn PyType_HasFeature(type_: *mut PyTypeObject, feature: c_ulong) -> c_int {
    // SAFETY: `type_` is a type (caller's contract).
    c_int::from(unsafe { layout::type_flags(type_) } & feature != 0)
}

/// CPython's `PyType_FastSubclass`.
///
/// # Safety
/// As [`PyType_HasFeature`].
#[inline(always)]
pub unsafe fn PyType_FastSubclass(type_: *mut PyTypeObject, feature: c_ulong) -> c_int {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyType_HasFeature(type_, feature) }
}

/// One check a line: `exact` compares the type, `flag` tests a flag of the type, `subtype` also
/// accepts subclasses.
macro_rules! checks {
    ($( $how:ident $name:ident($what:expr); )*) => {
        $(
            /// CPython's macro of this name.
            ///
            /// # Safety
            /// `op` is an object and [`load`] has returned `Ok`.
            #[inline(always)]
            pub unsafe fn $name(op: *mut PyObject) -> c_int {
                // SAFETY: `op` is an object (caller's contract), the rest are CPython's types.
                unsafe { checks!(@ $how op $what) }
            }
        )*
    };
    (@ exact $op:ident $type:expr) => { Py_IS_TYPE($op, $type) };
    (@ flag $op:ident $flag:expr) => { PyType_HasFeature(Py_TYPE($op), $flag) };
    (@ subtype $op:ident $type:expr) => { PyObject_TypeCheck($op, $type) };
}

checks! {
    exact PyLong_CheckExact(PyLong_Type());
    flag PyLong_Check(Py_TPFLAGS_LONG_SUBCLASS);
    exact PyBool_Check(PyBool_Type());
    exact PyFloat_CheckExact(PyFloat_Type());
    subtype PyFloat_Check(PyFloat_Type());
    exact PyComplex_CheckExact(PyComplex_Type());
    subtype PyComplex_Check(PyComplex_Type());
    exact PyUnicode_CheckExact(PyUnicode_Type());
    flag PyUnicode_Check(Py_TPFLAGS_UNICODE_SUBCLASS);
    exact PyBytes_CheckExact(PyBytes_Type());
    flag PyBytes_Check(Py_TPFLAGS_BYTES_SUBCLASS);
    exact PyByteArray_CheckExact(PyByteArray_Type());
    subtype PyByteArray_Check(PyByteArray_Type());
    exact PyList_CheckExact(PyList_Type());
    flag PyList_Check(Py_TPFLAGS_LIST_SUBCLASS);
    exact PyTuple_CheckExact(PyTuple_Type());
    flag PyTuple_Check(Py_TPFLAGS_TUPLE_SUBCLASS);
    exact PyDict_CheckExact(PyDict_Type());
    flag PyDict_Check(Py_TPFLAGS_DICT_SUBCLASS);
    subtype PyDictKeys_Check(PyDictKeys_Type());
    subtype PyDictValues_Check(PyDictValues_Type());
    subtype PyDictItems_Check(PyDictItems_Type());
    exact PySet_CheckExact(PySet_Type());
    subtype PySet_Check(PySet_Type());
    exact PyFrozenSet_CheckExact(PyFrozenSet_Type());
    subtype PyFrozenSet_Check(PyFrozenSet_Type());
    exact PyType_CheckExact(PyType_Type());
    flag PyType_Check(Py_TPFLAGS_TYPE_SUBCLASS);
    exact PyModule_CheckExact(PyModule_Type());
    subtype PyModule_Check(PyModule_Type());
    exact PyCFunction_CheckExact(PyCFunction_Type());
    subtype PyCFunction_Check(PyCFunction_Type());
    exact PyCapsule_CheckExact(PyCapsule_Type());
    exact PyMemoryView_Check(PyMemoryView_Type());
    exact PyRange_Check(PyRange_Type());
    exact PySlice_Check(PySlice_Type());
    exact PySeqIter_Check(PySeqIter_Type());
    exact PyCallIter_Check(PyCallIter_Type());
    exact PyTraceBack_Check(PyTraceBack_Type());
    flag PyExceptionInstance_Check(Py_TPFLAGS_BASE_EXC_SUBCLASS);
    exact PyWeakref_CheckRefExact(_PyWeakref_RefType());
    subtype PyWeakref_CheckRef(_PyWeakref_RefType());
}

/// CPython's `PyAnySet_CheckExact`.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyAnySet_CheckExact(op: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { PySet_CheckExact(op) | PyFrozenSet_CheckExact(op) }
}

/// CPython's `PyAnySet_Check`.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyAnySet_Check(op: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        c_int::from(
            PyAnySet_CheckExact(op) != 0 || PySet_Check(op) != 0 || PyFrozenSet_Check(op) != 0,
        )
    }
}

/// CPython's `PyDictViewSet_Check`: keys or items, the views that are sets.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyDictViewSet_Check(op: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { c_int::from(PyDictKeys_Check(op) != 0 || PyDictItems_Check(op) != 0) }
}

/// CPython's `PyExceptionClass_Check`: whether `op` is a class derived from `BaseException`.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyExceptionClass_Check(op: *mut PyObject) -> c_int {
    // SAFETY: `op` is an object, and read as a type only if it is one.
    unsafe {
        c_int::from(
            PyType_Check(op) != 0
                && PyType_HasFeature(op.cast(), Py_TPFLAGS_BASE_EXC_SUBCLASS) != 0,
        )
    }
}

/// CPython's `PyExceptionInstance_Class`: the class of an exception, borrowed.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyExceptionInstance_Class(op: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { Py_TYPE(op) }.cast()
}

/// CPython's `PyWeakref_CheckProxy`.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyWeakref_CheckProxy(op: *mut PyObject) -> c_int {
    // SAFETY: `op` is an object (caller's contract).
    let actual = unsafe { Py_TYPE(op) };
    c_int::from(actual == _PyWeakref_ProxyType() || actual == _PyWeakref_CallableProxyType())
}

/// CPython's `PyWeakref_Check`: a reference or a proxy.
///
/// # Safety
/// `op` is an object and [`load`] has returned `Ok`.
#[inline]
pub unsafe fn PyWeakref_Check(op: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { c_int::from(PyWeakref_CheckRef(op) != 0 || PyWeakref_CheckProxy(op) != 0) }
}
