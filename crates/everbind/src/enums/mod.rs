//! Rust enums and flags that are Python's own: `#[pyclass(enum = "IntEnum")]`.
//!
//! *Problem.* A class with one attribute for each variant looks like an enum and is none: no `Color(1)`,
//! no `Color["RED"]`, no iteration over the members, no `match` on their values; `pickle` does not
//! know it, `isinstance(x, enum.Enum)` is false, and Pydantic, argparse and the like do not treat it as one.
//!
//! *How.* The class is made by `enum` itself, on first use in each interpreter: its metaclass is
//! called with a name, bases and a namespace, as a `class` statement does (`create.rs`). A member
//! is therefore an ordinary Python object without a Rust value in it. Rust keeps the members in a table of
//! the interpreter's state (`table.rs`): a variant becomes the member at its index, and a member is
//! found by its address, so neither way runs Python code (`convert.rs`).
//!
//! *Methods.* Those of `#[pymethods]` are descriptors of the class itself. Operators and other special
//! methods are C functions of type slots, which only a type made of slots can have; so they are in a
//! small base class before `Enum`, of the same name, and in the namespace, where `enum` looks for them.
//!
//! *Invariants.*
//! - The table belongs to the type object: both are kept by one `ClassType` (`class/record.rs`).
//! - A method's entry never trusts its receiver: it finds the value by the table or by `_value_`.
//!
//! *Rejected.* `PyClass` for enums: its methods give out references into the instance, also on detached
//! threads, where no table can be asked.

mod convert;
mod create;
mod members;
mod table;

pub(crate) use create::create;
pub use members::EnumKind;
pub(crate) use members::Member;
pub(crate) use table::{OwnedTable, Table};

/// What the macros name, through `rt`.
pub(crate) mod macros {
    pub use super::EnumKind;
    pub use super::convert::{
        EnumValue, FlagBits, PyEnum, PyFlags, compare_members, describe_enum, enum_value,
        flag_member, flag_of, no_such_variant, variant_member, variant_of,
    };
    pub use super::members::{Constant, MemberValue, PlainConstant};
}
