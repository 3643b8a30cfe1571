//! Several `#[pymethods]` blocks of one class, with the feature `multiple-pymethods`.
//!
//! *Problem.* The blocks do not see each other, and a trait can be implemented once.
//!
//! *How.* Each block has a static node, and a function that the loader runs when the
//! library is loaded. It puts the node on a list that starts in the class's record. No
//! type object is made before that, since nothing of Python runs so early.
//!
//! *Rejected.* Numbering the blocks, as `impl Methods<1> for Class`: the number would
//! have to be kept in the compiler's process between expansions.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::items::ClassItems;
use super::record::{ClassRecord, once};

/// The items of one block, as a node of its class's list.
pub struct Registered {
    fill: fn(&mut ClassItems),
    items: AtomicPtr<ClassItems>,
    next: AtomicPtr<Registered>,
}

impl Registered {
    /// A node that is on no list.
    pub const fn new(fill: fn(&mut ClassItems)) -> Self {
        let (items, next) = (AtomicPtr::new(ptr::null_mut()), AtomicPtr::new(ptr::null_mut()));
        Registered { fill, items, next }
    }

    /// Puts the node on the class's list. Called once.
    pub fn add_to(&'static self, record: &'static ClassRecord) {
        let me = ptr::from_ref(self).cast_mut();
        let mut first = record.blocks.load(Ordering::Acquire);
        loop {
            self.next.store(first, Ordering::Relaxed);
            match crate::first::replace(&record.blocks, first, me) {
                Ok(()) => return,
                Err(now) => first = now,
            }
        }
    }
}

/// Calls `collect` with the items of each node, in the order they were added.
pub(super) fn each(record: &'static ClassRecord, collect: &mut dyn FnMut(&'static ClassItems)) {
    let mut nodes = Vec::new();
    let mut node = record.blocks.load(Ordering::Acquire);
    while !node.is_null() {
        // SAFETY: only `add_to` writes these pointers, and its nodes are static.
        let registered: &'static Registered = unsafe { &*node };
        nodes.push(once(&registered.items, || {
            let mut items = record.spec().more_items(record);
            (registered.fill)(&mut items);
            items
        }));
        node = registered.next.load(Ordering::Relaxed);
    }
    while let Some(items) = nodes.pop() {
        collect(items);
    }
}
