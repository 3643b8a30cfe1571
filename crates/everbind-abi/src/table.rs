//! Tables of addresses: how a C function of the running interpreter is called without linking it.
//!
//! Every family of the API is one `api!` block. It becomes a `#[repr(C)]` struct of pointers in one
//! static, an inline function for each entry which calls through that static, and a [`Family`], by which
//! [`load`](crate::load) fills it. A call compiles to `mov table@GOTPCREL(%rip), %reg;
//! call *offset(%reg)`: one load more than an `extern` symbol, shared by all calls of a function.
//! The names of all families are one text (`names.rs`), since a pointer to those of each would be 40 bytes more.
//! Addressing the table without the GOT (by `lea` in inline assembly) gained nothing measurable:
//! `int + 1` took 11.0 instead of 11.3 ns on 3.12 and 10.3 as before on 3.14, a call included.
//!
//! Invariants: a table is written only by [`Family::fill`], under the lock of `load`, before any
//! thread has seen `load` return `Ok`; it is never written again. The fields of a table are all of
//! pointer size and in the order of the names: one macro writes both. A test counts them; to do so at
//! compile time was a tenth of what the analysis of this crate took.
//!
//! Rejected: weak `extern` symbols (a test binary does not link, and there are none on Windows);
//! one `static` per function (700 symbols, no better code); a first-call stub in each slot
//! (a relocation for each, which the loader pays at every import).

mod macros;
mod names;
mod packed;

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

pub(crate) use macros::{api, newer, optional, pointers, quiet, variadic};
pub(crate) use names::Names;

/// A struct of pointers, filled once.
#[repr(transparent)]
pub(crate) struct Table<T>(UnsafeCell<T>);

// SAFETY: a table is written only before any thread may read it, but for its `AtomicPtr`s, which
// may be read at any time (module invariant).
unsafe impl<T> Sync for Table<T> {}

impl<T> Table<T> {
    pub(crate) const fn new(slots: T) -> Self {
        Self(UnsafeCell::new(slots))
    }

    /// The address of the slots.
    #[inline(always)]
    pub(crate) const fn slots(&self) -> *mut T {
        self.0.get()
    }
}

/// What `load` needs to know of one table. The names of its slots are in `names.rs`.
pub(crate) struct Family {
    /// The first slot; of a family that is not a table, the first [`Slot`].
    slots: *const c_void,
    count: u16,
    kind: Kind,
    /// The names of the slots in order, each ended by a NUL.
    #[cfg(test)]
    pub(crate) names: &'static str,
    /// For each name an older one, or nothing; or nothing at all.
    #[cfg(test)]
    pub(crate) older: &'static str,
}

/// The address of a slot that is a static of its own.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Slot(pub(crate) *mut *mut c_void);

/// What stands in the slots of a family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Addresses of functions or data of 3.12: all must be there.
    Required,
    /// As that, in statics of their own.
    Scattered,
    /// Copies of pointer variables of 3.12 (`PyExc_…`), in statics of their own: all must be there.
    Pointers,
    /// Newer functions that have replacements: a slot whose name is not found keeps what it has.
    Newer,
    /// Newer functions that have none.
    Optional,
}

// SAFETY: a constant that names static tables; see `Table`.
unsafe impl Sync for Family {}
// SAFETY: a constant that names a static.
unsafe impl Sync for Slot {}

impl Family {
    /// The family whose slots are a table, and in tests their names and older names.
    pub(crate) const fn new<T>(
        table: &'static Table<T>,
        kind: Kind,
        #[cfg(test)] names: &'static str,
        #[cfg(test)] older: &'static str,
    ) -> Self {
        Self {
            slots: table.slots().cast_const().cast(),
            count: (size_of::<T>() / size_of::<*mut c_void>()) as u16,
            kind,
            #[cfg(test)]
            names,
            #[cfg(test)]
            older,
        }
    }

    /// The family whose slots are statics of their own.
    pub(crate) const fn scattered(
        slots: &'static [Slot],
        kind: Kind,
        #[cfg(test)] names: &'static str,
    ) -> Self {
        Self {
            slots: slots.as_ptr().cast(),
            count: slots.len() as u16,
            kind,
            #[cfg(test)]
            names,
            #[cfg(test)]
            older: "",
        }
    }

    /// The names of this family's slots.
    #[cfg(test)]
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split_terminator('\0')
    }

    /// What stands in this family's slots.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// How many slots there are.
    pub(crate) const fn count(&self) -> u16 {
        self.count
    }

    /// Where the slot of that number is.
    ///
    /// # Safety
    /// There are so many.
    unsafe fn slot(&self, index: u16) -> *mut *mut c_void {
        let index = usize::from(index);
        match self.kind {
            // SAFETY: `scattered` was given so many (caller's contract).
            Kind::Scattered | Kind::Pointers => unsafe {
                self.slots.cast::<Slot>().add(index).read().0
            },
            // SAFETY: the table has so many slots of pointer size (module invariant).
            _ => unsafe { self.slots.cast_mut().cast::<*mut c_void>().add(index) },
        }
    }

    /// Fills the slots with what `lookup` finds; calls `missing` with each required name not found.
    ///
    /// # Safety
    /// No thread calls through these slots or fills them meanwhile, `names` are those of this family and what follows, and `lookup`
    /// returns the address of the symbol of that name and of the declared type, or null.
    pub(crate) unsafe fn fill(
        &self,
        names: &mut Names,
        lookup: &dyn Fn(&CStr) -> *mut c_void,
        missing: &mut dyn FnMut(&CStr),
    ) {
        for index in 0..self.count {
            let name = names.next();
            let mut value = lookup(name);
            if value.is_null() && !matches!(self.kind, Kind::Newer | Kind::Optional) {
                missing(name);
            }
            if names.has_older() {
                let older = names.next();
                if value.is_null() {
                    value = lookup(older);
                }
            }
            if !value.is_null() {
                if self.kind == Kind::Pointers {
                    // SAFETY: the symbol is a pointer variable (declared so, caller's contract).
                    value = unsafe { value.cast::<*mut c_void>().read() };
                }
                // SAFETY: a slot is pointer-sized, aligned and static; others only load it atomically.
                unsafe { AtomicPtr::from_ptr(self.slot(index)) }.store(value, Ordering::Relaxed);
            }
        }
    }
}

