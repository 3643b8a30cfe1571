//! Types, modules, capsules, weak references, functions and closures, code, `super`, tracebacks.

use std::sync::atomic::{AtomicUsize, Ordering};

use everbind::IntoPyObjectExt;
use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{
    PyCFunction, PyCapsule, PyCapsuleMethods, PyDict, PyFunction, PyInt, PyList, PyMappingProxy,
    PyTuple, PyType, PyWeakref, PyWeakrefMethods, PyWeakrefProxy, PyWeakrefReference,
};

static DESTROYED: AtomicUsize = AtomicUsize::new(0);

struct Counted(i64);

impl Drop for Counted {
    fn drop(&mut self) {
        DESTROYED.fetch_add(1, Ordering::Relaxed);
    }
}

#[pymodule(submodule, name = "object_rest")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn destroyed() -> usize {
        DESTROYED.load(Ordering::Relaxed)
    }

    #[pyfunction]
    fn type_names(kind: &Bound<'_, PyType>) -> PyResult<Vec<String>> {
        Ok(vec![
            kind.name()?.extract()?,
            kind.qualname()?.extract()?,
            kind.module()?.extract()?,
            kind.fully_qualified_name()?.extract()?,
        ])
    }

    #[pyfunction]
    fn type_relations<'py>(
        kind: &Bound<'py, PyType>,
    ) -> PyResult<(bool, bool, Bound<'py, PyTuple>, Bound<'py, PyTuple>)> {
        let object = kind.is_subclass(&kind.py().get_type::<PyAny>())?;
        Ok((object, kind.is_subclass_of::<PyInt>()?, kind.mro(), kind.bases()))
    }

    #[pyfunction]
    fn type_of_int(py: Python<'_>) -> (Bound<'_, PyType>, Bound<'_, PyType>) {
        (py.get_type::<PyInt>(), PyType::new::<PyList>(py))
    }

    #[pyfunction]
    fn capsule<'py>(py: Python<'py>, value: i64) -> PyResult<Bound<'py, PyCapsule>> {
        PyCapsule::new_with_value(py, Counted(value), c"everbind_tests.counted")
    }

    #[pyfunction]
    fn capsule_with_destructor<'py>(
        py: Python<'py>,
        seen: Py<PyList>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let name = c"with destructor";
        PyCapsule::new_with_value_and_destructor(py, 7_i64, name, move |value, _context| {
            Python::attach(|py| {
                // The list is alive: the closure owns it.
                seen.bind(py).append(value).map_or_else(|error| error.print(py), drop);
            });
        })
    }

    #[pyfunction]
    fn read_capsule(capsule: &Bound<'_, PyCapsule>) -> PyResult<i64> {
        let pointer = capsule.pointer_checked(Some(c"everbind_tests.counted"))?;
        // SAFETY: the name says that `capsule` above made it, so it holds a `Counted`, which lives
        // as long as the capsule that is borrowed here.
        Ok(unsafe { pointer.cast::<Counted>().as_ref() }.0)
    }

    #[pyfunction]
    fn capsule_facts(capsule: &Bound<'_, PyCapsule>) -> PyResult<(bool, bool, bool)> {
        Ok((
            capsule.is_valid_checked(Some(c"everbind_tests.counted")),
            capsule.is_valid_checked(None),
            capsule.context()?.is_null(),
        ))
    }

    #[pyfunction]
    fn weak_reference<'py>(
        object: &Bound<'py, PyAny>,
    ) -> PyResult<(Bound<'py, PyWeakrefReference>, Bound<'py, PyWeakrefProxy>)> {
        Ok((PyWeakrefReference::new(object)?, PyWeakrefProxy::new(object)?))
    }

    #[pyfunction]
    fn weak_with_callback<'py>(
        object: &Bound<'py, PyAny>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyWeakrefReference>> {
        PyWeakrefReference::new_with(object, callback)
    }

    #[pyfunction]
    fn upgrade<'py>(weak: &Bound<'py, PyWeakref>) -> Option<Bound<'py, PyAny>> {
        weak.upgrade()
    }

    #[pyfunction]
    fn upgrade_reference<'py>(weak: &Bound<'py, PyWeakrefReference>) -> Option<Bound<'py, PyAny>> {
        weak.upgrade()
    }

    #[pyfunction]
    fn adder(py: Python<'_>, n: i64) -> PyResult<Bound<'_, PyCFunction>> {
        let held = Box::new(Counted(n));
        let add = move |args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>| {
            let held: &Counted = &held; // all of it belongs to the closure
            let (value,): (i64,) = args.extract()?;
            if value < 0 {
                return Err(PyValueError::new_err("negative"));
            }
            let extra = kwargs.map_or(0, |kwargs| kwargs.len() as i64);
            PyResult::Ok(value + held.0 + extra)
        };
        PyCFunction::new_closure(py, Some(c"adder"), Some(c"adder($self, value)\n--\n\nAdds."), add)
    }

    #[pyfunction]
    fn panicking_closure(py: Python<'_>) -> PyResult<Bound<'_, PyCFunction>> {
        let fail = |_: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| -> PyResult<()> {
            panic!("in a closure")
        };
        PyCFunction::new_closure(py, None, None, fail)
    }

    #[pyfunction]
    fn call_function<'py>(
        function: &Bound<'py, PyFunction>,
        value: i64,
    ) -> PyResult<Bound<'py, PyAny>> {
        function.call1((value,))
    }

    #[pyfunction]
    fn call_builtin<'py>(
        function: &Bound<'py, PyCFunction>,
        value: i64,
    ) -> PyResult<Bound<'py, PyAny>> {
        function.call1((value,))
    }

    #[pyfunction]
    fn mapping_proxy<'py>(dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        PyMappingProxy::new(dict.py(), dict.as_mapping()).into_bound_py_any(dict.py())
    }

    #[pyfunction]
    fn format_traceback(callable: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
        match callable.call0() {
            Ok(_) => Ok(None),
            Err(error) => {
                let traceback = error.traceback(callable.py());
                traceback.map(|traceback| traceback.format()).transpose()
            }
        }
    }
}
