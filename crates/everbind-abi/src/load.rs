//! Finding the interpreter: fills the tables, identifies what runs, settles the fast paths.
//!
//! Problem: every call into Python goes through a table (`table.rs`) or an offset (`layout.rs`) that
//! is not known when the library is built. `load` settles all of them before anything else is done,
//! or says in one message why it cannot.
//!
//! Two steps, each done once. *Resolving* looks every name up (`symbols/elf.rs`: it was half of what an
//! import took) and runs no Python; it happens under a lock. *Settling* makes objects to find the build's
//! properties and to test the layout row; it may therefore run the garbage collector and with it any
//! Python code, which may detach. It must not happen under a lock that another attached thread may
//! want, so two threads may both do it; the second to finish drops its result, which is the same.
//!
//! Invariant: once `load` has returned `Ok` on any thread, no table, offset or description is ever
//! written again.

use std::ffi::{CStr, CString, c_char};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::symbols::{Finder, Library};
use crate::table::Names;
use crate::*;

/// How far loading has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Nothing,
    Resolved,
    Settled,
}

static PROGRESS: Mutex<Progress> = Mutex::new(Progress::Nothing);
static LOADED: AtomicBool = AtomicBool::new(false);

/// Why this process's Python cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// No Python is loaded in this process.
    NoPython,
    /// Python is there, but was not started or has ended.
    NotRunning,
    /// This Python is too old, or not CPython.
    Unsupported {
        /// Whose it is.
        implementation: Implementation,
        /// Its version.
        version: Version,
        /// The first few functions that it lacks.
        missing: Vec<String>,
        /// How many it lacks.
        count: usize,
    },
    /// Python could not be asked about itself.
    Failed,
    /// A Python library could not be opened; the system's message.
    Open(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPython => f.write_str("no Python is loaded in this process"),
            Self::NotRunning => f.write_str("Python is not running in this process"),
            Self::Unsupported { implementation, version, missing, count } => {
                let Version { major, minor, .. } = Version::OLDEST;
                write!(
                    f,
                    "everbind needs CPython {major}.{minor} or newer; this is {implementation} {version}"
                )?;
                let mut before = ", which lacks ";
                for name in missing {
                    f.write_str(before)?;
                    f.write_str(name)?;
                    before = ", ";
                }
                match count.checked_sub(missing.len()) {
                    Some(more) if more > 0 => write!(f, " and {more} more functions"),
                    _ => Ok(()),
                }
            }
            Self::Failed => f.write_str("Python could not be asked about itself"),
            Self::Open(message) => write!(f, "the Python library cannot be opened: {message}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// Gets ready to use the Python that runs in this process. Cheap after the first time.
///
/// The thread need not be attached; if it is not, it is for a moment.
///
/// # Errors
/// If no Python runs here, or it is not CPython 3.12 or newer.
#[inline]
pub fn load() -> Result<&'static Interpreter, LoadError> {
    if LOADED.load(Ordering::Acquire) {
        return Ok(interpreter());
    }
    load_from(Library::process().ok_or(LoadError::NoPython)?)
}

/// Whether [`load`] has returned `Ok`.
#[inline]
pub fn is_loaded() -> bool {
    LOADED.load(Ordering::Acquire)
}

/// Like [`load`], with the symbols of one library; without effect if Python was loaded already.
///
/// # Errors
/// As [`load`].
pub fn load_from(library: Library) -> Result<&'static Interpreter, LoadError> {
    if is_loaded() {
        return Ok(interpreter());
    }
    resolve(library)?;
    // SAFETY: resolved; the settling attaches this thread if it is not.
    unsafe { settle() }?;
    Ok(interpreter())
}

/// Fills the tables, once.
pub(crate) fn resolve(library: Library) -> Result<(), LoadError> {
    let mut progress = PROGRESS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if *progress != Progress::Nothing {
        return Ok(());
    }
    let found = interp::identify(library).ok_or(LoadError::NoPython)?;
    let finder = Finder::new(library, c"Py_IsInitialized");
    let (mut missing, mut count) = (Vec::new(), 0);
    let mut names = Names::new();
    for family in crate::FAMILIES {
        let mut note = |name: &CStr| {
            count += 1;
            if missing.len() < 3 {
                missing.push(name.to_string_lossy().into_owned());
            }
        };
        // SAFETY: under the lock and not resolved yet, so no thread uses the tables; the names are
        // declared as CPython's headers have them (`cargo xtask abi`).
        unsafe { family.fill(&mut names, &|name| finder.get(name), &mut note) };
    }
    let foreign = found.implementation != Implementation::CPython;
    if count != 0 || foreign || found.version < Version::OLDEST {
        let Interpreter { implementation, version, .. } = found;
        return Err(LoadError::Unsupported { implementation, version, missing, count });
    }
    // SAFETY: under the lock; `load` has not returned `Ok` before.
    unsafe { interp::set(found) };
    *progress = Progress::Resolved;
    Ok(())
}

