//! `cargo everbind test`: does the project work as those will have it who install its wheel?
//!
//! The wheel is built and installed as any other would be, into an environment that holds nothing else but what its
//! tests need, and imported from outside the project's folder. Then the project's own tests run: Rust's, and pytest's
//! on each interpreter asked for. They all load the same wheel.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use crate::{
    progress::Progress,
    project::Project,
    python::Target,
    recipe::{Built, Recipe},
    stage::Stage,
    tools::Pip,
    ui::{self, advise},
};

/// pytest found nothing to run.
const NO_TESTS: i32 = 5;

#[derive(Args, Debug)]
pub struct Test {
    /// Path to the Cargo.toml of the crate to test
    #[arg(short = 'm', long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,

    /// Build with optimisation
    #[arg(short, long)]
    release: bool,

    /// Test this wheel, or the one in this folder, instead of building one
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    wheel: Option<PathBuf>,

    /// The interpreters to test on: paths, commands (python3.13) or versions (3.12,3.13t)
    /// [default: the active environment's, else the first on PATH]
    #[arg(long, value_name = "PYTHON", value_delimiter = ',')]
    python: Vec<String>,

    /// Install into the active environment, instead of one in cargo's target folder
    #[arg(long, conflicts_with = "python")]
    active: bool,

    /// Features of the crate, comma-separated
    #[arg(short = 'F', long, value_name = "FEATURES")]
    features: Vec<String>,

    /// Leave out `cargo test`
    #[arg(long)]
    no_rust: bool,

    /// Print one JSON object: the wheel, and what came of it on each interpreter
    #[arg(long)]
    json: bool,

    /// Further options for pytest
    #[arg(last = true, value_name = "PYTEST_OPTIONS")]
    pytest: Vec<String>,
}

impl Test {
    /// Builds, installs, imports and tests.
    ///
    /// # Errors
    /// The first step that fails.
    pub fn run(self) -> Result<()> {
        let started = Instant::now();
        let project = Project::find(self.manifest_path.as_deref())?;
        let targets = self.targets(&project.root)?;
        let wheel = self.wheel(&project)?;
        if !self.no_rust {
            self.cargo_test(&project)?;
        }
        let mut runs = Vec::new();
        for target in &targets {
            runs.push(self.on(target, &project, &wheel)?);
        }
        let names: Vec<String> = targets.iter().map(Target::to_string).collect();
        if self.json {
            println!("{}", json!({ "wheel": wheel.json()?, "runs": runs }));
        } else {
            let seconds = started.elapsed().as_secs_f64();
            let wheel = &wheel.name;
            println!(
                "{wheel}: installed, imported and tested on {} ({seconds:.0} s)",
                names.join(", ")
            );
        }
        Ok(())
    }

    /// The interpreters to test on; with `--active` an environment to install into.
    fn targets(&self, root: &Path) -> Result<Vec<Target>> {
        if !self.python.is_empty() {
            return self.python.iter().map(|name| Target::named(name)).collect();
        }
        let active = Target::active(root);
        let target = match active {
            Ok(Some(target)) => target,
            _ if self.active => active?.ok_or_else(|| {
                advise("no virtual environment is active", "leave --active out, or activate one")
            })?,
            _ => Target::on_path()?,
        };
        Ok(vec![target])
    }

    fn wheel(&self, project: &Project) -> Result<Built> {
        if let Some(path) = &self.wheel {
            return given(path);
        }
        let maturin = self.features.iter().map(|list| format!("--features={list}")).collect();
        let recipe =
            Recipe { project, release: self.release, interpreter: None, stubs: true, maturin };
        let built = recipe.build(|folder| folder.join("everbind").join(recipe.folder()))?;
        built.into_iter().next().context("a build gives a wheel")
    }

    fn cargo_test(&self, project: &Project) -> Result<()> {
        ui::note("cargo test");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["test", "--quiet", "--manifest-path"]).arg(&project.manifest);
        command.args(self.features.iter().map(|list| format!("--features={list}")));
        if self.release {
            command.arg("--release");
        }
        // Standard output is for the result.
        let status = command.stdout(std::io::stderr()).status().context("cannot run cargo")?;
        if !status.success() {
            bail!("`cargo test` failed; its messages are above");
        }
        Ok(())
    }

    /// Installs the wheel, imports it, and runs pytest.
    fn on(&self, target: &Target, project: &Project, wheel: &Built) -> Result<Value> {
        let progress = Progress::new(0);
        let pip = Pip::ready(&progress)?;
        progress.step(&format!("installing the wheel for {target}"));
        let stage = if self.active {
            Stage::new(target.clone())
        } else {
            let folder = wheel_folder(wheel, project)?.join(format!("venv-{}", target.name));
            Stage::new(target.environment_at(&folder)?)
        };
        stage.install(&pip, wheel, project)?;
        let imported = stage.import(&wheel.path)?;
        progress.finish();
        ui::note(format_args!("imported {} on {target}", imported.join(", ")));
        ui::note(format_args!("pytest on {target}"));
        let mut pytest = stage.python().command();
        pytest.args(["-m", "pytest", "-q"]).args(&self.pytest).current_dir(&project.root);
        let status = pytest.stdout(std::io::stderr()).status().context("cannot run pytest")?;
        match status.code() {
            Some(0) => {}
            Some(NO_TESTS) => ui::note("there are no tests in Python"),
            _ => bail!("pytest failed on {target}; its messages are above"),
        }
        Ok(json!({
            "python": target.python,
            "version": target.version,
            "free_threaded": target.free_threaded,
            "imported": imported,
            "tests": status.success(),
        }))
    }
}

/// The wheel at a path, or the only one in a folder.
fn given(path: &Path) -> Result<Built> {
    let mut wheels = vec![path.to_owned()];
    if path.is_dir() {
        wheels = fs::read_dir(path)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
        wheels.retain(|file| file.extension().is_some_and(|extension| extension == "whl"));
    }
    let [wheel] = &wheels[..] else {
        let message = format!("{} holds {} wheels, not one", path.display(), wheels.len());
        return Err(advise(message, "name the wheel itself"));
    };
    if !wheel.is_file() {
        bail!("there is no wheel {}", wheel.display());
    }
    let name = wheel.file_name().and_then(|name| name.to_str()).unwrap_or_default().parse()?;
    Ok(Built { path: std::path::absolute(wheel)?, name })
}

/// Where environments are kept: beside the folders of wheels that `test` builds, else in the project.
fn wheel_folder(wheel: &Built, project: &Project) -> Result<PathBuf> {
    let beside = wheel.path.parent().and_then(Path::parent);
    match beside.filter(|folder| folder.ends_with("everbind")) {
        Some(folder) => Ok(folder.to_owned()),
        None => {
            Ok(crate::graph::Graph::read(&project.manifest, &[])?.target_directory.join("everbind"))
        }
    }
}
