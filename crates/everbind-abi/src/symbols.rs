//! Looking up symbols of the Python that runs in this process: one file for each kind of system.

use std::ffi::{CStr, c_void};

#[cfg_attr(windows, path = "symbols/windows.rs")]
#[cfg_attr(not(windows), path = "symbols/unix.rs")]
mod system;

/// Where symbols are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Library(*mut c_void);

// SAFETY: a handle that the loader gave; it may be used from any thread.
unsafe impl Send for Library {}

impl Library {
    /// What the process has loaded for all to see. `None` on Windows if no Python library is loaded.
    pub fn process() -> Option<Self> {
        system::process().map(Self)
    }

    /// A library whose handle (`dlopen`, `LoadLibrary`) the caller already has.
    ///
    /// # Safety
    /// The handle is valid, and stays so while this process runs.
    pub const unsafe fn from_handle(handle: *mut c_void) -> Self {
        Self(handle)
    }

    /// Loads the library at `path`, its symbols visible to extension modules, and never unloads it.
    ///
    /// # Errors
    /// The system's message.
    pub fn open(path: &CStr) -> Result<Self, String> {
        system::open(path).map(Self)
    }

    /// The address of `name`, or null.
    pub fn symbol(self, name: &CStr) -> *mut c_void {
        system::symbol(self.0, name)
    }
}
