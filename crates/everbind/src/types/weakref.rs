//! Weak references.

use std::ptr;

use crate::error::PyResult;
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::PyTuple;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, PyErr, PyTypeCheck, PyTypeInfo, ffi};

/// A weak reference of either kind: `weakref.ref` or `weakref.proxy`.
#[repr(transparent)]
pub struct PyWeakref(PyAny);

native_type!(@common PyWeakref);

// SAFETY: the check is CPython's own, for both kinds.
unsafe impl PyTypeCheck for PyWeakref {
    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, a living object.
        unsafe { ffi::PyWeakref_Check(object.as_ptr()) != 0 }
    }

    #[inline]
    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        let reference = PyWeakrefReference::type_object(py).into_any();
        let classes = PyTuple::new(py, [PyWeakrefProxy::classinfo_object(py), reference]);
        classes.expect("a tuple of two").into_any()
    }
}

/// `weakref.ref`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyWeakrefReference;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let object = py.eval(c"type('A', (), {})()", None, None)?;
/// let weak = PyWeakrefReference::new(&object)?;
/// assert!(weak.upgrade().is_some());
/// drop(object);
/// assert!(weak.upgrade().is_none());
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyWeakrefReference(PyAny);

native_type!(PyWeakrefReference, _PyWeakref_RefType);

/// `weakref.proxy`: a weak reference that acts as the object it refers to. So its own
/// methods are to be called as [`PyWeakrefMethods`] only.
#[repr(transparent)]
pub struct PyWeakrefProxy(PyAny);

native_type!(@common PyWeakrefProxy);

// SAFETY: the check is CPython's own; there are two classes, for objects that can be
// called and for those that cannot.
unsafe impl PyTypeCheck for PyWeakrefProxy {
    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, a living object.
        unsafe { ffi::PyWeakref_CheckProxy(object.as_ptr()) != 0 }
    }

    #[inline]
    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        static TYPES: Imported<PyTuple> = Imported::new("weakref", "ProxyTypes");
        TYPES.get(py).expect("weakref.ProxyTypes").clone().into_any()
    }
}

macro_rules! constructors {
    ($name:ident, $function:ident, $python:literal) => {
        impl $name {
            #[doc = concat!("`", $python, "(object)`.")]
            ///
            /// # Errors
            /// `TypeError` when there can be no weak reference to it.
            #[inline]
            pub fn new<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, $name>> {
                // SAFETY: attached, a living object; null stands for no callback; a new
                // weak reference or null.
                unsafe {
                    let ptr = ffi::$function(object.as_ptr(), ptr::null_mut());
                    Bound::from_call(object.py(), ptr)
                }
            }

            #[doc = concat!("`", $python, "(object, callback)`: `callback` is called with the weak")]
            /// reference when the object dies.
            ///
            /// # Errors
            /// `TypeError` when there can be no weak reference to it; those of
            /// converting the callback.
            pub fn new_with<'py, C>(
                object: &Bound<'py, PyAny>,
                callback: C,
            ) -> PyResult<Bound<'py, $name>>
            where
                C: IntoPyObject<'py>,
            {
                let callback = callback.into_pyobject_or_pyerr(object.py())?;
                // SAFETY: attached, both alive; a new weak reference or null.
                unsafe {
                    let ptr = ffi::$function(object.as_ptr(), callback.as_ptr());
                    Bound::from_call(object.py(), ptr)
                }
            }
        }
    };
}

constructors!(PyWeakrefReference, PyWeakref_NewRef, "weakref.ref");
constructors!(PyWeakrefProxy, PyWeakref_NewProxy, "weakref.proxy");

/// The methods of all weak references.
#[doc(alias = "PyWeakref")]
pub trait PyWeakrefMethods<'py>: Sealed {
    /// The object, if it is still alive.
    fn upgrade(&self) -> Option<Bound<'py, PyAny>>;

    /// The object, if it is still alive, checked to be a `T`.
    ///
    /// # Errors
    /// `TypeError` when it is not.
    fn upgrade_as<T>(&self) -> PyResult<Option<Bound<'py, T>>>
    where
        T: PyTypeCheck,
    {
        match self.upgrade() {
            Some(object) => Ok(Some(object.cast_into()?)),
            None => Ok(None),
        }
    }

    /// The object, if it is still alive, checked to be a `T` and of no subclass.
    ///
    /// # Errors
    /// `TypeError` when it is not.
    fn upgrade_as_exact<T>(&self) -> PyResult<Option<Bound<'py, T>>>
    where
        T: PyTypeInfo,
    {
        match self.upgrade() {
            Some(object) => Ok(Some(object.cast_into_exact()?)),
            None => Ok(None),
        }
    }

    /// The object, if it is still alive.
    ///
    /// # Safety
    /// The object is a `T`.
    unsafe fn upgrade_as_unchecked<T>(&self) -> Option<Bound<'py, T>> {
        // SAFETY: the caller's obligation.
        self.upgrade().map(|object| unsafe { object.cast_into_unchecked() })
    }
}

#[inline]
fn upgrade<'py>(weak: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
    let mut object = ptr::null_mut();
    // SAFETY: attached, a living weak reference; `object` takes a new reference or null.
    unsafe {
        if ffi::PyWeakref_GetRef(weak.as_ptr(), &mut object) < 0 {
            panic!("a weak reference cannot be read: {}", PyErr::fetch(weak.py()));
        }
        Bound::from_owned_ptr_or_opt(weak.py(), object)
    }
}

macro_rules! methods {
    ($($name:ident)*) => {$(
        impl<'py> PyWeakrefMethods<'py> for Bound<'py, $name> {
            #[inline]
            fn upgrade(&self) -> Option<Bound<'py, PyAny>> {
                upgrade(self.as_any())
            }
        }
    )*};
}

methods!(PyWeakref PyWeakrefReference PyWeakrefProxy);
