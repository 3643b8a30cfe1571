//! Every slot raises, panics, or is called while the instance is borrowed.

use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};

use everbind::exceptions::PyValueError;
use everbind::ffi;
use everbind::prelude::*;
use everbind::{PyTraverseError, PyVisit};

static PANICS: AtomicBool = AtomicBool::new(false);

/// What every slot does.
fn fail<T>(name: &str) -> PyResult<T> {
    if PANICS.load(Ordering::Relaxed) {
        panic!("panic in {name}");
    }
    Err(PyValueError::new_err(format!("error in {name}")))
}

/// A class all of whose special methods fail.
macro_rules! failing {
    ($class:ident { $($method:ident($($arg:ident: $ty:ty),*) $(-> $result:ty)?;)* }) => {
        #[pyclass(module = "everbind_tests.class_faults", subclass)]
        #[derive(Default)]
        pub struct $class {
            number: u64,
        }

        #[pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (*_args))]
            fn new(_args: &Bound<'_, PyAny>) -> Self {
                Self::default()
            }

            /// Calls back while the instance is borrowed exclusively.
            #[staticmethod]
            fn while_exclusive(me: &Bound<'_, Self>, callback: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                let mut me = me.borrow_mut();
                me.number += 1;
                callback.call0().map(Bound::unbind)
            }

            $(fn $method(&self, $($arg: $ty),*) -> PyResult<failing!(@ $($result)?)> {
                let _ = ($($arg,)* self.number);
                fail(stringify!($method))
            })*
        }
    };
    (@) => { Py<PyAny> };
    (@ $result:ty) => { $result };
}

type Any = Py<PyAny>;

failing!(Slots {
    __str__() -> String;
    __repr__() -> String;
    __hash__() -> u64;
    __richcmp__(other: Any, op: everbind::basic::CompareOp);
    __iter__();
    __next__() -> Option<Any>;
    __await__();
    __aiter__();
    __anext__() -> Option<Any>;
    __len__() -> usize;
    __contains__(item: Any) -> bool;
    __getitem__(key: Any);
    __setitem__(key: Any, value: Any) -> ();
    __delitem__(key: Any) -> ();
    __call__(argument: Any);
    __pos__();
    __neg__();
    __abs__();
    __invert__();
    __index__();
    __int__();
    __float__() -> f64;
    __bool__() -> bool;
    __add__(other: Any);
    __radd__(other: Any);
    __sub__(other: Any);
    __rsub__(other: Any);
    __mul__(other: Any);
    __rmul__(other: Any);
    __matmul__(other: Any);
    __rmatmul__(other: Any);
    __truediv__(other: Any);
    __rtruediv__(other: Any);
    __floordiv__(other: Any);
    __rfloordiv__(other: Any);
    __mod__(other: Any);
    __rmod__(other: Any);
    __divmod__(other: Any);
    __rdivmod__(other: Any);
    __lshift__(other: Any);
    __rlshift__(other: Any);
    __rshift__(other: Any);
    __rrshift__(other: Any);
    __and__(other: Any);
    __rand__(other: Any);
    __xor__(other: Any);
    __rxor__(other: Any);
    __or__(other: Any);
    __ror__(other: Any);
    __pow__(other: Any, modulus: Option<Any>);
    __rpow__(other: Any, modulus: Option<Any>);
    __iadd__(other: Any) -> ();
    __isub__(other: Any) -> ();
    __imul__(other: Any) -> ();
    __imatmul__(other: Any) -> ();
    __itruediv__(other: Any) -> ();
    __ifloordiv__(other: Any) -> ();
    __imod__(other: Any) -> ();
    __ilshift__(other: Any) -> ();
    __irshift__(other: Any) -> ();
    __iand__(other: Any) -> ();
    __ixor__(other: Any) -> ();
    __ior__(other: Any) -> ();
    __ipow__(other: Any, modulus: Option<Any>) -> ();
    __getattr__(name: Any);
    __format__(spec: Any) -> String;
    __bytes__();
    __complex__();
    __round__();
    __dir__();
    __enter__();
    __exit__(kind: Any, value: Any, traceback: Any) -> bool;
    __reduce__();
    __copy__();
    __missing__(key: Any);
});

failing!(Orders {
    __lt__(other: Any) -> bool;
    __le__(other: Any) -> bool;
    __eq__(other: Any) -> bool;
    __ne__(other: Any) -> bool;
    __gt__(other: Any) -> bool;
    __ge__(other: Any) -> bool;
});

failing!(Sequences {
    __concat__(other: Any);
    __repeat__(count: isize);
    __inplace_concat__(other: Any);
    __inplace_repeat__(count: isize);
});

