//! mypy, pyright and stubtest.
//!
//! Beside the stubs, the first two are given `tests/stubs/uses`: calls whose types are stated by `assert_type`, and wrong ones, each
//! with a comment that allows just that error. Both checkers complain of such a comment where there is no error.

use std::fs;
use std::process::Command;

use anyhow::Result;
use serde_json::json;

use super::{EXAMPLES, EXTENSIONS, Subject};
use crate::test::checks::one;
use crate::test::tally::Outcome;
use crate::{sh, venvs};

/// Calls of what the stubs declare.
const USES: &str = "tests/stubs/uses";
/// Runs stubtest; see there.
const STUBTEST: &str = "tests/stubs/run_stubtest.py";
/// What stubtest may find.
const ALLOWED: &str = "tests/stubs/allowed.txt";
/// The oldest Python that a library is for.
const OLDEST: &str = "3.12";

/// Generated files are as ruff formats them, whatever this repository's own settings.
pub fn ruff(subject: &Subject<'_>) -> Result<Outcome> {
    let mut ruff = sh::command(venvs::tools()?.program("ruff"));
    ruff.args(["format", "--isolated", "--no-cache", "--check", "--diff"]);
    one("stubs ruff", ruff.arg(&subject.typings).arg(&subject.unpacked))
}

/// The stubs by themselves, then their uses.
pub fn mypy(subject: &Subject<'_>) -> Result<Outcome> {
    let mut stubs = checker(subject, "mypy")?;
    for module in EXTENSIONS {
        stubs.args(["--package", module]);
    }
    // Errors in what is installed are not shown: so from the folder, not from the environment.
    stubs.env("MYPYPATH", std::env::join_paths([&subject.typings, &subject.unpacked])?);
    for name in EXAMPLES {
        stubs.args(["--package", name]);
    }
    let mut sum = one("stubs mypy", &mut stubs)?;
    let mut uses = checker(subject, "mypy-uses")?;
    uses.env("MYPYPATH", &subject.typings).arg(USES);
    let second = one("stubs mypy uses", &mut uses)?;
    sum.passed += second.passed;
    sum.failed += second.failed;
    sum.notes.extend(second.notes);
    Ok(sum)
}

fn checker(subject: &Subject<'_>, cache: &str) -> Result<Command> {
    let mut mypy = sh::command(subject.venv.python());
    mypy.args([
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--python-version",
        OLDEST,
        "--no-color-output",
    ]);
    mypy.arg("--cache-dir").arg(sh::work("stubs")?.join(cache));
    Ok(mypy)
}

/// pyright in its strict mode, on the stubs and on their uses.
pub fn pyright(subject: &Subject<'_>) -> Result<Outcome> {
    // What the author wrote, a constructor that takes anything and an initialiser that does not, is for them to mend;
    // that a stub is not complete is said on purpose.
    let stubs = json!({
        "include": ["typings", "wheels"],
        "reportInconsistentConstructor": false,
        "reportIncompleteStub": false,
    });
    let uses = json!({
        "include": ["uses"],
        "extraPaths": ["typings"],
        "reportUnnecessaryTypeIgnoreComment": true,
    });
    // pyright knows no path but those below its settings.
    let copies = sh::work("stubs")?.join("uses");
    sh::fresh(&copies)?;
    for file in fs::read_dir(sh::root().join(USES))? {
        let file = file?;
        fs::copy(file.path(), copies.join(file.file_name()))?;
    }
    let mut sum = Outcome { passed: 0, failed: 0, notes: Vec::new() };
    for (name, mut settings) in [("stubs", stubs), ("uses", uses)] {
        settings["pythonVersion"] = OLDEST.into();
        settings["typeCheckingMode"] = "strict".into();
        let file = sh::work("stubs")?.join(format!("pyright-{name}.json"));
        fs::write(&file, settings.to_string())?;
        let mut pyright = sh::command(subject.venv.python());
        pyright.args(["-m", "pyright", "--project"]).arg(&file).arg("--pythonpath");
        pyright.arg(subject.venv.python()).env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1");
        let one = one(&format!("stubs pyright {name}"), &mut pyright)?;
        sum.passed += one.passed;
        sum.failed += one.failed;
        sum.notes.extend(one.notes);
    }
    Ok(sum)
}

/// The stubs against the modules themselves.
pub fn stubtest(subject: &Subject<'_>) -> Result<Outcome> {
    let mut stubtest = sh::command(subject.venv.python());
    stubtest.arg(STUBTEST).arg("--allowlist").arg(sh::root().join(ALLOWED));
    stubtest.args(EXTENSIONS).args(EXAMPLES);
    stubtest.env("MYPYPATH", &subject.typings).env("PYTHONPATH", &subject.library.site);
    // It leaves a cache where it runs.
    one("stubs stubtest", stubtest.env("MYPY_CACHE_DIR", sh::work("stubs")?.join("stubtest")))
}
