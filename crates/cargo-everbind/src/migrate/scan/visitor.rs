//! One file, item by item: names, references, classes by value, members, attributes.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Attribute, Expr, ExprField, ExprMethodCall, Fields, FnArg, GenericArgument, ImplItem, Item,
    ItemImpl, ItemMod, ItemUse, Local, Macro, Member, Pat, Path, PathArguments, Signature, Stmt,
    Token, Type, TypeReference, UnOp, punctuated::Punctuated, spanned::Spanned, visit::Visit,
};

use super::{
    cfg::Conditions,
    classes::{self, Classes, is, words},
    files::Source,
    imports::{self, Imports},
};
use crate::migrate::{
    finding::{Finding, Kind},
    names,
};

/// Python's types, of which up to PyO3 0.22 there were plain references.
const NATIVE: [&str; 38] = [
    "PyAny",
    "PyBool",
    "PyByteArray",
    "PyBytes",
    "PyCFunction",
    "PyCapsule",
    "PyCode",
    "PyComplex",
    "PyDate",
    "PyDateTime",
    "PyDelta",
    "PyDict",
    "PyEllipsis",
    "PyFloat",
    "PyFrame",
    "PyFrozenSet",
    "PyFunction",
    "PyInt",
    "PyIterator",
    "PyList",
    "PyLong",
    "PyMapping",
    "PyMemoryView",
    "PyModule",
    "PyNone",
    "PyNotImplemented",
    "PySequence",
    "PySet",
    "PySlice",
    "PyString",
    "PySuper",
    "PyTime",
    "PyTraceback",
    "PyTuple",
    "PyType",
    "PyTzInfo",
    "PyUnicode",
    "PyCell",
];
/// Members of CPython's structs that the limited API does not show, but those that begin with `tp_`.
const MEMBERS: [&str; 8] =
    ["ob_refcnt", "ob_type", "ob_size", "ob_item", "ob_base", "ob_digit", "ob_fval", "ob_sval"];

/// What will not carry over in a file.
pub fn visit(file: &Source, root: &str, conditions: Conditions, classes: &Classes) -> Vec<Finding> {
    let mut visitor = Visitor {
        file,
        root,
        conditions,
        classes,
        imports: Imports::of(&file.syntax.items, root),
        found: Vec::new(),
    };
    visitor.visit_file(&file.syntax);
    visitor.found
}

struct Visitor<'f> {
    file: &'f Source,
    root: &'f str,
    conditions: Conditions,
    classes: &'f Classes,
    imports: Imports,
    found: Vec<Finding>,
}

