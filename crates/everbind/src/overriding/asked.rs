//! [`Asked`]: what a class has under a method's name, asked of the interpreter at each call.
//!
//! *Problem.* Where the versions of classes cannot be read (`cache.rs`), every call must find out anew what the class
//! has. To ask each class of `__mro__` for its `__dict__` takes as long as the call of a Python method.
//! `PyObject_VectorcallMethod`, which is Python's `self.area()`, is short, but asks the instance's own `__dict__` too: then
//! it would depend on the version of Python whether `shape.area = …` counts.
//!
//! *How.* The long way (`find.rs`) is gone once for a class, and says which of two questions suffices from then on:
//! - If the class itself has a function of that name, its namespace is asked: the dict behind its `__dict__`
//!   (`namespace.rs`). Nothing comes before what that has. It is asked by the place where the name was: `PyDict_Next`
//!   gives what is there now, in half the time that a look-up takes. Another key there, or none, goes the long way.
//! - If a class inherits the Rust method, `type.__getattribute__` is asked, which the interpreter answers from its cache.
//!   It must give the very descriptor that the class in Rust has. A metaclass that answers itself is not believed.
//!
//! Any other answer goes the long way again: nothing is taken for granted but where to ask. So a class that changes
//! is seen to. An override that is inherited goes the long way each time.
//!
//! *Invariants.*
//! - An entry with a namespace is good while its weak reference gives the class: the dict belongs to the class, and at a dead
//!   class's address there may be another. Descriptors of Rust methods are owned, for they own nothing but the class in Rust.
//! - Only threads with the GIL of the cache's interpreter come here; the words of an entry are atomic for the compiler's sake.
//!
//! *Rejected.* To remember what `type.__getattribute__` gave: a static method gives the function that it wraps, which then
//! would be called with the instance.
//!
//! To have the weak reference call when the class goes, instead of asking it each time: for a class in a garbage cycle it calls
//! before `__del__` is called, which may call the method again; that made an entry whose class then went without a word.
//!
//! To let the class's dict be watched (`PyDict_Watch`), and ask only after a change: an interpreter has eight
//! watchers for everybody, so the ninth library would be slower than the first. To call the function without a
//! reference because its frame has one: the arguments are converted first, which may run code that deletes it.
//!
//! *Measured,* an override called from Rust on 3.14, by instructions: 862 by a look-up in the namespace, and some 50 fewer by
//! place; by the long way 1,730, with a known layout 732, by `PyObject_VectorcallMethod` from C 856.

use std::ptr;
use std::sync::atomic::{AtomicIsize, AtomicPtr, Ordering};

use super::cache::{PLACES, place};
use super::find::{Found, Search};
use super::namespace;
use crate::class::macros::ClassRecord;
use crate::object::Bound;
use crate::python::Python;
use crate::types::{PyString, PyType, PyTypeMethods};
use crate::{abi, ffi};

type Type = *mut ffi::PyTypeObject;
type Object = *mut ffi::PyObject;

pub(super) struct Asked {
    entries: [Entry; PLACES],
}

struct Entry {
    /// The class of ours whose method it is.
    record: AtomicPtr<ClassRecord>,
    class: AtomicPtr<ffi::PyTypeObject>,
    /// The dict of the class, if that is to be asked.
    namespace: AtomicPtr<ffi::PyObject>,
    /// Where in it the name was.
    place: AtomicIsize,
    /// The type of the function there: one that lives for ever.
    kind: AtomicPtr<ffi::PyTypeObject>,
    /// The Rust method's descriptor if it was found, owned.
    rust: AtomicPtr<ffi::PyObject>,
    /// A weak reference to a class that has a namespace here, owned.
    watch: AtomicPtr<ffi::PyObject>,
}

impl Entry {
    const fn new() -> Entry {
        Entry {
            record: AtomicPtr::new(ptr::null_mut()),
            class: AtomicPtr::new(ptr::null_mut()),
            namespace: AtomicPtr::new(ptr::null_mut()),
            place: AtomicIsize::new(0),
            kind: AtomicPtr::new(ptr::null_mut()),
            rust: AtomicPtr::new(ptr::null_mut()),
            watch: AtomicPtr::new(ptr::null_mut()),
        }
    }
}

impl Asked {
    pub(super) const fn new() -> Asked {
        Asked { entries: [const { Entry::new() }; PLACES] }
    }

    #[inline(always)]
    fn entry(&self, class: Type) -> &Entry {
        &self.entries[place(class)]
    }

