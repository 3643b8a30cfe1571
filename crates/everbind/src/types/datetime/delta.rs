//! Durations.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::datetime::class::fields;
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
        let _in_range = !normalize;
        Ok(DELTA.get(py)?.call1((days, seconds, microseconds))?.cast_into()?)
    }
}

impl PyDeltaAccess for Bound<'_, PyDelta> {
    fields! { DELTA;
        get_days: i32 = "days";
        get_seconds: i32 = "seconds";
        get_microseconds: i32 = "microseconds";
    }
}