/// How many slots the families have.
#[cfg(not(test))]
const fn count(families: &[Family]) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < families.len() {
        count += families[index].count as usize;
        index += 1;
    }
    count
}

#[cfg(not(test))]
const _: () = assert!(
    count(crate::FAMILIES) == packed::COUNT,
    "there are other functions than before: EVERBIND_NAMES=overwrite cargo test -p everbind-abi packed"
);

/// Panics if `load` has not filled this slot of functions of 3.12.
///
/// # Safety
/// `slot` is a slot of a static table.
#[cfg(debug_assertions)]
#[inline]
pub(crate) unsafe fn check_loaded(slot: *const *const c_void, name: &str) {
    // SAFETY: the caller's obligation; nothing is written that may be read now (module invariant).
    if unsafe { *slot }.is_null() {
        panic!("{name} was called before everbind_abi::load() had returned Ok");
    }
}

/// A C function with `...`, called like the function: `PyErr_Format(exception, format, …)`.
///
/// Stable Rust cannot define such a function but can call a pointer to one. This dereferences to the
/// pointer, and a call expression dereferences by itself.
#[repr(transparent)]
pub struct Variadic<F>(Table<Option<F>>);

impl<F: Copy> Variadic<F> {
    pub(crate) const fn new() -> Self {
        Self(Table::new(None))
    }

    pub(crate) const fn slot(&self) -> Slot {
        assert!(size_of::<Option<F>>() == size_of::<*mut c_void>());
        Slot(self.0.slots().cast())
    }
}

impl<F: Copy> std::ops::Deref for Variadic<F> {
    type Target = F;

    /// # Panics
    /// If `load` has not returned `Ok`.
    #[inline]
    fn deref(&self) -> &F {
        // SAFETY: written only before `load` has returned `Ok`; that nobody gets here meanwhile is
        // the obligation of whoever calls into Python.
        match unsafe { &*self.0.slots() } {
            Some(function) => function,
            None => panic!("a variadic function was used before everbind_abi::load()"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;

    /// A symbol for each known name: the address of a byte of this array.
    static SYMBOLS: [u8; 4] = [0; 4];

    fn lookup(name: &CStr) -> *mut c_void {
        let known = [c"first", c"second", c"old_third", c"variable"];
        match known.iter().position(|known| *known == name) {
            Some(index) => (&raw const SYMBOLS[index]).cast_mut().cast(),
            None => ptr::null_mut(),
        }
    }

    fn fill(family: &Family, names: &'static [u8]) -> Vec<String> {
        let (mut missing, mut names) = (Vec::new(), Names::of(names));
        let mut note = |name: &CStr| missing.push(name.to_string_lossy().into_owned());
        // SAFETY: each test has its own table, whose slots are not called.
        unsafe { family.fill(&mut names, &lookup, &mut note) };
        missing
    }

    fn slot(table: &Table<[AtomicPtr<c_void>; 3]>, index: usize) -> Option<usize> {
        // SAFETY: only accessed atomically.
        let slots = unsafe { &*table.slots() };
        let address = slots[index].load(Ordering::Relaxed).addr();
        (address != 0).then(|| address - SYMBOLS.as_ptr().addr())
    }

    const fn empty() -> Table<[AtomicPtr<c_void>; 3]> {
        Table::new([const { AtomicPtr::new(ptr::null_mut()) }; 3])
    }

    #[test]
    fn every_slot_has_a_name() {
        for family in crate::FAMILIES {
            assert_eq!(family.names().count(), usize::from(family.count), "{}", family.names);
            let older = family.older.split_terminator('\0').count();
            assert!(older == 0 || older == usize::from(family.count), "{}", family.older);
        }
    }

    #[test]
    fn slots_are_filled_in_order() {
        static TABLE: Table<[AtomicPtr<c_void>; 3]> = empty();
        static FAMILY: Family = Family::new(&TABLE, Kind::Required, "", "");
        assert_eq!(fill(&FAMILY, b"\x80first\x80absent\x80second"), ["absent"]);
        assert_eq!([0, 1, 2].map(|index| slot(&TABLE, index)), [Some(0), None, Some(1)]);
    }

    #[test]
    fn newer_functions_may_be_absent_or_have_older_names() {
        static TABLE: Table<[AtomicPtr<c_void>; 3]> = empty();
        static FAMILY: Family = Family::new(&TABLE, Kind::Newer, "", "");
        assert!(fill(&FAMILY, b"\x80absent\x80third\xc0old_third\x80second\xc0first").is_empty());
        assert_eq!([0, 1, 2].map(|index| slot(&TABLE, index)), [None, Some(2), Some(1)]);
    }
}