impl Visitor<'_> {
    fn report(&mut self, span: Span, kind: Kind, what: String, help: String) {
        let start = span.start();
        let file = self.file.path.clone();
        self.found.push(Finding {
            file,
            line: start.line,
            column: start.column + 1,
            kind,
            what,
            help,
        });
    }

    fn name(&mut self, span: Span, name: &str, last: &str) {
        let help = names::instead(name);
        let what = format!("`{name}`, which PyO3 has up to {last}");
        let what = if last == "0.30" { format!("`{name}`, which everbind has not") } else { what };
        self.report(span, Kind::Name, what, help);
    }

    /// A path, as far as it leads into PyO3.
    fn path(&mut self, parts: &[String], span: Span) {
        for full in self.imports.resolve(parts) {
            let full: Vec<&str> = full.split("::").collect();
            for end in 2..=full.len() {
                let start = full[..end].join("::");
                if let Some(last) = names::absent_item(&start) {
                    return self.name(span, &start, last);
                }
            }
            if let [.., of, function] = full[..]
                && let Some(last) = names::absent_function(of, function)
            {
                return self.name(span, &format!("{of}::{function}"), last);
            }
        }
        if let [.., function] = parts
            && parts.len() > 1
        {
            self.method(function, span);
        }
    }

    fn method(&mut self, name: &str, span: Span) {
        if let Some(last) =
            names::absent_method(name).filter(|_| !self.classes.functions.contains(name))
        {
            self.name(span, name, last);
        }
    }

    fn by_value(&mut self, of: &Type) {
        if let Some(class) = self.classes.by_value(of) {
            self.report(
                of.span(),
                Kind::FromPyObject,
                format!("`{class}` is taken from Python by value, and its class does not say so"),
                format!("write `#[pyclass(from_py_object)]` at `{class}`"),
            );
        }
    }

    /// The parameters of a function that Python calls.
    fn parameters(&mut self, signature: &Signature) {
        for parameter in &signature.inputs {
            if let FnArg::Typed(typed) = parameter
                && !typed.attrs.iter().flat_map(words).any(|word| word == "from_py_with")
                && !matches!(&*typed.pat, Pat::Ident(pat) if pat.ident == "self")
            {
                self.by_value(&typed.ty);
            }
        }
    }

    fn fields(&mut self, attributes: &[Attribute], fields: &Fields) {
        let converted = classes::derives(attributes, "FromPyObject");
        let set_all = attributes
            .iter()
            .filter(|a| is(a, "pyclass"))
            .flat_map(words)
            .any(|word| word == "set_all");
        for field in fields {
            let set = field
                .attrs
                .iter()
                .filter(|a| is(a, "pyo3"))
                .flat_map(words)
                .any(|word| word == "set");
            if converted || set_all || set {
                self.by_value(&field.ty);
            }
        }
    }

    /// Tokens that are no Rust by themselves: whole paths, calls of methods, functions of types.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) if !punct(at.wrapping_sub(1), '.') => {
                    let (mut parts, span) = (vec![first.to_string()], first.span());
                    while punct(at + 1, ':') && punct(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        parts.push(next.to_string());
                        at += 3;
                    }
                    if parts.len() > 1 {
                        self.path(&parts, span);
                    }
                }
                TokenTree::Ident(method)
                    if matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) =>
                {
                    self.method(&method.to_string(), method.span());
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// The identifiers of a path.
fn parts(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if self.conditions.excluded(classes::attributes(item)) {
            return;
        }
        match item {
            Item::Fn(function) if function.attrs.iter().any(|a| is(a, "pyfunction")) => {
                self.parameters(&function.sig);
            }
            Item::Struct(item) => self.fields(&item.attrs, &item.fields),
            Item::Enum(item) => {
                item.variants.iter().for_each(|variant| self.fields(&item.attrs, &variant.fields));
            }
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let Some((_, items)) = &module.content else { return };
        let mut own = Imports::of(items, self.root);
        if own.of_parent {
            own = own.with(&self.imports);
        }
        let outer = std::mem::replace(&mut self.imports, own);
        syn::visit::visit_item_mod(self, module);
        self.imports = outer;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for (path, span) in imports::leaves(&item.tree) {
            self.path(&path, span);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let Some((of, _)) = &item.trait_
            && let Some(last) = of.segments.last().filter(|last| last.ident == "FromPyObject")
            && let PathArguments::AngleBracketed(arguments) = &last.arguments
            && arguments.args.iter().filter(|a| matches!(a, GenericArgument::Lifetime(_))).count()
                == 1
        {
            self.report(
                last.ident.span(),
                Kind::Name,
                "`FromPyObject<'py>` with one lifetime, which PyO3 has up to 0.26".to_owned(),
                "`FromPyObject<'a, 'py>` with `type Error` and `fn extract(obj: Borrowed<'a, 'py, PyAny>)`".to_owned(),
            );
        }
        let methods = item.attrs.iter().any(|attribute| is(attribute, "pymethods"));
        for member in &item.items {
            if let ImplItem::Fn(function) = member
                && methods
                && !self.conditions.excluded(&function.attrs)
            {
                self.parameters(&function.sig);
            }
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Fn(item) => &item.attrs[..],
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            _ => &[],
        };
        if !self.conditions.excluded(attributes) {
            syn::visit::visit_impl_item(self, item);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        let attributes = match statement {
            Stmt::Local(local) => &local.attrs[..],
            Stmt::Expr(Expr::Block(block), _) => &block.attrs,
            Stmt::Expr(Expr::If(branch), _) => &branch.attrs,
            Stmt::Expr(Expr::MethodCall(call), _) => &call.attrs,
            Stmt::Expr(Expr::Call(call), _) => &call.attrs,
            Stmt::Macro(call) => &call.attrs,
            _ => &[],
        };
        if !self.conditions.excluded(attributes) {
            syn::visit::visit_stmt(self, statement);
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let (Pat::Type(typed), Some(init)) = (&local.pat, &local.init)
            && is_extract(&init.expr)
        {
            self.by_value(&typed.ty);
        }
        syn::visit::visit_local(self, local);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("pyproto") {
            self.report(
                attribute.span(),
                Kind::Attribute,
                "`#[pyproto]`, which PyO3 has up to 0.18".to_owned(),
                "put the methods into `#[pymethods]`".to_owned(),
            );
        }
        self.path(&parts(attribute.path()), attribute.path().span());
        if let syn::Meta::List(list) = &attribute.meta
            && attribute.path().is_ident("derive")
            && let Ok(derived) =
                list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        {
            derived.iter().for_each(|path| self.path(&parts(path), path.span()));
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let span = path.segments.last().map_or_else(|| path.span(), |last| last.ident.span());
        self.path(&parts(path), span);
        syn::visit::visit_path(self, path);
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if let Type::Path(path) = &*reference.elem
            && let Some(last) = path.path.segments.last()
            && NATIVE.iter().any(|native| last.ident == native)
            && !self.imports.resolve(&parts(&path.path)).is_empty()
        {
            let name = last.ident.to_string();
            self.report(
                reference.span(),
                Kind::GilReference,
                format!("`&{name}`, a reference to an object as in PyO3 up to 0.22"),
                format!("`&Bound<'_, {name}>`"),
            );
        }
        syn::visit::visit_type_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.method(&call.method.to_string(), call.method.span());
        if call.method == "extract"
            && let Some(turbofish) = &call.turbofish
        {
            for argument in &turbofish.args {
                if let GenericArgument::Type(of) = argument {
                    self.by_value(of);
                }
            }
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_field(&mut self, field: &'ast ExprField) {
        if let Member::Named(name) = &field.member
            && is_dereference(&field.base)
            && (name.to_string().starts_with("tp_")
                || MEMBERS.iter().any(|member| name == member) && self.imports.mentions_ffi())
        {
            self.report(
                name.span(),
                Kind::Member,
                format!("the member `{name}`, which the limited API does not show"),
                "a function, as `PyType_GetSlot`, `Py_TYPE`, `PyList_Size`; see the guide, \"Coming from PyO3\"".to_owned(),
            );
        }
        syn::visit::visit_expr_field(self, field);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        match call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            Ok(arguments) => arguments.iter().for_each(|argument| {
                // What was parsed here does not live as long as the file.
                Visitor { found: Vec::new(), imports: self.imports.clone(), ..*self }
                    .into_found(argument, &mut self.found);
            }),
            Err(_) => self.tokens(call.tokens.clone()),
        }
    }
}

impl Visitor<'_> {
    fn into_found(mut self, argument: &Expr, found: &mut Vec<Finding>) {
        self.visit_expr(argument);
        found.append(&mut self.found);
    }
}

/// `(*pointer).member`.
fn is_dereference(base: &Expr) -> bool {
    match base {
        Expr::Paren(paren) => is_dereference(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// `x.extract()` and `x.extract()?`.
fn is_extract(expression: &Expr) -> bool {
    match expression {
        Expr::Try(inner) => is_extract(&inner.expr),
        Expr::MethodCall(call) => call.method == "extract",
        _ => false,
    }
}
