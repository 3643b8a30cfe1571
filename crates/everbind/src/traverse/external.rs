//! Containers of other crates, behind the features of their names.

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
use super::containers::{items, maps};
#[cfg(any(
    feature = "either",
    feature = "hashbrown",
    feature = "indexmap",
    feature = "smallvec"
))]
use {
    super::{Removed, Traverse},
    crate::class::{PyTraverseError, PyVisit},
};

#[cfg(feature = "hashbrown")]
items!(<S> hashbrown::HashSet<T, S>, |set| set.drain().collect::<Vec<_>>(););
#[cfg(feature = "hashbrown")]
maps!(<S> hashbrown::HashMap<K, V, S>, |map| map.drain().collect::<Vec<_>>(););
#[cfg(feature = "indexmap")]
items!(<S> indexmap::IndexSet<T, S>, |set| set.drain(..).collect::<Vec<_>>(););
#[cfg(feature = "indexmap")]
maps!(<S> indexmap::IndexMap<K, V, S>, |map| map.drain(..).collect::<Vec<_>>(););

#[cfg(feature = "smallvec")]
impl<A> Traverse for smallvec::SmallVec<A>
where
    A: smallvec::Array + 'static,
    A::Item: Traverse,
{
    const HOLDS: bool = A::Item::HOLDS;
    const ASKED: bool = A::Item::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.iter().try_for_each(|item| item.traverse(visit))
    }

    fn clear(&mut self, removed: &mut Removed) {
        if A::Item::HOLDS {
            removed.keep(self.drain(..).collect::<Vec<_>>());
        }
    }

    fn clear_shared(&self, removed: &mut Removed) {
        self.iter().for_each(|item| item.clear_shared(removed));
    }
}

#[cfg(feature = "either")]
impl<L: Traverse, R: Traverse> Traverse for either::Either<L, R> {
    const HOLDS: bool = L::HOLDS || R::HOLDS;
    const ASKED: bool = L::ASKED || R::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        either::for_both!(self, value => value.traverse(visit))
    }

    fn clear(&mut self, removed: &mut Removed) {
        either::for_both!(self, value => value.clear(removed));
    }

    fn clear_shared(&self, removed: &mut Removed) {
        either::for_both!(self, value => value.clear_shared(removed));
    }
}
