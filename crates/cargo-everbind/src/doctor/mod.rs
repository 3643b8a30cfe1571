//! `cargo everbind doctor`: what is wrong with this machine or project, and the command that mends it.
//!
//! Each check tries the thing itself where that is cheap (a library is linked, interpreters are asked), rather than looking
//! for its traces. Nothing is installed or changed.

mod installed;
mod machine;
mod manifests;

use anstyle::{AnsiColor, Style};
use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;
use serde_json::json;

use crate::project::Project;

const GOOD: Style = AnsiColor::Green.on_default();
const HINT: Style = AnsiColor::Cyan.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();

#[derive(Args, Debug)]
pub struct Doctor {
    /// Path to the Cargo.toml of the crate to look at
    #[arg(short = 'm', long, value_name = "PATH")]
    manifest_path: Option<std::path::PathBuf>,

    /// Print one JSON document with all findings
    #[arg(long)]
    json: bool,
}

/// How bad a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Ok,
    /// Could be better.
    Hint,
    /// Works, but not as one would think.
    Warning,
    /// Does not work.
    Error,
}

/// What a check found.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    pub status: Status,
    pub text: String,
    /// The command that mends it, or what to write.
    pub mend: Option<String>,
}

impl Check {
    pub fn ok(what: &'static str, text: impl Into<String>) -> Check {
        Check { what, status: Status::Ok, text: text.into(), mend: None }
    }

    pub fn new(
        what: &'static str,
        status: Status,
        text: impl Into<String>,
        mend: impl Into<String>,
    ) -> Check {
        Check { what, status, text: text.into(), mend: Some(mend.into()) }
    }

    fn print(&self) {
        let (style, word) = match self.status {
            Status::Ok => (GOOD, "ok"),
            Status::Hint => (HINT, "hint"),
            Status::Warning => (WARNING, "warning"),
            Status::Error => (ERROR, "error"),
        };
        anstream::println!("{style}{word:>7}{style:#}  {}: {}", self.what, self.text);
        if let Some(mend) = &self.mend {
            anstream::println!("         {GOOD}mend{GOOD:#}: {mend}");
        }
    }
}

impl Doctor {
    /// Prints what was found.
    ///
    /// # Errors
    /// Something is wrong: then there is an error among the findings.
    pub fn run(&self) -> Result<()> {
        let folder = std::env::current_dir()?;
        let mut checks = machine::checks(&folder);
        match Project::find(self.manifest_path.as_deref()) {
            Ok(project) => {
                checks.extend(manifests::checks(&project));
                checks.extend(installed::checks(&project));
            }
            // Named, or here but broken.
            Err(error) if self.manifest_path.is_some() || folder.join("Cargo.toml").exists() => {
                checks.push(Check::new(
                    "project",
                    Status::Error,
                    format!("{error:#}"),
                    "name its Cargo.toml with --manifest-path",
                ));
            }
            Err(_) => checks.push(Check::new(
                "project",
                Status::Hint,
                "there is no Cargo.toml here: only the machine was looked at",
                "cargo everbind new NAME",
            )),
        }
        let errors = checks.iter().filter(|check| check.status == Status::Error).count();
        if self.json {
            println!("{:#}", json!({ "ok": errors == 0, "checks": checks }));
        } else {
            checks.iter().for_each(Check::print);
        }
        match errors {
            0 => Ok(()),
            1 => bail!("one thing is wrong; the command that mends it is above"),
            more => bail!("{more} things are wrong; the commands that mend them are above"),
        }
    }
}
