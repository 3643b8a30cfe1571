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
use crate::convert::nested::{nested, with_slots};
use crate::convert::{IntoPyObject, Token};
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
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
    /// Gives the arguments to `f` behind a slot that is free, as objects that are alive meanwhile.
    #[doc(hidden)]
    fn with_slots(
        self,
        py: Python<'py>,
        token: Token,
        f: impl FnOnce(&mut [*mut ffi::PyObject]) -> Answer<'py>,
    ) -> Answer<'py>;

    /// Calls with these arguments alone.
    #[doc(hidden)]
    #[inline]
    fn positional(self, target: Target<'_, 'py>, token: Token) -> Answer<'py> {
        self.with_slots(target.py(), token, |slots| match target {
            Target::Function(function) => vectorcall(function, slots),
            Target::Method(object, name) => vectorcall_method(object, name, slots),
        })
    }

    /// Calls with the items of a dictionary as keywords besides.
    #[doc(hidden)]
    fn with_kwargs(
        self,
        target: Target<'_, 'py>,
        kwargs: &Bound<'py, PyDict>,
        token: Token,
    ) -> Answer<'py> {
        self.with_slots(target.py(), token, |slots| keywords::by_dict(target, &slots[1..], kwargs))
    }
}

/// Calls with the arguments `slots[1..]`; `slots[0]` is free. In line: a call of this would be as long.
#[inline(always)]
fn vectorcall<'py>(function: Callee<'_, 'py>, slots: &mut [*mut ffi::PyObject]) -> Answer<'py> {
    // SAFETY: the arguments are alive until the caller returns, and the slot before them may be
    // written to.
    unsafe {
        let args = slots.as_mut_ptr().add(1);
        Target::Function(function).vectorcall(args, slots.len() - 1, std::ptr::null_mut())
    }
}

/// Calls the method `name` of `object` with the arguments `slots[1..]`.
#[inline]
fn vectorcall_method<'py>(
    object: Callee<'_, 'py>,
    name: Name<'_, 'py>,
    slots: &mut [*mut ffi::PyObject],
) -> Answer<'py> {
    slots[0] = object.as_ptr();
    // SAFETY: as for `vectorcall`; the receiver is alive through `object`. Of a method it is the
    // receiver's slot that may be written to.
    unsafe {
        let args = slots.as_mut_ptr();
        Target::Method(object, name).vectorcall(args, slots.len(), std::ptr::null_mut())
    }
}

/// Calls with positional arguments, and perhaps the items of a dictionary as keywords.
///
/// # Errors
/// What the call raises, `AttributeError` of a method; those of converting the arguments.
#[inline]
pub(crate) fn call<'py, A: PyCallArgs<'py>>(
    target: Target<'_, 'py>,
    args: A,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> Answer<'py> {
    match kwargs {
        None => args.positional(target, Token::NEW),
        Some(kwargs) => args.with_kwargs(target, kwargs, Token::NEW),
    }
}

/// As [`call`], with constant keywords.
///
/// # Errors
/// As for [`call`].
#[inline]
pub(crate) fn call_kw<'py, A: PyCallArgs<'py>, V: PyCallArgs<'py>>(
    target: Target<'_, 'py>,
    args: A,
    keywords: Keywords<V>,
) -> Answer<'py> {
    let py = target.py();
    let (names, values) = (keywords.names(py), keywords.values);
    args.with_slots(py, Token::NEW, |args| {
        values.with_slots(py, Token::NEW, |values| {
            keywords::constant(target, &args[1..], names, &values[1..])
        })
    })
}

/// The classic call: a tuple of the arguments, and the dictionary itself.
#[inline]
pub(super) fn classic<'py>(
    target: Target<'_, 'py>,
    args: &[*mut ffi::PyObject],
    kwargs: &Bound<'py, PyDict>,
) -> Answer<'py> {
    let py = kwargs.py();
    let args = PyTuple::of(py, args.len(), &mut |index| {
        // SAFETY: living objects, all of them.
        unsafe { Borrowed::from_ptr_unchecked(py, args[index]) }.to_owned()
    })?;
    with_tuple(target, args.as_borrowed(), Some(kwargs))
}

