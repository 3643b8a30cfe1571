//! What a function with `#[pymethods]` is to Python, by its attributes.

use crate::attr::{Attribute, Entry, Options, take, take_pyo3};
use crate::error::{Error, Errors};
use crate::function::{Function, ParamKind, ReceiverKind};
use crate::function_options::{FunctionOptions, METHOD_OPTIONS, REPEATABLE};
use crate::literal::string_value;
use crate::parse::{Cursor, plain_name};
use crate::tokens::{Delimiter, Span, TokenTree};

/// A function of the block, read.
pub(crate) struct Method {
    pub(crate) function: Function,
    pub(crate) options: FunctionOptions,
    pub(crate) kind: Kind,
    /// The name in Python.
    pub(crate) name: String,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Instance,
    Static,
    Class,
    /// `#[new]`; with `#[classmethod]`, the first parameter is the class.
    New {
        takes_class: bool,
    },
    Getter,
    Setter,
    Deleter,
    Attribute,
    /// `#[subclass_data]`: not visible to Python.
    SubclassData,
}

/// How a method gets at its instance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// `&self`
    Shared,
    /// `&mut self`
    Exclusive,
    /// A first parameter such as `slf: PyRef<'_, Self>`.
    Handle,
    /// A first parameter of reference type: `slf: &Bound<'_, Self>`.
    HandleRef,
}

impl Method {
    /// How many of the function's parameters stand for the instance or the class.
    pub(crate) fn skip(&self) -> usize {
        usize::from(self.function.receiver.is_none() && self.kind != Kind::Static)
    }

    /// Takes the attributes of `#[pymethods]` off `function`.
    pub(crate) fn of(mut function: Function, errors: &mut Errors) -> Self {
        let span = function.name.span();
        let mut entries: Vec<Entry> = Vec::new();
        take_pyo3(&mut function.attributes, &mut entries, errors);
        let attributes = &mut function.attributes;
        for other in take(attributes, "pyfunction") {
            errors.push(Error::new(
                other.span,
                "a method takes no `#[pyfunction]`: everything in `#[pymethods]` is visible to Python\n\
                 take it away",
            ));
        }
        let new = take_flag(attributes, "new", errors);
        let class = take_flag(attributes, "classmethod", errors);
        let fixed = take_flag(attributes, "staticmethod", errors);
        let attribute = take_flag(attributes, "classattr", errors);
        let data = take_flag(attributes, "subclass_data", errors);
        let getter = take_accessor(attributes, "getter", errors);
        let setter = take_accessor(attributes, "setter", errors);
        let deleter = take_accessor(attributes, "deleter", errors);

        let options = Options::new(entries, "a method", METHOD_OPTIONS, REPEATABLE, errors);
        let options = FunctionOptions::new(&options, errors);
        let rust_name = plain_name(&function.name);
        let found = [
            new.map(|span| (Kind::New { takes_class: class.is_some() }, span)),
            class.filter(|_| new.is_none()).map(|span| (Kind::Class, span)),
            fixed.map(|span| (Kind::Static, span)),
            attribute.map(|span| (Kind::Attribute, span)),
            data.map(|span| (Kind::SubclassData, span)),
            getter.as_ref().map(|accessor| (Kind::Getter, accessor.1)),
            setter.as_ref().map(|accessor| (Kind::Setter, accessor.1)),
            deleter.as_ref().map(|accessor| (Kind::Deleter, accessor.1)),
        ];
        let mut found = found.into_iter().flatten();
        let mut kind = found.next().map_or(Kind::Instance, |found| found.0);
        for (_, span) in found {
            errors.push(Error::new(
                span,
                "only one of `#[new]`, `#[classmethod]`, `#[staticmethod]`, `#[classattr]`, \
                 `#[getter]`, `#[setter]`, `#[deleter]` and `#[subclass_data]` can be used\n\
                 (`#[new]` and `#[classmethod]` go together)",
            ));
        }
        if kind == Kind::Instance && rust_name == "__new__" && function.receiver.is_none() {
            kind = Kind::New { takes_class: false };
        }
        let prefix = match kind {
            Kind::Getter => "get_",
            Kind::Setter => "set_",
            Kind::Deleter => "delete_",
            _ => "",
        };
        let given = getter.or(setter).or(deleter).and_then(|accessor| accessor.0);
        let name = match (given, &options.name, kind) {
            (_, Some((_, span)), Kind::New { .. }) => {
                errors.push(Error::new(*span, "`name` cannot be given to `#[new]`"));
                "__new__".to_owned()
            }
            (_, None, Kind::New { .. }) => "__new__".to_owned(),
            (Some(_), Some((_, span)), _) => {
                errors.push(Error::new(*span, "`name` may only be specified once"));
                rust_name
            }
            (Some(name), None, _) => name,
            (None, Some((name, _)), _) => name.clone(),
            (None, None, _) => rust_name.strip_prefix(prefix).unwrap_or(&rust_name).to_owned(),
        };
        if matches!(kind, Kind::Getter | Kind::Setter | Kind::Deleter | Kind::Attribute) {
            let signature = options.signature.as_ref().map(|signature| signature.1);
            let text = options.text_signature.as_ref().map(|signature| signature.1);
            for span in signature.into_iter().chain(text) {
                errors.push(Error::new(span, "only a method or constructor has a signature"));
            }
        }
        Method { function, options, kind, name, span }
    }

