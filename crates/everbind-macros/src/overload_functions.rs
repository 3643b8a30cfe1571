//! Overloaded functions: `#[pyfunction]`s that are candidates, and `overloads!`, which makes one function
//! for Python of them.
//!
//! A candidate has a hidden module of its own name beside it, as every `#[pyfunction]` has, which
//! holds a type for its attempt; so `overloads!` finds it by any path that leads to the function.

use crate::attr::{Options, attributes, cfgs, take_pyo3};
use crate::docs::Docs;
use crate::emit_call::{Convention, First, returned, signature_table};
use crate::emit_function::Definition;
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::function_options::{FunctionOptions, quiet};
use crate::items::Item;
use crate::krate::Krate;
use crate::literal::{bool_literal, c_literal, str_literal};
use crate::overload::{Attempt, entry, in_line, told};
use crate::parse::{Cursor, first_span, plain_name};
use crate::record::Record;
use crate::signature::Signature;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};

/// What is generated beside a candidate.
pub(crate) fn candidate(
    function: &Function,
    options: &FunctionOptions,
    signature: &Signature,
    krate: &Krate,
) -> Result<TokenStream> {
    let python_name = options.python_name(function);
    let name = TokenStream::from(TokenTree::Ident(function.name.clone()));
    let start = options.start(krate)?;
    let span = first_span(&function.output).unwrap_or_else(Span::call_site);
    let attempt = Attempt {
        krate,
        function,
        signature,
        callee: name,
        class: TokenStream::new(),
        before: start.before,
        first: start.first,
        skip: start.skip,
        finished: returned(krate.path(), span, "ret"),
        result: template("*mut $krate::rt::ffi::PyObject", places![krate = *krate.path()]),
        is_slot: false,
    };
    let is_of_one = Convention::of(signature, false) == Convention::OneArg;
    let itself = tokens("<Self as __rt::OverloadSource>::attempt");
    let itself =
        template("|__slf, __given| unsafe { $itself(__slf, __given) }", places![itself = itself]);
    Ok(template(
        "#[doc(hidden)] $cfgs $vis mod $name {
            pub struct MarkedOverload;
            pub const _PYO3_DEF: $krate::rt::OnlyInOverloads = $krate::rt::OnlyInOverloads;
        }
        $cfgs $quiet const _: () = {
            use $krate::rt as __rt;
            $table
            impl __rt::OverloadSource for $name::MarkedOverload {
                const CANDIDATE: __rt::Candidate<*mut __rt::ffi::PyObject> = $candidate;
                const IS_OF_ONE: bool = $is_of_one;
                const PARTS: &'static [__rt::Part] = $parts;
                $attempt
            }
        };",
        places![
            krate = *krate.path(),
            cfgs = cfgs(&function.attributes),
            quiet = quiet(),
            vis = function.visibility,
            name = name,
            table = signature_table(krate, signature, "__SIGNATURE", &python_name, None),
            is_of_one = bool_literal(is_of_one),
            parts = attempt.record(First::Nothing, &python_name)?.parts(krate),
            candidate = attempt.candidate("__SIGNATURE", &itself)?,
            attempt = attempt.function("attempt", "__SIGNATURE")
        ],
    ))
}

/// Expands `overloads!(/// doc  pub area = area_int, area_str;)`.
pub(crate) fn overloads(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut cursor = Cursor::new(input, Span::call_site());
    let mut out = TokenStream::new();
    while !cursor.is_empty() {
        let read = one(&mut cursor, &mut errors);
        match errors.take(read) {
            Some(tokens) => out.extend(tokens),
            None => break,
        }
    }
    out.extend(errors.into_tokens());
    out
}

