//! State that belongs to one interpreter: type objects, interned strings,
//! cached imports, `PyOnceLock` values.
//!
//! *Problem.* A `static` is shared by all interpreters of the process, an object
//! belongs to one. But nearly always there is only one, and then a look-up must
//! cost no more than a few loads and a compare.
//!
//! *How.* The values are owned by the interpreter's [`State`], under a number that
//! each [`PerInterpreter`] cell gets when it first has a value. Beside it the cell
//! remembers the value's address and the *reign* in which it was valid. A reign is
//! a time in which one interpreter alone uses this library; [`REIGN`] is its
//! number, and 0 at all other times. While the numbers agree, the address is good.
//! Otherwise the look-up goes through `PyInterpreterState_Get`.
//!
//! *Invariants.*
//! - A value is made, read and dropped only under the interpreter whose it is.
//! - It lives until that interpreter is finalised (a capsule in the interpreter's
//!   own dictionary owns the `State`) or until its cell is dropped.
//! - `REIGN` changes only under the lock of [`STATES`]; no number is used twice.
//! - A cell's `fast` is written before its `reign`, so who reads a current `reign`
//!   reads the address that belongs to it.
//! - No Python code and no destructor runs under the lock.
//!
//! *Rejected.* Module state: reaching it needs the defining class or module on
//! every path. A thread-local: its access alone costs as much as a call. Pointers
//! from the table back to the cells, cleared when a second interpreter comes: one
//! load cheaper, but a cell that is no `static` may be moved.

use std::any::Any;
use std::collections::HashMap;
use std::convert::Infallible;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ffi;
use crate::python::Python;

/// One interpreter's values, by the number of their cell.
struct State {
    interpreter: *mut ffi::PyInterpreterState,
    values: HashMap<usize, Value>,
}

struct Value(*mut (dyn Any + Send));

// SAFETY: raw pointers that are only followed under their own interpreter.
unsafe impl Send for State {}

static STATES: Mutex<Vec<State>> = Mutex::new(Vec::new());
/// The current reign; see the essay.
static REIGN: AtomicUsize = AtomicUsize::new(0);
static SEVERAL: AtomicBool = AtomicBool::new(false);

/// What a cell without a value has for its reign: no reign's number.
const NEVER: usize = 1;
static NEXT_REIGN: AtomicUsize = AtomicUsize::new(NEVER + 1);
static NEXT_CELL: AtomicUsize = AtomicUsize::new(1);

fn states() -> MutexGuard<'static, Vec<State>> {
    STATES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn current_interpreter(_py: Python<'_>) -> *mut ffi::PyInterpreterState {
    // SAFETY: attached (token).
    unsafe { ffi::PyInterpreterState_Get() }
}

/// Whether more than one interpreter has used this library.
#[inline]
pub(crate) fn several() -> bool {
    SEVERAL.load(Ordering::Relaxed)
}

/// Makes the current interpreter known, before any of the library's objects is
/// made in it.
pub(crate) fn enter(py: Python<'_>) {
    let interpreter = current_interpreter(py);
    {
        let mut states = states();
        if states.iter().any(|state| state.interpreter == interpreter) {
            return;
        }
        let reign = if states.is_empty() {
            NEXT_REIGN.fetch_add(1, Ordering::Relaxed)
        } else {
            SEVERAL.store(true, Ordering::SeqCst);
            0
        };
        REIGN.store(reign, Ordering::SeqCst);
        states.push(State { interpreter, values: HashMap::new() });
    }
    own_by_interpreter(py, interpreter);
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
        REIGN.store(0, Ordering::SeqCst);
        let state = states.swap_remove(place);
        if states.is_empty() {
            SEVERAL.store(false, Ordering::SeqCst);
        }
        state
    };
    for value in state.values.into_values() {
        // SAFETY: taken out of the only table that named it.
        drop(unsafe { Box::from_raw(value.0) });
    }
}

