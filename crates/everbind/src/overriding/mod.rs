//! Methods that Python subclasses may override, called from Rust: `#[overridable]`.
//!
//! *Problem.* Rust has an instance of a class, and calls one of its methods. If a Python subclass overrides the
//! method, the override is to run; if none does, the call is to cost what a call in Rust costs.
//!
//! *How.* `#[overridable]` on a trait makes Python methods of its methods, and beside it a trait `Py…` with which
//! a handle has the same methods under the names `py_…`. These ask what the instance's class has under the
//! method's name: the classes of its `__mro__` in order, as Python does for special methods, so the instance's own `__dict__` is not
//! asked. If the first find is the descriptor of the Rust method, the Rust method is called on the borrowed value.
//! If it is a function, it is called with the instance before the arguments, by vectorcall; anything else
//! (a static method, a callable object) is called as an attribute of the instance.
//!
//! *Cache.* `cache.rs` remembers what was found, by class and method, while the class has the same version tag. Where
//! versions cannot be read since the layout is not known, `asked.rs` asks one question at each call instead. Without the GIL, where
//! another thread could change the class in between, it is looked up each time.
//!
//! *`super().area()`* in Python finds the Rust method's entry, which calls the Rust method and asks nobody: so
//! an override that calls it does not come back to itself.
//!
//! *Rejected.* A flag in the instance that says whether its class was made by Python, as in trampolines of C++: the
//! class of an instance can be assigned, and a class can be changed later.

mod answer;
mod asked;
mod cache;
mod find;
mod namespace;
mod own;

/// What the macros name, through `rt`.
pub(crate) mod macros {
    pub use super::answer::OverrideReturn;
    pub use super::find::{Found, Overridable, OverridableMethod};
}
