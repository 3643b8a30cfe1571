//! The classes of `datetime` and the fields of their instances.
//!
//! *Problem.* The stable ABI has neither the classes nor the fields. Looking the
//! attributes up by name goes through subclasses' overrides; and libraries that stop
//! the clock in tests put subclasses in the classes' places, which must not be taken
//! for the classes themselves.
//!
//! *How.* Where the layout is known, the capsule of `datetime` has the classes and the functions that
//! make instances, and fields are read in place: see `everbind_abi::layout::datetime`, whose
//! test the capsule has passed before anybody sees it here. Elsewhere a class is found once for
//! each interpreter, by its name among the bases of whatever stands in its place; a field is
//! read by the getter of the class itself, see `field.rs`; and an instance is made as
//! unpickling makes it, see `pickled.rs`.

use std::ptr::NonNull;

use crate::abi::layout::datetime::{self, PyDateTime_CAPI};
use crate::error::PyResult;
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyType, PyTypeMethods};
use crate::{PyAny, ffi};

/// The capsule of an interpreter, if it may be used.
struct Capsule(Option<NonNull<PyDateTime_CAPI>>);

// SAFETY: nobody writes to it, and it lives as long as the interpreter whose it is.
unsafe impl Send for Capsule {}
// SAFETY: as above.
unsafe impl Sync for Capsule {}

static CAPSULE: PerInterpreter<Capsule> = PerInterpreter::new();

/// The classes and functions of `datetime`, where the layout is known.
#[inline(always)]
pub(super) fn capi<'py>(py: Python<'py>) -> Option<&'py PyDateTime_CAPI> {
    let capsule = match CAPSULE.get(py) {
        Some(capsule) => capsule.0,
        None => find_capsule(py),
    };
    // SAFETY: tested, and as `Capsule` says.
    capsule.map(|capsule| unsafe { capsule.as_ref() })
}

#[cold]
#[inline]
fn find_capsule(py: Python<'_>) -> Option<NonNull<PyDateTime_CAPI>> {
    // SAFETY: attached. An exception that is set is put aside meanwhile, and is set again.
    let capsule = unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        let capsule = datetime::api();
        if !raised.is_null() {
            ffi::PyErr_SetRaisedException(raised);
        }
        capsule
    };
    CAPSULE.get_or_init(py, || Capsule(capsule)).0
}

/// What a function of the capsule has made.
///
/// # Safety
/// An owned reference to a `T`, or null with an exception set.
#[inline(always)]
pub(super) unsafe fn made<T>(py: Python<'_>, object: *mut ffi::PyObject) -> PyResult<Bound<'_, T>> {
    // SAFETY: the caller's obligation.
    unsafe { Ok(Bound::<PyAny>::from_call(py, object)?.cast_into_unchecked()) }
}

/// The zone as C takes it: `None` for none.
#[inline(always)]
pub(super) fn zone_ptr(zone: Option<&Bound<'_, super::PyTzInfo>>) -> *mut ffi::PyObject {
    match zone {
        Some(zone) => zone.as_ptr(),
        // SAFETY: loaded, or there were no token to get here with.
        None => unsafe { ffi::Py_None() },
    }
}

/// A class of `datetime`.
pub(super) struct Class {
    pub(super) name: &'static str,
    cell: PerInterpreter<Py<PyType>>,
}

impl Class {
    #[inline]
    pub(super) const fn new(name: &'static str) -> Self {
        Class { name, cell: PerInterpreter::new() }
    }

    /// # Errors
    /// When `datetime` cannot be imported.
    #[inline]
    pub(super) fn get<'py>(&'static self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
        Ok(self.cell.get_or_try_init(py, || self.find(py))?.bind(py))
    }

    #[cold]
    #[inline]
    fn find(&self, py: Python<'_>) -> PyResult<Py<PyType>> {
        let standing = py.import("datetime")?.getattr(self.name)?.cast_into::<PyType>()?;
        let mut found = standing.clone();
        for class in standing.mro() {
            let class = class.cast_into::<PyType>()?;
            if class.name()? == self.name {
                found = class;
            }
        }
        Ok(found.unbind())
    }

    /// The type object, which the interpreter keeps, without the capsule.
    ///
    /// # Panics
    /// If `datetime` cannot be imported: the standard library is damaged.
    #[inline]
    pub(super) fn type_ptr(&'static self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        match self.get(py) {
            Ok(class) => class.as_type_ptr(),
            Err(err) => panic!("datetime.{} cannot be imported: {err}", self.name),
        }
    }
}

/// Implements accessors: `method: type = "attribute"` is what the layout knows, by a pattern of
/// the bytes that `reader` gives, or else what the getter of the class says.
macro_rules! fields {
    ($class:ident, $reader:ident; $($method:ident: $number:ty = $name:literal, |$bytes:pat_param| $value:expr;)*) => {$(
        #[inline]
        fn $method(&self) -> $number {
            static FIELD: $crate::types::datetime::field::Field =
                $crate::types::datetime::field::Field::new(
                    &$crate::types::datetime::$class,
                    $name,
                );
            // SAFETY: attached, a living instance of the class.
            match unsafe { $crate::abi::layout::datetime::$reader(self.as_ptr()) } {
                Some($bytes) => $value,
                None => FIELD.number(self) as $number,
            }
        }
    )*};
}

/// The number in three bytes, the high one first.
#[inline(always)]
pub(super) fn three(high: u8, middle: u8, low: u8) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}

/// The number in two bytes, the high one first.
#[inline(always)]
pub(super) fn two(high: u8, low: u8) -> i32 {
    u16::from_be_bytes([high, low]).into()
}

pub(super) use fields;
