//! [`Borrows`]: whether a value that was read from an object may point into it.

use std::marker::PhantomData;

/// Whether a `T` may borrow from the object it is read from.
///
/// That it does not can be said inside this crate only, and of each type anew: an object
/// need not be kept alive for a value that was said not to borrow from it.
pub struct Borrows<T>(bool, PhantomData<fn() -> T>);

impl<T> Borrows<T> {
    /// It may.
    pub const PERHAPS: Self = Borrows(true, PhantomData);

    /// It never does.
    pub(crate) const NO: Self = Borrows(false, PhantomData);

    /// As for `U`, which is all that a `T` holds.
    pub(crate) const fn like<U>(other: &Borrows<U>) -> Self {
        Borrows(other.0, PhantomData)
    }

    #[inline(always)]
    pub(crate) const fn get(&self) -> bool {
        self.0
    }
}
