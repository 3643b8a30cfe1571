//! The hints of types in records, as codes: see `everbind::stub`.
//!
//! What is certain by its name is written as it is, so the compiler has nothing to find out; it is asked for all other types.

use crate::emit_call::Callable;
use crate::function::{Function, Param, ParamKind, last_segment};
use crate::krate::Krate;
use crate::parse::{Cursor, first_span};
use crate::record::Record;
use crate::signature::{Kind, Signature};
use crate::template::{places, template, template_at};
use crate::tokens::{Group, Ident, Span, TokenStream, TokenTree};

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// Adds the hints of the parameters and of the result.
pub(crate) fn signature(record: &mut Record, callable: &Callable<'_>) {
    let Callable { function, signature, skip, class, krate, .. } = callable;
    parameters(record, function, signature, *skip, class, krate);
    result(record, function, signature.returns.as_deref(), class, krate);
}

/// Adds the hints of the parameters, whose types begin after the first `skip`.
pub(crate) fn parameters(
    record: &mut Record,
    function: &Function,
    signature: &Signature,
    skip: usize,
    class: &TokenStream,
    krate: &Krate,
) {
    for (index, parameter) in signature.parameters.iter().enumerate() {
        let mut visible = function.params.iter().skip(skip);
        let param = visible.find(|param| param.kind != ParamKind::Python && param.slot == index);
        match (&parameter.hint, param) {
            (Some(text), _) => written(record, text),
            (None, Some(param)) => parameter_hint(record, param, parameter.kind, class, krate),
            (None, None) => record.bytes(b"?"),
        }
    }
}

/// Adds the hint of what `function` returns.
pub(crate) fn result(
    record: &mut Record,
    function: &Function,
    written_as: Option<&str>,
    class: &TokenStream,
    krate: &Krate,
) {
    if let Some(text) = written_as {
        written(record, text);
        return;
    }
    if function.is_async.is_some() {
        record.bytes(b"R");
    }
    let is_next = matches!(function.name.to_string().as_str(), "__next__" | "__anext__");
    output(record, &function.output, class, is_next, krate);
}

/// Adds a hint that the author wrote.
pub(crate) fn written(record: &mut Record, text: &str) {
    record.bytes(b"\"");
    record.text(text);
}

fn parameter_hint(
    record: &mut Record,
    param: &Param,
    kind: Kind,
    class: &TokenStream,
    krate: &Krate,
) {
    let has = |name| param.ty.trees().any(|tree| mentions(&tree, name));
    match kind {
        _ if param.from_py_with.is_some() => record.bytes(b"?"),
        Kind::Args if has("PyTuple") => record.bytes(b"a"),
        Kind::Kwargs if has("PyDict") => record.bytes(b"a"),
        Kind::Args => asked(record, "Items", &param.ty, class, krate),
        Kind::Kwargs => asked(record, "Values", &param.ty, class, krate),
        _ => input(record, &param.ty, class, krate),
    }
}

/// Adds the hint of a type that a field is read as.
pub(crate) fn stored(record: &mut Record, ty: &TokenStream, class: &TokenStream, krate: &Krate) {
    match (known(ty, Way::In), nameable(ty, class)) {
        (Some(code), _) => record.bytes(&code),
        (None, Some(ty)) => {
            let places = places![krate = *krate.path(), ty = ty];
            record.part("Hint", template("$krate::rt::Input::<$ty>::PART", places));
        }
        (None, None) => record.bytes(b"?"),
    }
}

/// Adds the hint of a type that a parameter is read as.
pub(crate) fn input(record: &mut Record, ty: &TokenStream, class: &TokenStream, krate: &Krate) {
    match known(ty, Way::In) {
        _ if is_own(ty) && class.is_empty() => record.bytes(b"@"),
        _ if is_own(ty) => asked(record, "Own", ty, class, krate),
        Some(code) => record.bytes(&code),
        None => asked(record, "Either", ty, class, krate),
    }
}

fn asked(
    record: &mut Record,
    part: &'static str,
    ty: &TokenStream,
    class: &TokenStream,
    krate: &Krate,
) {
    match nameable(ty, class) {
        Some(ty) => record.part(
            part,
            template_at(
                first_span(&ty).unwrap_or_else(Span::call_site),
                "$krate::rt::Input::<$ty>::BY_VALUE, $krate::rt::Input::<$ty>::BY_REF",
                places![krate = *krate.path(), ty = ty],
            ),
        ),
        None => record.bytes(b"?"),
    }
}

