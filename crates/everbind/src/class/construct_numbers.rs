//! Constructors of many numbers: `Self` from five or more, all of them numbers.
//!
//! *Problem.* The entry of such a constructor (reading the words, `new`, an object, the value moved into it) is
//! 220 bytes of code and 80 of tables for unwinding, for each class.
//!
//! *How.* Only what differs is compiled for each class: a function that makes the value of the words where it is
//! told to. One routine does the rest, by a [`NumbersPlan`] in the class's record that is filled in when the class is
//! made. The value is made on the routine's stack and moved into the object as bytes: while `new` runs, which may run
//! Python, there is no object yet that the garbage collector could show. So it is for small values that need
//! no drop, of classes that extend `object`; others are made in their own entries.

use std::mem::{MaybeUninit, needs_drop};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use super::borrow::BorrowFlag;
use super::construct::{Constructible, IntoInstance, New, new_by_vectorcall};
use super::init;
use super::layout::{CellLayout, Options};
use super::record::ClassRecord;
use super::spec::Facts;
use super::traits::{PyClass, PyClassBaseType, PyClassImpl};
use crate::call::entry::guard;
use crate::call::numbers::{self, MOST};
use crate::call::signature::LateSignature;
use crate::ffi;

type Object = *mut ffi::PyObject;

/// Makes a value of the words, one for each parameter, in a place for it.
pub type Make = unsafe fn(*const u64, *mut u8);

/// The largest cell that is made so.
const LARGEST: usize = 256;

/// Room for a cell, aligned as instances are.
#[repr(align(16))]
struct Cell {
    _bytes: [u8; LARGEST],
}

/// What such a constructor is. All bytes are zero until the class is made.
pub(super) struct NumbersPlan {
    signature: LateSignature,
    types: AtomicU64,
    make: AtomicPtr<()>,
    facts: AtomicPtr<Facts>,
}

impl NumbersPlan {
    /// One that is not told yet.
    pub(super) const fn new() -> Self {
        NumbersPlan {
            signature: LateSignature::new(),
            types: AtomicU64::new(0),
            make: AtomicPtr::new(ptr::null_mut()),
            facts: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The signature, which is to be told before the constructor is called.
    pub(super) fn signature(&'static self) -> &'static LateSignature {
        &self.signature
    }

    /// Reads the arguments of a call into words.
    ///
    /// # Safety
    /// It is told, the interpreter has passed the arguments, and there is room for [`MOST`] words.
    #[inline(always)]
    unsafe fn read(
        &'static self,
        args: *const Object,
        nargsf: usize,
        kwnames: Object,
        words: *mut u64,
    ) -> bool {
        // SAFETY: the caller's obligations.
        unsafe {
            let types = self.types.load(Ordering::Relaxed);
            numbers::read(self.signature.get(), types, args, nargsf as isize, kwnames, words)
        }
    }

    /// What makes the value.
    ///
    /// # Safety
    /// It is told.
    #[inline(always)]
    unsafe fn make(&self) -> Make {
        // SAFETY: only `tell` stores anything (caller's contract).
        unsafe { std::mem::transmute::<*mut (), Make>(self.make.load(Ordering::Relaxed)) }
    }

    /// Whether the class has such a constructor, and fits.
    pub(super) fn fits(&self) -> bool {
        !self.facts.load(Ordering::Relaxed).is_null()
    }

    /// Says what `new` and the class are, and the types of the parameters as `numbers.rs` has them.
    /// The class fits if they are of one.
    pub(super) fn tell(&self, types: u64, make: Make, facts: Option<&'static Facts>) {
        self.types.store(types, Ordering::Relaxed);
        self.make.store(make as *mut (), Ordering::Relaxed);
        let facts = facts.map_or(ptr::null(), ptr::from_ref);
        self.facts.store(facts.cast_mut(), Ordering::Relaxed);
    }
}

/// The vectorcall entry of the constructor of a `T` that does not fit ([`fits`]).
///
/// # Safety
/// Called by the interpreter with the class, whose plan makes a `T`.
pub(super) unsafe extern "C" fn vectorcall_of<T>(
    class: Object,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
) -> Object
where
    T: PyClass + IntoInstance<T> + Constructible,
{
    let mut words = [MaybeUninit::<u64>::uninit(); MOST];
    // SAFETY: the caller's obligations, and as in `construct`; `make` has written the value that is moved out.
    unsafe {
        let (plan, first) = (&T::record().plan, words.as_mut_ptr().cast());
        if !plan.read(args, nargsf, kwnames, first) {
            return ptr::null_mut();
        }
        guard(|py| {
            let mut value = MaybeUninit::<T>::uninit();
            plan.make()(first, value.as_mut_ptr().cast());
            New::of(value.assume_init()).construct(py, class)
        })
    }
}

/// The `tp_new` of a `T` that does not fit, where it does not extend `object`.
///
/// # Safety
/// As [`vectorcall_of`], or with a subclass, a tuple, and a dict or null.
pub(super) unsafe extern "C" fn new_of<T>(class: Object, args: Object, kwargs: Object) -> Object
where
    T: PyClass + IntoInstance<T> + Constructible,
{
    // SAFETY: the caller's obligations.
    unsafe { new_by_vectorcall(vectorcall_of::<T>, class, args, kwargs) }
}

/// Whether the one routine can make instances of the class.
pub(super) const fn fits<T: PyClassImpl>() -> bool {
    <T::BaseType as PyClassBaseType>::IS_OBJECT
        && !needs_drop::<T>()
        && !T::OPTIONS.has(Options::UNSENDABLE)
        && !T::OPTIONS.has(Options::WITHIN)
        && T::CELL.size <= LARGEST
        && align_of::<T>() <= 16
}

/// The vectorcall entry of all classes that fit, which only they themselves are called by: `tp_vectorcall` is not
/// inherited.
///
/// # Safety
/// Called by the interpreter with such a class.
pub(super) unsafe extern "C" fn vectorcall(
    class: Object,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
) -> Object {
    // SAFETY: the caller's obligation.
    unsafe { construct(ClassRecord::of(class.cast()), class, args, nargsf, kwnames) }
}

/// The one routine.
///
/// # Safety
/// Called by the interpreter with the record's class or a subclass; the class fits.
#[inline(never)]
pub(super) unsafe extern "C" fn construct(
    record: &'static ClassRecord,
    class: Object,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
) -> Object {
    let mut words = [MaybeUninit::<u64>::uninit(); MOST];
    // SAFETY: `tell` has stored what is read here. What the interpreter passed is read into the words; all that
    // there are parameters for are written when the answer is true. The cell is large enough, and an object
    // that is new has room for it at the recorded offset.
    unsafe {
        let (plan, first) = (&record.plan, words.as_mut_ptr().cast());
        if !plan.read(args, nargsf, kwnames, first) {
            return ptr::null_mut();
        }
        guard(|py| {
            let facts = &*plan.facts.load(Ordering::Relaxed);
            let mut cell = MaybeUninit::<Cell>::uninit();
            let value = cell.as_mut_ptr().cast::<u8>();
            plan.make()(first, value);
            if facts.cell.flag != CellLayout::ABSENT {
                let flag = record.flag_beginning();
                value.add(facts.cell.flag).cast::<BorrowFlag>().write(flag);
            }
            let class = class.cast();
            let object = init::new_instance(py, class, record)?;
            let place = object.byte_add(record.offset()).cast::<u8>();
            ptr::copy_nonoverlapping(value, place, facts.cell.written());
            Ok(object)
        })
    }
}
