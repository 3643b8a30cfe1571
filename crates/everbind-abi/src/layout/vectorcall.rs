//! Calling an object by the function in its vectorcall slot.
//!
//! *Problem.* `PyObject_Vectorcall` finds that function, calls it, and looks that it has either returned
//! an object or set an exception. So there are two calls where one would do, in each of which the
//! processor guesses where it goes.
//!
//! *How.* One address is called: that of [`by_slot`], which ends with a jump and has no frame; where the layout is
//! not known that of [`by_place`], which knows the slot of Python functions alone (`functions.rs`); or else CPython's
//! own. So none costs the caller a question. What a Python function
//! returns the interpreter does not look at either when it calls one. Of a null with no exception set,
//! who calls makes an error anyhow; an object with an exception set is a fault of the callee's,
//! which the interpreter reports when the next C function returns.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::functions::{self, Place};
use super::{Layout, field, known};
use crate::call::address_of_vectorcall;
use crate::table::Table;
use crate::unwind::Hang;
use crate::*;

pub(crate) type Call = unsafe extern "C-unwind" fn(
    *mut PyObject,
    *const *mut PyObject,
    usize,
    *mut PyObject,
) -> *mut PyObject;

static CALL: Table<Option<Call>> = Table::new(None);

/// What [`by_place`] knows.
static PLACE: Table<Place> = Table::new(Place { type_: std::ptr::null_mut(), offset: 0 });

/// Chooses what is called; `functions` is the place that Python functions have, if it was found.
///
/// # Safety
/// As [`settle`](super::settle).
pub(super) unsafe fn settle(row: Option<&Layout>, functions: Option<Place>) {
    // SAFETY: the tables are filled, and nobody reads before `load` has returned (caller's contract).
    unsafe {
        let call = match functions {
            _ if row.is_some() => by_slot,
            Some(place) => {
                PLACE.slots().write(place);
                by_place
            }
            None => address_of_vectorcall(),
        };
        CALL.slots().write(Some(call));
    }
}

/// Whether Python functions are called by their slot: with a layout, or because its place was found.
///
/// # Panics
/// If [`load`](crate::load) has not returned `Ok`.
pub fn calls_functions() -> bool {
    assert!(crate::load::is_loaded(), "everbind_abi::load() has not returned Ok");
    // SAFETY: loaded, so nothing writes it any more.
    unsafe { (*CALL.slots()).map(|call| call as usize) != Some(address_of_vectorcall() as usize) }
}

/// CPython's `PyObject_Vectorcall`, but for the look at the result.
///
/// # Safety
/// As CPython's documentation says; and [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn vectorcall(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: `settle` has chosen, and nothing writes since; the rest is the caller's contract.
    unsafe {
        let call = (*CALL.slots()).unwrap_unchecked();
        let hang = Hang;
        let result = call(callable, args, nargsf, kwnames);
        std::mem::forget(hang);
        result
    }
}

/// # Safety
/// As [`vectorcall`], with a known layout.
unsafe extern "C-unwind" fn by_slot(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: an object, its type, and offsets of the version; for the flags see `type_flags`. A type
    // with the flag says where in its instances the function is. The rest is the caller's contract.
    unsafe {
        let known = known();
        let type_ = field::<*mut PyObject>(callable, known.ob_type).read();
        let flags = &*field::<AtomicUsize>(type_, known.type_flags);
        let has = flags.load(Ordering::Relaxed) & Py_TPFLAGS_HAVE_VECTORCALL as usize != 0;
        let offset = || field::<Py_ssize_t>(type_, known.type_call_offset).read();
        call_at(has.then(offset), callable, args, nargsf, kwnames)
    }
}

/// # Safety
/// As [`vectorcall`], with a place that was found.
unsafe extern "C-unwind" fn by_place(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: an object with the header of the GIL, as `functions::find` has seen to; an instance of that type has
    // its function there. The rest is the caller's contract.
    unsafe {
        let place = &*PLACE.slots();
        let type_ = field::<*mut PyTypeObject>(callable, functions::TYPE).read();
        let offset = (type_ == place.type_).then_some(place.offset as Py_ssize_t);
        call_at(offset, callable, args, nargsf, kwnames)
    }
}

/// Calls the function at that place in the object, or lets CPython look for one.
///
/// # Safety
/// As [`vectorcall`]; at the offset the object has a function, or none since it is not callable after all.
#[inline(always)]
unsafe fn call_at(
    offset: Option<Py_ssize_t>,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's contract.
    unsafe {
        let read = |offset| callable.byte_offset(offset).cast::<Option<vectorcallfunc>>().read();
        match offset.and_then(read) {
            Some(function) => function(callable, args, nargsf, kwnames),
            None => address_of_vectorcall()(callable, args, nargsf, kwnames),
        }
    }
}