/// A cell with one value for each interpreter, made on first use.
pub struct PerInterpreter<T: Send + 'static> {
    reign: AtomicUsize,
    fast: AtomicPtr<T>,
    /// The key of the values in the tables; 0 before there is one.
    number: AtomicUsize,
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
        PerInterpreter {
            reign: AtomicUsize::new(NEVER),
            fast: AtomicPtr::new(ptr::null_mut()),
            number: AtomicUsize::new(0),
            _value: PhantomData,
        }
    }

    /// The current interpreter's value, if it was made.
    #[inline(always)]
    pub fn get<'a>(&'a self, py: Python<'a>) -> Option<&'a T> {
        if self.reign.load(Ordering::Acquire) == REIGN.load(Ordering::Relaxed) {
            // SAFETY: this interpreter is alone, and the address is of its living
            // value (invariants).
            Some(unsafe { &*self.fast.load(Ordering::Relaxed) })
        } else {
            self.look_up(py)
        }
    }

    #[cold]
    fn look_up<'a>(&'a self, py: Python<'a>) -> Option<&'a T> {
        let number = self.number.load(Ordering::Acquire);
        if number == 0 {
            return None;
        }
        let interpreter = current_interpreter(py);
        let states = states();
        let state = states.iter().find(|state| state.interpreter == interpreter)?;
        let value = state.values.get(&number)?.0.cast::<T>();
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
        let Ok(value) = self.get_or_try_init(py, || Ok::<T, Infallible>(f()));
        value
    }

    /// Sets the value unless there is one.
    ///
    /// # Errors
    /// The value that is there, and the one refused.
    #[cold]
    pub fn set<'a>(&'a self, py: Python<'a>, value: T) -> Result<&'a T, (&'a T, T)> {
        enter(py);
        let interpreter = current_interpreter(py);
        let mut states = states();
        let state = states.iter_mut().find(|state| state.interpreter == interpreter);
        let state = state.expect("entered above");
        let number = self.number();
        if let Some(there) = state.values.get(&number) {
            // SAFETY: as in `look_up`.
            return Err((unsafe { &*there.0.cast::<T>() }, value));
        }
        let value = Box::into_raw(Box::new(value));
        state.values.insert(number, Value(value));
        let reign = REIGN.load(Ordering::Relaxed);
        if reign != 0 {
            self.fast.store(value, Ordering::Relaxed);
            self.reign.store(reign, Ordering::Release);
        }
        // SAFETY: just put there.
        Ok(unsafe { &*value })
    }

    /// The cell's number, given now if it has none. Called under the lock.
    fn number(&self) -> usize {
        match self.number.load(Ordering::Relaxed) {
            0 => {
                let number = NEXT_CELL.fetch_add(1, Ordering::Relaxed);
                self.number.store(number, Ordering::Release);
                number
            }
            number => number,
        }
    }

    /// Takes the values of all interpreters out.
    fn take_all(&mut self) -> Vec<T> {
        let number = *self.number.get_mut();
        if number == 0 {
            return Vec::new();
        }
        *self.reign.get_mut() = NEVER;
        let mut states = states();
        let taken = states.iter_mut().filter_map(|state| state.values.remove(&number));
        // SAFETY: this cell's entries hold `T`s, and nobody else names them now.
        taken.map(|value| *unsafe { Box::from_raw(value.0.cast::<T>()) }).collect()
    }

    /// The value, moved out; see [`PyOnceLock::take`](crate::sync::PyOnceLock::take).
    pub(crate) fn take(&mut self) -> Option<T> {
        self.take_all().pop()
    }

    /// Mutable access to a value; the only one, unless several interpreters made theirs.
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        let number = *self.number.get_mut();
        let value = states().iter().find_map(|state| Some(state.values.get(&number)?.0));
        // SAFETY: exclusive access to the cell is exclusive access to its values.
        value.map(|value| unsafe { &mut *value.cast::<T>() })
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