/// Asks the running interpreter what it is and settles the fast paths.
///
/// # Safety
/// `resolve` has returned `Ok`.
pub(crate) unsafe fn settle() -> Result<(), LoadError> {
    // SAFETY: the tables are filled; these two may be called at any time, attached or not.
    let attached = unsafe {
        if Py_IsInitialized() == 0 {
            return Err(LoadError::NotRunning);
        }
        !PyThreadState_GetUnchecked().is_null()
    };
    if attached {
        // SAFETY: attached.
        return unsafe { settle_attached() };
    }
    // SAFETY: Python runs and this thread is not attached.
    let state = unsafe { PyGILState_Ensure() };
    // SAFETY: attached now.
    let result = unsafe { settle_attached() };
    // SAFETY: undoes the `Ensure` above.
    unsafe { PyGILState_Release(state) };
    result
}

/// # Safety
/// The tables are filled and the thread is attached.
unsafe fn settle_attached() -> Result<(), LoadError> {
    // SAFETY: attached; an exception that is set stays so.
    let (found, row, counts, floats, functions) = unsafe {
        let exception = PyErr_GetRaisedException();
        let found = ask();
        let row = found
            .filter(|_| !layout::forbidden())
            .and_then(|found| layout::row(&found))
            .filter(|row| layout::self_test(row));
        let counts = found.is_some_and(|found| layout::counts_in_place(&found));
        let floats = found.is_some_and(|found| layout::floats_in_place(&found));
        let functions = found
            .filter(|_| counts && row.is_none())
            .and_then(|found| layout::function_place(&found));
        PyErr_Clear();
        PyErr_SetRaisedException(exception);
        (found.ok_or(LoadError::Failed)?, row, counts, floats, functions)
    };
    let mut progress = PROGRESS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if *progress == Progress::Resolved {
        // SAFETY: under the lock, for the first time; row and counts have passed their tests.
        unsafe {
            interp::set(found);
            layout::settle(row, counts, floats, functions, &found);
        }
        *progress = Progress::Settled;
        LOADED.store(true, Ordering::Release);
    }
    Ok(())
}

/// Completes the description of the interpreter by what only a running one can tell.
///
/// # Safety
/// The tables are filled and the thread is attached.
unsafe fn ask() -> Option<Interpreter> {
    // SAFETY: attached; the size is a new reference, what `sys` gives is borrowed.
    unsafe {
        let size = PyObject_GetAttrString(PyBaseObject_Type().cast(), c"__basicsize__".as_ptr());
        if size.is_null() {
            return None;
        }
        let header_size = PyLong_AsSize_t(size);
        _Py_DecRef(size);
        let has = |name: &CStr| !PySys_GetObject(name.as_ptr()).is_null();
        let debug = has(c"gettotalrefcount") || has(c"getobjects");
        Some(Interpreter { header_size, debug, ..*interp::current() })
    }
}

/// Raises `ImportError` with the message of `error`, if it can be raised at all. For a module's hook,
/// whose tables are not filled; works on any Python.
///
/// # Safety
/// Called by the interpreter, in a module's hook.
pub unsafe fn raise_import_error(message: &CStr) {
    let Some(library) = Library::process() else { return };
    for (set_string, import_error) in
        [(c"PyErr_SetString", c"PyExc_ImportError"), (c"PyPyErr_SetString", c"PyPyExc_ImportError")]
    {
        let set_string = library.symbol(set_string);
        let import_error = library.symbol(import_error).cast::<*mut PyObject>();
        if set_string.is_null() || import_error.is_null() {
            continue;
        }
        // SAFETY: the signature and type these have had since Python 1; the thread is attached,
        // since the interpreter calls the hook.
        unsafe {
            let set_string: unsafe extern "C" fn(*mut PyObject, *const c_char) =
                std::mem::transmute(set_string);
            set_string(import_error.read(), message.as_ptr());
        }
        return;
    }
}

impl LoadError {
    /// Raises this as `ImportError`; see [`raise_import_error`].
    ///
    /// # Safety
    /// As [`raise_import_error`].
    pub unsafe fn raise(&self) {
        // `to_string` compiles what writes into a `String` anew in each crate; `format!` uses std's.
        let message = CString::new(format!("{self}")).unwrap_or_default();
        // SAFETY: the caller's obligation is the callee's.
        unsafe { raise_import_error(&message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_interpreter_and_what_is_needed() {
        let error = LoadError::Unsupported {
            implementation: Implementation::PyPy,
            version: Version::from_hex(0x030b07f0),
            missing: vec!["PyA".into(), "PyB".into()],
            count: 5,
        };
        assert_eq!(
            error.to_string(),
            "everbind needs CPython 3.12 or newer; this is PyPy 3.11.7, which lacks PyA, PyB and 3 \
             more functions"
        );
        let error = LoadError::Unsupported {
            implementation: Implementation::GraalPy,
            version: Version::from_hex(0x030c00f0),
            missing: vec![],
            count: 0,
        };
        assert_eq!(
            error.to_string(),
            "everbind needs CPython 3.12 or newer; this is GraalPy 3.12.0"
        );
    }

    #[test]
    fn every_name_is_in_one_table() {
        let mut names = [crate::names(), crate::newer_names()].concat();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(all > 800);
    }
}
