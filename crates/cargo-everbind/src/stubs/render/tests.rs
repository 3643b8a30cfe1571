use super::module;
use crate::stubs::{
    expression::Expression,
    model::{
        Binding, Class, Function, Item, Kind, Module, Parameter, Property, Signature, Value,
        ValueKind,
    },
};

fn of(text: &str) -> Option<Expression> {
    Some(Expression::parse(text).unwrap())
}

fn parameter(kind: Kind, name: &str, annotation: &str, default: Option<&str>) -> Parameter {
    Parameter {
        name: name.into(),
        kind,
        annotation: of(annotation),
        default: default.map(str::to_owned),
    }
}

fn signature(parameters: Vec<Parameter>, returns: &str) -> Signature {
    Signature { parameters, returns: of(returns), ..Signature::default() }
}

fn function(name: &str, binding: Binding, signatures: Vec<Signature>) -> Item {
    Item::Function(Function { name: name.into(), doc: String::new(), binding, signatures })
}

fn value(name: &str, kind: ValueKind, annotation: &str, literal: Option<&str>) -> Item {
    let literal = literal.map(str::to_owned);
    Item::Value(Value {
        name: name.into(),
        doc: String::new(),
        kind,
        annotation: of(annotation),
        literal,
    })
}

/// One of everything.
fn everything() -> Module {
    use Kind::{Args, KeywordOnly, Kwargs, Positional, PositionalOnly};
    let one = || vec![parameter(Positional, "x", "int", None)];
    let long = vec![
        parameter(PositionalOnly, "first", "collections.abc.Sequence[float]", None),
        parameter(Positional, "second", "kit.Box[int] | None", Some("None")),
        parameter(KeywordOnly, "third", "datetime.date", Some("...")),
    ];
    let many = vec![
        parameter(PositionalOnly, "a", "int", None),
        parameter(Args, "args", "str", None),
        parameter(KeywordOnly, "b", "int", Some("1")),
        parameter(Kwargs, "kwargs", "typing.Any", None),
    ];
    let generic = Signature {
        type_parameters: "T: Iterable[int]".into(),
        ..signature(vec![parameter(Positional, "x", "T", None)], "T")
    };
    let class = Class {
        name: "Box".into(),
        doc: "A box.\n\nOf something.".into(),
        type_parameters: "T".into(),
        is_final: true,
        items: vec![
            value("LIMIT", ValueKind::ClassVariable, "int", None),
            function("__new__", Binding::New, vec![signature(one(), "typing.Self")]),
            Item::Property(Property {
                name: "size".into(),
                doc: "How large.".into(),
                get: of("int"),
                set: of("int"),
                is_deletable: true,
            }),
            function("list", Binding::Instance, vec![signature(vec![], "list[kit.Box[T]]")]),
            function("make", Binding::Static, vec![signature(vec![], "None")]),
            function(
                "of",
                Binding::Class,
                vec![signature(one(), "None"), signature(vec![], "str")],
            ),
        ],
        ..Class::default()
    };
    let colour = Class {
        name: "Colour".into(),
        bases: vec![Expression::name("enum.Enum")],
        items: vec![
            value("RED", ValueKind::Member, "int", Some("1")),
            value("BLUE", ValueKind::Member, "int", Some("2")),
        ],
        ..Class::default()
    };
    let error = Class {
        name: "KitError".into(),
        doc: "Wrong.".into(),
        bases: vec![Expression::name("ValueError")],
        ..Class::default()
    };
    let open = Class {
        name: "Open".into(),
        is_disjoint: true,
        is_hidden: true,
        metaclass: of("abc.ABCMeta"),
        ..Class::default()
    };
    Module {
        name: "kit".into(),
        doc: "Things.".into(),
        exports: Some(vec!["plain".into(), "LIMIT".into(), "Box".into()]),
        items: vec![
            value("LIMIT", ValueKind::Constant, "int", Some("3")),
            value("START", ValueKind::Constant, "datetime.date", None),
            function("plain", Binding::None, vec![signature(one(), "None")]),
            function(
                "wait",
                Binding::None,
                vec![signature(vec![], "collections.abc.Coroutine[Any, Any, None]")],
            ),
            function("many", Binding::None, vec![signature(many, "None")]),
            function("generic", Binding::None, vec![generic]),
            function("long_name", Binding::None, vec![signature(long, "None")]),
            Item::Function(Function {
                name: "chosen".into(),
                doc: "Chooses.".into(),
                binding: Binding::None,
                signatures: vec![signature(one(), "int"), signature(vec![], "str")],
            }),
            Item::Class(class),
            Item::Class(colour),
            Item::Class(error),
            Item::Class(open),
            Item::Module(Module { name: "kit.sub".into(), ..Module::default() }),
        ],
    }
}

#[test]
fn a_module_is_written_as_ruff_writes_it() {
    assert_eq!(module(&everything()), include_str!("everything.pyi"));
}

#[test]
fn an_empty_module_is_an_empty_file() {
    assert_eq!(module(&Module { name: "kit".into(), ..Module::default() }), "");
}
