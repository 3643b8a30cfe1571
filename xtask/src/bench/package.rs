//! Throw-away cargo packages of one file, compiled from nothing and again.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, Item, Value, value};

use super::cost::{self, Cost};
use crate::sh;

/// A package in a folder of its own.
pub struct Package {
    folder: PathBuf,
    name: String,
    source: String,
}

impl Package {
    /// Writes the package `name` of this source into `folder`, and fetches what it depends on: the
    /// engine, if one is named.
    ///
    /// # Errors
    /// When the folder cannot be written, or cargo cannot fetch.
    pub fn new(
        folder: PathBuf,
        name: &str,
        engine: Option<&str>,
        opt_level: Option<&str>,
        source: String,
    ) -> Result<Package> {
        sh::fresh(&folder)?;
        fs::create_dir(folder.join("src"))?;
        let mut manifest = read("manifest.toml")?;
        manifest["package"]["name"] = value(name);
        if let Some(engine) = engine {
            manifest["dependencies"][engine] = dependency(engine)?;
        }
        if let Some(level) = opt_level {
            manifest["profile"]["release"]["opt-level"] = value(level);
        }
        fs::write(folder.join("Cargo.toml"), manifest.to_string())?;
        let package = Package { folder, name: name.to_owned(), source };
        package.write("")?;
        sh::run(package.cargo().args(["fetch", "--quiet"]))?;
        Ok(package)
    }

    /// One cold build, and one after a change.
    ///
    /// # Errors
    /// When a build fails.
    pub fn build(&self) -> Result<[Cost; 2]> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        self.write("")?;
        let cold = self.compile()?;
        self.write("// changed\n")?;
        Ok([cold, self.compile()?])
    }

    /// The library that was built.
    pub fn library(&self) -> PathBuf {
        cost::cargo_library(&self.folder.join("target"), &self.name)
    }

    /// The source, with a last line to tell versions apart.
    fn write(&self, last: &str) -> Result<()> {
        fs::write(self.folder.join("src").join("lib.rs"), format!("{}{last}", self.source))?;
        Ok(())
    }

    fn compile(&self) -> Result<Cost> {
        let mut build = self.cargo();
        build.args(["build", "--release", "--offline", "--quiet"]);
        cost::measured(&build)
    }

    fn cargo(&self) -> std::process::Command {
        let mut cargo = sh::cargo();
        cargo.current_dir(&self.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        cargo
    }
}

/// The engine as a dependency, by `benches/build/engines.toml`.
fn dependency(engine: &str) -> Result<Item> {
    let mut dependency = read("engines.toml")?[engine].clone();
    if let Some(path) = dependency.get("path").and_then(Item::as_str) {
        let path = sh::root().join(path).display().to_string().replace('\\', "/");
        dependency["path"] = Item::Value(Value::from(path));
    }
    Ok(dependency)
}

/// A file of `benches/build`.
fn read(name: &str) -> Result<DocumentMut> {
    let path = sh::root().join("benches").join("build").join(name);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.parse()?)
}
