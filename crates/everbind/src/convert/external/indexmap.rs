//! `IndexMap`: a `dict`, in its order.

use std::hash::{BuildHasher, Hash};

use indexmap::IndexMap;

use crate::PyAny;
use crate::convert::map::{map_into_pyobject, read_dict};
use crate::convert::{FromPyObject, FromPyObjectOwned, Strict, Token, strict};
use crate::error::PyErr;
use crate::object::Borrowed;

map_into_pyobject!(IndexMap<K, V, S> where K: Eq, Hash; S: BuildHasher);

impl<'py, K, V, S> FromPyObject<'_, 'py> for IndexMap<K, V, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    V: FromPyObjectOwned<'py>,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::dict(&K::INPUT_TYPE, &V::INPUT_TYPE);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let with_capacity = |len| IndexMap::with_capacity_and_hasher(len, S::default());
        read_dict(obj, with_capacity, |map, key, value| drop(map.insert(key, value)))
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::pairs(obj).map(IndexMap::from_iter)
    }
}
