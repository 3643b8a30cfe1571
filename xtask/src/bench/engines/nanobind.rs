//! nanobind by its own CMake functions, in its three kinds.

use std::env::{join_paths, split_paths, var_os};
use std::path::PathBuf;
use std::{fs, iter};

use anyhow::{Context, Result, bail};

use super::{Job, tools};
use crate::sh;

pub fn native(job: &Job) -> Result<()> {
    build(job, "native")
}

pub fn stable(job: &Job) -> Result<()> {
    build(job, "stable")
}

pub fn split(job: &Job) -> Result<()> {
    build(job, "split")
}

/// Where the split kind finds nanobind itself.
pub fn backend(job: &Job) -> Result<Vec<PathBuf>> {
    Ok(vec![tools::packages(job.python, "nanobind-backend")?])
}

/// `mode` is the CMake file's.
fn build(job: &Job, mode: &str) -> Result<()> {
    let venv = tools::builders()?;
    let folder = job.folder.join("build");
    let asked = ["-m", "nanobind", "--cmake_dir"];
    let nanobind = sh::capture(sh::command(venv.python()).args(asked))?;
    // CMake looks for Ninja on PATH.
    let path = var_os("PATH").unwrap_or_default();
    let path = join_paths(iter::once(venv.bin()).chain(split_paths(&path)))?;
    let cmake = || {
        let mut cmake = sh::command(venv.program("cmake"));
        cmake.env("PATH", &path);
        cmake
    };
    let mut configure = cmake();
    configure.args(["-G", "Ninja", "-S", "benches/run/engines/nanobind", "-B"]).arg(&folder);
    configure.arg("-DCMAKE_BUILD_TYPE=Release").arg(format!("-DMODE={mode}"));
    configure.arg(format!("-Dnanobind_DIR={}", nanobind.trim()));
    configure.arg(format!("-DPython_EXECUTABLE={}", job.python.path.display()));
    sh::capture(&mut configure)?;
    sh::capture(cmake().arg("--build").arg(&folder))?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("peer.") {
            fs::copy(&path, job.library())?;
            return fs::remove_dir_all(&folder).context("the build folder");
        }
    }
    bail!("no library named peer in {}", folder.display())
}
