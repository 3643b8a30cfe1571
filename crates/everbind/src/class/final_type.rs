//! The type of classes that cannot be subclassed, on versions whose types cannot be given a constructor
//! by vectorcall otherwise.
//!
//! *Problem.* Before 3.14 a type has no slot for such a constructor. Where its layout is known it is
//! written into the type; elsewhere a call of the class goes by `type.__call__`, which makes a
//! tuple of the arguments, calls `tp_new` and then `object.__init__`: 110 instead of 50 ns.
//!
//! *How.* A type is itself an instance of a type, and an instance may say where in it a vectorcall function
//! is: so the class becomes an instance of a metaclass whose instances have such a pointer behind what
//! `type` has. It is all documented and within the stable ABI. The offset is absolute, since 3.12 and
//! 3.13 ignore `Py_RELATIVE_OFFSET` in `__vectorcalloffset__`.
//!
//! *What is seen of it.* `type(Class)` is a subclass of `type` instead of `type` itself, of the name below;
//! nothing else. `isinstance(Class, type)` holds, and the class is pickled, copied, printed and called
//! as any. A class that may be subclassed does not get it: it could not be combined with
//! `abc.ABC` or `Protocol`, and `type(Class)` would differ for its subclasses as well. The metaclass can be
//! called, since a `class` statement does that for the message that a base is not acceptable; a class
//! made so has no constructor, and says that when it is called.
//!
//! *Garbage collection.* `type` does not visit the type of a type, since its own is static. A metaclass that
//! is not would so never be seen to be part of the cycle that it is, and outlive its interpreter.
//!
//! *Not without the GIL,* where no version that needs it has a stable ABI that it would serve.

use std::ffi::{c_int, c_void};
use std::{mem, ptr};

use super::layout::Options;
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::PyType;
use crate::{PyResult, abi, ffi};

/// The metaclass, and where in its instances the pointer is.
pub(super) struct FinalType {
    object: Py<PyType>,
    offset: usize,
}

/// The metaclass for a class with these options that has a constructor by vectorcall, if it needs one.
///
/// # Errors
/// Those of making the metaclass.
pub(super) fn find(py: Python<'_>, options: Options) -> PyResult<Option<&FinalType>> {
    static FINAL_TYPE: PerInterpreter<FinalType> = PerInterpreter::new();
    // SAFETY: the token shows that the interpreter is loaded.
    let otherwise = abi::features().tp_vectorcall_slot || unsafe { abi::layout::fast() };
    if otherwise || options.has(Options::SUBCLASS) || abi::interpreter().free_threaded {
        return Ok(None);
    }
    FINAL_TYPE.get_or_try_init(py, || make(py)).map(Some)
}

impl FinalType {
    pub(super) fn as_ptr(&self) -> *mut ffi::PyTypeObject {
        self.object.as_ptr().cast()
    }

    /// Gives a class its constructor.
    ///
    /// # Safety
    /// `class` is a new instance of this metaclass that nobody has seen, `function` a vectorcall function.
    pub(super) unsafe fn set(&self, class: *mut ffi::PyObject, function: *mut c_void) {
        // SAFETY: within the instance, for it is that of this metaclass.
        unsafe { class.byte_add(self.offset).cast::<*mut c_void>().write(function) }
    }
}

#[cold]
fn make(py: Python<'_>) -> PyResult<FinalType> {
    // SAFETY: a living type.
    let offset = super::create::size_attribute(py, ffi::PyType_Type(), c"__basicsize__")?;
    let mut members = [
        ffi::PyMemberDef {
            name: c"__vectorcalloffset__".as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: offset.cast_signed(),
            flags: ffi::Py_READONLY,
            doc: ptr::null(),
        },
        ffi::PyMemberDef::default(),
    ];
    let slot = |slot, pfunc| ffi::PyType_Slot { slot, pfunc };
    // SAFETY: slots can be asked of any type from 3.10 on.
    let clear = unsafe { ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_clear) };
    let mut slots = [
        slot(ffi::Py_tp_base, ffi::PyType_Type().cast()),
        slot(ffi::Py_tp_call, call as *mut c_void),
        slot(ffi::Py_tp_members, members.as_mut_ptr().cast()),
        slot(ffi::Py_tp_traverse, traverse as *mut c_void),
        slot(ffi::Py_tp_clear, clear),
        slot(0, ptr::null_mut()),
    ];
    let flags = ffi::Py_TPFLAGS_DEFAULT
        | ffi::Py_TPFLAGS_HAVE_VECTORCALL
        | ffi::Py_TPFLAGS_HAVE_GC
        | ffi::Py_TPFLAGS_IMMUTABLETYPE;
    let mut spec = ffi::PyType_Spec {
        name: c"everbind.FinalType".as_ptr(),
        basicsize: (offset + size_of::<ffi::vectorcallfunc>()) as c_int,
        itemsize: 0,
        flags: flags as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: attached; what the specification points to is copied.
    let object = unsafe { Bound::from_call(py, ffi::PyType_FromSpec(&mut spec))? };
    Ok(FinalType { object: object.unbind(), offset })
}

/// What the collector sees of a class.
unsafe extern "C" fn traverse(
    class: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: `type` takes part in garbage collection, and the slot has the type of its number; a class is a
    // reference to its metaclass.
    unsafe {
        let slot = ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_traverse);
        let of_type = mem::transmute::<*mut c_void, ffi::traverseproc>(slot);
        match of_type(class, visit, arg) {
            0 => visit(ffi::Py_TYPE(class).cast(), arg),
            stop => stop,
        }
    }
}

/// A call with a tuple and perhaps a dict.
unsafe extern "C" fn call(
    class: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: what the interpreter has passed.
    unsafe { ffi::PyVectorcall_Call(class, args, kwargs) }
}
