//! The Python signature of a function: written by the user as `signature = (a, /, b = 1, *args)`,
//! or taken from the Rust parameters.

use crate::attr::Entry;
use crate::error::{Error, Errors, Result};
use crate::function::{DefaultValue, Function, Param, ParamKind};
use crate::function_options::FUNCTION_OPTIONS;
use crate::literal;
use crate::parse::{Cursor, plain_name};
use crate::python_text;
use crate::tokens::{Delimiter, Span, TokenStream, TokenTree};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    PositionalOnly,
    Positional,
    KeywordOnly,
    Args,
    Kwargs,
}

/// One parameter as Python sees it.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) default: Option<TokenStream>,
    /// The type hint given as `a: "int"`.
    pub(crate) hint: Option<String>,
    span: Span,
}

/// Less the options that are parameters of the function, which stand in `signature`.
pub(crate) fn without_old_style(
    entries: Vec<Entry>,
    function: &Function,
    errors: &mut Errors,
) -> Vec<Entry> {
    let mut kept = Vec::new();
    for entry in entries {
        let known = FUNCTION_OPTIONS.contains(&entry.name.as_str());
        if known || function.params.iter().all(|param| plain_name(&param.name) != entry.name) {
            kept.push(entry);
        } else {
            let message = format!(
                "`{}` is a parameter, not an option\n\
                 parameters stand in the signature: `signature = (a, b=1)`",
                entry.name
            );
            errors.push(Error::new(entry.span, message));
        }
    }
    kept
}

/// What Python can pass to a function.
#[derive(Clone, Default)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    /// The type hint given as `-> "int"`.
    pub(crate) returns: Option<String>,
    /// Whether the user wrote it.
    pub(crate) is_written: bool,
}

impl Signature {
    /// Reads the value of `signature = …`.
    pub(crate) fn parse(value: &TokenStream, span: Span) -> Result<Self> {
        let mut cursor = Cursor::new(*value, span);
        let list = cursor.group(
            Delimiter::Parenthesis,
            "the parameters in parentheses: `signature = (a, b=1)`",
        )?;
        let mut builder = Builder::default();
        Cursor::inside(&list).comma_separated(|cursor| builder.item(cursor))?;
        builder.finish()?;
        let mut signature = builder.signature;
        signature.is_written = true;
        if cursor.eat_joint('-', '>').is_some() {
            signature.returns = Some(literal::string(&mut cursor, "the return annotation")?.0);
        }
        match cursor.is_empty() {
            true => Ok(signature),
            false => Err(cursor.error("unexpected tokens after the signature")),
        }
    }

    /// The signature of a function that has none written: every parameter can be given by position
    /// or by keyword.
    pub(crate) fn of_params(params: &[Param]) -> Self {
        let parameters = params
            .iter()
            .filter(|param| param.kind != ParamKind::Python)
            .map(|param| Parameter {
                name: plain_name(&param.name),
                kind: Kind::Positional,
                default: None,
                hint: None,
                span: param.name.span(),
            })
            .collect();
        Signature { parameters, ..Signature::default() }
    }

    /// What a shim of the kind `fast_keywords` is generic over: how many slots there are, how many
    /// arguments given by position, from and to, need no binding, and whether there are `*args` or
    /// `**kwargs`.
    pub(crate) fn shape(&self) -> String {
        let (mut min, mut max, mut always_bound) = (0, 0, self.has(Kind::Args));
        for parameter in self.regular() {
            let required = parameter.default.is_none();
            if parameter.kind == Kind::KeywordOnly {
                always_bound |= required;
                continue;
            }
            max += 1;
            if required {
                min = max;
            }
        }
        if always_bound {
            min = max + 1;
        }
        let variable = self.has(Kind::Args) || self.has(Kind::Kwargs);
        format!("{}, {min}, {max}, {variable}", self.slots())
    }

