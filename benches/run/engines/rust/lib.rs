//! The module `peer` for PyO3 and for everbind, which takes PyO3's sources as they are.

use pyo3::prelude::*;

mod calls;
mod dates;
mod own;
mod point;
mod sequences;

#[pymodule]
mod peer {
    #[pymodule_export]
    use crate::calls::{
        add, add_default, call_int, inc, noop, raise_error, six, strlen,
    };
    #[pymodule_export]
    use crate::dates::{date_in, date_out};
    #[pymodule_export]
    use crate::own::{Meters, Step, call_kw, half, pick, run_step, sum_pairs};
    #[pymodule_export]
    use crate::point::{Point, Range, dist, opt_x};
    #[pymodule_export]
    use crate::sequences::{
        bytes_len, make_bytes, make_dict, make_list, make_str, make_tuple, sum_dict, sum_ints,
        sum_list, sum_nested, sum_tuple,
    };
}
