//! CPython's stable ABI: which names it has, and since when.

use std::{collections::HashMap, fmt, str::FromStr, sync::LazyLock};

use anyhow::{Context, Error};
use serde::{Serialize, Serializer};

/// Written and checked by `cargo xtask abi`.
const LIST: &str = include_str!("stable.txt");

/// A version of Python, as `3.12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minor(pub u8, pub u8);

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for Minor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (major, minor) = text.split_once('.').context("not of the form 3.12")?;
        Ok(Minor(major.parse()?, minor.parse()?))
    }
}

impl Serialize for Minor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The version that added a name to the stable ABI; none if it is not in it.
pub fn added(name: &str) -> Option<Minor> {
    static TABLE: LazyLock<HashMap<&str, Minor>> = LazyLock::new(table);
    TABLE.get(name).copied()
}

fn table() -> HashMap<&'static str, Minor> {
    let mut table = HashMap::new();
    let mut version = None;
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.parse() {
            Ok(minor) => version = Some(minor),
            Err(_) => {
                let version = version.expect("the list begins with a version");
                table.extend(line.split(' ').map(|name| (name, version)));
            }
        }
    }
    table
}

/// Whether a symbol is in CPython's name space: `Py` or `_Py`, then a capital or an underscore.
pub fn is_python_symbol(name: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    name.strip_prefix("Py")
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| c == '_' || c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{Minor, added, is_python_symbol, table};

    #[test]
    fn names_have_the_versions_that_added_them() {
        assert_eq!(added("PyList_New"), Some(Minor(3, 2)));
        assert_eq!(added("PyType_FromMetaclass"), Some(Minor(3, 12)));
        assert_eq!(added("_Py_NoneStruct"), Some(Minor(3, 2)));
        assert_eq!(added("_PyObject_GetDictPtr"), None);
        assert!(table().len() > 900 && table().keys().all(|name| is_python_symbol(name)));
    }

    #[test]
    fn names_of_cpython_are_recognised() {
        for name in ["PyList_New", "Py_Version", "_Py_Dealloc", "_PyObject_New", "PyInit_x"] {
            assert!(is_python_symbol(name), "{name}");
        }
        for name in ["Pyramid", "python", "__Py_x", "py_list", "Py", "memcpy"] {
            assert!(!is_python_symbol(name), "{name}");
        }
    }
}
