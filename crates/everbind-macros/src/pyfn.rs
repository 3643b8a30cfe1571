//! `#[pyfn(m)]` inside a `#[pymodule] fn`, PyO3's old way to write functions of a module: the
//! function as a `#[pyfunction]`, and a statement that adds it to `m`.

use crate::attr::{Entry, attributes, entries, take};
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::krate::Krate;
use crate::parse::Cursor;
use crate::template::{places, template};
use crate::tokens::{Delimiter, Group, Span, TokenStream, TokenTree};

/// Replaces each `#[pyfn(m)] fn` in the body of `function`.
pub(crate) fn expand(function: &mut Function, options: &[Entry], errors: &mut Errors) {
    let Some(TokenTree::Group(body)) = function.body().trees().next() else { return };
    let text_has_pyfn = body.stream().trees().any(|tree| {
        matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket
            && Cursor::inside(group).at_word("pyfn"))
    });
    if !text_has_pyfn {
        return;
    }
    let krate_text = options.iter().find(|entry| entry.name == "crate");
    let krate = match krate_text {
        Some(entry) => {
            let options =
                crate::attr::Options::new(vec![entry.clone()], "", &["crate"], &[], errors);
            Krate::from_options(&options, errors)
        }
        None => Krate::find(),
    };
    let mut cursor = Cursor::inside(&body);
    let mut out = TokenStream::new();
    while !cursor.is_empty() {
        let next_is_attribute = cursor.at_punct('#');
        if !next_is_attribute {
            out.add(cursor.next());
            continue;
        }
        match statement(&mut cursor, &krate, errors) {
            Ok(tokens) => out.extend(tokens),
            Err(error) => {
                errors.push(error);
                return;
            }
        }
    }
    let mut group = Group::new(Delimiter::Brace, out);
    group.set_span(body.span());
    function.set_body(TokenTree::Group(group).into());
}

/// An item or statement that begins with attributes.
fn statement(cursor: &mut Cursor, krate: &Krate, errors: &mut Errors) -> Result<TokenStream> {
    let mut attributes = attributes(cursor)?;
    let marks = take(&mut attributes, "pyfn");
    let Some(mark) = marks.first() else {
        return Ok(crate::attr::attribute_tokens(&attributes));
    };
    let mut inside = Cursor::new(mark.body, mark.span);
    let list = inside.group(Delimiter::Parenthesis, "the module: `#[pyfn(m)]`")?;
    let mut list = Cursor::inside(&list);
    let (_, module) = list.path("the name of the module")?;
    let mut options = Vec::new();
    if list.eat_punct(',').is_some() {
        options = entries(&mut list)?;
    }
    if !list.is_empty() {
        return Err(Error::new(list.span(), "expected `,` and options"));
    }
    let function = Function::parse_after_attributes(attributes, cursor, errors)?;
    let name = TokenTree::Ident(function.name.clone()).into();
    let mut out = crate::emit_function::expand(function, options, errors);
    out.extend(template(
        "$krate::types::PyModuleMethods::add_function(
            $module, $krate::wrap_pyfunction!($name, $module)?
        )?;",
        places![krate = *krate.path(), module = reference(&module), name = name],
    ));
    Ok(out)
}

/// The module, whether the parameter is a reference to it or the module itself.
fn reference(module: &TokenStream) -> TokenStream {
    let _ = Span::call_site();
    template("(&*$module.as_borrowed())", places![module = *module])
}
