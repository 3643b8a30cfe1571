//! Puts a wheel into an environment and says what arrived there.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::sh;
use crate::venvs::{self, Venv};

/// A wheel in its place.
pub struct Installed {
    /// The file name of its shared library.
    pub library: String,
    /// That file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// How it was installed, where that was not by pip.
    pub note: String,
}

#[derive(Deserialize)]
struct Found {
    library: String,
    sha256: String,
}

/// Finds the libraries that the installed distribution lists, and hashes them.
const LOOK: &str = "
import hashlib, importlib.metadata as metadata, json, sys
files = metadata.files(sys.argv[1]) or []
print(json.dumps([
    {'library': f.name, 'sha256': hashlib.sha256(f.read_binary()).hexdigest()}
    for f in files if f.suffix in ('.so', '.pyd', '.dylib')
]))
";

/// Installs the wheel, and only it, with pip; where pip does not take its tag, unpacks it.
///
/// # Errors
/// When pip fails for another reason, or the wheel does not hold exactly one library.
pub fn install(wheel: &Path, venv: &Venv) -> Result<Installed> {
    let python = venv.python();
    let mut pip = venvs::pip(&python)?;
    pip.args(["install", "--quiet", "--no-deps", "--no-index"]).arg(wheel);
    let output = sh::output(&mut pip)?;
    let mut note = String::new();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        if !said.contains("is not a supported wheel on this platform") {
            bail!("{} failed ({})\n{said}", sh::shown(&pip), output.status);
        }
        unpack(wheel, venv)?;
        note = "unpacked: this pip does not offer the wheel's tag here".into();
    }
    let distribution = distribution(wheel)?;
    let said = sh::capture(sh::command(&python).args(["-I", "-c", LOOK, &distribution]))?;
    let found: Vec<Found> = serde_json::from_str(&said).context("what was installed?")?;
    match <[Found; 1]>::try_from(found) {
        Ok([one]) => Ok(Installed { library: one.library, sha256: one.sha256, note }),
        Err(more) => bail!("{} holds {} libraries, not one", wheel.display(), more.len()),
    }
}

fn unpack(wheel: &Path, venv: &Venv) -> Result<()> {
    let python = venv.python();
    let site = "import sysconfig; print(sysconfig.get_path('platlib'))";
    let site = sh::capture(sh::command(&python).args(["-I", "-c", site]))?;
    let mut unzip = sh::command(&python);
    unzip.args(["-I", "-m", "zipfile", "-e"]).arg(wheel).arg(site.trim());
    sh::capture(&mut unzip).map(drop)
}

/// The distribution's name, the first part of the file's.
fn distribution(wheel: &Path) -> Result<String> {
    let name = wheel.file_name().unwrap_or_default().to_string_lossy();
    let (distribution, _) =
        name.split_once('-').with_context(|| format!("{name} is not called like a wheel"))?;
    Ok(distribution.into())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_wheel_is_called_after_its_distribution() {
        let path = std::path::Path::new("a/text_kit-0.1.0-cp312-abi3.abi3t-linux_x86_64.whl");
        assert_eq!(super::distribution(path).unwrap(), "text_kit");
    }
}
