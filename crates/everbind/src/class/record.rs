//! [`ClassRecord`]: the one static of a class, and how its type object is found.
//!
//! *Problem.* A class's type object belongs to an interpreter, and is made on first
//! use. Checking an argument's type, making an instance and reaching its Rust value
//! all need something of it, on every call.
//!
//! *How.* The record keeps two things that are loaded without any call: the offset
//! of the cell, which is the same in all interpreters, and `identity`, the address
//! of one living type object of the class. An object whose type is at that address
//! is an instance, whatever interpreter it belongs to. `identity` is taken away
//! before that type object can die, so the address is never someone else's. `simple` is the same
//! address, for classes whose instances are made and freed without more ado; so is `tracked`, for those that take
//! part in garbage collection and have nothing else of their own.
//!
//! *Room.* The static is zero, which takes no room in the library. So it does not hold how the class is
//! described: whoever may be the first to need the type object says it (`PyClassImpl::described`).
//!
//! *Invariants.*
//! - `offset`, `flag`, `is_plain` and `gc` are written before the type object is known to anyone.
//! - `identity`, `simple` and `tracked` are each null or the address of a type object that a [`ClassType`] owns.
//!
//! *Class attributes* may be instances of the class, so they are made when the type object is already to
//! be found, but before `identity` is set: see `attributes.rs`.

use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};

use super::attributes::Progress;
use super::borrow::BorrowFlag;
use super::construct_numbers::NumbersPlan;
use super::create;
use super::registry::Registered;
use super::spare::Spare;
use super::spec::{ClassSpec, Describe};
use super::tables::Tables;
use super::traits::{PyClass, PyClassImpl};
use super::type_data;
use crate::abi::layout;
use crate::enums;
use crate::error::{CastError, PyErr};
use crate::exceptions::PyRuntimeError;
use crate::first;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::python::state::{self, PerInterpreter};
use crate::types::PyType;
use crate::{Py, PyAny, PyResult, ffi};

/// See the module.
pub struct ClassRecord {
    /// A [`Describe`], once it was said.
    describe: AtomicPtr<()>,
    /// What it has said, once it was asked.
    spec: AtomicPtr<ClassSpec>,
    identity: AtomicPtr<ffi::PyTypeObject>,
    /// `identity`, if the class is simple; else null.
    pub(super) simple: AtomicPtr<ffi::PyTypeObject>,
    /// `identity`, if the class is tracked; else null.
    pub(super) tracked: AtomicPtr<ffi::PyTypeObject>,
    /// Freed instances of `simple` or `tracked`.
    pub(super) spare: Spare,
    offset: AtomicUsize,
    /// What borrow flags begin with.
    flag: AtomicU64,
    is_plain: AtomicBool,
    gc: AtomicBool,
    /// The `#[pymethods]` blocks that were registered at load; see `registry.rs`.
    pub(super) blocks: AtomicPtr<Registered>,
    types: PerInterpreter<ClassType>,
    tables: AtomicPtr<Tables>,
    /// Of a constructor of many numbers. In here it takes no address to be told.
    pub(super) plan: NumbersPlan,
}

/// The class in one interpreter.
struct ClassType {
    object: Py<PyType>,
    /// What has its slots, where that is another: see `metaclass.rs`.
    core: Option<Py<PyType>>,
    /// The members of an enum.
    members: Option<enums::OwnedTable>,
    record: &'static ClassRecord,
    attributes: Progress,
}

impl Drop for ClassType {
    fn drop(&mut self) {
        let pointer = self.object.as_ptr().cast();
        let _ = first::replace(&self.record.identity, pointer, ptr::null_mut());
        for (known, has_gc) in [(&self.record.simple, false), (&self.record.tracked, true)] {
            if first::replace(known, pointer, ptr::null_mut()).is_ok() {
                // SAFETY: the state of an interpreter is released attached to it; the type is alive.
                unsafe { self.record.spare.close(pointer, has_gc) };
            }
        }
    }
}

