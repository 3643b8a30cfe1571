//! Where the parts of an instance are.
//!
//! An instance is its base's part (a header, for a class that extends `object`),
//! then a *cell*: the Rust value, then what the class's options ask for. The cell
//! begins at the base's basic size rounded up to 16 (PEP 697, a negative basic
//! size in the spec; see `alignment.rs`), a constant of the class which its record
//! remembers. Inside the cell all offsets are compile-time constants.
//!
//! *Invariant.* A cell is never empty. Two classes without data would otherwise
//! have the layout of `object`, and Python would allow `a.__class__ = B` or a
//! common subclass, and so hand out a Rust value that was never made.

use std::thread::ThreadId;

use super::borrow::BorrowFlag;

/// What a class is declared with, as a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options(pub u32);

impl Options {
    /// No options.
    pub const NONE: Options = Options(0);
    /// `frozen`: no borrow flag, no `&mut self`.
    pub const FROZEN: Options = Options(1);
    /// `subclass`: may be inherited from.
    pub const SUBCLASS: Options = Options(1 << 1);
    /// `dict`: instances have a `__dict__`.
    pub const DICT: Options = Options(1 << 2);
    /// `weakref`: instances can be weakly referenced.
    pub const WEAKREF: Options = Options(1 << 3);
    /// `unsendable`: an instance may only be used on the thread that made it.
    pub const UNSENDABLE: Options = Options(1 << 4);
    /// `mapping`: no sequence slots for item access.
    pub const MAPPING: Options = Options(1 << 5);
    /// `sequence`: the length is the sequence's, not the mapping's.
    pub const SEQUENCE: Options = Options(1 << 6);
    /// `immutable_type`: attributes of the class cannot be assigned.
    pub const IMMUTABLE: Options = Options(1 << 7);
    /// `generic`: `Class[item]` gives a `types.GenericAlias`.
    pub const GENERIC: Options = Options(1 << 8);

    /// `within`: an instance may refer to a field of another's value.
    pub const WITHIN: Options = Options(1 << 16);

    /// Both sets together.
    pub const fn and(self, other: Options) -> Options {
        Options(self.0 | other.0)
    }

    /// Whether all of `other` is in the set.
    pub const fn has(self, other: Options) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Offsets of a cell's parts from its start; a part that is not there has [`CellLayout::ABSENT`].
#[derive(Clone, Copy, Debug)]
pub struct CellLayout {
    pub(crate) size: usize,
    pub(crate) flag: usize,
    pub(crate) thread: usize,
    pub(crate) dict: usize,
    pub(crate) weaklist: usize,
    /// Where the value is, if elsewhere: see `elsewhere.rs`.
    pub(crate) within: usize,
    /// Of a metaclass: whether there is a value.
    pub(crate) state: usize,
    /// Of a metaclass: a pointer to the constructor of its type; see `metaclass.rs`.
    pub(crate) vectorcall: usize,
}

impl CellLayout {
    pub(crate) const ABSENT: usize = usize::MAX;

    /// The cell of a class with a value of type `T`.
    pub(crate) const fn of<T>(options: Options, own_flag: bool) -> CellLayout {
        let value = size_of::<T>();
        let mut end = if value == 0 { 1 } else { value };
        let flag = place(&mut end, own_flag, align_of::<BorrowFlag>(), size_of::<BorrowFlag>());
        let unsendable = options.has(Options::UNSENDABLE);
        let thread = place(&mut end, unsendable, align_of::<ThreadId>(), size_of::<ThreadId>());
        let pointer = size_of::<*mut ()>();
        let dict = place(&mut end, options.has(Options::DICT), pointer, pointer);
        let weaklist = place(&mut end, options.has(Options::WEAKREF), pointer, pointer);
        let within = place(&mut end, options.has(Options::WITHIN), pointer, pointer);
        let (state, vectorcall) = (CellLayout::ABSENT, CellLayout::ABSENT);
        CellLayout { size: end, flag, thread, dict, weaklist, within, state, vectorcall }
    }

    /// That of a class that extends `type`, with a value of type `T`.
    pub(crate) const fn of_metaclass<T>(options: Options, own_flag: bool) -> CellLayout {
        let mut cell = CellLayout::of::<T>(options, own_flag);
        cell.vectorcall = place(&mut cell.size, true, align_of::<usize>(), size_of::<usize>());
        cell.state = place(&mut cell.size, true, 1, 1);
        cell
    }

    /// How far the value and the flag go.
    pub(crate) fn written(&self) -> usize {
        self.size.min(self.thread).min(self.dict).min(self.weaklist)
    }
}

const fn place(end: &mut usize, present: bool, align: usize, size: usize) -> usize {
    if !present {
        return CellLayout::ABSENT;
    }
    let offset = end.next_multiple_of(align);
    *end = offset + size;
    offset
}

#[cfg(test)]
mod tests {
    use super::{CellLayout, Options};

    #[test]
    fn a_frozen_pair_of_floats_needs_only_its_value() {
        assert_eq!(CellLayout::of::<[f64; 2]>(Options::FROZEN, false).size, 16);
    }

    #[test]
    fn a_cell_is_never_empty() {
        assert_eq!(CellLayout::of::<()>(Options::FROZEN, false).size, 1);
    }

    #[test]
    fn parts_are_aligned_and_in_order() {
        let all = Options::DICT.and(Options::WEAKREF).and(Options::UNSENDABLE);
        let cell = CellLayout::of::<u8>(all, true);
        assert_eq!((cell.flag, cell.thread, cell.dict, cell.weaklist), (4, 16, 24, 32));
        assert_eq!(cell.size, 40);
    }
}
