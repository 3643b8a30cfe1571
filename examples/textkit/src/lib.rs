//! `textkit`: words, characters and patterns of real text, for Python.
//!
//! Binds the crates `regex` and `unicode-segmentation`. All positions that Python sees are counted
//! in code points, as Python's own string indices are.

mod concordance;
mod error;
mod index;
mod matches;
mod offsets;
mod pattern;
mod segments;

use everbind::prelude::*;

/// Words, characters and patterns of real text.
#[pymodule]
mod textkit {
    #[pymodule_export]
    use crate::concordance::concordance;
    #[pymodule_export]
    use crate::error::PatternError;
    #[pymodule_export]
    use crate::index::Index;
    #[pymodule_export]
    use crate::matches::{Match, Matches};
    #[pymodule_export]
    use crate::pattern::{Pattern, find_all};
    #[pymodule_export]
    use crate::segments::{graphemes, length, sentences, truncate, word_counts, words};

    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
