//! Replacements of newer functions on objects, attributes, types and weak references.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicIsize, AtomicU32, Ordering};

use crate::*;

/// Gives `*result` the attribute that was just asked for, and tells found (1), missing (0) or
/// failed (-1).
///
/// # Safety
/// `value` is a new reference, or null with an exception; `result` can be written; attached.
unsafe fn optional(value: *mut PyObject, result: *mut *mut PyObject) -> c_int {
    // SAFETY: as this function's contract.
    unsafe {
        *result = value;
        if !value.is_null() {
            return 1;
        }
        if PyErr_ExceptionMatches(PyExc_AttributeError) == 0 {
            return -1;
        }
        PyErr_Clear();
        0
    }
}

pub(super) unsafe extern "C" fn get_optional_attr(
    o: *mut PyObject,
    name: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { optional(PyObject_GetAttr(o, name), result) }
}

#[inline]
pub(super) unsafe extern "C" fn get_optional_attr_string(
    o: *mut PyObject,
    name: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { optional(PyObject_GetAttrString(o, name), result) }
}

#[inline]
pub(super) unsafe extern "C" fn has_attr_with_error(
    o: *mut PyObject,
    name: *mut PyObject,
) -> c_int {
    let mut value = ptr::null_mut();
    // SAFETY: the caller's obligations are the callees'; the value is given up once.
    unsafe {
        let answer = PyObject_GetOptionalAttr(o, name, &mut value);
        Py_XDECREF(value);
        answer
    }
}

#[inline]
pub(super) unsafe extern "C" fn has_attr_string_with_error(
    o: *mut PyObject,
    name: *const c_char,
) -> c_int {
    let mut value = ptr::null_mut();
    // SAFETY: the caller's obligations are the callees'; the value is given up once.
    unsafe {
        let answer = get_optional_attr_string(o, name, &mut value);
        Py_XDECREF(value);
        answer
    }
}

#[inline]
pub(super) unsafe extern "C" fn del_attr(o: *mut PyObject, name: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callee's; a null value deletes.
    unsafe { PyObject_SetAttr(o, name, ptr::null_mut()) }
}

#[inline]
pub(super) unsafe extern "C" fn del_attr_string(o: *mut PyObject, name: *const c_char) -> c_int {
    // SAFETY: the caller's obligations are the callee's; a null value deletes.
    unsafe { PyObject_SetAttrString(o, name, ptr::null_mut()) }
}

/// Needed by 3.12 alone, so with the GIL: the borrowed referent lives until its count is raised.
#[inline]
pub(super) unsafe extern "C" fn weakref_get_ref(
    reference: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        *result = ptr::null_mut();
        if PyWeakref_Check(reference) == 0 {
            PyErr_SetString(PyExc_TypeError, c"expected a weakref".as_ptr());
            return -1;
        }
        let object = PyWeakref_GetObject(reference);
        if object.is_null() {
            return -1;
        }
        if object == Py_None() {
            return 0;
        }
        *result = Py_NewRef(object);
        1
    }
}

/// Before 3.14 the count is not exported: with the GIL it is the first word; 3.13 without the GIL
/// has the owner's count at 12 and the others' at 16, shifted by two bits of flags.
#[inline]
pub(super) unsafe extern "C" fn refcnt(o: *mut PyObject) -> Py_ssize_t {
    let base = o.cast::<u8>();
    // SAFETY: the tables are filled, or nobody could have called this.
    if !unsafe { interp::current() }.free_threaded {
        // SAFETY: `o` is an object of a version before 3.14 with the GIL, and the thread is attached.
        return unsafe { base.cast::<Py_ssize_t>().read() };
    }
    // SAFETY: `o` is an object of 3.13 without the GIL, whose header is frozen; both fields are only
    // accessed atomically.
    let (local, shared) = unsafe {
        let local = AtomicU32::from_ptr(base.add(12).cast()).load(Ordering::Relaxed);
        (local, AtomicIsize::from_ptr(base.add(16).cast()).load(Ordering::Relaxed))
    };
    if local == u32::MAX { u32::MAX as Py_ssize_t } else { local as Py_ssize_t + (shared >> 2) }
}

pub(super) unsafe extern "C" fn type_module_name(type_: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyObject_GetAttrString(type_.cast(), c"__module__".as_ptr()) }
}

pub(super) unsafe extern "C" fn type_fully_qualified_name(
    type_: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'; each reference is given up once.
    unsafe {
        let qualname = PyType_GetQualName(type_);
        if qualname.is_null() {
            return qualname;
        }
        let module = type_module_name(type_);
        if module.is_null() {
            Py_DECREF(qualname);
            return module;
        }
        let shown = PyUnicode_Check(module) != 0
            && PyUnicode_CompareWithASCIIString(module, c"builtins".as_ptr()) != 0;
        if !shown {
            Py_DECREF(module);
            return qualname;
        }
        let name = PyUnicode_FromFormat(c"%U.%U".as_ptr(), module, qualname);
        Py_DECREF(module);
        Py_DECREF(qualname);
        name
    }
}

/// Walks `__mro__`. Exported by every version that is known, so only a stranger comes here.
#[inline]
pub(super) unsafe extern "C" fn type_module_by_def(
    type_: *mut PyTypeObject,
    def: *mut PyModuleDef,
) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'; the tuple lives until the loop is done, and
    // the types in it keep their modules.
    unsafe {
        let mro = PyObject_GetAttrString(type_.cast(), c"__mro__".as_ptr());
        if mro.is_null() {
            return mro;
        }
        for index in 0..PyTuple_Size(mro) {
            let base: *mut PyTypeObject = PyTuple_GetItem(mro, index).cast();
            if PyType_HasFeature(base, Py_TPFLAGS_HEAPTYPE) == 0 {
                continue;
            }
            let module = PyType_GetModule(base);
            if !module.is_null() && PyModule_GetDef(module) == def {
                Py_DECREF(mro);
                return module;
            }
            PyErr_Clear();
        }
        Py_DECREF(mro);
        let message = c"no base of %R belongs to the module asked for";
        PyErr_Format(PyExc_TypeError, message.as_ptr(), type_);
        ptr::null_mut()
    }
}

#[inline]
pub(super) unsafe extern "C" fn type_data(o: *mut PyObject, cls: *mut PyTypeObject) -> *mut c_void {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyObject_GetTypeData(o, cls) }
}

#[inline]
pub(super) unsafe extern "C" fn type_module_state(type_: *mut PyTypeObject) -> *mut c_void {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyType_GetModuleState(type_) }
}

#[inline]
pub(super) unsafe extern "C" fn type_module(type_: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyType_GetModule(type_) }
}

#[inline]
pub(super) unsafe extern "C" fn module_state(module: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyModule_GetState(module) }
}