impl ClassRecord {
    /// The record of a class of which no type object was made yet. All its bytes are zero, so the static
    /// takes no room in the library.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        ClassRecord {
            describe: AtomicPtr::new(ptr::null_mut()),
            spec: AtomicPtr::new(ptr::null_mut()),
            identity: AtomicPtr::new(ptr::null_mut()),
            simple: AtomicPtr::new(ptr::null_mut()),
            tracked: AtomicPtr::new(ptr::null_mut()),
            spare: Spare::new(),
            offset: AtomicUsize::new(0),
            flag: AtomicU64::new(0),
            is_plain: AtomicBool::new(false),
            gc: AtomicBool::new(false),
            blocks: AtomicPtr::new(ptr::null_mut()),
            types: PerInterpreter::new(),
            tables: AtomicPtr::new(ptr::null_mut()),
            plan: NumbersPlan::new(),
        }
    }

    /// Says how the class is described. To be called before anything that makes the type object.
    #[inline(always)]
    pub(crate) fn described(&'static self, describe: Describe) -> &'static Self {
        self.describe.store(describe as *mut (), Ordering::Release);
        self
    }

    /// What the compiler knows of the class. The type object exists or is about to be made.
    ///
    /// # Panics
    /// When nobody has said how the class is described.
    pub(crate) fn spec(&'static self) -> &'static ClassSpec {
        once(&self.spec, || {
            let describe = self.describe.load(Ordering::Acquire);
            assert!(!describe.is_null());
            // SAFETY: only `described` stores anything.
            let describe = unsafe { mem::transmute::<*mut (), Describe>(describe) };
            let mut spec = ClassSpec::new(self);
            describe(&mut spec);
            spec
        })
    }

    /// As [`spec`](Self::spec), where the class has an instance.
    ///
    /// # Safety
    /// The type object exists.
    #[inline(always)]
    pub(super) unsafe fn known_spec(&'static self) -> &'static ClassSpec {
        let spec = self.spec.load(Ordering::Acquire);
        debug_assert!(!spec.is_null());
        // SAFETY: the type object was made by it; it is never dropped.
        unsafe { &*spec }
    }

    /// The class's name in Python.
    pub(crate) fn name(&'static self) -> &'static str {
        self.spec().name
    }

    /// The offset of the cell in an instance. Right wherever there is an instance.
    #[inline(always)]
    pub(crate) fn offset(&self) -> usize {
        self.offset.load(Ordering::Relaxed)
    }

    /// The class's own type object, if it is known and exact instances are made by `PyObject_New`
    /// and freed by `PyObject_Free`: no GC, nothing of a native base, nothing in the cell but
    /// the value and its flag. Else null.
    #[inline(always)]
    pub(crate) fn simple_type(&self) -> *mut ffi::PyTypeObject {
        self.simple.load(Ordering::Acquire)
    }

    /// What the borrow flags of the class's instances begin with.
    #[inline(always)]
    pub(crate) fn flag_beginning(&self) -> BorrowFlag {
        BorrowFlag::new(self.flag.load(Ordering::Relaxed))
    }

    /// Whether instances take part in garbage collection.
    pub(crate) fn has_gc(&self) -> bool {
        self.gc.load(Ordering::Relaxed)
    }

    /// Whether the object is certainly an instance of the class itself. False says nothing.
    ///
    /// # Safety
    /// `object` points to a living object.
    #[inline(always)]
    pub(crate) unsafe fn is_surely(&self, object: *mut ffi::PyObject) -> bool {
        // SAFETY: the caller's obligation; the identity is null or a living type.
        unsafe { layout::is_surely(object, self.identity.load(Ordering::Relaxed)) }
    }

    /// Whether the object is an instance of the class or of a subclass, after
    /// [`is_surely`](Self::is_surely) had no answer.
    ///
    /// # Safety
    /// As [`is_surely`](Self::is_surely).
    ///
    /// # Panics
    /// When the class cannot be made.
    #[cold]
    #[inline(never)]
    unsafe fn is_instance(&'static self, py: Python<'_>, object: *mut ffi::PyObject) -> bool {
        // SAFETY: living objects. A type that is not on the heap cannot have one of ours for its base.
        unsafe {
            let tp = ffi::Py_TYPE(object);
            layout::type_flags(tp) & ffi::Py_TPFLAGS_HEAPTYPE != 0 && self.is_line(py, tp)
        }
    }

    /// Whether a type is the class or a subclass.
    ///
    /// # Safety
    /// A living type.
    ///
    /// # Panics
    /// When the class cannot be made.
    #[inline(never)]
    unsafe fn is_line(&'static self, py: Python<'_>, tp: *mut ffi::PyTypeObject) -> bool {
        let class = match self.type_object(py) {
            Ok(class) => class,
            Err(error) => cannot_make(py, self.spec().name, error),
        };
        // SAFETY: living types.
        unsafe { tp == class || ffi::PyType_IsSubtype(tp, class) != 0 }
    }

    /// Why an object cannot be an argument of the class.
    #[cold]
    #[inline(never)]
    pub(crate) fn not_an_instance(&'static self, object: &Bound<'_, PyAny>) -> PyErr {
        let py = object.py();
        match self.type_object(py) {
            Ok(class) => {
                // SAFETY: the interpreter owns the type object.
                let class = unsafe { Borrowed::from_ptr_unchecked(py, class.cast()) };
                CastError::new(object.as_borrowed(), class.to_owned()).into()
            }
            Err(error) => error,
        }
    }

    /// Fixes what is the same in all interpreters. Called before the type is made.
    pub(super) fn fix(&self, offset: usize, plain: bool, gc: bool) {
        self.offset.store(offset, Ordering::Relaxed);
        self.is_plain.store(plain, Ordering::Relaxed);
        self.gc.store(gc, Ordering::Relaxed);
        let flag = BorrowFlag::beginning(crate::abi::interpreter().free_threaded);
        self.flag.store(flag, Ordering::Relaxed);
    }

    /// The record of the first class of ours in the line of a type. The class extends `object`.
    ///
    /// # Safety
    /// `tp` is a type object of such a class or of a subclass.
    pub(super) unsafe fn first_of(mut tp: *mut ffi::PyTypeObject) -> &'static ClassRecord {
        // SAFETY: slots have the types of their numbers. Each class of ours has its record before its methods
        // (`tables.rs`), and the one whose base is `object` is of ours.
        unsafe {
            loop {
                let base = ffi::PyType_GetSlot(tp, ffi::Py_tp_base).cast();
                if base == ffi::PyBaseObject_Type() {
                    break;
                }
                tp = base;
            }
            Self::of(tp)
        }
    }

    /// The record of a class.
    ///
    /// # Safety
    /// `tp` is a type object of a class of ours.
    #[inline]
    pub(super) unsafe fn of(tp: *mut ffi::PyTypeObject) -> &'static ClassRecord {
        // SAFETY: slots have the types of their numbers; see above.
        unsafe {
            let methods = match layout::type_methods(tp) {
                Some(methods) => methods,
                None => ffi::PyType_GetSlot(tp, ffi::Py_tp_methods).cast(),
            };
            Tables::record_before(methods)
        }
    }

    /// The merged tables of the class, made once in the process.
    pub(crate) fn tables(&'static self) -> &'static Tables {
        once(&self.tables, || Tables::collect(self))
    }

    /// The type object, where one interpreter is all there is and has made it.
    #[inline(always)]
    pub(crate) fn only_type(&self) -> Option<*mut ffi::PyTypeObject> {
        let identity = self.identity.load(Ordering::Acquire);
        (!identity.is_null() && !state::several()).then_some(identity)
    }

    /// The type object in the current interpreter, borrowed from it.
    ///
    /// # Errors
    /// Whatever making it, or one of the class attributes, has raised.
    #[inline(always)]
    pub(crate) fn type_object(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        if let Some(identity) = self.only_type() {
            return Ok(identity);
        }
        self.find_or_make(py)
    }

    /// As [`type_object`](Self::type_object), as a call.
    ///
    /// # Errors
    /// Those of [`type_object`](Self::type_object).
    #[inline(never)]
    pub(crate) fn any_type(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        self.type_object(py)
    }

    /// As [`type_object`](Self::type_object), after [`only_type`](Self::only_type) had none.
    #[cold]
    pub(crate) fn find_or_make(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        self.make(py).map_err(|cause| {
            let class = self.spec().name;
            let message = format!("An error occurred while initializing class {class}");
            let error = crate::PyErr::worded::<PyRuntimeError>(message);
            error.set_cause(py, Some(cause));
            error
        })
    }

    /// The members of the class, an enum, in the current interpreter.
    ///
    /// # Errors
    /// Those of [`type_object`](Self::type_object).
    #[inline]
    pub(crate) fn members<'py>(
        &'static self,
        py: Python<'py>,
        describe: Describe,
    ) -> PyResult<&'py enums::Table> {
        if let Some(ClassType { members: Some(members), .. }) = self.types.get(py) {
            return Ok(members);
        }
        self.described(describe).find_or_make(py)?;
        let class = self.types.get(py).and_then(|class| class.members.as_deref());
        class.ok_or_else(|| {
            crate::PyErr::worded::<PyRuntimeError>("the interpreter is about to end")
        })
    }

    /// What has the slots of the class, for a class that extends it: nearly always the type object.
    ///
    /// # Errors
    /// Those of [`type_object`](Self::type_object).
    #[inline(never)]
    pub(super) fn core(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let object = self.type_object(py)?;
        match self.types.get(py) {
            Some(ClassType { core: Some(core), .. }) => Ok(core.as_ptr().cast()),
            _ => Ok(object),
        }
    }

    fn make(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let class = self.types.get_or_try_init(py, || {
            let (object, core, members) = match self.spec().create_enum {
                None => {
                    let (object, core) = create::create(py, self)?;
                    (object, core, None)
                }
                Some(create) => {
                    let (object, members) = create(py, self)?;
                    (object, None, Some(members))
                }
            };
            let attributes = Progress::new();
            Ok::<_, PyErr>(ClassType { object, core, members, record: self, attributes })
        })?;
        let pointer = class.object.as_ptr().cast();
        // Not for a class made again after its interpreter's state was released: nobody
        // would take the identity away when that type dies.
        let unknown = self.identity.load(Ordering::Relaxed).is_null();
        let is_finished = match self.tables().finish {
            Some(finish) => finish(py, self, &class.attributes, class.object.as_ptr())?,
            None => true,
        };
        if is_finished && unknown && !state::has_ended(py) {
            let turn = first::replace(&self.identity, ptr::null_mut(), pointer);
            if turn.is_ok() && self.is_plain.load(Ordering::Relaxed) {
                self.is_known_by(pointer);
            }
        }
        Ok(pointer)
    }
}

