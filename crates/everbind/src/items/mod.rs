//! tmp
pub(crate) mod probe;
