//! Rust data in type objects: what classes that extend `type` have for a value.
//!
//! *Problem.* The instances of a metaclass are types, and the interpreter makes them: by a `class` statement, by
//! `type.__new__(Meta, …)`, by a metaclass that Python has derived, with or without `__init__`. None of these
//! asks us, and `PyType_FromMetaclass` refuses a metaclass with a `tp_new` of its own. Still nobody may ever read
//! a value that was not made.
//!
//! *How.* Every type object begins as zeros (`PyType_GenericAlloc`), and the data of a metaclass have a state
//! beside them for which zero means that there is no value yet. The value is *told* once and never replaced, so it
//! may be lent without a borrow flag (`frozen`):
//! - to a class of ours right after it is made, by `type_data = …`;
//! - to any other by the metaclass' `tp_init`, where an error ends the `class` statement;
//! - and whoever asks before, or without that, tells it then.
//!
//! A value that is told comes from `#[subclass_data]` if a base has data, else from `Default`.
//!
//! *Invariant.* A handle (`Bound<Meta>`) and a receiver exist only of types that were told. It is established where
//! they come from: by the check of a cast (`record.rs`) and of a receiver (`receiver.rs`). So reading through a
//! handle is one addition. The collector and the destructor, which are called in between, ask the state.
//!
//! *Rejected.* A value made in `tp_alloc`: types whose metaclass Python has derived are not allocated by it, and no
//! base is known there. The method `mro`, which is called early and knows the bases: with one of its own,
//! CPython caches no attribute of the metaclass' types (130 instead of 55 ns for a call and a read).

use std::ffi::c_int;
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use super::layout::{CellLayout, Options};
use super::pyref::PyRef;
use super::record::ClassRecord;
use super::traits::{PyClass, PyClassBaseType, PyClassImpl};
use crate::call::entry::guard;
use crate::error::PyErr;
use crate::exceptions::PyRuntimeError;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyTuple, PyTupleMethods, PyType};
use crate::{PyAny, PyResult, ffi};

type Object = *mut ffi::PyObject;

/// The kinds of instances: [`Objects`] or [`Types`].
pub trait InstanceKind {
    /// Whether it is [`Types`].
    const IS_TYPE: bool;
}

/// The kind of nearly all classes.
pub struct Objects;

/// The kind of classes that extend `type`.
pub struct Types;

impl InstanceKind for Objects {
    const IS_TYPE: bool = false;
}

impl InstanceKind for Types {
    const IS_TYPE: bool = true;
}

/// What types of which nothing is told have for data: the bound of a class that extends `type`, for its message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` extends `type`, and has no value for the types of which it is told nothing",
    label = "needs `Default`",
    note = "Python code can make a class of any metaclass: `class X(metaclass=Meta)`; it begins with `Meta::default()`"
)]
pub trait FirstData<Kind>: Sized {
    /// Makes the value.
    const FIRST: Option<fn() -> Self>;
}

impl<T> FirstData<Objects> for T {
    const FIRST: Option<fn() -> Self> = None;
}

#[diagnostic::do_not_recommend]
impl<T: Default> FirstData<Types> for T {
    const FIRST: Option<fn() -> Self> = Some(T::default);
}

/// Refuses options that make no sense for types.
pub const fn check_type_options<T: PyClassImpl>() {
    assert!(
        !(T::IS_TYPE && T::OPTIONS.has(Options::UNSENDABLE)),
        "a class that extends `type` cannot be `unsendable`: every thread may use a type"
    );
    assert!(
        !(T::IS_TYPE && (T::OPTIONS.has(Options::DICT) || T::OPTIONS.has(Options::WEAKREF))),
        "types have a `__dict__` and weak references already: remove `dict` and `weakref`"
    );
}

