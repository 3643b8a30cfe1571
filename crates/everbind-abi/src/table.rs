//! Tables of addresses: how a C function of the running interpreter is called without linking it.
//!
//! Every family of the API is one `api!` block. It becomes a `#[repr(C)]` struct of pointers in one
//! static, an inline function for each entry which calls through that static, and the list of names
//! by which [`load`](crate::load) fills it. A call compiles to `mov table@GOTPCREL(%rip), %reg;
//! call *offset(%reg)`: one load more than an `extern` symbol, shared by all calls of a function.
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

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

pub(crate) use macros::{api, newer, optional, pointers, quiet, variadic};

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

/// What `load` needs to know of one table.
pub(crate) struct Family {
    slots: Slots,
    /// The names of the slots in order, each ended by a NUL.
    names: &'static str,
    /// For each name an older one, or nothing; or nothing at all.
    older: &'static str,
    kind: Kind,
    /// The number of slots.
    #[cfg(test)]
    count: usize,
}

/// Where the slots of a family are.
#[derive(Clone, Copy)]
enum Slots {
    Table(*mut *mut c_void),
    Scattered(&'static [Slot]),
}

/// The address of a slot that is a static of its own.
#[derive(Clone, Copy)]
pub(crate) struct Slot(pub(crate) *mut *mut c_void);

/// What stands in the slots of a family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Addresses of functions or data of 3.12: all must be there.
    Required,
    /// Copies of pointer variables of 3.12 (`PyExc_…`): all must be there.
    Pointers,
    /// Newer functions: a slot whose name is not found keeps what it has.
    Newer,
}

// SAFETY: a constant that names static tables; see `Table`.
unsafe impl Sync for Family {}
// SAFETY: a constant that names a static.
unsafe impl Sync for Slot {}

impl Family {
    /// The family whose slots are a table.
    pub(crate) const fn new<T>(table: &'static Table<T>, names: &'static str, kind: Kind) -> Self {
        Self {
            slots: Slots::Table(table.slots().cast()),
            names,
            older: "",
            kind,
            #[cfg(test)]
            count: size_of::<T>() / size_of::<*mut c_void>(),
        }
    }

    /// The family whose slots are statics of their own.
    pub(crate) const fn scattered(slots: &'static [Slot], names: &'static str, kind: Kind) -> Self {
        Self {
            slots: Slots::Scattered(slots),
            names,
            older: "",
            kind,
            #[cfg(test)]
            count: slots.len(),
        }
    }

    /// The family of newer functions: a table which holds their replacements, and older names.
    pub(crate) const fn newer<T>(
        table: &'static Table<T>,
        names: &'static str,
        older: &'static str,
    ) -> Self {
        Self { older, ..Self::new(table, names, Kind::Newer) }
    }

    /// The names of this family's slots.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split_terminator('\0')
    }

    /// What stands in this family's slots.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Fills the slots with what `lookup` finds; calls `missing` with each required name not found.
    ///
    /// # Safety
    /// No thread calls through these slots or fills them meanwhile, and `lookup` returns the address
    /// of the symbol of that name and of the declared type, or null.
    pub(crate) unsafe fn fill(
        &self,
        lookup: &dyn Fn(&CStr) -> *mut c_void,
        missing: &mut dyn FnMut(&'static str),
    ) {
        let (mut names, mut older) = (self.names, self.older);
        let mut index = 0;
        while let Some(name) = next(&mut names) {
            let mut value = lookup(name);
            if let Some(older) = next(&mut older)
                && value.is_null()
                && !older.is_empty()
            {
                value = lookup(older);
            }
            if !value.is_null() {
                if self.kind == Kind::Pointers {
                    // SAFETY: the symbol is a pointer variable (declared so, caller's contract).
                    value = unsafe { value.cast::<*mut c_void>().read() };
                }
                let slot = match self.slots {
                    // SAFETY: there are as many pointer-sized slots as names (module invariant).
                    Slots::Table(first) => unsafe { first.add(index) },
                    Slots::Scattered(slots) => slots[index].0,
                };
                // SAFETY: a slot is pointer-sized, aligned and static; others only load it atomically.
                unsafe { AtomicPtr::from_ptr(slot) }.store(value, Ordering::Relaxed);
            } else if self.kind != Kind::Newer {
                missing(name.to_str().unwrap_or_default());
            }
            index += 1;
        }
    }
}

impl Family {
    /// Calls `note` with each name that `lookup` does not find, and the older one that is found instead.
    #[cold]
    pub(crate) fn missing(
        &self,
        lookup: &dyn Fn(&CStr) -> *mut c_void,
        note: &mut dyn FnMut(&'static CStr, Option<&'static CStr>),
    ) {
        let (mut names, mut older) = (self.names, self.older);
        while let Some(name) = next(&mut names) {
            let older = next(&mut older);
            if lookup(name).is_null() {
                note(name, older.filter(|older| !older.is_empty() && !lookup(older).is_null()));
            }
        }
    }
}

/// Takes the first of `names`, each ended by a NUL.
fn next(names: &mut &'static str) -> Option<&'static CStr> {
    if names.is_empty() {
        return None;
    }
    // SAFETY: each name ends with a NUL, which the macro writes that writes the names. This takes a
    // fifth of what a search with bounds takes.
    let name = unsafe { CStr::from_ptr(names.as_ptr().cast()) };
    *names = names.get(name.count_bytes() + 1..).unwrap_or_default();
    Some(name)
}

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

    fn fill(family: &Family) -> Vec<&'static str> {
        let mut missing = Vec::new();
        // SAFETY: each test has its own table, whose slots are not called.
        unsafe { family.fill(&lookup, &mut |name| missing.push(name)) };
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
            assert_eq!(family.names().count(), family.count, "{}", family.names);
            let older = family.older.split_terminator('\0').count();
            assert!(older == 0 || older == family.count, "{}", family.older);
        }
    }

    #[test]
    fn slots_are_filled_in_order() {
        static TABLE: Table<[AtomicPtr<c_void>; 3]> = empty();
        static FAMILY: Family = Family::new(&TABLE, "first\0absent\0second\0", Kind::Required);
        assert_eq!(fill(&FAMILY), ["absent"]);
        assert_eq!([0, 1, 2].map(|index| slot(&TABLE, index)), [Some(0), None, Some(1)]);
        assert_eq!(FAMILY.names().collect::<Vec<_>>(), ["first", "absent", "second"]);
    }

    #[test]
    fn newer_functions_may_be_absent_or_have_older_names() {
        static TABLE: Table<[AtomicPtr<c_void>; 3]> = empty();
        static FAMILY: Family =
            Family::newer(&TABLE, "absent\0third\0second\0", "\0old_third\0first\0");
        assert!(fill(&FAMILY).is_empty());
        assert_eq!([0, 1, 2].map(|index| slot(&TABLE, index)), [None, Some(2), Some(1)]);
    }
}
