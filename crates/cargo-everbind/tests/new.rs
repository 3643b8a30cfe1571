//! `new` and `init` as a user runs them, and what else needs no build; `cargo xtask test` builds and tests a new project.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-everbind"));
    command.args(args).current_dir(folder);
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

/// What a command that must fail says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(!output.status.success() && output.stdout.is_empty(), "{args:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: ") && !said.contains('\u{1b}'), "{said}");
    said
}

#[test]
fn a_new_project_resolves() {
    let folder = tempfile::tempdir().unwrap();
    // Above it a workspace that knows nothing of it.
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let output = run(folder.path(), &["everbind", "new", "text-kit", "--mixed"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let project = folder.path().join("text-kit");
    let mut files: Vec<String> = Vec::new();
    walk(&project, "", &mut files);
    assert_eq!(
        files,
        [
            ".github/workflows/ci.yml",
            ".gitignore",
            "Cargo.toml",
            "README.md",
            "benches/bench_text_kit.py",
            "pyproject.toml",
            "python/text_kit/__init__.py",
            "python/text_kit/py.typed",
            "src/lib.rs",
            "tests/test_text_kit.py",
        ]
    );
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--no-deps", "--format-version=1"]).current_dir(&project);
    assert!(metadata.output().unwrap().status.success());
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if name == ".git" {
            continue;
        } else if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("demo")).unwrap();
    fs::write(at("demo/LICENSE"), "mine").unwrap();
    let said = refused(folder.path(), &["new", "demo"]);
    assert!(said.contains("exists already") && said.contains("help: "), "{said}");
    assert!(said.contains("cargo everbind init"), "{said}");

    fs::write(at("demo/README.md"), "mine").unwrap();
    let said = refused(folder.path(), &["init", "demo", "--no-git"]);
    assert!(said.contains("has README.md already"), "{said}");
    assert!(!at("demo/Cargo.toml").exists(), "half a project was written");
    assert_eq!(fs::read_to_string(at("demo/README.md")).unwrap(), "mine");

    fs::remove_file(at("demo/README.md")).unwrap();
    assert!(run(&at("demo"), &["init"]).status.success());
    assert!(at("demo/src/lib.rs").is_file() && at("demo/LICENSE").is_file());
    let said = refused(folder.path(), &["init", "absent"]);
    assert!(said.contains("there is no folder") && said.contains("new absent"), "{said}");
}

#[test]
fn names_that_will_not_do_are_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for (name, reason) in
        [("json", "Python has a module"), ("Demo", "help: call it `demo`"), ("fn", "Rust's")]
    {
        let said = refused(folder.path(), &["new", name]);
        assert!(said.contains(reason), "{said}");
    }
    let said = refused(folder.path(), &["new", "demo", "--everbind-path", "."]);
    assert!(said.contains("there is no everbind in"), "{said}");
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
    assert!(run(folder.path(), &["new", "json", "--name", "demo", "--no-git"]).status.success());
}

#[test]
fn develop_and_test_say_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(folder.path(), &["test"]);
    assert!(said.contains("no Cargo.toml here") && said.contains("cargo everbind new"), "{said}");
    assert!(run(folder.path(), &["init", "--name", "demo", "--no-git"]).status.success());
    let said = refused(folder.path(), &["develop"]);
    assert!(
        said.contains("no virtual environment is active") && said.contains("-m venv"),
        "{said}"
    );
    let said = refused(folder.path(), &["test", "--python", "/nowhere/python"]);
    assert!(said.contains("cannot be run") && said.contains("3.13t"), "{said}");
    fs::create_dir(folder.path().join(".venv")).unwrap();
    let said = refused(folder.path(), &["test", "--active"]);
    assert!(said.contains("the active environment's"), "{said}");
}

#[test]
fn every_shell_is_served() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(folder.path(), &["completions", shell]);
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("develop"), "{shell}");
    }
}

#[test]
fn both_programs_are_one() {
    let version = |program: &str| Command::new(program).arg("--version").output().unwrap();
    let (long, short) =
        (version(env!("CARGO_BIN_EXE_cargo-everbind")), version(env!("CARGO_BIN_EXE_everbind")));
    assert!(short.status.success() && short.stdout == long.stdout);
    let wrong = Command::new(env!("CARGO_BIN_EXE_everbind")).arg("nonsense").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn colours_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-everbind"));
    command
        .args(["new", "json"])
        .current_dir(&folder)
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1");
    let said = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(said.contains("\u{1b}["), "{said}");
    let said = String::from_utf8(command.env("NO_COLOR", "1").output().unwrap().stderr).unwrap();
    assert!(!said.contains('\u{1b}'), "{said}");
}
