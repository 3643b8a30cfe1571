//! What holds instances in Rust: references, guards, initialisers.

use pyo3::prelude::*;
use pyo3::{PyClassInitializer, PyTypeInfo};

#[pyclass(subclass)]
struct Base {
    #[pyo3(get)]
    number: i64,
}

#[pyclass(extends = Base, subclass)]
struct Middle {
    text: String,
}

#[pyclass(extends = Middle)]
struct Leaf {
    parts: (i64, String),
}

#[pymethods]
impl Base {
    #[new]
    fn new(number: i64) -> Self {
        Base { number }
    }
}

#[pymethods]
impl Middle {
    #[new]
    fn new(number: i64, text: String) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Base { number }).add_subclass(Middle { text })
    }
}

#[pymethods]
impl Leaf {
    #[new]
    fn new(number: i64, text: String) -> PyResult<PyClassInitializer<Self>> {
        let middle = PyClassInitializer::from(Base { number }).add_subclass(Middle { text });
        Ok(middle.add_subclass(Leaf { parts: (1, "two".to_owned()) }))
    }

    fn py_ref(slf: PyRef<'_, Self>) -> (i64, String, i64) {
        let middle: &PyRef<'_, Middle> = slf.as_super();
        (middle.as_super().number, middle.text.clone(), slf.parts.0)
    }

    fn into_super(slf: PyRef<'_, Self>) -> i64 {
        slf.into_super().into_super().number
    }

    fn py_ref_mut(mut slf: PyRefMut<'_, Self>) -> i64 {
        slf.parts.0 += 1;
        slf.as_super().text.push('!');
        slf.as_super().as_super().number += 1;
        slf.into_super().into_super().number
    }

    fn bound(slf: &Bound<'_, Self>) -> PyResult<i64> {
        slf.as_super().borrow_mut().text.clear();
        let base: &Bound<'_, Base> = slf.as_super().as_super();
        assert!(slf.as_any().is_instance_of::<Middle>() && Leaf::type_check(slf));
        Ok(base.try_borrow()?.number)
    }

    fn guard(slf: PyClassGuard<'_, Self>) -> (i64, usize) {
        let number = slf.as_super().as_super().number;
        (number, slf.into_super().text.len())
    }

    fn guard_map(slf: PyClassGuard<'_, Self>) -> usize {
        slf.map(|leaf| leaf.parts.1.as_str()).len()
    }

    fn guard_mut(mut slf: PyClassGuardMut<'_, Self>) -> i64 {
        slf.parts.0 += 1;
        slf.as_super().as_super().number += 1;
        slf.into_super().into_super().number
    }

    fn guard_mut_map(slf: PyClassGuardMut<'_, Self>) -> i64 {
        let mut number = slf.map(|leaf| &mut leaf.parts.0);
        *number += 10;
        *number
    }
}

trait TypeCheck: Sized {
    fn type_check(object: &Bound<'_, Self>) -> bool;
}

impl<T: PyTypeInfo> TypeCheck for T {
    fn type_check(object: &Bound<'_, T>) -> bool {
        T::is_type_of(object.as_any()) && T::is_exact_type_of(object.as_any())
    }
}

/// Never borrowed, as nothing can change it.
#[pyclass(frozen, new = "from_fields")]
struct Frozen {
    number: i64,
}

#[pymodule]
pub mod handles {
    use super::*;

    #[pymodule_export]
    use super::{Base, Frozen, Leaf, Middle};

    #[pyfunction]
    fn get(object: &Bound<'_, Frozen>) -> i64 {
        object.get().number + object.clone().unbind().get().number
    }

    /// What borrowing twice gives.
    #[pyfunction]
    fn conflicts(object: &Bound<'_, Base>) -> (String, String, bool) {
        let shared = object.borrow();
        let exclusive = object.try_borrow_mut().err().map(|error| error.to_string());
        drop(shared);
        let guard = object.borrow_mut();
        let other = object.try_borrow().err().map(|error| error.to_string());
        drop(guard);
        (exclusive.unwrap_or_default(), other.unwrap_or_default(), object.try_borrow_mut().is_ok())
    }

    #[pyfunction]
    fn made(py: Python<'_>) -> PyResult<(Py<Base>, Bound<'_, Middle>, Py<Leaf>)> {
        let base = Py::new(py, Base { number: 1 })?;
        let init = PyClassInitializer::from(Base { number: 2 })
            .add_subclass(Middle { text: "m".to_owned() });
        let middle = Bound::new(py, init)?;
        let leaf = py.get_type::<Leaf>().call1((3, "l"))?.cast_into::<Leaf>()?.unbind();
        Ok((base, middle, leaf))
    }
}