#[inline]
fn with_tuple<'py>(
    target: Target<'_, 'py>,
    args: Borrowed<'_, 'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> Answer<'py> {
    match target {
        Target::Function(function) => tuple_call(function, args, kwargs),
        Target::Method(object, name) => {
            tuple_call(object.getattr(name)?.as_borrowed(), args, kwargs)
        }
    }
}

/// The classic call, with a tuple and perhaps a dictionary.
///
/// The interpreter reads the dictionary without locking it, as `f(**kwargs)` hands it one of its
/// own. Without the GIL it gets a copy, for another thread may know ours.
#[inline]
fn tuple_call<'py>(
    function: Callee<'_, 'py>,
    args: Borrowed<'_, 'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> Answer<'py> {
    let copy = match kwargs {
        Some(kwargs) if abi::interpreter().free_threaded => Some(kwargs.copy()?),
        _ => None,
    };
    let kwargs = Bound::ptr_or_null(copy.as_ref().or(kwargs));
    // SAFETY: attached; a tuple, and a dictionary or null that no other thread changes.
    unsafe {
        let result = ffi::PyObject_Call(function.as_ptr(), args.as_ptr(), kwargs);
        Bound::from_call(function.py(), result)
    }
}

/// Python tuples, by any handle.
macro_rules! tuple_handles {
    ($([$($lt:lifetime),*] $handle:ty, |$this:ident, $py:ident| $borrow:expr;)*) => {$(
        impl<$($lt),*> sealed::Sealed for $handle {}

        impl<'py, $($lt),*> PyCallArgs<'py> for $handle {
            #[inline]
            fn positional(self, target: Target<'_, 'py>, _: Token) -> Answer<'py> {
                let ($this, $py) = (&self, target.py());
                with_tuple(target, $borrow, None)
            }

            #[inline]
            fn with_kwargs(
                self,
                target: Target<'_, 'py>,
                kwargs: &Bound<'py, PyDict>,
                _: Token,
            ) -> Answer<'py> {
                let ($this, $py) = (&self, target.py());
                with_tuple(target, $borrow, Some(kwargs))
            }

            fn with_slots(
                self,
                $py: Python<'py>,
                _: Token,
                f: impl FnOnce(&mut [*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                let $this = &self;
                let items: Vec<_> = $borrow.iter().collect();
                let mut slots = vec![std::ptr::null_mut()];
                slots.extend(items.iter().map(Bound::as_ptr));
                f(&mut slots)
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

macro_rules! rust_tuples {
    ($($count:literal: $($arg:ident $name:ident $index:tt),*;)*) => {$(
        impl<$($arg),*> sealed::Sealed for ($($arg,)*) {}

        impl<'py, $($arg: IntoPyObject<'py>),*> PyCallArgs<'py> for ($($arg,)*) {
            #[inline(always)]
            fn with_slots(
                self,
                py: Python<'py>,
                _: Token,
                f: impl FnOnce(&mut [*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                let ($($name,)*) = self;
                with_slots::<{ 1 + $count }, _, _>(nested!($($name)*), py, f)
            }
        }

        impl<$($arg),*> sealed::Sealed for &($($arg,)*) {}

        impl<'a, 'py, $($arg),*> PyCallArgs<'py> for &'a ($($arg,)*)
        where
            $(&'a $arg: IntoPyObject<'py>,)*
        {
            #[inline(always)]
            fn with_slots(
                self,
                py: Python<'py>,
                token: Token,
                f: impl FnOnce(&mut [*mut ffi::PyObject]) -> Answer<'py>,
            ) -> Answer<'py> {
                ($(&self.$index,)*).with_slots(py, token, f)
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
