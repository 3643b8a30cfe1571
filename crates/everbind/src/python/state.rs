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
//! number, and [`SHARED`] at all other times. While the numbers agree, the address is good.
//! Otherwise the look-up goes by the current interpreter's number, which unlike its
//! address is never given again.
//!
//! *The end.* Objects are still destroyed after the interpreter has given up its
//! dictionary, by its last garbage collection, and their destructors may ask for a
//! value. That must not bring the `State` back, for nothing would release it: such a
//! value is leaked (see [`enter`]). Nor may it be given another interpreter's value: no reign begins after
//! one has ended, until the main interpreter ends and with it Python.
//!
//! *What is kept.* [`PyOnceLock`](crate::sync::PyOnceLock) gives a reference as long as the borrow of its cell, which
//! may be for ever, and which a thread that is not attached may be reading while Python ends. So its values in the main
//! interpreter are never dropped with it: the process mostly ends then too. In a sub-interpreter they are, for a
//! module that opts in promises to take nothing out of its interpreter.
//!
//! *Invariants.*
//! - A value is made, read and dropped only under the interpreter whose it is.
//! - It lives until that interpreter is finalised (a capsule in the interpreter's
//!   own dictionary owns the `State`), for ever if it is kept, or until its cell is dropped.
//! - `REIGN` changes only under the lock of [`STATES`]; no number is used twice.
//! - A cell's `fast` is written before its `reign`, so who reads a current `reign`
//!   reads the address that belongs to it.
//! - No Python code and no destructor runs under the lock.
//! - A thread that `attach` brings in makes its interpreter known, so a reign ends
//!   before code runs in another interpreter.
//!
//! *Rejected.* Module state: reaching it needs the defining class or module on
//! every path. A thread-local: its access alone costs as much as a call. Pointers
//! from the table back to the cells, cleared when a second interpreter comes: one
//! load cheaper, but a cell that is no `static` may be moved.

use std::any::Any;
use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ffi;
use crate::python::{Python, deferred};

/// An interpreter's number, by `PyInterpreterState_GetID`.
pub(crate) type Id = i64;

/// One interpreter's values, in the order of their cells' numbers.
struct State {
    interpreter: Id,
    values: Vec<(usize, Value)>,
}

impl State {
    /// Where the cell's value is, or where it belongs.
    fn place(&self, number: usize) -> Result<usize, usize> {
        self.values.binary_search_by_key(&number, |(number, _)| *number)
    }

    fn value(&self, number: usize) -> Option<&Value> {
        self.place(number).ok().map(|place| &self.values[place].1)
    }
}

/// A value in its box, and whether it outlives the main interpreter: see the essay.
struct Value(*mut (dyn Any + Send), bool);

/// All interpreters that use this library.
struct States {
    living: Vec<State>,
    /// Those whose state was released: their destructors may still be running.
    ended: Vec<Id>,
}

impl States {
    fn of(&mut self, interpreter: Id) -> Option<&mut State> {
        self.place(interpreter).map(|place| &mut self.living[place])
    }

    // Plain loops: an iterator's methods are ten times as much to compile.

    fn place(&self, interpreter: Id) -> Option<usize> {
        let mut place = 0;
        while place < self.living.len() {
            if self.living[place].interpreter == interpreter {
                return Some(place);
            }
            place += 1;
        }
        None
    }

    fn ended_place(&self, interpreter: Id) -> Option<usize> {
        let mut place = 0;
        while place < self.ended.len() {
            if self.ended[place] == interpreter {
                return Some(place);
            }
            place += 1;
        }
        None
    }
}

// SAFETY: raw pointers that are only followed under their own interpreter.
unsafe impl Send for State {}

static STATES: Mutex<States> = Mutex::new(States { living: Vec::new(), ended: Vec::new() });
/// The current reign; see the essay.
static REIGN: AtomicUsize = AtomicUsize::new(SHARED);
static SEVERAL: AtomicBool = AtomicBool::new(false);
/// The interpreter whose reign it is, or [`NOBODY`].
static SOLE: AtomicI64 = AtomicI64::new(NOBODY);
const NOBODY: Id = -1;

