//! Capsules: C pointers, or Rust values, as Python objects.

use std::any::Any;
use std::ffi::{CStr, CString, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};

use crate::error::{PyErr, PyResult, check, panic_to_err};
use crate::exceptions::PySystemError;
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::{PyAny, ffi};

/// A pointer that Python code can pass on but not look into; how extension modules
/// offer a C interface to each other.
///
/// The name says what the pointer points to: who knows the name may use it.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyCapsule;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let capsule = PyCapsule::new_with_value(py, 42u64, c"hello.answer")?;
/// let pointer = capsule.pointer_checked(Some(c"hello.answer"))?.cast::<u64>();
/// // SAFETY: the name says that it is a `u64`, and the capsule is alive.
/// assert_eq!(unsafe { *pointer.as_ref() }, 42);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyCapsule(PyAny);

native_type!(PyCapsule, PyCapsule_Type);

/// What a capsule with a Rust value points to. The value comes first, so that the
/// capsule's pointer is the value's.
#[repr(C)]
struct Contents<T, D> {
    value: T,
    destructor: D,
    /// Keeps the name alive where the capsule does not borrow it for ever.
    name: Option<CString>,
}

impl PyCapsule {
    /// A capsule that owns `value`; it is dropped with the capsule.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_with_value<'py, T>(
        py: Python<'py>,
        value: T,
        name: &'static CStr,
    ) -> PyResult<Bound<'py, Self>>
    where
        T: 'static + Send,
    {
        Self::new_with_value_and_destructor(py, value, name, |_value, _context| {})
    }

    /// A capsule that owns `value`, which `destructor` gets at the end, together with
    /// the [context](PyCapsuleMethods::set_context).
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_with_value_and_destructor<'py, T, F>(
        py: Python<'py>,
        value: T,
        name: &'static CStr,
        destructor: F,
    ) -> PyResult<Bound<'py, Self>>
    where
        T: 'static + Send,
        F: FnOnce(T, *mut c_void) + Send + 'static,
    {
        with_contents(py, Contents { value, destructor, name: None }, name.as_ptr())
    }

    /// PyO3's name until 0.28, with a name that need not be `'static`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[deprecated(note = "use `PyCapsule::new_with_value`")]
    pub fn new<T: 'static + Send>(
        py: Python<'_>,
        value: T,
        name: Option<CString>,
    ) -> PyResult<Bound<'_, Self>> {
        let name_ptr = name.as_deref().map_or(ptr::null(), CStr::as_ptr);
        with_contents(py, Contents { value, destructor: |_, _| {}, name }, name_ptr)
    }

    /// PyO3's name until 0.28, with a name that need not be `'static`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[deprecated(note = "use `PyCapsule::new_with_value_and_destructor`")]
    pub fn new_with_destructor<T: 'static + Send, F: FnOnce(T, *mut c_void) + Send + 'static>(
        py: Python<'_>,
        value: T,
        name: Option<CString>,
        destructor: F,
    ) -> PyResult<Bound<'_, Self>> {
        let name_ptr = name.as_deref().map_or(ptr::null(), CStr::as_ptr);
        with_contents(py, Contents { value, destructor, name }, name_ptr)
    }

    /// A capsule around a pointer that it does not own.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// # Safety
    /// The pointer stays valid for all who will take it from the capsule by `name`,
    /// on any thread.
    #[inline]
    pub unsafe fn new_with_pointer<'py>(
        py: Python<'py>,
        pointer: NonNull<c_void>,
        name: &'static CStr,
    ) -> PyResult<Bound<'py, Self>> {
        // SAFETY: the caller's obligation.
        unsafe { Self::new_with_pointer_and_destructor(py, pointer, name, None) }
    }

    /// As [`new_with_pointer`](Self::new_with_pointer), with a C function that is
    /// called at the end.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// # Safety
    /// As for [`new_with_pointer`](Self::new_with_pointer); the destructor does not
    /// unwind and may be called on any attached thread.
    #[inline]
    pub unsafe fn new_with_pointer_and_destructor<'py>(
        py: Python<'py>,
        pointer: NonNull<c_void>,
        name: &'static CStr,
        destructor: Option<ffi::PyCapsule_Destructor>,
    ) -> PyResult<Bound<'py, Self>> {
        // SAFETY: attached; a name for ever; the rest is the caller's obligation.
        unsafe {
            let ptr = ffi::PyCapsule_New(pointer.as_ptr(), name.as_ptr(), destructor);
            Bound::from_call(py, ptr)
        }
    }

    /// What the capsule at `name` (`module.attribute`) points to, after importing
    /// the module.
    ///
    /// # Errors
    /// What the import raises; `AttributeError` when there is no such capsule;
    /// `SystemError` when the pointer is not aligned for a `T`.
    ///
    /// # Safety
    /// The pointer points to a `T` that lives as long as the interpreter and is not
    /// changed.
    pub unsafe fn import<'py, T>(py: Python<'py>, name: &CStr) -> PyResult<&'py T> {
        let pointer = Self::import_pointer(py, name)?.cast::<T>();
        if !pointer.is_aligned() {
            let message = format!("the capsule {name:?} does not point to what was expected");
            return Err(crate::PyErr::worded::<PySystemError>(message));
        }
        // SAFETY: aligned; the rest is the caller's obligation.
        Ok(unsafe { pointer.as_ref() })
    }

    /// The pointer of the capsule at `name` (`module.attribute`), after importing
    /// the module.
    ///
    /// # Errors
    /// What the import raises; `AttributeError` when there is no such capsule.
    #[inline]
    pub fn import_pointer(py: Python<'_>, name: &CStr) -> PyResult<NonNull<c_void>> {
        // SAFETY: attached, a nul-terminated name.
        let pointer = unsafe { ffi::PyCapsule_Import(name.as_ptr(), 0) };
        NonNull::new(pointer).ok_or_else(|| PyErr::fetch(py))
    }
}

