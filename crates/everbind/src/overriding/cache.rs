//! [`Cache`]: what was found for a method, by class.
//!
//! *Invariants.*
//! - An entry is good while the class at its address has its version tag: the interpreter gives no tag twice,
//!   and the cache belongs to one interpreter. Then what was found is still in the class, which keeps it alive.
//! - Only threads with the GIL of that interpreter read or write it, so the words of an entry belong together.
//!   (They are atomic for the compiler's sake.)

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use super::asked::Asked;
use super::find::Found;
use crate::abi::layout::{self, TypeVersion};
use crate::class::macros::ClassRecord;
use crate::object::{Borrowed, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDict, PyString, PyType};
use crate::{PyResult, ffi};

/// How many classes are remembered; a class has one place.
pub(super) const PLACES: usize = 8;

/// The place of a class.
#[inline(always)]
pub(super) fn place(class: *mut ffi::PyTypeObject) -> usize {
    let address = class.addr();
    (address >> 4 ^ address >> 10) % PLACES
}

pub(super) struct Cache {
    /// The method's name, interned.
    pub(super) name: Py<PyString>,
    /// How versions are read, if they can be.
    version: Option<TypeVersion>,
    /// What serves instead.
    pub(super) asked: Asked,
    entries: [Entry; PLACES],
}

struct Entry {
    /// The class of ours whose method it is.
    record: AtomicPtr<ClassRecord>,
    class: AtomicPtr<ffi::PyTypeObject>,
    version: AtomicU32,
    /// The function; null for the Rust method.
    function: AtomicPtr<ffi::PyObject>,
}

impl Entry {
    const fn new() -> Entry {
        Entry {
            record: AtomicPtr::new(ptr::null_mut()),
            class: AtomicPtr::new(ptr::null_mut()),
            version: AtomicU32::new(0),
            function: AtomicPtr::new(ptr::null_mut()),
        }
    }
}

impl Cache {
    #[inline]
    pub(super) fn new(py: Python<'_>, name: &str) -> PyResult<Cache> {
        Ok(Cache {
            name: PyString::intern(py, name).unbind(),
            version: usable_version(py)?,
            asked: Asked::new(),
            entries: [const { Entry::new() }; PLACES],
        })
    }

    /// The version of a class; zero if it has none, or versions cannot be read.
    ///
    /// # Safety
    /// `class` is a living type.
    #[inline(always)]
    pub(super) unsafe fn version(&self, class: *mut ffi::PyTypeObject) -> u32 {
        match self.version {
            // SAFETY: the caller's obligation; attached, since the cache is an interpreter's.
            Some(version) => unsafe { version.of(class) },
            None => 0,
        }
    }

    /// Whether versions can be read.
    pub(super) fn is_usable(&self) -> bool {
        self.version.is_some()
    }

    #[inline(always)]
    fn entry(&self, class: *mut ffi::PyTypeObject) -> &Entry {
        &self.entries[place(class)]
    }

    /// What is remembered of a class.
    ///
    /// # Safety
    /// `class` is a living type.
    #[inline(always)]
    pub(super) unsafe fn get<'py>(
        &self,
        py: Python<'py>,
        record: *const ClassRecord,
        class: *mut ffi::PyTypeObject,
    ) -> Option<Found<'py>> {
        if self.version.is_none() {
            // SAFETY: the caller's obligation; without the GIL there are no entries.
            return unsafe { self.asked.get(py, record, class, self.name.as_ptr()) };
        }
        let entry = self.entry(class);
        // SAFETY: the caller's obligation.
        let version = unsafe { self.version(class) };
        let known = entry.class.load(Ordering::Relaxed) == class
            && entry.version.load(Ordering::Relaxed) == version
            && entry.record.load(Ordering::Relaxed).cast_const() == record;
        if !known || version == 0 {
            return None;
        }
        let function = entry.function.load(Ordering::Relaxed);
        if function.is_null() {
            return Some(Found::Rust);
        }
        // SAFETY: alive by the first invariant.
        Some(Found::Function(unsafe { Borrowed::from_ptr(py, function) }.to_owned()))
    }

    /// Remembers what was found while the class had that version, which is not zero.
    #[inline]
    pub(super) fn put(
        &self,
        record: *const ClassRecord,
        class: *mut ffi::PyTypeObject,
        version: u32,
        found: &Found<'_>,
    ) {
        let function = match found {
            Found::Rust => ptr::null_mut(),
            Found::Function(function) => function.as_ptr(),
            Found::Attribute | Found::Raised => return,
        };
        let entry = self.entry(class);
        entry.record.store(record.cast_mut(), Ordering::Relaxed);
        entry.class.store(class, Ordering::Relaxed);
        entry.version.store(version, Ordering::Relaxed);
        entry.function.store(function, Ordering::Relaxed);
    }
}

/// How versions are read, if they are seen to do what the cache needs: a class gets one by a look-up,
/// and another after an attribute was set, of it or of its base.
#[inline]
fn usable_version(py: Python<'_>) -> PyResult<Option<TypeVersion>> {
    // SAFETY: loaded, since there is a token.
    let Some(version) = (unsafe { layout::type_version() }) else { return Ok(None) };
    let metaclass = py.get_type::<PyType>();
    let base = metaclass.call1(("base", (), PyDict::new(py)))?;
    let class = metaclass.call1(("class", (&base,), PyDict::new(py)))?;
    let read = || {
        class.getattr_opt("attribute")?;
        // SAFETY: a living type.
        PyResult::Ok(unsafe { version.of(class.as_ptr().cast()) })
    };
    let first = read()?;
    let again = read()?;
    class.setattr("attribute", 1)?;
    let second = read()?;
    base.setattr("other", 1)?;
    let third = read()?;
    let good = first == again && first != 0 && second != 0 && third != 0;
    let good = good && first != second && second != third && first != third;
    Ok(good.then_some(version))
}
