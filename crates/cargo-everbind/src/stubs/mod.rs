//! `cargo everbind stubs`: `.pyi` files from a built library, without running Python.

mod assemble;
mod expression;
mod files;
mod model;
mod names;
mod place;
mod read;
mod render;
mod stdlib;
