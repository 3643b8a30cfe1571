//! PyO3's vocabulary under PyO3's own name: with `pyo3 = "0.30"` in the manifest these sources, and
//! the tests of this extension, mean the same.
//!
//! Options, methods and special methods are those that the guide's table lists; the other files use
//! what real projects use most.

mod corpus;
mod corpus_types;
mod dunders;
mod handles;
mod methods;
mod natives;
mod numbers;
mod options;

use pyo3::prelude::*;

/// What the tests call.
#[pymodule(gil_used = false)]
mod everbind_pyo3 {
    #[pymodule_export]
    use crate::corpus::corpus;
    #[pymodule_export]
    use crate::corpus_types::corpus_types;
    #[pymodule_export]
    use crate::dunders::dunders;
    #[pymodule_export]
    use crate::handles::handles;
    #[pymodule_export]
    use crate::methods::methods;
    #[pymodule_export]
    use crate::natives::natives;
    #[pymodule_export]
    use crate::numbers::numbers;
    #[pymodule_export]
    use crate::options::options;
}
