//! Looking up symbols of the Python that runs in this process: one file for each kind of system.

use std::ffi::{CStr, c_void};

#[cfg_attr(windows, path = "symbols/windows.rs")]
#[cfg_attr(not(windows), path = "symbols/unix.rs")]
mod system;

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod elf;

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

/// A [`Library`] that is asked for many names.
pub(crate) struct Finder {
    library: Library,
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    exports: Option<elf::Exports>,
}

impl Finder {
    /// `known` is a function of the library that all the names are in.
    pub(crate) fn new(library: Library, known: &CStr) -> Self {
        let _known = library.symbol(known);
        Finder {
            library,
            #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
            exports: elf::Exports::around(_known),
        }
    }

    /// The address of `name`, or null.
    pub(crate) fn get(&self, name: &CStr) -> *mut c_void {
        #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
        if let Some(exports) = &self.exports
            && let Some(address) = exports.get(name)
        {
            return address;
        }
        self.library.symbol(name)
    }
}

#[cfg(all(test, feature = "auto-initialize"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_the_system_finds() {
        crate::start().expect("a Python that can be embedded");
        let library = Library::process().expect("a process");
        let finder = Finder::new(library, c"Py_IsInitialized");
        let mut names = [crate::names(), crate::newer_names()].concat();
        names.extend(["", "P", "Py_None", "strlen", "_Py_NoneStruct2"].map(str::to_owned));
        for name in names {
            let name = std::ffi::CString::new(name).expect("no NUL");
            let found = finder.get(&name);
            if name.as_c_str() == c"strlen" {
                assert!(found.is_null());
            } else {
                assert_eq!(found, library.symbol(&name), "{name:?}");
            }
        }
    }
}
