//! State that belongs to one interpreter: type objects, interned strings,
//! cached imports, `PyOnceLock` values.
//!
//! *Problem.* A `static` is shared by all interpreters of the process, an object
//! belongs to one. But nearly always there is only one, and then a look-up must
//! cost no more than a load and a compare.
//!
//! *How.* Each [`PerInterpreter`] cell has a `fast` pointer to its value, which is
//! set only while a single interpreter has come through here. The values
//! themselves are owned by the interpreter's [`State`]. When a second interpreter
//! arrives, all `fast` pointers are cleared for good ([`SEVERAL`]) and look-ups go
//! through `PyInterpreterState_Get`.
//!
//! *Invariants.*
//! - A value is made, read and dropped only under the interpreter whose it is.
//! - It lives until that interpreter is finalised (a capsule in the interpreter's
//!   own dictionary owns the `State`) or until its cell is dropped.
//! - `fast` is written under the lock of [`STATES`], and only while [`SEVERAL`] is false.
//! - No Python code and no destructor runs under the lock.
//!
//! *Rejected.* Module state: reaching it needs the defining class or module on
//! every path. A thread-local: its access alone costs as much as a call.

use std::any::Any;
use std::collections::HashMap;
use std::convert::Infallible;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ffi;
use crate::python::Python;

/// One interpreter's values, by the address of their cell.
struct State {
    interpreter: *mut ffi::PyInterpreterState,
    values: HashMap<usize, Entry>,
}

struct Entry {
    value: *mut (dyn Any + Send),
    /// The cell's `fast` pointer; valid as long as the entry exists, because a
    /// cell removes its entries before it dies.
    fast: *const AtomicPtr<()>,
}

// SAFETY: raw pointers that are only followed under their own interpreter
// (values) or under the lock (fast).
unsafe impl Send for State {}

static STATES: Mutex<Vec<State>> = Mutex::new(Vec::new());
static SEVERAL: AtomicBool = AtomicBool::new(false);

fn states() -> MutexGuard<'static, Vec<State>> {
    STATES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether more than one interpreter has used this library.
#[inline]
pub(crate) fn several() -> bool {
    SEVERAL.load(Ordering::Relaxed)
}

/// Makes the current interpreter known, before any of the library's objects is
/// made in it. Returns whether another one is alive here.
pub(crate) fn enter(py: Python<'_>) -> bool {
    // SAFETY: attached (token).
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    let (new, others) = {
        let mut states = states();
        let known = states.iter().any(|state| state.interpreter == interpreter);
        if !known {
            if !states.is_empty() {
                SEVERAL.store(true, Ordering::SeqCst);
            }
            if several() {
                forget_fast(&states);
            }
            states.push(State { interpreter, values: HashMap::new() });
        }
        (!known, states.len() > 1)
    };
    if new {
        own_by_interpreter(py, interpreter);
    }
    others
}

/// Whether another interpreter than the current one uses this library now.
pub(crate) fn used_elsewhere(_py: Python<'_>) -> bool {
    // SAFETY: attached (token).
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    states().iter().any(|state| state.interpreter != interpreter)
}

fn forget_fast(states: &[State]) {
    for entry in states.iter().flat_map(|state| state.values.values()) {
        // SAFETY: the cell outlives its entry.
        unsafe { (*entry.fast).store(ptr::null_mut(), Ordering::SeqCst) };
    }
}

/// Puts a capsule into the interpreter's dictionary whose destructor releases
/// the state. Where that fails, the state simply lives on.
fn own_by_interpreter(_py: Python<'_>, interpreter: *mut ffi::PyInterpreterState) {
    // SAFETY: attached; every reference made here is given up here, and errors
    // are cleared because nothing depends on success.
    unsafe {
        let dict = ffi::PyInterpreterState_GetDict(interpreter);
        let pointer = interpreter.cast::<c_void>();
        let capsule = ffi::PyCapsule_New(pointer, c"everbind.state".as_ptr(), Some(release));
        let key = ffi::PyLong_FromVoidPtr((&raw const STATES).cast_mut().cast());
        if !dict.is_null() && !capsule.is_null() && !key.is_null() {
            ffi::PyDict_SetItem(dict, key, capsule);
        }
        ffi::Py_XDECREF(key);
        ffi::Py_XDECREF(capsule);
        ffi::PyErr_Clear();
    }
}

unsafe extern "C" fn release(capsule: *mut ffi::PyObject) {
    // SAFETY: CPython calls this attached, with the capsule made above.
    let interpreter = unsafe { ffi::PyCapsule_GetPointer(capsule, c"everbind.state".as_ptr()) };
    let state = {
        let mut states = states();
        let place = states.iter().position(|s| s.interpreter.cast() == interpreter);
        let Some(place) = place else { return };
        let state = states.swap_remove(place);
        forget_fast(std::slice::from_ref(&state));
        if states.is_empty() {
            SEVERAL.store(false, Ordering::SeqCst);
        }
        state
    };
    for entry in state.values.into_values() {
        // SAFETY: the entry was taken out of the only table that named it.
        drop(unsafe { Box::from_raw(entry.value) });
    }
}

