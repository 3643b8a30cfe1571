//! pip, run for another environment.

use std::{path::Path, process::Command};

use anyhow::Result;

use super::{
    environment::{Environment, MISLEADING},
    quietly,
};
use crate::progress::Progress;

/// A pip that is new enough for every wheel of ours.
#[derive(Debug)]
pub struct Pip {
    environment: Environment,
}

impl Pip {
    /// The pip of this command's environment.
    ///
    /// # Errors
    /// The environment cannot be made.
    pub fn ready(progress: &Progress) -> Result<Pip> {
        Ok(Pip { environment: Environment::ready(None, progress)? })
    }

    /// `pip install` with these arguments, for the environment of `python`.
    ///
    /// # Errors
    /// pip's own words.
    pub fn install<A: AsRef<std::ffi::OsStr>>(
        &self,
        python: &Path,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<()> {
        let mut pip = Command::new(self.environment.program("python"));
        pip.args(["-I", "-m", "pip", "--python"]).arg(python);
        pip.args(["install", "--quiet", "--no-input", "--disable-pip-version-check"]);
        pip.args(arguments);
        for name in MISLEADING {
            pip.env_remove(name);
        }
        quietly(&mut pip)
    }
}
