//! A project's folder: its Cargo.toml, and what pyproject.toml says about where things are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use toml_edit::{Document, Item};

use crate::ui::advise;

/// Names under which projects list what their tests need, the likelier first.
const TESTS: [&str; 4] = ["test", "tests", "testing", "dev"];

/// A crate that becomes a wheel.
#[derive(Debug)]
pub struct Project {
    /// The folder of pyproject.toml, or of Cargo.toml if there is none.
    pub root: PathBuf,
    /// The crate's Cargo.toml.
    pub manifest: PathBuf,
    pyproject: Option<Document<String>>,
}

/// What the tests of a project need besides pytest.
#[derive(Debug, PartialEq, Eq)]
pub enum TestNeeds {
    /// `[dependency-groups]` has this group.
    Group(String),
    /// `[project.optional-dependencies]` has this extra.
    Extra(String),
    Nothing,
}

impl Project {
    /// The project of a manifest, else where maturin would look: as pyproject.toml says, in this folder, in `rust`.
    ///
    /// # Errors
    /// There is no Cargo.toml, or pyproject.toml is not TOML.
    pub fn find(manifest: Option<&Path>) -> Result<Project> {
        match manifest {
            Some(path) => {
                let path = if path.is_dir() { path.join("Cargo.toml") } else { path.to_owned() };
                if !path.is_file() {
                    bail!("there is no {}", path.display());
                }
                Self::of(std::path::absolute(path)?)
            }
            None => Self::above(&std::env::current_dir()?),
        }
    }

    /// In this folder, or the nearest above it.
    fn above(folder: &Path) -> Result<Project> {
        for folder in folder.ancestors() {
            if let Some(project) = Self::in_folder(folder)? {
                // In the crate's folder of a project whose pyproject.toml lies above.
                let whole = project.pyproject.is_some();
                return if whole { Ok(project) } else { Self::of(project.manifest) };
            }
        }
        Err(advise(
            "there is no Cargo.toml here",
            "name one with --manifest-path, or make a project: `cargo everbind new NAME`",
        ))
    }

    fn in_folder(folder: &Path) -> Result<Option<Project>> {
        let pyproject = read(folder)?;
        let named = setting(pyproject.as_ref(), "manifest-path").map(PathBuf::from);
        let manifest = named
            .into_iter()
            .chain(["Cargo.toml".into(), "rust/Cargo.toml".into()])
            .map(|path| folder.join(path))
            .find(|path| path.is_file());
        Ok(manifest.map(|manifest| Project { root: folder.to_owned(), manifest, pyproject }))
    }

    /// pyproject.toml lies beside Cargo.toml, or in a folder above that names this manifest.
    fn of(manifest: PathBuf) -> Result<Project> {
        let own = manifest.parent().context("a file has a folder")?.to_owned();
        for folder in own.ancestors() {
            let pyproject = read(folder)?;
            let named = setting(pyproject.as_ref(), "manifest-path")
                .map_or_else(|| folder.join("rust/Cargo.toml"), |path| folder.join(path));
            if pyproject.is_some() && (folder == own || same(&named, &manifest)) {
                return Ok(Project { root: folder.to_owned(), manifest, pyproject });
            }
        }
        Ok(Project { root: own, manifest, pyproject: None })
    }

    /// `module-name`, by which pyproject.toml puts the library into a package.
    pub fn module_name(&self) -> Option<&str> {
        setting(self.pyproject.as_ref(), "module-name")
    }

    /// The folder that holds the Python package `name`, if the project is a mixed one.
    pub fn python_source(&self, package: &str) -> Option<PathBuf> {
        let folders = match setting(self.pyproject.as_ref(), "python-source") {
            Some(folder) => vec![self.root.join(folder)],
            None => vec![self.root.clone(), self.root.join("src")],
        };
        folders.into_iter().find(|folder| folder.join(package).join("__init__.py").is_file())
    }

    /// What its tests need.
    pub fn test_needs(&self) -> TestNeeds {
        let Some(pyproject) = &self.pyproject else { return TestNeeds::Nothing };
        let name_in = |table: Option<&Item>| {
            TESTS.into_iter().find(|name| table.is_some_and(|table| table.get(name).is_some()))
        };
        let extras = pyproject.get("project").and_then(|table| table.get("optional-dependencies"));
        if let Some(group) = name_in(pyproject.get("dependency-groups")) {
            TestNeeds::Group(group.to_owned())
        } else if let Some(extra) = name_in(extras) {
            TestNeeds::Extra(extra.to_owned())
        } else {
            TestNeeds::Nothing
        }
    }

    /// The text of pyproject.toml, empty if there is none.
    pub fn pyproject_text(&self) -> &str {
        self.pyproject.as_ref().map_or("", |document| document.raw())
    }
}

fn read(folder: &Path) -> Result<Option<Document<String>>> {
    let path = folder.join("pyproject.toml");
    let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
    Document::parse(text).map(Some).with_context(|| format!("{} is not TOML", path.display()))
}

/// A text under `[tool.maturin]`.
fn setting<'a>(pyproject: Option<&'a Document<String>>, key: &str) -> Option<&'a str> {
    pyproject?.get("tool")?.get("maturin")?.get(key)?.as_str()
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Project, TestNeeds};

    fn stage(files: &[(&str, &str)]) -> tempfile::TempDir {
        let stage = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = stage.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        stage
    }

    #[test]
    fn pyproject_may_name_the_manifest() {
        let stage = stage(&[
            ("pyproject.toml", "[tool.maturin]\nmanifest-path = \"a/Cargo.toml\" # x\n"),
            ("a/Cargo.toml", ""),
            ("b/Cargo.toml", ""),
        ]);
        let root = stage.path();
        let found = Project::above(&root.join("a")).unwrap();
        assert_eq!((found.manifest, found.root), (root.join("a/Cargo.toml"), root.to_owned()));
        assert_eq!(Project::of(root.join("a/Cargo.toml")).unwrap().root, root);
        assert_eq!(Project::of(root.join("b/Cargo.toml")).unwrap().root, root.join("b"));
        assert!(Project::in_folder(&root.join("c")).unwrap().is_none());
    }

    #[test]
    fn a_mixed_project_has_the_package_in_a_source_folder() {
        let package = ("py/demo/__init__.py", "");
        let stage = stage(&[
            ("pyproject.toml", "[tool.maturin]\npython-source = 'py'"),
            ("Cargo.toml", ""),
            package,
        ]);
        let project = Project::in_folder(stage.path()).unwrap().unwrap();
        assert_eq!(project.python_source("demo").as_deref(), Some(&*stage.path().join("py")));
        assert_eq!(project.python_source("other"), None);
    }

    #[test]
    fn what_tests_need_is_found_in_groups_then_in_extras() {
        let needs = |text: &str| {
            let stage = stage(&[("pyproject.toml", text), ("Cargo.toml", "")]);
            Project::in_folder(stage.path()).unwrap().unwrap().test_needs()
        };
        let extra = "[project.optional-dependencies]\ndev = []\ntests = []\n";
        assert_eq!(needs(extra), TestNeeds::Extra("tests".into()));
        assert_eq!(
            needs(&format!("{extra}[dependency-groups]\ndev = []")),
            TestNeeds::Group("dev".into())
        );
        assert_eq!(needs(""), TestNeeds::Nothing);
    }
}
