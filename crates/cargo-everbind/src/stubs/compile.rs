//! A project's library, built as `cargo build` does.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::Project;

/// Builds the project, and says where its library is.
///
/// # Errors
/// It does not compile, or is no library for Python.
pub fn library(project: &Project, features: &[String]) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--lib", "--message-format=json-render-diagnostics", "--manifest-path"]);
    build.arg(&project.manifest).stdin(Stdio::null()).stderr(Stdio::inherit());
    for features in features {
        build.arg("--features").arg(features);
    }
    let output = build.output().context("cannot run `cargo build`")?;
    if !output.status.success() {
        bail!("the project does not build; cargo's messages are above");
    }
    let manifest = project.manifest.canonicalize()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| {
            let path = message["manifest_path"]
                .as_str()
                .and_then(|path| PathBuf::from(path).canonicalize().ok());
            message["reason"] == "compiler-artifact" && path.as_ref() == Some(&manifest)
        })
        .find_map(|message| cdylib(&message))
        .with_context(|| {
            format!(
                "{} builds no library for Python; put `crate-type = [\"cdylib\"]` under [lib]",
                project.manifest.display()
            )
        })
}

/// The file of that kind among those of one target.
fn cdylib(message: &Value) -> Option<PathBuf> {
    let files = message["filenames"].as_array()?;
    let is_library =
        |name: &str| [".so", ".dylib", ".dll"].iter().any(|suffix| name.ends_with(suffix));
    files.iter().filter_map(Value::as_str).find(|name| is_library(name)).map(PathBuf::from)
}