/// What `place` points to; made now, to live for ever, if nothing is there yet.
pub(super) fn once<T>(place: &AtomicPtr<T>, make: impl FnOnce() -> T) -> &'static T {
    let mut known = place.load(Ordering::Acquire);
    if known.is_null() {
        let made = Box::into_raw(Box::new(make()));
        match first::replace(place, known, made) {
            Ok(()) => known = made,
            Err(first) => {
                // SAFETY: just made, and nobody else knows it.
                drop(unsafe { Box::from_raw(made) });
                known = first;
            }
        }
    }
    // SAFETY: what has been stored there is never dropped nor written again.
    unsafe { &*known }
}

/// The type object of a class: the body of its `PyTypeInfo::type_object_raw`.
///
/// # Panics
/// When the class cannot be made.
#[inline(always)]
pub fn type_object_raw<T: PyClassImpl>(py: Python<'_>) -> *mut ffi::PyTypeObject {
    match T::described().type_object(py) {
        Ok(object) => object,
        Err(error) => cannot_make(py, T::PYTHON_NAME, error),
    }
}

/// As [`type_object_raw`], for places where an exception can be raised.
///
/// # Errors
/// What making the class has raised.
pub fn class_type<T: PyClass>(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    let object = T::described().type_object(py)?;
    // SAFETY: the interpreter owns the type object.
    Ok(unsafe { Borrowed::from_ptr_unchecked(py, object.cast()).cast_unchecked::<PyType>() }
        .to_owned())
}

