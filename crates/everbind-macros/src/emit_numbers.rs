//! Functions of many numbers, whose arguments are read in one go: see `everbind::call::numbers`.

use crate::function::{Param, ParamKind, last_segment};
use crate::signature::{Kind, Signature};
use crate::template::{places, template_at, tokens};
use crate::tokens::TokenStream;

/// The fewest parameters of such a function: fewer are read in line.
const LEAST: usize = 5;
/// The most: as many types fit into a word.
const MOST: usize = 16;

/// The types, each at the place of its number in `everbind::call::numbers` less one.
const TYPES: &[&str] =
    &["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize", "f32", "f64", "bool"];

/// The word of types of a function whose parameters are all required and all numbers, if they are
/// neither too few nor too many.
pub(crate) fn types(signature: &Signature, params: &[Param]) -> Option<TokenStream> {
    let parameters = &signature.parameters;
    if !(LEAST..=MOST).contains(&parameters.len()) {
        return None;
    }
    for parameter in parameters {
        let by_position = matches!(parameter.kind, Kind::PositionalOnly | Kind::Positional);
        if !by_position || parameter.default.is_some() {
            return None;
        }
    }
    let mut types = 0_u64;
    for param in params {
        if param.kind != ParamKind::Python {
            types |= (number(param)? as u64 + 1) << (4 * param.slot);
        }
    }
    Some(tokens(&format!("{types:#x}")))
}

/// Where the parameter's type is in [`TYPES`].
fn number(param: &Param) -> Option<usize> {
    let (name, mut rest) = last_segment(&param.ty)?;
    let plain = rest.is_empty() && param.from_py_with.is_none();
    TYPES.iter().position(|ty| plain && *ty == name)
}

/// The statement that reads one parameter's word.
pub(crate) fn argument(param: &Param, name: &TokenStream) -> Option<TokenStream> {
    if param.kind == ParamKind::Python {
        return None;
    }
    let method = tokens(TYPES[number(param)?]);
    let slot = crate::literal::usize_literal(param.slot);
    Some(template_at(
        param.span,
        "let $name = __call.$method($slot);",
        places![name = *name, method = method, slot = slot],
    ))
}
