//! Every file of `cases/` must fail to compile with exactly the message in the
//! `.stderr` file beside it; every file of `pass/` must compile.
//!
//! The text of an error belongs to one version of rustc, so the comparison runs
//! with that version only. `TRYBUILD=overwrite cargo test -p everbind-ui-tests`
//! writes the files anew; read the difference before you commit it.

use std::process::Command;

/// The rustc whose messages the `.stderr` files hold.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn ui() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&output.stdout);
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    if version.starts_with(RUSTC) {
        cases.compile_fail("cases/*.rs");
    } else {
        println!("compile errors not compared: the files are of {RUSTC}x, this is {version}");
    }
}
