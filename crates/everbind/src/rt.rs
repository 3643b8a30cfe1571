//! What the code that the macros write refers to. Not part of the public interface.

pub use crate::error::{ExceptionClass, base_class};
pub use crate::module::AddTypeToModule;
