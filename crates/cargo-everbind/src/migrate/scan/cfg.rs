//! Which code is compiled with everbind: what `cfg` conditions come to, as far as they can be known.

use syn::{Attribute, Meta, Token, punctuated::Punctuated};

/// What pyo3-build-config sets for everbind, the limited API of 3.12; nothing, where the project does not use it.
#[derive(Clone, Copy, Debug)]
pub struct Conditions {
    pub build_config: bool,
}

impl Conditions {
    /// Whether code under these attributes is certainly left out.
    pub fn excluded(self, attributes: &[Attribute]) -> bool {
        attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).any(|attribute| {
            attribute.parse_args::<Meta>().is_ok_and(|meta| self.holds(&meta) == Some(false))
        })
    }

    /// Whether a condition holds; nothing where that is for others to say.
    fn holds(self, meta: &Meta) -> Option<bool> {
        match meta {
            Meta::Path(path) => {
                let name = path.get_ident()?.to_string();
                match name.as_str() {
                    "test" | "doctest" | "doc" | "miri" => Some(false),
                    "PyPy" | "GraalPy" | "RustPython" | "Py_GIL_DISABLED" => Some(false),
                    "Py_LIMITED_API" => Some(self.build_config),
                    _ => {
                        let minor: u8 = name.strip_prefix("Py_3_")?.parse().ok()?;
                        Some(self.build_config && minor <= 12)
                    }
                }
            }
            Meta::List(list) => {
                let parts =
                    list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
                let mut values = parts.iter().map(|part| self.holds(part));
                match list.path.get_ident()?.to_string().as_str() {
                    "not" => values.next()?.map(|value| !value),
                    "all" => values
                        .try_fold(true, |all, value| match (all, value) {
                            (_, Some(false)) => Err(false),
                            (all, Some(true)) => Ok(all),
                            (_, None) => Ok(false),
                        })
                        .map_or(Some(false), |all| all.then_some(true)),
                    "any" => values
                        .try_fold(false, |unknown, value| match value {
                            Some(true) => Err(true),
                            Some(false) => Ok(unknown),
                            None => Ok(true),
                        })
                        .map_or(Some(true), |unknown| (!unknown).then_some(false)),
                    _ => None,
                }
            }
            Meta::NameValue(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Conditions;

    #[test]
    fn conditions_come_to_what_is_known() {
        let with = |condition: &str, build_config| {
            let item: syn::ItemFn =
                syn::parse_str(&format!("#[cfg({condition})] fn f() {{}}")).unwrap();
            Conditions { build_config }.excluded(&item.attrs)
        };
        for out in [
            "test",
            "PyPy",
            "not(Py_LIMITED_API)",
            "all(unix, PyPy)",
            "Py_3_13",
            "not(any(Py_3_9, unix))",
        ] {
            assert!(with(out, true), "{out}");
        }
        for maybe in [
            "unix",
            "Py_3_12",
            "any(PyPy, unix)",
            "not(PyPy)",
            "feature = \"x\"",
            "all(unix, Py_3_9)",
        ] {
            assert!(!with(maybe, true), "{maybe}");
        }
        assert!(with("Py_3_9", false) && !with("not(Py_LIMITED_API)", false));
    }
}
