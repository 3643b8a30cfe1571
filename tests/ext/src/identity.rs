//! A function for each of many types that takes a value and gives it back.

/// Declares `fn NAME(value: TYPE) -> TYPE` for each pair and a `register` that adds them all.
macro_rules! identities {
    ($($name:ident: $kind:ty),* $(,)?) => {
        mod identities {
            #![allow(unused_imports, reason = "not every list of types needs all that is in scope")]

            use super::*;

            $(
                #[pyfunction]
                pub fn $name(value: $kind) -> $kind {
                    value
                }
            )*

            pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
                $(m.add_function(wrap_pyfunction!($name, m)?)?;)*
                Ok(())
            }
        }
    };
}

pub(crate) use identities;
