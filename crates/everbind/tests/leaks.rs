//! The leak report of a program that embeds Python, with lines of Rust where there are debug assertions.
#![cfg(feature = "auto-initialize")]

use std::env;
use std::mem;
use std::process::Command;

use everbind::prelude::*;

#[pyclass]
struct Leaked;

/// Where [`leaking`] makes its instances.
const LINE: u32 = line!() + 9;

/// The program: run by the test below, which asks for the report.
#[test]
fn leaking() {
    if env::var_os("EVERBIND_LEAKS").is_none() {
        return;
    }
    let leak = |py: Python<'_>| {
        mem::forget(Py::new(py, Leaked));
        drop(Py::new(py, Leaked));
    };
    // SAFETY: the only use of Python in this process; what is leaked is not used again.
    unsafe { everbind::with_embedded_python_interpreter(leak) };
}

#[test]
fn a_leak_is_told_with_its_line_of_rust() {
    let mut program = Command::new(env::current_exe().expect("this program"));
    let program = program.args(["--exact", "leaking", "--nocapture"]);
    let output = program.env("EVERBIND_LEAKS", "1").output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let place = match cfg!(debug_assertions) {
        true => format!("made at crates/everbind/tests/leaks.rs:{LINE}:21\n"),
        false => "made outside of Python code\n".to_owned(),
    };
    let report =
        format!("everbind: 1 instance is alive at exit\n  1 of builtins.Leaked\n    1 {place}");
    assert!(text.contains(&report), "{text}");
}
