//! A program that runs Python for a while: one test, for an interpreter is started and ended once.
#![cfg(feature = "auto-initialize")]

use std::panic::catch_unwind;

use everbind::prelude::*;

#[test]
fn an_interpreter_for_the_time_of_a_closure() {
    assert!(Python::version_str().starts_with("3."));
    assert!(Python::try_attach(|_| ()).is_none());
    // SAFETY: the only use of Python in this process; a number is returned.
    let answer = unsafe {
        everbind::with_embedded_python_interpreter(|py| {
            // Panics before it starts anything.
            let nested = catch_unwind(|| everbind::with_embedded_python_interpreter(|_| ()));
            assert!(nested.is_err());
            Python::attach(|py| py.run(c"import threading, site", None, None)).unwrap();
            py.eval(c"6 * 7", None, None).unwrap().extract::<i64>().unwrap()
        })
    };
    assert_eq!(answer, 42);
    assert!(Python::try_attach(|_| ()).is_none());
}