fn with_contents<T, D>(
    py: Python<'_>,
    contents: Contents<T, D>,
    name: *const c_char,
) -> PyResult<Bound<'_, PyCapsule>>
where
    T: 'static + Send,
    D: FnOnce(T, *mut c_void) + Send + 'static,
{
    let contents = Box::into_raw(Box::new(contents));
    // SAFETY: attached; the name lives as long as the contents, which live as long as
    // the capsule; when there is none, they are taken back.
    unsafe {
        let ptr = ffi::PyCapsule_New(contents.cast(), name, Some(destroy::<T, D>));
        Bound::from_call(py, ptr).inspect_err(|_| drop(Box::from_raw(contents)))
    }
}

/// # Safety
/// Called by CPython, attached, for a capsule made by `with_contents`.
unsafe extern "C" fn destroy<T, D: FnOnce(T, *mut c_void)>(capsule: *mut ffi::PyObject) {
    // SAFETY: the pointer was made by `with_contents` and is given up here. Python
    // code can have changed neither it nor, without the C interface, the name.
    let (contents, context) = unsafe {
        let name = ffi::PyCapsule_GetName(capsule);
        let contents = ffi::PyCapsule_GetPointer(capsule, name).cast::<Contents<T, D>>();
        (Box::from_raw(contents), ffi::PyCapsule_GetContext(capsule))
    };
    // SAFETY: attached.
    let py = unsafe { Python::assume_attached() };
    // SAFETY: attached; an exception may be under way while objects die.
    let raised = unsafe { ffi::PyErr_GetRaisedException() };
    let Contents { value, destructor, name } = *contents;
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| destructor(value, context))) {
        report(py, payload);
    }
    drop(name);
    // SAFETY: gives back what was taken.
    unsafe { ffi::PyErr_SetRaisedException(raised) };
}

#[cold]
fn report(py: Python<'_>, payload: Box<dyn Any + Send>) {
    panic_to_err(payload).write_unraisable(py, None);
}

/// The methods of [`PyCapsule`].
#[doc(alias = "PyCapsule")]
pub trait PyCapsuleMethods<'py>: Sealed {
    /// Sets the second pointer that a capsule can hold.
    ///
    /// # Errors
    /// None that is known.
    fn set_context(&self, context: *mut c_void) -> PyResult<()>;

    /// The second pointer; null when it was not set.
    ///
    /// # Errors
    /// None that is known.
    fn context(&self) -> PyResult<*mut c_void>;

    /// The pointer, if this is the capsule's name.
    ///
    /// # Errors
    /// `ValueError` when the name is another.
    fn pointer_checked(&self, name: Option<&CStr>) -> PyResult<NonNull<c_void>>;

    /// Whether [`pointer_checked`](Self::pointer_checked) will succeed.
    fn is_valid_checked(&self, name: Option<&CStr>) -> bool;

    /// The capsule's name.
    ///
    /// # Errors
    /// None that is known.
    fn name(&self) -> PyResult<Option<CapsuleName>>;
}

