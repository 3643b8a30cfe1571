//! What the tests of conversions share: Python code in, messages out.
#![allow(dead_code)] // each test file uses some of it

use std::ffi::{CStr, CString};
use std::fmt::Debug;

use everbind::conversion::{FromPyObjectOwned, IntoPyObjectExt};
use everbind::prelude::*;
use everbind::types::PyDict;

/// What `code` evaluates to; names in `setup` are known.
pub fn eval<'py>(py: Python<'py>, code: &str) -> Bound<'py, PyAny> {
    let globals = PyDict::new(py);
    py.run(SETUP, Some(&globals), None).unwrap();
    let code = CString::new(code).unwrap();
    py.eval(&code, Some(&globals), None).unwrap()
}

#[track_caller]
pub fn reads<T>(code: &str, expected: T)
where
    T: for<'py> FromPyObjectOwned<'py> + PartialEq + Debug,
{
    Python::attach(|py| {
        let value = eval(py, code).extract::<T>().map_err(Into::<PyErr>::into);
        match value {
            Ok(value) => assert_eq!(value, expected, "{code}"),
            Err(err) => panic!("{code}: {err}"),
        }
    });
}

#[track_caller]
pub fn fails<T>(code: &str, message: &str)
where
    T: for<'py> FromPyObjectOwned<'py> + Debug,
{
    Python::attach(|py| match eval(py, code).extract::<T>() {
        Ok(value) => panic!("{code} gave {value:?}"),
        Err(err) => {
            let err: PyErr = err.into();
            assert_eq!(err.to_string(), message, "{code}");
        }
    });
}

/// Out by value and by reference, and back; `code` is what Python calls it.
#[macro_export]
macro_rules! round_trips {
    ($value:expr, $code:expr $(,)?) => {{
        let (value, code): (_, &str) = ($value, $code);
        writes(&value, code);
        writes(value.clone(), code);
        reads(code, value);
    }};
}

#[track_caller]
pub fn writes<T: for<'py> IntoPyObject<'py>>(value: T, code: &str) {
    Python::attach(|py| {
        let object = value.into_bound_py_any(py).unwrap();
        let expected = eval(py, code);
        let same = object.get_type().is(expected.get_type()) && object.eq(&expected).unwrap();
        assert!(same, "got {object:?}, not {expected:?}");
    });
}

#[track_caller]
pub fn writes_error<T: for<'py> IntoPyObject<'py>>(value: T, start: &str) {
    Python::attach(|py| {
        let err = value.into_bound_py_any(py).unwrap_err().to_string();
        assert!(err.starts_with(start), "{err}");
    });
}

/// What Python code in these tests can name.
const SETUP: &CStr = c"
import datetime, fractions, ipaddress, pathlib, collections, array

class Index:
    def __init__(self, value): self.value = value
    def __index__(self): return self.value

class Float:
    def __init__(self, value): self.value = value
    def __float__(self): return self.value

class BadFloat:
    def __float__(self): raise KeyError('mine')

class BadIndex:
    def __index__(self): return 'text'

class Int(int): pass
class Real(float): pass
class Text(str): pass
class List(list):
    def __iter__(self): return iter([7, 8])
class Pair(tuple): pass
class Dict(dict): pass
Named = collections.namedtuple('Named', 'a b')

class Path:
    def __fspath__(self): return 'a/b'

class BytesPath:
    def __fspath__(self): return b'a/b'

class Seq:
    def __len__(self): return 2
    def __getitem__(self, i):
        if i > 1: raise IndexError
        return i * 10

class Liar:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 1: raise IndexError
        return i

class Appends:
    def __init__(self, to): self.to = to
    def __index__(self):
        if len(self.to) < 5: self.to.append(4)
        return 9

class Clears:
    def __init__(self, of): self.of = of
    def __index__(self):
        self.of.clear()
        return 9

def appending():
    out = [1, 2]; out.append(Appends(out)); out.append(3); return out

def clearing():
    out = [1, 2]; out.append(Clears(out)); out.append(3); return out

class Grows:
    def __init__(self, d): self.d = d
    def __index__(self):
        self.d['new'] = 1
        return 9

def growing():
    out = {'a': 1}; out['b'] = Grows(out); return out
";
