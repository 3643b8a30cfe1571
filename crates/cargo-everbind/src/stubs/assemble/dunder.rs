//! Special methods, as type checkers want them.
//!
//! A library tells them as their author wrote them in Rust. CPython calls them through slots, which pass by position only, fix some results, and
//! fill several methods from one: `__richcmp__` is six. And checkers demand more than is so: `__eq__` takes any object.

use crate::stubs::{
    expression::Expression,
    model::{Binding, Function, Kind, Parameter, Signature},
    read::SELF,
};

/// Special methods that are slots: by position only. Those not here are ordinary methods to CPython.
const SLOTS: &str = "__repr__ __str__ __hash__ __call__ __getattribute__ __getattr__ __setattr__ __delattr__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__ \
    __iter__ __next__ __get__ __set__ __delete__ __len__ __getitem__ __setitem__ __delitem__ __contains__ __await__ __aiter__ __anext__ \
    __bool__ __int__ __float__ __index__ __neg__ __pos__ __abs__ __invert__ __divmod__ __rdivmod__ __pow__ __rpow__ __ipow__ \
    __buffer__ __release_buffer__";
/// Operators, each with a reflected form (`__radd__`) and one in place (`__iadd__`).
const OPERATORS: &str = "add sub mul matmul truediv floordiv mod lshift rshift and xor or";
const COMPARISONS: [&str; 6] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];

/// What Python has of a method written in Rust: mostly itself, sometimes nothing or several.
pub fn python(method: Function) -> Vec<Function> {
    let renamed = |name: &str| Function { name: name.to_owned(), ..method.clone() };
    let methods = match method.name.as_str() {
        "__traverse__" | "__clear__" => Vec::new(),
        // One slot serves both, and calls it `__getattribute__`.
        "__getattr__" => vec![renamed("__getattribute__")],
        "__richcmp__" => COMPARISONS
            .iter()
            .map(|name| Function { signatures: first_only(&method), ..renamed(name) })
            .collect(),
        "__concat__" => vec![renamed("__add__")],
        "__inplace_concat__" => vec![renamed("__iadd__")],
        "__repeat__" => vec![renamed("__mul__"), renamed("__rmul__")],
        "__inplace_repeat__" => vec![renamed("__imul__")],
        "__getbuffer__" => vec![Function {
            signatures: vec![signature(&[("flags", "int")], "memoryview")],
            ..renamed("__buffer__")
        }],
        "__releasebuffer__" => {
            vec![Function {
                signatures: vec![signature(&[("buffer", "memoryview")], "None")],
                ..renamed("__release_buffer__")
            }]
        }
        _ => vec![method],
    };
    methods.into_iter().map(corrected).collect()
}

/// Lets methods take what type checkers demand of them because of others.
///
/// `a += b` falls back to `a + b`, so `__iadd__` takes what `__add__` takes. An enum that is an `int` or a `str` is compared with any.
pub fn widen(methods: &mut [Function], enum_base: Option<&str>) {
    let plain: Vec<(String, Vec<Expression>)> =
        methods.iter().map(|method| (method.name.clone(), first_types(method))).collect();
    let compared = match enum_base {
        Some("enum.IntEnum" | "enum.IntFlag") => Some("int"),
        Some("enum.StrEnum") => Some("str"),
        _ => None,
    };
    for method in methods {
        let own = first_types(method);
        let Some(first) =
            method.signatures.first_mut().and_then(|signature| signature.parameters.first_mut())
        else {
            continue;
        };
        if let Some(compared) = compared.filter(|_| {
            COMPARISONS.contains(&method.name.as_str())
                && !matches!(method.name.as_str(), "__eq__" | "__ne__")
        }) {
            first.annotation = Some(Expression::name(compared));
        }
        let Some(operator) = method.name.strip_prefix("__i") else { continue };
        let added = plain.iter().find(|(name, _)| name.strip_prefix("__") == Some(operator));
        if let Some((_, types)) = added {
            first.annotation =
                Some(Expression::union(own.into_iter().chain(types.iter().cloned())));
            method.signatures.truncate(1);
        }
    }
}

/// What the first parameter may be, by each signature.
fn first_types(method: &Function) -> Vec<Expression> {
    method
        .signatures
        .iter()
        .filter_map(|signature| signature.parameters.first()?.annotation.clone())
        .collect()
}

