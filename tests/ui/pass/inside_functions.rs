//! Items in the bodies of functions.
#![deny(warnings)]
#![allow(dead_code)]

use everbind::prelude::*;

#[test]
fn in_a_test() {
    #[pyfunction]
    fn local(a: i64) -> i64 {
        a
    }
    let _ = wrap_pyfunction!(local);
}

fn outer() {
    struct Private(i64);

    impl<'py> IntoPyObject<'py> for Private {
        type Target = everbind::types::PyInt;
        type Output = Bound<'py, Self::Target>;
        type Error = std::convert::Infallible;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            self.0.into_pyobject(py)
        }
    }

    #[pyfunction]
    fn uses_private() -> Private {
        Private(1)
    }

    #[pyclass]
    struct Local {
        #[pyo3(get)]
        value: i64,
    }

    #[pymethods]
    impl Local {
        #[new]
        fn new(value: i64) -> Self {
            Local { value }
        }
    }

    #[pymodule]
    fn local_module(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add_class::<Local>()?;
        m.add_function(wrap_pyfunction!(uses_private, m)?)
    }

    {
        #[pyfunction]
        fn uses_private() {}
        let _ = |py: Python<'_>| wrap_pyfunction!(uses_private, py).map(drop);
    }
    let _ = |py: Python<'_>| wrap_pyfunction!(uses_private)(py).map(drop);
}

fn main() {}
