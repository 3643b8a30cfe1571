//! Callables: what a function, a method or a constructor can be called with, and what it says of itself.

use anyhow::{Context, Result, bail};

use super::{bytes::Bytes, hint, signature};
use crate::stubs::{
    expression::Expression,
    model::{Binding, Kind, Parameter, Signature},
    names::{is_keyword, split_outside_brackets},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Callable {
    pub name: String,
    pub binding: Binding,
    pub signature: Signature,
    /// Whether the author wrote the signature.
    pub is_authors: bool,
    pub doc: String,
}

impl Callable {
    pub fn read(bytes: &mut Bytes<'_>) -> Result<Callable> {
        let at = bytes.at();
        let code = bytes.byte("a function's code")?;
        if !is_code(code) {
            bail!("expected a function's code at byte {at}, found {code:#04x}");
        }
        // A constructor has none.
        let name = match bytes.text("a function's name")? {
            "" => "__new__".to_owned(),
            name => name.to_owned(),
        };
        let binding = match code >> 2 & 3 {
            _ if name == "__new__" => Binding::New,
            0 => Binding::None,
            1 => Binding::Instance,
            2 => Binding::Class,
            _ => Binding::Static,
        };
        rest(bytes, name.clone(), binding).with_context(|| format!("the function {name}"))
    }
}

/// Whether a byte begins a callable; those of the second range show no signature to Python.
pub fn is_code(byte: u8) -> bool {
    matches!(byte, b'0'..=b'?' | b'p'..=0x7f)
}

fn rest(bytes: &mut Bytes<'_>, name: String, binding: Binding) -> Result<Callable> {
    let mut words = Vec::new();
    loop {
        match bytes.text("a parameter")? {
            "" => break,
            word => words.push(word),
        }
    }
    let mut parameters = parameters(&words);
    let (head, doc) = split_doc(bytes.text("a docstring")?, &name);
    let authors = if bytes.peek() == Some(b'!') {
        bytes.byte("")?;
        Some(signature::parse(bytes.text("a signature")?)?)
    } else {
        None
    };
    let mut returns = None;
    if authors.is_none() {
        for parameter in &mut parameters {
            let of =
                hint::read(bytes).with_context(|| format!("the parameter {}", parameter.name))?;
            parameter.annotation = Some(of_one(of, parameter.kind));
        }
        returns = Some(hint::read(bytes).context("the result")?);
    }
    // `*args` and `**kwargs` come last in the text.
    parameters.sort_by_key(|parameter| parameter.kind);
    defaults(&mut parameters, head);
    let is_authors = authors.is_some();
    let signature = authors.unwrap_or(Signature { parameters, returns, ..Signature::default() });
    Ok(Callable { name, binding, signature, is_authors, doc: doc.to_owned() })
}

/// The parameters that the words tell, without types.
fn parameters(words: &[&str]) -> Vec<Parameter> {
    let mut list: Vec<Parameter> = Vec::new();
    let mut kind = Kind::Positional;
    for word in words {
        match *word {
            "/" => list.iter_mut().for_each(|parameter| parameter.kind = Kind::PositionalOnly),
            "*" => kind = Kind::KeywordOnly,
            _ => {
                let (name, kind) = match word.strip_prefix("**") {
                    Some(name) => (name, Kind::Kwargs),
                    None => word.strip_prefix('*').map_or((*word, kind), |name| (name, Kind::Args)),
                };
                let default = name.ends_with('=').then(|| "...".to_owned());
                list.push(Parameter {
                    name: argument_name(name.trim_end_matches('=')),
                    kind,
                    annotation: None,
                    default,
                });
            }
        }
    }
    list
}

/// What one of `*args` or of `**kwargs` is, where the hint is of all of them.
fn of_one(of: Expression, kind: Kind) -> Expression {
    match (&of, kind) {
        (Expression::Subscript(name, items), Kind::Args)
            if name.is("tuple") && items.get(1) == Some(&Expression::Verbatim("...".into())) =>
        {
            items[0].clone()
        }
        (Expression::Subscript(name, items), Kind::Args)
            if items.len() == 1 && (name.is("list") || name.is("collections.abc.Sequence")) =>
        {
            items[0].clone()
        }
        (Expression::Subscript(name, items), Kind::Kwargs)
            if items.len() == 2 && (name.is("dict") || name.is("collections.abc.Mapping")) =>
        {
            items[1].clone()
        }
        _ => of,
    }
}

/// The name, or what comes near one that Python keeps for itself: such a parameter can be named by `**` alone.
fn argument_name(name: &str) -> String {
    if is_keyword(name) { format!("{name}_") } else { name.to_owned() }
}

/// What a docstring says of the parameters, and the rest.
fn split_doc<'a>(doc: &'a str, name: &str) -> (&'a str, &'a str) {
    let Some((head, rest)) = doc.split_once("\n--\n\n") else {
        // A constructor's has nothing else.
        return if name == "__new__" && doc.starts_with('(') { (doc, "") } else { ("", doc) };
    };
    // A constructor's has no name.
    match head.strip_prefix(name).or(Some(head)) {
        Some(head) if head.starts_with('(') && head.ends_with(')') => (head, rest),
        _ => ("", doc),
    }
}

