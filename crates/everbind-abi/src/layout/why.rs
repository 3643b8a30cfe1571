//! Why the fast paths are off, for who asks.

use super::{ROWS, forbidden, is_strange, layout};
use crate::interpreter;

/// Why the fast paths are off, in words; `None` where they are on.
///
/// # Panics
/// If [`load`](crate::load) has not returned `Ok`.
#[cold]
pub fn why_off() -> Option<&'static str> {
    if layout().is_some() {
        return None;
    }
    let interpreter = interpreter();
    let mut known = false;
    for row in ROWS {
        let same = row.minor == interpreter.version.minor;
        known |= same && row.free_threaded == interpreter.free_threaded;
    }
    Some(if cfg!(feature = "pure") {
        "everbind was built with the feature `pure`"
    } else if is_strange() {
        "this machine is not a little-endian one of 64 bits"
    } else if forbidden() {
        "EVERBIND_LAYOUT=off"
    } else if interpreter.debug {
        "a debug build of Python has other layouts"
    } else if !known {
        "this version of Python is newer than this version of everbind"
    } else if !interpreter.version.is_settled() {
        "before its release candidates a version of Python may change its layouts"
    } else {
        "the layout known for this version does not fit: this Python was built otherwise"
    })
}
