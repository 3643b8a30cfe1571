//! Linux, macOS, the BSDs: `dlsym`.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

// SAFETY: POSIX functions with their POSIX signatures.
unsafe extern "C" {
    fn dlopen(path: *const c_char, mode: c_int) -> *mut c_void;
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn dlerror() -> *mut c_char;
}

/// The handle of the global scope.
const RTLD_DEFAULT: *mut c_void = if cfg!(any(target_os = "linux", target_env = "newlib")) {
    ptr::null_mut()
} else if cfg!(target_os = "android") {
    // Null since Android became 64-bit, -1 before.
    ptr::without_provenance_mut(if usize::BITS == 64 { 0 } else { usize::MAX })
} else {
    // Apple and the BSDs.
    ptr::without_provenance_mut(usize::MAX - 1)
};

const RTLD_NOW: c_int = 2;
const RTLD_GLOBAL: c_int = if cfg!(target_vendor = "apple") { 8 } else { 0x100 };

pub(super) fn process() -> Option<*mut c_void> {
    Some(RTLD_DEFAULT)
}

pub(super) fn open(path: &CStr) -> Result<*mut c_void, String> {
    // SAFETY: a C string; initialisers of a Python library need nothing.
    let handle = unsafe { dlopen(path.as_ptr(), RTLD_NOW | RTLD_GLOBAL) };
    if handle.is_null() {
        // SAFETY: `dlopen` has just failed on this thread, so there is a message, a C string.
        let message = unsafe { CStr::from_ptr(dlerror()) };
        return Err(message.to_string_lossy().into_owned());
    }
    Ok(handle)
}

pub(super) fn symbol(handle: *mut c_void, name: &CStr) -> *mut c_void {
    // SAFETY: a handle of `dlopen` or the global scope, and a C string.
    unsafe { dlsym(handle, name.as_ptr()) }
}
