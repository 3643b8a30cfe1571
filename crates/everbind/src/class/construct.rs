//! New instances made by Python: what `#[new]` returns, and `tp_new`.
//!
//! A class's constructor has one C entry, a vectorcall function whose callable is the
//! class to be instantiated. Where the interpreter calls types by vectorcall it is
//! called at once, with the class itself; `tp_new`, which subclasses written in
//! Python inherit, comes to the same entry with the subclass. Classes that extend `object` share
//! one `tp_new`, which finds the class by the subclass's line; `A.__new__(B)` is refused by CPython unless `B`
//! is a subclass of `A`, and a native `B` that extends an `A` has a `tp_new` of its own.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem;
use std::ptr;

use super::construct_numbers;
use super::init::PyClassInitializer;
use super::record::ClassRecord;
use super::traits::{PyClass, PyClassBaseType};
use super::type_data::Objects;
use crate::call::ret::Return;
use crate::error::PyErr;
use crate::exceptions::PyTypeError;
use crate::items::probe;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::{PyResult, abi, ffi};

type Object = *mut ffi::PyObject;

/// What a function with `#[new]` can return: the value, a pair of it and the base's,
/// a [`PyClassInitializer`], an instance; or a `Result` of one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from the constructor of `{T}`",
    label = "does not make a new instance",
    note = "a class that extends another `#[pyclass]` must make the base's value too"
)]
pub trait IntoInstance<T> {
    /// The instance, a new reference.
    ///
    /// # Errors
    /// The constructor's own, or that of making the object.
    ///
    /// # Safety
    /// `subtype` is the type object of `T` or of a subclass.
    unsafe fn into_instance(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Object>;
}

impl<T: PyClass, I: Into<PyClassInitializer<T>>> IntoInstance<T> for I {
    #[inline(always)]
    unsafe fn into_instance(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Object> {
        // SAFETY: the caller's obligation.
        unsafe { self.into().create_of_type(py, subtype) }.map(Bound::into_ptr)
    }
}

impl<T: PyClass> IntoInstance<T> for Py<T> {
    #[inline]
    unsafe fn into_instance(
        self,
        _py: Python<'_>,
        _subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Object> {
        Ok(self.into_ptr())
    }
}

impl<T: PyClass> IntoInstance<T> for Bound<'_, T> {
    #[inline]
    unsafe fn into_instance(
        self,
        _py: Python<'_>,
        _subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Object> {
        Ok(self.into_ptr())
    }
}

impl<T, R: IntoInstance<T>, E: Into<PyErr>> IntoInstance<T> for Result<R, E> {
    #[inline(always)]
    unsafe fn into_instance(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<Object> {
        match self {
            // SAFETY: the caller's obligation.
            Ok(value) => unsafe { value.into_instance(py, subtype) },
            Err(error) => Err(error.into()),
        }
    }
}

/// What a constructor has returned, for the class `T`: made into an instance where it
/// can be (the inherent method), else given to Python as it is (that of [`NewAny`]).
pub struct New<T, I>(I, PhantomData<fn() -> T>);

impl<T, I> New<T, I> {
    /// The value that `#[new]` has returned.
    #[inline(always)]
    pub fn of(value: I) -> Self
    where
        T: Constructible,
    {
        New(value, PhantomData)
    }
}

/// A class that can have a constructor of its own: the bound of [`New::of`], for its message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot have a constructor",
    label = "makes no new instances",
    note = "a class has `#[pyclass]` on its type",
    note = "the instances of an enum of Python's are its members; a `#[staticmethod]` can choose one",
    note = "the instances of a class that extends `type` are made by Python: give their data by `#[pyclass(type_data = …)]` and `#[subclass_data]`"
)]
pub trait Constructible {}

#[diagnostic::do_not_recommend]
impl<T: PyClass> Constructible for T where T::BaseType: PyClassBaseType<Kind = Objects> {}

impl<T, I: IntoInstance<T>> New<T, I> {
    /// The end of a constructor's entry.
    ///
    /// # Errors
    /// Those of [`IntoInstance`].
    ///
    /// # Safety
    /// `class` is the type object of `T` or of a subclass.
    #[inline(always)]
    pub unsafe fn construct(self, py: Python<'_>, class: Object) -> PyResult<Object> {
        // SAFETY: the caller's obligation.
        unsafe { self.0.into_instance(py, class.cast()) }
    }
}

/// See [`New`].
pub trait NewAny<T, I>: Sized {
    /// The end of a constructor that returns some other object.
    ///
    /// # Errors
    /// The constructor's own, or that of the conversion.
    ///
    /// # Safety
    /// None.
    unsafe fn construct<'py>(self, py: Python<'py>, class: Object) -> PyResult<Object>
    where
        I: NewObject<'py, T>;
}

impl<T, I> NewAny<T, I> for New<T, I> {
    unsafe fn construct<'py>(self, py: Python<'py>, _class: Object) -> PyResult<Object>
    where
        I: NewObject<'py, T>,
    {
        self.0.into_result(py)
    }
}