    /// How the method gets at its instance; `None` after an error.
    pub(crate) fn access(&self, errors: &mut Errors) -> Option<Access> {
        match &self.function.receiver {
            Some(receiver) => match &receiver.kind {
                ReceiverKind::Ref => return Some(Access::Shared),
                ReceiverKind::RefMut => return Some(Access::Exclusive),
                ReceiverKind::Typed(ty) => {
                    let mut cursor = Cursor::new(*ty, receiver.span);
                    if cursor.eat_punct('&').is_some() {
                        if cursor.eat_punct('\'').is_some() {
                            cursor.next();
                        }
                        let mutable = cursor.at_word("mut");
                        return Some(if mutable { Access::Exclusive } else { Access::Shared });
                    }
                    errors.push(Error::new(receiver.span, BY_VALUE));
                }
                ReceiverKind::Value => errors.push(Error::new(receiver.span, BY_VALUE)),
            },
            None => match self.function.params.first() {
                Some(param) if param.kind == ParamKind::Value => return Some(Access::Handle),
                Some(param) if param.kind == ParamKind::Reference => {
                    return Some(Access::HandleRef);
                }
                _ => errors.push(Error::new(
                    self.span,
                    "a method needs a receiver: `&self`, `&mut self` or `slf: PyRef<'_, Self>`\n\
                     put `#[staticmethod]` on a function that has none",
                )),
            },
        }
        None
    }

    /// Reports a `self` where there is no instance.
    pub(crate) fn refuse_receiver(&self, errors: &mut Errors) {
        if let Some(receiver) = &self.function.receiver {
            let message = match self.kind {
                Kind::Static => {
                    "a static method has no `self`\n\
                     take away `#[staticmethod]`, or the receiver"
                }
                Kind::Class => {
                    "a class method gets the class, and no `self`\n\
                     take `cls: &Bound<'_, PyType>`, or take away `#[classmethod]`"
                }
                Kind::New { .. } => {
                    "a constructor has no `self`: it returns the new instance\n\
                     take the receiver away"
                }
                _ => "there is no instance here to be `self`",
            };
            errors.push(Error::new(receiver.span, message));
        }
    }
}

const BY_VALUE: &str = "Python shares its objects, so `self` cannot be moved out of one\n\
     use `&self`, `&mut self`, `slf: PyRef<'_, Self>` or `slf: Py<Self>`";

/// Takes an attribute without arguments off the list; its place.
pub(crate) fn take_flag(
    attributes: &mut Vec<Attribute>,
    name: &str,
    errors: &mut Errors,
) -> Option<Span> {
    let taken = take(attributes, name);
    for attribute in &taken {
        if !attribute.body.is_empty() {
            errors.push(Error::new(attribute.span, format!("`#[{name}]` takes no arguments")));
        }
    }
    taken.first().map(|attribute| attribute.span)
}

/// Takes `#[getter]` or `#[getter(name)]` off the list.
fn take_accessor(
    attributes: &mut Vec<Attribute>,
    name: &str,
    errors: &mut Errors,
) -> Option<(Option<String>, Span)> {
    let taken = take(attributes, name);
    let attribute = taken.first()?;
    let mut cursor = Cursor::new(attribute.body, attribute.span);
    let Some(group) = cursor.eat_group(Delimiter::Parenthesis) else {
        if !cursor.is_empty() {
            errors.push(cursor.error(format!("expected `#[{name}]` or `#[{name}(name)]`")));
        }
        return Some((None, attribute.span));
    };
    let mut inside = Cursor::inside(&group);
    let given = match inside.next() {
        Some(TokenTree::Ident(ident)) => Some(plain_name(&ident)),
        Some(TokenTree::Literal(text)) => string_value(&text),
        _ => None,
    };
    if given.is_none() || !inside.is_empty() {
        errors.push(Error::new(group.span(), format!("expected a name: `#[{name}(name)]`")));
    }
    Some((given, attribute.span))
}
