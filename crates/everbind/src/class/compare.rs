//! [`CompareOp`] and the marker types of frozen classes.

use std::cmp::Ordering;
use std::ffi::c_int;

use super::traits::PyClass;
use crate::ffi;

/// The comparison that `__richcmp__` is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Lt = ffi::Py_LT as isize,
    /// `<=`
    Le = ffi::Py_LE as isize,
    /// `==`
    Eq = ffi::Py_EQ as isize,
    /// `!=`
    Ne = ffi::Py_NE as isize,
    /// `>`
    Gt = ffi::Py_GT as isize,
    /// `>=`
    Ge = ffi::Py_GE as isize,
}

impl CompareOp {
    /// The operation of that number in the C API.
    #[inline]
    pub fn from_raw(op: c_int) -> Option<Self> {
        Some(match op {
            ffi::Py_LT => CompareOp::Lt,
            ffi::Py_LE => CompareOp::Le,
            ffi::Py_EQ => CompareOp::Eq,
            ffi::Py_NE => CompareOp::Ne,
            ffi::Py_GT => CompareOp::Gt,
            ffi::Py_GE => CompareOp::Ge,
            _ => return None,
        })
    }

    /// Whether two values that compare as `result` satisfy the operation.
    ///
    /// # Examples
    /// ```
    /// use everbind::pyclass::CompareOp;
    ///
    /// assert!(CompareOp::Le.matches(1.cmp(&2)));
    /// assert!(!CompareOp::Gt.matches(1.cmp(&2)));
    /// ```
    #[inline]
    pub fn matches(&self, result: Ordering) -> bool {
        match self {
            CompareOp::Lt => result.is_lt(),
            CompareOp::Le => result.is_le(),
            CompareOp::Eq => result.is_eq(),
            CompareOp::Ne => result.is_ne(),
            CompareOp::Gt => result.is_gt(),
            CompareOp::Ge => result.is_ge(),
        }
    }
}

/// Type-level booleans: `PyClass::Frozen` is one of them.
pub mod boolean_struct {
    /// The class is frozen.
    pub struct True(());
    /// The class is not frozen.
    pub struct False(());

    pub(crate) mod private {
        pub trait Boolean {
            const VALUE: bool;
        }

        impl Boolean for super::True {
            const VALUE: bool = true;
        }

        impl Boolean for super::False {
            const VALUE: bool = false;
        }
    }
}

/// [`True`](boolean_struct::True) or [`False`](boolean_struct::False).
pub trait Frozen: boolean_struct::private::Boolean {}

/// A class whose instances can be borrowed mutably: one that is not `frozen`.
///
/// It is `PyClass<Frozen = False>` under a name that an error can speak of.
#[diagnostic::on_unimplemented(
    message = "an instance of `{Self}` cannot be borrowed mutably",
    label = "`{Self}` is `frozen`, or no `#[pyclass]`",
    note = "take `&self` and keep what changes in an atomic or a `Mutex`, or take `frozen` off the `#[pyclass]`"
)]
pub trait Mutable: PyClass<Frozen = boolean_struct::False> {}

#[diagnostic::do_not_recommend]
impl<T: PyClass<Frozen = boolean_struct::False>> Mutable for T {}

impl Frozen for boolean_struct::True {}
impl Frozen for boolean_struct::False {}
