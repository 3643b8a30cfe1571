//! The extension that `tests/python` tests: one file here for each topic, paired with
//! `test_TOPIC.py` there.

mod arguments;
mod attach;
mod buffers;
mod class_attributes;
mod class_basics;
mod class_borrow;
mod class_containers;
mod class_dunders;
mod class_enums;
mod class_faults;
mod class_gc;
mod class_inherit;
mod class_numbers;
mod class_options;
mod class_pickle;
mod class_pickle_serde;
mod class_traverse;
mod collections;
mod coroutines;
mod debugging;
mod derive_from;
mod derive_into;
mod enums;
mod errors;
mod exceptions;
mod function_errors;
mod functions;
mod identity;
mod implicit;
mod interned;
mod items;
mod layout;
mod lifetimes;
mod many_numbers;
mod metaclass;
mod metaclass_python;
mod modules;
mod numbers;
mod object_any;
mod object_dates;
mod object_dicts;
mod object_lists;
mod object_rest;
mod object_scalars;
mod old_names;
mod outgoing;
mod overloads;
mod overriding;
mod pairs;
mod panics;
mod raising;
mod soundness;
mod subinterpreters;
mod text;
mod times;

use everbind::prelude::*;

/// What everbind's own tests call.
#[pymodule]
mod everbind_tests {
    #[pymodule_export]
    use crate::{
        attach::topic as attach, buffers::topic as buffers,
        class_attributes::topic as class_attributes, class_basics::topic as class_basics,
        class_borrow::topic as class_borrow, class_containers::topic as class_containers,
        class_dunders::topic as class_dunders, class_enums::topic as class_enums,
        class_faults::topic as class_faults, class_gc::topic as class_gc,
        class_inherit::topic as class_inherit, class_numbers::topic as class_numbers,
        class_options::topic as class_options, class_pickle::topic as class_pickle,
        class_pickle_serde::topic as class_pickle_serde, class_traverse::topic as class_traverse,
        collections::topic as collections, coroutines::topic as coroutines,
        debugging::topic as debugging, derive_from::topic as derive_from,
        derive_into::topic as derive_into, enums::topic as enums, errors::topic as errors,
        exceptions::topic as exceptions, function_errors::topic as function_errors,
        functions::topic as functions, implicit::topic as implicit, interned::topic as interned,
        items::topic as items, layout::topic as layout, lifetimes::topic as lifetimes,
        many_numbers::topic as many_numbers, metaclass::topic as metaclass,
        metaclass_python::topic as metaclass_python, modules::topic as modules,
        numbers::topic as numbers, object_any::topic as object_any,
        object_dates::topic as object_dates, object_dicts::topic as object_dicts,
        object_lists::topic as object_lists, object_rest::topic as object_rest,
        object_scalars::topic as object_scalars, old_names::topic as old_names,
        outgoing::topic as outgoing, overloads::topic as overloads,
        overriding::topic as overriding, pairs::topic as pairs, panics::topic as panics,
        raising::topic as raising, soundness::topic as soundness, text::topic as text,
        times::topic as times,
    };
}