/// What a cell without a value has for its reign: no reign's number, nor that of the times between. It
/// is zero, so that a static with an empty cell takes no room in the library.
const NEVER: usize = 0;
/// [`REIGN`] while no interpreter is alone.
const SHARED: usize = 1;
static NEXT_REIGN: AtomicUsize = AtomicUsize::new(SHARED + 1);
static NEXT_CELL: AtomicUsize = AtomicUsize::new(1);

fn states() -> MutexGuard<'static, States> {
    STATES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of the interpreter that the thread is attached to.
pub(crate) fn current(_py: Python<'_>) -> Id {
    // SAFETY: attached (token).
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) }
}

/// Whether more than one interpreter has used this library since Python was started.
#[inline]
pub(crate) fn several() -> bool {
    SEVERAL.load(Ordering::Relaxed)
}

/// The one interpreter that uses this library, while it is one.
pub(crate) fn sole() -> Option<Id> {
    let sole = SOLE.load(Ordering::SeqCst);
    (sole != NOBODY).then_some(sole)
}

/// Whether no living interpreter is known yet: Python runs in a program that embeds it.
#[inline]
pub(crate) fn nobody() -> bool {
    SOLE.load(Ordering::Relaxed) == NOBODY && !several()
}

/// Begins the reign of an interpreter, or ends the one there is. Under the lock.
fn reign(sole: Id) {
    let alone = sole != NOBODY;
    let number = if alone { NEXT_REIGN.fetch_add(1, Ordering::Relaxed) } else { SHARED };
    SOLE.store(sole, Ordering::SeqCst);
    REIGN.store(number, Ordering::SeqCst);
}

/// Makes the current interpreter known, before any of the library's objects is
/// made in it. False when its state was released already, at its end.
pub(crate) fn enter(py: Python<'_>) -> bool {
    let interpreter = current(py);
    {
        let mut states = states();
        if states.of(interpreter).is_some() {
            return true;
        }
        if let Some(place) = states.ended_place(interpreter) {
            // SAFETY: may be called at any time.
            if interpreter != MAIN || unsafe { ffi::Py_IsFinalizing() } != 0 {
                return false;
            }
            // Python was started again, and the main interpreter has its number always.
            states.ended.swap_remove(place);
        }
        // One that has ended may still be destroying objects, and is to find nothing of this one's.
        if states.living.is_empty() && states.ended.is_empty() {
            reign(interpreter);
        } else {
            SEVERAL.store(true, Ordering::SeqCst);
            reign(NOBODY);
        }
        states.living.push(State { interpreter, values: Vec::new() });
    }
    own_by_interpreter(py, interpreter);
    true
}

/// The main interpreter's number.
const MAIN: Id = 0;

/// As [`enter`], on a thread that was just attached: nearly always there is nothing to do.
#[inline]
pub(crate) fn arrive(py: Python<'_>) {
    if SOLE.load(Ordering::Relaxed) != current(py) {
        enter(py);
    }
}

/// Whether the current interpreter's state was released, at its end.
pub(crate) fn has_ended(py: Python<'_>) -> bool {
    let interpreter = current(py);
    states().ended_place(interpreter).is_some()
}

/// Puts a capsule into the interpreter's dictionary whose destructor releases
/// the state. Where that fails, the state simply lives on.
fn own_by_interpreter(_py: Python<'_>, interpreter: Id) {
    // SAFETY: attached; every reference made here is given up here. Nothing depends
    // on success, so errors are cleared, and an exception that is set stays so. The
    // pointer is never followed: it carries the number, and one more, for it must
    // not be null.
    unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        let dict = ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get());
        let pointer = ptr::without_provenance_mut(interpreter as usize + 1);
        let capsule = ffi::PyCapsule_New(pointer, c"everbind.state".as_ptr(), Some(release));
        let key = ffi::PyLong_FromVoidPtr((&raw const STATES).cast_mut().cast());
        if !dict.is_null() && !capsule.is_null() && !key.is_null() {
            ffi::PyDict_SetItem(dict, key, capsule);
        }
        ffi::Py_XDECREF(key);
        ffi::Py_XDECREF(capsule);
        ffi::PyErr_Clear();
        if !raised.is_null() {
            ffi::PyErr_SetRaisedException(raised);
        }
    }
}