/// Whether an object is an instance of the class or of a subclass: the body of
/// its `PyTypeInfo::is_type_of`.
///
/// # Safety
/// `object` points to a living object.
#[inline(always)]
pub unsafe fn is_instance<T: PyClassImpl>(py: Python<'_>, object: *mut ffi::PyObject) -> bool {
    let record = T::record();
    // SAFETY: the caller's obligation.
    unsafe {
        (record.is_surely(object) || T::described().is_instance(py, object))
            && (!T::IS_TYPE || type_data::ensured::<T>(py, object))
    }
}

/// As `is_instance`, for a handle.
#[inline(always)]
pub fn is_instance_of<T: PyClassImpl>(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a handle's object is alive.
    unsafe { is_instance::<T>(object.py(), object.as_ptr()) }
}

/// Whether an object is certainly an instance of the class itself, without making the class or running
/// Python code: the body of its `PyTypeInfo::is_surely_type_of`.
#[inline(always)]
pub fn is_surely_instance_of<T: PyClassImpl>(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a handle's object is alive.
    !T::IS_TYPE && unsafe { T::record().is_surely(object.as_ptr()) }
}

#[cold]
fn cannot_make(py: Python<'_>, name: &str, error: PyErr) -> ! {
    error.write_unraisable(py, None);
    panic!("failed to create the type object of {name}")
}
