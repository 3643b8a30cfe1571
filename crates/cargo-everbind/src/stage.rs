//! An environment in which a wheel is tried: installed as a stranger would, and imported from it.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    develop::REPLACE,
    editable::is_library,
    project::{Project, TestNeeds},
    python::Target,
    recipe::Built,
    tools::Pip,
    wheel::Archive,
};

/// Imports the modules named, and complains of one that is not from this environment.
const IMPORT: &str = "
import importlib, sys
sys.argv, names = [''], sys.argv[1:]
for name in names:
    file = getattr(importlib.import_module(name), '__file__', None)
    if file is None or not file.startswith(sys.prefix):
        sys.exit(f'{name} was imported from {file}, not from the wheel')
";
/// Written into an environment that has what the tests need, with what that was.
const STAMP: &str = "everbind-test-needs";

/// The environment.
#[derive(Debug)]
pub struct Stage {
    python: Target,
}

impl Stage {
    pub fn new(python: Target) -> Stage {
        Stage { python }
    }

    /// Its interpreter.
    pub fn python(&self) -> &Target {
        &self.python
    }

    /// Installs the wheel in place of an earlier one, with what it and the project's tests need.
    ///
    /// # Errors
    /// pip's own words.
    pub fn install(&self, pip: &Pip, wheel: &Built, project: &Project) -> Result<()> {
        let python = &self.python.python;
        let path = wheel.path.to_str().context("the wheel's path is not UTF-8")?;
        pip.install(python, [path].iter().chain(&REPLACE))?;
        let needs = format!("{}\n{}", wheel.metadata()?, project.pyproject_text());
        let stamp = self.python.prefix.join(STAMP);
        if fs::read_to_string(&stamp).is_ok_and(|old| old == needs) {
            return Ok(());
        }
        let mut arguments = vec!["pytest".to_owned()];
        match project.test_needs() {
            TestNeeds::Group(name) => {
                let pyproject = project.root.join("pyproject.toml");
                let group = format!("{}:{name}", pyproject.display());
                arguments.extend([path.to_owned(), "--group".to_owned(), group]);
            }
            TestNeeds::Extra(name) => arguments.push(format!("{path}[{name}]")),
            TestNeeds::Nothing => arguments.push(path.to_owned()),
        }
        pip.install(python, &arguments)?;
        if self.python.environment {
            fs::write(stamp, needs)?;
        }
        Ok(())
    }

    /// Imports what the wheel holds, and returns the modules' names.
    ///
    /// # Errors
    /// Python's own words.
    pub fn import(&self, wheel: &Path) -> Result<Vec<String>> {
        let archive = Archive::read(wheel)?;
        let libraries = archive.entries.iter().map(|entry| &*entry.path);
        let modules = modules(libraries.filter(|path| is_library(path)));
        if modules.is_empty() {
            bail!("{} holds no extension module", wheel.display());
        }
        let mut python = self.python.command();
        // Not in the project's folder, whose sources would hide what is installed.
        python.args(["-c", IMPORT]).args(&modules).current_dir(&self.python.prefix);
        let output = python.output().context("cannot run the environment's Python")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            bail!("{} does not import on {}:\n{said}", modules.join(", "), self.python);
        }
        Ok(modules)
    }
}

/// What to import for these libraries: the package first, then the library itself.
fn modules<'a>(libraries: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut modules: Vec<String> = Vec::new();
    for path in libraries {
        let file = path.rsplit('/').next().unwrap_or(path);
        let suffix = file.find('.').map_or(0, |dot| file.len() - dot);
        let module = path[..path.len() - suffix].replace('/', ".");
        let package = module.split('.').next().unwrap_or(&module).to_owned();
        for name in [package, module] {
            if !modules.contains(&name) {
                modules.push(name);
            }
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::modules;

    #[test]
    fn a_library_is_imported_after_its_package() {
        let libraries = ["demo/_demo.so", "demo/sub/x.pyd", "other.abi3.so"].into_iter();
        assert_eq!(modules(libraries), ["demo", "demo._demo", "demo.sub.x", "other"]);
    }
}
