//! The order of overloads in a stub.
//!
//! everbind tries candidates twice, without conversions first: of `f(x: float)` and `f(x: int)`, in this order, an `int` gets the second. A
//! type checker takes the first that fits, and `float` takes `int`: it would call the second unreachable. So a candidate that another one before it covers is put
//! before that.

use crate::stubs::{
    expression::Expression,
    model::{Kind, Parameter, Signature},
};

/// The signatures in the order in which a type checker finds what everbind would, without those that no call could find.
pub fn ordered(signatures: Vec<Signature>) -> Vec<Signature> {
    let is_overloaded = signatures.len() > 1;
    let mut order: Vec<Signature> = Vec::with_capacity(signatures.len());
    for mut signature in signatures {
        if is_overloaded {
            // `Any` is a doubt, and hides what comes after; a candidate that takes everything takes an `object`.
            for parameter in &mut signature.parameters {
                parameter.annotation = parameter
                    .annotation
                    .take()
                    .map(|of| if of.is("typing.Any") { Expression::name("object") } else { of });
            }
        }
        match order.iter().position(|before| covers(before, &signature, Numbers::Promoted)) {
            Some(at) if covers(&signature, &order[at], Numbers::Promoted) => {}
            Some(at) => order.insert(at, signature),
            None => order.push(signature),
        }
    }
    for index in 1..order.len() {
        let (before, rest) = order.split_at_mut(index);
        for earlier in before {
            if is_unsafe(earlier, &rest[0]) {
                earlier.ignored = Some("overload-overlap");
            }
        }
    }
    order
}

/// Whether a type checker complains that calls of `earlier`, seen through a wider type, give something else: true, and harmless where
/// candidates are chosen by what arguments are.
fn is_unsafe(earlier: &Signature, later: &Signature) -> bool {
    let gives = match (&later.returns, &earlier.returns) {
        (Some(later), Some(earlier)) => takes(later, earlier, Numbers::Apart),
        _ => true,
    };
    !gives && covers(later, earlier, Numbers::Apart)
}

/// Whether an `int` is taken where a `float` is asked for.
#[derive(Clone, Copy)]
enum Numbers {
    Promoted,
    Apart,
}

/// Whether `general` takes every call that `special` takes.
fn covers(general: &Signature, special: &Signature, numbers: Numbers) -> bool {
    let mut used = vec![false; general.parameters.len()];
    for (index, parameter) in special.parameters.iter().enumerate() {
        let by_place = general.parameters.get(index).filter(|other| is_positional(other.kind));
        let found = match parameter.kind {
            Kind::PositionalOnly => {
                by_place.map(|_| index).or_else(|| of_kind(general, Kind::Args))
            }
            Kind::Positional => {
                let named = by_place
                    .filter(|other| other.kind == Kind::Positional && other.name == parameter.name);
                let either = of_kind(general, Kind::Args)
                    .filter(|_| of_kind(general, Kind::Kwargs).is_some());
                named.map(|_| index).or(either)
            }
            Kind::KeywordOnly => {
                let named = |other: &Parameter| {
                    other.name == parameter.name && other.kind >= Kind::Positional
                };
                general.parameters.iter().position(named).or_else(|| of_kind(general, Kind::Kwargs))
            }
            kind => of_kind(general, kind),
        };
        let Some(found) = found else { return false };
        let other = &general.parameters[found];
        let can_be_left_out = |parameter: &Parameter| {
            parameter.default.is_some() || matches!(parameter.kind, Kind::Args | Kind::Kwargs)
        };
        if can_be_left_out(parameter) && !can_be_left_out(other) {
            return false;
        }
        let takes_it = match (&other.annotation, &parameter.annotation) {
            (Some(general), Some(special)) => takes(general, special, numbers),
            (general, _) => general.is_none(),
        };
        if !takes_it {
            return false;
        }
        used[found] = true;
    }
    let is_optional = |parameter: &Parameter| {
        parameter.default.is_some() || matches!(parameter.kind, Kind::Args | Kind::Kwargs)
    };
    general.parameters.iter().zip(used).all(|(parameter, used)| used || is_optional(parameter))
}

fn is_positional(kind: Kind) -> bool {
    matches!(kind, Kind::PositionalOnly | Kind::Positional)
}

fn of_kind(signature: &Signature, kind: Kind) -> Option<usize> {
    signature.parameters.iter().position(|parameter| parameter.kind == kind)
}

