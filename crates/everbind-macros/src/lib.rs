//! The attribute and derive macros of everbind. Use them through the `everbind` crate, whose
//! documentation describes them.
//!
//! From user code to generated code: `parse.rs` reads token trees; `attr.rs`, `function.rs`,
//! `signature.rs` and `generics.rs` make a model; the `emit_…` files turn it into tables and thin
//! shims by way of `template.rs`. Behaviour belongs into the runtime crate, not here. Nothing but
//! the compiler's own `proc_macro` is used, because a cold build of everything that stands on
//! everbind starts with this crate.

#![forbid(unsafe_code)]

mod attr;
mod docs;
mod emit_call;
mod emit_function;
mod error;
mod function;
mod function_options;
mod generics;
mod krate;
mod literal;
mod messages;
mod parse;
mod python_text;
mod signature;
mod template;

use proc_macro::TokenStream;

/// Makes a Rust function callable from Python.
///
/// The function stays as it is; add it to a module with `#[pymodule]` or `wrap_pyfunction!`.
///
/// | option | meaning |
/// |---|---|
/// | `name = "…"` | the name in Python |
/// | `signature = (a, /, b = 1, *args, c = None, **kwargs)` | what Python can pass |
/// | `text_signature = "…"` | what `inspect.signature` and `help` show |
/// | `pass_module` | the first parameter is the module the function belongs to |
/// | `warn(message = "…", category = …)` | issue a warning on each call |
/// | `crate = "…"` | the path of everbind, if it cannot be found in the manifest |
///
/// Options can stand in `#[pyfunction(…)]` and in `#[pyo3(…)]`.
#[proc_macro_attribute]
pub fn pyfunction(args: TokenStream, item: TokenStream) -> TokenStream {
    emit_function::pyfunction(args, item)
}