impl<'py> PyCapsuleMethods<'py> for Bound<'py, PyCapsule> {
    #[allow(clippy::not_unsafe_ptr_arg_deref)] // it is kept, not followed
    #[inline]
    fn set_context(&self, context: *mut c_void) -> PyResult<()> {
        // SAFETY: attached, a living capsule; the context is only kept.
        check(self.py(), unsafe { ffi::PyCapsule_SetContext(self.as_ptr(), context) })
    }

    #[inline]
    fn context(&self) -> PyResult<*mut c_void> {
        // SAFETY: attached, a living capsule.
        let context = unsafe { ffi::PyCapsule_GetContext(self.as_ptr()) };
        null_or_error(self.py(), context.is_null())?;
        Ok(context)
    }

    #[inline]
    fn pointer_checked(&self, name: Option<&CStr>) -> PyResult<NonNull<c_void>> {
        let name = name.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: attached, a living capsule, a nul-terminated name or null.
        let pointer = unsafe { ffi::PyCapsule_GetPointer(self.as_ptr(), name) };
        NonNull::new(pointer).ok_or_else(|| PyErr::fetch(self.py()))
    }

    #[inline]
    fn is_valid_checked(&self, name: Option<&CStr>) -> bool {
        let name = name.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: attached, a living capsule, a nul-terminated name or null.
        unsafe { ffi::PyCapsule_IsValid(self.as_ptr(), name) != 0 }
    }

    #[inline]
    fn name(&self) -> PyResult<Option<CapsuleName>> {
        // SAFETY: attached, a living capsule.
        let name = unsafe { ffi::PyCapsule_GetName(self.as_ptr()) };
        null_or_error(self.py(), name.is_null())?;
        Ok(NonNull::new(name.cast_mut()).map(|ptr| CapsuleName { ptr }))
    }
}

/// Tells a null that is the answer from one that reports failure.
#[inline]
fn null_or_error(py: Python<'_>, null: bool) -> PyResult<()> {
    if !null {
        return Ok(());
    }
    PyErr::take(py).map_or(Ok(()), Err)
}

/// The name of a capsule: a C string that is not known to live as long as it.
#[derive(Clone, Copy)]
pub struct CapsuleName {
    ptr: NonNull<c_char>,
}

impl CapsuleName {
    /// The name.
    ///
    /// # Safety
    /// The name lives for `'a`. Most capsules' names live for ever.
    #[inline]
    pub unsafe fn as_cstr<'a>(self) -> &'a CStr {
        // SAFETY: the caller's obligation.
        unsafe { CStr::from_ptr(self.as_ptr()) }
    }

    /// The address of the name.
    #[inline]
    pub fn as_ptr(self) -> *const c_char {
        self.ptr.as_ptr().cast_const()
    }
}

/// Names that PyO3 had until 0.26.
impl<'py> Bound<'py, PyCapsule> {
    /// The value that [`PyCapsule::new`] was given.
    ///
    /// # Safety
    /// The capsule was made of a `T`.
    #[deprecated(note = "use `pointer_checked`, which asks for the name")]
    #[inline]
    pub unsafe fn reference<T>(&self) -> &T {
        // SAFETY: the caller's obligation; the value lives as long as the capsule.
        unsafe { &*stored_pointer(self).cast::<T>() }
    }

    /// The pointer, whatever the name.
    #[deprecated(note = "use `pointer_checked`, which asks for the name")]
    #[inline]
    pub fn pointer(&self) -> *mut c_void {
        stored_pointer(self)
    }

    /// Whether there is a pointer.
    #[deprecated(note = "use `is_valid_checked`, which asks for the name")]
    #[inline]
    pub fn is_valid(&self) -> bool {
        !stored_pointer(self).is_null()
    }
}

/// The pointer under the capsule's own name; null if there is none.
#[inline]
fn stored_pointer(capsule: &Bound<'_, PyCapsule>) -> *mut c_void {
    // SAFETY: attached, a living capsule and its own name; an error is taken away.
    unsafe {
        let name = ffi::PyCapsule_GetName(capsule.as_ptr());
        let pointer = ffi::PyCapsule_GetPointer(capsule.as_ptr(), name);
        if pointer.is_null() {
            ffi::PyErr_Clear();
        }
        pointer
    }
}