/// Adds the other halves of slots that serve two methods.
///
/// A class with `__add__` has a `__radd__` too, and one with `__lt__` all comparisons: CPython makes both methods of one slot, and the other
/// declines every operand. stubtest wants to see them; a checker, which finds nothing that could be passed, goes on as Python does.
pub fn pair(methods: &mut Vec<Function>, is_concatenated: bool) {
    let has = |methods: &[Function], name: &str| {
        methods.iter().find(|method| method.name == name).cloned()
    };
    let operators = OPERATORS.split(' ').chain(["divmod", "pow"]);
    let reflected = operators.map(|name| (format!("__{name}__"), format!("__r{name}__")));
    let compared = [("__lt__", "__gt__"), ("__le__", "__ge__")]
        .map(|(one, other)| (one.to_owned(), other.to_owned()));
    for (one, other) in reflected.chain(compared) {
        if is_concatenated && one == "__add__" {
            continue;
        }
        let (there, missing) = match (has(methods, &one), has(methods, &other)) {
            (Some(method), None) => (method, other),
            (None, Some(method)) => (method, one),
            _ => continue,
        };
        methods.push(declining(&there, missing));
    }
    // Where there is `__eq__`, one of the pair is expected to bring the other pair.
    for (there, missing) in [("__lt__", "__le__"), ("__gt__", "__ge__")] {
        if let (Some(method), None) = (has(methods, there), has(methods, missing)) {
            methods.push(declining(&method, missing.to_owned()));
        }
    }
}

/// Marks what mypy complains of although it is so, when it compares an operator in place with the plain one: `__ipow__` takes no third operand, and
/// `__pow__` does; and one with overloads is never taken for less than one without.
pub fn excuse(methods: &mut [Function]) {
    let is_overloaded = |method: &Function| method.name == "__pow__" || method.signatures.len() > 1;
    let plain: Vec<String> = methods
        .iter()
        .filter(|method| is_overloaded(method))
        .map(|method| method.name.clone())
        .collect();
    for method in methods {
        let Some(operator) = method.name.strip_prefix("__i") else { continue };
        if plain.iter().any(|name| name.strip_prefix("__") == Some(operator)) {
            method.signatures.iter_mut().for_each(|signature| signature.ignored = Some("misc"));
        }
    }
}

fn declining(like: &Function, name: String) -> Function {
    let mut signature = like.signatures.first().cloned().unwrap_or_default();
    signature.parameters.truncate(1);
    for parameter in &mut signature.parameters {
        parameter.annotation = Some(Expression::name("typing.Never"));
    }
    if name.contains("pow") {
        let modulo = Parameter {
            name: "modulo".into(),
            kind: Kind::PositionalOnly,
            annotation: Some(Expression::none()),
            default: Some("None".into()),
        };
        signature.parameters.push(modulo);
    }
    Function { name, doc: String::new(), binding: Binding::Instance, signatures: vec![signature] }
}

/// `__eq__` of a class that compares by value.
pub fn eq() -> Function {
    method("__eq__", &[("other", "object")], "bool")
}

/// `__lt__` and its like, of a class whose values are in order.
pub fn order() -> Vec<Function> {
    ["__lt__", "__le__", "__gt__", "__ge__"]
        .iter()
        .map(|name| method(name, &[("other", SELF)], "bool"))
        .collect()
}

/// A method of that name.
pub fn method(name: &str, parameters: &[(&str, &str)], returns: &str) -> Function {
    let signatures = vec![signature(parameters, returns)];
    Function { name: name.to_owned(), doc: String::new(), binding: Binding::Instance, signatures }
}

fn signature(parameters: &[(&str, &str)], returns: &str) -> Signature {
    let parameter = |(name, of): &(&str, &str)| Parameter {
        name: (*name).to_owned(),
        kind: Kind::PositionalOnly,
        annotation: Some(Expression::Name(of.split('.').map(str::to_owned).collect())),
        default: None,
    };
    Signature {
        parameters: parameters.iter().map(parameter).collect(),
        returns: Some(Expression::name(returns)),
        ..Signature::default()
    }
}

/// The signatures without the second parameter, which says which comparison it is.
fn first_only(method: &Function) -> Vec<Signature> {
    let returns = Some(Expression::name("bool"));
    let one = |signature: &Signature| Signature {
        parameters: signature.parameters.iter().take(1).cloned().collect(),
        returns: returns.clone(),
        ..signature.clone()
    };
    method.signatures.iter().map(one).collect()
}

