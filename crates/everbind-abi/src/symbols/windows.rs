//! Windows: `GetProcAddress` on the Python library that is loaded.
//!
//! The stable ABI's library is `python3.dll` with the GIL and `python3t.dll` without; one file for
//! both can import from neither. Either forwards to `python3XY.dll` or `python3XYt.dll`, which has
//! every symbol, data included, and which the interpreter has loaded before any extension module.

use std::ffi::{CStr, CString, c_char, c_void};
use std::fmt::Write as _;

// SAFETY: functions of kernel32 with their documented signatures.
#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetModuleHandleA(name: *const c_char) -> *mut c_void;
    fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *mut c_void;
    fn LoadLibraryA(path: *const c_char) -> *mut c_void;
}

/// The minor versions whose libraries are looked for.
const MINORS: std::ops::RangeInclusive<u32> = 8..=60;

pub(super) fn process() -> Option<*mut c_void> {
    let mut name = String::new();
    for minor in MINORS {
        for suffix in ["", "t", "_d", "t_d"] {
            name.clear();
            let _ = write!(name, "python3{minor}{suffix}.dll\0");
            if let Some(handle) = loaded(&name) {
                return Some(handle);
            }
        }
    }
    ["libpypy3.11-c.dll\0", "libpypy3-c.dll\0"].into_iter().find_map(loaded)
}

fn loaded(name: &str) -> Option<*mut c_void> {
    // SAFETY: every caller ends the name with a NUL.
    let handle = unsafe { GetModuleHandleA(name.as_ptr().cast()) };
    (!handle.is_null()).then_some(handle)
}

pub(super) fn open(path: &CStr) -> Result<*mut c_void, String> {
    // SAFETY: a C string; initialisers of a Python library need nothing.
    let handle = unsafe { LoadLibraryA(path.as_ptr()) };
    if handle.is_null() {
        let path: CString = path.into();
        return Err(format!("{}: {}", path.to_string_lossy(), std::io::Error::last_os_error()));
    }
    Ok(handle)
}

pub(super) fn symbol(handle: *mut c_void, name: &CStr) -> *mut c_void {
    // SAFETY: a handle of a loaded library, and a C string.
    unsafe { GetProcAddress(handle, name.as_ptr()) }
}