    /// What a class has now, if it takes one question. Leaves no exception set.
    ///
    /// # Safety
    /// `class` is a living type, `name` a `str`.
    #[inline(always)]
    pub(super) unsafe fn get<'py>(
        &self,
        py: Python<'py>,
        record: *const ClassRecord,
        class: Type,
        name: Object,
    ) -> Option<Found<'py>> {
        let entry = self.entry(class);
        if entry.class.load(Ordering::Relaxed) != class
            || entry.record.load(Ordering::Relaxed).cast_const() != record
        {
            return None;
        }
        let namespace = entry.namespace.load(Ordering::Relaxed);
        let (kind, rust) = (entry.kind.load(Ordering::Relaxed), entry.rust.load(Ordering::Relaxed));
        if namespace.is_null() {
            // SAFETY: the caller's obligation; an entry without a namespace has a descriptor.
            return unsafe { gives(class, name, rust) }.then_some(Found::Rust);
        }
        // SAFETY: attached; an entry with a namespace has a weak reference, and while that gives the class it is the dict of
        // the class, which is alive. What comes out of it is borrowed until Python code runs.
        unsafe {
            if ffi::PyWeakref_GetObject(entry.watch.load(Ordering::Relaxed)) != class.cast() {
                return None;
            }
            let value = namespace::at(namespace, entry.place.load(Ordering::Relaxed), name)?;
            if abi::layout::is_surely(value, kind) {
                // Counts are changed in place (`put`).
                ffi::incref_in_place(value);
                return Some(Found::Function(Bound::from_owned_unchecked(py, value)));
            }
            (value == rust).then_some(Found::Rust)
        }
    }

    /// Remembers which question to ask, by what was found the long way.
    #[cold]
    #[inline]
    pub(super) fn put(
        &self,
        record: *const ClassRecord,
        class: &Bound<'_, PyType>,
        name: &Bound<'_, PyString>,
        found: &Search<'_>,
    ) {
        let value = Bound::ptr_or_null(found.value.as_ref());
        let (mut namespace, mut place, mut watch) = (ptr::null_mut(), 0, ptr::null_mut());
        let (mut kind, mut rust) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: attached; living objects. What an entry owns it gets a reference to.
        unsafe {
            if abi::layout::free_threaded() {
                return;
            }
            match found.found {
                Found::Rust => rust = value,
                Found::Function(_) => kind = ffi::Py_TYPE(value),
                Found::Attribute | Found::Raised => return,
            }
            let lasts =
                kind.is_null() || ffi::PyType_GetFlags(kind) & ffi::Py_TPFLAGS_HEAPTYPE == 0;
            if found.first && lasts && abi::layout::inline_refcount() {
                (namespace, place) = namespace::of(class, name.as_ptr(), value);
            }
            if !namespace.is_null() {
                watch = ffi::PyWeakref_NewRef(class.as_ptr(), ptr::null_mut());
                if watch.is_null() {
                    ffi::PyErr_Clear();
                }
            }
            if watch.is_null() {
                namespace = ptr::null_mut();
                if rust.is_null() {
                    return;
                }
            }
            ffi::Py_XINCREF(rust);
            let class = class.as_type_ptr();
            let entry = self.entry(class);
            entry.record.store(record.cast_mut(), Ordering::Relaxed);
            entry.class.store(class, Ordering::Relaxed);
            entry.namespace.store(namespace, Ordering::Relaxed);
            entry.place.store(place, Ordering::Relaxed);
            entry.kind.store(kind, Ordering::Relaxed);
            // Neither runs Python code when it dies: the weak reference calls nobody.
            let old = entry.rust.swap(rust, Ordering::Relaxed);
            ffi::Py_XDECREF(old);
            let old = entry.watch.swap(watch, Ordering::Relaxed);
            ffi::Py_XDECREF(old);
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // SAFETY: owned here; the values of an interpreter are dropped attached to it.
        unsafe {
            for entry in &mut self.entries {
                ffi::Py_XDECREF(*entry.watch.get_mut());
                ffi::Py_XDECREF(*entry.rust.get_mut());
            }
        }
    }
}

/// Whether the class, asked as `type` is asked for an attribute, gives this very object.
///
/// # Safety
/// Attached; a living type, a name and an object.
#[inline(always)]
unsafe fn gives(class: Type, name: Object, wanted: Object) -> bool {
    // SAFETY: the caller's obligations. The slot of a type is not called, only compared.
    unsafe {
        let (meta, plain) = (ffi::Py_TYPE(class.cast()), ffi::PyType_Type());
        let slot = ffi::Py_tp_getattro;
        if meta != plain && ffi::PyType_GetSlot(meta, slot) != ffi::PyType_GetSlot(plain, slot) {
            return false;
        }
        let value = ffi::PyObject_GetAttr(class.cast(), name);
        if value.is_null() {
            ffi::PyErr_Clear();
            return false;
        }
        ffi::Py_DECREF(value);
        value == wanted
    }
}
