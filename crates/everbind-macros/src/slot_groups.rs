//! Slots made of several dunder methods.

use crate::error::{Error, Errors};
use crate::methods::Block;
use crate::methods_slot::{Fragment, push_slot};
use crate::slot_table::Group;
use crate::template::{places, tokens};
use crate::tokens::TokenStream;

/// Puts the block's fragments together, one slot for each group.
pub(crate) fn finish(block: &mut Block, errors: &mut Errors) {
    let mut fragments = std::mem::take(&mut block.fragments);
    while let Some(first) = fragments.first() {
        let group = first.group;
        let (mut members, mut others) = (Vec::new(), Vec::new());
        for fragment in fragments {
            if fragment.group == group { members.push(fragment) } else { others.push(fragment) }
        }
        fragments = others;
        for (index, member) in members.iter().enumerate() {
            // Two of one name are alternatives by `cfg`; without, they are a mistake that rustc
            // reports as a duplicate definition too.
            let twice = members[..index].iter().any(|other| other.part == member.part);
            if twice && member.cfgs.is_empty() {
                errors.push(Error::new(member.span, format!("`{}` is defined twice", member.name)));
            }
        }
        emit(block, group, &members);
    }
}

/// The member that is this part of the group.
fn part(members: &[Fragment], part: usize) -> Option<&Fragment> {
    members.iter().find(|member| member.part == part)
}

fn emit(block: &mut Block, group: Group, members: &[Fragment]) {
    let object = "*mut $krate::rt::ffi::PyObject";
    let (name, slot, parameters, result, call) = match group {
        Group::Binary { slot, name } => {
            let call = binary(block, members, "binary");
            (name, slot, format!("__slf: {object}, __other: {object}"), object, call)
        }
        Group::Power => {
            let call = binary(block, members, "power");
            let parameters = format!("__slf: {object}, __other: {object}, __modulus: {object}");
            ("pow", "Py_nb_power", parameters, object, call)
        }
        Group::Compare => {
            let parameters =
                format!("__slf: {object}, __other: {object}, __op: ::core::ffi::c_int");
            ("richcompare", "Py_tp_richcompare", parameters, object, compare(block, members))
        }
        Group::GetAttribute => {
            let parameters = format!("__slf: {object}, __name: {object}");
            ("getattro", "Py_tp_getattro", parameters, object, get_attribute(block, members))
        }
        Group::SetAttribute | Group::SetDescriptor | Group::SetItem => {
            let (name, slot, words) = match group {
                Group::SetAttribute => ("setattro", "Py_tp_setattro", "attribute"),
                Group::SetDescriptor => ("descr_set", "Py_tp_descr_set", "descriptor"),
                _ => ("ass_subscript", "Py_mp_ass_subscript", "item"),
            };
            let parameters = format!("__slf: {object}, __key: {object}, __value: {object}");
            let call = set(block, members, words);
            (name, slot, parameters, "::core::ffi::c_int", call)
        }
    };
    let name = format!("__pymethod_slot_{name}__");
    let cfgs = members.first().map(|member| member.cfgs).unwrap_or_default();
    let function = block.fill(
        "$cfgs #[doc(hidden)] unsafe extern \"C\" fn $name($parameters) -> $result { $call }",
        places![
            cfgs = cfgs,
            name = tokens(&name),
            parameters = block.fill(&parameters, places![]),
            result = block.fill(result, places![]),
            call = call
        ],
    );
    block.functions.extend(function);
    push_slot(block, &cfgs, slot, &name);
}

