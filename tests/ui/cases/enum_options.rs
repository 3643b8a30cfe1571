use everbind::prelude::*;

#[pyclass(enum = "Enumeration")]
enum Kind {
    A,
}

#[pyclass(enum = "Enum", dict, eq_int, ord, subclass, extends = PyAny)]
enum Options {
    A,
}

#[pyclass(enum = "Enum")]
struct Pair(i32, i32);

#[pyclass(enum = "IntEnum")]
struct Number(i32);

#[pyclass(enum = "Enum")]
enum Fields {
    A,
    B(i32),
}

#[pyclass(enum = "Enum")]
enum Nothing {}

#[pyclass(enum = "IntEnum")]
enum Valued {
    #[pyo3(value = 3)]
    A,
}

#[pyclass(enum = "StrEnum")]
enum Text {
    #[pyo3(value = 3)]
    A,
    #[pyo3(valeu = "x")]
    B,
}

fn main() {}
