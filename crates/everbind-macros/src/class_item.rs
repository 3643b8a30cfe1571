//! The outline of a struct or enum with `#[pyclass]`: its attributes, fields and variants.

use crate::attr::{Attribute, Entry, attribute_tokens, attributes, take, take_pyo3};
use crate::error::{Error, Errors, Result};
use crate::generics::Generics;
use crate::messages;
use crate::parse::{Cursor, first_span, plain_name};
use crate::template::{places, template};
use crate::tokens::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

pub(crate) struct ClassItem {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: TokenStream,
    /// `struct` or `enum`.
    keyword: Ident,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) shape: Shape,
    /// The `;` after a tuple or unit struct.
    end: TokenStream,
}

pub(crate) enum Shape {
    Struct(Fields),
    Enum(Vec<Variant>, Span),
}

/// The fields of a struct or of an enum's variant.
pub(crate) struct Fields {
    pub(crate) style: Style,
    pub(crate) list: Vec<Field>,
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    /// The options of `#[pyo3(…)]`.
    pub(crate) entries: Vec<Entry>,
    visibility: TokenStream,
    pub(crate) name: Option<Ident>,
    pub(crate) ty: TokenStream,
    pub(crate) span: Span,
}

pub(crate) struct Variant {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) name: Ident,
    pub(crate) fields: Fields,
    /// `= value`, as written.
    discriminant: TokenStream,
}

impl Variant {
    /// The number of a variant that follows one of the number `before`, if that can be read from its text.
    pub(crate) fn number(&self, before: Option<i128>) -> Option<i128> {
        let mut cursor = Cursor::new(self.discriminant, self.name.span());
        match cursor.eat_punct('=') {
            Some(_) => {
                let text = crate::python_text::expression(&cursor.expression());
                let (sign, digits) = match text.strip_prefix('-') {
                    Some(digits) => (-1, digits),
                    None => (1, &text[..]),
                };
                let parsed = match digits.get(..2) {
                    Some("0x") => i128::from_str_radix(&digits[2..], 16),
                    Some("0o") => i128::from_str_radix(&digits[2..], 8),
                    Some("0b") => i128::from_str_radix(&digits[2..], 2),
                    _ => digits.parse(),
                };
                parsed.ok().map(|number| sign * number)
            }
            None => before?.checked_add(1),
        }
    }
}

impl ClassItem {
    pub(crate) fn parse(cursor: &mut Cursor, errors: &mut Errors) -> Result<Self> {
        let attributes = attributes(cursor)?;
        let visibility = cursor.visibility();
        let keyword = match cursor.eat_word("struct").or_else(|| cursor.eat_word("enum")) {
            Some(keyword) => keyword,
            None => {
                let message = match cursor.at_word("union") {
                    true => messages::CLASS_UNION,
                    false => messages::CLASS_ITEM,
                };
                return Err(cursor.error(message));
            }
        };
        let name = cursor.ident("the name of the class")?;
        let mut generics = Generics::parse(cursor)?;
        generics.parse_where(cursor);
        let shape = if keyword.to_string() == "enum" {
            let group = cursor.group(Delimiter::Brace, "the variants of the enum")?;
            let mut inside = Cursor::inside(&group);
            let variants = inside.comma_separated(|cursor| Variant::parse(cursor, errors))?;
            Shape::Enum(variants, group.span())
        } else {
            Shape::Struct(Fields::parse(cursor, errors)?)
        };
        generics.parse_where(cursor);
        let end = cursor.rest();
        Ok(ClassItem { attributes, visibility, keyword, name, generics, shape, end })
    }

    /// The item as written, less the attributes that were taken out.
    pub(crate) fn tokens(&self) -> TokenStream {
        let mut generics = TokenStream::new();
        if !self.generics.params.is_empty() {
            generics = template("<$list>", places![list = self.generics.declarations()]);
        }
        let body = match &self.shape {
            Shape::Struct(fields) => fields.tokens(),
            Shape::Enum(variants, span) => {
                let mut list = TokenStream::new();
                for variant in variants {
                    list.extend(variant.tokens());
                }
                delimited(Delimiter::Brace, list, *span)
            }
        };
        let mut predicates = TokenStream::new();
        if !self.generics.predicates.is_empty() {
            predicates = template("where $list", places![list = self.generics.predicates]);
        }
        // A `where` clause stands before braces but after parentheses.
        let (before, after) = match &self.shape {
            Shape::Struct(fields) if fields.style != Style::Named => {
                (TokenStream::new(), predicates)
            }
            _ => (predicates, TokenStream::new()),
        };
        template(
            "$attributes $visibility $keyword $name $generics $before $body $after $end",
            places![
                attributes = attribute_tokens(&self.attributes),
                visibility = self.visibility,
                keyword = TokenTree::from(self.keyword.clone()).into(),
                name = TokenTree::from(self.name.clone()).into(),
                generics = generics,
                before = before,
                body = body,
                after = after,
                end = self.end
            ],
        )
    }
}

