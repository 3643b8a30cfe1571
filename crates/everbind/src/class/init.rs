//! [`PyClassInitializer`]: the Rust values of a new instance, one for each class of
//! its inheritance line.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::atomic::Ordering;
use std::{mem, ptr};

use super::leak_sites::Birth;
use super::leaks;
use super::record::ClassRecord;
use super::traits::{NativeBase, PyClass, PyClassBaseType};
use crate::python::{Python, state};
use crate::{Bound, PyAny, PyErr, PyResult, ffi};

/// What a new instance is made from: the class's own value, and what its base needs.
///
/// A class that extends `object` or a native type is made from its value alone, by
/// `From`; for an own base class give both.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
///
/// #[pyclass(subclass)]
/// struct Base { a: i32 }
///
/// #[pyclass(extends = Base)]
/// struct Sub { b: i32 }
///
/// #[pymethods]
/// impl Sub {
///     #[new]
///     fn new(a: i32, b: i32) -> PyClassInitializer<Self> {
///         PyClassInitializer::from(Base { a }).add_subclass(Sub { b })
///     }
/// }
/// ```
pub struct PyClassInitializer<T: PyClass> {
    value: T,
    base: <T::BaseType as PyClassBaseType>::Initializer,
}

impl<T: PyClass> PyClassInitializer<T> {
    /// The value, and the initializer of the base.
    #[inline]
    pub fn new(value: T, base: <T::BaseType as PyClassBaseType>::Initializer) -> Self {
        PyClassInitializer { value, base }
    }

    /// The initializer of a subclass, from its value and this one.
    #[inline]
    pub fn add_subclass<S>(self, value: S) -> PyClassInitializer<S>
    where
        T: PyClassBaseType<Initializer = Self>,
        S: PyClass<BaseType = T>,
    {
        PyClassInitializer::new(value, self)
    }

    /// A new instance of exactly the class.
    #[inline(always)]
    pub(crate) fn create(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        let record = T::record();
        let simple = record.simple_type();
        let place = if !simple.is_null() && !state::several() {
            Place { subtype: simple, record, simple: true }
        } else {
            Place { subtype: T::described().any_type(py)?, record, simple: false }
        };
        // SAFETY: the class's own type object.
        unsafe {
            let object = self.init(py, place)?;
            Ok(Bound::from_owned_unchecked(py, object))
        }
    }

    /// A new instance of a subclass.
    ///
    /// # Safety
    /// `subtype` is the class's type object or a subclass's.
    #[inline(always)]
    pub(crate) unsafe fn create_of_type(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Bound<'_, T>> {
        let record = T::record();
        let place = Place { subtype, record, simple: record.simple_type() == subtype };
        // SAFETY: the caller's obligation.
        unsafe {
            let object = self.init(py, place)?;
            Ok(Bound::from_owned_unchecked(py, object))
        }
    }
}

/// Where a new instance goes.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Place {
    subtype: *mut ffi::PyTypeObject,
    /// That of the class whose values are given.
    record: &'static ClassRecord,
    /// Whether `subtype` is the record's `simple` type.
    simple: bool,
}

