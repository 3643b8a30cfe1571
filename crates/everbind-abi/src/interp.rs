//! Which interpreter this is.

use std::ffi::{CStr, c_char, c_ulong};

use crate::symbols::Library;
use crate::table::Table;
use crate::{Features, Version};

/// An implementation of Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Implementation {
    /// The one of python.org.
    CPython,
    /// PyPy, which is not supported.
    PyPy,
    /// GraalPy, which is not supported.
    GraalPy,
}

impl std::fmt::Display for Implementation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

/// The interpreter that runs in this process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Interpreter {
    /// Whose it is.
    pub implementation: Implementation,
    /// Its version.
    pub version: Version,
    /// Whether it was built without the GIL (whether or not a GIL has been switched on since).
    pub free_threaded: bool,
    /// Whether it was built with `Py_DEBUG` or traces references.
    pub debug: bool,
    /// `object.__basicsize__`: where the fields of a `PyModuleDef` start.
    pub header_size: usize,
    /// What it offers.
    pub features: Features,
}

static CURRENT: Table<Interpreter> = Table::new(Interpreter {
    implementation: Implementation::CPython,
    version: Version::OLDEST,
    free_threaded: false,
    debug: false,
    header_size: 0,
    features: Features::of(Version::OLDEST, false),
});

/// The interpreter that [`load`](crate::load) has found.
///
/// # Panics
/// If `load` has not returned `Ok` on any thread.
pub fn interpreter() -> &'static Interpreter {
    assert!(crate::load::is_loaded(), "everbind_abi::load() has not returned Ok");
    // SAFETY: loaded.
    unsafe { current() }
}

/// What the running interpreter knows or does.
///
/// # Panics
/// As [`interpreter`].
pub fn features() -> &'static Features {
    &interpreter().features
}

/// What is known of the interpreter, perhaps not all yet.
///
/// # Safety
/// The tables are filled.
#[inline]
pub(crate) unsafe fn current() -> &'static Interpreter {
    // SAFETY: written when the tables are filled, and once more, by `load`, before it returns and
    // anyone keeps a reference.
    unsafe { &*CURRENT.slots() }
}

/// # Safety
/// Called under the lock of `load`, before it has returned `Ok` for the first time.
pub(crate) unsafe fn set(interpreter: Interpreter) {
    // SAFETY: nobody reads yet (caller's contract).
    unsafe { CURRENT.slots().write(interpreter) }
}

/// Whether `text` has these bytes somewhere. (`str::contains` is a tenth of this crate's code.)
fn has(text: &[u8], word: &[u8]) -> bool {
    let mut rest = text;
    while rest.len() >= word.len() {
        if rest[..word.len()] == *word {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// What can be known of the Python in `library` without running it. `None` if there is none.
pub(crate) fn identify(library: Library) -> Option<Interpreter> {
    let cpython = library.symbol(c"Py_GetVersion");
    let pypy = library.symbol(c"PyPy_GetVersion");
    let get_version = if cpython.is_null() { pypy } else { cpython };
    if get_version.is_null() {
        return None;
    }
    // SAFETY: the signature both have had since Python 1; callable before initialisation, it
    // returns a static C string.
    let text = unsafe {
        let get_version: unsafe extern "C" fn() -> *const c_char = std::mem::transmute(get_version);
        CStr::from_ptr(get_version()).to_bytes()
    };
    let implementation = if !pypy.is_null() {
        Implementation::PyPy
    } else if has(text, b"GraalVM") {
        Implementation::GraalPy
    } else {
        Implementation::CPython
    };
    let number = library.symbol(c"Py_Version").cast::<c_ulong>();
    let version = if number.is_null() {
        Version::from_text(str::from_utf8(text).ok()?)?
    } else {
        // SAFETY: a constant of this type since 3.11.
        Version::from_hex(unsafe { number.read() })
    };
    // CPython documents these words as the sign of such a build.
    let free_threaded = has(text, b"free-threading build");
    let features = Features::of(version, free_threaded);
    let header_size = 0;
    Some(Interpreter {
        implementation,
        version,
        free_threaded,
        debug: false,
        header_size,
        features,
    })
}
