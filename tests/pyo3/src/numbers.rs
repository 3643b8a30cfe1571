//! Every special method of numbers.

use pyo3::prelude::*;
use pyo3::types::PyComplex;

/// Binary operators, forward and reflected; other operands than integers are not implemented.
#[pyclass(new = "from_fields")]
struct Binary {
    value: i64,
}

#[pymethods]
impl Binary {
    fn __add__(&self, other: i64) -> String {
        format!("{} + {other}", self.value)
    }

    fn __radd__(&self, other: i64) -> String {
        format!("{other} + {}", self.value)
    }

    fn __sub__(&self, other: i64) -> String {
        format!("{} - {other}", self.value)
    }

    fn __rsub__(&self, other: i64) -> String {
        format!("{other} - {}", self.value)
    }

    fn __mul__(&self, other: i64) -> String {
        format!("{} * {other}", self.value)
    }

    fn __rmul__(&self, other: i64) -> String {
        format!("{other} * {}", self.value)
    }

    fn __matmul__(&self, other: i64) -> String {
        format!("{} @ {other}", self.value)
    }

    fn __rmatmul__(&self, other: i64) -> String {
        format!("{other} @ {}", self.value)
    }

    fn __truediv__(&self, other: i64) -> String {
        format!("{} / {other}", self.value)
    }

    fn __rtruediv__(&self, other: i64) -> String {
        format!("{other} / {}", self.value)
    }

    fn __floordiv__(&self, other: i64) -> String {
        format!("{} // {other}", self.value)
    }

    fn __rfloordiv__(&self, other: i64) -> String {
        format!("{other} // {}", self.value)
    }

    fn __mod__(&self, other: i64) -> String {
        format!("{} % {other}", self.value)
    }

    fn __rmod__(&self, other: i64) -> String {
        format!("{other} % {}", self.value)
    }

    fn __lshift__(&self, other: i64) -> String {
        format!("{} << {other}", self.value)
    }

    fn __rlshift__(&self, other: i64) -> String {
        format!("{other} << {}", self.value)
    }

    fn __rshift__(&self, other: i64) -> String {
        format!("{} >> {other}", self.value)
    }

    fn __rrshift__(&self, other: i64) -> String {
        format!("{other} >> {}", self.value)
    }

    fn __and__(&self, other: i64) -> String {
        format!("{} & {other}", self.value)
    }

    fn __rand__(&self, other: i64) -> String {
        format!("{other} & {}", self.value)
    }

    fn __xor__(&self, other: i64) -> String {
        format!("{} ^ {other}", self.value)
    }

    fn __rxor__(&self, other: i64) -> String {
        format!("{other} ^ {}", self.value)
    }

    fn __or__(&self, other: i64) -> String {
        format!("{} | {other}", self.value)
    }

    fn __ror__(&self, other: i64) -> String {
        format!("{other} | {}", self.value)
    }

    fn __divmod__(&self, other: i64) -> (i64, i64) {
        (self.value / other, self.value % other)
    }

    fn __rdivmod__(&self, other: i64) -> (i64, i64) {
        (other / self.value, other % self.value)
    }

    fn __pow__(&self, other: i64, modulus: Option<i64>) -> String {
        format!("{} ** {other} % {modulus:?}", self.value)
    }

    fn __rpow__(&self, other: i64, modulus: Option<i64>) -> String {
        format!("{other} ** {} % {modulus:?}", self.value)
    }
}

/// Operators in place.
#[pyclass(new = "from_fields", get_all)]
struct InPlace {
    value: i64,
}

#[pymethods]
impl InPlace {
    fn __iadd__(&mut self, other: i64) {
        self.value += other;
    }

    fn __isub__(&mut self, other: i64) {
        self.value -= other;
    }

    fn __imul__(&mut self, other: i64) {
        self.value *= other;
    }

    fn __imatmul__(&mut self, other: i64) {
        self.value = self.value * other + other;
    }

    fn __itruediv__(&mut self, other: i64) {
        self.value /= other;
    }

    fn __ifloordiv__(&mut self, other: i64) {
        self.value = self.value.div_euclid(other);
    }

    fn __imod__(&mut self, other: i64) {
        self.value %= other;
    }

    fn __ilshift__(&mut self, other: i64) {
        self.value <<= other;
    }

    fn __irshift__(&mut self, other: i64) {
        self.value >>= other;
    }

    fn __iand__(&mut self, other: i64) {
        self.value &= other;
    }

    fn __ixor__(&mut self, other: i64) {
        self.value ^= other;
    }

    fn __ior__(&mut self, other: i64) {
        self.value |= other;
    }

    fn __ipow__(&mut self, other: u32, _modulus: Option<i64>) {
        self.value = self.value.pow(other);
    }
}

/// Operators of one operand, and conversions.
#[pyclass(new = "from_fields")]
struct Unary {
    value: i64,
}

#[pymethods]
impl Unary {
    fn __pos__(&self) -> i64 {
        self.value
    }

    fn __neg__(&self) -> i64 {
        -self.value
    }

    fn __abs__(&self) -> i64 {
        self.value.abs()
    }

    fn __invert__(&self) -> i64 {
        !self.value
    }

    fn __int__(&self) -> i64 {
        self.value
    }

    fn __index__(&self) -> i64 {
        self.value
    }

    fn __float__(&self) -> f64 {
        self.value as f64
    }

    fn __complex__<'py>(&self, py: Python<'py>) -> Bound<'py, PyComplex> {
        PyComplex::from_doubles(py, self.value as f64, 1.0)
    }

    #[pyo3(signature = (digits=None))]
    fn __round__(&self, digits: Option<i64>) -> (i64, Option<i64>) {
        (self.value, digits)
    }

    fn __trunc__(&self) -> i64 {
        self.value
    }

    fn __floor__(&self) -> i64 {
        self.value - 1
    }

    fn __ceil__(&self) -> i64 {
        self.value + 1
    }
}

/// Says by itself that an operand is not for it.
#[pyclass(new = "from_fields")]
struct Declines {
    value: i64,
}

#[pymethods]
impl Declines {
    fn __add__<'py>(&self, py: Python<'py>, other: &Bound<'py, PyAny>) -> PyResult<Py<PyAny>> {
        if other.is_none() {
            return Ok(py.NotImplemented());
        }
        Ok((self.value + other.extract::<i64>()?).into_pyobject(py)?.into_any().unbind())
    }
}

#[pymodule]
pub mod numbers {
    #[pymodule_export]
    use super::{Binary, Declines, InPlace, Unary};
}