/// Whether each value of `special` is one of `general`, as far as can be told by their names.
fn takes(general: &Expression, special: &Expression, numbers: Numbers) -> bool {
    let takes = |general: &Expression, special: &Expression| takes(general, special, numbers);
    if general == special || general.is("object") || general.is("typing.Any") {
        return true;
    }
    if let Expression::Union(members) = special {
        return members.iter().all(|member| takes(general, member));
    }
    if let Expression::Union(members) = general {
        return members.iter().any(|member| takes(member, special));
    }
    let (of, items) = parts(general);
    let (other, inner) = parts(special);
    let item = |number: usize| items.get(number).copied();
    let Some(general_name) = of else { return false };
    match (general_name.as_str(), other.as_deref().unwrap_or_default()) {
        ("int", "bool") => true,
        ("float", "int" | "bool") | ("complex", "float" | "int" | "bool") => {
            matches!(numbers, Numbers::Promoted)
        }
        (
            "collections.abc.Sequence" | "collections.abc.Iterable",
            "bytes" | "bytearray" | "range",
        ) => item(0).is_some_and(|item| takes(item, &Expression::name("int"))),
        ("collections.abc.Sequence" | "collections.abc.Iterable", "str") => {
            item(0).is_some_and(|item| takes(item, &Expression::name("str")))
        }
        ("tuple", "tuple") => {
            items.len() == inner.len()
                && items.iter().zip(&inner).all(|(general, special)| takes(general, special))
        }
        ("collections.abc.Sequence" | "collections.abc.Iterable", "tuple") => {
            let dots = Expression::Verbatim("...".into());
            inner
                .iter()
                .filter(|special| ***special != dots)
                .all(|special| item(0).is_some_and(|item| takes(item, special)))
        }
        (general, special) if is_read_only(general, special) => {
            items.len() <= inner.len()
                && items.iter().zip(&inner).all(|(general, special)| takes(general, special))
        }
        _ => false,
    }
}

/// Whether values of `special`, whatever is in them, are of `general`, which does not let its items be changed.
fn is_read_only(general: &str, special: &str) -> bool {
    const SEQUENCE: &[&str] = &["collections.abc.Sequence", "list"];
    const SET: &[&str] = &["collections.abc.Set", "set", "frozenset"];
    const MAPPING: &[&str] = &["collections.abc.Mapping", "dict"];
    match general {
        "collections.abc.Sequence" => SEQUENCE.contains(&special),
        "collections.abc.Set" => SET.contains(&special),
        "frozenset" => special == "frozenset",
        "collections.abc.Mapping" => MAPPING.contains(&special),
        "collections.abc.Iterable" => {
            [SEQUENCE, SET].iter().any(|list| list.contains(&special))
                || matches!(special, "collections.abc.Iterable" | "collections.abc.Iterator")
        }
        _ => false,
    }
}

/// The name of a type, and what it has in brackets.
fn parts(of: &Expression) -> (Option<String>, Vec<&Expression>) {
    match of {
        Expression::Subscript(of, items) => (Some(of.render()), items.iter().collect()),
        Expression::Name(words) => (Some(words.join(".")), Vec::new()),
        _ => (None, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Numbers, ordered, takes};
    use crate::stubs::{expression::Expression, read::signature_of};

    fn check(signatures: &[&str], expected: &[&str]) {
        let parsed =
            |list: &[&str]| list.iter().map(|text| signature_of(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(ordered(parsed(signatures)), parsed(expected));
    }

    #[test]
    fn the_narrower_comes_first() {
        check(&["(x: float)", "(x: int)", "(x: bool)"], &["(x: bool)", "(x: int)", "(x: float)"]);
        check(&["(x: int)", "(x: str)"], &["(x: int)", "(x: str)"]);
        check(
            &["(x: object)", "(x: int, y: int = 1)", "(x: int)"],
            &["(x: int)", "(x: object)", "(x: int, y: int = 1)"],
        );
        check(
            &["(*args: float, **kw: object)", "(x: int, /, *, y: str)"],
            &["(x: int, /, *, y: str)", "(*args: float, **kw: object)"],
        );
        check(&["(x: float)", "(y: int)"], &["(x: float)", "(y: int)"]);
        check(&["(x: float, y: int)", "(x: int)"], &["(x: float, y: int)", "(x: int)"]);
        check(&["(x: int)", "(x: int)"], &["(x: int)"]);
        check(&["(x: int)", "(x: typing.Any)"], &["(x: int)", "(x: object)"]);
    }

    #[test]
    fn what_checkers_complain_of_is_marked() {
        let marks = |list: &[&str]| -> Vec<bool> {
            let parsed = list.iter().map(|text| signature_of(text).unwrap()).collect();
            ordered(parsed).iter().map(|signature| signature.ignored.is_some()).collect()
        };
        assert_eq!(marks(&["(x: int) -> int", "(x: object) -> str"]), [true, false]);
        assert_eq!(marks(&["(x: int) -> int", "(x: object) -> int | str"]), [false, false]);
        assert_eq!(marks(&["(x: int) -> int", "(x: float) -> str"]), [false, false]);
    }

    #[test]
    fn types_take_types() {
        let parse = |text: &str| Expression::parse(text).unwrap();
        for (general, special, expected) in [
            ("collections.abc.Sequence[float]", "list[int]", true),
            (
                "collections.abc.Sequence[float]",
                "bytes | bytearray | collections.abc.Sequence[int]",
                true,
            ),
            ("collections.abc.Sequence[str]", "str", true),
            ("collections.abc.Sequence[float]", "tuple[int, str]", false),
            ("collections.abc.Sequence[float]", "tuple[int, ...]", true),
            ("list[float]", "list[int]", false),
            ("tuple[float, str]", "tuple[int, str]", true),
            ("float | None", "int | None", true),
            ("float", "int | None", false),
            ("collections.abc.Mapping[str, float]", "dict[str, int]", true),
            ("collections.abc.Iterable[int]", "set[int]", true),
            ("str", "int", false),
        ] {
            assert_eq!(
                takes(&parse(general), &parse(special), Numbers::Promoted),
                expected,
                "{general} {special}"
            );
        }
    }
}
