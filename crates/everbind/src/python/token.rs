//! [`Python<'py>`]: proof that the thread is attached.

use std::marker::PhantomData;

/// A token that shows that the current thread is attached to the Python
/// interpreter for `'py`: it holds the GIL, or is attached on a free-threaded build.
///
/// It is a zero-sized value, so passing it costs nothing. Get one as an argument
/// of a `#[pyfunction]`, from any [`Bound`](crate::Bound), or from [`Python::attach`].
#[derive(Clone, Copy)]
pub struct Python<'py>(PhantomData<&'py ()>, PhantomData<*mut Python<'static>>);

impl<'py> Python<'py> {
    /// Makes a token out of nothing.
    ///
    /// # Safety
    /// The thread is attached, and stays so for `'py`.
    #[inline(always)]
    pub unsafe fn assume_attached() -> Python<'py> {
        Python(PhantomData, PhantomData)
    }

    /// PyO3's name until 0.25.
    ///
    /// # Safety
    /// As [`assume_attached`](Self::assume_attached).
    #[deprecated(note = "renamed to `assume_attached`")]
    #[inline]
    pub unsafe fn assume_gil_acquired() -> Python<'py> {
        // SAFETY: the caller's obligation.
        unsafe { Python::assume_attached() }
    }
}
