//! What the code that the macros write refers to. Not part of the public interface.

pub use crate::error::{ExceptionClass, base_class};
pub use crate::{PyResult, ffi};

pub use crate::call::args::{
    Args, ModuleArg, Parameter, RefArg, SomeWrap, arg, arg_or, arg_ref, arg_ref_or, arg_with,
    arg_with_or, no_holder, pass_module, warn,
};
pub use crate::call::definition::{Function, FunctionDef, FunctionOwner, FunctionSource, c_str};
pub use crate::call::entry::{
    EntryResult, fast, fast_keywords, guard, noargs, one_arg, tuple_dict, tuple_dict_as, two_args,
    vectorcall,
};
pub use crate::call::numbers::{Numbers, numbers, numbers_vectorcall};
pub use crate::call::overload::{
    Candidate, Given, OnlyInOverloads, Outcome, OverloadSource, Overloads, Pass, bound,
    bound_operands, overloaded, overloaded_args, overloaded_one, overloaded_operator,
    overloaded_slot, overloaded_vectorcall,
};
pub use crate::call::overload_args::{
    try_arg, try_arg_or, try_ref, try_ref_or, try_with, try_with_or,
};
pub use crate::call::ret::{IntoPyErr, Return, ReturnPlain, Returned, ret};
pub use crate::call::signature::{LateSignature, NO_PARAMETERS, Signature};
pub use crate::call::{KeywordNames, Keywords};
pub use crate::class::macros::*;
pub use crate::convert::Token;
pub use crate::convert::derive::{
    Miss, attribute, attribute_opt, field, field_with, into_with, item, item_opt, never_fits,
    no_variant, tuple_items, variant_attribute, variant_item, variant_items,
};
#[cfg(feature = "experimental-async")]
pub use crate::coroutine::{ThrowCallback, awaited, cancel_handle, coroutine};
pub use crate::enums::macros::*;
pub use crate::module::{
    AddClassToModule, AddTypeToModule, Filling, ModuleDef, ModuleInitResult, SubInterpreters,
    append_to_inittab, module_exec, module_export, module_init,
};
pub use crate::overriding::macros::*;
pub use crate::pickle::{rebuild, rebuild_enum, reduce, reduce_enum};
pub use crate::run::run_code;
pub use crate::stub::VERSION;
pub use crate::stub::asked::{Input, NoPart, NoPlain, NoRef, NoResult, NoValue, Output};
pub use crate::stub::record::{Entry, FunctionRecord, Part, key, offset, placed, record, text_at};
pub use crate::traverse::{Asked, Fields, NotVisited, Removed, Visited, must_visit};
