//! The command as a user runs it, from the crate to the wheel's path on the last line.
//!
//! maturin is played by a small program that "builds" by copying a wheel prepared here, so that the tests need no
//! network; `cargo xtask demo` runs the real one.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use zip::{ZipWriter, write::SimpleFileOptions};

/// `--version`, or `build … --out DIR …`.
const MATURIN: &str = r#"
    fn main() {
        let args: Vec<String> = std::env::args().collect();
        if args[1] == "--version" { return println!("maturin 1.99.0") }
        let out = &args[args.iter().position(|arg| arg == "--out").unwrap() + 1];
        let wheel = std::path::PathBuf::from(std::env::var("PREPARED").unwrap());
        std::fs::copy(&wheel, std::path::Path::new(out).join(wheel.file_name().unwrap())).unwrap();
        println!("arguments: {}", args[1..].join(" "));
    }
"#;
const BOTH_HOOKS: &str = r#"
    #[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }
    #[unsafe(no_mangle)] pub extern "C" fn PyModExport_demo() -> usize { 0 }
"#;
const ONE_HOOK: &str = r#"#[unsafe(no_mangle)] pub extern "C" fn PyInit_demo() -> usize { 0 }"#;

/// A folder with a crate on something called everbind, a maturin, and a wheel for it to produce.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn new(library: &str) -> Self {
        let stage = Stage { folder: tempfile::tempdir().unwrap() };
        stage.file("everbind/Cargo.toml", "[package]\nname = \"everbind\"\nedition = \"2024\"\n");
        stage.file("everbind/src/lib.rs", "");
        stage.file(
            "demo/Cargo.toml",
            "[package]\nname = \"demo\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n\
             [dependencies]\npyo3 = { package = \"everbind\", path = \"../everbind\" }\n[workspace]\n",
        );
        stage.file("demo/src/lib.rs", "");
        stage.compile("bin", MATURIN, &stage.maturin());
        let native = stage.path("native");
        stage.compile("cdylib", library, &native);
        stage.prepare(&fs::read(native).unwrap());
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn maturin(&self) -> PathBuf {
        self.path("maturin").with_extension(env::consts::EXE_EXTENSION)
    }

    fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn compile(&self, kind: &str, source: &str, to: &Path) {
        self.file("source.rs", source);
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(rustc);
        rustc
            .args(["--edition=2024", "--crate-name=demo", "--crate-type", kind])
            .arg(self.path("source.rs"));
        assert!(rustc.arg("-o").arg(to).status().unwrap().success());
    }

    fn wheel(&self) -> PathBuf {
        // A platform that the audit does not know, since the tests run on all.
        self.path("demo-1.0-cp312-abi3-test_platform.whl")
    }

    fn prepare(&self, library: &[u8]) {
        let tag = b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-abi3-test_platform\n";
        let extension = if cfg!(windows) { "demo/demo.pyd" } else { "demo/demo.abi3.so" };
        let mut zip = ZipWriter::new(fs::File::create(self.wheel()).unwrap());
        for (name, data) in [
            (extension, library),
            ("demo-1.0.dist-info/WHEEL", tag),
            ("demo-1.0.dist-info/RECORD", b""),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(data).unwrap();
        }
        zip.finish().unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-everbind"));
        command.args(args).current_dir(self.path("demo")).env("CARGO_NET_OFFLINE", "true");
        command.env("EVERBIND_MATURIN", self.maturin()).env("PREPARED", self.wheel());
        command.output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn standard_output_is_the_path_of_the_audited_wheel() {
    let stage = Stage::new(BOTH_HOOKS);
    let output = stage.run(&["everbind", "build", "--out", "dist", "--", "--strip"]);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stderr}");

    let wheel = PathBuf::from(stdout.trim_end());
    assert_eq!(stdout.lines().count(), 1);
    assert!(
        wheel.is_absolute() && wheel.ends_with("dist/demo-1.0-cp312-abi3.abi3t-test_platform.whl"),
        "{stdout}"
    );
    assert_eq!(fs::read_dir(stage.path("demo/dist")).unwrap().count(), 1, "nothing else is left");
    assert!(stderr.contains("maturin 1.99.0") && stderr.contains("--release --strip"), "{stderr}");
    assert!(stderr.contains("audit: RECORD agrees with all 3 files"), "{stderr}");

    let audit = stage.run(&["audit", wheel.to_str().unwrap()]);
    assert!(audit.status.success() && text(&audit.stdout).contains("PyModExport_demo"));
}

#[test]
fn a_wheel_that_fails_the_audit_is_not_left_behind() {
    let stage = Stage::new(ONE_HOOK);
    let output = stage.run(&["build", "--out", "dist"]);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(
        text(&output.stderr).contains("does not export PyModExport_demo"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(fs::read_dir(stage.path("demo/dist")).unwrap().count(), 0);
}

#[test]
fn what_cannot_become_a_wheel_is_refused_before_anything_is_built() {
    let stage = Stage::new(BOTH_HOOKS);
    let refused = |args: &[&str], reason: &str| {
        let output = stage.run(args);
        let stderr = text(&output.stderr);
        assert!(
            !output.status.success() && output.stdout.is_empty() && stderr.contains(reason),
            "{stderr}"
        );
        assert!(!stderr.contains("arguments:"), "maturin was run: {stderr}");
    };
    refused(&["build", "--", "-i", "python3"], "one wheel serves every interpreter");
    refused(&["build", "--manifest-path", "../everbind"], "crate-type = [\"cdylib\"]");
    refused(&["build", "--manifest-path", "../absent"], "there is no");
}
