//! Outgoing calls with keywords.
//!
//! By vectorcall the values of keywords follow the positional arguments, and a tuple has their
//! names. Where the names are constant ([`kwargs!`](crate::kwargs)), that tuple is made once for each
//! interpreter, of interned names, which the callee then finds by comparing pointers. Of a
//! dictionary ([`PyAnyMethods::call`](crate::types::PyAnyMethods::call)), names and values are
//! taken for one call: cheaper than the tuple of arguments and the copy of the dictionary that
//! the classic way makes. A callee that knows only the classic way gets the classic way.
//!
//! *Invariant.* All arguments are owned until the call returns: those of a dictionary here, since
//! the callee may change the dictionary; the others by the caller.

use std::mem::MaybeUninit;
use std::ptr;

use super::outgoing::{Answer, Callee, Name, classic};
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::sync::critical_section::with_critical_section;
use crate::types::dict::entries::{Entries, Step};
use crate::types::{PyDict, PyDictMethods, PyString, PyTuple};
use crate::{PyAny, abi, ffi};

type Object = *mut ffi::PyObject;

/// As many arguments as are put on the stack, the free slot and the receiver included.
const STACK: usize = 26;

/// The names of constant keywords, as a tuple for each interpreter.
#[doc(hidden)]
pub struct KeywordNames {
    names: &'static [&'static str],
    tuple: PerInterpreter<Py<PyTuple>>,
}

impl KeywordNames {
    /// # Panics
    /// If a name comes twice: in a constant, that is an error of the compiler's.
    #[inline]
    pub const fn new(names: &'static [&'static str]) -> Self {
        let mut index = 1;
        while index < names.len() {
            let mut before = 0;
            while before < index {
                assert!(!same(names[index], names[before]), "a keyword is given twice");
                before += 1;
            }
            index += 1;
        }
        KeywordNames { names, tuple: PerInterpreter::new() }
    }

    #[inline(always)]
    fn get(&'static self, py: Python<'_>) -> Object {
        match self.tuple.get(py) {
            Some(tuple) => tuple.as_ptr(),
            None => self.make(py),
        }
    }

    #[cold]
    #[inline]
    fn make(&'static self, py: Python<'_>) -> Object {
        let names = PyTuple::of(py, self.names.len(), &mut |index| {
            let name = self.names[index];
            // `stringify!` keeps what makes an identifier of a Rust keyword.
            PyString::intern(py, name.strip_prefix("r#").unwrap_or(name)).into_any()
        });
        let names = names.expect("memory for a few names").unbind();
        self.tuple.get_or_init(py, || names).as_ptr()
    }
}

#[inline]
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Keyword arguments with constant names: what [`kwargs!`](crate::kwargs) makes.
pub struct Keywords<V> {
    pub(super) names: &'static KeywordNames,
    pub(super) values: V,
}

impl<V> Keywords<V> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn new(names: &'static KeywordNames, values: V) -> Self {
        Keywords { names, values }
    }

    #[inline(always)]
    pub(super) fn names(&self, py: Python<'_>) -> Object {
        self.names.get(py)
    }
}

/// Keyword arguments for [`call_kw`](crate::types::PyAnyMethods::call_kw) and
/// [`call_method_kw`](crate::types::PyAnyMethods::call_method_kw): up to twelve names, each with a
/// value that converts to Python.
///
/// Neither a dictionary nor a tuple is made for the call.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::{intern, kwargs};
///
/// fn dump<'py>(value: &Bound<'py, PyAny>, indent: u32) -> PyResult<Bound<'py, PyAny>> {
///     let py = value.py();
///     let json = py.import(intern!(py, "json"))?;
///     json.call_method_kw(intern!(py, "dumps"), (value,), kwargs!(indent = indent, sort_keys = true))
/// }
/// ```
#[macro_export]
macro_rules! kwargs {
    ($($name:ident = $value:expr),+ $(,)?) => {{
        static NAMES: $crate::rt::KeywordNames =
            $crate::rt::KeywordNames::new(&[$(::core::stringify!($name)),+]);
        $crate::rt::Keywords::new(&NAMES, ($($value,)+))
    }};
}

/// What is called, and how.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Target<'a, 'py> {
    Function(Callee<'a, 'py>),
    /// A method of the object by its name.
    Method(Callee<'a, 'py>, Name<'a, 'py>),
}

impl<'py> Target<'_, 'py> {
    #[inline(always)]
    pub(super) fn py(self) -> Python<'py> {
        match self {
            Target::Function(object) | Target::Method(object, _) => object.py(),
        }
    }

    /// Calls with the arguments `args`, whose first is the receiver of a method.
    ///
    /// # Safety
    /// Living objects, those of keywords last; `names` is a tuple of as many texts, or null. The
    /// slot before them may be written to.
    #[inline(always)]
    pub(super) unsafe fn vectorcall(
        self,
        args: *mut Object,
        count: usize,
        names: Object,
    ) -> Answer<'py> {
        let count = count | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
        // SAFETY: attached; the rest is the caller's obligation.
        unsafe {
            let answer = match self {
                Target::Function(function) => {
                    abi::layout::vectorcall(function.as_ptr(), args, count, names)
                }
                Target::Method(_, name) => {
                    ffi::PyObject_VectorcallMethod(name.as_ptr(), args, count, names)
                }
            };
            Bound::from_call(self.py(), answer)
        }
    }
}

