//! The commands that report, as a user or a script runs them: audit, doctor, migrate.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-everbind"));
    command.arg("everbind").args(args).current_dir(folder).env("CARGO_NET_OFFLINE", "true");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

/// A project on something called pyo3, with this library.
fn project(source: &str, dependencies: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "pyo3/Cargo.toml",
        "[package]\nname = \"pyo3\"\nversion = \"0.22.0\"\nedition = \"2024\"\n[features]\ngil-refs = []\n",
    );
    write("pyo3/src/lib.rs", "");
    write(
        "numpy/Cargo.toml",
        "[package]\nname = \"numpy\"\nversion = \"0.22.0\"\n[dependencies]\npyo3 = { version = \"0.22\", path = \"../pyo3\" }\n",
    );
    write("numpy/src/lib.rs", "");
    write(
        "demo/Cargo.toml",
        &format!(
            "[package]\nname = \"demo\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n[dependencies]\n{dependencies}"
        ),
    );
    write("demo/src/lib.rs", source);
    let demo = folder.path().join("demo");
    (folder, demo)
}

const PYO3: &str = "pyo3 = { path = \"../pyo3\", features = [\"gil-refs\"] }\n";

#[test]
fn migrate_shows_the_change_and_what_will_not_carry_over() {
    let (_folder, demo) =
        project("use pyo3::prelude::*;\nfn f(x: &PyAny) { x.into_py(py) }\n", PYO3);
    let before = fs::read_to_string(demo.join("Cargo.toml")).unwrap();
    let output = run(&demo, &["migrate"]);
    let stdout = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for expected in [
        "-pyo3 = { path = \"../pyo3\", features = [\"gil-refs\"] }",
        "+pyo3 = { package = \"everbind\", version = \"0.1\", features = [] }",
        "the feature `gil-refs` of PyO3",
        "src/lib.rs:2:9: `&PyAny`, a reference",
        "src/lib.rs:2:21: `into_py`",
        "`cargo everbind migrate --write`",
    ] {
        assert!(stdout.contains(expected), "{expected}\n{stdout}");
    }
    assert!(!stdout.contains('\u{1b}'), "no colours where there is no terminal");
    assert_eq!(fs::read_to_string(demo.join("Cargo.toml")).unwrap(), before, "nothing is written");

    let report = json(&run(&demo, &["migrate", "--write", "--json"]));
    assert_eq!((&report["ok"], &report["written"]), (&false.into(), &true.into()));
    assert_eq!(report["findings"].as_array().unwrap().len(), 3);
    assert!(
        fs::read_to_string(demo.join("Cargo.toml")).unwrap().contains("package = \"everbind\"")
    );
}

#[test]
fn migrate_patches_a_graph_in_which_others_use_pyo3() {
    let dependencies =
        "pyo3 = { version = \"0.22\", path = \"../pyo3\" }\nnumpy = { path = \"../numpy\" }\n";
    let (_folder, demo) = project("", dependencies);
    let output = run(&demo, &["migrate", "--everbind", ".."]);
    let stdout = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(stdout.contains("+[patch.crates-io]") && stdout.contains("patch/pyo3"), "{stdout}");
    assert!(
        stdout.contains("+pyo3 = { version = \"0.30\"")
            && stdout.contains("numpy 0.22.0 use PyO3 too"),
        "{stdout}"
    );
    assert!(
        stdout.contains("numpy 0.22.0 asks for PyO3 ^0.22, and everbind is PyO3 0.30"),
        "{stdout}"
    );
}

#[test]
fn migrate_says_what_it_has_nothing_to_do_with() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["migrate"]);
    assert!(!output.status.success() && text(&output.stderr).contains("there is no"));
    let (_folder, demo) = project("", "");
    let output = run(&demo, &["migrate"]);
    assert!(!output.status.success() && text(&output.stderr).contains("depends on pyo3"));
}

#[test]
fn doctor_tells_what_is_wrong_and_what_mends_it() {
    let (_folder, demo) = project("#[pymodule] mod other {}", PYO3);
    let output = run(&demo, &["doctor", "--json"]);
    let report = json(&output);
    assert_eq!((&report["ok"], output.status.success()), (&false.into(), false));
    let check = |what: &str| {
        let checks = report["checks"].as_array().unwrap();
        checks
            .iter()
            .find(|check| check["what"] == what)
            .unwrap_or_else(|| panic!("{report:#}"))
            .clone()
    };
    assert_eq!(check("rustc")["status"], "ok");
    assert_eq!(check("linker")["status"], "ok");
    assert_eq!(check("Cargo.toml")["mend"], "cargo everbind migrate --write");
    assert_eq!(check("module")["mend"], "write under [lib] in Cargo.toml: name = \"other\"");
    assert_eq!(check("pyproject.toml")["status"], "warning");

    let output = run(&demo, &["doctor"]);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(stdout.contains("mend: cargo everbind migrate --write"), "{stdout}");
    assert!(stderr.contains("wrong; the command"), "{stderr}");
    assert!(!stdout.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn doctor_looks_at_the_machine_where_there_is_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let report = json(&run(folder.path(), &["doctor", "--json"]));
    let checks = report["checks"].as_array().unwrap();
    assert_eq!(checks.last().unwrap()["mend"], "cargo everbind new NAME", "{report:#}");
    assert!(checks.iter().any(|check| check["what"] == "Python"));
}

#[test]
fn audit_prints_one_document_and_fails_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("demo.rs");
    fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn PyInit_demo() -> usize { 0 }")
        .unwrap();
    let library = folder.path().join(if cfg!(windows) { "demo.pyd" } else { "demo.so" });
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut rustc = Command::new(rustc);
    rustc
        .args(["--edition=2024", "--crate-type=cdylib", "--crate-name=demo", "-o"])
        .arg(&library)
        .arg(&source);
    assert!(rustc.status().unwrap().success());
    let library = library.to_str().unwrap();

    let output = run(folder.path(), &["audit", "--json", library]);
    let report = json(&output);
    assert_eq!((&report["ok"], output.status.success()), (&false.into(), false));
    assert_eq!(report["files"][0]["report"]["problems"][0]["kind"], "hook");
    assert!(text(&output.stderr).contains("does not export PyModExport_demo"));

    let output = run(folder.path(), &["audit", "--tags", "cp312-abi3", "--size", library]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("sections"));
    let output = run(folder.path(), &["audit", "--tags", "nonsense", library]);
    assert!(!output.status.success() && text(&output.stderr).contains("cp39-abi3"));
}
