//! hashbrown's `HashMap` and `HashSet`: a `dict` and a `set`.

use std::hash::{BuildHasher, Hash};

use hashbrown::{HashMap, HashSet};

use crate::PyAny;
use crate::convert::map::{map_into_pyobject, read_dict};
use crate::convert::set::{read_set, set_into_pyobject};
use crate::convert::{FromPyObject, FromPyObjectOwned, Strict, Token, strict};
use crate::error::PyErr;
use crate::object::Borrowed;

map_into_pyobject!(HashMap<K, V, S> where K: Eq, Hash; S: BuildHasher);
set_into_pyobject!(HashSet<T, S> where T: Eq, Hash; S: BuildHasher);

impl<'py, K, V, S> FromPyObject<'_, 'py> for HashMap<K, V, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    V: FromPyObjectOwned<'py>,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::dict(&K::INPUT_TYPE, &V::INPUT_TYPE);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let with_capacity = |len| HashMap::with_capacity_and_hasher(len, S::default());
        read_dict(obj, with_capacity, |map, key, value| drop(map.insert(key, value)))
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::pairs(obj).map(HashMap::from_iter)
    }
}

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
