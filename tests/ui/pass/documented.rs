//! Documentation with every character that means something to somebody.
#![deny(warnings, missing_docs)]

use everbind::prelude::*;

/// A "class" with `code`, back\slash, {braces}, $dollar, 'quotes', ünïcödé 🦀, --
/// a line of dashes
///
/// --
///
/// ```
/// let text = "\n\t\u{1F980}";
/// ```
#[pyclass]
pub struct Documented {
    /// A "field" with \ and {}.
    #[pyo3(get)]
    pub field: i64,
}

#[pymethods]
impl Documented {
    /// Makes "one" of {n} \ kinds.
    #[new]
    pub fn new() -> Self {
        Documented { field: 0 }
    }

    #[doc = "Written as an attribute: \"quoted\"\nand broken."]
    #[doc = concat!("Put ", "together.")]
    pub fn method(&self) {}

    #[doc = include_str!("documented.rs")]
    pub fn included(&self) {}
}

impl Default for Documented {
    fn default() -> Self {
        Documented::new()
    }
}

/** A block
 * of "text" \ with {}.
 */
#[pyfunction]
pub fn block() {}

/// Defaults of all sorts.
#[pyfunction]
#[pyo3(signature = (a = "\"\\\n", b = 'c', c = -1, d = 1.5, e = None, f = true, g = (1, String::from("x"))))]
pub fn defaults(a: &str, b: char, c: i64, d: f64, e: Option<i64>, f: bool, g: (i64, String)) {
    let _ = (a, b, c, d, e, f, g);
}

fn main() {}
