//! Audits of real libraries, compiled here by the compiler that compiles the tests, and of wheels around them.

use std::{fs, path::Path, process::Command};

use super::audit;
use crate::wheel::{Archive, Entry, WheelFile, WheelName, make_universal, testing};

const GOOD: &str = r#"
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }
    #[unsafe(no_mangle)] pub extern "C" fn PyModExport_demo() -> usize { 0 }
"#;
const ONE_HOOK: &str = r#"#[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }"#;
const IMPORTS: &str = r#"
    #[cfg_attr(windows, link(name = "python3", kind = "raw-dylib"))]
    unsafe extern "C" { fn PyList_New(n: isize) -> usize; }
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { unsafe { PyList_New(0) } }
    #[unsafe(no_mangle)] pub extern "C" fn PyModExport_demo() -> usize { 0 }
"#;

/// What the bare extension and a wheel for it are called where the tests run.
const EXTENSION: &str = if cfg!(windows) { "demo.pyd" } else { "demo.so" };

fn platform() -> String {
    let architecture = std::env::consts::ARCH;
    match (std::env::consts::OS, architecture) {
        ("macos", "aarch64") => "macosx_11_0_arm64".to_owned(),
        ("macos", _) => format!("macosx_10_12_{architecture}"),
        ("windows", "x86_64") => "win_amd64".to_owned(),
        ("windows", "aarch64") => "win_arm64".to_owned(),
        (os, _) => format!("{os}_{architecture}"),
    }
}

fn compile(source: &str, to: &Path) -> Vec<u8> {
    let input = to.with_extension("rs");
    fs::write(&input, source).unwrap();
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args([
        "--edition=2024",
        "--crate-type=cdylib",
        "--crate-name=demo",
        "-Cpanic=abort",
        "-Cstrip=symbols",
    ]);
    if cfg!(target_os = "macos") {
        rustc.args(["-Clink-arg=-undefined", "-Clink-arg=dynamic_lookup"]);
    }
    let output = rustc.arg(&input).arg("-o").arg(to).output().expect("rustc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(to).unwrap()
}

/// Audits a universal wheel of this library after `change`; the problems found.
fn audit_wheel(library: Vec<u8>, change: impl FnOnce(&mut Archive, &mut WheelName)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let extension = format!("demo/{EXTENSION}");
    let (name, archive) =
        testing::wheel(&format!("cp312-abi3-{}", platform()), &extension, library);
    let (mut archive, mut name) = make_universal(archive, name).unwrap();
    change(&mut archive, &mut name);
    let path = folder.path().join(name.to_string());
    archive.write(&path).unwrap();
    audit(&path).unwrap().problems
}

#[test]
fn a_library_with_both_hooks_and_no_symbol_passes() {
    let folder = tempfile::tempdir().unwrap();
    for file in [EXTENSION, "libdemo.so"] {
        let path = folder.path().join(file);
        compile(GOOD, &path);
        let report = audit(&path).unwrap().into_result(&path).unwrap();
        assert_eq!(report.facts.len(), 1);
        assert!(report.facts[0].contains("PyInit_demo and PyModExport_demo"), "{report}");
    }
}

#[test]
fn a_missing_hook_is_named_with_the_versions_it_costs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    compile(ONE_HOOK, &path);
    let error = audit(&path).unwrap().into_result(&path).unwrap_err().to_string();
    assert!(
        error.contains("does not export PyModExport_demo") && error.contains("3.15 and later"),
        "{error}"
    );
    assert!(!error.contains("PyInit_demo,") && !error.contains("hook of"), "{error}");

    let renamed = folder.path().join(EXTENSION.replace("demo", "other"));
    fs::rename(&path, &renamed).unwrap();
    let problems = audit(&renamed).unwrap().problems;
    assert_eq!(problems.len(), 2);
    assert!(
        problems[0].contains("PyInit_other") && problems[0].contains("hook of `demo`"),
        "{problems:?}"
    );
}

#[test]
fn an_imported_symbol_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    compile(IMPORTS, &path);
    let problems = audit(&path).unwrap().problems;
    assert!(problems[0].contains("imports CPython's PyList_New;"), "{problems:?}");
}

#[test]
fn what_is_no_library_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.so");
    fs::write(&path, "GROUP ( libx.so.1 )").unwrap();
    assert!(format!("{:#}", audit(&path).unwrap_err()).contains("neither a wheel nor a library"));
    assert!(
        format!("{:#}", audit(&folder.path().join("absent.so")).unwrap_err())
            .contains("cannot read")
    );
}

#[test]
fn a_wheel_is_held_to_its_record_tags_and_names() {
    let folder = tempfile::tempdir().unwrap();
    let good = compile(GOOD, &folder.path().join(EXTENSION));
    let extension = format!("demo/{EXTENSION}");
    let one = |problems: Vec<String>, expected: &str| {
        assert!(problems.len() == 1 && problems[0].contains(expected), "{expected}: {problems:?}");
    };

    assert_eq!(audit_wheel(good.clone(), |_, _| ()), [""; 0]);
    one(
        audit_wheel(good.clone(), |archive, _| {
            let file = archive.entries.iter_mut().find(|e| e.path == "demo/__init__.py").unwrap();
            file.data = b"from .demo import *#".to_vec();
        }),
        "demo/__init__.py: hash is",
    );
    one(
        audit_wheel(good.clone(), |archive, _| {
            archive.entries.push(Entry::new("demo/extra.py", ""))
        }),
        "demo/extra.py is in the wheel but not listed",
    );

    let retag = |archive: &mut Archive, tags: &[&str]| {
        let mut file = WheelFile::parse(archive.text("demo-1.0.dist-info/WHEEL").unwrap()).unwrap();
        file.set_tags(tags.iter().map(|tag| (*tag).to_owned()).collect());
        let entry = archive.entries.iter_mut().find(|e| e.path.ends_with("/WHEEL")).unwrap();
        entry.data = file.render().into_bytes();
    };
    let problems = audit_wheel(good.clone(), |archive, _| retag(archive, &["cp312-abi3-any"]));
    assert!(
        problems
            .iter()
            .any(|p| p.contains(&format!("cp312-abi3t-{}, which has no Tag", platform()))),
        "{problems:?}"
    );
    assert!(problems.iter().any(|p| p.contains("cp312-abi3-any is not among")), "{problems:?}");

    let problems = audit_wheel(good.clone(), |_, name| name.platforms = vec!["win32".into()]);
    assert!(
        problems.iter().any(|p| p.contains("the platform tag win32 does not fit")),
        "{problems:?}"
    );
    let problems = audit_wheel(good.clone(), |_, name| name.abis = vec!["abi3".into()]);
    assert!(
        problems.iter().any(|p| p.contains("leave out CPython with or without the GIL")),
        "{problems:?}"
    );
    let problems = audit_wheel(good, |archive, _| {
        let entry = archive.entries.iter_mut().find(|e| e.path == extension).unwrap();
        entry.path = "demo/demo.abi3t.so".into();
    });
    assert!(
        problems.iter().any(|p| p.contains("not every CPython looks for this suffix")),
        "{problems:?}"
    );
}
