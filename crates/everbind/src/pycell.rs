//! [`PyRef`] and [`PyRefMut`], under PyO3's paths.

pub use crate::class::{PyBorrowError, PyBorrowMutError, PyRef, PyRefMut, PyRefMutSuper};
