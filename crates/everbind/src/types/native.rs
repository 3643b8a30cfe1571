//! The macro that makes a marker type for one of CPython's own types.

/// Declares what is common to all object types.
///
/// - `native_type!(PyList, PyList_Type)`: a type object of the stable ABI;
///   instances are found by `PyType_IsSubtype`.
/// - `native_type!(PyDict, PyDict_Type, flag = Py_TPFLAGS_DICT_SUBCLASS)`: found by a type flag.
/// - `native_type!(PyX, variable PyExc_X, "X")`: a variable holds the type object.
/// - `native_type!(PyX, |py| expression)`: the type object is computed.
/// - `native_type!(only PyNone, Py_None)`: the type of one object.
///
/// Hints are those of `stub/native.rs`.
macro_rules! native_type {
    (@common $name:ident) => {
        impl $crate::object::DerefToPyAny for $name {}

        impl $name {
            /// What `#[pymodule_export] use` adds to a module.
            #[doc(hidden)]
            pub const _PYO3_DEF: $crate::rt::AddTypeToModule<Self> =
                $crate::rt::AddTypeToModule::new();
        }
    };
    ($name:ident, $object:ident) => {
        $crate::types::native::native_type!(@common $name);
        // SAFETY: a type object of the interpreter's own, which never dies.
        unsafe impl $crate::PyTypeInfo for $name {
            const QUIET: bool = true;
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::stub::native::$name;

            #[inline(always)]
            fn type_object_raw(_py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                $crate::ffi::$object()
            }
        }
    };
    ($name:ident, $object:ident, flag = $flag:ident) => {
        $crate::types::native::native_type!(@common $name);
        // SAFETY: a type object of the interpreter's own, which never dies; the
        // flag is set for its subclasses and for no other type.
        unsafe impl $crate::PyTypeInfo for $name {
            const QUIET: bool = true;
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::stub::native::$name;

            #[inline(always)]
            fn type_object_raw(_py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                $crate::ffi::$object()
            }

            #[inline(always)]
            fn is_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                // SAFETY: attached, living object.
                unsafe {
                    let actual = $crate::ffi::Py_TYPE(object.as_ptr());
                    actual == $crate::ffi::$object()
                        || $crate::ffi::PyType_HasFeature(actual, $crate::ffi::$flag) != 0
                }
            }
        }
    };
    (only $name:ident, $object:ident) => {
        $crate::types::native::native_type!(@common $name);

        impl $name {
            /// The one object of the type.
            #[inline]
            pub fn get(py: $crate::Python<'_>) -> $crate::Borrowed<'_, '_, $name> {
                // SAFETY: the interpreter keeps it alive.
                unsafe {
                    $crate::Borrowed::from_ptr_unchecked(py, $crate::ffi::$object())
                        .cast_unchecked()
                }
            }
        }

        // SAFETY: the object's type, whose only instance it is.
        unsafe impl $crate::PyTypeInfo for $name {
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::stub::native::$name;

            #[inline]
            fn type_object_raw(_py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                // SAFETY: a living object.
                unsafe { $crate::ffi::Py_TYPE($crate::ffi::$object()) }
            }

            #[inline]
            fn is_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                Self::is_exact_type_of(object)
            }

            #[inline]
            fn is_exact_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                object.as_ptr() == Self::get(object.py()).as_ptr()
            }
        }
    };
    ($name:ident, variable $variable:ident, $python:literal) => {
        $crate::types::native::native_type!(@common $name);
        // SAFETY: the variable holds a class of the interpreter's own, which never dies.
        unsafe impl $crate::PyTypeInfo for $name {
            const VARIABLE: Option<$crate::object::Variable> =
                // SAFETY: set at load and never changed.
                Some(unsafe { $crate::object::Variable::new(&raw const $crate::ffi::$variable) });
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::inspect::TypeHint::text($python);

            #[inline]
            fn type_object_raw(_py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                // SAFETY: set at load and never changed.
                unsafe { $crate::ffi::$variable }.cast()
            }
        }
    };
    ($name:ident, |$py:ident| $object:expr) => {
        $crate::types::native::native_type!(@common $name);
        // SAFETY: `$object` is a type object that the interpreter keeps alive.
        unsafe impl $crate::PyTypeInfo for $name {
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::stub::native::$name;

            #[inline]
            fn type_object_raw($py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                $object
            }
        }
    };
}

pub(crate) use native_type;
