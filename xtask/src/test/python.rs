//! The steps that run the test extension in the interpreters.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Result, bail};

use super::ext::{Library, MODULE};
use super::tally::{Outcome, Tally};
use super::{log, parse};
use crate::pythons::Interpreter;
use crate::sh;
use crate::venvs::{self, Venv};

/// Suites that run at a time. Two saturate a small machine and keep timing-sensitive tests honest.
const JOBS: usize = 2;

/// How much of the fast paths a suite runs on.
#[derive(Clone, Copy, PartialEq)]
pub enum Layout {
    /// What the library makes of the interpreter.
    Detected,
    /// `EVERBIND_LAYOUT=off`: the stable ABI alone.
    Off,
    /// The library was built with feature `pure`.
    Pure,
}

impl Layout {
    /// What a step's name ends with.
    fn shown(self) -> &'static str {
        match self {
            Layout::Detected => "",
            Layout::Off => " layout=off",
            Layout::Pure => " pure",
        }
    }
}

/// A free-threaded interpreter switches the GIL on, and warns, when a module does not say it can do without.
const GIL_WARNING: [&str; 2] = ["-W", "error::RuntimeWarning"];

/// pytest over `tests/python` on every interpreter, under each of the layouts.
pub fn suites(tally: &Tally, library: &Library, pythons: &[Interpreter], layouts: &[Layout]) {
    // The environments first, one after the other: they are kept, and pip is no good neighbour.
    let mut jobs = VecDeque::new();
    for python in pythons {
        match venvs::ensure(python, venvs::TESTS) {
            Ok(venv) => jobs.extend(layouts.iter().map(|layout| (python, venv.clone(), *layout))),
            Err(error) => tally.step(&format!("environment {}", python.label()), || Err(error)),
        }
    }
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        for _ in 0..JOBS {
            scope.spawn(|| {
                loop {
                    let next = jobs.lock().unwrap_or_else(|e| e.into_inner()).pop_front();
                    let Some((python, venv, layout)) = next else { return };
                    let name = format!("pytest {}{}", python.label(), layout.shown());
                    tally.step(&name, || suite(&name, library, python, &venv, layout));
                }
            });
        }
    });
}

fn suite(
    name: &str,
    library: &Library,
    python: &Interpreter,
    venv: &Venv,
    layout: Layout,
) -> Result<Outcome> {
    if python.free_threaded {
        gil_stays_off(&venv.python(), library)?;
    }
    let log = log(name)?;
    let mut pytest = with_library(&venv.python(), library);
    if python.free_threaded {
        pytest.args(GIL_WARNING);
    }
    pytest.args(["-X", "faulthandler", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rsfE"]);
    pytest.args(["--timeout", "300", "--color", "no", "--durations", "10", "tests/python"]);
    match layout {
        Layout::Off => pytest.env("EVERBIND_LAYOUT", "off"),
        Layout::Detected | Layout::Pure => pytest.env_remove("EVERBIND_LAYOUT"),
    };
    if layout == Layout::Pure {
        // No wheel is made of this library.
        pytest.args(["--ignore", "tests/python/test_wheel.py"]);
    }
    if layout != Layout::Detected {
        // The long loops are about loading and dropping, which no layout changes.
        pytest.args(["-m", "not stress"]);
    }
    let succeeded = sh::logged(&mut pytest, &log)?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let mut outcome = parse::pytest(&text);
    if layout != Layout::Detected {
        outcome.notes.push("without the long loops, which no layout changes".into());
    }
    if !succeeded || outcome.passed == 0 {
        outcome.failed = outcome.failed.max(1);
        outcome.notes.extend(sh::tail(&text, 25).lines().map(String::from));
        outcome.notes.push(format!("all of it: {}", log.display()));
    }
    Ok(outcome)
}

/// An interpreter that finds the test extension.
fn with_library(python: &Path, library: &Library) -> Command {
    let mut command = sh::command(python);
    command.env("PYTHONPATH", &library.site).env("EVERBIND_SITE", &library.site);
    command.env("EVERBIND_WHEEL", &library.wheel);
    command
}

/// Imports the extension in a free-threaded interpreter, which must neither warn nor switch the GIL on.
fn gil_stays_off(python: &Path, library: &Library) -> Result<()> {
    let code = format!("import sys, {MODULE}; sys.exit(3 if sys._is_gil_enabled() else 0)");
    let mut import = with_library(python, library);
    let output = sh::output(import.args(GIL_WARNING).args(["-c", &code]))?;
    match output.status.code() {
        Some(0) => Ok(()),
        Some(3) => bail!("importing {MODULE} switched the GIL on"),
        _ => bail!("importing {MODULE}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Loads the extension from its path, whatever suffixes this interpreter knows, and prints the ImportError.
const REFUSAL: &str = "
import importlib.machinery, importlib.util, sys
name, path = sys.argv[1:]
loader = importlib.machinery.ExtensionFileLoader(name, path)
spec = importlib.util.spec_from_file_location(name, path, loader=loader)
try:
    loader.exec_module(importlib.util.module_from_spec(spec))
except ImportError as error:
    print(error)
else:
    sys.exit('it was imported')
";

/// Interpreters that are not supported must say so in one ImportError.
pub fn refusals(tally: &Tally, library: &Library, unsupported: &[Interpreter]) {
    let candidates: Vec<_> = unsupported.iter().filter(|p| can_refuse(p)).collect();
    if candidates.is_empty() {
        tally.skipped("refused", "no Python 3.11 and no PyPy here to try");
    }
    for python in candidates {
        tally.step(&format!("refused by {}", python.label()), || refusal(library, python));
    }
}

/// Older ones than 3.11 are of no interest any more.
fn can_refuse(python: &Interpreter) -> bool {
    python.numbers.1 >= 11
}

fn refusal(library: &Library, python: &Interpreter) -> Result<Outcome> {
    let mut import = sh::command(&python.path);
    import.args(["-I", "-c", REFUSAL, MODULE]).arg(&library.file);
    let output = sh::output(&mut import)?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let noise = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let clean = output.status.success() && noise.is_empty() && said.lines().count() == 1;
    // A loader's own complaint is an ImportError too; ours says who cannot be helped, and by what.
    if clean && said.contains("everbind") && said.contains("3.12") {
        return Ok(Outcome { notes: vec![said], ..Outcome::ok() });
    }
    let status = output.status;
    Ok(Outcome::failure(&format!(
        "expected one ImportError that names everbind and Python 3.12; {status}\n{said}\n{noise}"
    )))
}