/// A class that is a metaclass: one that extends `type`. The bound of `#[pyclass(metaclass = …)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metaclass",
    label = "does not extend `type`",
    note = "a metaclass in Rust is a `#[pyclass(extends = PyType)]`",
    note = "one written in Python is given by its name, `metaclass = \"abc.ABCMeta\"`, or by a call that finds it, `metaclass = find(py)`"
)]
pub trait Metaclass: PyClass {}

#[diagnostic::do_not_recommend]
impl<T: PyClass> Metaclass for T where T::BaseType: PyClassBaseType<Kind = Types> {}

/// A class with a metaclass written in Rust, whose data are in the class's type object.
///
/// Implemented by `#[pyclass(metaclass = Meta)]`.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
/// use everbind::types::PyType;
///
/// #[pyclass(extends = PyType, frozen)]
/// #[derive(Default)]
/// struct Unit { symbol: &'static str }
///
/// #[pyclass(metaclass = Unit, type_data = Unit { symbol: "m" })]
/// struct Metre;
///
/// fn symbol(py: Python<'_>) -> &'static str {
///     Metre::type_data(py).get().symbol
/// }
/// ```
pub trait PyTypeData: PyClass {
    /// The metaclass.
    type Metaclass: PyClass;

    /// The class's type object as an instance of its metaclass.
    ///
    /// # Panics
    /// When the class cannot be made.
    #[inline]
    fn type_data(py: Python<'_>) -> Borrowed<'_, '_, Self::Metaclass> {
        let class = Self::type_object_raw(py).cast();
        // SAFETY: the interpreter owns the type object, an instance of the metaclass which was told when it was
        // made (`metaclass.rs`).
        unsafe { Borrowed::from_ptr_unchecked(py, class).cast_unchecked() }
    }
}

/// What `type_data = …` may be: a `Meta`, or a `Result` of one.
#[diagnostic::on_unimplemented(
    message = "`type_data` is a `{Self}`, and not a `{M}`",
    label = "must be a `{M}` or a `Result` of one"
)]
pub trait IntoTypeData<M> {
    /// The data.
    ///
    /// # Errors
    /// Those of the value.
    fn into_type_data(self) -> PyResult<M>;
}

impl<M: Metaclass> IntoTypeData<M> for M {
    fn into_type_data(self) -> PyResult<M> {
        Ok(self)
    }
}

impl<M: Metaclass, E: Into<PyErr>> IntoTypeData<M> for Result<M, E> {
    fn into_type_data(self) -> PyResult<M> {
        self.map_err(Into::into)
    }
}

