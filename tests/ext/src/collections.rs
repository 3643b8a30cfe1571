//! Vectors, arrays, slices, tuples, maps and sets, both ways.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use everbind::prelude::*;

use crate::identity::identities;

type T12 = (i8, i16, i32, i64, u8, u16, u32, u64, f64, bool, String, Option<i64>);

identities! {
    vec_i64: Vec<i64>, vec_u8: Vec<u8>, vec_i8: Vec<i8>, vec_u64: Vec<u64>, vec_i128: Vec<i128>,
    vec_f64: Vec<f64>, vec_f32: Vec<f32>, vec_bool: Vec<bool>, vec_string: Vec<String>,
    vec_option: Vec<Option<i64>>, vec_vec: Vec<Vec<f64>>, vec_pair: Vec<(String, i64)>,
    vec_any: Vec<Py<PyAny>>, option_vec: Option<Vec<i64>>,
    array_i64: [i64; 3], array_f64: [f64; 2], array_string: [String; 2], array_none: [i64; 0],
    array_nested: [[u8; 2]; 2],
    t1: (i64,), t2: (i64, String), t3: (i64, f64, bool), t4: (i64, i64, i64, i64),
    t5: (u8, u8, u8, u8, u8), t6: (u8, u8, u8, u8, u8, u8), t7: (u8, u8, u8, u8, u8, u8, u8),
    t8: (u8, u8, u8, u8, u8, u8, u8, u8), t9: (u8, u8, u8, u8, u8, u8, u8, u8, u8),
    t10: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
    t11: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8), t12: T12, nested_tuple: ((i64, i64), (bool,)),
    hash_map: HashMap<String, i64>, btree_map: BTreeMap<i64, Vec<String>>,
    map_of_maps: HashMap<String, HashMap<String, f64>>, hash_set: HashSet<i64>,
    btree_set: BTreeSet<String>, set_of_tuples: HashSet<(i64, String)>,
}

#[pymodule(submodule, name = "collections")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn unit() {}

    #[pyfunction]
    fn unit_result() -> PyResult<()> {
        Ok(())
    }

    #[pyfunction]
    fn static_slice() -> &'static [i64] {
        &[1, 2, 3]
    }

    #[pyfunction]
    fn slice_of_tuples() -> &'static [(i64, &'static str)] {
        &[(1, "one"), (2, "two")]
    }

    #[pyfunction]
    fn cow_slice() -> Cow<'static, [f64]> {
        Cow::Owned(vec![0.5, 1.5])
    }

    #[pyfunction]
    fn by_reference(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let (vec, map, set) = (vec![1, 2], BTreeMap::from([(1, 2)]), BTreeSet::from([3]));
        let (hash_map, hash_set) = (HashMap::from([("k", 1)]), HashSet::from([4]));
        Ok(vec![
            (&vec).into_pyobject(py)?.into_any().unbind(),
            (&[1.5, 2.5]).into_pyobject(py)?.into_any().unbind(),
            (&map).into_pyobject(py)?.into_any().unbind(),
            (&set).into_pyobject(py)?.into_any().unbind(),
            (&hash_map).into_pyobject(py)?.into_any().unbind(),
            (&hash_set).into_pyobject(py)?.into_any().unbind(),
            (&(1, "x")).into_pyobject(py)?.into_any().unbind(),
            (&Some(5)).into_pyobject(py)?.into_any().unbind(),
        ])
    }

    #[pyfunction]
    fn matrix(rows: Vec<Vec<f64>>) -> f64 {
        rows.iter().flatten().sum()
    }

    #[pyfunction]
    fn table(rows: HashMap<String, Vec<i64>>) -> usize {
        rows.values().map(Vec::len).sum()
    }

    #[pyfunction]
    fn big(n: i64) -> Vec<i64> {
        (0..n).collect()
    }

    #[pyfunction]
    fn sum(values: Vec<f64>) -> f64 {
        values.iter().sum()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        identities::register(m)
    }
}
