//! Where the value of a `float` is, found out at run time instead of known by version.
//!
//! *Problem.* Without a row of `ROWS` a float is read by `PyFloat_AsDouble`: a call of 1.6 to 2.1 ns, for
//! each item of a list and for each argument. It is most of what a tuple of floats then costs.
//!
//! *How.* What the row would say follows from what the stable ABI says of the running interpreter:
//! - With the GIL an object is at its address, for `ob_refcnt` and `ob_type` are listed members of it, which
//!   modules compiled for the stable ABI read in place. So the header is these two, and
//!   `object.__basicsize__` says the same.
//! - `float.__basicsize__` is eight bytes more than that, and `float.__itemsize__` zero. So eight bytes are
//!   all that one float has and another has not.
//! - [`is_in_place`] makes floats of many bit patterns and finds each in these eight bytes, as it is, while
//!   `PyFloat_AsDouble` gives the same: zeros, infinities, quiet and signalling NaNs with their payloads,
//!   subnormals, the extremes, one bit at a time, and others without a pattern. Eight bytes that hold any
//!   eight bytes as they are have no room to mean anything else by them.
//!
//! So this is derived, not assumed: it holds of versions that do not exist yet as well, and where it does not
//! hold nothing is read. Hence it is not part of what `EVERBIND_LAYOUT=off` forbids, which is to trust
//! a table of versions. Only exact floats are read so; instances of subclasses are asked.
//!
//! *When not.* In feature `pure`; with headers that are not those two words (a build that traces references, or
//! any debug build); on implementations other than CPython, where an address may be a handle. Without
//! the GIL the stable ABI promises nothing of an object's inside, not even its type: there the version must
//! be known, and the probe then shows besides that the type is the header's last word. (A float never
//! changes, so that other threads are there does not matter.)
//!
//! *What it gains* with the layouts off, on Debian's 3.14: a tuple of 1,000 floats takes 1.05 of what C takes that
//! reads structs, 2.4 without this; a list 1.9 to 3.5, 2.9 to 4.9 without, where C of the limited API stands at
//! 2.8 to 4.9. By instructions, 11,377 (25,377) and 25,143 (39,142), and 11 less for each float that is
//! an argument. The probe makes 143 floats, once in a process: 5 microseconds.
//!
//! *Rejected.* The same for `int`: its digits have a tag whose bits are nowhere promised, and a probe could not
//! try all that they may mean. For `str`, `bytes` and `list`, for the like reasons. For the items of tuples
//! there is another way, which knows no offset: `items/probe.rs` of everbind.

use super::{field, is_strange, row};
use crate::*;

/// The only header that the stable ABI describes: a count of references and a type.
const GIL_HEADER: usize = 16;

/// Values with a meaning of their own: zeros, ones, the extremes, infinities, NaNs.
const SPECIAL: [u64; 15] = [
    0,
    1 << 63,
    0x3ff0_0000_0000_0000,
    0xbff0_0000_0000_0000,
    0x7fef_ffff_ffff_ffff,
    0xffef_ffff_ffff_ffff,
    0x0010_0000_0000_0000,
    0x000f_ffff_ffff_ffff,
    0x8000_0000_0000_0001,
    0x7ff0_0000_0000_0000,
    0xfff0_0000_0000_0000,
    0x7ff8_0000_0000_0000,
    0xfff8_0000_dead_beef,
    0x7ff0_0000_0000_0001,
    u64::MAX,
];

/// How many values without a pattern are tried.
const OTHERS: usize = 64;

/// Whether the value of an exact `float` is in the eight bytes after the header, and nothing else is.
/// Leaves no exception set.
///
/// # Safety
/// The tables are filled and the thread is attached.
pub(crate) unsafe fn is_in_place(interpreter: &Interpreter) -> bool {
    if is_strange()
        || interpreter.debug
        || interpreter.implementation != Implementation::CPython
        || (interpreter.free_threaded && row(interpreter).is_none())
        || (!interpreter.free_threaded && interpreter.header_size != GIL_HEADER)
    {
        return false;
    }
    // SAFETY: as this function's contract.
    unsafe {
        let header = interpreter.header_size;
        let float = PyFloat_Type();
        let sized = size(float, c"__basicsize__") == Some(header + size_of::<f64>())
            && size(float, c"__itemsize__") == Some(0);
        let passed = sized && holds_all(header as u32);
        PyErr_Clear();
        passed
    }
}

/// A size that a type tells of its instances. May leave an exception set.
///
/// # Safety
/// As for [`is_in_place`]; a living type.
#[inline(never)]
pub(super) unsafe fn size(type_: *mut PyTypeObject, name: &std::ffi::CStr) -> Option<usize> {
    // SAFETY: attached; a new reference or null.
    unsafe {
        let size = PyObject_GetAttrString(type_.cast(), name.as_ptr());
        if size.is_null() {
            return None;
        }
        let value = PyLong_AsSize_t(size);
        _Py_DecRef(size);
        Some(value)
    }
}

/// # Safety
/// As for [`is_in_place`]; a float is eight bytes longer than this header.
unsafe fn holds_all(header: u32) -> bool {
    let mut other = 0x9e37_79b9_7f4a_7c15_u64;
    let mut index = 0;
    while index < SPECIAL.len() + 64 + OTHERS {
        let bits = if index < SPECIAL.len() {
            SPECIAL[index]
        } else if index < SPECIAL.len() + 64 {
            1 << (index - SPECIAL.len())
        } else {
            // Marsaglia's generator: all 64 bits change.
            other ^= other << 13;
            other ^= other >> 7;
            other ^= other << 17;
            other
        };
        // SAFETY: the caller's obligations.
        if !unsafe { holds(bits, header) } {
            return false;
        }
        index += 1;
    }
    true
}

/// # Safety
/// As for [`holds_all`].
unsafe fn holds(bits: u64, header: u32) -> bool {
    // SAFETY: a new float, which is at its address and so long (caller's contract).
    unsafe {
        let float = PyFloat_FromDouble(f64::from_bits(bits));
        if float.is_null() {
            return false;
        }
        let type_ = field::<*mut PyTypeObject>(float, header - size_of::<usize>() as u32).read();
        let found = field::<u64>(float, header).read();
        let told = PyFloat_AsDouble(float).to_bits();
        _Py_DecRef(float);
        type_ == PyFloat_Type() && found == bits && told == bits
    }
}
