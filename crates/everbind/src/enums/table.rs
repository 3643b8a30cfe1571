//! [`Table`]: the members of an enum in one interpreter, by variant and by address.
//!
//! A member is found by its address in a hash table with open addressing, at most half full. The addresses
//! stay good because the table owns its members. Only C functions are called, so a conversion
//! runs no Python code.

use std::ops::Deref;
use std::ptr::NonNull;

use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyDict, PyDictMethods};
use crate::{PyAny, PyResult, ffi};

pub(crate) struct Table {
    /// The members by their variants' indices; nothing at indices that a condition left out.
    members: Box<[Option<Py<PyAny>>]>,
    /// The bits of each, for flags.
    bits: Box<[u64]>,
    /// Where members are: addresses, and indices.
    places: Box<[(usize, u32)]>,
    /// `_value2member_map_`, where `enum` keeps the members that were put together of flags.
    combined: Option<Py<PyDict>>,
}

/// A table that is dropped by a pointer, so that the code for it is in no library without an enum.
pub(crate) struct OwnedTable {
    table: NonNull<Table>,
    drop: unsafe fn(NonNull<Table>),
}

// SAFETY: it owns a table, which may be sent to another thread.
unsafe impl Send for OwnedTable {}
// SAFETY: it only gives shared references to a table, which threads may share.
unsafe impl Sync for OwnedTable {}
const _: () = {
    const fn check<T: Send + Sync>() {}
    check::<Table>();
};

impl OwnedTable {
    #[inline]
    pub(super) fn new(table: Table) -> Self {
        /// # Safety
        /// `table` came from a box, and is not used any more.
        unsafe fn drop_table(table: NonNull<Table>) {
            // SAFETY: the caller's obligation.
            drop(unsafe { Box::from_raw(table.as_ptr()) });
        }
        OwnedTable { table: NonNull::from(Box::leak(Box::new(table))), drop: drop_table }
    }
}

impl Deref for OwnedTable {
    type Target = Table;

    #[inline]
    fn deref(&self) -> &Table {
        // SAFETY: alive until this is dropped.
        unsafe { self.table.as_ref() }
    }
}

impl Drop for OwnedTable {
    fn drop(&mut self) {
        // SAFETY: from a box (`new`), and never used again.
        unsafe { (self.drop)(self.table) }
    }
}

impl Table {
    /// The table of these members, with their indices and bits.
    #[inline]
    pub(super) fn new(list: Vec<(usize, u64, Py<PyAny>)>, combined: Option<Py<PyDict>>) -> Table {
        let length = list.iter().map(|entry| entry.0 + 1).max().unwrap_or(0);
        let mut members = Vec::new();
        members.resize_with(length, || None);
        let mut bits = vec![0; length];
        let mut places = vec![(0, 0); (length * 2).next_power_of_two()];
        for (index, number, member) in list {
            let address = member.as_ptr().addr();
            let mut at = first_place(address, places.len());
            // Of two constants with the same bits, the first is the member.
            while places[at].0 != 0 && places[at].0 != address {
                at = (at + 1) % places.len();
            }
            if places[at].0 == 0 {
                places[at] = (address, index as u32);
            }
            bits[index] = number;
            members[index] = Some(member);
        }
        Table {
            members: members.into_boxed_slice(),
            bits: bits.into_boxed_slice(),
            places: places.into_boxed_slice(),
            combined,
        }
    }

    /// The index of the member at that address.
    #[inline]
    pub(super) fn find(&self, object: *mut ffi::PyObject) -> Option<usize> {
        let address = object.addr();
        let mut at = first_place(address, self.places.len());
        loop {
            match self.places[at] {
                (0, _) => return None,
                (known, index) if known == address => return Some(index as usize),
                _ => at = (at + 1) % self.places.len(),
            }
        }
    }

    /// The bits of the member `index`.
    #[inline]
    pub(super) fn bits(&self, index: usize) -> u64 {
        self.bits[index]
    }

    /// The member of a variant.
    #[inline]
    pub(super) fn member<'py>(&self, py: Python<'py>, index: usize) -> Option<Bound<'py, PyAny>> {
        let member = self.members.get(index)?.as_ref()?;
        Some(member.bind(py).clone())
    }

    /// The member with those bits, if there is one already.
    #[inline]
    pub(super) fn with_bits<'py>(
        &self,
        py: Python<'py>,
        bits: u64,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        for (index, known) in self.bits.iter().enumerate() {
            if *known == bits && self.members[index].is_some() {
                return Ok(self.member(py, index));
            }
        }
        match &self.combined {
            Some(combined) => combined.bind(py).get_item(bits),
            None => Ok(None),
        }
    }
}

/// Where the search for an address begins. Objects are at multiples of 16.
#[inline]
fn first_place(address: usize, places: usize) -> usize {
    let mixed = (address as u64 >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize & (places - 1)
}
