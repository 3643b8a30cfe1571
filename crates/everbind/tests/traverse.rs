//! Garbage collection by fields: containers of other crates. Those of the standard library are tested by
//! `tests/python/test_class_traverse.py`.
#![cfg(all(feature = "auto-initialize", feature = "macros"))]

#[allow(unused_imports)] // without any of the features
use std::sync::atomic::{AtomicUsize, Ordering};

#[allow(unused_imports)]
use everbind::prelude::*;

#[allow(dead_code)]
static DROPPED: AtomicUsize = AtomicUsize::new(0);

#[allow(dead_code)]
struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// A class with a field of the type; an instance that the field leads to is collected.
#[allow(unused_macros)]
macro_rules! collects {
    ($ty:ty = $empty:expr, |$held:ident, $object:ident| $put:expr) => {{
        #[pyclass]
        struct Holder {
            held: $ty,
            _counted: Counted,
        }

        Python::attach(|py| {
            let collect = py.import("gc").unwrap().getattr("collect").unwrap();
            collect.call0().unwrap();
            let before = DROPPED.load(Ordering::Relaxed);
            let holder = Bound::new(py, Holder { held: $empty, _counted: Counted }).unwrap();
            {
                let $object = holder.clone().into_any().unbind();
                let $held = &mut holder.borrow_mut().held;
                $put;
            }
            collect.call0().unwrap();
            assert_eq!(DROPPED.load(Ordering::Relaxed), before);
            drop(holder);
            collect.call0().unwrap();
            assert_eq!(DROPPED.load(Ordering::Relaxed), before + 1);
        });
    }};
}

/// One after the other: the counter is one.
#[test]
fn containers_of_other_crates() {
    #[cfg(feature = "hashbrown")]
    {
        use hashbrown::{HashMap, HashSet};

        collects!(HashMap<u8, Py<PyAny>> = HashMap::new(), |held, object| held.insert(1, object));
        collects!(HashMap<u8, HashSet<Key>> = HashMap::new(), |held, object| {
            held.entry(1).or_default().insert(Key(object))
        });
    }
    #[cfg(feature = "indexmap")]
    {
        use indexmap::{IndexMap, IndexSet};

        collects!(IndexMap<String, Py<PyAny>> = IndexMap::new(), |held, object| {
            held.insert("key".to_owned(), object)
        });
        collects!(Option<IndexSet<Key>> = None, |held, object| *held = Some([Key(object)].into()));
    }
    #[cfg(feature = "smallvec")]
    collects!(
        smallvec::SmallVec<[Py<PyAny>; 2]> = smallvec::SmallVec::new(),
        |held, object| held.push(object)
    );
    #[cfg(feature = "either")]
    collects!(
        either::Either<u8, Option<Py<PyAny>>> = either::Either::Left(1),
        |held, object| *held = either::Either::Right(Some(object))
    );
}

/// An object that is a key by its address.
#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
#[derive(everbind::Traverse)]
struct Key(Py<PyAny>);

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
impl Eq for Key {}

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.as_ptr().hash(state);
    }
}
