//! Rust types as Python's type hints, for the signatures of overloads.
//!
//! A macro sees names, not types: what it knows by name is told as Python's own, a class by its Rust
//! name, an alias as it is written.

use crate::function::Function;
use crate::parse::Cursor;
use crate::python_text;
use crate::signature::{Kind, Signature};
use crate::tokens::{Delimiter, Span, TokenStream, TokenTree};

/// Names of Rust types, and of everbind's, by their hint.
const NAMES: &[(&str, &[&str])] = &[
    ("bool", &["bool", "PyBool"]),
    (
        "int",
        &[
            "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
            "NonZero", "BigInt", "BigUint", "PyInt", "PyLong",
        ],
    ),
    ("float", &["f32", "f64", "PyFloat"]),
    ("complex", &["Complex", "Complex32", "Complex64", "PyComplex"]),
    ("str", &["str", "String", "char", "PyString"]),
    ("bytes", &["PyBytes"]),
    ("bytearray", &["PyByteArray"]),
    ("list", &["PyList"]),
    ("tuple", &["PyTuple"]),
    ("dict", &["PyDict"]),
    ("set", &["PySet"]),
    ("frozenset", &["PyFrozenSet"]),
    ("slice", &["PySlice"]),
    ("type", &["PyType"]),
    ("os.PathLike", &["Path", "PathBuf"]),
    ("object", &["PyAny", "PyObject"]),
];

/// Types that are what their last parameter is.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Borrowed",
    "Bound",
    "Box",
    "Cell",
    "Cow",
    "Py",
    "PyClassGuard",
    "PyClassGuardMut",
    "PyClassInitializer",
    "PyRef",
    "PyRefMut",
    "Rc",
    "Wrapping",
];

const LISTS: &[&str] = &["Items", "SmallVec", "Vec", "VecDeque"];
const MAPS: &[&str] = &["BTreeMap", "HashMap", "IndexMap", "Pairs"];
const SETS: &[&str] = &["BTreeSet", "HashSet", "IndexSet"];

/// The parameters of `function`, of which it skips the first `skip`: `(a: int, /, b: str = 'x', *c)`.
pub(crate) fn parameters(
    function: &Function,
    signature: &Signature,
    skip: usize,
    class: &str,
) -> String {
    let mut parts = Vec::new();
    let positional_only = signature.count(Kind::PositionalOnly);
    let mut starred = false;
    for (index, parameter) in signature.parameters.iter().enumerate() {
        if parameter.kind == Kind::KeywordOnly && !starred {
            parts.push("*".to_owned());
        }
        starred |= matches!(parameter.kind, Kind::KeywordOnly | Kind::Args);
        parts.push(match parameter.kind {
            Kind::Args => format!("*{}", parameter.name),
            Kind::Kwargs => format!("**{}", parameter.name),
            _ => {
                let mut visible = function.params.iter().skip(skip);
                let param = visible.find(|param| {
                    param.kind != crate::function::ParamKind::Python && param.slot == index
                });
                let hint = match param {
                    Some(param) if param.from_py_with.is_none() => hint(&param.ty, class),
                    _ => "object".to_owned(),
                };
                match &parameter.default {
                    Some(value) => {
                        format!("{}: {hint} = {}", parameter.name, python_text::expression(value))
                    }
                    None => format!("{}: {hint}", parameter.name),
                }
            }
        });
        if index + 1 == positional_only {
            parts.push("/".to_owned());
        }
    }
    format!("({})", parts.join(", "))
}

/// What `function` returns.
pub(crate) fn returned(function: &Function, signature: &Signature, class: &str) -> String {
    match (&signature.returns, function.output.is_empty()) {
        (Some(text), _) => text.clone(),
        (None, true) => "None".to_owned(),
        (None, false) => hint(&function.output, class),
    }
}

/// The hint of one type; `Self` is `class`.
fn hint(ty: &TokenStream, class: &str) -> String {
    let mut cursor = Cursor::new(*ty, Span::call_site());
    while cursor.eat_punct('&').is_some() {
        if cursor.eat_punct('\'').is_some() {
            cursor.next();
        }
        cursor.eat_word("mut");
    }
    if let Some(group) = cursor.eat_group(Delimiter::Bracket) {
        let item = Cursor::inside(&group).type_until(&[';']);
        return list(&item, class);
    }
    if let Some(group) = cursor.eat_group(Delimiter::Parenthesis) {
        let items = types(&mut Cursor::inside(&group));
        let items: Vec<String> = items.iter().map(|item| hint(item, class)).collect();
        return match items.is_empty() {
            true => "None".to_owned(),
            false => format!("tuple[{}]", items.join(", ")),
        };
    }
    // `<T as Trait>::Type`, `dyn Trait`: nothing is known of them.
    let Ok((path, _)) = cursor.path("") else { return "object".to_owned() };
    let name = path.rsplit("::").next().unwrap_or_default().to_owned();
    if name == "dyn" || name == "impl" {
        return "object".to_owned();
    }
    let mut arguments = Vec::new();
    if cursor.eat_punct('<').is_some() {
        arguments = types(&mut cursor);
        arguments.retain(|argument| !Cursor::new(*argument, Span::call_site()).at_punct('\''));
    }
    named(&name, &arguments, class)
}

fn named(name: &str, arguments: &[TokenStream], class: &str) -> String {
    if name == "Self" {
        return class.to_owned();
    }
    if let Some((hint, _)) = NAMES.iter().find(|entry| entry.1.contains(&name)) {
        return (*hint).to_owned();
    }
    let of = |index: usize| arguments.get(index).map_or("object".into(), |ty| hint(ty, class));
    if WRAPPERS.contains(&name) {
        return arguments.last().map_or("object".into(), |ty| hint(ty, class));
    }
    if LISTS.contains(&name) {
        return arguments.last().map_or("list".into(), |ty| list(ty, class));
    }
    if MAPS.contains(&name) {
        return format!("dict[{}, {}]", of(0), of(1));
    }
    if SETS.contains(&name) {
        return format!("set[{}]", of(0));
    }
    match name {
        "Option" => format!("{} | None", of(0)),
        "Result" | "PyResult" => of(0),
        _ => name.to_owned(),
    }
}

/// A sequence of `item`; of bytes it is `bytes`.
fn list(item: &TokenStream, class: &str) -> String {
    match item.text().as_str() {
        "u8" => "bytes".to_owned(),
        _ => format!("list[{}]", hint(item, class)),
    }
}

/// The types between commas, up to an angle bracket that closes.
fn types(cursor: &mut Cursor) -> Vec<TokenStream> {
    let mut out = Vec::new();
    while !cursor.is_empty() && !cursor.at_punct('>') {
        let ty = cursor.type_until(&[',', '>']);
        // A constant in braces.
        let braces = cursor.eat_group(Delimiter::Brace).is_some();
        if !ty.is_empty() {
            out.push(ty);
        } else if !braces && !cursor.at_punct(',') && !cursor.at_punct('>') {
            break;
        }
        if cursor.eat_punct(',').is_none() {
            break;
        }
    }
    out.retain(|ty| !matches!(ty.trees().next(), Some(TokenTree::Literal(_))));
    out
}
