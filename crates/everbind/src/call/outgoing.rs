//! Calls from Rust into Python.
//!
//! *Problem.* The classic way builds a tuple and a dictionary for each call.
//!
//! *How.* A Rust tuple of arguments is converted on the stack into an array whose
//! first slot stays free, and the callee gets that array by vectorcall: with
//! `PY_VECTORCALL_ARGUMENTS_OFFSET` a bound method puts its receiver into the free
//! slot instead of copying. A method call by name passes the receiver itself
//! (`PyObject_VectorcallMethod`), so that no bound method is made. Keywords are in
//! `keywords.rs`. Only Python tuples take the classic way.
//!
//! *Invariant.* The converted arguments are owned (or borrowed) by a tuple on the
//! caller's stack until the call returns.

use super::keywords::{self, Keywords, Target};
use crate::convert::{IntoPyObject, Token};
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, BoundObject, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyString, PyTuple, PyTupleMethods};
use crate::{PyAny, abi, ffi};

pub(super) type Callee<'a, 'py> = Borrowed<'a, 'py, PyAny>;
pub(super) type Name<'a, 'py> = Borrowed<'a, 'py, PyString>;
pub(super) type Answer<'py> = PyResult<Bound<'py, PyAny>>;

mod sealed {
    pub trait Sealed {}
}

/// What can be given as positional arguments: `()`, Rust tuples of up to twelve
/// values that convert to Python, references to them, and Python tuples.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a Python call's arguments",
    note = "positional arguments are a tuple; for a single argument write `(argument,)`"
)]
pub trait PyCallArgs<'py>: Sized + sealed::Sealed {
    #[doc(hidden)]
    fn call(
        self,
        function: Callee<'_, 'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
        token: Token,
    ) -> Answer<'py>;

    #[doc(hidden)]
    fn call_method(
        self,
        object: Callee<'_, 'py>,
        name: Name<'_, 'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
        token: Token,
    ) -> Answer<'py> {
        match kwargs {
            None => self.call_method_positional(object, name, token),
            Some(_) => self.call(object.getattr(name)?.as_borrowed(), kwargs, token),
        }
    }

    /// Gives the arguments to `f`, as objects that are alive meanwhile.
    #[doc(hidden)]
    fn with_objects(
        self,
        py: Python<'py>,
        token: Token,
        f: impl FnOnce(&[*mut ffi::PyObject]) -> Answer<'py>,
    ) -> Answer<'py>;

    #[doc(hidden)]
    fn call_positional(self, function: Callee<'_, 'py>, token: Token) -> Answer<'py>;

    #[doc(hidden)]
    fn call_method_positional(
        self,
        object: Callee<'_, 'py>,
        name: Name<'_, 'py>,
        token: Token,
    ) -> Answer<'py>;
}

/// Calls with the arguments `slots[1..]`; `slots[0]` is free.
fn vectorcall<'py>(function: Callee<'_, 'py>, slots: &mut [*mut ffi::PyObject]) -> Answer<'py> {
    let count = (slots.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: attached; the arguments are alive until the caller returns, and the
    // slot before them may be written to.
    unsafe {
        let args = slots.as_mut_ptr().add(1);
        let result = ffi::PyObject_Vectorcall(function.as_ptr(), args, count, std::ptr::null_mut());
        Bound::from_call(function.py(), result)
    }
}

/// Calls the method `name` of `slots[0]` with the arguments `slots[1..]`.
fn vectorcall_method<'py>(
    object: Callee<'_, 'py>,
    name: Name<'_, 'py>,
    slots: &mut [*mut ffi::PyObject],
) -> Answer<'py> {
    slots[0] = object.as_ptr();
    // Of a method it is the receiver's slot that may be written to.
    let count = slots.len() | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: as for `vectorcall`; the receiver is alive through `object`.
    unsafe {
        let args = slots.as_mut_ptr();
        let result =
            ffi::PyObject_VectorcallMethod(name.as_ptr(), args, count, std::ptr::null_mut());
        Bound::from_call(object.py(), result)
    }
}

/// Calls with constant keywords.
///
/// # Errors
/// What the call raises; those of converting the arguments.
#[inline]
pub(crate) fn call_kw<'py, A: PyCallArgs<'py>, V: PyCallArgs<'py>>(
    function: Callee<'_, 'py>,
    args: A,
    keywords: Keywords<V>,
) -> Answer<'py> {
    with_keywords(Target::Function(function), function.py(), args, keywords)
}

