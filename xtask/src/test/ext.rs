//! Builds what the Python tests look at, once: the test extension and an example's wheel.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{demo, sh};

/// The module, which is the library's name too.
pub const MODULE: &str = "everbind_tests";
/// The packages in `tests`, and the module that each is.
const PACKAGES: [(&str, &str); 4] = [
    ("everbind-test-ext", MODULE),
    ("everbind-test-subinterp", "everbind_subinterp"),
    ("everbind-test-pyo3", "everbind_pyo3"),
    ("everbind-test-guide", "everbind_guide"),
];

/// The built extension.
pub struct Library {
    /// The folder to put on `sys.path`.
    pub site: PathBuf,
    /// The file in it: the bare module name with the one suffix every CPython loads.
    pub file: PathBuf,
    /// The wheel of `examples/hello`.
    pub wheel: PathBuf,
}

/// Builds the test extensions in release and installs them under their bare names; builds the wheel.
///
/// # Errors
/// When one of them does not compile.
pub fn build() -> Result<Library> {
    Ok(Library { wheel: demo::build("hello")?, ..libraries("site", None)? })
}

/// The test extensions alone, with a cargo feature or without, in the folder `site`.
///
/// # Errors
/// When one of them does not compile.
pub fn libraries(site: &str, feature: Option<&str>) -> Result<Library> {
    let mut build = sh::cargo();
    build.args(["build", "--release", "--quiet"]);
    for (package, _) in PACKAGES {
        build.args(["--package", package]);
        if let Some(feature) = feature {
            build.args(["--features", &format!("{package}/{feature}")]);
        }
    }
    sh::capture(&mut build)?;
    let site = sh::work(site)?;
    for (_, module) in PACKAGES {
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        let built = sh::target().join("release").join(format!("{prefix}{module}{suffix}"));
        // Copied beside and moved into place: a running interpreter may have the old file mapped.
        let new = site.join("new");
        fs::copy(&built, &new).with_context(|| format!("cannot copy {}", built.display()))?;
        fs::rename(&new, installed(&site, module))?;
    }
    Ok(Library { file: installed(&site, MODULE), site, wheel: PathBuf::new() })
}

/// Where the library of a module is.
pub fn installed(site: &Path, module: &str) -> PathBuf {
    site.join(format!("{module}.{}", if cfg!(windows) { "pyd" } else { "so" }))
}
