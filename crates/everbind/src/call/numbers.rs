//! Many numbers: the arguments of a function that takes more than a few, all of them numbers.
//!
//! *Problem.* Reading a number in line takes some 60 bytes of code. That is worth it for the one or
//! two of a small function; a function of six would be six times that, and so would each of its kind.
//!
//! *How.* Such a function has one call in its entry: [`read`] binds the arguments, reads them in a loop
//! and writes them as words into the entry's frame. Which types they are is a word of the call: four
//! bits for each parameter. The macros choose this form by [`LEAST`] and by the types' names; that a
//! name means what it seems to is checked by the compiler, for the words are read by methods with the
//! types' own names.
//!
//! *Invariants.* `read` does not unwind, so an entry whose function cannot panic needs no landing pad.
//! When it returns false an exception is set, and words may be missing.

use std::mem::MaybeUninit;

use super::bind;
use super::entry::guard;
use super::signature::Signature;
use crate::convert::int::by_number;
use crate::convert::{Exact, FromPyObject};
use crate::ffi;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::{PyErr, PyResult};

type Object = *mut ffi::PyObject;

/// How many parameters can be read in one go: those whose types fit into a word.
pub(crate) const MOST: usize = 16;

/// What stands for a parameter's type in the word of types. Zero ends them.
const F32: u64 = 11;
const F64: u64 = 12;
const BOOL: u64 = 13;

/// The smallest and the largest value of each integer type, by its number less one; of those that go
/// beyond an `i64`, what of them is within.
const LIMITS: [(i64, i64); 10] = [
    (i8::MIN as i64, i8::MAX as i64),
    (i16::MIN as i64, i16::MAX as i64),
    (i32::MIN as i64, i32::MAX as i64),
    (i64::MIN, i64::MAX),
    (isize::MIN as i64, isize::MAX as i64),
    (0, u8::MAX as i64),
    (0, u16::MAX as i64),
    (0, u32::MAX as i64),
    (0, i64::MAX),
    (0, isize::MAX as i64),
];

/// The numbers of one call.
#[derive(Clone, Copy)]
pub struct Numbers<'a, 'py> {
    words: &'a [u64],
    py: Python<'py>,
}

macro_rules! words {
    ($($ty:ident),*) => {$(
        /// The number of the parameter `index`, which is of this type.
        #[inline(always)]
        pub fn $ty(self, index: usize) -> $ty {
            self.words[index] as $ty
        }
    )*};
}

impl<'py> Numbers<'_, 'py> {
    /// The numbers of a call with `N` parameters.
    ///
    /// # Safety
    /// `words` points to as many, and the thread is attached, for as long as these are used.
    #[inline(always)]
    pub unsafe fn at<const N: usize>(words: *const u64) -> Self {
        // SAFETY: the caller's obligations.
        unsafe { Numbers { words: &*words.cast::<[u64; N]>(), py: Python::assume_attached() } }
    }

    words!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

    /// The number of the parameter `index`, which is of this type.
    #[inline(always)]
    pub fn f32(self, index: usize) -> f32 {
        f32::from_bits(self.u32(index))
    }

    /// The number of the parameter `index`, which is of this type.
    #[inline(always)]
    pub fn f64(self, index: usize) -> f64 {
        f64::from_bits(self.words[index])
    }

    /// The value of the parameter `index`, which is of this type.
    #[inline(always)]
    pub fn bool(self, index: usize) -> bool {
        self.words[index] != 0
    }

    /// The token.
    #[inline(always)]
    pub fn py(self) -> Python<'py> {
        self.py
    }
}

/// An entry of `METH_FASTCALL | METH_KEYWORDS` of a function of numbers; `types` says which.
///
/// # Safety
/// Called by the interpreter, which passes what that convention says; `signature` has `N` required
/// parameters and nothing else, and `types` as many types.
#[inline(always)]
pub unsafe fn numbers<const N: usize, F>(
    signature: &'static Signature,
    types: u64,
    args: *const Object,
    nargs: ffi::Py_ssize_t,
    kwnames: Object,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Numbers<'a, 'py>) -> PyResult<Object>,
{
    let mut words = MaybeUninit::<[u64; N]>::uninit();
    let first = words.as_mut_ptr().cast();
    // SAFETY: what the interpreter passed, room for as many words as there are parameters, and
    // all of them are written when the answer is true.
    unsafe {
        if !read(signature, types, args, nargs, kwnames, first) {
            return std::ptr::null_mut();
        }
        guard(|py| body(Numbers { words: words.assume_init_ref(), py }))
    }
}

