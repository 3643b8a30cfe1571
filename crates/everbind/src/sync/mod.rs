//! Synchronisation that knows about the interpreter: cells that are initialised
//! once, interned strings, and locks that are waited for detached.

pub mod critical_section;
mod interned;
#[cfg(feature = "lock_api")]
mod lock_api_ext;
mod lock_ext;
mod once_ext;
mod once_lock;
#[cfg(feature = "parking_lot")]
mod parking_lot_ext;

pub use critical_section::{with_critical_section, with_critical_section2};
pub use interned::Interned;
pub use lock_ext::{MutexExt, RwLockExt};
pub use once_ext::{OnceExt, OnceLockExt};
pub use once_lock::PyOnceLock;

/// PyO3's name until 0.26.
#[deprecated(note = "renamed to `PyOnceLock`")]
pub type GILOnceCell<T> = PyOnceLock<T>;
