//! Integers of every width, floats and bool, both ways.

use std::num::{
    NonZeroI8, NonZeroI64, NonZeroI128, NonZeroU8, NonZeroU32, NonZeroU64, NonZeroU128,
};

use everbind::prelude::*;

use crate::identity::identities;

identities! {
    i8_: i8, i16_: i16, i32_: i32, i64_: i64, i128_: i128, isize_: isize,
    u8_: u8, u16_: u16, u32_: u32, u64_: u64, u128_: u128, usize_: usize,
    f32_: f32, f64_: f64, bool_: bool,
    nonzero_i8: NonZeroI8, nonzero_i64: NonZeroI64, nonzero_i128: NonZeroI128,
    nonzero_u8: NonZeroU8, nonzero_u32: NonZeroU32, nonzero_u64: NonZeroU64,
    nonzero_u128: NonZeroU128,
    option_i64: Option<i64>, option_f64: Option<f64>, option_bool: Option<bool>,
    option_option: Option<Option<u8>>, cell: std::cell::Cell<i32>,
}

#[pymodule(submodule, name = "numbers")]
pub mod topic {
    use super::*;

    /// The limits of each integer type as Rust has them, which must arrive unharmed.
    #[pyfunction]
    fn limits(py: Python<'_>, name: &str) -> PyResult<(Py<PyAny>, Py<PyAny>)> {
        macro_rules! of {
            ($($kind:ident)*) => {
                match name {
                    $(stringify!($kind) => Ok((
                        $kind::MIN.into_pyobject(py)?.into_any().unbind(),
                        $kind::MAX.into_pyobject(py)?.into_any().unbind(),
                    )),)*
                    other => Err(everbind::exceptions::PyKeyError::new_err(other.to_owned())),
                }
            };
        }
        of!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize)
    }

    /// Integers given by reference.
    #[pyfunction]
    fn by_reference(py: Python<'_>) -> PyResult<Vec<i64>> {
        let (a, b, c, d) = (1_u8, -2_i64, 3_u128, -4_i128);
        let all = [
            (&a).into_pyobject(py)?,
            (&b).into_pyobject(py)?,
            (&c).into_pyobject(py)?,
            (&d).into_pyobject(py)?,
        ];
        all.iter().map(|each| each.extract()).collect()
    }

    /// Which of two types a number is taken for.
    #[pyfunction]
    fn int_or_float(value: &Bound<'_, PyAny>) -> PyResult<String> {
        match value.extract::<i64>() {
            Ok(int) => Ok(format!("int {int}")),
            Err(_) => value.extract::<f64>().map(|float| format!("float {float}")),
        }
    }

    #[pyfunction]
    fn booleans(py: Python<'_>) -> PyResult<(bool, bool)> {
        let yes = true.into_pyobject(py)?;
        let no = (&false).into_pyobject(py)?;
        Ok((yes.extract()?, no.extract()?))
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        identities::register(m)
    }
}
