//! Builds what the Python tests look at, once: the test extension and an example's wheel.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{demo, sh};

/// The module, which is the library's name too.
pub const MODULE: &str = "everbind_tests";
const PACKAGE: &str = "everbind-test-ext";

/// The built extension.
pub struct Library {
    /// The folder to put on `sys.path`.
    pub site: PathBuf,
    /// The file in it: the bare module name with the one suffix every CPython loads.
    pub file: PathBuf,
    /// The wheel of `examples/hello`.
    pub wheel: PathBuf,
}

/// Builds `tests/ext` in release and installs it under its bare name; builds the wheel.
///
/// # Errors
/// When either does not compile.
pub fn build() -> Result<Library> {
    let mut build = sh::cargo();
    build.args(["build", "--release", "--quiet", "--package", PACKAGE]);
    sh::capture(&mut build)?;
    let built = format!("{}{MODULE}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let built = sh::target().join("release").join(built);
    let site = sh::work("site")?;
    let file = site.join(format!("{MODULE}.{}", if cfg!(windows) { "pyd" } else { "so" }));
    // Copied beside and moved into place: a running interpreter may have the old file mapped.
    let new = site.join("new");
    fs::copy(&built, &new).with_context(|| format!("cannot copy {}", built.display()))?;
    fs::rename(&new, &file)?;
    Ok(Library { site, file, wheel: demo::build("hello")? })
}