/// Calls with positional arguments and constant keywords.
#[inline(always)]
pub(super) fn constant<'py>(
    target: Target<'_, 'py>,
    args: &[Object],
    names: Object,
    values: &[Object],
) -> Answer<'py> {
    let mut stack = [const { MaybeUninit::uninit() }; STACK];
    let mut heap;
    let needed = 2 + args.len() + values.len();
    let slots = if needed <= STACK {
        &mut stack[..]
    } else {
        heap = vec![MaybeUninit::uninit(); needed];
        &mut heap[..]
    };
    let receiver = put_receiver(target, slots);
    let (for_args, for_values) = slots[1 + receiver..].split_at_mut(args.len());
    for (slot, object) in for_args.iter_mut().zip(args) {
        *slot = MaybeUninit::new(*object);
    }
    for (slot, object) in for_values.iter_mut().zip(values) {
        *slot = MaybeUninit::new(*object);
    }
    // SAFETY: living objects, all written above; as many names as values; one free slot.
    unsafe {
        let first = slots.as_mut_ptr().add(1).cast::<Object>();
        target.vectorcall(first, receiver + args.len(), names)
    }
}

/// Puts a method's receiver into the slot after the free one; says how many there are of it.
#[inline(always)]
fn put_receiver(target: Target<'_, '_>, slots: &mut [MaybeUninit<Object>]) -> usize {
    match target {
        Target::Function(_) => 0,
        Target::Method(object, _) => {
            slots[1] = MaybeUninit::new(object.as_ptr());
            1
        }
    }
}

/// Calls with positional arguments and the items of a dictionary as keywords.
#[cold]
#[inline]
pub(super) fn by_dict<'py>(
    target: Target<'_, 'py>,
    args: &[Object],
    kwargs: &Bound<'py, PyDict>,
) -> Answer<'py> {
    let (count, receiver) = (kwargs.len(), usize::from(matches!(target, Target::Method(..))));
    if 1 + receiver + args.len() + count > STACK || !takes_vectorcall(target) {
        return classic(target, args, kwargs);
    }
    let py = kwargs.py();
    let mut slots = [const { MaybeUninit::<Object>::uninit() }; STACK];
    put_receiver(target, &mut slots);
    for (slot, object) in slots[1 + receiver..].iter_mut().zip(args) {
        *slot = MaybeUninit::new(*object);
    }
    let first = slots.as_mut_ptr().cast::<Object>();
    // SAFETY: slot 0 is free; `count` names and values are owned until the call is over.
    unsafe {
        if count == 0 {
            return target.vectorcall(first.add(1), receiver + args.len(), ptr::null_mut());
        }
        let names = Bound::<PyAny>::from_call(py, ffi::PyTuple_New(count.cast_signed()))?;
        let values = Values { first: first.add(1 + receiver + args.len()), count: 0 };
        match take(kwargs, names.as_ptr(), count, values) {
            Some(_values) => target.vectorcall(first.add(1), receiver + args.len(), names.as_ptr()),
            None => classic(target, args, kwargs),
        }
    }
}

/// Values that are owned here.
struct Values {
    first: *mut Object,
    count: usize,
}

impl Drop for Values {
    #[inline]
    fn drop(&mut self) {
        for index in 0..self.count {
            // SAFETY: attached as during the whole call; a reference of our own.
            unsafe { ffi::Py_DECREF(self.first.add(index).read()) }
        }
    }
}

/// Fills the tuple of names and the values. `None` when some key is no text, or another thread has
/// changed the dictionary.
///
/// # Safety
/// `names` is a new tuple of `count` places, and there are as many for values.
#[inline]
unsafe fn take(
    kwargs: &Bound<'_, PyDict>,
    names: Object,
    count: usize,
    mut values: Values,
) -> Option<Values> {
    with_critical_section(kwargs, || {
        let mut entries = Entries::alone(kwargs.as_borrowed());
        if entries.remaining() != count {
            return None;
        }
        // SAFETY: nothing runs in between, so the pointers are alive; there are `count` places.
        unsafe {
            while let Step::Entry(key, value) = entries.next() {
                if ffi::PyUnicode_Check(key) == 0 {
                    return None;
                }
                ffi::Py_INCREF(key);
                if !abi::layout::tuple_init_item(names, values.count, key) {
                    ffi::PyTuple_SetItem(names, values.count.cast_signed(), key);
                }
                ffi::Py_INCREF(value);
                values.first.add(values.count).write(value);
                values.count += 1;
            }
        }
        (values.count == count).then_some(values)
    })
}

/// Whether the callee is better served by vectorcall. Of a method that is not known yet.
#[inline]
fn takes_vectorcall(target: Target<'_, '_>) -> bool {
    match target {
        // SAFETY: attached, a living object and its type.
        Target::Function(function) => unsafe {
            let flags = abi::layout::type_flags(ffi::Py_TYPE(function.as_ptr()));
            flags & ffi::Py_TPFLAGS_HAVE_VECTORCALL != 0
        },
        Target::Method(..) => true,
    }
}
