//! [`PyClass`] and the traits that `#[pyclass]` implements with it.

use std::thread::{self, ThreadId};

use super::borrow::BorrowFlag;
use super::compare::Frozen;
use super::elsewhere;
use super::implicit::Temporary;
use super::init::PyObjectInit;
use super::items::ClassItems;
use super::layout::{CellLayout, Options};
use super::metaclass::Named;
use super::record::ClassRecord;
use super::spec::{ClassSpec, Describe, Facts, ToldBy};
use super::type_data::{InstanceKind, Objects};
use crate::object::{Bound, PyTypeInfo};
use crate::python::Python;
use crate::{PyAny, PyResult, ffi};

/// A Rust type that is a Python class. Implemented by [`#[pyclass]`](macro@crate::pyclass).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class",
    label = "not a `#[pyclass]`",
    note = "put `#[pyclass]` on the type",
    note = "an enum of Python's (`#[pyclass(enum = \"…\")]`) has no value in its members to be borrowed: take it by value or by `&self`"
)]
pub trait PyClass: PyTypeInfo + PyClassImpl {
    /// The class's name in Python.
    const NAME: &'static str;
    /// Whether the class is declared `frozen`.
    type Frozen: Frozen;
}

/// What the class's table is made from; written by the macros.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class",
    label = "not a `#[pyclass]`",
    note = "put `#[pyclass]` on the type"
)]
pub trait PyClassImpl: Sized + 'static {
    /// What the class extends.
    type BaseType: PyTypeInfo + PyClassBaseType;

    /// See `stub/mod.rs`.
    const KEY: [u8; 4];
    /// The record.
    const TOLD: ToldBy;
    const PYTHON_NAME: &'static str;
    const MODULE: Option<&'static str>;
    const OPTIONS: Options;

    const CELL: CellLayout = match Self::IS_TYPE {
        false => CellLayout::of::<Self>(Self::OPTIONS, Self::OWNS_FLAG),
        true => CellLayout::of_metaclass::<Self>(Self::OPTIONS, Self::OWNS_FLAG),
    };
    const FACTS: &'static Facts = &Facts { options: Self::OPTIONS, cell: Self::CELL };
    /// Whether the borrow flag is in this class's cell. It is in that of the
    /// first class of the inheritance line that is not frozen.
    const OWNS_FLAG: bool =
        !Self::OPTIONS.has(Options::FROZEN) && !<Self::BaseType as PyClassBaseType>::HAS_FLAG;
    /// Whether instances have a borrow flag.
    const HAS_FLAG: bool = Self::OWNS_FLAG || <Self::BaseType as PyClassBaseType>::HAS_FLAG;

    /// Whether the flag of every instance is beside its value.
    const FLAG_BESIDE: bool = Self::OWNS_FLAG && !Self::OPTIONS.has(Options::WITHIN);

    /// Whether the instances are types, and the value is their data: see `type_data.rs`.
    const IS_TYPE: bool = <<Self::BaseType as PyClassBaseType>::Kind as InstanceKind>::IS_TYPE;
    /// Makes the data of a type of which nothing is told.
    const FIRST: Option<fn() -> Self> = None;
    /// The metaclass, if one is named.
    const METACLASS: Option<&'static Named> = None;

    /// How the class is described.
    const DESCRIBE: Describe = ClassSpec::describe::<Self>;

    /// What holds a value that was made of another object for a parameter: see `implicit.rs`.
    type Temporary: Temporary<Self>;

    /// A value made of an object that is no instance, as `#[pyclass(implicit(…))]` says. `None` when it
    /// is none of the sources, or there are none.
    #[inline(always)]
    fn implicit(_object: &Bound<'_, PyAny>) -> Option<PyResult<Self::Temporary>> {
        None
    }

    /// As [`implicit`](Self::implicit), of an object that is strictly none of the sources.
    #[inline(always)]
    fn implicit_converting(_object: &Bound<'_, PyAny>) -> Option<PyResult<Self::Temporary>> {
        None
    }

    /// The class's record: one static for each class.
    fn record() -> &'static ClassRecord;

    /// The same, which knows then how the class is described.
    #[inline(always)]
    fn described() -> &'static ClassRecord {
        Self::record().described(Self::DESCRIBE)
    }

    /// Fills in what the class consists of: `#[pyclass]`'s `own` items, and those of `#[pymethods]`.
    fn items(own: &mut ClassItems, methods: &mut ClassItems);

    /// The comparison that `#[pyclass(eq, ord)]` asks for.
    ///
    /// # Safety
    /// `slf` is an instance.
    #[inline(always)]
    unsafe fn compare(
        py: Python<'_>,
        _slf: *mut ffi::PyObject,
        _other: *mut ffi::PyObject,
        _op: std::ffi::c_int,
    ) -> PyResult<*mut ffi::PyObject> {
        Ok(py.NotImplemented().into_ptr())
    }

    /// The address of the instance's Rust value.
    ///
    /// # Safety
    /// `object` points to an instance of the class or of a subclass.
    #[inline(always)]
    unsafe fn value(object: *mut ffi::PyObject) -> *mut Self {
        // SAFETY: the caller's obligation; the cell has the word where the class has the option.
        unsafe {
            let cell = Self::cell(object);
            if Self::OPTIONS.has(Options::WITHIN)
                && let Some(elsewhere) = elsewhere::elsewhere(cell.cast(), Self::CELL.within)
            {
                return elsewhere.value().cast();
            }
            cell
        }
    }

    /// The address of the instance's cell.
    ///
    /// # Safety
    /// As [`value`](Self::value).
    #[inline(always)]
    unsafe fn cell(object: *mut ffi::PyObject) -> *mut Self {
        // SAFETY: an instance has the class's cell at the recorded offset.
        unsafe { object.byte_add(Self::record().offset()).cast() }
    }

    /// As [`value`](Self::value), where the object's type was just looked at: the size of the header is known then.
    ///
    /// # Safety
    /// As [`value`](Self::value).
    #[inline(always)]
    unsafe fn value_near(object: *mut ffi::PyObject) -> *mut Self {
        // SAFETY: the cell of a class that extends `object` begins behind the header, which is a multiple of 16
        // bytes on these machines.
        unsafe {
            let is_first = <Self::BaseType as PyClassBaseType>::IS_OBJECT
                && !Self::OPTIONS.has(Options::WITHIN)
                && cfg!(target_pointer_width = "64");
            if is_first {
                object.byte_add(crate::abi::layout::header()).cast()
            } else {
                Self::value(object)
            }
        }
    }

    /// The instance's borrow flag.
    ///
    /// # Safety
    /// As [`value`](Self::value); only where `HAS_FLAG`.
    #[inline(always)]
    unsafe fn flag<'a>(object: *mut ffi::PyObject) -> &'a BorrowFlag {
        // SAFETY: where the class has a flag, it is in its cell or in its base's, or that of the owner of
        // the field that the instance refers to.
        unsafe {
            if Self::OWNS_FLAG {
                let cell = Self::cell(object);
                if Self::OPTIONS.has(Options::WITHIN)
                    && let Some(elsewhere) = elsewhere::elsewhere(cell.cast(), Self::CELL.within)
                {
                    return &*elsewhere.flag();
                }
                &*cell.byte_add(Self::CELL.flag).cast()
            } else {
                <Self::BaseType as PyClassBaseType>::base_flag(object)
            }
        }
    }

    /// The Rust name of the unsendable class, if any, for whose sake the instance may not
    /// be used on the current thread.
    ///
    /// # Safety
    /// As [`value`](Self::value).
    #[inline(always)]
    unsafe fn bound_elsewhere(object: *mut ffi::PyObject) -> Option<&'static str> {
        // SAFETY: an instance of the class is one of its base, and an unsendable class
        // has the identity of the thread that made it in its cell.
        unsafe {
            let base = <Self::BaseType as PyClassBaseType>::base_bound_elsewhere(object);
            if base.is_none() && Self::OPTIONS.has(Options::UNSENDABLE) {
                let maker = Self::cell(object).byte_add(Self::CELL.thread).cast::<ThreadId>();
                if *maker != thread::current().id() {
                    return Some(std::any::type_name::<Self>());
                }
            }
            base
        }
    }

    /// Panics when the instance may not be used on the current thread.
    ///
    /// # Safety
    /// As [`value`](Self::value).
    #[inline(always)]
    #[track_caller]
    unsafe fn ensure_thread(object: *mut ffi::PyObject) {
        // SAFETY: the caller's obligation.
        if let Some(name) = unsafe { Self::bound_elsewhere(object) } {
            wrong_thread(name);
        }
    }

    /// Writes the parts of the cell.
    ///
    /// # Safety
    /// `object` is a new instance whose cell holds nothing yet.
    #[inline(always)]
    unsafe fn fill(object: *mut ffi::PyObject, value: Self) {
        // SAFETY: the offsets are inside the cell, and nothing is there to be dropped.
        unsafe {
            let cell = Self::cell(object);
            cell.write(value);
            elsewhere::begin::<Self>(object);
            if Self::OWNS_FLAG {
                let flag = Self::record().flag_beginning();
                cell.byte_add(Self::CELL.flag).cast::<BorrowFlag>().write(flag);
            }
            if Self::CELL.thread != CellLayout::ABSENT {
                cell.byte_add(Self::CELL.thread)
                    .cast::<thread::ThreadId>()
                    .write(thread::current().id());
            }
        }
    }
}

