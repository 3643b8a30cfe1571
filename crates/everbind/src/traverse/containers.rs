//! What owns its items: `Option`, `Box`, tuples, arrays, sequences, maps, sets.
//!
//! Where items hold no objects nothing is visited or cleared.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::mem;

use super::{Removed, Traverse};
use crate::class::{PyTraverseError, PyVisit};

impl<T: Traverse> Traverse for Option<T> {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    #[inline]
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self {
            Some(value) => value.traverse(visit),
            None => Ok(()),
        }
    }

    fn clear(&mut self, removed: &mut Removed) {
        if T::HOLDS
            && let Some(value) = self.take()
        {
            removed.keep(value);
        }
    }

    fn clear_shared(&self, removed: &mut Removed) {
        if let Some(value) = self {
            value.clear_shared(removed);
        }
    }
}

impl<T: Traverse, E: Traverse> Traverse for Result<T, E> {
    const HOLDS: bool = T::HOLDS || E::HOLDS;
    const ASKED: bool = T::ASKED || E::ASKED;

    #[inline]
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self {
            Ok(value) => value.traverse(visit),
            Err(error) => error.traverse(visit),
        }
    }

    fn clear(&mut self, removed: &mut Removed) {
        match self {
            Ok(value) => value.clear(removed),
            Err(error) => error.clear(removed),
        }
    }

    fn clear_shared(&self, removed: &mut Removed) {
        match self {
            Ok(value) => value.clear_shared(removed),
            Err(error) => error.clear_shared(removed),
        }
    }
}

impl<T: Traverse> Traverse for Box<T> {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    #[inline]
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        (**self).traverse(visit)
    }

    fn clear(&mut self, removed: &mut Removed) {
        (**self).clear(removed);
    }

    fn clear_shared(&self, removed: &mut Removed) {
        (**self).clear_shared(removed);
    }
}

/// What has `iter` over its items; the expression takes all of them out.
macro_rules! items {
    ($(<$($param:ident),*> $ty:ty, $take:expr;)*) => {$(
        impl<T: Traverse, $($param: 'static),*> Traverse for $ty {
            const HOLDS: bool = T::HOLDS;
            const ASKED: bool = T::ASKED;

            fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                if T::HOLDS {
                    for item in self.iter() {
                        item.traverse(visit)?;
                    }
                }
                Ok(())
            }

            fn clear(&mut self, removed: &mut Removed) {
                if T::HOLDS && !self.is_empty() {
                    let take: fn(&mut Self) -> _ = $take;
                    removed.keep(take(self));
                }
            }

            fn clear_shared(&self, removed: &mut Removed) {
                if T::HOLDS {
                    for item in self.iter() {
                        item.clear_shared(removed);
                    }
                }
            }
        }
    )*};
}

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
pub(super) use items;

items! {
    <> Vec<T>, mem::take;
    <> Box<[T]>, mem::take;
    <> VecDeque<T>, mem::take;
    <> LinkedList<T>, mem::take;
    <> BTreeSet<T>, mem::take;
    <> BinaryHeap<T>, |heap| heap.drain().collect::<Vec<_>>();
    <S> HashSet<T, S>, |set| set.drain().collect::<Vec<_>>();
}

/// What has `iter` over pairs of a key and a value.
macro_rules! maps {
    ($(<$($param:ident),*> $ty:ty, $take:expr;)*) => {$(
        impl<K: Traverse, V: Traverse, $($param: 'static),*> Traverse for $ty {
            const HOLDS: bool = K::HOLDS || V::HOLDS;
            const ASKED: bool = K::ASKED || V::ASKED;

            fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                if Self::HOLDS {
                    for (key, value) in self.iter() {
                        key.traverse(visit)?;
                        value.traverse(visit)?;
                    }
                }
                Ok(())
            }

            fn clear(&mut self, removed: &mut Removed) {
                if Self::HOLDS && !self.is_empty() {
                    let take: fn(&mut Self) -> _ = $take;
                    removed.keep(take(self));
                }
            }

            fn clear_shared(&self, removed: &mut Removed) {
                if Self::HOLDS {
                    for (key, value) in self.iter() {
                        key.clear_shared(removed);
                        value.clear_shared(removed);
                    }
                }
            }
        }
    )*};
}

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
pub(super) use maps;

maps! {
    <> BTreeMap<K, V>, mem::take;
    <S> HashMap<K, V, S>, |map| map.drain().collect::<Vec<_>>();
}

impl<T: Traverse, const N: usize> Traverse for [T; N] {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        if T::HOLDS {
            for item in self {
                item.traverse(visit)?;
            }
        }
        Ok(())
    }

    fn clear(&mut self, removed: &mut Removed) {
        if T::HOLDS {
            for item in self {
                item.clear(removed);
            }
        }
    }

    fn clear_shared(&self, removed: &mut Removed) {
        if T::HOLDS {
            for item in self {
                item.clear_shared(removed);
            }
        }
    }
}

macro_rules! tuples {
    ($($item:ident $index:tt),*) => {
        impl<$($item: Traverse),*> Traverse for ($($item,)*) {
            const HOLDS: bool = $($item::HOLDS)||*;
            const ASKED: bool = $($item::ASKED)||*;

            fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                // `?` would double what rustc makes of this.
                $(match self.$index.traverse(visit) {
                    Ok(()) => {}
                    stop => return stop,
                })*
                Ok(())
            }

            fn clear(&mut self, removed: &mut Removed) {
                $(self.$index.clear(removed);)*
            }

            fn clear_shared(&self, removed: &mut Removed) {
                $(self.$index.clear_shared(removed);)*
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