/// A cell with one value for each interpreter, made on first use.
pub struct PerInterpreter<T: Send + 'static> {
    fast: AtomicPtr<()>,
    _value: PhantomData<fn() -> T>,
}

// SAFETY: shared access gives `&T` to threads of one interpreter: needs `T: Sync`;
// the value may be made on one and dropped on another: needs `T: Send`.
unsafe impl<T: Send + Sync + 'static> Sync for PerInterpreter<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync + 'static> Send for PerInterpreter<T> {}

impl<T: Send + 'static> PerInterpreter<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        PerInterpreter { fast: AtomicPtr::new(ptr::null_mut()), _value: PhantomData }
    }

    fn key(&self) -> usize {
        ptr::from_ref(self).addr()
    }

    /// The current interpreter's value, if it was made.
    #[inline(always)]
    pub fn get<'a>(&'a self, py: Python<'a>) -> Option<&'a T> {
        let fast = self.fast.load(Ordering::Acquire).cast::<T>();
        if fast.is_null() {
            self.look_up(py)
        } else {
            // SAFETY: set only while one interpreter is about, to its living value.
            Some(unsafe { &*fast })
        }
    }

    #[cold]
    fn look_up<'a>(&'a self, _py: Python<'a>) -> Option<&'a T> {
        // SAFETY: attached (token).
        let interpreter = unsafe { ffi::PyInterpreterState_Get() };
        let states = states();
        let state = states.iter().find(|state| state.interpreter == interpreter)?;
        let value = state.values.get(&self.key())?.value.cast::<T>();
        // SAFETY: the entry of this very cell holds a `T`, and lives while its
        // interpreter does, which the token shows for `'a`.
        Some(unsafe { &*value })
    }

    /// The value, made by `f` when there is none. When several threads (or `f`
    /// itself) make one at the same time, the first to finish wins.
    ///
    /// # Errors
    /// Those of `f`.
    #[inline]
    pub fn get_or_try_init<'a, E>(
        &'a self,
        py: Python<'a>,
        f: impl FnOnce() -> Result<T, E>,
    ) -> Result<&'a T, E> {
        match self.get(py) {
            Some(value) => Ok(value),
            None => {
                let value = f()?;
                Ok(self.set(py, value).unwrap_or_else(|(winner, _late)| winner))
            }
        }
    }

    /// As [`get_or_try_init`](Self::get_or_try_init), for an `f` that cannot fail.
    pub fn get_or_init<'a>(&'a self, py: Python<'a>, f: impl FnOnce() -> T) -> &'a T {
        let result = self.get_or_try_init(py, || Ok::<T, Infallible>(f()));
        let Ok(value) = result;
        value
    }

    /// Sets the value unless there is one.
    ///
    /// # Errors
    /// The value that is there, and the one refused.
    #[cold]
    pub fn set<'a>(&'a self, py: Python<'a>, value: T) -> Result<&'a T, (&'a T, T)> {
        enter(py);
        // SAFETY: attached (token).
        let interpreter = unsafe { ffi::PyInterpreterState_Get() };
        let mut states = states();
        let state = states.iter_mut().find(|state| state.interpreter == interpreter);
        let state = state.expect("entered above");
        if let Some(entry) = state.values.get(&self.key()) {
            // SAFETY: as in `look_up`.
            return Err((unsafe { &*entry.value.cast::<T>() }, value));
        }
        let value = Box::into_raw(Box::new(value));
        let entry = Entry { value, fast: &self.fast };
        state.values.insert(self.key(), entry);
        if !several() {
            self.fast.store(value.cast(), Ordering::Release);
        }
        // SAFETY: just put there.
        Ok(unsafe { &*value })
    }

    /// Takes the values of all interpreters out, the current thread's first.
    fn take_all(&mut self) -> Vec<Box<T>> {
        if self.fast.load(Ordering::Relaxed).is_null() && !several() {
            return Vec::new();
        }
        self.fast.store(ptr::null_mut(), Ordering::SeqCst);
        let key = self.key();
        let mut states = states();
        let taken = states.iter_mut().filter_map(|state| state.values.remove(&key));
        // SAFETY: this cell's entries hold `T`s, and nobody else names them now.
        taken.map(|entry| unsafe { Box::from_raw(entry.value.cast::<T>()) }).collect()
    }

    /// The value, moved out; see [`PyOnceLock::take`](crate::sync::PyOnceLock::take).
    pub(crate) fn take(&mut self) -> Option<T> {
        self.take_all().pop().map(|value| *value)
    }

    /// Mutable access to the one value.
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        let fast = self.fast.load(Ordering::Relaxed).cast::<T>();
        // SAFETY: exclusive access to the cell is exclusive access to its value.
        (!fast.is_null()).then(|| unsafe { &mut *fast })
    }
}

impl<T: Send + 'static> Default for PerInterpreter<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + 'static> Drop for PerInterpreter<T> {
    fn drop(&mut self) {
        drop(self.take_all());
    }
}
