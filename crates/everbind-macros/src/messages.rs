//! Texts of errors that more than one macro reports, and how they are put together.

/// What to say when an option is not known.
pub(crate) fn unknown_option(name: &str, place: &str, known: &[&str]) -> String {
    let mut text = format!("unknown option `{name}` for {place}");
    match (crate::advice::home(name), nearest(name, known)) {
        (Some(home), _) => text.push_str(&format!("; it belongs {home}")),
        (None, Some(near)) => text.push_str(&format!("; did you mean `{near}`?")),
        (None, None) => {}
    }
    text.push_str(&format!("\nexpected one of: {}", quoted(known)));
    text
}

/// "`a`, `b`, `c`".
pub(crate) fn quoted(names: &[&str]) -> String {
    let mut text = String::new();
    for name in names {
        text.push_str(if text.is_empty() { "`" } else { ", `" });
        text.push_str(name);
        text.push('`');
    }
    text
}

/// The one of `names` that `name` may have been meant to be.
pub(crate) fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let (mut nearest, mut least) = (None, usize::MAX);
    for &candidate in names {
        let distance = distance(name, candidate);
        if distance * 3 <= candidate.len().max(3) && distance < least {
            (nearest, least) = (Some(candidate), distance);
        }
    }
    nearest
}

/// Number of insertions, removals and replacements that turn `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row = vec![0; b.len() + 1];
    for (j, cost) in row.iter_mut().enumerate() {
        *cost = j;
    }
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

pub(crate) const ASYNC: &str = "async functions need everbind's feature `experimental-async`\n\
    in Cargo.toml: `everbind = { …, features = [\"experimental-async\"] }`";

pub(crate) const ASYNC_MISPLACED: &str = "this cannot be an `async fn`: Python wants its result at once\n\
    only functions and ordinary methods can; another can return a `Coroutine`";

pub(crate) const CANCEL_HANDLE: &str = "`cancel_handle` belongs to functions and methods that are \
    `async`: it tells them that their coroutine is cancelled";

pub(crate) const GENERIC: &str = "a Python function cannot have generic type or const parameters\n\
    write one function for each concrete type";

pub(crate) const CLASS_GENERIC: &str = "a class has no generic parameters: Python makes it once, before any call\n\
    write one class for each type, for example with a `macro_rules!`";

pub(crate) const CLASS_LIFETIME: &str = "a class cannot borrow: Python keeps its instances for as long as it likes\n\
    own what the field refers to: `String` for `&str`, `Vec<T>` for `&[T]`, `Arc<T>` or `Py<T>` for what is shared, \
    `Py<T>` for `Bound<'py, T>`";

pub(crate) const FROZEN_SET: &str = "a field of a `frozen` class cannot be set\n\
    take away `frozen`, or keep what changes in an atomic or a `Mutex` and write a `#[setter]` with `&self`";

pub(crate) const CLASS_UNION: &str =
    "`#[pyclass]` is for structs and enums\nput the union into a field of a struct";

pub(crate) const CLASS_ITEM: &str = "`#[pyclass]` is for structs and enums\n\
    a function takes `#[pyfunction]`, an `impl` block `#[pymethods]`, a module `#[pymodule]`";

pub(crate) const TOKEN: &str = "there is nothing that the lifetime `'_` of the result could come from\n\
    take the token as the first parameter, `py: Python<'_>`: Python does not see it";

pub(crate) const RUST_ITERATOR: &str = "Python cannot iterate over a Rust iterator\n\
    return a `Vec`, by `.collect()`, or a `#[pyclass]` with `__iter__` and `__next__`";

pub(crate) const IMPL_TRAIT: &str = "a Python function cannot have `impl Trait` parameters\n\
    name a concrete type, such as `Bound<'_, PyAny>`";

pub(crate) const WILDCARD: &str = "a parameter of a Python function needs a name\n\
    give it one that starts with `_` if it is not used";

pub(crate) const PATTERN: &str = "a parameter of a Python function must be a plain name\n\
    take it apart with `let` inside the function";
