//! `Pairs`: a dict's keys and values, read where they are.

use std::collections::{BTreeMap, HashMap};

use everbind::prelude::*;
use everbind::types::dict::Kept;
use everbind::types::{Pairs, PyDict};

#[derive(FromPyObject)]
struct Point {
    x: i64,
    y: i64,
}

#[pymodule(submodule, name = "pairs")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn total(prices: Pairs<'_, '_, &str, f64>) -> PyResult<f64> {
        let mut total = 0.0;
        for pair in prices {
            total += pair?.1;
        }
        Ok(total)
    }

    #[pyfunction]
    fn texts<'a>(pairs: Pairs<'a, '_, &'a str, i64>) -> PyResult<Vec<(&'a str, i64)>> {
        pairs.collect()
    }

    #[pyfunction]
    fn bytes<'a>(pairs: Pairs<'a, '_, &'a [u8], Option<&'a str>>) -> PyResult<usize> {
        let pairs = pairs.collect::<PyResult<Vec<_>>>()?;
        Ok(pairs.iter().map(|(key, value)| key.len() + value.map_or(0, str::len)).sum())
    }

    #[pyfunction]
    fn objects<'py>(
        pairs: Pairs<'_, 'py, Py<PyAny>, Bound<'py, PyAny>>,
    ) -> PyResult<Vec<(Py<PyAny>, Bound<'py, PyAny>)>> {
        pairs.collect()
    }

    #[pyfunction]
    fn points(pairs: Pairs<'_, '_, String, Point>) -> PyResult<Vec<(String, i64)>> {
        pairs.map(|pair| pair.map(|(name, point)| (name, point.x + point.y))).collect()
    }

    #[pyfunction]
    #[pyo3(signature = (pairs = None))]
    fn optional(pairs: Option<Pairs<'_, '_, i64, i64>>) -> PyResult<i64> {
        pairs.into_iter().flatten().map(|pair| pair.map(|(key, value)| key * value)).sum()
    }

    #[pyfunction]
    fn borrowed_map(pairs: Pairs<'_, '_, &str, i64>) -> PyResult<BTreeMap<String, i64>> {
        let map: HashMap<&str, i64> = pairs.collect::<PyResult<_>>()?;
        Ok(map.iter().map(|(key, value)| (key.repeat(2), *value)).collect())
    }

    /// Calls `body` with each pair. What was seen, and how the walk ended.
    #[pyfunction]
    fn walk<'a>(
        pairs: Pairs<'a, '_, &'a str, Py<PyAny>>,
        body: &Bound<'_, PyAny>,
    ) -> PyResult<(Vec<&'a str>, Option<String>)> {
        let mut pairs = pairs;
        let mut seen = Vec::new();
        while let Some(pair) = pairs.next() {
            match pair {
                Ok((name, value)) => {
                    seen.push(name);
                    body.call1((name, value))?;
                }
                Err(err) => {
                    assert!(pairs.next().is_none());
                    return Ok((seen, Some(err.to_string())));
                }
            }
        }
        Ok((seen, None))
    }

    /// What is read after an item that could not be.
    #[pyfunction]
    fn bad_items(pairs: Pairs<'_, '_, &str, i64>) -> (Vec<i64>, Vec<String>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for pair in pairs {
            match pair {
                Ok((_, value)) => good.push(value),
                Err(err) => bad.push(err.to_string()),
            }
        }
        (good, bad)
    }

    /// Twice, and what the first has borrowed outlives it.
    #[pyfunction]
    fn from_rust(dict: &Bound<'_, PyDict>) -> PyResult<String> {
        let mut kept = Kept::default();
        let first = Pairs::new(dict, &mut kept).collect::<PyResult<Vec<(&str, i64)>>>()?;
        dict.clear();
        let mut kept = Kept::default();
        assert!(Pairs::<&str, i64>::new(dict, &mut kept).next().is_none());
        Ok(first.iter().map(|(name, _)| *name).collect())
    }

    #[pyfunction]
    fn hints(pairs: Pairs<'_, '_, &str, i64>) -> ((usize, Option<usize>), usize) {
        (pairs.size_hint(), pairs.count())
    }
}
