//! Audits of real libraries, compiled here by the compiler that compiles the tests, and of wheels around them.

use std::{fs, path::Path, process::Command};

use super::{Promise, audit, tags};
use crate::wheel::{Archive, Entry, WheelFile, WheelName, make_universal, testing};

const GOOD: &str = r#"
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }
    #[unsafe(no_mangle)] pub extern "C" fn PyModExport_demo() -> usize { 0 }
"#;
const ONE_HOOK: &str = r#"#[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }"#;
const PRIVATE: &str = r#"
    #[cfg_attr(windows, link(name = "python3", kind = "raw-dylib"))]
    unsafe extern "C" { fn _PyObject_GetDictPtr(o: usize) -> usize; fn PyList_New(n: isize) -> usize; }
    #[inline(never)] pub fn dictionary(o: usize) -> usize { unsafe { _PyObject_GetDictPtr(o) + 1 } }
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { dictionary(unsafe { PyList_New(0) }) }
"#;
const NEWER: &str = r#"
    #[cfg_attr(windows, link(name = "python3", kind = "raw-dylib"))]
    unsafe extern "C" { fn PyType_FromMetaclass(a: usize) -> usize; }
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { unsafe { PyType_FromMetaclass(0) } }
"#;
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
    compile_with(source, to, "-Cstrip=symbols")
}