/// Takes the defaults from the text `(a, /, b=1)`, where they are ones that a stub may have.
fn defaults(parameters: &mut [Parameter], head: &str) {
    let inner = head.strip_prefix('(').and_then(|head| head.strip_suffix(')')).unwrap_or_default();
    for part in split_outside_brackets(inner) {
        let Some((name, value)) = part.split_once('=') else { continue };
        let parameter =
            parameters.iter_mut().find(|parameter| parameter.name == argument_name(name.trim()));
        if let Some(parameter) = parameter.filter(|parameter| parameter.default.is_some()) {
            parameter.default = Some(stub_default(value.trim()));
        }
    }
}

/// The default as a stub says it: literals, empty collections; `...` for all else.
pub fn stub_default(text: &str) -> String {
    let is_number = text
        .strip_prefix('-')
        .unwrap_or(text)
        .starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'))
        && text.bytes().any(|b| b.is_ascii_digit());
    let is_text = text.len() < 60 && is_string(text);
    let is_word = matches!(text, "None" | "True" | "False" | "()" | "[]" | "{}");
    if is_word || is_number {
        text.to_owned()
    } else if is_text {
        match Expression::parse(&format!("Literal[{text}]")) {
            Ok(Expression::Subscript(_, list)) if list.len() == 1 => list[0].render(),
            _ => "...".to_owned(),
        }
    } else {
        "...".to_owned()
    }
}

fn is_string(text: &str) -> bool {
    let inner = |quote: char| {
        text.strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote))
            .filter(|inner| !inner.contains([quote, '\\']))
    };
    inner('\'').or(inner('"')).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Callable, stub_default};
    use crate::stubs::model::Binding;

    fn shown(bytes: &[u8]) -> String {
        let callable = Callable::read(&mut Bytes::new(bytes)).unwrap();
        let one = |p: &crate::stubs::model::Parameter| {
            let of = p.annotation.as_ref().map(|of| of.render()).unwrap_or_default();
            format!("{} {:?} {of} {}", p.name, p.kind, p.default.as_deref().unwrap_or("-"))
        };
        let parameters: Vec<String> = callable.signature.parameters.iter().map(one).collect();
        format!("{} {:?} {}", callable.name, callable.binding, parameters.join("; "))
    }

    #[test]
    fn parameters_and_their_defaults() {
        let bytes = b"3f\0a\0/\0b=\0*\0c=\0*args\0**kw\0\0f(a, /, b='x', *, c=1.5, **kw)\n--\n\nDoc.\0isfaan";
        assert_eq!(
            shown(bytes),
            "f None a PositionalOnly int -; b Positional str \"x\"; args Args typing.Any -; c KeywordOnly float 1.5; kw Kwargs typing.Any -"
        );
        assert_eq!(Callable::read(&mut Bytes::new(bytes)).unwrap().doc, "Doc.");
    }

    #[test]
    fn what_is_variable_is_told_of_each() {
        let bytes = b"3f\0*args\0**kw\0\0\0tdn";
        assert_eq!(shown(bytes), "f None args Args typing.Any -; kw Kwargs typing.Any -");
        assert!(shown(b"3f\0*args\0\0\0Qsn").contains("args Args str"));
    }

    #[test]
    fn a_constructor() {
        let overload = Callable::read(&mut Bytes::new(b"8\0a=\0\0(a=2)\n--\n\nMade.\0i@")).unwrap();
        assert_eq!(
            (overload.doc.as_str(), overload.signature.parameters[0].default.as_deref()),
            ("Made.", Some("2"))
        );
        let callable = Callable::read(&mut Bytes::new(b"8\0a=\0\0(a=2)\0i@")).unwrap();
        assert_eq!((callable.binding, callable.doc.as_str()), (Binding::New, ""));
        assert_eq!(callable.signature.parameters[0].default.as_deref(), Some("2"));
    }

    #[test]
    fn defaults_are_literals_or_dots() {
        for (text, expected) in [
            ("1", "1"),
            ("-1.5e3", "-1.5e3"),
            ("'a'", "\"a\""),
            ("None", "None"),
            ("[]", "[]"),
            ("f()", "..."),
            ("a.b", "..."),
            ("inf", "..."),
        ] {
            assert_eq!(stub_default(text), expected);
        }
    }
}
