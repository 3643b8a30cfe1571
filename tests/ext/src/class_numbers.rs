//! Arithmetic: forward, reflected, in place, unary, conversions to Python's own numbers.

use everbind::exceptions::PyZeroDivisionError;
use everbind::prelude::*;
use everbind::types::PyComplex;

/// Shows which operation was asked for, and on what.
#[pyclass(module = "everbind_tests.class_numbers", frozen)]
pub struct Echo {
    #[pyo3(get)]
    name: String,
}

macro_rules! echo {
    ($($method:ident $reflected:ident $symbol:literal),* $(,)?) => {
        #[pymethods]
        impl Echo {
            #[new]
            fn new(name: String) -> Self {
                Self { name }
            }

            $(
                fn $method(&self, other: i64) -> String {
                    format!("{} {} {other}", self.name, $symbol)
                }

                fn $reflected(&self, other: i64) -> String {
                    format!("{other} {} {}", $symbol, self.name)
                }
            )*

            fn __pow__(&self, other: i64, modulus: Option<i64>) -> String {
                format!("{} ** {other} % {modulus:?}", self.name)
            }

            fn __rpow__(&self, other: i64, modulus: Option<i64>) -> String {
                format!("{other} ** {} % {modulus:?}", self.name)
            }

            fn __neg__(&self) -> String {
                format!("-{}", self.name)
            }

            fn __pos__(&self) -> String {
                format!("+{}", self.name)
            }

            fn __invert__(&self) -> String {
                format!("~{}", self.name)
            }

            fn __abs__(&self) -> String {
                format!("|{}|", self.name)
            }
        }
    };
}

echo! {
    __add__ __radd__ "+", __sub__ __rsub__ "-", __mul__ __rmul__ "*", __matmul__ __rmatmul__ "@",
    __truediv__ __rtruediv__ "/", __floordiv__ __rfloordiv__ "//", __mod__ __rmod__ "%",
    __divmod__ __rdivmod__ "divmod", __lshift__ __rlshift__ "<<", __rshift__ __rrshift__ ">>",
    __and__ __rand__ "&", __or__ __ror__ "|", __xor__ __rxor__ "^",
}

#[pyclass(module = "everbind_tests.class_numbers")]
#[derive(PartialEq)]
pub struct Num {
    #[pyo3(get)]
    value: i64,
}

#[pymethods]
impl Num {
    #[new]
    fn new(value: i64) -> Self {
        Self { value }
    }

    fn __add__(&self, other: PyRef<'_, Self>) -> Self {
        Self { value: self.value + other.value }
    }

    fn __truediv__(&self, other: &Self) -> PyResult<f64> {
        if other.value == 0 {
            return Err(PyZeroDivisionError::new_err("by nothing"));
        }
        Ok(self.value as f64 / other.value as f64)
    }

    fn __iadd__(&mut self, other: i64) {
        self.value += other;
    }

    fn __isub__(&mut self, other: i64) -> PyResult<()> {
        self.value =
            self.value.checked_sub(other).ok_or_else(|| PyZeroDivisionError::new_err("x"))?;
        Ok(())
    }

    fn __imul__(&mut self, other: i64) {
        self.value *= other;
    }

    fn __ipow__(&mut self, other: u32, _modulus: Option<i64>) {
        self.value = self.value.pow(other);
    }

    fn __ior__(&mut self, other: i64) {
        self.value |= other;
    }

    fn __int__(&self) -> i64 {
        self.value
    }

    fn __index__(&self) -> i64 {
        self.value
    }

    fn __float__(&self) -> f64 {
        self.value as f64 + 0.5
    }

    fn __complex__<'py>(&self, py: Python<'py>) -> Bound<'py, PyComplex> {
        PyComplex::from_doubles(py, self.value as f64, 1.0)
    }

    #[pyo3(signature = (digits=None))]
    fn __round__(&self, digits: Option<i64>) -> i64 {
        digits.map_or(self.value, |digits| self.value * 100 + digits)
    }

    fn __trunc__(&self) -> i64 {
        self.value
    }
}

/// The left operand decides: a method that gives `NotImplemented` itself.
#[pyclass(module = "everbind_tests.class_numbers", frozen)]
pub struct Declines;

#[pymethods]
impl Declines {
    #[new]
    fn new() -> Self {
        Self
    }

    fn __add__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Py<PyAny> {
        if other.is_none() { other.clone().unbind() } else { py.NotImplemented() }
    }
}

#[pymodule(submodule, name = "class_numbers")]
pub mod topic {
    #[pymodule_export]
    use super::{Declines, Echo, Num};
}