/// Makes the value of a metaclass for a type.
pub type Tell = unsafe fn(Python<'_>, Object) -> PyResult<()>;

/// The states.
const UNTOLD: u8 = 0;
const BEING_TOLD: u8 = 1;
const TOLD: u8 = 2;

/// The state of a type's data.
///
/// # Safety
/// `class` is an instance of the class that has that record and cell, which extends `type`.
#[inline(always)]
unsafe fn state<'a>(class: Object, record: &ClassRecord, cell: &CellLayout) -> &'a AtomicU8 {
    // SAFETY: the cell of such a class has a state.
    unsafe { &*class.byte_add(record.offset() + cell.state).cast() }
}

/// Whether there is a value.
///
/// # Safety
/// `class` is an instance of the record's class, which extends `type`.
pub(super) unsafe fn is_told(class: Object, record: &'static ClassRecord) -> bool {
    // SAFETY: the caller's obligation.
    unsafe { state(class, record, &record.spec().cell).load(Ordering::Acquire) == TOLD }
}

/// Whether there is a value, which is about to be dropped: from now on there is none.
///
/// # Safety
/// As for [`is_told`]; nobody uses the type any more.
pub(super) unsafe fn end(class: Object, record: &'static ClassRecord) -> bool {
    // SAFETY: the caller's obligation.
    unsafe { state(class, record, &record.spec().cell).swap(UNTOLD, Ordering::AcqRel) == TOLD }
}

/// Sees to it that a type has its data, and those of the metaclass' bases.
///
/// # Errors
/// Those of `#[subclass_data]`.
///
/// # Safety
/// `class` is an instance of `T`, which extends `type`.
#[inline(always)]
pub(super) unsafe fn ensure<T: PyClassImpl>(py: Python<'_>, class: Object) -> PyResult<()> {
    // SAFETY: the caller's obligation. The bases' are told first.
    unsafe {
        match state(class, T::record(), &T::CELL).load(Ordering::Acquire) == TOLD {
            true => Ok(()),
            false => tell(py, class, T::described()),
        }
    }
}

/// As [`ensure`], for the check of a cast.
///
/// # Safety
/// As for [`ensure`].
#[inline]
pub(super) unsafe fn ensured<T: PyClassImpl>(py: Python<'_>, class: Object) -> bool {
    // SAFETY: the caller's obligation.
    match unsafe { ensure::<T>(py, class) } {
        Ok(()) => true,
        Err(error) => {
            error.write_unraisable(py, None);
            false
        }
    }
}

/// As [`ensure`], of that record.
///
/// # Errors
/// Those of [`ensure`].
///
/// # Safety
/// As for [`ensure`].
#[cold]
#[inline]
pub(super) unsafe fn tell(
    py: Python<'_>,
    class: Object,
    record: &'static ClassRecord,
) -> PyResult<()> {
    // SAFETY: an instance of the class is one of its base, which extends `type` as well if it is of ours.
    unsafe {
        if let Some(base) = (record.spec().base_record)() {
            tell(py, class, base)?;
        }
        if is_told(class, record) {
            return Ok(());
        }
        let Some(_making) = Making::begin(class.addr(), ptr::from_ref(record).addr()) else {
            let text = format!("the {} of a class is needed to make it", record.name());
            return Err(PyErr::worded::<PyRuntimeError>(text));
        };
        match record.tables().tell {
            Some(tell) => tell(py, class),
            None => Ok(()),
        }
    }
}

/// What is being made, and by whom: so that what needs itself is an error, and no endless recursion.
static IN_THE_MAKING: Mutex<Vec<(usize, usize, ThreadId)>> = Mutex::new(Vec::new());

fn in_the_making() -> MutexGuard<'static, Vec<(usize, usize, ThreadId)>> {
    IN_THE_MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The making of something, until it is dropped.
pub(super) struct Making(usize, usize, ThreadId);

impl Making {
    /// None when this thread is making it already.
    #[inline]
    pub(super) fn begin(object: usize, record: usize) -> Option<Making> {
        let making = (object, record, thread::current().id());
        let mut list = in_the_making();
        if list.contains(&making) {
            return None;
        }
        list.push(making);
        Some(Making(making.0, making.1, making.2))
    }
}

impl Drop for Making {
    #[inline]
    fn drop(&mut self) {
        let mut list = in_the_making();
        let mut place = 0;
        while place < list.len() {
            if list[place] == (self.0, self.1, self.2) {
                list.swap_remove(place);
                return;
            }
            place += 1;
        }
    }
}

/// Gives a type its data. False when it has them already.
///
/// # Safety
/// `class` is an instance of `T`, which extends `type`.
unsafe fn store<T: PyClassImpl>(class: Object, value: T) -> bool {
    // SAFETY: the caller's obligation; whoever has set `BEING_TOLD` writes alone, and nobody reads before `TOLD`.
    unsafe {
        let state = state(class, T::record(), &T::CELL);
        let turn = state.compare_exchange(UNTOLD, BEING_TOLD, Ordering::Acquire, Ordering::Acquire);
        if turn.is_err() {
            drop(value);
            while state.load(Ordering::Acquire) != TOLD {
                thread::yield_now(); // the other is copying a value
            }
            return false;
        }
        T::fill(class, value);
        state.store(TOLD, Ordering::Release);
        true
    }
}

/// The data of a class of ours, by `type_data = …`.
///
/// # Errors
/// Those of the value; `RuntimeError` when somebody has found the class before it was there, and asked for them.
///
/// # Safety
/// `class` is a new instance of `M`.
#[cold]
pub unsafe fn set_type_data<M: Metaclass, V: IntoTypeData<M>>(
    class: Object,
    value: V,
) -> PyResult<()> {
    let value = value.into_type_data()?;
    // SAFETY: the caller's obligation.
    match unsafe { store(class, value) } {
        true => Ok(()),
        false => {
            Err(PyErr::worded::<PyRuntimeError>("the data of a new class were read too early"))
        }
    }
}

/// [`Tell`] without `#[subclass_data]`.
///
/// # Safety
/// `class` is an instance of `T`.
pub(super) unsafe fn tell_first<T: PyClassImpl>(_py: Python<'_>, class: Object) -> PyResult<()> {
    if let Some(first) = T::FIRST {
        // SAFETY: the caller's obligation; only a class that extends `type` has a first value.
        unsafe { store(class, first()) };
    }
    Ok(())
}

/// `Tell` by `#[subclass_data]`, which is given the data of the first base that has some.
///
/// # Errors
/// Those of `hook`, and that the base's data are borrowed mutably.
///
/// # Safety
/// `class` is an instance of `M`.
#[cold]
pub unsafe fn tell_by_base<M, V>(
    py: Python<'_>,
    class: Object,
    hook: impl FnOnce(&M, &Bound<'_, PyType>) -> V,
) -> PyResult<()>
where
    M: Metaclass,
    V: IntoTypeData<M>,
{
    // SAFETY: the caller's obligations: a living type.
    unsafe {
        let class_handle = Bound::ref_from_ptr(py, &class).cast_unchecked::<PyType>();
        match first_base(class_handle, M::type_object_raw(py))? {
            Some(base) => {
                ensure::<M>(py, base.as_ptr())?;
                let base = PyRef::try_new(base.cast_into_unchecked::<M>())?;
                store(class, hook(&base, class_handle).into_type_data()?);
                Ok(())
            }
            None => tell_first::<M>(py, class),
        }
    }
}

/// The first of a class's bases that is an instance of the metaclass.
#[inline(never)]
fn first_base<'py>(
    class: &Bound<'py, PyType>,
    metaclass: *mut ffi::PyTypeObject,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let bases = class.getattr("__bases__")?;
    let bases = bases.cast::<PyTuple>()?;
    let mut place = 0;
    while place < bases.len() {
        let base = bases.get_item(place)?;
        // SAFETY: living types.
        if unsafe { ffi::PyType_IsSubtype(ffi::Py_TYPE(base.as_ptr()), metaclass) != 0 } {
            return Ok(Some(base));
        }
        place += 1;
    }
    Ok(None)
}

/// The `tp_init` of a metaclass without `__init__`.
///
/// # Safety
/// Called by the interpreter with an instance of `T`, which extends `type`.
pub(super) unsafe extern "C" fn init<T: PyClassImpl>(
    class: Object,
    args: Object,
    kwargs: Object,
) -> c_int {
    // SAFETY: the caller's obligations; slots have the types of their numbers.
    unsafe {
        guard(|py| {
            ensure::<T>(py, class)?;
            let slot = ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_init);
            let of_type = mem::transmute::<*mut std::ffi::c_void, ffi::initproc>(slot);
            match of_type(class, args, kwargs) {
                0 => Ok(0),
                _ => Err(PyErr::fetch(py)),
            }
        })
    }
}

/// Whether the instance is exactly of the class: the body of `PyTypeInfo::is_exact_type_of`.
#[inline]
pub fn is_exact_instance_of<T: PyClass>(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a living object; if it is exactly of the class, it is an instance.
    unsafe {
        ffi::Py_TYPE(object.as_ptr()) == T::type_object_raw(object.py())
            && (!T::IS_TYPE || ensured::<T>(object.py(), object.as_ptr()))
    }
}
