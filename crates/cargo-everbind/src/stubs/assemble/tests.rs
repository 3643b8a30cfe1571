use super::module;
use crate::stubs::{
    files::{Top, of},
    read::tests::{Section, everything, key},
};

fn shown(section: &Section, name: &str) -> String {
    let module = module(&section.records(), name).unwrap();
    of(&module, Top::Beside)
        .iter()
        .map(|file| format!("---- {}\n{}", file.path, file.text))
        .collect()
}

#[test]
fn everything_has_its_place() {
    assert_eq!(shown(&everything(), "kit"), include_str!("everything.txt"));
}

#[test]
fn what_nobody_claims_is_in_a_module_that_a_function_fills() {
    let text = shown(&everything(), "by_function");
    assert!(
        text.contains("def unclaimed() -> None: ...")
            && text.contains("def __getattr__(name: str) -> Any: ..."),
        "{text}"
    );
    assert!(!text.contains("__all__"), "{text}");
}

#[test]
fn a_module_that_is_not_there_is_named() {
    let told =
        |name: &str, section: &Section| module(&section.records(), name).unwrap_err().to_string();
    assert_eq!(
        told("x", &everything()),
        "the library tells of no module `x`, but of `by_function`, `kit`"
    );
    assert_eq!(told("x", &Section::default()), "the library tells of no module");
    let circle =
        Section::default().add(b'M', &[b"\x01d\0a\0\0Mb\0"]).add(b'M', &[b"\x01ds\0b\0\0Ma\0"]);
    assert_eq!(told("a", &circle), "the module a is in itself: a > b");
}

#[test]
fn the_order_of_records_does_not_matter() {
    let mut records = everything().records();
    let expected = module(&records, "kit").unwrap();
    records.reverse();
    assert_eq!(module(&records, "kit").unwrap(), expected);
}

#[test]
fn two_hidden_classes_of_one_name() {
    let section = Section::default()
        .add(b'M', &[b"\x01d\0kit\0\0F", &key(1, "a"), b"F", &key(1, "b"), b"F", &key(1, "c")])
        .add(b'F', &[&key(1, "a"), b"0a\0\0\0C", &key(2, "Iter")])
        .add(b'F', &[&key(1, "b"), b"0b\0\0\0C", &key(3, "Iter")])
        .add(b'F', &[&key(1, "c"), b"0c\0\0\0C", &key(4, "Elsewhere")])
        .add(b'C', &[&key(2, "Iter"), b"Iter\0\0\0\0o"])
        .add(b'C', &[&key(3, "Iter"), b"Iter\0\0\0\0o"]);
    let text = shown(&section, "kit");
    for line in [
        "class Iter: ...",
        "class Iter_: ...",
        "def a() -> Iter: ...",
        "def b() -> Iter_: ...",
        "def c() -> Any: ...",
    ] {
        assert!(text.contains(line), "{text}");
    }
}
