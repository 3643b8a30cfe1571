//! The types every family shares: opaque objects, sizes, and the C types of slot functions.

use std::ffi::{c_char, c_int, c_void};
use std::marker::{PhantomData, PhantomPinned};

/// Declares structs of which only pointers are ever used.
macro_rules! opaque {
    ($( $(#[$doc:meta])* $name:ident; )*) => {
        $(
            $(#[$doc])*
            #[repr(C)]
            pub struct $name {
                _data: [u8; 0],
                _marker: PhantomData<(*mut u8, PhantomPinned)>,
            }
        )*
    };
}

opaque! {
    /// A Python object. Its fields differ between builds: use [`Py_TYPE`](crate::Py_TYPE) and the like.
    PyObject;
    /// A Python object with a number of items.
    PyVarObject;
    /// An `int`.
    PyLongObject;
    /// A Python type.
    PyTypeObject;
    /// The state of a thread.
    PyThreadState;
    /// The state of an interpreter.
    PyInterpreterState;
    /// A frame of running Python code.
    PyFrameObject;
    /// Compiled code.
    PyCodeObject;
    /// The definition of a module. Its layout depends on the interpreter: it is built at run time.
    PyModuleDef;
    /// A key of thread-specific storage; made by `PyThread_tss_alloc`.
    Py_tss_t;
}

/// A size or an index: signed, as wide as a pointer.
pub type Py_ssize_t = isize;
/// What `hash()` gives.
pub type Py_hash_t = isize;
/// A hash without its sign.
pub type Py_uhash_t = usize;
/// A character of a string of any kind.
pub type Py_UCS4 = u32;
/// A character of a string whose characters all fit 16 bits.
pub type Py_UCS2 = u16;
/// A character of a string whose characters all fit 8 bits.
pub type Py_UCS1 = u8;

/// The largest `Py_ssize_t`.
pub const PY_SSIZE_T_MAX: Py_ssize_t = Py_ssize_t::MAX;
/// The smallest `Py_ssize_t`.
pub const PY_SSIZE_T_MIN: Py_ssize_t = Py_ssize_t::MIN;

/// C's `wchar_t`.
#[cfg(windows)]
pub type wchar_t = u16;
/// C's `wchar_t`.
#[cfg(all(
    not(windows),
    not(target_vendor = "apple"),
    any(target_arch = "arm", target_arch = "aarch64")
))]
pub type wchar_t = u32;
/// C's `wchar_t`.
#[cfg(all(
    not(windows),
    any(target_vendor = "apple", not(any(target_arch = "arm", target_arch = "aarch64")))
))]
pub type wchar_t = i32;

/// Of one object: `tp_repr`, `tp_iter`, `nb_negative`.
pub type unaryfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
/// Of two objects: `nb_add`, `mp_subscript`.
pub type binaryfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;
/// Of three objects: `tp_call`, `nb_power`.
pub type ternaryfunc =
    unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
/// A question to an object: `nb_bool`, `tp_clear`.
pub type inquiry = unsafe extern "C" fn(*mut PyObject) -> c_int;
/// `sq_length` and `mp_length`; negative with an exception set.
pub type lenfunc = unsafe extern "C" fn(*mut PyObject) -> Py_ssize_t;
/// Of an object and an index: `sq_item`, `sq_repeat`.
pub type ssizeargfunc = unsafe extern "C" fn(*mut PyObject, Py_ssize_t) -> *mut PyObject;
/// Of an object and two indices.
pub type ssizessizeargfunc =
    unsafe extern "C" fn(*mut PyObject, Py_ssize_t, Py_ssize_t) -> *mut PyObject;
/// `sq_ass_item`: an object, an index and the new item, null to delete it.
pub type ssizeobjargproc = unsafe extern "C" fn(*mut PyObject, Py_ssize_t, *mut PyObject) -> c_int;
/// Of an object, two indices and another object.
pub type ssizessizeobjargproc =
    unsafe extern "C" fn(*mut PyObject, Py_ssize_t, Py_ssize_t, *mut PyObject) -> c_int;
/// `mp_ass_subscript`: an object, a key and the new value, null to delete it.
pub type objobjargproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
/// `sq_contains`: 1, 0, or -1 with an exception set.
pub type objobjproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int;
/// What `tp_traverse` calls with each object that it finds.
pub type visitproc = unsafe extern "C" fn(object: *mut PyObject, arg: *mut c_void) -> c_int;
/// `tp_traverse`: shows the garbage collector what an object holds.
pub type traverseproc =
    unsafe extern "C" fn(slf: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int;
/// `tp_free` and `m_free`: gives memory back.
pub type freefunc = unsafe extern "C" fn(*mut c_void);
/// `tp_dealloc`, `tp_finalize`, and the destructor of a capsule.
pub type destructor = unsafe extern "C" fn(*mut PyObject);
/// `tp_getattr`, by a name in C.
pub type getattrfunc = unsafe extern "C" fn(*mut PyObject, *mut c_char) -> *mut PyObject;
/// `tp_getattro`, by a name that is a string object.
pub type getattrofunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;
/// `tp_setattr`, by a name in C.
pub type setattrfunc = unsafe extern "C" fn(*mut PyObject, *mut c_char, *mut PyObject) -> c_int;
/// `tp_setattro`, by a name that is a string object; a null value deletes.
pub type setattrofunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
/// `tp_repr` and `tp_str`.
pub type reprfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
/// `tp_hash`; -1 with an exception set.
pub type hashfunc = unsafe extern "C" fn(*mut PyObject) -> Py_hash_t;
/// `tp_richcompare`, with one of [`Py_LT`] and its kin.
pub type richcmpfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, c_int) -> *mut PyObject;
/// `tp_iter`.
pub type getiterfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
/// `tp_iternext`; null without an exception at the end.
pub type iternextfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
/// `tp_descr_get`: a descriptor, an instance or null, and its type.
pub type descrgetfunc =
    unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
/// `tp_descr_set`: a descriptor, an instance and the value, null to delete it.
pub type descrsetfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
/// `tp_init`, and the setter of a type's `__init__`.
pub type initproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
/// `tp_new`: a type, a tuple of arguments and a dict of keywords or null.
pub type newfunc =
    unsafe extern "C" fn(*mut PyTypeObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
/// `tp_alloc`: an instance of a type, with room for some items.
pub type allocfunc = unsafe extern "C" fn(*mut PyTypeObject, Py_ssize_t) -> *mut PyObject;
/// A call whose arguments are an array, the keywords' values last (PEP 590).
pub type vectorcallfunc = unsafe extern "C" fn(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject;
/// `am_send`: sends a value into a generator or coroutine.
pub type sendfunc = unsafe extern "C" fn(
    iter: *mut PyObject,
    value: *mut PyObject,
    result: *mut *mut PyObject,
) -> crate::PySendResult;

/// `<`; this and the next are for `PyObject_RichCompare` and `tp_richcompare`.
pub const Py_LT: c_int = 0;
/// `<=`
pub const Py_LE: c_int = 1;
/// `==`
pub const Py_EQ: c_int = 2;
/// `!=`
pub const Py_NE: c_int = 3;
/// `>`
pub const Py_GT: c_int = 4;
/// `>=`
pub const Py_GE: c_int = 5;