failing!(Attributes {
    __getattribute__(name: Any);
    __setattr__(name: Any, value: Any) -> ();
    __delattr__(name: Any) -> ();
});

failing!(Descriptors {
    __get__(instance: Any, owner: Any);
    __set__(instance: Any, value: Any) -> ();
    __delete__(instance: Any) -> ();
});

failing!(Initialised {
    __init__(argument: Any) -> ();
});

failing!(Clearing {
    __clear__() -> ();
});

failing!(Finalised {
    __del__() -> ();
});

#[pyclass(module = "everbind_tests.class_faults", new = "from_fields")]
pub struct Traversing {
    #[pyo3(set)]
    object: Option<Any>,
}

#[pymethods]
impl Traversing {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        assert!(!PANICS.load(Ordering::Relaxed), "panic in __traverse__");
        visit.call(&self.object)
    }
}

#[pyclass(module = "everbind_tests.class_faults", new = "from_fields")]
pub struct Buffers {
    fills: bool,
}

#[pymethods]
impl Buffers {
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        if !slf.borrow().fills {
            return fail("__getbuffer__");
        }
        let bytes = b"bytes";
        // SAFETY: called by CPython with its own view; the bytes live for ever.
        let status = unsafe {
            ffi::PyBuffer_FillInfo(
                view,
                slf.as_ptr(),
                bytes.as_ptr().cast_mut().cast(),
                5,
                1,
                flags,
            )
        };
        if status < 0 { Err(PyErr::fetch(slf.py())) } else { Ok(()) }
    }

    unsafe fn __releasebuffer__(&self, _view: *mut ffi::Py_buffer) {
        if PANICS.load(Ordering::Relaxed) {
            panic!("panic in __releasebuffer__");
        }
    }
}

/// Functions of other kinds that fail.
#[pyclass(module = "everbind_tests.class_faults")]
pub struct Others;

#[pymethods]
impl Others {
    #[new]
    #[pyo3(signature = (fails = false))]
    fn new(fails: bool) -> PyResult<Self> {
        if fails { fail("new") } else { Ok(Self) }
    }

    #[getter]
    fn property(&self) -> PyResult<i64> {
        fail("getter")
    }

    #[setter]
    fn set_property(&self, _value: i64) -> PyResult<()> {
        fail("setter")
    }

    #[deleter]
    fn delete_property(&self) -> PyResult<()> {
        fail("deleter")
    }

    fn method(&mut self) -> PyResult<()> {
        fail("method")
    }

    #[staticmethod]
    fn static_method() -> PyResult<()> {
        fail("static_method")
    }

    #[classmethod]
    fn class_method(_cls: &Bound<'_, everbind::types::PyType>) -> PyResult<()> {
        fail("class_method")
    }
}

/// A destructor that panics.
#[pyclass(module = "everbind_tests.class_faults", new = "from_fields")]
pub struct Dropped {
    object: Option<Any>,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        assert!(!PANICS.load(Ordering::Relaxed), "panic in drop");
        self.object = None;
    }
}

/// Comes back in `__del__`: it is put on the list.
#[pyclass(module = "everbind_tests.class_faults", new = "from_fields", subclass)]
pub struct Phoenix {
    #[pyo3(get, set)]
    value: i64,
    home: Any,
    #[pyo3(get, set)]
    other: Option<Any>,
}

#[pymethods]
impl Phoenix {
    fn __del__(slf: &Bound<'_, Self>) -> PyResult<()> {
        let home = slf.borrow().home.clone_ref(slf.py());
        home.call_method1(slf.py(), "append", (slf,)).map(drop)
    }
}

/// Has constructor parameters, and may be inherited from.
#[pyclass(module = "everbind_tests.class_faults", subclass, get_all, new = "from_fields")]
pub struct Point {
    x: f64,
    y: f64,
}

/// Has a base with a value of its own.
#[pyclass(module = "everbind_tests.class_faults", extends = Point, subclass)]
pub struct Point3 {
    #[pyo3(get)]
    z: f64,
}

#[pymethods]
impl Point3 {
    #[new]
    fn new(x: f64, y: f64, z: f64) -> (Self, Point) {
        (Self { z }, Point { x, y })
    }

    fn sum(slf: PyRef<'_, Self>) -> f64 {
        slf.as_super().x + slf.as_super().y + slf.z
    }
}

#[pymodule(submodule, name = "class_faults")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{
        Attributes, Buffers, Clearing, Descriptors, Dropped, Finalised, Initialised, Orders,
        Others, Phoenix, Point, Point3, Sequences, Slots, Traversing,
    };

    /// Whether what fails panics from now on.
    #[pyfunction]
    fn panics(on: bool) {
        PANICS.store(on, Ordering::Relaxed);
    }
}