    /// Compares with the Rust parameters after the first `skip`, and tells each its slot and
    /// default.
    pub(crate) fn assign(&self, function: &mut Function, skip: usize, errors: &mut Errors) {
        let regular = self.regular().count();
        let mut next_slot = 0;
        let params_span = function.params_span;
        let hidden: Vec<String> = function
            .params
            .iter()
            .filter(|param| param.kind == ParamKind::Python)
            .map(|param| plain_name(&param.name))
            .collect();
        let mut params =
            function.params.iter_mut().skip(skip).filter(|param| param.kind != ParamKind::Python);
        for parameter in &self.parameters {
            if hidden.contains(&parameter.name) {
                errors.push(Error::new(
                    parameter.span,
                    "parameters of type `Python` must not be part of the signature",
                ));
                return;
            }
            if parameter.name == "self" {
                errors.push(Error::new(
                    parameter.span,
                    "`self` must not be part of the signature\nPython passes the instance by itself",
                ));
                return;
            }
            let Some(param) = params.next() else {
                errors.push(Error::new(
                    parameter.span,
                    format!(
                        "the function has no parameter for `{0}`\n\
                         take `{0}` out of the signature, or add a parameter of that name",
                        parameter.name
                    ),
                ));
                return;
            };
            let name = plain_name(&param.name);
            if name != parameter.name {
                errors.push(Error::new(
                    parameter.span,
                    format!(
                        "expected `{name}`, the next parameter of the function, but got `{}`\n\
                         the signature names the parameters as the function does, in the same order",
                        parameter.name
                    ),
                ));
                return;
            }
            let args = usize::from(self.has(Kind::Args));
            param.default = parameter.default.map(DefaultValue::Expression);
            param.slot = match parameter.kind {
                Kind::Args => regular,
                Kind::Kwargs => regular + args,
                _ => {
                    next_slot += 1;
                    next_slot - 1
                }
            };
            if let Some(message) = crate::advice::not_variable(parameter.kind, &param.ty) {
                errors.push(Error::about(&param.ty, param.span, message));
            }
            if parameter.kind == Kind::Args && param.is_option {
                errors.push(Error::new(
                    parameter.span,
                    format!("`*{name}` is always a tuple: its type cannot be `Option<_>`"),
                ));
            }
            if parameter.kind == Kind::Kwargs {
                param.default = Some(DefaultValue::NoKwargs);
                if !param.is_option {
                    errors.push(Error::new(
                        parameter.span,
                        format!(
                            "`**{name}` can be absent: its type must be `Option<_>`, such as \
                             `Option<&Bound<'_, PyDict>>`"
                        ),
                    ));
                }
            }
        }
        if let Some(param) = params.next() {
            let span = self.parameters.last().map_or(params_span, |last| last.span);
            errors.push(Error::new(
                if self.parameters.is_empty() { param.name.span() } else { span },
                format!(
                    "the signature says nothing about the parameter `{0}`\n\
                     add `{0}`, or `{0}=…` with a default",
                    param.name
                ),
            ));
        }
    }

    /// The parameters other than `*args` and `**kwargs`.
    pub(crate) fn regular(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|one| !matches!(one.kind, Kind::Args | Kind::Kwargs))
    }

    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.count(kind) > 0
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.parameters.iter().filter(|parameter| parameter.kind == kind).count()
    }

    /// The name of the `*args` or `**kwargs`.
    pub(crate) fn name_of(&self, kind: Kind) -> Option<&str> {
        self.parameters
            .iter()
            .find(|parameter| parameter.kind == kind)
            .map(|parameter| parameter.name.as_str())
    }

    /// How many slots its arguments are bound to.
    pub(crate) fn slots(&self) -> usize {
        self.parameters.len()
    }

    /// The text of `rt::Signature`: the name and the parameters, each ended by a NUL.
    pub(crate) fn table_text(&self, name: &str) -> String {
        let mut text = format!("{name}\0");
        let mut last = Kind::Positional;
        let positional_only = self.count(Kind::PositionalOnly);
        for (index, parameter) in self.regular().enumerate() {
            if parameter.kind == Kind::KeywordOnly && last != Kind::KeywordOnly {
                text.push_str("*\0");
            }
            last = parameter.kind;
            text.push_str(&parameter.name);
            text.push_str(if parameter.default.is_some() { "=\0" } else { "\0" });
            if index + 1 == positional_only {
                text.push_str("/\0");
            }
        }
        for (kind, stars) in [(Kind::Args, "*"), (Kind::Kwargs, "**")] {
            if let Some(name) = self.name_of(kind) {
                text.push_str(&format!("{stars}{name}\0"));
            }
        }
        text
    }

    /// Whether the parameters' names alone say it all.
    pub(crate) fn is_plain(&self) -> bool {
        let plain = |parameter: &Parameter| {
            parameter.kind == Kind::Positional && parameter.default.is_none()
        };
        self.returns.is_none() && self.parameters.iter().all(plain)
    }

    /// `($self, a, /, b=1, *args)`, which `inspect.signature` reads; `first` is `self`, `type`, …
    pub(crate) fn text(&self, first: Option<&str>) -> String {
        let mut parts: Vec<String> = first.map(|name| format!("${name}")).into_iter().collect();
        let positional_only = self.count(Kind::PositionalOnly);
        let mut starred = false;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let stars = match parameter.kind {
                Kind::Args => "*",
                Kind::Kwargs => "**",
                _ => "",
            };
            if parameter.kind == Kind::KeywordOnly && !starred {
                parts.push("*".to_owned());
            }
            starred |= matches!(parameter.kind, Kind::KeywordOnly | Kind::Args);
            let mut part = format!("{stars}{}", parameter.name);
            if let Some(default) = &parameter.default {
                part.push('=');
                part.push_str(&python_text::expression(default));
            }
            parts.push(part);
            if index + 1 == positional_only {
                parts.push("/".to_owned());
            }
        }
        format!("({})", crate::rename::joined(&parts, ", "))
    }
}

