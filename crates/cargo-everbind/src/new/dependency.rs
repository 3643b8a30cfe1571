//! Which everbind a new project depends on.
//!
//! Without an option it is the one that belongs to this program: its neighbour, where the program was built in a
//! checkout that is still there; that very commit, where `cargo install --git` built it; else the version of the same
//! number, which is published together with the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::ui::advise;

/// Where this program was built.
const BUILT_IN: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

#[derive(Args, Debug, Default)]
#[group(multiple = false)]
pub struct Dependency {
    /// Depend on the everbind in this folder: a checkout, or the crate itself
    #[arg(long, value_name = "DIR")]
    everbind_path: Option<PathBuf>,

    /// Depend on everbind in this git repository
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = REPOSITORY)]
    everbind_git: Option<String>,

    /// Depend on this published version of everbind
    #[arg(long, value_name = "VERSION")]
    everbind_version: Option<String>,
}

impl Dependency {
    /// What stands after `everbind =` in Cargo.toml.
    ///
    /// # Errors
    /// `--everbind-path` leads to no everbind.
    pub fn value(&self) -> Result<String> {
        if let Some(path) = &self.everbind_path {
            let found = crate_in(path).ok_or_else(|| {
                advise(
                    format!("there is no everbind in {}", path.display()),
                    "name the folder of a checkout, or of the crate `everbind` in it",
                )
            })?;
            return by_path(&found);
        }
        if let Some(url) = &self.everbind_git {
            return Ok(format!("{{ git = {} }}", quoted(url)));
        }
        if let Some(version) = &self.everbind_version {
            return Ok(quoted(version));
        }
        own(Path::new(BUILT_IN))
    }
}

/// The everbind that belongs to a program built in this folder.
fn own(built_in: &Path) -> Result<String> {
    let found = built_in.parent().and_then(crate_in);
    match (commit(built_in), found) {
        (Some(commit), Some(_)) => {
            Ok(format!("{{ git = {}, rev = {} }}", quoted(REPOSITORY), quoted(commit)))
        }
        (None, Some(found)) => by_path(&found),
        (_, None) => Ok(quoted(VERSION)),
    }
}

/// The commit that cargo checked out for itself: it lies in `git/checkouts/NAME-HASH/COMMIT`.
fn commit(built_in: &Path) -> Option<&str> {
    let mut parts = built_in.iter().skip_while(|part| *part != "checkouts");
    let _ = parts.next()?;
    let _ = parts.next()?;
    let commit = parts.next()?.to_str()?;
    let hexadecimal = commit.len() >= 7 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then_some(commit)
}

/// The folder of the crate everbind: this one, or in a checkout's `crates` or beside its other crates.
fn crate_in(folder: &Path) -> Option<PathBuf> {
    let places = [folder.to_owned(), folder.join("crates/everbind"), folder.join("everbind")];
    places.into_iter().find(|place| {
        let manifest = std::fs::read_to_string(place.join("Cargo.toml")).unwrap_or_default();
        let name = toml_edit::Document::parse(manifest).ok();
        name.is_some_and(|toml| {
            toml.get("package").and_then(|package| package.get("name")?.as_str())
                == Some("everbind")
        })
    })
}

fn by_path(folder: &Path) -> Result<String> {
    let folder = std::path::absolute(folder)?;
    let path = folder.to_str().context("the path of everbind is not UTF-8")?;
    Ok(format!("{{ path = {} }}", quoted(path)))
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Dependency, VERSION, commit, own};

    #[test]
    fn the_everbind_beside_this_program_is_taken() {
        assert!(Dependency::default().value().unwrap().starts_with("{ path = "));
        assert_eq!(
            own(Path::new("/nowhere/crates/cargo-everbind")).unwrap(),
            format!("\"{VERSION}\"")
        );
    }

    #[test]
    fn options_choose_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = Dependency { everbind_path: Some(folder.path().into()), ..Default::default() };
        assert!(path.value().unwrap_err().to_string().contains("no everbind in"));
        fs::create_dir_all(folder.path().join("crates/everbind")).unwrap();
        let manifest = "[package]\nname = \"everbind\"\n";
        fs::write(folder.path().join("crates/everbind/Cargo.toml"), manifest).unwrap();
        assert!(path.value().unwrap().contains("everbind"));
        let version = Dependency { everbind_version: Some("0.2".into()), ..Default::default() };
        assert_eq!(version.value().unwrap(), "\"0.2\"");
    }

    #[test]
    fn a_checkout_of_cargos_is_a_commit() {
        let folder = Path::new(
            "/somewhere/.cargo/git/checkouts/everbind-1a2b/873b2dd/crates/cargo-everbind",
        );
        assert_eq!(commit(folder), Some("873b2dd"));
        assert_eq!(commit(Path::new("/src/everbind/crates/cargo-everbind")), None);
    }
}