fn one(cursor: &mut Cursor, errors: &mut Errors) -> Result<TokenStream> {
    let mut attributes = attributes(cursor)?;
    let mut entries = Vec::new();
    take_pyo3(&mut attributes, &mut entries, errors);
    let options = Options::new(entries, "`overloads!`", &["name", "crate"], &[], errors);
    let krate = Krate::from_options(&options, errors);
    let visibility = cursor.visibility();
    let name = cursor.ident("the name of the function in Python")?;
    let python_name = match options.identifier("name", errors) {
        Some((name, _)) => name,
        None => plain_name(&name),
    };
    cursor.punct('=')?;
    let mut paths = Vec::new();
    while !cursor.is_empty() && cursor.eat_punct(';').is_none() {
        let (_, path) = cursor.path("the path of a `#[pyfunction]` with `#[pyo3(overload)]`")?;
        paths.push(path);
        if cursor.eat_punct(',').is_none() && !cursor.is_empty() && !cursor.at_punct(';') {
            return Err(cursor.error("expected `,` and another function, or `;`"));
        }
    }
    let (mut attempts, mut candidates) = (Vec::new(), TokenStream::new());
    let name_tokens = TokenStream::from(TokenTree::Ident(name.clone()));
    let mut record = Record::default();
    let key = crate::record::key(&python_name);
    record.bytes(&key.to_le_bytes());
    record.text(&python_name);
    Docs::of(&attributes).add_to(&mut record, "", &krate)?;
    let mut are_of_one = TokenStream::new();
    for path in &paths {
        // At the place of the path: that is where a function that is not marked is reported.
        let span = first_span(path).unwrap_or(name.span());
        let marked = template_at(span, "$path::MarkedOverload", places![path = *path]);
        candidates.extend(template(
            "<$marked as $krate::rt::OverloadSource>::CANDIDATE,",
            places![marked = marked, krate = *krate.path()],
        ));
        are_of_one.extend(template(
            "<$marked as $krate::rt::OverloadSource>::IS_OF_ONE &&",
            places![marked = marked, krate = *krate.path()],
        ));
        record.part(
            "Sized",
            template(
                "<$marked as $krate::rt::OverloadSource>::PARTS",
                places![marked = marked, krate = *krate.path()],
            ),
        );
        attempts.push(template(
            "<$marked as $krate::rt::OverloadSource>::attempt",
            places![marked = marked, krate = *krate.path()],
        ));
    }
    if attempts.is_empty() {
        return Err(Error::new(name.span(), "expected functions: `area = area_int, area_str`"));
    }
    c_literal(&python_name, name.span())?;
    let text =
        |convention: Convention| str_literal(&told(convention, First::Nothing, &python_name));
    let list = tokens("__OVERLOADS");
    let in_line = in_line(&attempts);
    let statements = template(
        "static __OVERLOADS: $krate::rt::Overloads<*mut $krate::rt::ffi::PyObject> =
            $krate::rt::Overloads::new($python_name, $doc, &[$candidates]);
        $record
        $entry
        $entry_of_one
        let (__text, __entry) = match const { $are_of_one true } {
            true => ($text_of_one.as_ptr(), __entry_of_one as *const _),
            false => ($text.as_ptr(), __entry as *const _),
        };",
        places![
            krate = *krate.path(),
            python_name = str_literal(&python_name),
            doc = Docs::of(&attributes).c_string("", &krate)?,
            candidates = candidates,
            record = record.item_with(&TokenStream::new(), true, b'O', "__TOLD", &krate),
            entry = entry(&krate, Convention::FastKeywords, "__entry", &list, &in_line),
            entry_of_one = entry(&krate, Convention::OneArg, "__entry_of_one", &list, &in_line),
            are_of_one = are_of_one,
            text_of_one = text(Convention::OneArg),
            text = text(Convention::FastKeywords)
        ],
    );
    let made = Definition {
        attributes: &attributes,
        visibility: &visibility,
        name: name_tokens,
        key,
        statements,
        text: tokens("__text"),
        entry: tokens("__entry"),
        doc: tokens("__OVERLOADS.doc(\"\")"),
    };
    Ok(made.tokens(&krate))
}

/// The names that an item `overloads!(…)` declares; nothing if it is another item.
pub(crate) fn declared(item: &Item) -> Vec<Ident> {
    let mut cursor = Cursor::new(item.rest, item.span);
    let path = cursor.path("").map(|path| path.0).unwrap_or_default();
    if path.rsplit("::").next() != Some("overloads") || cursor.eat_punct('!').is_none() {
        return Vec::new();
    }
    let Some(TokenTree::Group(group)) = cursor.next() else { return Vec::new() };
    let mut inside = Cursor::inside(&group);
    let mut names = Vec::new();
    while !inside.is_empty() {
        // What is malformed is reported by the macro itself.
        let Ok(_) = attributes(&mut inside) else { break };
        inside.visibility();
        names.extend(inside.eat_ident());
        while !inside.is_empty() && inside.eat_punct(';').is_none() {
            inside.next();
        }
    }
    names
}

/// Whether the function is a candidate, which is no function for Python by itself.
pub(crate) fn is_candidate(item: &Item) -> bool {
    let says = |entries: Vec<crate::attr::Entry>| entries.iter().any(|one| one.name == "overload");
    item.attributes
        .iter()
        .filter(|one| one.is("pyo3") || one.ends_with("pyfunction"))
        .any(|one| one.entries().is_ok_and(says))
}