/// As [`call_kw`], a method.
///
/// # Errors
/// As for [`call_kw`], and `AttributeError`.
#[inline]
pub(crate) fn call_method_kw<'py, A: PyCallArgs<'py>, V: PyCallArgs<'py>>(
    object: Callee<'_, 'py>,
    name: Name<'_, 'py>,
    args: A,
    keywords: Keywords<V>,
) -> Answer<'py> {
    with_keywords(Target::Method(object, name), object.py(), args, keywords)
}

#[inline(always)]
fn with_keywords<'py, A: PyCallArgs<'py>, V: PyCallArgs<'py>>(
    target: Target<'_, 'py>,
    py: Python<'py>,
    args: A,
    keywords: Keywords<V>,
) -> Answer<'py> {
    let (names, values) = (keywords.names(py), keywords.values);
    args.with_objects(py, Token::NEW, |args| {
        values
            .with_objects(py, Token::NEW, |values| keywords::constant(target, args, names, values))
    })
}

/// The classic call: a tuple of the arguments, and the dictionary itself.
#[inline(never)]
pub(super) fn classic<'py>(
    target: Target<'_, 'py>,
    args: &[*mut ffi::PyObject],
    kwargs: &Bound<'py, PyDict>,
) -> Answer<'py> {
    let py = kwargs.py();
    // SAFETY: living objects, all of them.
    let objects = args.iter().map(|arg| unsafe { Borrowed::from_ptr_unchecked(py, *arg) });
    let args = PyTuple::new(py, objects)?;
    match target {
        Target::Function(function) => tuple_call(function, args.as_borrowed(), Some(kwargs)),
        Target::Method(object, name) => {
            let method = object.getattr(name)?;
            tuple_call(method.as_borrowed(), args.as_borrowed(), Some(kwargs))
        }
    }
}

/// The classic call, with a tuple and perhaps a dictionary.
///
/// The interpreter reads the dictionary without locking it, as `f(**kwargs)` hands it one of its
/// own. Without the GIL it gets a copy, for another thread may know ours.
fn tuple_call<'py>(
    function: Callee<'_, 'py>,
    args: Borrowed<'_, 'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> Answer<'py> {
    let copy = match kwargs {
        Some(kwargs) if abi::interpreter().free_threaded => Some(kwargs.copy()?),
        _ => None,
    };
    let kwargs = copy.as_ref().or(kwargs).map_or(std::ptr::null_mut(), Bound::as_ptr);
    // SAFETY: attached; a tuple, and a dictionary or null that no other thread changes.
    unsafe {
        let result = ffi::PyObject_Call(function.as_ptr(), args.as_ptr(), kwargs);
        Bound::from_call(function.py(), result)
    }
}

fn tuple_call_method<'py>(
    object: Callee<'_, 'py>,
    name: Name<'_, 'py>,
    args: Borrowed<'_, 'py, PyTuple>,
) -> Answer<'py> {
    let method = object.getattr(name)?;
    tuple_call(method.as_borrowed(), args, None)
}

/// Python tuples, by any handle.
macro_rules! tuple_handles {
    ($([$($lt:lifetime),*] $handle:ty, |$this:ident, $py:ident| $borrow:expr;)*) => {$(
        impl<$($lt),*> sealed::Sealed for $handle {}

        impl<'py, $($lt),*> PyCallArgs<'py> for $handle {
            fn call(
                self,
                function: Callee<'_, 'py>,
                kwargs: Option<&Bound<'py, PyDict>>,
                _: Token,
            ) -> Answer<'py> {
                let ($this, $py) = (&self, function.py());
                tuple_call(function, $borrow, kwargs)
            }

            fn call_positional(self, function: Callee<'_, 'py>, token: Token) -> Answer<'py> {
                PyCallArgs::call(self, function, None, token)
            }

            fn call_method_positional(
                self,
                object: Callee<'_, 'py>,
                name: Name<'_, 'py>,
                _: Token,
            ) -> Answer<'py> {
                let ($this, $py) = (&self, object.py());
                tuple_call_method(object, name, $borrow)
            }

            fn with_objects(
                self,
                $py: Python<'py>,
                _: Token,
                f: impl FnOnce(&[*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                let $this = &self;
                let items: Vec<_> = $borrow.iter().collect();
                let objects: Vec<_> = items.iter().map(Bound::as_ptr).collect();
                f(&objects)
            }
        }
    )*};
}