/// As [`numbers`], of the vectorcall protocol.
///
/// # Safety
/// As for [`numbers`].
#[inline(always)]
pub unsafe fn numbers_vectorcall<const N: usize, F>(
    signature: &'static Signature,
    types: u64,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Numbers<'a, 'py>) -> PyResult<Object>,
{
    // SAFETY: the caller's obligations. The flag in `nargsf` is looked at by `read`.
    unsafe { numbers::<N, F>(signature, types, args, nargsf as ffi::Py_ssize_t, kwnames, body) }
}

/// Binds and reads the arguments of one call.
///
/// # Safety
/// As for [`numbers`]; `words` has room for each parameter. `nargs` may carry the flag of a vectorcall.
#[inline(never)]
pub unsafe extern "C" fn read(
    signature: &'static Signature,
    types: u64,
    args: *const Object,
    nargs: ffi::Py_ssize_t,
    kwnames: Object,
    words: *mut u64,
) -> bool {
    // SAFETY: only masks the flag.
    let nargs = unsafe { ffi::PyVectorcall_NARGS(nargs as usize) as usize };
    let mut bound = [std::ptr::null_mut(); MOST];
    let mut slots = args;
    // SAFETY: the caller's obligations: `slots` has an object for each parameter, which the caller of
    // the function keeps alive during the call.
    unsafe {
        if nargs != signature.count() || !kwnames.is_null() {
            slots = bind_all(signature, args, nargs, kwnames, &mut bound);
            if slots.is_null() {
                return false;
            }
        }
        let py = Python::assume_attached();
        let exact = Exact::new(py);
        let (mut rest, mut index) = (types, 0);
        while rest != 0 {
            let number = rest & 15;
            let object = Borrowed::from_ptr_unchecked(py, *slots.add(index));
            let word = match number {
                F64 => exact.float(object).map(f64::to_bits),
                F32 => exact.float(object).map(|value| u64::from((value as f32).to_bits())),
                BOOL => None,
                _ => {
                    let (least, most) = LIMITS[number as usize - 1];
                    let fits = |value: &i64| least <= *value && *value <= most;
                    exact.int(object).filter(fits).map(|value| value as u64)
                }
            };
            let word = match word {
                Some(word) => word,
                None => match read_any(signature, index, number, object.as_ptr()) {
                    Some(word) => word,
                    None => return false,
                },
            };
            words.add(index).write(word);
            rest >>= 4;
            index += 1;
        }
    }
    true
}

/// Binds arguments that are not all given by position; null if it fails.
///
/// # Safety
/// As for [`read`].
#[cold]
#[inline(never)]
unsafe fn bind_all(
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    bound: &mut [Object; MOST],
) -> *const Object {
    let slots = &mut bound[..signature.count()];
    // SAFETY: the caller's obligations; the slots are null.
    unsafe { guard(|py| bind::bind(py, signature, args, nargs, kwnames, slots)) }
}

/// Reads one argument of any type, by the conversion that the parameter's type has.
///
/// # Safety
/// Attached; `object` is alive during the call.
#[cold]
#[inline(never)]
unsafe fn read_any(
    signature: &'static Signature,
    index: usize,
    number: u64,
    object: Object,
) -> Option<u64> {
    let mut word = 0;
    let convert = |py: Python<'_>| {
        // SAFETY: the caller's obligation.
        match any(unsafe { Bound::ref_from_ptr(py, &object) }.as_borrowed(), number) {
            Ok(value) => {
                word = value;
                Ok(0)
            }
            Err(error) => Err(error.at_argument(py, signature.slot_name(index))),
        }
    };
    // SAFETY: the caller's obligation.
    let status: std::ffi::c_int = unsafe { guard(convert) };
    (status == 0).then_some(word)
}

fn any(object: Borrowed<'_, '_, crate::PyAny>, number: u64) -> Result<u64, PyErr> {
    match number {
        1..=10 => by_number(object, number as usize),
        F32 => f32::extract(object).map(|value| u64::from(value.to_bits())),
        F64 => f64::extract(object).map(f64::to_bits),
        _ => bool::extract(object).map(u64::from),
    }
}
