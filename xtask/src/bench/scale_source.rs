//! The sources of the two modules of `cargo xtask bench --scale`, for each language.

use std::fmt::Write;

/// The parameter types in C++ and in Rust; the last one is that of the sum.
const TYPES: [(&str, &str); 6] = [
    ("uint16_t", "u16"),
    ("int32_t", "i32"),
    ("uint32_t", "u32"),
    ("int64_t", "i64"),
    ("uint64_t", "u64"),
    ("float", "f32"),
];
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
/// How many of the orders of the types are classes.
const CLASSES: usize = 252;

/// One of the modules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// 720 functions.
    Func,
    /// 252 classes.
    Class,
    /// What the size is compared with.
    Empty,
}

impl Module {
    /// Its name for Python.
    pub fn name(self) -> &'static str {
        match self {
            Module::Func => "func",
            Module::Class => "classes",
            Module::Empty => "empty",
        }
    }

    /// The call that is timed, of the module `m`, and its value.
    pub fn call(self) -> Option<(&'static str, &'static str)> {
        match self {
            Module::Func => Some(("m.test_0000(1, 2, 3, 4, 5, 6)", "21.0")),
            Module::Class => Some(("m.Struct0(1, 2, 3, 4, 5, 6).sum()", "21.0")),
            Module::Empty => None,
        }
    }

    /// In Rust, for the engine that is called by `engine`.
    pub fn rust(self, engine: &str) -> String {
        let mut text = format!("use {engine}::prelude::*;\n");
        let mut names = Vec::new();
        for (i, order) in orders().iter().enumerate() {
            let parameters = join(order, ", ", |i, name| format!("{name}: {}", TYPES[i].1));
            let sum = |of: &str| {
                join(order, " + ", |i, name| match TYPES[i].1 {
                    "f32" => format!("{of}{name}"),
                    _ => format!("{of}{name} as f32"),
                })
            };
            let item = match self {
                Module::Empty => {
                    return "#[unsafe(no_mangle)]\npub extern \"C\" fn zero() -> i32 {\n    0\n}\n"
                        .into();
                }
                Module::Func => {
                    names.push(format!("test_{i:04}"));
                    format!(
                        "#[pyfunction]\nfn test_{i:04}({parameters}) -> f32 {{\n    {}\n}}\n",
                        sum("")
                    )
                }
                Module::Class if i == CLASSES => break,
                Module::Class => {
                    names.push(format!("Struct{i}"));
                    format!(
                        "#[pyclass]\nstruct Struct{i} {{\n    {parameters},\n}}\n\
                         #[pymethods]\nimpl Struct{i} {{\n    #[new]\n    fn new({parameters}) -> Self {{\n        \
                         Struct{i} {{ a, b, c, d, e, f }}\n    }}\n    fn sum(&self) -> f32 {{\n        {}\n    }}\n}}\n",
                        sum("self.")
                    )
                }
            };
            text += &item;
        }
        let _ = write!(
            text,
            "#[pymodule]\nmod {} {{\n    #[pymodule_export]\n    use super::{{{}}};\n}}\n",
            self.name(),
            names.join(", ")
        );
        text
    }

    /// In C++, for nanobind.
    pub fn cpp(self) -> String {
        if self == Module::Empty {
            return "extern \"C\" int zero() { return 0; }\n".into();
        }
        let mut text = format!(
            "#include <nanobind/nanobind.h>\n\nnamespace nb = nanobind;\n\nNB_MODULE({}, m) {{\n",
            self.name()
        );
        for (i, order) in orders().iter().enumerate() {
            let parameters = join(order, ", ", |i, name| format!("{} {name}", TYPES[i].0));
            let fields = join(order, " ", |i, name| format!("{} {name};", TYPES[i].0));
            let given = join(order, ", ", |_, name| format!("{name}({name})"));
            let types = join(order, ", ", |i, _| TYPES[i].0.into());
            match self {
                Module::Class if i == CLASSES => break,
                Module::Class => {
                    let _ = write!(
                        text,
                        "    struct Struct{i} {{\n        {fields}\n        \
                         Struct{i}({parameters}) : {given} {{ }}\n        \
                         float sum() const {{ return a + b + c + d + e + f; }}\n    }};\n    \
                         nb::class_<Struct{i}>(m, \"Struct{i}\")\n        \
                         .def(nb::init<{types}>())\n        .def(\"sum\", &Struct{i}::sum);\n"
                    );
                }
                _ => {
                    let _ = writeln!(
                        text,
                        "    m.def(\"test_{i:04}\", []({parameters}) {{ return a + b + c + d + e + f; }});"
                    );
                }
            }
        }
        text + "}\n"
    }
}

/// The parameters of one item, joined: each is shown by `show` with the index of its type and its name.
fn join(order: &[usize; 6], by: &str, show: impl Fn(usize, &str) -> String) -> String {
    order.iter().zip(NAMES).map(|(&i, name)| show(i, name)).collect::<Vec<_>>().join(by)
}

/// Every order of six things, in the order of the dictionary.
fn orders() -> Vec<[usize; 6]> {
    fn extend(order: &mut Vec<usize>, all: &mut Vec<[usize; 6]>) {
        if let Ok(order) = order.as_slice().try_into() {
            return all.push(order);
        }
        for i in 0..6 {
            if !order.contains(&i) {
                order.push(i);
                extend(order, all);
                order.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(&mut Vec::new(), &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_nanobind_has() {
        let count = |text: &str, what: &str| text.matches(what).count();
        assert_eq!(count(&Module::Func.rust("x"), "#[pyfunction]"), 720);
        assert_eq!(count(&Module::Class.rust("x"), "#[pyclass]"), 252);
        assert_eq!(count(&Module::Func.cpp(), "m.def"), 720);
        assert_eq!(count(&Module::Class.cpp(), "nb::class_<"), 252);
    }

    #[test]
    fn the_orders_differ() {
        let orders = orders();
        assert_eq!(orders[0], [0, 1, 2, 3, 4, 5]);
        assert_eq!(orders[719], [5, 4, 3, 2, 1, 0]);
        assert_eq!(orders.iter().collect::<std::collections::BTreeSet<_>>().len(), 720);
    }
}
