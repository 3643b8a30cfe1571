//! PyO3's names that everbind has not, and what to write instead.
//!
//! `names.txt` is made, and kept true, by `cargo xtask names`, which asks rustc.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

const LIST: &str = include_str!("names.txt");

/// What to write instead of a name, by the last part of its path. Names with `bound` in them lost the word in 0.23.
const INSTEAD: [(&str, &str); 36] = [
    ("ToPyObject", "implement or call `IntoPyObject`: `value.into_pyobject(py)?`"),
    ("to_object", "`value.into_pyobject(py)?`, of a reference where the value is needed later"),
    ("IntoPy", "implement or call `IntoPyObject`: `value.into_pyobject(py)?`"),
    ("into_py", "`value.into_pyobject(py)?`, or `into_py_any(py)?` of `IntoPyObjectExt`"),
    ("AsPyPointer", "call `as_ptr`, which the types have themselves"),
    ("FromPyPointer", "`Bound::from_owned_ptr(py, ptr)` and its kin"),
    ("from_owned_ptr", "`Bound::from_owned_ptr(py, ptr)`"),
    ("from_owned_ptr_or_err", "`Bound::from_owned_ptr_or_err(py, ptr)`"),
    ("from_owned_ptr_or_opt", "`Bound::from_owned_ptr_or_opt(py, ptr)`"),
    ("from_borrowed_ptr", "`Bound::from_borrowed_ptr(py, ptr)`"),
    ("from_borrowed_ptr_or_err", "`Bound::from_borrowed_ptr_or_err(py, ptr)`"),
    ("from_borrowed_ptr_or_opt", "`Bound::from_borrowed_ptr_or_opt(py, ptr)`"),
    ("PyCell", "`Bound<'py, T>`, which has `borrow` and `borrow_mut`"),
    ("PyDowncastError", "`CastError`, which `cast` gives"),
    ("PyNativeType", "`Bound<'py, T>` has `py()`"),
    ("PyTryFrom", "`value.cast::<T>()`"),
    ("PyTryInto", "`value.cast::<T>()`"),
    ("GILPool", "leave it out: a `Bound` is released when it is dropped"),
    ("new_pool", "leave it out: a `Bound` is released when it is dropped"),
    ("with_pool", "leave it out: a `Bound` is released when it is dropped"),
    ("GILProtected", "a `Mutex`, with `MutexExt::lock_py_attached`"),
    ("IterNextOutput", "return an `Option` from `__next__`"),
    ("PyIterNextOutput", "return an `Option` from `__next__`"),
    ("IterANextOutput", "return an `Option` from `__anext__`"),
    ("PyIterANextOutput", "return an `Option` from `__anext__`"),
    ("PyLong", "`PyInt`"),
    ("PyUnicode", "`PyString`"),
    ("timezone_utc", "`PyTzInfo::utc(py)`"),
    ("as_gil_ref", "keep the `Bound`"),
    ("into_gil_ref", "keep the `Bound`"),
    ("into_ref", "`into_bound(py)`"),
    ("is_ellipsis", "`.is(py.Ellipsis())`"),
    ("with_gil_unchecked", "`Python::attach_unchecked`"),
    ("downcast_unchecked", "`cast_unchecked`"),
    ("downcast_into_unchecked", "`cast_into_unchecked`"),
    ("extract_bound", "`extract` of `FromPyObject<'a, 'py>`, with `type Error`, as since 0.27"),
];

/// The names, looked up by path.
#[derive(Debug, Default)]
struct Names {
    items: HashMap<String, &'static str>,
    functions: HashMap<(&'static str, &'static str), &'static str>,
    methods: HashMap<&'static str, &'static str>,
    features: HashSet<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(read);

fn read() -> Names {
    let mut names = Names::default();
    let mut head = ("", "", "");
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["item", last, place] => head = ("item", last, place),
            ["function", last, place] => head = ("function", last, place),
            ["method", last] => head = ("method", last, ""),
            ["feature"] => head = ("feature", "", ""),
            _ => {
                for name in words {
                    match head {
                        ("item", last, place) => {
                            names.items.insert(format!("{place}::{name}"), last);
                        }
                        ("function", last, place) => {
                            names.functions.insert((place, name), last);
                        }
                        ("method", last, _) => {
                            names.methods.insert(name, last);
                        }
                        _ => {
                            names.features.insert(name);
                        }
                    }
                }
            }
        }
    }
    names
}

/// The last version of PyO3 with this item, if everbind has not got it; `path` begins with `pyo3`.
pub fn absent_item(path: &str) -> Option<&'static str> {
    NAMES.items.get(path).copied()
}

/// The last version of PyO3 with this function of a type, if everbind has not got it.
pub fn absent_function(of: &str, name: &str) -> Option<&'static str> {
    NAMES.functions.iter().find(|((o, n), _)| *o == of && *n == name).map(|(_, last)| *last)
}

/// The last version of PyO3 with a method of this name, if nothing of everbind's has one.
pub fn absent_method(name: &str) -> Option<&'static str> {
    NAMES.methods.get(name).copied()
}

/// Whether everbind has this cargo feature.
pub fn has_feature(name: &str) -> bool {
    NAMES.features.contains(name)
}

/// What to write instead; `path` ends with the name.
pub fn instead(path: &str) -> String {
    let name = path.rsplit("::").next().unwrap_or(path);
    if let Some((_, advice)) = INSTEAD.iter().find(|(own, _)| *own == name) {
        return (*advice).to_owned();
    }
    let bare = name.replace("_bound", "").replace("bound_", "");
    if bare != name {
        let of = path.strip_suffix(name).unwrap_or_default();
        return format!("`{of}{bare}`");
    }
    if path.contains("::ffi::") {
        return "it is outside the limited API of Python 3.12; see the guide, \"Coming from PyO3\""
            .to_owned();
    }
    "everbind has nothing in its place".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{absent_function, absent_item, absent_method, has_feature, instead};

    #[test]
    fn what_is_there_is_not_absent() {
        assert_eq!(absent_item("pyo3::ToPyObject"), Some("0.24"));
        assert_eq!(absent_function("PyDict", "new_bound"), Some("0.24"));
        assert_eq!(absent_method("into_py"), Some("0.24"));
        for present in [
            "pyo3::prelude::PyResult",
            "pyo3::PyObject",
            "pyo3::sync::GILOnceCell",
            "pyo3::ffi::PyList_New",
        ] {
            assert_eq!(absent_item(present), None, "{present}");
        }
        for present in ["extract", "downcast", "allow_threads", "clone", "iter"] {
            assert_eq!(absent_method(present), None, "{present}");
        }
        assert!(has_feature("abi3-py310") && has_feature("chrono") && !has_feature("gil-refs"));
    }

    #[test]
    fn advice_names_what_to_write() {
        assert_eq!(instead("PyDict::new_bound"), "`PyDict::new`");
        assert_eq!(instead("PyBytes::bound_from_ptr"), "`PyBytes::from_ptr`");
        assert!(instead("pyo3::prelude::ToPyObject").contains("into_pyobject"));
        assert!(instead("pyo3::ffi::PyUnicode_DATA").contains("limited API"));
    }
}
