//! Objects of `datetime`, read in place and made by the functions of its capsule.
//!
//! Neither the structs nor the capsule `datetime.datetime_CAPI` are part of the stable ABI. So both are
//! used only under a row of `ROWS`, and only after they have passed a test of their own: [`api`] makes an
//! object of each class and compares what the row reads in it with what its attributes say. The test
//! waits until somebody asks for the capsule, since importing `datetime` takes longer than loading a
//! module; before it, and if it fails, the readers here answer `None`.
//!
//! Without the GIL they read the same: these objects never change, but for a cached hash.
//!
//! Rejected: reading the fields of an instance without asking for the capsule first. `datetime` may be
//! its own Python twin (`_pydatetime`), whose instances look different.

use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering};

use super::{Layout, field, known};
use crate::*;

/// CPython's `PyDateTime_CAPI`: the classes, `timezone.utc`, and functions that make instances.
#[repr(C)]
#[allow(missing_docs)] // CPython's names; their meaning is CPython's
pub struct PyDateTime_CAPI {
    pub DateType: *mut PyTypeObject,
    pub DateTimeType: *mut PyTypeObject,
    pub TimeType: *mut PyTypeObject,
    pub DeltaType: *mut PyTypeObject,
    pub TZInfoType: *mut PyTypeObject,
    pub TimeZone_UTC: *mut PyObject,
    pub Date_FromDate:
        unsafe extern "C" fn(c_int, c_int, c_int, *mut PyTypeObject) -> *mut PyObject,
    pub DateTime_FromDateAndTime: unsafe extern "C" fn(
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        *mut PyObject,
        *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Time_FromTime: unsafe extern "C" fn(
        c_int,
        c_int,
        c_int,
        c_int,
        *mut PyObject,
        *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Delta_FromDelta:
        unsafe extern "C" fn(c_int, c_int, c_int, c_int, *mut PyTypeObject) -> *mut PyObject,
    pub TimeZone_FromTimeZone: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject,
    pub DateTime_FromTimestamp:
        unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject,
    pub Date_FromTimestamp: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject,
    pub DateTime_FromDateAndTimeAndFold: unsafe extern "C" fn(
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        *mut PyObject,
        c_int,
        *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Time_FromTimeAndFold: unsafe extern "C" fn(
        c_int,
        c_int,
        c_int,
        c_int,
        *mut PyObject,
        c_int,
        *mut PyTypeObject,
    ) -> *mut PyObject,
}

/// What the test has said: nothing yet, yes, or no. A no is final.
static STATE: AtomicU8 = AtomicU8::new(UNTESTED);
const UNTESTED: u8 = 0;
const PASSED: u8 = 1;
const FAILED: u8 = 2;

/// The capsule of the current interpreter, if its layout is known and right. Imports `datetime`, and
/// leaves no exception set.
///
/// # Safety
/// [`load`] has returned `Ok`, the thread is attached, and no exception is set.
#[cold]
#[inline]
pub unsafe fn api() -> Option<ptr::NonNull<PyDateTime_CAPI>> {
    // SAFETY: loaded and attached (caller's contract).
    unsafe {
        let row = known().row.as_ref()?;
        let capsule = PyCapsule_Import(c"datetime.datetime_CAPI".as_ptr(), 0);
        let capi = ptr::NonNull::new(capsule.cast::<PyDateTime_CAPI>());
        let passed = capi.is_some_and(|capi| test(row, capi.as_ref()).unwrap_or(false));
        PyErr_Clear();
        if !passed {
            STATE.store(FAILED, Ordering::Relaxed);
            return None;
        }
        let before = STATE.compare_exchange(UNTESTED, PASSED, Ordering::Relaxed, Ordering::Relaxed);
        if before == Err(FAILED) { None } else { capi }
    }
}

/// The row, once its part for `datetime` has passed the test.
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
unsafe fn tested() -> Option<&'static Layout> {
    if cfg!(feature = "pure") || STATE.load(Ordering::Relaxed) != PASSED {
        return None;
    }
    // SAFETY: loaded (caller's contract); it was a row that has passed.
    unsafe { Some(known().row.as_ref().unwrap_unchecked()) }
}

/// Declares readers: a field of a living object of the class that the name says.
macro_rules! readers {
    ($($(#[$doc:meta])* fn $name:ident -> $ty:ty { |$o:ident, $row:ident| $read:expr })*) => {$(
        $(#[$doc])*
        ///
        /// `None` if the layout is not known, or [`api`] was not asked for yet.
        ///
        /// # Safety
        /// The object is an instance of that class of the module `datetime`, or of a subclass, alive;
        /// and [`load`] has returned `Ok`.
        #[inline(always)]
        pub unsafe fn $name($o: *mut PyObject) -> Option<$ty> {
            // SAFETY: loaded (caller's contract).
            let $row = unsafe { tested() }?;
            // SAFETY: a complete instance has its fields where the row says, and they never change.
            Some(unsafe { $read })
        }
    )*};
}

readers! {
    /// A `date`: year in two bytes, the high one first; month; day.
    fn date -> [u8; 4] { |o, row| field::<[u8; 4]>(o, row.date_data).read() }
    /// A `datetime`: as a `date`, then as a `time`.
    fn datetime -> [u8; 10] { |o, row| field::<[u8; 10]>(o, row.date_data).read() }
    /// A `time`: hour, minute, second, and the microsecond in three bytes, the high one first.
    fn time -> [u8; 6] { |o, row| field::<[u8; 6]>(o, row.date_data).read() }
    /// The `fold` of a `datetime`.
    fn datetime_fold -> bool { |o, row| field::<u8>(o, row.datetime_fold).read() != 0 }
    /// The `fold` of a `time`.
    fn time_fold -> bool { |o, row| field::<u8>(o, row.time_fold).read() != 0 }
    /// The `tzinfo` of a `datetime`, borrowed; null if it has none.
    fn datetime_zone -> *mut PyObject { |o, row| zone(o, row, row.datetime_zone) }
    /// The `tzinfo` of a `time`, borrowed; null if it has none.
    fn time_zone -> *mut PyObject { |o, row| zone(o, row, row.time_zone) }
    /// The days, seconds and microseconds of a `timedelta`.
    fn delta -> [c_int; 3] { |o, row| field::<[c_int; 3]>(o, row.delta_days).read() }
}

/// The zone of a `datetime` or `time`; null if it has none.
///
/// # Safety
/// `o` is one, and `at` its row's offset of the zone.
#[inline(always)]
unsafe fn zone(o: *mut PyObject, row: &Layout, at: u32) -> *mut PyObject {
    // SAFETY: the field of the zone is there only if the flag says so.
    unsafe {
        if field::<u8>(o, row.date_has_zone).read() == 0 {
            return ptr::null_mut();
        }
        field::<*mut PyObject>(o, at).read()
    }
}

/// A reference that is given up at the end of its scope.
struct Own(*mut PyObject);

impl Drop for Own {
    fn drop(&mut self) {
        // SAFETY: owned or null; the thread is attached throughout the test.
        unsafe { Py_XDECREF(self.0) }
    }
}

impl Own {
    /// Whether it is an object of `class` whose attributes have these values.
    ///
    /// # Safety
    /// As [`api`].
    #[inline]
    unsafe fn is(&self, class: *mut PyTypeObject, values: &[(&std::ffi::CStr, i64)]) -> bool {
        // SAFETY: attached; each attribute is a new reference or null.
        unsafe {
            let mut right = !self.0.is_null() && Py_TYPE(self.0) == class;
            for (name, value) in values {
                let attribute = if right {
                    PyObject_GetAttrString(self.0, name.as_ptr())
                } else {
                    ptr::null_mut()
                };
                right = !attribute.is_null() && PyLong_AsLongLong(attribute) == *value;
                Py_XDECREF(attribute);
            }
            right
        }
    }
}

/// Whether the capsule's functions make what they should, and the row reads it as its attributes do.
///
/// # Safety
/// As [`api`]; the capsule is that of this version.
#[inline]
unsafe fn test(row: &Layout, capi: &PyDateTime_CAPI) -> Option<bool> {
    const YEAR: [(&std::ffi::CStr, i64); 3] = [(c"year", 0x07d5), (c"month", 11), (c"day", 30)];
    const HOUR: [(&std::ffi::CStr, i64); 4] =
        [(c"hour", 23), (c"minute", 58), (c"second", 57), (c"microsecond", 0x0a0b0c)];
    // SAFETY: the functions are called as declared; each result is a new reference or null, and read
    // only when it is of its class.
    unsafe {
        let none = _Py_NoneStruct();
        let utc = capi.TimeZone_UTC;
        let (date_type, time_type, type_) = (capi.DateType, capi.TimeType, capi.DateTimeType);
        let date = Own((capi.Date_FromDate)(2005, 11, 30, date_type));
        let time = Own((capi.Time_FromTimeAndFold)(23, 58, 57, 658_188, utc, 1, time_type));
        let plain_time = Own((capi.Time_FromTime)(23, 58, 57, 658_188, none, time_type));
        let make = capi.DateTime_FromDateAndTimeAndFold;
        let datetime = Own(make(2005, 11, 30, 23, 58, 57, 658_188, utc, 1, type_));
        let make = capi.DateTime_FromDateAndTime;
        let plain = Own(make(2005, 11, 30, 23, 58, 57, 658_188, none, type_));
        let delta = Own((capi.Delta_FromDelta)(-3, 86_399, 999_998, 0, capi.DeltaType));
        let parts = [(c"days", -3), (c"seconds", 86_399), (c"microseconds", 999_998)];
        let right = date.is(date_type, &YEAR)
            && datetime.is(type_, &YEAR)
            && datetime.is(type_, &HOUR)
            && plain.is(type_, &YEAR)
            && plain.is(type_, &HOUR)
            && time.is(time_type, &HOUR)
            && plain_time.is(time_type, &HOUR)
            && delta.is(capi.DeltaType, &parts);
        if !right {
            return None;
        }
        let data = [0x07, 0xd5, 11, 30, 23, 58, 57, 0x0a, 0x0b, 0x0c];
        let zones = zone(datetime.0, row, row.datetime_zone) == utc
            && zone(time.0, row, row.time_zone) == utc
            && zone(plain.0, row, row.datetime_zone).is_null()
            && zone(plain_time.0, row, row.time_zone).is_null();
        let folds = field::<u8>(datetime.0, row.datetime_fold).read() == 1
            && field::<u8>(time.0, row.time_fold).read() == 1
            && field::<u8>(plain.0, row.datetime_fold).read() == 0
            && field::<u8>(plain_time.0, row.time_fold).read() == 0;
        Some(
            zones
                && folds
                && field::<[u8; 4]>(date.0, row.date_data).read() == data[..4]
                && field::<[u8; 10]>(datetime.0, row.date_data).read() == data
                && field::<[u8; 10]>(plain.0, row.date_data).read() == data
                && field::<[u8; 6]>(time.0, row.date_data).read() == data[4..]
                && field::<[u8; 6]>(plain_time.0, row.date_data).read() == data[4..]
                && field::<[c_int; 3]>(delta.0, row.delta_days).read() == [-3, 86_399, 999_998],
        )
    }
}
