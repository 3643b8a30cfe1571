//! Names of PyO3 0.26: those that were not deprecated then are not here either.
#![cfg(feature = "auto-initialize")]

use everbind::prelude::*;
use everbind::types::{PyCapsule, PyDict, PyList};

#[test]
#[deny(deprecated)]
fn casts() {
    Python::attach(|py| {
        let list = PyList::new(py, [1, 2]).unwrap().into_any();
        assert_eq!(list.downcast::<PyList>().unwrap().len(), 2);
        assert_eq!(list.downcast_exact::<PyList>().unwrap().len(), 2);
        assert!(list.downcast::<PyDict>().is_err());
        assert!(list.clone().downcast_into_exact::<PyDict>().is_err());
        assert_eq!(list.downcast_into::<PyList>().unwrap().len(), 2);
    });
}

#[test]
#[allow(deprecated)]
fn capsules() {
    Python::attach(|py| {
        let capsule = PyCapsule::new(py, 123_u32, Some(c"number".to_owned())).unwrap();
        // SAFETY: made of a u32.
        assert_eq!(unsafe { *capsule.reference::<u32>() }, 123);
        assert!(capsule.is_valid() && !capsule.pointer().is_null());
        let nameless = PyCapsule::new(py, 5_u64, None).unwrap();
        // SAFETY: made of a u64.
        assert_eq!(unsafe { *nameless.reference::<u64>() }, 5);
    });
}

#[test]
#[allow(deprecated)]
fn starting_and_attaching() {
    everbind::prepare_freethreaded_python();
    let object: everbind::PyObject = Python::with_gil(|py| py.None());
    Python::with_gil(|py| py.allow_threads(|| assert!(Python::with_gil(|py| object.is_none(py)))));
}
