//! The sequence protocol.

use crate::error::{PyResult, check};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::mapping::is_instance_of_abstract;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed, index, size, truth};
use crate::types::{PyAnyMethods, PyList, PyTuple, PyType};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, PyTypeInfo, ffi, intern};

/// Any instance of `collections.abc.Sequence`: a list, a tuple, a `str`, or a class
/// that derives from it or was [registered](PySequence::register).
#[repr(transparent)]
pub struct PySequence(PyAny);

native_type!(@common PySequence);

static ABSTRACT: Imported<PyType> = Imported::new("collections.abc", "Sequence");

// SAFETY: the cell keeps the class alive as long as the interpreter; all methods are
// sound on any object.
unsafe impl PyTypeInfo for PySequence {
    const TYPE_HINT: crate::inspect::TypeHint = crate::stub::native::PySequence;

    #[inline]
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        ABSTRACT.type_ptr(py)
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        PyList::is_type_of(object)
            || PyTuple::is_type_of(object)
            || is_instance_of_abstract(object, &ABSTRACT)
    }
}

impl PySequence {
    /// `collections.abc.Sequence.register(T)`: has instances of `T` count as sequences.
    ///
    /// # Errors
    /// What the call raises.
    pub fn register<T: PyTypeInfo>(py: Python<'_>) -> PyResult<()> {
        let class = ABSTRACT.get(py)?;
        class.call_method1(intern!(py, "register"), (T::type_object(py),)).map(drop)
    }
}

/// The methods of [`PySequence`]. Each raises what the Python operation raises.
#[doc(alias = "PySequence")]
pub trait PySequenceMethods<'py>: Sealed {
    /// `len(self)`.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn len(&self) -> PyResult<usize>;

    /// Whether there are no items.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool>;

    /// `self + other`.
    ///
    /// # Errors
    /// `TypeError` when they cannot be joined.
    fn concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>>;

    /// `self * count`.
    ///
    /// # Errors
    /// `TypeError` when it cannot be repeated.
    fn repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>>;

    /// What `self += other` assigns to `self`: `self` itself if it can be changed in
    /// place, else a new sequence.
    ///
    /// # Errors
    /// `TypeError` when they cannot be joined.
    fn in_place_concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>>;

    /// What `self *= count` assigns to `self`: `self` itself if it can be changed in
    /// place, else a new sequence.
    ///
    /// # Errors
    /// `TypeError` when it cannot be repeated.
    fn in_place_repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>>;

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`, or what `__getitem__` raises.
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>>;

    /// `self[begin:end]`.
    ///
    /// # Errors
    /// What `__getitem__` raises.
    fn get_slice(&self, begin: usize, end: usize) -> PyResult<Bound<'py, PySequence>>;

    /// `self[i] = item`.
    ///
    /// # Errors
    /// `IndexError`, `TypeError` when it cannot be changed; those of converting.
    fn set_item<I>(&self, i: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>;

    /// `del self[i]`.
    ///
    /// # Errors
    /// `IndexError`, `TypeError` when it cannot be changed.
    fn del_item(&self, i: usize) -> PyResult<()>;

    /// `self[i1:i2] = v`.
    ///
    /// # Errors
    /// `TypeError` when it cannot be changed, and what iterating `v` raises.
    fn set_slice(&self, i1: usize, i2: usize, v: &Bound<'_, PyAny>) -> PyResult<()>;

    /// `del self[i1:i2]`.
    ///
    /// # Errors
    /// `TypeError` when it cannot be changed.
    fn del_slice(&self, i1: usize, i2: usize) -> PyResult<()>;

    /// How many items equal `value`.
    ///
    /// # Errors
    /// What iterating and comparing raise; those of converting.
    fn count<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>;

    /// `value in self`.
    ///
    /// # Errors
    /// What comparing raises; those of converting.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>;

    /// The index of the first item that equals `value`.
    ///
    /// # Errors
    /// `ValueError` when there is none; what comparing raises; those of converting.
    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>;

    /// `list(self)`.
    ///
    /// # Errors
    /// What iterating raises.
    fn to_list(&self) -> PyResult<Bound<'py, PyList>>;

    /// `tuple(self)`.
    ///
    /// # Errors
    /// What iterating raises.
    fn to_tuple(&self) -> PyResult<Bound<'py, PyTuple>>;
}

/// Calls that take the sequence and return a new object of the expected type.
macro_rules! call {
    ($self:ident, $function:ident $(, $argument:expr)*) => {
        // SAFETY: attached, living objects; a new object or null. A "sequence" may be
        // anything that the operator returns: all methods are sound on any object.
        unsafe { Bound::from_call($self.py(), ffi::$function($self.as_ptr() $(, $argument)*)) }
    };
}

impl<'py> PySequenceMethods<'py> for Bound<'py, PySequence> {
    #[inline]
    fn len(&self) -> PyResult<usize> {
        // SAFETY: attached, a living object.
        size(self.py(), unsafe { ffi::PySequence_Size(self.as_ptr()) })
    }

    #[inline]
    fn is_empty(&self) -> PyResult<bool> {
        Ok(self.len()? == 0)
    }

    #[inline]
    fn concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>> {
        call!(self, PySequence_Concat, other.as_ptr())
    }

    #[inline]
    fn repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>> {
        call!(self, PySequence_Repeat, index(count))
    }

    #[inline]
    fn in_place_concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>> {
        call!(self, PySequence_InPlaceConcat, other.as_ptr())
    }

    #[inline]
    fn in_place_repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>> {
        call!(self, PySequence_InPlaceRepeat, index(count))
    }

    #[inline]
    fn get_item(&self, at: usize) -> PyResult<Bound<'py, PyAny>> {
        call!(self, PySequence_GetItem, index(at))
    }

    #[inline]
    fn get_slice(&self, begin: usize, end: usize) -> PyResult<Bound<'py, PySequence>> {
        call!(self, PySequence_GetSlice, index(begin), index(end))
    }

    fn set_item<I>(&self, i: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let item = item.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PySequence_SetItem(self.as_ptr(), index(i), item.as_ptr()) })
    }

    #[inline]
    fn del_item(&self, i: usize) -> PyResult<()> {
        // SAFETY: attached, a living object.
        check(self.py(), unsafe { ffi::PySequence_DelItem(self.as_ptr(), index(i)) })
    }

    #[inline]
    fn set_slice(&self, i1: usize, i2: usize, v: &Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: attached, both alive.
        check(self.py(), unsafe {
            ffi::PySequence_SetSlice(self.as_ptr(), index(i1), index(i2), v.as_ptr())
        })
    }

    #[inline]
    fn del_slice(&self, i1: usize, i2: usize) -> PyResult<()> {
        // SAFETY: attached, a living object.
        check(self.py(), unsafe { ffi::PySequence_DelSlice(self.as_ptr(), index(i1), index(i2)) })
    }

    fn count<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        let value = value.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        size(self.py(), unsafe { ffi::PySequence_Count(self.as_ptr(), value.as_ptr()) })
    }

    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        let value = value.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        truth(self.py(), unsafe { ffi::PySequence_Contains(self.as_ptr(), value.as_ptr()) })
    }

    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        let value = value.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        size(self.py(), unsafe { ffi::PySequence_Index(self.as_ptr(), value.as_ptr()) })
    }

    #[inline]
    fn to_list(&self) -> PyResult<Bound<'py, PyList>> {
        call!(self, PySequence_List)
    }

    #[inline]
    fn to_tuple(&self) -> PyResult<Bound<'py, PyTuple>> {
        call!(self, PySequence_Tuple)
    }
}
