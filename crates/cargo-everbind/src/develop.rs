//! `cargo everbind develop`: the project in the environment one works in.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::{
    editable,
    progress::Progress,
    project::Project,
    python::Target,
    recipe::Recipe,
    tools::Pip,
    ui::{self, advise},
};

#[derive(Args, Debug)]
pub struct Develop {
    /// Path to the Cargo.toml of the crate to build
    #[arg(short = 'm', long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,

    /// Build with optimisation
    #[arg(short, long)]
    release: bool,

    /// The interpreter or environment to install into: a path, a command (python3.13) or a version (3.13t)
    /// [default: the active environment, else .venv here or above]
    #[arg(long, value_name = "PYTHON")]
    python: Option<String>,

    /// Features of the crate, comma-separated
    #[arg(short = 'F', long, value_name = "FEATURES")]
    features: Vec<String>,

    /// Print one JSON object: the wheel, the environment, whether it is editable
    #[arg(long)]
    json: bool,

    /// Further options for `maturin build`
    #[arg(last = true, value_name = "MATURIN_OPTIONS")]
    maturin: Vec<String>,
}

impl Develop {
    /// Builds and installs.
    ///
    /// # Errors
    /// There is no environment to install into, or a step fails.
    pub fn run(self) -> Result<()> {
        let project = Project::find(self.manifest_path.as_deref())?;
        let target = match &self.python {
            Some(name) => Target::named(name)?,
            None => Target::active(&project.root)?.ok_or_else(|| {
                advise(
                    "no virtual environment is active",
                    "make one with `python3 -m venv .venv` (or `uv venv`): .venv is found without being activated; or name \
                     an interpreter with --python",
                )
            })?,
        };
        let mut maturin = self.maturin;
        maturin.extend(self.features.iter().map(|features| format!("--features={features}")));
        let recipe = Recipe {
            project: &project,
            release: self.release,
            interpreter: None,
            stubs: true,
            maturin,
        };
        let built = recipe.build(|folder| folder.join("everbind").join(recipe.folder()))?;
        let wheel = built.first().context("a build gives a wheel")?;
        let holder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let editable = editable::make(&wheel.path, &wheel.name, &project, holder.path())?;

        let progress = Progress::new(0);
        progress.step(&format!("installing into {}", target.prefix.display()));
        let pip = Pip::ready(&progress)?;
        let file = editable.as_ref().unwrap_or(&wheel.path);
        pip.install(&target.python, [file.as_os_str()].iter().chain(&REPLACE.map(AsRef::as_ref)))?;
        if wheel.metadata()?.contains("\nRequires-Dist:") {
            // Now for what it depends on; of the wheel itself pip sees that it is there.
            pip.install(&target.python, [file])?;
        }
        progress.finish();

        if self.json {
            let summary = json!({
                "wheel": wheel.json()?,
                "editable": editable.is_some(),
                "python": target.python,
                "version": target.version,
                "environment": target.prefix,
            });
            println!("{summary}");
        } else {
            let how = if editable.is_some() { ", editable," } else { "" };
            let name = &wheel.name;
            ui::note(format_args!(
                "installed {} {}{how} for {target} in {}",
                name.distribution,
                name.version,
                target.prefix.display()
            ));
        }
        Ok(())
    }
}

/// Options of pip for a wheel that may have the version of the one that is there.
pub const REPLACE: [&str; 2] = ["--force-reinstall", "--no-deps"];