#[cold]
#[track_caller]
fn wrong_thread(name: &str) -> ! {
    panic!("{name} is unsendable, but sent to another thread")
}

/// A type that a class can extend: a native one, or a `#[pyclass(subclass)]`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be extended by a `#[pyclass]`",
    label = "cannot be a base class",
    note = "a `#[pyclass]` needs the option `subclass` to be extended",
    note = "of Python's own types `dict`, `list`, `set`, `frozenset`, `float`, `complex`, `type`, dates and exceptions can be; `int`, `str`, `bytes` and `tuple` cannot: their instances differ in size"
)]
pub trait PyClassBaseType: Sized {
    /// What makes the base's part of a new instance.
    type Initializer: PyObjectInit<Self>;
    /// Whether instances have a borrow flag already.
    const HAS_FLAG: bool;
    /// Whether the base is `object`.
    const IS_OBJECT: bool;
    /// What instances are.
    type Kind: InstanceKind;

    /// The base's record, where it is a class of ours.
    fn base_record() -> Option<&'static ClassRecord>;

    /// # Safety
    /// `object` is an instance, and `HAS_FLAG`.
    unsafe fn base_flag<'a>(object: *mut ffi::PyObject) -> &'a BorrowFlag;

    /// # Safety
    /// `object` is an instance.
    unsafe fn base_bound_elsewhere(object: *mut ffi::PyObject) -> Option<&'static str>;