fn corrected(mut method: Function) -> Function {
    let name = method.name.as_str();
    let operator =
        name.strip_prefix("__").and_then(|name| name.strip_suffix("__")).unwrap_or_default();
    let is_operator = |name: &str| OPERATORS.split(' ').any(|known| known == name);
    let in_place = operator.strip_prefix('i').is_some_and(is_operator) || name == "__ipow__";
    let reflected = operator.strip_prefix('r').is_some_and(is_operator);
    let is_slot = SLOTS.split_whitespace().any(|slot| slot == name)
        || is_operator(operator)
        || reflected
        || in_place;
    let result = fixed_result(name);
    let is_equality = matches!(name, "__eq__" | "__ne__");
    for signature in &mut method.signatures {
        for parameter in &mut signature.parameters {
            if is_slot && parameter.kind == Kind::Positional && name != "__call__" {
                parameter.kind = Kind::PositionalOnly;
            }
        }
        if name == "__reduce_ex__"
            && let Some(protocol) = signature.parameters.first_mut()
        {
            protocol.annotation = Some(Expression::name("typing.SupportsIndex"));
        }
        if is_equality && let Some(other) = signature.parameters.first_mut() {
            other.annotation = Some(Expression::name("object"));
        }
        if matches!(name, "__pow__" | "__rpow__")
            && let Some(modulo) = signature.parameters.get_mut(1)
        {
            modulo.default = Some("None".to_owned());
        }
        if name == "__ipow__" {
            signature.parameters.truncate(1);
        }
        if name == "__get__"
            && let Some(owner) = signature.parameters.get_mut(1)
        {
            owner.default = Some("None".to_owned());
        }
        if in_place {
            signature.returns = Some(Expression::Name(vec![SELF.to_owned()]));
        } else if let Some(result) = result {
            signature.returns = Some(Expression::name(result));
        }
    }
    if is_equality {
        // All of them take an object.
        method.signatures.truncate(1);
    }
    method
}

/// What CPython makes of the result, or insists on.
fn fixed_result(name: &str) -> Option<&'static str> {
    Some(match name {
        "__repr__" | "__str__" => "str",
        "__hash__" | "__len__" | "__index__" => "int",
        "__bool__" | "__contains__" => "bool",
        "__float__" => "float",
        "__setattr__" | "__delattr__" | "__setitem__" | "__delitem__" | "__set__"
        | "__delete__" => "None",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{method, pair, python};

    fn shown(name: &str, parameters: &[(&str, &str)], returns: &str) -> Vec<String> {
        let one = |method: crate::stubs::model::Function| {
            let signature = &method.signatures[0];
            let parameters: Vec<String> = signature
                .parameters
                .iter()
                .map(|p| {
                    format!(
                        "{}: {}{}",
                        p.name,
                        p.annotation.as_ref().unwrap().render(),
                        p.default.as_ref().map_or("", |_| " =")
                    )
                })
                .collect();
            format!(
                "{}({}) -> {}",
                method.name,
                parameters.join(", "),
                signature.returns.as_ref().unwrap().render()
            )
        };
        python(method(name, parameters, returns)).into_iter().map(one).collect()
    }

    #[test]
    fn a_slot_of_two_methods_shows_both() {
        let mut methods = vec![
            method("__add__", &[("other", "int")], "int"),
            method("__lt__", &[("other", "int")], "bool"),
        ];
        pair(&mut methods, false);
        let names: Vec<&str> = methods.iter().map(|method| method.name.as_str()).collect();
        assert_eq!(names, ["__add__", "__lt__", "__radd__", "__gt__", "__le__", "__ge__"]);
        assert!(methods[2..].iter().all(|method| {
            method.signatures[0].parameters[0].annotation.as_ref().unwrap().is("typing.Never")
        }));
    }

    #[test]
    fn special_methods_become_pythons() {
        assert_eq!(shown("__eq__", &[("other", "int")], "bool"), ["__eq__(other: object) -> bool"]);
        assert_eq!(
            shown("__iadd__", &[("other", "int")], "None"),
            ["__iadd__(other: int) -> <self>"]
        );
        assert_eq!(shown("__richcmp__", &[("other", "int"), ("op", "int")], "bool").len(), 6);
        assert_eq!(
            shown("__richcmp__", &[("other", "int"), ("op", "int")], "bool")[0],
            "__lt__(other: int) -> bool"
        );
        assert_eq!(
            shown("__pow__", &[("a", "int"), ("m", "int")], "int"),
            ["__pow__(a: int, m: int =) -> int"]
        );
        assert_eq!(
            shown("__ipow__", &[("a", "int"), ("m", "int")], "int"),
            ["__ipow__(a: int) -> <self>"]
        );
        assert_eq!(
            shown("__getbuffer__", &[("view", "int"), ("flags", "int")], "None"),
            ["__buffer__(flags: int) -> memoryview"]
        );
        assert_eq!(
            shown("__repeat__", &[("n", "int")], "list"),
            ["__mul__(n: int) -> list", "__rmul__(n: int) -> list"]
        );
        assert_eq!(shown("__len__", &[], "int"), ["__len__() -> int"]);
        assert!(shown("__traverse__", &[], "None").is_empty());
    }
}
