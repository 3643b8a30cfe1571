//! Objects to values: the table of `ser.rs` from right to left, and what else fits.

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Error, deeper};
use crate::object::Bound;
use crate::types::{PyAnyMethods, PyBool, PyByteArray, PyByteArrayMethods, PyBytes};
use crate::types::{PyBytesMethods, PyDict, PyDictMethods, PyFloat, PyInt, PyIterator, PyList};
use crate::types::{PyString, PyStringMethods, PyTuple, PyTupleMethods, PyTypeMethods};
use crate::{PyAny, PyResult};

/// A value of plain Python objects, as [`to_object`](super::to_object) makes them. Any iterable will do for a sequence, and any
/// dict for a struct.
///
/// # Errors
/// What the value's `Deserialize` says; `RecursionError` for objects nested too deep.
pub fn from_object<T: DeserializeOwned>(object: &Bound<'_, PyAny>) -> PyResult<T> {
    Ok(T::deserialize(Object(object))?)
}

#[derive(Clone, Copy)]
struct Object<'a, 'py>(&'a Bound<'py, PyAny>);

/// The value of one object inside another.
fn inside<'de, S: DeserializeSeed<'de>>(
    seed: S,
    object: &Bound<'_, PyAny>,
) -> Result<S::Value, Error> {
    deeper(object.py(), || seed.deserialize(Object(object)))
}

impl<'py> Object<'_, 'py> {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Ok(value) = self.0.extract::<i64>() {
            return visitor.visit_i64(value);
        }
        if let Ok(value) = self.0.extract::<u64>() {
            return visitor.visit_u64(value);
        }
        match self.0.extract::<i128>() {
            Ok(value) => visitor.visit_i128(value),
            Err(_) => visitor.visit_u128(self.0.extract()?),
        }
    }

    fn items(self) -> Result<Items<'py>, Error> {
        Ok(Items(self.0.try_iter()?))
    }

    fn entries(self) -> Result<Items<'py>, Error> {
        match self.0.cast::<PyDict>() {
            Ok(dict) => Object(dict.items().as_any()).items(),
            Err(_) => self.items(),
        }
    }

    fn wrong<'de, V: Visitor<'de>>(self, visitor: &V) -> Error {
        let name = match self.0.get_type().name() {
            Ok(name) => name.to_string(),
            Err(error) => return error.into(),
        };
        de::Error::invalid_type(Unexpected::Other(&name), visitor)
    }
}

impl<'de> Deserializer<'de> for Object<'_, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let object = self.0;
        if object.is_none() {
            visitor.visit_unit()
        } else if let Ok(value) = object.cast::<PyBool>() {
            visitor.visit_bool(value.is_truthy()?)
        } else if object.cast::<PyInt>().is_ok() {
            self.number(visitor)
        } else if object.cast::<PyFloat>().is_ok() {
            visitor.visit_f64(object.extract()?)
        } else if let Ok(text) = object.cast::<PyString>() {
            visitor.visit_str(&text.to_cow()?)
        } else if let Ok(bytes) = object.cast::<PyBytes>() {
            visitor.visit_bytes(bytes.as_bytes())
        } else if let Ok(bytes) = object.cast::<PyByteArray>() {
            visitor.visit_byte_buf(bytes.to_vec())
        } else if object.cast::<PyDict>().is_ok() {
            visitor.visit_map(Entries { items: self.entries()?, value: None })
        } else if object.cast::<PyList>().is_ok() || object.cast::<PyTuple>().is_ok() {
            visitor.visit_seq(self.items()?)
        } else {
            Err(self.wrong(&visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_none() {
            return visitor.visit_none();
        }
        match self.0.cast::<PyTuple>() {
            Ok(tuple) if tuple.len() == 1 => {
                let inner = tuple.get_item(0)?;
                deeper(self.0.py(), || visitor.visit_some(Object(&inner)))
            }
            _ => deeper(self.0.py(), || visitor.visit_some(self)),
        }
    }

    fn deserialize_newtype_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value, Error>
    where
        V: Visitor<'de>,
    {
        deeper(self.0.py(), || visitor.visit_newtype_struct(self))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.cast::<PyDict>().is_ok() || self.0.cast::<PyList>().is_ok() {
            true => visitor.visit_map(Entries { items: self.entries()?, value: None }),
            false => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.cast::<PyString>().is_ok() {
            return visitor.visit_enum(Variant { name: self.0, fields: None });
        }
        let Ok(dict) = self.0.cast::<PyDict>() else { return Err(self.wrong(&visitor)) };
        if dict.len() != 1 {
            return Err(de::Error::invalid_length(dict.len(), &"a dict of one variant"));
        }
        let pair = dict.items().get_item(0)?;
        let (name, fields) = (pair.get_item(0)?, pair.get_item(1)?);
        visitor.visit_enum(Variant { name: &name, fields: Some(&fields) })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct struct identifier
    }
}

struct Items<'py>(Bound<'py, PyIterator>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<S>(&mut self, seed: S) -> Result<Option<S::Value>, Error>
    where
        S: DeserializeSeed<'de>,
    {
        match self.0.next() {
            None => Ok(None),
            Some(item) => inside(seed, &item?).map(Some),
        }
    }
}

/// The entries of a dict, or a list of pairs.
struct Entries<'py> {
    items: Items<'py>,
    /// That of the key before.
    value: Option<Bound<'py, PyAny>>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<S>(&mut self, seed: S) -> Result<Option<S::Value>, Error>
    where
        S: DeserializeSeed<'de>,
    {
        let Some(pair) = self.items.0.next() else { return Ok(None) };
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract()?;
        self.value = Some(value);
        inside(seed, &key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.value.take() {
            Some(value) => inside(seed, &value),
            None => Err(de::Error::custom("a value before its key")),
        }
    }
}

/// A variant's name, and its fields if it has any.
struct Variant<'a, 'py> {
    name: &'a Bound<'py, PyAny>,
    fields: Option<&'a Bound<'py, PyAny>>,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        Ok((inside(seed, self.name)?, self))
    }
}

impl<'a, 'py> Variant<'a, 'py> {
    fn fields(self) -> Result<Object<'a, 'py>, Error> {
        let missing = || de::Error::invalid_type(Unexpected::UnitVariant, &"a variant with fields");
        self.fields.map(Object).ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.fields {
            None => Ok(()),
            Some(_) => Err(de::Error::custom("a variant without fields has none")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        inside(seed, self.fields()?.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.fields()?.deserialize_any(visitor)
    }

    fn struct_variant<V>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error>
    where
        V: Visitor<'de>,
    {
        self.fields()?.deserialize_any(visitor)
    }
}
