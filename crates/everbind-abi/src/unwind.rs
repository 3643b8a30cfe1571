//! Threads that CPython ends.
//!
//! *Problem.* A thread that wants to attach while the interpreter is being finalised never gets back:
//! a daemon thread at the end of `detach`, a thread of Rust's own in `attach`, but also any thread
//! that is in Python code and lets others run for a moment, which any function here may call. CPython
//! 3.14 and newer leave it waiting for ever; older ones call `pthread_exit`, which unwinds the stack
//! by force. A forced unwind must not run into Rust's `catch_unwind` or a function that cannot unwind
//! (the process aborts: "exception not rethrown"), and must not run destructors that count on being
//! attached.
//!
//! *How.* So it is stopped where it enters Rust, in the call of any function of 3.12, and the thread
//! waits for the end of the process, as on newer versions. That costs no time, for a call that
//! returns does not see it; in the test extension it costs 2 % more code, which is never run, and
//! 30 KB of tables for the unwinder.
//!
//! *Rejected.* Asking before a call whether the interpreter is being finalised: that begins while the
//! thread waits. Guarding only what attaches: a callback is where a thread spends its time.

use std::time::Duration;

/// Hangs the thread for good when it is dropped: after a call that unwound, which only CPython's
/// `pthread_exit` makes it do. A call that returned forgets it.
///
/// Each function spells this out, for a closure in each would be a sixth of the time that the crate
/// compiles, and more in those that call it.
pub(crate) struct Hang;

impl Drop for Hang {
    #[inline(always)]
    fn drop(&mut self) {
        hang()
    }
}

/// Never returns, which the compiler sees: what would clean up after it is not compiled.
#[cold]
#[inline(never)]
fn hang() -> ! {
    loop {
        std::thread::sleep(Duration::from_secs(3600));
    }
}
