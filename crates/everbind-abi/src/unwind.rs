//! Threads that CPython ends.
//!
//! A thread that wants to attach while the interpreter is being finalised never gets back. CPython
//! 3.14 and newer leave it waiting for ever; older ones call `pthread_exit`, which unwinds the stack
//! by force. A forced unwind must not run into Rust's `catch_unwind` (the process aborts) and must not
//! run destructors that count on being attached. So it is stopped where it enters Rust, and the thread
//! waits for the end of the process, as on newer versions.

use std::time::Duration;

/// Runs `attach`; if it unwinds, which only CPython's `pthread_exit` does, hangs the thread for good.
#[inline]
pub(crate) fn hang_on_unwind<R>(attach: impl FnOnce() -> R) -> R {
    let hang = Hang;
    let result = attach();
    std::mem::forget(hang);
    result
}

struct Hang;

impl Drop for Hang {
    #[cold]
    fn drop(&mut self) {
        loop {
            std::thread::sleep(Duration::from_secs(3600));
        }
    }
}