impl Fields {
    fn parse(cursor: &mut Cursor, errors: &mut Errors) -> Result<Self> {
        let (style, group) = if let Some(group) = cursor.eat_group(Delimiter::Brace) {
            (Style::Named, group)
        } else if let Some(group) = cursor.eat_group(Delimiter::Parenthesis) {
            (Style::Tuple, group)
        } else {
            let span = cursor.span();
            return Ok(Fields { style: Style::Unit, list: Vec::new(), span });
        };
        let mut inside = Cursor::inside(&group);
        let list = inside.comma_separated(|cursor| Field::parse(cursor, style, errors))?;
        Ok(Fields { style, list, span: group.span() })
    }

    fn tokens(&self) -> TokenStream {
        let mut list = TokenStream::new();
        for field in &self.list {
            list.extend(field.tokens());
        }
        match self.style {
            Style::Named => delimited(Delimiter::Brace, list, self.span),
            Style::Tuple => delimited(Delimiter::Parenthesis, list, self.span),
            Style::Unit => TokenStream::new(),
        }
    }
}

impl Field {
    fn parse(cursor: &mut Cursor, style: Style, errors: &mut Errors) -> Result<Self> {
        let mut attributes = attributes(cursor)?;
        let mut entries = Vec::new();
        take_pyo3(&mut attributes, &mut entries, errors);
        for (accessor, option) in [("getter", "get"), ("setter", "set")] {
            for attribute in take(&mut attributes, accessor) {
                let message = format!(
                    "`#[{accessor}]` is for methods, in `#[pymethods]`\n\
                     a field is made a property by `#[pyo3({option})]`"
                );
                errors.push(Error::new(attribute.span, message));
            }
        }
        let visibility = cursor.visibility();
        let name = if style == Style::Named {
            let name = cursor.ident("the name of a field")?;
            cursor.punct(':')?;
            Some(name)
        } else {
            None
        };
        let ty = cursor.type_until(&[',']);
        let span = first_span(&ty).unwrap_or_else(|| cursor.span());
        Ok(Field { attributes, entries, visibility, name, ty, span })
    }

    fn tokens(&self) -> TokenStream {
        let name = match &self.name {
            Some(name) => template("$name:", places![name = TokenTree::from(name.clone()).into()]),
            None => TokenStream::new(),
        };
        template(
            "$attributes $visibility $name $ty,",
            places![
                attributes = attribute_tokens(&self.attributes),
                visibility = self.visibility,
                name = name,
                ty = self.ty
            ],
        )
    }

    /// The field's name in Python when no other is given.
    pub(crate) fn python_name(&self, index: usize) -> String {
        match &self.name {
            Some(name) => plain_name(name),
            None => format!("_{index}"),
        }
    }
}

impl Variant {
    fn parse(cursor: &mut Cursor, errors: &mut Errors) -> Result<Self> {
        let mut attributes = attributes(cursor)?;
        let mut entries = Vec::new();
        take_pyo3(&mut attributes, &mut entries, errors);
        let name = cursor.ident("the name of a variant")?;
        let fields = Fields::parse(cursor, errors)?;
        let mut discriminant = TokenStream::new();
        if cursor.at_punct('=') {
            discriminant.add(cursor.next());
            discriminant.extend(cursor.expression());
        }
        Ok(Variant { attributes, entries, name, fields, discriminant })
    }

    fn tokens(&self) -> TokenStream {
        template(
            "$attributes $name $fields $discriminant,",
            places![
                attributes = attribute_tokens(&self.attributes),
                name = TokenTree::from(self.name.clone()).into(),
                fields = self.fields.tokens(),
                discriminant = self.discriminant
            ],
        )
    }
}

fn delimited(delimiter: Delimiter, stream: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(delimiter, stream);
    group.set_span(span);
    TokenTree::Group(group).into()
}