/// Makes the part of an instance that belongs to `T` and its bases.
#[doc(hidden)]
pub trait PyObjectInit<T>: Sized {
    /// # Safety
    /// `place` names a subclass of `T`.
    unsafe fn init(self, py: Python<'_>, place: Place) -> PyResult<*mut ffi::PyObject>;
}

impl<T: PyClass> PyObjectInit<T> for PyClassInitializer<T> {
    #[inline(always)]
    unsafe fn init(self, py: Python<'_>, place: Place) -> PyResult<*mut ffi::PyObject> {
        // SAFETY: a subclass of `T` is one of its base; the object that comes back
        // is new, and its cell for `T` is empty.
        unsafe {
            let object = self.base.init(py, place)?;
            T::fill(object, self.value);
            Ok(object)
        }
    }
}

/// The initializer of a native type: nothing.
#[doc(hidden)]
pub struct PyNativeTypeInitializer<T>(PhantomData<T>);

impl<T> PyNativeTypeInitializer<T> {
    /// The only value.
    #[inline(always)]
    pub const fn new() -> Self {
        PyNativeTypeInitializer(PhantomData)
    }
}

impl<T> Default for PyNativeTypeInitializer<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: NativeBase> PyObjectInit<T> for PyNativeTypeInitializer<T> {
    #[inline(always)]
    unsafe fn init(self, py: Python<'_>, place: Place) -> PyResult<*mut ffi::PyObject> {
        // SAFETY: a simple class extends `object` and has no GC.
        let object = unsafe {
            if place.simple {
                place.record.new_simple(place.subtype)
            } else if T::IS_OBJECT {
                new_object(py, place.record, place.subtype)
            } else {
                new_native(py, T::type_object_raw(py), place.subtype)
            }
        };
        if object.is_null() { Err(not_made(py)) } else { Ok(object) }
    }
}

/// A new instance of a class that extends `object`, with an empty cell; `record` is the class's.
///
/// # Errors
/// When memory runs out, or `subtype` is abstract.
///
/// # Safety
/// `subtype` is the type object of such a class or of a subclass.
pub(super) unsafe fn new_instance(
    py: Python<'_>,
    subtype: *mut ffi::PyTypeObject,
    record: &'static ClassRecord,
) -> PyResult<*mut ffi::PyObject> {
    let place = Place { subtype, record, simple: record.simple_type() == subtype };
    // SAFETY: the caller's obligation.
    unsafe { PyNativeTypeInitializer::<PyAny>::new().init(py, place) }
}

/// A new instance of a class that extends `object`, in the collector's list already if it is ever in one: its cell is
/// to be filled before anything can collect garbage. Neither this nor [`not_made`] unwinds: see `call/entry.rs`.
///
/// # Safety
/// `subtype` is the type object of the record's class or of a subclass.
#[inline(never)]
#[allow(improper_ctypes_definitions)] // only called from Rust
unsafe extern "C" fn new_object(
    py: Python<'_>,
    record: &'static ClassRecord,
    subtype: *mut ffi::PyTypeObject,
) -> *mut ffi::PyObject {
    // SAFETY: attached (token); the caller's obligation. Whoever has a type object is attached to its interpreter, and the
    // allocator was chosen before the type was made.
    unsafe {
        if record.tracked_type() == subtype {
            record.new_tracked(subtype)
        } else if is_abstract(subtype) {
            new_native(py, ffi::PyBaseObject_Type(), subtype)
        } else {
            // `PyType_GenericAlloc`, unless leaks are looked for.
            let alloc = leaks::ALLOC.load(Ordering::Relaxed);
            mem::transmute::<*mut c_void, ffi::allocfunc>(alloc)(subtype, 0)
        }
    }
}

#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)] // only called from Rust
extern "C" fn not_made(py: Python<'_>) -> PyErr {
    PyErr::fetch(py)
}

/// Whether the class is an `abc.ABC` with abstract methods left: `object.__new__` is
/// to say so.
///
/// # Safety
/// A living type object.
unsafe fn is_abstract(tp: *mut ffi::PyTypeObject) -> bool {
    // SAFETY: the caller's obligation.
    unsafe { crate::abi::layout::type_flags(tp) & ffi::Py_TPFLAGS_IS_ABSTRACT != 0 }
}

/// Calls the native type's own constructor, with no arguments.
///
/// # Safety
/// `subtype` is a subclass of `native`.
#[cold]
unsafe fn new_native(
    py: Python<'_>,
    native: *mut ffi::PyTypeObject,
    subtype: *mut ffi::PyTypeObject,
) -> *mut ffi::PyObject {
    // SAFETY: `Py_tp_new` of a type is a `newfunc`; the arguments are a new, empty
    // tuple, given up afterwards.
    unsafe {
        let slot = ffi::PyType_GetSlot(native, ffi::Py_tp_new);
        if slot.is_null() {
            crate::PyErr::worded::<crate::exceptions::PyTypeError>(
                "the base type has no constructor",
            )
            .restore(py);
            return ptr::null_mut();
        }
        let new = mem::transmute::<*mut c_void, ffi::newfunc>(slot);
        let arguments = ffi::PyTuple_New(0);
        if arguments.is_null() {
            return ptr::null_mut();
        }
        let birth = Birth::of(subtype);
        let object = new(subtype, arguments, ptr::null_mut());
        if let Some(birth) = birth {
            birth.made(object);
        }
        ffi::Py_DECREF(arguments);
        object
    }
}

impl<T> From<T> for PyClassInitializer<T>
where
    T: PyClass,
    T::BaseType: PyClassBaseType<Initializer = PyNativeTypeInitializer<T::BaseType>>,
{
    #[inline(always)]
    fn from(value: T) -> Self {
        PyClassInitializer::new(value, PyNativeTypeInitializer::new())
    }
}

impl<S, B> From<(S, B)> for PyClassInitializer<S>
where
    S: PyClass<BaseType = B>,
    B: PyClass + PyClassBaseType<Initializer = PyClassInitializer<B>>,
    B::BaseType: PyClassBaseType<Initializer = PyNativeTypeInitializer<B::BaseType>>,
{
    #[inline(always)]
    fn from((value, base): (S, B)) -> Self {
        PyClassInitializer::from(base).add_subclass(value)
    }
}
