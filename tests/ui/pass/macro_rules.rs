//! Functions and classes that a `macro_rules!` writes, with every kind of fragment.
#![deny(warnings)]
#![allow(dead_code)]

use everbind::prelude::*;

macro_rules! class {
    ($(#[$meta:meta])* $vis:vis $name:ident, $python:literal, $value:ident: $ty:ty = $default:expr) => {
        $(#[$meta])*
        #[pyclass(name = $python)]
        $vis struct $name {
            #[pyo3(get, set)]
            $value: $ty,
            list: Vec<$ty>,
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = ($value = $default))]
            fn new($value: $ty) -> Self {
                $name { $value, list: Vec::new() }
            }

            fn push(&mut self, value: $ty) -> $ty {
                self.list.push(value.clone());
                value
            }

            fn optional(&self, value: Option<$ty>) -> Option<$ty> {
                value
            }

            fn __len__(&self) -> usize {
                self.list.len()
            }

            fn __eq__(&self, other: &$name) -> bool {
                self.$value == other.$value
            }
        }
    };
}

class!(
    /// Numbers.
    pub Numbers, "Numbers", number: i64 = 1 + 1
);
class!(Texts, "Texts", text: String = String::from("none"));
class!(Nested, "Nested", nested: Vec<Option<(i64, String)>> = Vec::new());

macro_rules! functions {
    ($($name:ident($param:ident: $ty:ty) $body:block)*) => {$(
        #[pyfunction]
        fn $name($param: $ty) -> PyResult<$ty> {
            Ok($body)
        }
    )*};
}

functions! {
    double(x: i64) { 2 * x }
    shout(text: String) { text + "!" }
    same(items: Vec<f64>) { items }
}

macro_rules! reference {
    ($name:ident, $ty:ty, $life:lifetime, $out:ty) => {
        #[pyfunction]
        fn $name<$life>(object: $ty) -> $out {
            object.clone()
        }
    };
}

reference!(pass_on, &Bound<'py, PyAny>, 'py, Bound<'py, PyAny>);

macro_rules! module {
    ($name:ident: $($function:path),* ; $($class:ty),*) => {
        #[pymodule]
        fn $name(m: &Bound<'_, PyModule>) -> PyResult<()> {
            $(m.add_function(wrap_pyfunction!($function, m)?)?;)*
            $(m.add_class::<$class>()?;)*
            Ok(())
        }
    };
}

module!(generated: double, self::shout, crate::same, pass_on; Numbers, Texts, Nested);

macro_rules! derived {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(FromPyObject, IntoPyObject)]
        struct $name {
            $($field: $ty),*
        }
    };
}

derived!(Pair { left: i64, right: Option<String> });

fn main() {}