tuple_handles! {
    ['x] Bound<'x, PyTuple>, |this, py| this.as_unbound().bind_borrowed(py);
    ['a, 'x] &'a Bound<'x, PyTuple>, |this, py| this.as_unbound().bind_borrowed(py);
    ['a, 'x] Borrowed<'a, 'x, PyTuple>, |this, py| this.as_unbound().bind_borrowed(py);
    [] Py<PyTuple>, |this, py| this.bind_borrowed(py);
    ['a] &'a Py<PyTuple>, |this, py| this.bind_borrowed(py);
}

/// One argument, converted.
fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<T::Output> {
    match value.into_pyobject(py) {
        Ok(object) => Ok(object),
        Err(err) => Err(err.into()),
    }
}

macro_rules! rust_tuples {
    ($($count:literal: $($arg:ident $name:ident $index:tt),*;)*) => {$(
        impl<$($arg),*> sealed::Sealed for ($($arg,)*) {}

        impl<'py, $($arg: IntoPyObject<'py>),*> PyCallArgs<'py> for ($($arg,)*) {
            fn call(
                self,
                function: Callee<'_, 'py>,
                kwargs: Option<&Bound<'py, PyDict>>,
                token: Token,
            ) -> Answer<'py> {
                match kwargs {
                    None => self.call_positional(function, token),
                    Some(kwargs) => self.with_objects(function.py(), token, |args| {
                        keywords::by_dict(Target::Function(function), args, kwargs)
                    }),
                }
            }

            fn call_method(
                self,
                object: Callee<'_, 'py>,
                name: Name<'_, 'py>,
                kwargs: Option<&Bound<'py, PyDict>>,
                token: Token,
            ) -> Answer<'py> {
                match kwargs {
                    None => self.call_method_positional(object, name, token),
                    Some(kwargs) => self.with_objects(object.py(), token, |args| {
                        keywords::by_dict(Target::Method(object, name), args, kwargs)
                    }),
                }
            }

            #[inline(always)]
            fn with_objects(
                self,
                _py: Python<'py>,
                _: Token,
                f: impl FnOnce(&[*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                $(
                    let $name = match object(_py, self.$index) {
                        Ok(object) => object,
                        Err(err) => return Err(err),
                    };
                )*
                f(&[$(BoundObject::as_ptr(&$name)),*])
            }

            #[inline]
            fn call_positional(self, function: Callee<'_, 'py>, _: Token) -> Answer<'py> {
                let _py = function.py();
                $(
                    let $name = match object(_py, self.$index) {
                        Ok(object) => object,
                        Err(err) => return Err(err),
                    };
                )*
                let mut slots = [std::ptr::null_mut() $(, BoundObject::as_ptr(&$name))*];
                vectorcall(function, &mut slots)
            }

            #[inline]
            fn call_method_positional(
                self,
                object: Callee<'_, 'py>,
                name: Name<'_, 'py>,
                _: Token,
            ) -> Answer<'py> {
                let _py = object.py();
                $(
                    let $name = match self::object(_py, self.$index) {
                        Ok(object) => object,
                        Err(err) => return Err(err),
                    };
                )*
                let mut slots = [std::ptr::null_mut() $(, BoundObject::as_ptr(&$name))*];
                vectorcall_method(object, name, &mut slots)
            }
        }

        impl<$($arg),*> sealed::Sealed for &($($arg,)*) {}

        impl<'a, 'py, $($arg),*> PyCallArgs<'py> for &'a ($($arg,)*)
        where
            $(&'a $arg: IntoPyObject<'py>,)*
        {
            fn call(
                self,
                function: Callee<'_, 'py>,
                kwargs: Option<&Bound<'py, PyDict>>,
                token: Token,
            ) -> Answer<'py> {
                PyCallArgs::call(($(&self.$index,)*), function, kwargs, token)
            }

            #[inline]
            fn call_positional(self, function: Callee<'_, 'py>, token: Token) -> Answer<'py> {
                ($(&self.$index,)*).call_positional(function, token)
            }

            #[inline]
            fn call_method_positional(
                self,
                object: Callee<'_, 'py>,
                name: Name<'_, 'py>,
                token: Token,
            ) -> Answer<'py> {
                ($(&self.$index,)*).call_method_positional(object, name, token)
            }

            fn call_method(
                self,
                object: Callee<'_, 'py>,
                name: Name<'_, 'py>,
                kwargs: Option<&Bound<'py, PyDict>>,
                token: Token,
            ) -> Answer<'py> {
                PyCallArgs::call_method(($(&self.$index,)*), object, name, kwargs, token)
            }

            #[inline(always)]
            fn with_objects(
                self,
                py: Python<'py>,
                token: Token,
                f: impl FnOnce(&[*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                ($(&self.$index,)*).with_objects(py, token, f)
            }
        }
    )*};
}

rust_tuples! {
    0: ;
    1: A a 0;
    2: A a 0, B b 1;
    3: A a 0, B b 1, C c 2;
    4: A a 0, B b 1, C c 2, D d 3;
    5: A a 0, B b 1, C c 2, D d 3, E e 4;
    6: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5;
    7: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6;
    8: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7;
    9: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8;
    10: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9;
    11: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10;
    12: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11;
}