/// A binary operator. The closures of both parts name their instance `__slf`, which for the
/// reflected one is the right operand: it is bound anew around that closure.
fn binary(block: &Block, members: &[Fragment], shim: &str) -> TokenStream {
    let extra = if shim == "power" { tokens("__modulus,") } else { TokenStream::new() };
    let swap = |fragment: &Fragment| {
        block.fill(
            "{ let __slf = __other; $shim::<$class, _>(&$table, __slf, __left, $extra $closure) }",
            places![
                shim = block.fill(&format!("$krate::rt::{shim}"), places![]),
                table = tokens(&fragment.table),
                extra = extra,
                closure = fragment.closure
            ],
        )
    };
    let forward = |fragment: &Fragment| {
        block.fill(
            "$shim::<$class, _>(&$table, __slf, __other, $extra $closure)",
            places![
                shim = block.fill(&format!("$krate::rt::{shim}"), places![]),
                table = tokens(&fragment.table),
                extra = extra,
                closure = fragment.closure
            ],
        )
    };
    match (part(members, 0), part(members, 1)) {
        (Some(one), Some(two)) => block.fill(
            "unsafe {
                let __out = $forward;
                if !$krate::rt::is_not_implemented(__out) { return __out; }
                let __left = __slf;
                $reflected
            }",
            places![forward = forward(one), reflected = swap(two)],
        ),
        (Some(one), None) => block.fill("unsafe { $forward }", places![forward = forward(one)]),
        (None, Some(two)) => {
            block.fill("unsafe { let __left = __slf; $reflected }", places![reflected = swap(two)])
        }
        (None, None) => TokenStream::new(),
    }
}

const OPERATORS: [&str; 6] = ["Py_LT", "Py_LE", "Py_EQ", "Py_NE", "Py_GT", "Py_GE"];

fn compare(block: &Block, members: &[Fragment]) -> TokenStream {
    let mut arms = TokenStream::new();
    for (index, operator) in OPERATORS.iter().enumerate() {
        let arm = match part(members, index) {
            Some(fragment) => block.fill(
                "$krate::rt::ffi::$operator => $krate::rt::one_arg(&$table, __other, $closure),",
                places![
                    operator = tokens(operator),
                    table = tokens(&fragment.table),
                    closure = fragment.closure
                ],
            ),
            // `!=` without `__ne__` is the opposite of `__eq__`.
            None if *operator == "Py_NE" && part(members, 2).is_some() => block.fill(
                "$krate::rt::ffi::Py_NE => $krate::rt::negated(
                    <$class>::__pymethod_slot_richcompare__(
                        __slf, __other, $krate::rt::ffi::Py_EQ
                    )
                ),",
                places![],
            ),
            None => continue,
        };
        arms.extend(arm);
    }
    block.fill(
        "unsafe {
            match __op {
                $arms
                _ => $krate::rt::compare_default::<$class>(__slf, __other, __op),
            }
        }",
        places![arms = arms],
    )
}

fn get_attribute(block: &Block, members: &[Fragment]) -> TokenStream {
    let call = |fragment: &Fragment| {
        block.fill("$krate::rt::one_arg($pair)", places![pair = attribute_pair(block, fragment)])
    };
    let first = match part(members, 0) {
        Some(fragment) => call(fragment),
        None => block.fill("$krate::rt::generic_getattr::<$class>(__slf, __name)", places![]),
    };
    match part(members, 1) {
        Some(fragment) => block.fill(
            "unsafe {
                let __found = $first;
                if !__found.is_null() || !$krate::rt::attribute_missing() { return __found; }
                $second
            }",
            places![first = first, second = call(fragment)],
        ),
        None => block.fill("unsafe { $first }", places![first = first]),
    }
}

fn attribute_pair(block: &Block, fragment: &Fragment) -> TokenStream {
    block.fill(
        "&$table, __name, $closure",
        places![table = tokens(&fragment.table), closure = fragment.closure],
    )
}

fn set(block: &Block, members: &[Fragment], words: &str) -> TokenStream {
    let missing = |what: &str| match words {
        "attribute" => {
            block.fill("$krate::rt::generic_setattr::<$class>(__slf, __key, __value)", places![])
        }
        _ => block.fill(
            "$krate::rt::cannot($message)",
            places![message = crate::literal::str_literal(&format!("can't {what} {words}"))],
        ),
    };
    let set = match part(members, 0) {
        Some(fragment) => block.fill(
            "$krate::rt::two_args(&$table, __key, __value, $closure)",
            places![table = tokens(&fragment.table), closure = fragment.closure],
        ),
        None => missing("set"),
    };
    let delete = match part(members, 1) {
        Some(fragment) => block.fill(
            "$krate::rt::one_arg(&$table, __key, $closure)",
            places![table = tokens(&fragment.table), closure = fragment.closure],
        ),
        None => missing("delete"),
    };
    block.fill(
        "unsafe { if __value.is_null() { $delete } else { $set } }",
        places![set = set, delete = delete],
    )
}
