//! `HashMap`, `BTreeMap`: a `dict`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::depth::Deeper;
use crate::convert::{Exact, FromPyObject, FromPyObjectOwned, IntoPyObject, Strict, Token, strict};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::dict::entries::{Entries, Step, changed};
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyStringMethods};
use crate::{PyAny, abi, ffi};

/// Reads a `dict`: `reserve` is told how many items there are, `insert` gets them.
///
/// As in [`walk`](super::walk), keys and values of exactly a built-in type are
/// converted without a reference of their own. What is inserted may run Python code
/// as well (the key's `Hash`), but by then the objects are no longer needed; a dict
/// that has changed its size is an error, as it is to Python's own iteration.
///
/// # Errors
/// `TypeError` when `obj` is no `dict`; `RuntimeError` when it changes its size
/// meanwhile; those of converting.
pub(super) fn read_dict<'py, K, V, M>(
    obj: Borrowed<'_, 'py, PyAny>,
    with_capacity: impl FnOnce(usize) -> M,
    mut insert: impl FnMut(&mut M, K, V),
) -> PyResult<M>
where
    K: FromPyObjectOwned<'py>,
    V: FromPyObjectOwned<'py>,
{
    let py = obj.py();
    let Ok(dict) = obj.cast::<PyDict>() else {
        return Err(Failure::expected("dict", obj));
    };
    let own;
    // Without the GIL other threads may change it: a copy is nobody else's.
    let dict = if abi::interpreter().free_threaded {
        own = dict.copy()?;
        own.as_borrowed()
    } else {
        dict
    };
    let mut entries = Entries::alone(dict);
    let mut map = with_capacity(entries.remaining());
    let exact = Exact::new(py);
    let mut deeper = None;
    loop {
        let (key, value) = match entries.next() {
            Step::Entry(key, value) => (key, value),
            Step::End => return Ok(map),
            Step::Changed(how) => return Err(changed(how)),
        };
        // SAFETY: the dict owns both as long as nothing runs; before anything does, they
        // are owned here.
        let (key, value) = unsafe {
            (Borrowed::from_ptr_unchecked(py, key), Borrowed::from_ptr_unchecked(py, value))
        };
        let (key, value) = match (K::extract_exact(key, exact), V::extract_exact(value, exact)) {
            (Some(key), Some(value)) => (key, value),
            _ => {
                if deeper.is_none() {
                    let (key, value) = (key.to_owned(), value.to_owned());
                    deeper = Some(Deeper::enter(py)?);
                    read_item(&key, &value)?
                } else {
                    read_item(&key.to_owned(), &value.to_owned())?
                }
            }
        };
        insert(&mut map, key, value);
    }
}

fn read_item<'py, K, V>(key: &Bound<'py, PyAny>, value: &Bound<'py, PyAny>) -> PyResult<(K, V)>
where
    K: FromPyObjectOwned<'py>,
    V: FromPyObjectOwned<'py>,
{
    let py = key.py();
    match K::extract(key.as_borrowed()) {
        Ok(new_key) => match V::extract(value.as_borrowed()) {
            Ok(new_value) => Ok((new_key, new_value)),
            Err(err) => Err(err.into().at_place(py, value_of(key))),
        },
        Err(err) => Err(err.into().at_place(py, "key")),
    }
}

/// `value of key 'x'`. Only the `repr` of exact texts and numbers runs no Python code.
#[cold]
#[inline]
pub(crate) fn value_of(key: &Bound<'_, PyAny>) -> String {
    // SAFETY: attached, living object.
    let plain = unsafe {
        ffi::PyUnicode_CheckExact(key.as_ptr()) != 0 || ffi::PyLong_CheckExact(key.as_ptr()) != 0
    };
    match key.repr() {
        Ok(key) if plain => format!("value of key {}", key.to_string_lossy()),
        _ => "value".into(),
    }
}

/// Makes a `dict`.
///
/// # Errors
/// Those of converting; `TypeError` when a key cannot be hashed.
pub(super) fn new_dict<'py, K: IntoPyObject<'py>, V: IntoPyObject<'py>>(
    py: Python<'py>,
    items: impl IntoIterator<Item = (K, V)>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (key, value) in items {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}

/// The way out, by value and by reference, of a map with parameters `K`, `V` and more.
macro_rules! map_into_pyobject {
    ($map:ident<K, V $(, $S:ident)?> where K: $($bound:path),+ $(; $H:ident: $hasher:path)?) => {
        impl<'py, K, V $(, $S)?> $crate::IntoPyObject<'py> for $map<K, V $(, $S)?>
        where
            K: $crate::IntoPyObject<'py> $(+ $bound)+,
            V: $crate::IntoPyObject<'py>,
            $($H: $hasher,)?
        {
            type Target = $crate::types::PyDict;
            type Output = $crate::Bound<'py, $crate::types::PyDict>;
            type Error = $crate::PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::dict(&K::OUTPUT_TYPE, &V::OUTPUT_TYPE);

            fn into_pyobject(self, py: $crate::Python<'py>) -> $crate::PyResult<Self::Output> {
                $crate::convert::map::new_dict(py, self)
            }
        }

        impl<'a, 'py, K, V $(, $S)?> $crate::IntoPyObject<'py> for &'a $map<K, V $(, $S)?>
        where
            &'a K: $crate::IntoPyObject<'py>,
            &'a V: $crate::IntoPyObject<'py>,
            K: $($bound +)+ 'a,
            V: 'a,
            $($H: $hasher,)?
        {
            type Target = $crate::types::PyDict;
            type Output = $crate::Bound<'py, $crate::types::PyDict>;
            type Error = $crate::PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::dict(
                &<&'a K as $crate::IntoPyObject<'py>>::OUTPUT_TYPE,
                &<&'a V as $crate::IntoPyObject<'py>>::OUTPUT_TYPE,
            );

            fn into_pyobject(self, py: $crate::Python<'py>) -> $crate::PyResult<Self::Output> {
                $crate::convert::map::new_dict(py, self)
            }
        }
    };
}

#[cfg(any(feature = "hashbrown", feature = "indexmap"))]
pub(super) use map_into_pyobject;

map_into_pyobject!(HashMap<K, V, S> where K: Eq, Hash; S: BuildHasher);
map_into_pyobject!(BTreeMap<K, V> where K: Eq);

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

impl<'py, K, V> FromPyObject<'_, 'py> for BTreeMap<K, V>
where
    K: FromPyObjectOwned<'py> + Ord,
    V: FromPyObjectOwned<'py>,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::dict(&K::INPUT_TYPE, &V::INPUT_TYPE);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        // Sorted at once: half of what as many insertions cost.
        let pairs =
            read_dict(obj, Vec::with_capacity, |pairs, key, value| pairs.push((key, value)));
        pairs.map(BTreeMap::from_iter)
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::pairs(obj).map(BTreeMap::from_iter)
    }
}
