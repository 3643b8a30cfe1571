//! `cargo everbind build`: the wheel to publish.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::{editable, project::Project, recipe::Recipe, ui::advise};

/// Options of maturin that clash with what this command does, and what to do instead.
const REFUSED: [(&str, &str); 10] = [
    ("-o", PLACE),
    ("--out", PLACE),
    ("-m", CRATE),
    ("--manifest-path", CRATE),
    ("-r", RELEASE),
    ("--release", RELEASE),
    ("-i", INTERPRETERS),
    ("--interpreter", INTERPRETERS),
    ("-f", INTERPRETERS),
    ("--find-interpreter", INTERPRETERS),
];
const PLACE: &str = "give --out to `cargo everbind build` itself";
const CRATE: &str = "give --manifest-path to `cargo everbind build` itself";
const RELEASE: &str = "leave it out, it is the default";
const INTERPRETERS: &str = "leave it out, one wheel serves every interpreter";

#[derive(Args, Debug)]
pub struct Build {
    /// Path to the Cargo.toml of the crate to build
    #[arg(short = 'm', long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,

    /// Folder for the wheel [default: wheels in cargo's target folder]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Build without optimisation
    #[arg(long)]
    debug: bool,

    /// Build a wheel that leaves Python sources where they are, for the build backend (`pip install -e`)
    #[arg(long)]
    editable: bool,

    /// Python (3.10 or later) to install maturin with, where there is none yet; the wheel does not depend on it
    #[arg(long, value_name = "PYTHON")]
    interpreter: Option<PathBuf>,

    /// Put no .pyi files into the wheel
    #[arg(long)]
    no_stubs: bool,

    /// Print one JSON object with the wheel's path, name, version, tags and size
    #[arg(long)]
    json: bool,

    /// Further options for `maturin build`
    #[arg(last = true, value_name = "MATURIN_OPTIONS")]
    maturin: Vec<String>,
}

impl Build {
    /// Builds the wheel and prints its path as the last line of standard output, by itself.
    ///
    /// # Errors
    /// Each step's own; no wheel is left behind unless it passed the audit.
    pub fn run(self) -> Result<()> {
        let project = Project::find(self.manifest_path.as_deref())?;
        let recipe = Recipe {
            project: &project,
            release: !self.debug,
            interpreter: self.interpreter.as_deref(),
            stubs: !self.no_stubs,
            maturin: self.maturin,
        };
        if let Some((given, help)) = REFUSED.iter().find(|(option, _)| recipe.has_option(option)) {
            return Err(advise(format!("{given} cannot be passed on to maturin"), *help));
        }
        let built = recipe.build(|target| self.out.unwrap_or_else(|| target.join("wheels")))?;
        for wheel in built.iter().filter(|_| self.editable) {
            let folder = wheel.path.parent().context("a file has a folder")?;
            // Written over the wheel itself: it has the same name.
            editable::make(&wheel.path, &wheel.name, &project, folder)?;
        }
        if self.json {
            let wheels = built.iter().map(|wheel| wheel.json()).collect::<Result<Vec<_>>>()?;
            println!("{}", json!({ "wheels": wheels }));
        } else {
            built.iter().for_each(|wheel| println!("{}", wheel.path.display()));
        }
        Ok(())
    }
}
