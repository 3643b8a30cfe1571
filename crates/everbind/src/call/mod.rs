//! Calls: from Python into Rust functions, and from Rust into Python.
//!
//! A call from Python goes through these files, the hidden ones by way of `rt`:
//! `definition.rs` with `told.rs` (the table entry that CPython calls by), `entry.rs` (the C entry), `bind.rs` with
//! `in_order.rs`, `signature.rs` and `bind_error.rs` (keywords, defaults, errors), `args.rs` or `numbers.rs`
//! (conversion; of overloaded functions `overload.rs`, `overload_args.rs` and `overload_error.rs`), the user's function, `ret.rs` (the result). `outgoing.rs` is the other direction,
//! with `keywords.rs`.

pub(crate) mod args;
mod bind;
mod bind_error;
pub(crate) mod definition;
pub(crate) mod entry;
mod in_order;
mod keywords;
pub(crate) mod numbers;
pub(crate) mod outgoing;
pub(crate) mod overload;
pub(crate) mod overload_args;
mod overload_error;
pub(crate) mod ret;
pub(crate) mod signature;
pub(crate) mod told;

pub(crate) use keywords::Target;
pub use keywords::{KeywordNames, Keywords};
pub use outgoing::PyCallArgs;
