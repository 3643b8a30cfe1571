//! Python classes written in Rust.
//!
//! [`#[pyclass]`](macro@crate::pyclass) and [`#[pymethods]`](macro@crate::pymethods) write
//! constant tables (`items.rs`, `layout.rs`); one routine that is not generic
//! (`create.rs`) makes a Python type of them. An instance is the base's part and
//! then a cell with the Rust value.
//!
//! | file | what it holds |
//! |---|---|
//! | `traits.rs` | `PyClass`, and what the macros implement |
//! | `items.rs`, `tables.rs` | the macros' tables, and merging them |
//! | `layout.rs`, `alignment.rs`, `borrow.rs` | the cell, where it begins, and its borrow flag |
//! | `hold.rs` | borrows for the time of a call |
//! | `record.rs`, `create.rs` | the class's static, its type object |
//! | `final_type.rs` | the type of that type object, where it is not `type` |
//! | `metaclass.rs`, `type_data.rs` | named metaclasses, and Rust data in type objects |
//! | `attributes.rs` | attributes of the class |
//! | `init.rs` | new instances, from Rust |
//! | `spare.rs` | the memory of instances that were freed |
//! | `construct.rs`, `construct_numbers.rs` | new instances, from Python |
//! | `pyref.rs`, `guard.rs`, `handles.rs` | borrowing a value |
//! | `dealloc.rs`, `nesting.rs` | the end of an instance |
//! | `leaks.rs`, `leak_sites.rs` | which instances outlive Python, on request |
//! | `elsewhere.rs` | instances whose value is a field of another's |
//! | `within.rs`, `watched.rs` | handles to parts of a value, iterators over its containers |
//! | `gc.rs`, `collected.rs` | garbage collection: what is common, and by the fields |
//! | `awaiting.rs` | the receivers of `async fn` |
//! | `receiver.rs`, `slots.rs`, `members.rs` | what entries in the tables call |

mod alignment;
mod attributes;
#[cfg(feature = "experimental-async")]
mod awaiting;
mod borrow;
mod collected;
mod compare;
mod construct;
mod construct_numbers;
mod create;
mod dealloc;
mod derived;
mod elsewhere;
mod error;
mod final_type;
pub mod gc;
mod generic;
mod guard;
mod handles;
mod hold;
mod implicit;
mod init;
mod items;
mod layout;
mod leak_sites;
mod leaks;
mod members;
mod metaclass;
mod native;
mod nesting;
mod pyref;
mod receiver;
mod record;
mod registry;
mod returns;
mod sequence;
mod slots;
mod spare;
mod spec;
mod tables;
mod threads;
mod traits;
mod type_data;
mod watched;
mod within;

pub use compare::{CompareOp, Frozen, Mutable, boolean_struct};
pub use error::{PyBorrowError, PyBorrowMutError, PyClassGuardError, PyClassGuardMutError};
pub use gc::{PyTraverseError, PyVisit};
pub use guard::{
    PyClassGuard, PyClassGuardMap, PyClassGuardMapMut, PyClassGuardMut, PyClassGuardMutSuper,
};
pub use init::PyClassInitializer;
pub use pyref::{PyRef, PyRefMut, PyRefMutSuper};
pub use traits::PyClass;
pub use type_data::PyTypeData;
pub use watched::{Cursor, Watched};
pub use within::Within;

pub(crate) use create::is_main_interpreter;
pub(crate) use items::{Attribute, ClassItems};
pub(crate) use tables::Tables;

/// What the macros name, through `rt`.
#[doc(hidden)]
pub mod macros {
    #[cfg(feature = "experimental-async")]
    pub use super::awaiting::{ExclusiveAwaiting, SharedAwaiting};
    pub use super::borrow::BorrowFlag;
    pub use super::compare::boolean_struct::{False, True};
    pub use super::construct::{New, NewAny, NewObject, new_by_vectorcall};
    pub use super::dealloc::drop_values;
    pub use super::derived::{
        Numbered, compare_equal, compare_int, compare_ordered, display_value, format_value,
        hash_value,
    };
    pub use super::elsewhere::{Referable, refer};
    pub use super::gc::traverse_value;
    pub use super::implicit::{
        Made, Never, Temporary, implicit_object, implicit_source, implicit_value,
    };
    pub use super::items::{Attribute, ClassItems, NoMethods, Probe, Property, PyMethods};
    pub use super::layout::Options;
    pub use super::members::{
        CloneField, Field, FieldKind, OtherField, Readable, Variant, class_attribute, get_field,
        get_number, match_args, object_of, set_field,
    };
    pub use super::metaclass::{IntoMetaclass, Named, found_metaclass, import_metaclass};
    pub use super::receiver::{
        Copied, Instance, class_receiver, clone_value, exclusive, exclusive_or_null, receiver,
        shared, shared_or_null,
    };
    pub use super::record::{
        ClassRecord, class_type, is_instance_of, is_surely_instance_of, type_object_raw,
    };
    pub use super::registry::Registered;
    pub use super::returns::{
        Next, NextPlain, ret_hash, ret_length, ret_none, ret_nothing, ret_same, ret_truth, ret_unit,
    };
    pub use super::slots::{
        attribute_missing, binary, cannot, compare_default, compare_op, count, delete_property,
        generic_getattr, generic_setattr, init_status, is_not_implemented, negated,
        not_implemented, not_implemented_ptr, or_none, power, set_property, type_of, unraisable,
    };
    pub use super::spec::{ClassSpec, Describe, ToldBy};
    pub use super::threads::{AnyThread, NotShared, Threads, Unshareable};
    pub use super::traits::{NativeBase, PyClassBaseType, PyClassImpl};
    pub use super::type_data::{
        FirstData, InstanceKind, IntoTypeData, Metaclass, Objects, Types, check_type_options,
        is_exact_instance_of, set_type_data, tell_by_base,
    };
    pub use crate::object::DerefToPyAny;
}

/// Old paths of what is in [`pyclass`](mod@crate::pyclass).
pub mod basic {
    pub use super::compare::CompareOp;
}
