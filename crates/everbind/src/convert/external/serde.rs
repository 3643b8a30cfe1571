//! `Py<T>` of a `#[pyclass]` with serde: the value in it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use crate::PyAny;
use crate::class::PyClass;
use crate::object::Py;
use crate::python::Python;

/// # Errors
/// When the value is mutably borrowed.
impl<T: Serialize + PyClass> Serialize for Py<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Python::attach(|py| {
            let value = self.try_borrow(py).map_err(ser::Error::custom)?;
            value.serialize(serializer)
        })
    }
}

impl<'de, T> Deserialize<'de> for Py<T>
where
    T: PyClass<BaseType = PyAny> + Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Py<T>, D::Error> {
        let value = T::deserialize(deserializer)?;
        Python::attach(|py| Py::new(py, value).map_err(de::Error::custom))
    }
}
