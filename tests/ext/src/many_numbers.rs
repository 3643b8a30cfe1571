//! Functions and constructors of more numbers than are read in line.

use everbind::prelude::*;

#[pymodule(submodule, name = "many_numbers")]
pub mod topic {
    use super::*;

    /// Each integer as it came.
    #[pyfunction]
    #[allow(clippy::too_many_arguments)]
    fn ints(
        a: i8,
        b: u8,
        c: i16,
        d: u16,
        e: i32,
        f: u32,
        g: i64,
        h: u64,
        i: isize,
        j: usize,
    ) -> Vec<i128> {
        vec![
            a.into(),
            b.into(),
            c.into(),
            d.into(),
            e.into(),
            f.into(),
            g.into(),
            h.into(),
            i as i128,
            j as i128,
        ]
    }

    /// Numbers of the other types; `py` is none of them.
    #[pyfunction]
    fn others(
        a: f64,
        b: f32,
        py: Python<'_>,
        c: bool,
        d: f64,
        e: f32,
    ) -> (f64, f32, bool, f64, f32) {
        let _ = py;
        (a, b, c, d, e)
    }

    /// Fails after its arguments are read.
    #[pyfunction]
    fn fails(a: i64, b: i64, c: i64, d: i64, e: i64) -> PyResult<i64> {
        match a + b + c + d + e {
            0 => panic!("no numbers"),
            sum if sum < 0 => Err(everbind::exceptions::PyValueError::new_err("too few")),
            sum => Ok(sum),
        }
    }

    /// Five numbers.
    #[pyclass(subclass)]
    struct Five([i64; 5]);

    #[pymethods]
    impl Five {
        #[new]
        fn new(a: i64, b: i64, c: i64, d: i64, e: i64) -> Self {
            Five([a, b, c, d, e])
        }

        /// The sum of all ten.
        fn plus(&mut self, a: i64, b: i64, c: i64, d: i64, e: i64) -> i64 {
            self.0.iter().sum::<i64>() + a + b + c + d + e
        }

        #[staticmethod]
        fn sum(a: u8, b: u8, c: u8, d: u8, e: u8) -> u8 {
            a + b + c + d + e
        }
    }
}
