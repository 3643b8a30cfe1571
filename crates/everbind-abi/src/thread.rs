//! Threads, locks and thread-specific storage.

use std::ffi::{c_int, c_longlong, c_ulong, c_void};

use crate::table::api;
use crate::{Py_tss_t, PyObject};

/// A lock.
pub type PyThread_type_lock = *mut c_void;

/// What `PyThread_acquire_lock_timed` returns. A struct, for a C enum may hold any integer.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PyLockStatus(pub c_int);

impl PyLockStatus {
    /// It was not acquired in time.
    pub const PY_LOCK_FAILURE: Self = Self(0);
    /// It was acquired.
    pub const PY_LOCK_ACQUIRED: Self = Self(1);
    /// A signal came.
    pub const PY_LOCK_INTR: Self = Self(2);
}

/// Wait for the lock.
pub const WAIT_LOCK: c_int = 1;
/// Do not wait.
pub const NOWAIT_LOCK: c_int = 0;

api! {
    fn PyThread_GetInfo() -> *mut PyObject;
    fn PyThread_ReInitTLS();
    fn PyThread_acquire_lock(lock: PyThread_type_lock, wait: c_int) -> c_int;
    fn PyThread_acquire_lock_timed(
        lock: PyThread_type_lock,
        microseconds: c_longlong,
        intr_flag: c_int,
    ) -> PyLockStatus;
    fn PyThread_allocate_lock() -> PyThread_type_lock;
    fn PyThread_create_key() -> c_int;
    fn PyThread_delete_key(key: c_int);
    fn PyThread_delete_key_value(key: c_int);
    fn PyThread_exit_thread();
    fn PyThread_free_lock(lock: PyThread_type_lock);
    fn PyThread_get_key_value(key: c_int) -> *mut c_void;
    fn PyThread_get_stacksize() -> usize;
    fn PyThread_get_thread_ident() -> c_ulong;
    fn PyThread_get_thread_native_id() -> c_ulong;
    fn PyThread_init_thread();
    fn PyThread_release_lock(lock: PyThread_type_lock);
    fn PyThread_set_key_value(key: c_int, value: *mut c_void) -> c_int;
    fn PyThread_set_stacksize(size: usize) -> c_int;
    fn PyThread_start_new_thread(
        func: Option<unsafe extern "C" fn(*mut c_void)>,
        arg: *mut c_void,
    ) -> c_ulong;
    fn PyThread_tss_alloc() -> *mut Py_tss_t;
    fn PyThread_tss_create(key: *mut Py_tss_t) -> c_int;
    fn PyThread_tss_delete(key: *mut Py_tss_t);
    fn PyThread_tss_free(key: *mut Py_tss_t);
    fn PyThread_tss_get(key: *mut Py_tss_t) -> *mut c_void;
    fn PyThread_tss_is_created(key: *mut Py_tss_t) -> c_int;
    fn PyThread_tss_set(key: *mut Py_tss_t, value: *mut c_void) -> c_int;
}
