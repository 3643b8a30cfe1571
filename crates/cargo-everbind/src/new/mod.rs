//! `cargo everbind new` and `init`: a project that builds, tests and publishes as it is.

mod dependency;
mod files;
mod names;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use clap::Args;

use crate::ui::{self, advise};
use dependency::Dependency;

#[derive(Args, Debug)]
pub struct New {
    /// The folder to make; its last part is the project's name
    #[arg(value_name = "NAME")]
    path: PathBuf,

    #[command(flatten)]
    options: Options,
}

#[derive(Args, Debug)]
pub struct Init {
    /// The folder, which exists
    #[arg(value_name = "DIR", default_value = ".")]
    path: PathBuf,

    #[command(flatten)]
    options: Options,
}

#[derive(Args, Debug)]
struct Options {
    /// The project's name [default: the folder's]
    #[arg(long)]
    name: Option<String>,

    /// With a Python package around the Rust library: `python/NAME/__init__.py` and `NAME._NAME`
    #[arg(long)]
    mixed: bool,

    /// Do not make it a git repository
    #[arg(long)]
    no_git: bool,

    #[command(flatten)]
    dependency: Dependency,
}

impl New {
    /// Makes the folder and the project in it.
    ///
    /// # Errors
    /// The name will not do, or the folder exists and is not empty.
    pub fn run(&self) -> Result<()> {
        let folder = std::path::absolute(&self.path)?;
        let occupied = match fs::read_dir(&folder) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => folder.exists(),
        };
        // The name first: an error in it is the likelier one.
        let project = self.options.files(&folder)?;
        if occupied {
            return Err(advise(
                format!("{} exists already", folder.display()),
                "choose another name, or add what a project needs to that folder with `cargo everbind init`",
            ));
        }
        self.options.write(&folder, &project)?;
        let (name, path) = (&project.name, self.path.display());
        ui::note(format_args!("made {name} in {}", folder.display()));
        ui::note(format_args!("next: cd {path} && cargo everbind test"));
        Ok(())
    }
}

impl Init {
    /// Adds a project's files to a folder.
    ///
    /// # Errors
    /// The name will not do, or one of the files is there.
    pub fn run(&self) -> Result<()> {
        let folder = std::path::absolute(&self.path)?;
        if !folder.is_dir() {
            return Err(advise(
                format!("there is no folder {}", folder.display()),
                format!("make it with `cargo everbind new {}`", self.path.display()),
            ));
        }
        let folder = folder.canonicalize()?;
        let project = self.options.files(&folder)?;
        self.options.write(&folder, &project)?;
        ui::note(format_args!("made {} in {}", project.name, folder.display()));
        ui::note("next: cargo everbind test");
        Ok(())
    }
}

impl Options {
    fn files(&self, folder: &Path) -> Result<files::Files> {
        let name = match &self.name {
            Some(name) => name.clone(),
            None => folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        };
        let module = names::module(&name)?;
        let everbind = self.dependency.value()?;
        Ok(files::Files::new(name, &module, self.mixed, &everbind, in_workspace(folder)))
    }

    /// Writes the files, none of which may be there.
    fn write(&self, folder: &Path, project: &files::Files) -> Result<()> {
        let there: Vec<&str> = project
            .files
            .iter()
            .map(|(path, _)| &**path)
            .filter(|path| folder.join(path).symlink_metadata().is_ok())
            .collect();
        if !there.is_empty() {
            return Err(advise(
                format!("{} has {} already", folder.display(), there.join(", ")),
                "nothing is ever overwritten: move these away, or make the project elsewhere",
            ));
        }
        for (path, text) in &project.files {
            let path = folder.join(path);
            let what = || format!("cannot write {}", path.display());
            fs::create_dir_all(path.parent().context("a file has a folder")?).with_context(what)?;
            fs::File::create_new(&path)
                .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
                .with_context(what)?;
        }
        if !self.no_git {
            make_repository(folder);
        }
        Ok(())
    }
}

/// Whether cargo would take the folder for a part of a workspace above it.
fn in_workspace(folder: &Path) -> bool {
    folder.ancestors().skip(1).any(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.trim_start().starts_with("[workspace"))
    })
}

/// A git repository, unless the folder is in one or there is no git: neither is a reason to fail.
fn make_repository(folder: &Path) {
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(args).current_dir(folder).stdin(Stdio::null());
        let status = git.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    if !git(&["rev-parse", "--git-dir"]) && !git(&["init", "--quiet", "--initial-branch=main"]) {
        ui::note("it is no git repository: `git init` did not work here");
    }
}