fn compile_with(source: &str, to: &Path, option: &str) -> Vec<u8> {
    let input = to.with_extension("rs");
    fs::write(&input, source).unwrap();
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args([
        "--edition=2024",
        "--crate-type=cdylib",
        "--crate-name=demo",
        "-Cpanic=abort",
        option,
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
    texts(&path, None)
}

/// The texts of all problems.
fn texts(path: &Path, promise: Option<&Promise>) -> Vec<String> {
    audit(path, promise).unwrap().problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_library_with_both_hooks_and_no_symbol_passes() {
    let folder = tempfile::tempdir().unwrap();
    for file in [EXTENSION, "libdemo.so"] {
        let path = folder.path().join(file);
        compile(GOOD, &path);
        let report = audit(&path, None).unwrap().into_result(&path).unwrap();
        assert_eq!(report.facts.len(), 1);
        assert!(report.facts[0].contains("PyInit_demo and PyModExport_demo"), "{report}");
    }
}

#[test]
fn a_missing_hook_is_named_with_the_versions_it_costs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    compile(ONE_HOOK, &path);
    let error = audit(&path, None).unwrap().into_result(&path).unwrap_err().to_string();
    assert!(
        error.contains("does not export PyModExport_demo") && error.contains("3.15 and later"),
        "{error}"
    );
    assert!(!error.contains("PyInit_demo,") && !error.contains("hook of"), "{error}");

    let renamed = folder.path().join(EXTENSION.replace("demo", "other"));
    fs::rename(&path, &renamed).unwrap();
    let problems = texts(&renamed, None);
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
    let problems = texts(&path, None);
    assert!(problems[0].contains("imports PyList_New, so it is compiled against"), "{problems:?}");
    assert_eq!(texts(&path, Some(&tags("cp39-abi3").unwrap())), [""; 0]);
}

#[test]
fn what_is_no_library_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.so");
    fs::write(&path, "GROUP ( libx.so.1 )").unwrap();
    assert!(
        format!("{:#}", audit(&path, None).unwrap_err()).contains("neither a wheel nor a library")
    );
    assert!(
        format!("{:#}", audit(&folder.path().join("absent.so"), None).unwrap_err())
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
    let problems = audit_wheel(good.clone(), |_, name| name.pythons = vec!["py3".into()]);
    assert!(
        problems.iter().any(|p| p.contains("py3-abi3.abi3t promise the stable ABI of no CPython")),
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

#[test]
fn a_symbol_outside_the_stable_abi_is_named_with_its_user() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    let promise = tags("cp312-abi3").unwrap();
    let named =
        cfg!(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")));
    for (option, user) in [("-Cstrip=none", "demo::dictionary"), ("-Cstrip=symbols", ".text+0x")] {
        compile_with(PRIVATE, &path, option);
        let report = audit(&path, Some(&promise)).unwrap();
        let [problem] = &report.problems[..] else { panic!("{:?}", report.problems) };
        assert_eq!(problem.symbol.as_deref(), Some("_PyObject_GetDictPtr"));
        assert!(problem.text.contains("not in CPython's stable ABI") && problem.added.is_none());
        if named {
            assert!(problem.used_at.iter().any(|place| place.contains(user)), "{problem:?}");
            assert!(problem.to_string().contains("\n    used by "), "{problem}");
        }
    }
}

#[test]
fn a_symbol_newer_than_the_tag_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    compile(NEWER, &path);
    for (floor, expected) in
        [("cp38-abi3", Some("from 3.12 on; the tags cp38-abi3 promise 3.8")), ("cp312-abi3", None)]
    {
        let problems = texts(&path, Some(&tags(floor).unwrap()));
        assert_eq!(problems.len(), usize::from(expected.is_some()), "{problems:?}");
        assert!(expected.is_none_or(|text| problems[0].contains(text)), "{problems:?}");
    }
    let problems = texts(&path, Some(&tags("py3-none").unwrap()));
    assert!(problems[0].contains("promise every Python 3"), "{problems:?}");
    let problems = texts(&path, Some(&tags("cp315-abi3.abi3t").unwrap()));
    assert!(problems[0].contains("PyModExport_demo"), "{problems:?}");
    for wrong in ["cp38", "py3-abi3"] {
        assert!(tags(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_stable_wheel_that_is_not_universal_passes_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let library = compile(IMPORTS, &folder.path().join(EXTENSION));
    let extension = format!("demo/{EXTENSION}");
    for (tags, file, problem) in [
        ("cp38-abi3", extension.as_str(), None),
        ("cp38-abi3", "demo/demo.cpython-38-x86_64-linux-gnu.so", Some("is one CPython's")),
        ("cp38-cp38", "demo/demo.cpython-38-x86_64-linux-gnu.so", None),
    ] {
        let (name, archive) =
            testing::wheel(&format!("{tags}-{}", platform()), file, library.clone());
        let path = folder.path().join(name.to_string());
        archive.write(&path).unwrap();
        let report = audit(&path, None).unwrap();
        assert_eq!(report.warnings.len(), 1, "{report:?}");
        assert_eq!(report.problems.len(), usize::from(problem.is_some()), "{report:?}");
        assert!(problem.is_none_or(|text| report.problems[0].to_string().contains(text)));
    }
}

#[test]
fn a_report_is_json_for_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(EXTENSION);
    compile(PRIVATE, &path);
    let report = serde_json::to_value(audit(&path, None).unwrap()).unwrap();
    let symbol = &report["problems"].as_array().unwrap().iter().find(|p| p["kind"] == "symbol");
    assert_eq!(symbol.unwrap()["symbol"], "PyList_New");
    assert_eq!(symbol.unwrap()["added"], "3.2");
    assert_eq!(report["promise"]["free_threaded"], "3.12");
    assert!(report["libraries"][0]["size"]["file"].as_u64().unwrap() > 1000);
}

#[test]
fn a_universal_wheel_for_older_versions_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let library = compile(GOOD, &folder.path().join(EXTENSION));
    for (tags, count) in [
        ("cp312-abi3.abi3t", 0),
        ("cp313-abi3.abi3t", 0),
        ("cp38-abi3.abi3t", 1),
        ("cp311-abi3", 1),
    ] {
        let extension = format!("demo/{EXTENSION}");
        let (name, archive) =
            testing::wheel(&format!("{tags}-{}", platform()), &extension, library.clone());
        let path = folder.path().join(name.to_string());
        archive.write(&path).unwrap();
        let problems = texts(&path, None);
        assert_eq!(problems.len(), count, "{tags}: {problems:?}");
        assert!(
            problems.iter().all(|problem| problem.contains("imports from 3.12 on")),
            "{problems:?}"
        );
    }
}
