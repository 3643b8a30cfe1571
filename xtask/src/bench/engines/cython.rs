//! Cython: translated to C++, compiled for one interpreter.

use anyhow::{Context, Result};

use super::{Job, tools};
use crate::sh;

const OPTIONS: [&str; 5] = ["-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-DNDEBUG"];

pub fn build(job: &Job) -> Result<()> {
    let translated = job.folder.join("peer.cpp");
    let mut cython = sh::command(tools::builders()?.program("cython"));
    cython.args(["--cplus", "-3", "--module-name", "peer", "benches/run/engines/cython/bench.pyx"]);
    sh::capture(cython.arg("-o").arg(&translated))?;
    let compiler = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let include = job.python.include.as_ref();
    let include = include.with_context(|| format!("{} has no headers", job.python.label()))?;
    let mut compile = sh::command(compiler);
    compile.args(OPTIONS).arg("-I").arg(include).arg(translated).arg("-o").arg(job.library());
    sh::capture(&mut compile).map(drop)
}
