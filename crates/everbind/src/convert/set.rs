//! `HashSet`, `BTreeSet`: from a `set` or a `frozenset`, and into a `set`.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use crate::convert::{FromPyObject, FromPyObjectOwned, Strict, Token, strict};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::Borrowed;
use crate::types::PyAnyMethods;
use crate::{PyAny, ffi};

/// Reads a set: `with_capacity` is told how many elements there are.
///
/// # Errors
/// `TypeError` when `obj` is neither a `set` nor a `frozenset`; `RuntimeError` when it
/// changes its size meanwhile; those of converting.
pub(super) fn read_set<'py, T: FromPyObjectOwned<'py>, S>(
    obj: Borrowed<'_, 'py, PyAny>,
    with_capacity: impl FnOnce(usize) -> S,
    mut insert: impl FnMut(&mut S, T),
) -> PyResult<S> {
    // SAFETY: attached, living object.
    let size = unsafe {
        if ffi::PyAnySet_Check(obj.as_ptr()) == 0 {
            return Err(Failure::expected("set or frozenset", obj));
        }
        ffi::PySet_Size(obj.as_ptr()).cast_unsigned()
    };
    let mut set = with_capacity(size);
    for element in obj.try_iter()? {
        match T::extract(element?.as_borrowed()) {
            Ok(element) => insert(&mut set, element),
            Err(err) => return Err(err.into().at_place(obj.py(), "element")),
        }
    }
    Ok(set)
}

/// The way out, by value and by reference, of a set with parameters `T` and more.
macro_rules! set_into_pyobject {
    ($set:ident<T $(, $S:ident)?> where T: $($bound:path),+ $(; $H:ident: $hasher:path)?) => {
        impl<'py, T $(, $S)?> $crate::IntoPyObject<'py> for $set<T $(, $S)?>
        where
            T: $crate::IntoPyObject<'py> $(+ $bound)+,
            $($H: $hasher,)?
        {
            type Target = $crate::types::PySet;
            type Output = $crate::Bound<'py, $crate::types::PySet>;
            type Error = $crate::PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::set(&T::OUTPUT_TYPE);

            fn into_pyobject(self, py: $crate::Python<'py>) -> $crate::PyResult<Self::Output> {
                $crate::types::PySet::new(py, self)
            }
        }

        impl<'a, 'py, T $(, $S)?> $crate::IntoPyObject<'py> for &'a $set<T $(, $S)?>
        where
            &'a T: $crate::IntoPyObject<'py>,
            T: $($bound +)+ 'a,
            $($H: $hasher,)?
        {
            type Target = $crate::types::PySet;
            type Output = $crate::Bound<'py, $crate::types::PySet>;
            type Error = $crate::PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::set(&<&'a T as $crate::IntoPyObject<'py>>::OUTPUT_TYPE);

            fn into_pyobject(self, py: $crate::Python<'py>) -> $crate::PyResult<Self::Output> {
                $crate::types::PySet::new(py, self)
            }
        }
    };
}

#[cfg(feature = "hashbrown")]
pub(super) use set_into_pyobject;

set_into_pyobject!(HashSet<T, S> where T: Eq, Hash; S: BuildHasher);
set_into_pyobject!(BTreeSet<T> where T: Ord);

impl<'py, T, S> FromPyObject<'_, 'py> for HashSet<T, S>
where
    T: FromPyObjectOwned<'py> + Eq + Hash,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::generic("collections.abc.Set", &[&T::INPUT_TYPE]);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let with_capacity = |len| HashSet::with_capacity_and_hasher(len, S::default());
        read_set(obj, with_capacity, |set, element| {
            set.insert(element);
        })
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::elements(obj).map(HashSet::from_iter)
    }
}

impl<'py, T: FromPyObjectOwned<'py> + Ord> FromPyObject<'_, 'py> for BTreeSet<T> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::generic("collections.abc.Set", &[&T::INPUT_TYPE]);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        // Sorted at once: half of what as many insertions cost.
        read_set(obj, Vec::with_capacity, Vec::push).map(BTreeSet::from_iter)
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::elements(obj).map(BTreeSet::from_iter)
    }
}