/// Adds the hint of a type that is returned; where `is_next`, `None` is the end of an iterator.
pub(crate) fn output(
    record: &mut Record,
    ty: &TokenStream,
    class: &TokenStream,
    is_next: bool,
    krate: &Krate,
) {
    let mut plain = *ty;
    if let Some((name, mut rest)) = last_segment(ty)
        && matches!(name.as_str(), "PyResult" | "Result")
        && rest.eat_punct('<').is_some()
    {
        plain = rest.type_until(&[',', '>']);
    }
    let mut trees = plain.trees();
    match (trees.next(), trees.next()) {
        (None, _) => return record.bytes(b"n"),
        (Some(TokenTree::Group(group)), None) if group.stream().is_empty() => {
            return record.bytes(b"n");
        }
        _ => {}
    }
    if is_own(&plain) {
        return record.bytes(b"@");
    }
    if let Some(code) = known(&plain, Way::Out) {
        let code = &code[..];
        return record.bytes(match is_next {
            true => code.strip_prefix(b"O").unwrap_or(code),
            false => code,
        });
    }
    match nameable(ty, class) {
        Some(ty) => record.part(
            if is_next { "Next" } else { "Either" },
            template(
                "$krate::rt::Output::<$ty>::PLAIN, $krate::rt::Output::<$ty>::RESULT",
                places![krate = *krate.path(), ty = ty],
            ),
        ),
        None => record.bytes(b"?"),
    }
}

/// Whether it is `Self`, or a reference to it.
fn is_own(ty: &TokenStream) -> bool {
    let mut cursor = Cursor::new(*ty, Span::call_site());
    cursor.eat_punct('&');
    cursor.eat_word("mut");
    cursor.eat_word("Self").is_some() && cursor.is_empty()
}

/// The code of a type that is known by its name.
fn known(ty: &TokenStream, way: Way) -> Option<Vec<u8>> {
    let mut cursor = Cursor::new(*ty, Span::call_site());
    if cursor.eat_punct('&').is_some() {
        if cursor.eat_punct('\'').is_some() {
            cursor.next();
        }
        let is_str = cursor.eat_word("str").is_some() && cursor.is_empty();
        return is_str.then(|| b"s".to_vec());
    }
    let (name, mut rest) = last_segment(ty)?;
    if rest.is_empty() {
        let code: &[u8] = match name.as_str() {
            "bool" => b"b",
            "char" | "String" => b"s",
            "f32" | "f64" => b"f",
            "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => b"i",
            "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => b"i",
            _ => return None,
        };
        return Some(code.to_vec());
    }
    rest.eat_punct('<')?;
    let item = rest.type_until(&[',', '>']);
    rest.eat_punct('>')?;
    if !rest.is_empty() {
        return None;
    }
    let code = match (name.as_str(), way) {
        ("Option", _) => b'O',
        ("Vec", _) if last_segment(&item).is_some_and(|(name, _)| name == "u8") => return None,
        ("Vec", Way::In) => b'Q',
        ("Vec", Way::Out) => b'L',
        _ => return None,
    };
    let mut out = vec![code];
    out.extend(known(&item, way)?);
    Some(out)
}

/// The type as it can be named in a constant, if it can: lifetimes are `'static`, `Self` is the class.
pub(crate) fn nameable(ty: &TokenStream, class: &TokenStream) -> Option<TokenStream> {
    let mut out = TokenStream::new();
    let mut trees = ty.trees();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let name = trees.next()?;
                let keep = matches!(name.text().as_str(), "_" | "static");
                let name = if keep { name } else { Ident::new("static", name.span()).into() };
                out.push(punct.into());
                out.push(name);
            }
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "impl" | "for" => return None,
                "Self" if class.is_empty() => return None,
                "Self" => out.extend(*class),
                _ => out.push(TokenTree::Ident(word)),
            },
            TokenTree::Group(group) => {
                let mut made = Group::new(group.delimiter(), nameable(&group.stream(), class)?);
                made.set_span(group.span());
                out.push(TokenTree::Group(made));
            }
            tree => out.push(tree),
        }
    }
    Some(out)
}

fn mentions(tree: &TokenTree, name: &str) -> bool {
    match tree {
        TokenTree::Ident(word) => word.to_string() == name,
        TokenTree::Group(group) => group.stream().trees().any(|tree| mentions(&tree, name)),
        _ => false,
    }
}
