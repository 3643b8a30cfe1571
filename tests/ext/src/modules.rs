//! Modules: inline and as a function, nested, constants, initialisers, `add*`, `wrap_*!`.

use everbind::prelude::*;
use everbind::types::{PyDict, PyList, PyString};
use everbind::wrap_pymodule;

/// Doubles an integer.
#[pyfunction]
fn double(x: i64) -> i64 {
    x * 2
}

#[pyfunction]
#[pyo3(name = "type")]
fn renamed() -> &'static str {
    "renamed"
}

#[pyclass(module = "everbind_tests.modules")]
struct Outside {
    #[pyo3(get)]
    value: i64,
}

#[pymethods]
impl Outside {
    #[new]
    fn new(value: i64) -> Self {
        Self { value }
    }
}

everbind::create_exception!(modules, ModuleError, everbind::exceptions::PyValueError, "A doc.");

/// A module written as a function.
///
/// With a second paragraph.
#[pymodule]
fn by_function(py: Python<'_>, m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("answer", 42)?;
    m.add("python", py.version_info().major)?;
    m.add_function(wrap_pyfunction!(double, m)?)?;
    m.add("also_double", wrap_pyfunction!(double, m)?)?;
    m.add_wrapped(wrap_pyfunction!(renamed))?;
    m.add_class::<Outside>()?;
    m.add_wrapped(wrap_pymodule!(leaf))?;
    let made = PyModule::new(py, "made")?;
    made.add("here", true)?;
    m.add_submodule(&made)
}

#[pymodule(name = "only_the_module")]
fn without_token(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("name", m.name()?)
}

#[pymodule(submodule)]
mod leaf {
    #[pymodule_export]
    const DEPTH: u8 = 3;
}

#[pymodule]
mod r#match {
    #[pymodule_export]
    use super::double;
}

/// Turns the GIL on where it was off.
#[pymodule(gil_used = true)]
mod everbind_with_gil {
    #[pymodule_export]
    const ANSWER: i64 = 44;
}

/// A module declared in line.
#[pymodule(submodule, name = "modules")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{ModuleError, Outside as Renamed, by_function, double, without_token};

    #[pymodule_export]
    use super::r#match;

    #[pymodule_export]
    const ANSWER: u32 = 42;

    #[pymodule_export]
    const NAME: &str = "Ada";

    #[pymodule_export]
    #[expect(non_upper_case_globals)]
    const r#type: char = '!';

    #[expect(dead_code)]
    const HIDDEN: &str = "not exported";

    #[pyclass(module = "everbind_tests.modules")]
    struct Inline;

    #[pymethods]
    impl Inline {
        #[new]
        fn new() -> Self {
            Self
        }
    }

    #[pyfunction]
    fn triple(x: i64) -> i64 {
        x * 3
    }

    #[pyfunction]
    #[pyo3(pass_module)]
    fn own_name<'py>(module: &Bound<'py, PyModule>) -> PyResult<Bound<'py, PyString>> {
        module.name()
    }

    #[pyfunction]
    #[pyo3(pass_module)]
    fn owned_module(module: Py<PyModule>, x: i64) -> (Py<PyModule>, i64) {
        (module, x)
    }

    #[pyfunction]
    #[pyo3(pass_module)]
    fn its_dict<'py>(module: Bound<'py, PyModule>) -> Bound<'py, PyDict> {
        module.dict()
    }

    /// A nested module.
    #[pymodule]
    mod nested {
        use super::*;

        #[pyfunction]
        fn quadruple(x: i64) -> i64 {
            x * 4
        }

        #[pyclass]
        struct Within;

        #[pymodule]
        mod deeper {
            #[pymodule_export]
            const LEVEL: i32 = 2;
        }
    }

    #[pymodule]
    mod init_without_module {
        use super::*;

        #[pymodule_init]
        fn init(py: Python<'_>) -> PyResult<()> {
            py.import("decimal").map(drop)
        }

        #[pyfunction]
        fn works() -> bool {
            true
        }
    }

    #[pyfunction]
    fn names_in_all(module: &Bound<'_, PyModule>) -> PyResult<Vec<String>> {
        module.index()?.extract()
    }

    #[pyfunction]
    fn new_module<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        let module = PyModule::new(py, name)?;
        module.add("one", "replaced below")?;
        module.add("one", 1)?;
        module.add("two", PyList::new(py, [1, 2])?)?;
        module.add_function(wrap_pyfunction!(double, &module)?)?;
        Ok(module)
    }

    #[pyfunction]
    fn from_code<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyModule>> {
        PyModule::from_code(py, c"def f(x):\n    return x + 1\n", c"made.py", c"made")
    }

    #[pyfunction]
    fn import_name(py: Python<'_>, name: &str) -> PyResult<String> {
        py.import(name)?.name()?.extract()
    }

    #[pyfunction]
    fn filename(module: &Bound<'_, PyModule>) -> PyResult<String> {
        module.filename()?.extract()
    }

    #[pyfunction]
    fn fresh(py: Python<'_>) -> bool {
        let first = wrap_pymodule!(leaf)(py);
        first.bind(py).getattr("DEPTH").is_ok()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("double_again", m.getattr("double")?)
    }
}
