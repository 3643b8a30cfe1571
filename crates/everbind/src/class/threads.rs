//! The check that a class's instances may be used by any thread.
//!
//! `Send + Sync` as a plain bound would be reported twice, once for each, at the class, and without
//! a word on what to do. So the class is asked first, by [`Threads`]: an inherent constant where it
//! is both, else the one of [`NotShared`]. Only in the second case are the fields asked, one by one
//! at their own places. The last word is the class's, not its fields': a type may say
//! `unsafe impl Sync` for itself, or have fields that the macro does not see.

use std::marker::PhantomData;

/// Asks whether `T` may be used by any thread: `Threads::<T>::VERDICT`.
pub struct Threads<T>(PhantomData<T>);

/// The class may be used by any thread.
pub struct Shareable;

/// The class `T` may not.
pub struct Unshareable<T>(PhantomData<T>);

impl<T: Send + Sync> Threads<T> {
    /// Nothing more to be asked.
    pub const VERDICT: Shareable = Shareable;
}

/// See [`Threads`].
pub trait NotShared<T> {
    /// The fields are to be asked.
    const VERDICT: Unshareable<T> = Unshareable(PhantomData);
}

impl<T> NotShared<T> for Threads<T> {}

impl Shareable {
    /// Nothing: the class has answered for its fields.
    pub const fn field<F: ?Sized>(&self) {}

    /// Nothing.
    pub const fn end(&self) {}
}

impl<T> Unshareable<T> {
    /// Fails to compile for a field that is to blame.
    pub const fn field<F: ?Sized + AnyThread<T>>(&self) {}

    /// Fails to compile when no field was.
    pub const fn end(&self) {
        panic!("a `#[pyclass]` must be `Send` and `Sync`, or have the option `unsendable`");
    }
}

/// A field that any thread may use, in the class `Class`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared between threads, but instances of the class `{Class}` are",
    label = "not `Send` and `Sync`",
    note = "Python may use an instance on any thread, and on several at once where there is no GIL",
    note = "use `Arc` instead of `Rc`, a `Mutex` or an atomic instead of a cell, `Py<T>` instead of `Bound<'py, T>`",
    note = "or let only the thread that made an instance use it: `#[pyclass(unsendable)]`"
)]
pub trait AnyThread<Class> {}

#[diagnostic::do_not_recommend]
impl<Class, F: ?Sized + Send + Sync> AnyThread<Class> for F {}
