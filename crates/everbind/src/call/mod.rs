//! Calls: from Python into Rust functions, and from Rust into Python.

mod args;
mod bind;
mod entry;
mod outgoing;
mod ret;
mod signature;

pub use outgoing::PyCallArgs;