    /// Drops the Rust values of the base and of its bases.
    ///
    /// # Safety
    /// `object` is an instance that nobody uses any more.
    unsafe fn drop_base_values(object: *mut ffi::PyObject);
}

/// A native type that classes can extend. Whether CPython allows it is found when the
/// class is made.
#[doc(hidden)]
pub trait NativeBase: PyTypeInfo {
    /// Whether it is `object`.
    const IS_OBJECT: bool = false;
    /// What instances are.
    type Kind: InstanceKind;
}

impl NativeBase for PyAny {
    const IS_OBJECT: bool = true;
    type Kind = Objects;
}

#[diagnostic::do_not_recommend]
impl<T: NativeBase> PyClassBaseType for T {
    type Initializer = super::init::PyNativeTypeInitializer<T>;
    const HAS_FLAG: bool = false;
    const IS_OBJECT: bool = <T as NativeBase>::IS_OBJECT;
    type Kind = <T as NativeBase>::Kind;

    fn base_record() -> Option<&'static ClassRecord> {
        None
    }

    unsafe fn base_flag<'a>(_object: *mut ffi::PyObject) -> &'a BorrowFlag {
        unreachable!("a native type has no borrow flag")
    }

    #[inline(always)]
    unsafe fn base_bound_elsewhere(_object: *mut ffi::PyObject) -> Option<&'static str> {
        None
    }

    #[inline(always)]
    unsafe fn drop_base_values(_object: *mut ffi::PyObject) {}
}