unsafe extern "C" fn release(capsule: *mut ffi::PyObject) {
    // SAFETY: CPython calls this attached, with the capsule made above.
    let (py, pointer) = unsafe {
        let name = c"everbind.state".as_ptr();
        (Python::assume_attached(), ffi::PyCapsule_GetPointer(capsule, name))
    };
    let interpreter = pointer.addr() as Id - 1;
    let state = {
        let mut states = states();
        let Some(place) = states.place(interpreter) else { return };
        reign(NOBODY);
        let state = states.living.swap_remove(place);
        if interpreter == MAIN {
            // The others have ended before, and numbers begin anew if Python is started again.
            std::mem::forget(std::mem::take(&mut states.living));
            states.ended.clear();
            SEVERAL.store(false, Ordering::SeqCst);
        }
        states.ended.push(interpreter);
        state
    };
    deferred::close(py, interpreter);
    for (_, value) in state.values {
        if value.1 && interpreter == MAIN {
            continue;
        }
        // SAFETY: taken out of the only table that named it.
        drop(unsafe { Box::from_raw(value.0) });
    }
}

/// A cell with one value for each interpreter, made on first use. `KEPT` values are not dropped at the
/// end of the main interpreter.
pub struct PerInterpreter<T: Send + 'static, const KEPT: bool = false> {
    cell: Cell,
    _value: PhantomData<fn() -> T>,
}

// SAFETY: shared access gives `&T` to threads of one interpreter: needs `T: Sync`;
// the value may be made on one and dropped on another: needs `T: Send`.
unsafe impl<T: Send + Sync + 'static, const KEPT: bool> Sync for PerInterpreter<T, KEPT> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync + 'static, const KEPT: bool> Send for PerInterpreter<T, KEPT> {}

/// What is common to the cells of all types.
struct Cell {
    reign: AtomicUsize,
    fast: AtomicPtr<()>,
    /// The key of the values in the tables; 0 before there is one.
    number: AtomicUsize,
}

impl Cell {
    #[cold]
    fn look_up(&self, py: Python<'_>) -> Option<*mut ()> {
        let number = self.number.load(Ordering::Acquire);
        if number == 0 {
            return None;
        }
        let interpreter = current(py);
        Some(states().of(interpreter)?.value(number)?.0.cast())
    }

    /// Puts a value there, or gives the address of the one that is there already.
    #[cold]
    fn set(&self, py: Python<'_>, value: Value) -> Option<*mut ()> {
        if !enter(py) {
            return None; // leaked
        }
        let interpreter = current(py);
        let mut states = states();
        let number = self.number();
        let state = states.of(interpreter).expect("entered above");
        let place = match state.place(number) {
            Ok(place) => return Some(state.values[place].1.0.cast()),
            Err(place) => place,
        };
        let address = value.0.cast();
        state.values.insert(place, (number, value));
        let reign = REIGN.load(Ordering::Relaxed);
        if reign != SHARED {
            self.fast.store(address, Ordering::Relaxed);
            self.reign.store(reign, Ordering::Release);
        }
        None
    }

    /// Puts a value there unless there is one, and gives the address of the one that is there then.
    fn put(&self, py: Python<'_>, value: Value) -> *mut () {
        let address = value.0.cast();
        match self.set(py, Value(value.0, value.1)) {
            None => address,
            Some(there) => {
                // SAFETY: it was refused, so no table names it.
                drop(unsafe { Box::from_raw(value.0) });
                there
            }
        }
    }