/// What the constructor of `T` can return that is no instance of it: the bound of
/// [`NewAny`], for its message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from the constructor of `{T}`",
    label = "does not make a new instance",
    note = "return `Self`, `Py<Self>`, or a `Result` of one of them",
    note = "a class that extends another `#[pyclass]` must make the base's value too: return `(Self, Base)`, or `PyClassInitializer::from(base).add_subclass(value)`"
)]
pub trait NewObject<'py, T>: Return<'py> {}

#[diagnostic::do_not_recommend]
impl<'py, T, I: Return<'py>> NewObject<'py, T> for I {}

/// The `tp_new` of all classes that extend `object` and have a constructor. One for each would be 70 bytes.
///
/// # Safety
/// Called by the interpreter with such a class or a subclass, a tuple, and a dict or null.
pub(super) unsafe extern "C" fn new(class: Object, args: Object, kwargs: Object) -> Object {
    // SAFETY: the caller's obligations; a class that has this has a constructor.
    unsafe {
        let record = ClassRecord::first_of(class.cast());
        let mut call = |args, nargs, names| match record.plan.fits() {
            false => {
                let function = record.tables().vectorcall;
                mem::transmute::<*mut c_void, ffi::vectorcallfunc>(function)(
                    class, args, nargs, names,
                )
            }
            true => construct_numbers::construct(record, class, args, nargs, names),
        };
        pass_on(&mut call, args, kwargs)
    }
}

/// `tp_new` by way of a constructor's vectorcall entry.
///
/// # Safety
/// Called by the interpreter with a class that `function` constructs, a tuple, and a
/// dict or null.
#[inline(never)]
pub unsafe fn new_by_vectorcall(
    function: ffi::vectorcallfunc,
    class: Object,
    args: Object,
    kwargs: Object,
) -> Object {
    // SAFETY: the caller's obligations.
    unsafe { pass_on(&mut |args, nargs, names| function(class, args, nargs, names), args, kwargs) }
}

/// Calls `call` with the arguments of a classic call as those of a vectorcall.
///
/// # Safety
/// A tuple, and a dict or null.
unsafe fn pass_on(
    call: &mut dyn FnMut(*const Object, usize, Object) -> Object,
    args: Object,
    kwargs: Object,
) -> Object {
    // SAFETY: the arguments live as long as the call, which ends before this does.
    unsafe {
        let nargs = ffi::PyTuple_Size(args) as usize;
        let no_keywords = kwargs.is_null() || ffi::PyDict_Size(kwargs) == 0;
        if no_keywords {
            // What the probe needs is made the first time, when nothing has been read yet.
            let items = abi::layout::tuple_items(args);
            let items = items.or_else(|| probe::tuple_items(Python::assume_attached(), args));
            if let Some(items) = items {
                return call(items.as_ptr(), nargs, ptr::null_mut());
            }
        }
        let mut values = Vec::with_capacity(nargs + 4);
        for index in 0..nargs {
            values.push(ffi::PyTuple_GetItem(args, index as ffi::Py_ssize_t));
        }
        if no_keywords {
            return call(values.as_ptr(), nargs, ptr::null_mut());
        }
        let names = ffi::PyTuple_New(ffi::PyDict_Size(kwargs));
        if names.is_null() {
            return names;
        }
        let (mut place, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        let mut index = 0;
        let mut result = ptr::null_mut();
        while ffi::PyDict_Next(kwargs, &mut place, &mut name, &mut value) != 0 {
            if ffi::PyUnicode_Check(name) == 0 {
                let py = Python::assume_attached();
                crate::PyErr::worded::<PyTypeError>("keywords must be strings").restore(py);
                ffi::Py_DECREF(names);
                return result;
            }
            ffi::PyTuple_SetItem(names, index, ffi::Py_NewRef(name));
            index += 1;
            values.push(value);
        }
        result = call(values.as_ptr(), nargs, names);
        ffi::Py_DECREF(names);
        result
    }
}
