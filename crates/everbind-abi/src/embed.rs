//! Starting an interpreter in a process that has none: for tests, and for programs that embed Python.
//!
//! Nothing is linked, so the library is found at run time:
//! 1. a Python that is in the process already (the program links it, or has opened it);
//! 2. the file that `EVERBIND_LIBPYTHON` names;
//! 3. what the interpreter that `PYO3_PYTHON` names says of itself, or else the virtual environment
//!    that is active, or else `python3` on the path.
//!
//! In the third case the new interpreter is told the old one's executable, so that it finds the same
//! standard library and the same virtual environment. An interpreter that was built without a shared
//! library, as some distributions build theirs, cannot be embedded.
//!
//! All of it is inline, so that only those who embed compile it.

use std::ffi::{CString, OsString};
use std::path::PathBuf;
use std::process::Command;
use std::ptr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::load::{resolve, settle};
use crate::*;

static STARTING: Mutex<()> = Mutex::new(());
/// Whether `Py_InitializeEx` is at work: Python calls itself initialised before it has run `site`.
static UNFINISHED: AtomicBool = AtomicBool::new(false);

/// Gets ready to use Python as [`load`] does, and starts it if it does not run yet.
///
/// It is started without signal handlers, and this thread is left detached. It is never stopped.
///
/// # Errors
/// If no usable library is found, or Python is older than 3.12.
#[inline]
pub fn start() -> Result<&'static Interpreter, LoadError> {
    match load() {
        Err(LoadError::NoPython | LoadError::NotRunning) => {}
        result => return result,
    }
    let _starting = STARTING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    match load() {
        Err(LoadError::NoPython) => open_library()?,
        Err(LoadError::NotRunning) => {}
        result => return result,
    }
    // SAFETY: the tables are filled and Python does not run; only one thread gets here. It is attached
    // after `initialise`.
    unsafe {
        let settled = initialise();
        PyEval_SaveThread();
        settled?;
    }
    Ok(interpreter())
}

/// Starts a Python that does not run, and leaves this thread attached to it; `false` if one runs.
///
/// # Errors
/// As [`start`].
#[inline]
pub fn start_attached() -> Result<bool, LoadError> {
    open()?;
    let _starting = STARTING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    // SAFETY: the tables are filled; only one thread gets here.
    unsafe {
        if Py_IsInitialized() != 0 {
            return Ok(false);
        }
        initialise()?;
    }
    Ok(true)
}

/// Initialises Python, which leaves the thread attached.
///
/// # Safety
/// The tables are filled, Python does not run, and the caller holds `STARTING`.
#[inline]
unsafe fn initialise() -> Result<(), LoadError> {
    UNFINISHED.store(true, Ordering::Release);
    // SAFETY: the caller's obligations.
    let settled = unsafe {
        Py_InitializeEx(0);
        settle()
    };
    UNFINISHED.store(false, Ordering::Release);
    settled
}

/// Waits until a Python that another thread is starting has started, `site` included.
///
/// A thread that waits here must not be attached: the one that starts Python needs the GIL.
#[inline]
pub fn wait_until_started() {
    if UNFINISHED.load(Ordering::Acquire) {
        drop(STARTING.lock());
    }
}

/// Opens the Python that [`start`] would start, so that what may be called before it starts can be.
///
/// # Errors
/// As [`start`].
#[inline]
pub fn open() -> Result<(), LoadError> {
    let _starting = STARTING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    match load() {
        Err(LoadError::NoPython) => open_library(),
        Ok(_) | Err(LoadError::NotRunning) => Ok(()),
        Err(error) => Err(error),
    }
}

#[inline]
fn open_library() -> Result<(), LoadError> {
    let (library, executable) = find()?;
    let path = c_string(library.into_os_string())?;
    resolve(Library::open(&path).map_err(LoadError::Open)?)?;
    if let Some(executable) = executable {
        set_program_name(&executable);
    }
    Ok(())
}

/// What an interpreter is asked: where its executable and its library are.
const QUESTION: &str = r#"
import os, sys, sysconfig
get = sysconfig.get_config_var
folders = [get("LIBDIR"), get("LIBPL"), get("PYTHONFRAMEWORKPREFIX"), sys.base_exec_prefix]
folders.append(os.path.join(sys.base_exec_prefix, "lib"))
windows = "python%d%d%s.dll" % (*sys.version_info[:2], "t" if get("Py_GIL_DISABLED") else "")
names = [get("INSTSONAME"), get("LDLIBRARY"), windows]
paths = [os.path.join(f, n) for f in folders for n in names if f and n and not n.endswith(".a")]
print(sys.executable)
print(next(filter(os.path.isfile, paths), ""))
"#;

/// The library to open and, if an interpreter was asked, that interpreter.
#[inline]
fn find() -> Result<(PathBuf, Option<PathBuf>), LoadError> {
    if let Some(path) = std::env::var_os("EVERBIND_LIBPYTHON") {
        return Ok((path.into(), std::env::var_os("PYO3_PYTHON").map(PathBuf::from)));
    }
    let python = interpreter_to_ask();
    let failed = |why: String| LoadError::Open(format!("{}: {why}", python.display()));
    let output = Command::new(&python)
        .args(["-c", QUESTION])
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let answer = String::from_utf8_lossy(&output.stdout);
    let mut lines = answer.lines();
    match (lines.next(), lines.next()) {
        (Some(executable), Some(library)) if !library.is_empty() => {
            Ok((library.into(), Some(executable.into())))
        }
        _ => Err(failed("this Python was built without a shared library".to_owned())),
    }
}

#[inline]
fn interpreter_to_ask() -> PathBuf {
    if let Some(python) = std::env::var_os("PYO3_PYTHON") {
        return python.into();
    }
    let (folder, name) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python3") };
    match std::env::var_os("VIRTUAL_ENV") {
        Some(venv) => PathBuf::from(venv).join(folder).join(name),
        None => name.into(),
    }
}

#[inline]
fn c_string(path: OsString) -> Result<CString, LoadError> {
    CString::new(path.into_encoded_bytes()).map_err(|error| LoadError::Open(error.to_string()))
}

/// Tells Python, before it starts, which executable it is to think it is.
#[inline]
fn set_program_name(executable: &std::path::Path) {
    let Ok(text) = c_string(executable.into()) else { return };
    // SAFETY: a C string; this may be called before Python starts, which needs the name for ever: it
    // is leaked.
    unsafe {
        let name = Py_DecodeLocale(text.as_ptr(), ptr::null_mut());
        if !name.is_null() {
            Py_SetProgramName(name);
        }
    }
}