    /// Drops all values.
    #[cold]
    fn clear(&mut self) {
        while let Some(value) = self.take() {
            // SAFETY: no table names it any more.
            drop(unsafe { Box::from_raw(value) });
        }
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

    /// Takes the value of some interpreter out.
    #[cold]
    fn take(&mut self) -> Option<*mut (dyn Any + Send)> {
        let number = *self.number.get_mut();
        if number == 0 {
            return None;
        }
        *self.reign.get_mut() = NEVER;
        for state in &mut states().living {
            if let Ok(place) = state.place(number) {
                return Some(state.values.remove(place).1.0);
            }
        }
        None
    }

    /// The address of some interpreter's value.
    #[cold]
    #[inline]
    fn any(&self) -> Option<*mut ()> {
        let number = self.number.load(Ordering::Relaxed);
        for state in &states().living {
            if let Some(value) = state.value(number) {
                return Some(value.0.cast());
            }
        }
        None
    }
}

impl<T: Send + 'static, const KEPT: bool> PerInterpreter<T, KEPT> {
    /// An empty cell.
    pub const fn new() -> Self {
        let cell = Cell {
            reign: AtomicUsize::new(NEVER),
            fast: AtomicPtr::new(ptr::null_mut()),
            number: AtomicUsize::new(0),
        };
        PerInterpreter { cell, _value: PhantomData }
    }

    /// The current interpreter's value, if it was made.
    #[inline(always)]
    pub fn get<'a>(&'a self, py: Python<'a>) -> Option<&'a T> {
        let value = if self.cell.reign.load(Ordering::Acquire) == REIGN.load(Ordering::Relaxed) {
            self.cell.fast.load(Ordering::Relaxed)
        } else {
            far!(Cell::look_up: fn(&Cell, Python<'_>) -> Option<*mut ()>)(&self.cell, py)?
        };
        // SAFETY: the address of this cell's `T` under the current interpreter, given by
        // the tables or, while the interpreter is alone, by the cell (invariants). It
        // lives while the interpreter does, which the token shows for `'a`.
        Some(unsafe { &*value.cast::<T>() })
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
            None => match f() {
                Ok(value) => Ok(self.put(py, value)),
                Err(err) => Err(err),
            },
        }
    }

    /// Sets the value unless there is one, and gives the one that is there then.
    #[cold]
    fn put<'a>(&'a self, py: Python<'a>, value: T) -> &'a T {
        let value = Value(Box::into_raw(Box::new(value)), KEPT);
        let there = far!(Cell::put: fn(&Cell, Python<'_>, Value) -> *mut ())(&self.cell, py, value);
        // SAFETY: the address of a `T` that lives as in `get`.
        unsafe { &*there.cast::<T>() }
    }

    /// As [`get_or_try_init`](Self::get_or_try_init), for an `f` that cannot fail.
    pub fn get_or_init<'a>(&'a self, py: Python<'a>, f: impl FnOnce() -> T) -> &'a T {
        match self.get(py) {
            Some(value) => value,
            None => self.put(py, f()),
        }
    }

    /// Sets the value unless there is one.
    ///
    /// # Errors
    /// The value that is there, and the one refused.
    #[cold]
    pub fn set<'a>(&'a self, py: Python<'a>, value: T) -> Result<&'a T, (&'a T, T)> {
        let value = Box::into_raw(Box::new(value));
        let there = far!(Cell::set: fn(&Cell, Python<'_>, Value) -> Option<*mut ()>);
        // SAFETY: both are addresses of a `T` that lives as in `get`; one that was refused
        // is in no table, so it is still this function's own.
        unsafe {
            match there(&self.cell, py, Value(value, KEPT)) {
                None => Ok(&*value),
                Some(there) => Err((&*there.cast::<T>(), *Box::from_raw(value))),
            }
        }
    }

    /// The value, moved out; see [`PyOnceLock::take`](crate::sync::PyOnceLock::take).
    pub(crate) fn take(&mut self) -> Option<T> {
        let mut last = None;
        while let Some(value) = self.cell.take() {
            // SAFETY: this cell's entries hold `T`s, and nobody else names it now.
            last = Some(unsafe { *Box::from_raw(value.cast::<T>()) });
        }
        last
    }

    /// Mutable access to a value; the only one, unless several interpreters made theirs.
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        // SAFETY: exclusive access to the cell is exclusive access to its values.
        self.cell.any().map(|value| unsafe { &mut *value.cast::<T>() })
    }
}

impl<T: Send + 'static, const KEPT: bool> Default for PerInterpreter<T, KEPT> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + 'static, const KEPT: bool> Drop for PerInterpreter<T, KEPT> {
    fn drop(&mut self) {
        far!(Cell::clear: fn(&mut Cell))(&mut self.cell);
    }
}