/// Reads the items of a written signature in order.
#[derive(Default)]
struct Builder {
    signature: Signature,
    /// Where `/` stood.
    slash: bool,
    /// What opened the keyword-only part: `*` or `*args`.
    star: Option<String>,
    /// The bare `*` that nothing has followed yet.
    bare_star: Option<Span>,
    kwargs: Option<String>,
}

impl Builder {
    fn item(&mut self, cursor: &mut Cursor) -> Result<()> {
        let span = cursor.span();
        if let Some(kwargs) = &self.kwargs {
            return Err(Error::new(span, format!("nothing is allowed after `**{kwargs}`")));
        }
        if cursor.eat_punct('/').is_some() {
            return self.slash(span);
        }
        if cursor.eat_punct('*').is_none() {
            return self.regular(cursor);
        }
        if cursor.eat_punct('*').is_some() {
            return self.variable(cursor, Kind::Kwargs);
        }
        if let Some(star) = &self.star {
            return Err(Error::new(span, format!("a second `*` is not allowed after `{star}`")));
        }
        if cursor.is_empty() || cursor.at_punct(',') {
            self.star = Some("*".to_owned());
            self.bare_star = Some(span);
            return Ok(());
        }
        self.variable(cursor, Kind::Args)
    }

    fn slash(&mut self, span: Span) -> Result<()> {
        if self.slash {
            return Err(Error::new(span, "a second `/` is not allowed"));
        }
        if let Some(star) = &self.star {
            return Err(Error::new(span, format!("`/` is not allowed after `{star}`")));
        }
        if self.signature.parameters.is_empty() {
            return Err(Error::new(span, "at least one parameter must stand before `/`"));
        }
        self.slash = true;
        for parameter in &mut self.signature.parameters {
            parameter.kind = Kind::PositionalOnly;
        }
        Ok(())
    }

    fn regular(&mut self, cursor: &mut Cursor) -> Result<()> {
        let ident = cursor.ident("a parameter, `/`, `*`, `*args` or `**kwargs`")?;
        let hint = annotation(cursor)?;
        let default = cursor.eat_punct('=').map(|_| cursor.expression());
        if default.as_ref().is_some_and(TokenStream::is_empty) {
            return Err(cursor.error(format!("expected a default value for `{ident}`")));
        }
        let kind = match self.star {
            Some(_) => Kind::KeywordOnly,
            None => Kind::Positional,
        };
        let optional_before = self.signature.parameters.iter().any(|one| one.default.is_some());
        if kind == Kind::Positional && default.is_none() && optional_before {
            return Err(Error::new(
                ident.span(),
                format!("`{ident}` needs a default, because a parameter before it has one"),
            ));
        }
        self.bare_star = None;
        self.push(&ident, kind, default, hint)
    }

    fn variable(&mut self, cursor: &mut Cursor, kind: Kind) -> Result<()> {
        let ident = cursor.ident("a name after the asterisk")?;
        let hint = annotation(cursor)?;
        if kind == Kind::Args {
            self.star = Some(format!("*{ident}"));
        } else {
            self.finish()?;
            self.kwargs = Some(ident.to_string());
        }
        self.push(&ident, kind, None, hint)
    }

    fn push(
        &mut self,
        ident: &crate::tokens::Ident,
        kind: Kind,
        default: Option<TokenStream>,
        hint: Option<String>,
    ) -> Result<()> {
        let name = plain_name(ident);
        if self.signature.parameters.iter().any(|parameter| parameter.name == name) {
            return Err(Error::new(ident.span(), format!("`{name}` is in the signature twice")));
        }
        let span = ident.span();
        self.signature.parameters.push(Parameter { name, kind, default, hint, span });
        Ok(())
    }

    fn finish(&self) -> Result<()> {
        match self.bare_star {
            Some(span) => Err(Error::new(span, "a keyword-only parameter must follow `*`")),
            None => Ok(()),
        }
    }
}

/// Reads `: "type"` after a name: a hint for stubs.
fn annotation(cursor: &mut Cursor) -> Result<Option<String>> {
    match cursor.eat_punct(':') {
        Some(_) => Ok(Some(literal::string(cursor, "a type hint")?.0)),
        None => Ok(None),
    }
}

/// The value of `text_signature = "…"` or `text_signature = None`.
pub(crate) enum TextSignature {
    Text(String),
    Disabled,
}

impl TextSignature {
    pub(crate) fn parse(value: &TokenStream, span: Span) -> Result<Self> {
        let mut cursor = Cursor::new(*value, span);
        let parsed = match cursor.next() {
            Some(TokenTree::Ident(ident)) if ident.to_string() == "None" => {
                Some(TextSignature::Disabled)
            }
            Some(TokenTree::Literal(text)) => literal::string_value(&text).map(TextSignature::Text),
            _ => None,
        };
        match parsed {
            Some(parsed) if cursor.is_empty() => Ok(parsed),
            _ => Err(Error::about(value, span, "expected a string in double quotes, or `None`")),
        }
    }
}
