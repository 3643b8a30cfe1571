//! `pickle`: two methods by way of serde.

use crate::class_fields::method;
use crate::error::{Errors, Result};
use crate::methods::Block;
use crate::template::{places, template_at, tokens};
use crate::tokens::Span;

/// Emits `__reduce__`, and the class method that it names.
pub(crate) fn emit(
    span: Span,
    is_enum: bool,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let places = places![krate = *block.krate.path(), class = block.class];
    let reduce = match is_enum {
        true => "$krate::rt::reduce_enum::<$class>",
        false => "$krate::rt::reduce::<$class>",
    };
    // Where an unmet bound is reported.
    let reduce = template_at(span, reduce, places);
    let rebuild = match is_enum {
        true => tokens("rebuild_enum::<Self>(cls.py(), value)"),
        false => tokens("rebuild::<Self>(cls, value)"),
    };
    let item = block.fill(
        "#[pyo3(name = \"__reduce__\")]
        fn __pymethod_pickle_reduce__(
            slf: &$krate::Bound<'_, Self>
        ) -> $krate::PyResult<$krate::Py<$krate::PyAny>> {
            $reduce(slf)
        }",
        places![reduce = reduce],
    );
    method(item, block, errors)?;
    let item = block.fill(
        "#[classmethod]
        #[pyo3(name = \"_from_pickle\", signature = (value, /))]
        fn __pymethod_pickle_rebuild__(
            cls: &$krate::Bound<'_, $krate::types::PyType>,
            value: &$krate::Bound<'_, $krate::PyAny>,
        ) -> $krate::PyResult<$krate::Py<$krate::PyAny>> {
            $krate::rt::$rebuild
        }",
        places![rebuild = rebuild],
    );
    method(item, block, errors)
}
