//! The options of `#[pyclass]`.

use crate::attr::{Entry, Options};
use crate::class_implicit::Source;
use crate::error::{Error, Errors};
use crate::krate::Krate;
use crate::rename::Rename;
use crate::tokens::{Span, TokenStream, TokenTree};

pub(crate) const CLASS_OPTIONS: &[&str] = &[
    "crate",
    "dict",
    "enum",
    "eq",
    "eq_int",
    "extends",
    "freelist",
    "from_py_object",
    "frozen",
    "generic",
    "get_all",
    "hash",
    "immutable_type",
    "implicit",
    "mapping",
    "metaclass",
    "module",
    "name",
    "new",
    "ord",
    "overridable",
    "pickle",
    "rename_all",
    "sequence",
    "set_all",
    "skip_from_py_object",
    "str",
    "subclass",
    "type_data",
    "unsendable",
    "weakref",
    "within",
];

/// The options, checked.
pub(crate) struct ClassOptions {
    pub(crate) krate: Krate,
    pub(crate) name: Option<String>,
    pub(crate) module: Option<String>,
    pub(crate) extends: Option<TokenStream>,
    /// The traits whose methods Python may override.
    pub(crate) overridable: Option<TokenStream>,
    pub(crate) metaclass: Option<TokenStream>,
    pub(crate) type_data: Option<TokenStream>,
    /// The kind of an enum of Python's.
    pub(crate) python_enum: Option<(String, Span)>,
    pub(crate) rename: Option<Rename>,
    /// `str` or `str = "format"`.
    pub(crate) str: Option<(Option<(String, Span)>, Span)>,
    /// The sources of `implicit(…)`.
    pub(crate) implicit: Vec<Source>,
    pub(crate) new: Option<Span>,
    pub(crate) dict: Option<Span>,
    pub(crate) eq: Option<Span>,
    pub(crate) eq_int: Option<Span>,
    pub(crate) from_py_object: Option<Span>,
    pub(crate) frozen: Option<Span>,
    pub(crate) generic: Option<Span>,
    /// The type parameters that stubs declare: `T, U: int`.
    pub(crate) type_parameters: Option<String>,
    pub(crate) get_all: Option<Span>,
    pub(crate) set_all: Option<Span>,
    pub(crate) hash: Option<Span>,
    pub(crate) immutable_type: Option<Span>,
    pub(crate) mapping: Option<Span>,
    pub(crate) sequence: Option<Span>,
    pub(crate) ord: Option<Span>,
    /// Pickled through serde.
    pub(crate) pickle: Option<Span>,
    pub(crate) subclass: Option<Span>,
    pub(crate) unsendable: Option<Span>,
    pub(crate) weakref: Option<Span>,
    /// Instances may refer to fields of others.
    pub(crate) within: Option<Span>,
}

impl ClassOptions {
    pub(crate) fn new(entries: Vec<Entry>, errors: &mut Errors) -> Self {
        let options = Options::new(entries, "`#[pyclass]`", CLASS_OPTIONS, &[], errors);
        let krate = Krate::from_options(&options, errors);
        let name = options.identifier("name", errors).map(|name| name.0);
        let module = options.string("module", errors).map(|module| module.0);
        let extends = options.tokens("extends", errors).filter(|base| {
            let text = base.trees().any(|tree| matches!(tree, TokenTree::Literal(_)));
            if text {
                let message = "the base is a Rust type, without quotes: `extends = Base`";
                errors.push(Error::about(base, Span::call_site(), message));
            }
            !text
        });
        let overridable = options.tokens("overridable", errors);
        let metaclass = options.tokens("metaclass", errors);
        let type_data = options.tokens("type_data", errors);
        let python_enum = options.string("enum", errors);
        let rename = Rename::of(&options, errors);
        let str = options.get("str").map(|entry| {
            let format = match entry.value {
                crate::attr::Value::None => None,
                _ => errors.take(entry.string()),
            };
            (format, entry.span)
        });
        let new = options.string("new", errors).map(|(text, span)| {
            if text != "from_fields" {
                errors.push(Error::new(span, "expected `new = \"from_fields\"`"));
            }
            span
        });
        let implicit = options
            .get("implicit")
            .and_then(|entry| errors.take(crate::class_implicit::sources(entry)))
            .unwrap_or_default();
        // Accepted: allocation is not slower without one.
        options.tokens("freelist", errors);
        let skip = options.flag("skip_from_py_object", errors);
        let (mut generic, mut type_parameters) = (None, None);
        if let Some(entry) = options.get("generic") {
            generic = Some(entry.span);
            if !matches!(entry.value, crate::attr::Value::None) {
                type_parameters = options.string("generic", errors).map(|text| text.0);
            }
        }
        let mut flag = |name: &str| options.flag(name, errors);
        let result = ClassOptions {
            krate,
            name,
            module,
            extends,
            python_enum,
            overridable,
            metaclass,
            type_data,
            rename,
            str,
            implicit,
            new,
            dict: flag("dict"),
            eq: flag("eq"),
            eq_int: flag("eq_int"),
            from_py_object: flag("from_py_object"),
            frozen: flag("frozen"),
            generic,
            type_parameters,
            get_all: flag("get_all"),
            set_all: flag("set_all"),
            hash: flag("hash"),
            immutable_type: flag("immutable_type"),
            mapping: flag("mapping"),
            sequence: flag("sequence"),
            ord: flag("ord"),
            pickle: flag("pickle"),
            subclass: flag("subclass"),
            unsendable: flag("unsendable"),
            weakref: flag("weakref"),
            within: flag("within"),
        };
        result.check(skip, errors);
        result
    }

    fn check(&self, skip: Option<Span>, errors: &mut Errors) {
        let mut refuse = |wrong: Option<Span>, message: &str| {
            if let Some(span) = wrong {
                errors.push(Error::new(span, message));
            }
        };
        let unless =
            |option: Option<Span>, needed: Option<Span>| option.filter(|_| needed.is_none());
        refuse(unless(self.ord, self.eq), "`ord` needs `eq`: write `eq, ord`");
        refuse(unless(self.hash, self.eq), "`hash` needs `eq`: write `eq, frozen, hash`");
        let is_frozen = self.frozen.or(self.python_enum.as_ref().map(|kind| kind.1));
        refuse(unless(self.hash, is_frozen), "`hash` needs `frozen`: a key must not change");
        refuse(self.set_all.filter(|_| self.frozen.is_some()), crate::messages::FROZEN_SET);
        refuse(
            self.pickle.filter(|_| self.extends.is_some()),
            "`pickle` does not know what the base holds\nwrite `__reduce__`",
        );
        refuse(
            self.pickle.filter(|_| self.python_enum.is_some()),
            "an enum of Python's is pickled by its member's name, without `pickle`",
        );
        refuse(
            self.within.filter(|_| self.unsendable.is_some() || self.extends.is_some()),
            "a class with the option `within` extends nothing and is not `unsendable`",
        );
        refuse(
            self.sequence.filter(|_| self.mapping.is_some()),
            "a class is either a `mapping` or a `sequence`",
        );
        refuse(
            skip.filter(|_| self.from_py_object.is_some()),
            "`skip_from_py_object` and `from_py_object` exclude each other",
        );
    }
}
