//! `cargo xtask docs`: the guide and the documentation of the crates, built as readers get them.
//!
//! Neither may render with a warning or have a link that leads nowhere, and the commands that pages name
//! must exist, options included. That the code on the pages runs is `tests/python/test_guide.py`'s.

mod commands;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
pub use commands::not_run;

use crate::{sh, venvs};

/// The version of mdBook, whose installation is kept in the target folder.
const MDBOOK: &str = "0.5.4";
/// What users read the documentation of; the tool's is for who reads its sources.
const CRATES: [&str; 3] = ["everbind", "everbind-abi", "everbind-macros"];

/// Builds and checks both, and says where they are.
///
/// # Errors
/// When something is wrong with one of them.
pub fn main() -> Result<()> {
    let findings = check()?;
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    for block in not_run()? {
        println!("{block}");
    }
    println!(
        "{}\n{}",
        book().join("index.html").display(),
        doc().join("everbind/index.html").display()
    );
    Ok(())
}

/// What is wrong with the guide, the crates' documentation, the links of both and the commands on pages.
///
/// # Errors
/// When a tool cannot be had.
pub fn check() -> Result<Vec<String>> {
    let mut findings = commands::unknown()?;
    findings.extend(guide()?);
    findings.extend(crates()?);
    if findings.is_empty() {
        findings.extend(dead_links()?);
    }
    Ok(findings)
}

fn book() -> PathBuf {
    sh::target().join("book")
}

fn doc() -> PathBuf {
    sh::target().join("doc")
}

/// Renders the guide; each warning is a finding, and so is a page that the contents leave out.
fn guide() -> Result<Vec<String>> {
    let mut mdbook = sh::command(mdbook()?);
    mdbook.args(["build", "guide", "--dest-dir"]).arg(book());
    let output = sh::output(&mut mdbook)?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if !output.status.success() {
        bail!("{} failed\n{said}", sh::shown(&mdbook));
    }
    let warned = said.lines().filter(|line| line.contains("WARN") || line.contains("ERROR"));
    let mut findings: Vec<String> = warned.map(|line| format!("mdbook: {}", line.trim())).collect();
    let source = sh::root().join("guide/src");
    let contents = fs::read_to_string(source.join("SUMMARY.md"))?;
    for file in fs::read_dir(&source)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let page = name.ends_with(".md") && name != "SUMMARY.md";
        if page && !contents.contains(&format!("({name})")) {
            findings.push(format!("guide/src/{name}: not in SUMMARY.md"));
        }
    }
    Ok(findings)
}

/// mdBook, installed where it is not yet.
fn mdbook() -> Result<PathBuf> {
    let root = sh::work("tools")?.join(format!("mdbook-{MDBOOK}"));
    let program = root.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if program.exists() {
        return Ok(program);
    }
    eprintln!("installing mdbook {MDBOOK}");
    let build = sh::work("mdbook-build")?;
    let mut install = sh::cargo();
    // What it renders is small, so compiling it fast matters more than its own speed.
    install.args(["install", "mdbook", "--locked", "--no-default-features", "--debug", "--quiet"]);
    install.args(["--version", &format!("={MDBOOK}"), "--root"]).arg(&root);
    install.env("CARGO_TARGET_DIR", &build).env("CARGO_PROFILE_DEV_DEBUG", "0");
    sh::capture(&mut install)?;
    fs::remove_dir_all(build)?;
    Ok(program)
}

/// The documentation of the crates, with every feature; warnings are errors, and nothing is undocumented.
fn crates() -> Result<Vec<String>> {
    let mut doc = sh::cargo();
    doc.args(["doc", "--no-deps", "--quiet", "--features", "everbind/full"]);
    for name in CRATES {
        doc.args(["--package", name]);
    }
    doc.env("RUSTDOCFLAGS", "-D warnings -D missing-docs");
    let output = sh::output(&mut doc)?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(sh::excerpt(&said, 80).lines().map(String::from).collect())
}

/// Links and anchors, within each and from one to the other.
fn dead_links() -> Result<Vec<String>> {
    let mut links = sh::command(venvs::tools()?.python());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/links.py");
    links.arg(script).arg(book()).arg(doc()).arg(sh::root());
    let output = sh::output(&mut links)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => Ok(Vec::new()),
        Some(1) => Ok(said.lines().map(String::from).collect()),
        _ => bail!("links.py: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
