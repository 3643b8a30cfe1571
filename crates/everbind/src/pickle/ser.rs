//! Values to objects.
//!
//! | Rust | Python |
//! |---|---|
//! | numbers, `bool`, text, `char`, bytes | `int`, `float`, `bool`, `str`, `bytes` |
//! | `()`, `None`, a unit struct | `None` |
//! | `Some(x)` | `x`; as a tuple of one, where `x` is `None` or a tuple of one itself |
//! | a sequence; a tuple or tuple struct | `list`; `tuple` |
//! | a map; a struct | `dict`; a list of pairs, where a key is not hashable |
//! | a variant | its name, or `{name: fields}` |

use serde::ser::{self, Serialize, Serializer};

use super::{Error, deeper};
use crate::convert::{IntoPyObject, IntoPyObjectExt};
use crate::object::Bound;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyBytes, PyDict, PyDictMethods, PyList, PyListMethods};
use crate::types::{PyString, PyTuple, PyTupleMethods};
use crate::{PyAny, PyErr, PyResult};

type Object<'py> = Bound<'py, PyAny>;
type Made<'py> = Result<Object<'py>, Error>;

/// A value as plain Python objects: numbers, text, lists, dicts with the names of fields.
///
/// # Errors
/// What the value's `Serialize` says, and `RecursionError` for a value that is too deep.
///
/// # Examples
#[doc = example!()]
/// use everbind::pickle::{from_object, to_object};
/// use everbind::prelude::*;
///
/// # fn main() -> PyResult<()> {
/// Python::attach(|py| {
///     let object = to_object(py, &(1, Some("two"), [3.0]))?;
///     assert_eq!(object.repr()?.to_string(), "(1, 'two', (3.0,))");
///     assert_eq!(from_object::<(i32, Option<String>, [f64; 1])>(&object)?.0, 1);
///     Ok(())
/// })
/// # }
/// ```
pub fn to_object<'py, T>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>>
where
    T: Serialize + ?Sized,
{
    Ok(made(py, value)?)
}

fn made<'py, T: Serialize + ?Sized>(py: Python<'py>, value: &T) -> Made<'py> {
    deeper(py, || value.serialize(Objects(py)))
}

#[derive(Clone, Copy)]
struct Objects<'py>(Python<'py>);

macro_rules! plain {
    ($($method:ident: $ty:ty),*) => {$(
        fn $method(self, value: $ty) -> Made<'py> {
            Ok(value.into_bound_py_any(self.0)?)
        }
    )*};
}

impl<'py> Serializer for Objects<'py> {
    type Ok = Object<'py>;
    type Error = Error;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Items<'py>;
    type SerializeMap = Entries<'py>;
    type SerializeStruct = Entries<'py>;
    type SerializeStructVariant = Entries<'py>;

    plain! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str
    }

    fn serialize_bytes(self, value: &[u8]) -> Made<'py> {
        Ok(PyBytes::new(self.0, value).into_any())
    }

    fn serialize_none(self) -> Made<'py> {
        Ok(self.0.None().into_bound(self.0))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<'py> {
        let value = made(self.0, value)?;
        let one = value.cast::<PyTuple>().is_ok_and(|tuple| tuple.len() == 1);
        match one || value.is_none() {
            true => Ok((value,).into_bound_py_any(self.0)?),
            false => Ok(value),
        }
    }

    fn serialize_unit(self) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made<'py> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T>(self, _: &'static str, value: &T) -> Made<'py>
    where
        T: Serialize + ?Sized,
    {
        made(self.0, value)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made<'py>
    where
        T: Serialize + ?Sized,
    {
        named(Some(variant), made(self.0, value)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'py>, Error> {
        Ok(Items { list: PyList::empty(self.0), tuple: false, variant: None })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'py>, Error> {
        Ok(Items { list: PyList::empty(self.0), tuple: true, variant: None })
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items<'py>, Error> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'py>, Error> {
        Ok(Items { list: PyList::empty(self.0), tuple: true, variant: Some(variant) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'py>, Error> {
        Ok(Entries { dict: PyDict::new(self.0), pairs: None, key: None, variant: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'py>, Error> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries<'py>, Error> {
        Ok(Entries { dict: PyDict::new(self.0), pairs: None, key: None, variant: Some(variant) })
    }
}

/// `{variant: value}`, or the value.
fn named<'py>(variant: Option<&str>, value: Object<'py>) -> Made<'py> {
    let Some(variant) = variant else { return Ok(value) };
    let dict = PyDict::new(value.py());
    dict.set_item(variant, value)?;
    Ok(dict.into_any())
}

/// The items of a list or tuple so far.
struct Items<'py> {
    list: Bound<'py, PyList>,
    tuple: bool,
    variant: Option<&'static str>,
}

impl<'py> Items<'py> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        Ok(self.list.append(made(self.list.py(), value)?)?)
    }

    fn all(self) -> Made<'py> {
        let items = match self.tuple {
            true => self.list.to_tuple().into_any(),
            false => self.list.into_any(),
        };
        named(self.variant, items)
    }
}

macro_rules! items {
    ($($name:ident: $method:ident),*) => {$(
        impl<'py> ser::$name for Items<'py> {
            type Ok = Object<'py>;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.add(value)
            }

            fn end(self) -> Made<'py> {
                self.all()
            }
        }
    )*};
}

items! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field
}

/// The entries of a dict so far.
struct Entries<'py> {
    dict: Bound<'py, PyDict>,
    /// All of them, since a key was not hashable.
    pairs: Option<Bound<'py, PyList>>,
    /// Whose value is to come.
    key: Option<Object<'py>>,
    variant: Option<&'static str>,
}

impl<'py> Entries<'py> {
    fn add(&mut self, key: Object<'py>, value: Object<'py>) -> PyResult<()> {
        let py = value.py();
        if self.pairs.is_none() {
            match key.hash() {
                Ok(_) => return self.dict.set_item(key, value),
                Err(error) if error.is_instance_of::<crate::exceptions::PyTypeError>(py) => {
                    self.pairs = Some(self.dict.items());
                }
                Err(error) => return Err(error),
            }
        }
        match &self.pairs {
            Some(pairs) => pairs.append((key, value).into_pyobject(py)?),
            None => Ok(()),
        }
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let py = self.dict.py();
        Ok(self.dict.set_item(PyString::intern(py, key), made(py, value)?)?)
    }

    fn all(self) -> Made<'py> {
        match self.pairs {
            Some(pairs) => Ok(pairs.into_any()),
            None => named(self.variant, self.dict.into_any()),
        }
    }
}

impl<'py> ser::SerializeMap for Entries<'py> {
    type Ok = Object<'py>;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = Some(made(self.dict.py(), key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let Some(key) = self.key.take() else {
            return Err(ser::Error::custom("a value without a key"));
        };
        let value = made(self.dict.py(), value)?;
        self.add(key, value).map_err(|error: PyErr| error.into())
    }

    fn end(self) -> Made<'py> {
        self.all()
    }
}

macro_rules! fields {
    ($($name:ident),*) => {$(
        impl<'py> ser::$name for Entries<'py> {
            type Ok = Object<'py>;
            type Error = Error;

            fn serialize_field<T>(&mut self, key: &'static str, value: &T) -> Result<(), Error>
            where
                T: Serialize + ?Sized,
            {
                self.field(key, value)
            }

            fn end(self) -> Made<'py> {
                self.all()
            }
        }
    )*};
}

fields! { SerializeStruct, SerializeStructVariant }
