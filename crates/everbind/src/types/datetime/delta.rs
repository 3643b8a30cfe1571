//! Durations.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::datetime::class::{capi, fields, made};
use crate::types::datetime::{DELTA, PyDelta, PyDeltaAccess};

impl PyDelta {
    /// `timedelta(days, seconds, microseconds)`.
    ///
    /// `normalize` false promises that seconds and microseconds are in their ranges
    /// already. Python carries what is not into the next larger unit in any case.
    ///
    /// # Errors
    /// `OverflowError` beyond 999999999 days.
    #[inline]
    pub fn new(
        py: Python<'_>,
        days: i32,
        seconds: i32,
        microseconds: i32,
        normalize: bool,
    ) -> PyResult<Bound<'_, PyDelta>> {
        let Some(capi) = capi(py) else {
            return Ok(DELTA.get(py)?.call1((days, seconds, microseconds))?.cast_into()?);
        };
        let in_range = (0..86_400).contains(&seconds) && (0..1_000_000).contains(&microseconds);
        let carry = normalize || !in_range;
        // SAFETY: attached; a new `timedelta`, or null.
        unsafe {
            let make = capi.Delta_FromDelta;
            made(py, make(days, seconds, microseconds, carry.into(), capi.DeltaType))
        }
    }
}

impl PyDeltaAccess for Bound<'_, PyDelta> {
    fields! { DELTA, delta;
        get_days: i32 = "days", |[days, ..]| days;
        get_seconds: i32 = "seconds", |[_, seconds, _]| seconds;
        get_microseconds: i32 = "microseconds", |[.., microseconds]| microseconds;
    }
}
