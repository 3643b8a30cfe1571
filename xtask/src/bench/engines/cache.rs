//! Libraries that are built already.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, Item};

use super::{Engine, Job};
use crate::pythons::Interpreter;
use crate::sh;

/// The pinned versions of everything measured.
pub const PINS: &str = "benches/run/peers.toml";
/// Written last into a finished folder.
const FINISHED: &str = ".finished";

/// The pinned version of a peer.
///
/// # Errors
/// When the file does not name it.
pub fn pin(peer: &str) -> Result<String> {
    let text = fs::read_to_string(sh::root().join(PINS)).context(PINS)?;
    let pins: DocumentMut = text.parse().context(PINS)?;
    let pin = pins.get(peer).and_then(Item::as_str);
    Ok(pin.with_context(|| format!("{PINS} does not name {peer}"))?.to_owned())
}

/// Where the engine's library for this interpreter is, or will be.
///
/// # Errors
/// When the sources cannot be read.
pub fn job<'a>(engine: &Engine, python: &'a Interpreter) -> Result<Job<'a>> {
    let mut hasher = DefaultHasher::new();
    fs::read(sh::root().join(PINS)).context(PINS)?.hash(&mut hasher);
    for source in engine.sources {
        hash(&sh::root().join(source), &mut hasher)?;
    }
    let whose = if engine.stable { "any" } else { &python.name };
    if !engine.stable {
        (&python.path, &python.version).hash(&mut hasher);
    }
    let name = format!("{}-{whose}-{:08x}", engine.name, hasher.finish() as u32);
    Ok(Job { python, folder: sh::work("bench")?.join("built").join(name) })
}

/// Builds it, unless that is done.
///
/// # Errors
/// When it cannot be built.
pub fn ensure(engine: &Engine, job: &Job) -> Result<()> {
    if job.folder.join(FINISHED).exists() {
        return Ok(());
    }
    let whose = if engine.stable { "any Python".into() } else { job.python.label() };
    eprintln!("building {} for {whose}", engine.name);
    remove_older(&job.folder)?;
    sh::fresh(&job.folder)?;
    (engine.build)(job).with_context(|| format!("cannot build {} for {whose}", engine.name))?;
    fs::write(job.folder.join(FINISHED), "")?;
    Ok(())
}

/// Removes what was built from other sources.
fn remove_older(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = &name[..name.len() - 8];
    let Ok(siblings) = fs::read_dir(folder.parent().unwrap_or(folder)) else { return Ok(()) };
    for sibling in siblings.flatten() {
        let other = sibling.file_name().to_string_lossy().into_owned();
        if other.len() == name.len() && other.starts_with(stem) {
            fs::remove_dir_all(sibling.path())?;
        }
    }
    Ok(())
}

/// A file, or all files below a folder, names included.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.file_name().hash(hasher);
    if !path.is_dir() {
        fs::read(path).with_context(|| path.display().to_string())?.hash(hasher);
        return Ok(());
    }
    let listed = fs::read_dir(path)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut paths: Vec<_> = listed.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| !path.ends_with("__pycache__") && !path.ends_with("target"));
    paths.sort();
    paths.iter().try_for_each(|path| hash(path, hasher))
}
