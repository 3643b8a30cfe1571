use everbind::prelude::*;
use everbind::types::PyType;

#[pyclass(extends = PyType)]
#[derive(Default)]
struct Meta;

#[pyclass(type_data = Meta)]
struct NoMetaclass;

#[pyclass(metaclass = "abc.ABCMeta", type_data = Meta)]
struct OfPython;

#[pyclass(metaclass = "ABCMeta")]
struct NoModule;

#[pyclass(enum = "Enum", metaclass = Meta)]
enum Colour {
    Red,
}

#[pymethods]
impl Meta {
    #[subclass_data]
    fn of_instance(&self) -> Meta {
        Meta
    }

    #[subclass_data]
    fn without_base() -> Meta {
        Meta
    }
}

fn main() {}
