//! Editable wheels (PEP 660) of mixed projects: Python sources are imported from where they are edited.
//!
//! Such a wheel holds the metadata, the scripts, and a `.pth` file that names the folder of the Python sources. What the
//! build made (the library and its stubs) is put beside those sources instead, where the package looks for it. That
//! library has the bare name, as in any wheel of ours, so that one checkout serves every interpreter; libraries of the
//! same module under longer names, which interpreters prefer, are left from other tools and removed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    project::Project,
    wheel::{Archive, Entry, WheelName, write_record},
};

/// Suffixes of libraries that would be imported in place of the bare one, after the module's name.
const PREFERRED: [&str; 2] = [".abi3", ".cpython-"];

/// The editable form of a wheel, written to `folder`; nothing if the project has no Python sources of its own.
///
/// # Errors
/// Files cannot be read or written.
pub fn make(
    wheel: &Path,
    name: &WheelName,
    project: &Project,
    folder: &Path,
) -> Result<Option<PathBuf>> {
    let archive = Archive::read(wheel)?;
    let Some((package, source)) = source(&archive, project) else { return Ok(None) };
    let prefix = format!("{package}/");
    let (of_package, mut entries): (Vec<Entry>, Vec<Entry>) =
        archive.entries.into_iter().partition(|entry| entry.path.starts_with(&prefix));
    for entry in of_package {
        place(&source, &entry)?;
    }
    let record = format!("{}/RECORD", name.dist_info());
    entries.retain(|entry| entry.path != record);
    let line = source.to_str().context("the project's path is not UTF-8")?;
    entries.push(Entry::new(format!("{package}.pth"), format!("{line}\n")));
    let text = write_record(&entries, &record);
    entries.push(Entry::new(record, text));
    let path = folder.join(name.to_string());
    Archive { entries }.write(&path)?;
    Ok(Some(path))
}

/// The package that holds the library, and the folder of its Python sources.
fn source(archive: &Archive, project: &Project) -> Option<(String, PathBuf)> {
    let library = archive.entries.iter().find(|entry| is_library(&entry.path))?;
    let (package, _) = library.path.split_once('/')?;
    Some((package.to_owned(), project.python_source(package)?))
}

/// Whether a file of a wheel is an extension module (and not a library bundled for it).
pub fn is_library(path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or(path);
    let bundled = folder.ends_with(".libs") || folder.ends_with(".data");
    !bundled && (path.ends_with(".so") || path.ends_with(".pyd"))
}

/// Puts what was built beside the sources; what comes from there is there already.
fn place(source: &Path, entry: &Entry) -> Result<()> {
    let path = source.join(&entry.path);
    if fs::read(&path).is_ok_and(|old| old == entry.data) {
        return Ok(());
    }
    let what = || format!("cannot write {}", path.display());
    let folder = path.parent().context("it lies in the package")?;
    fs::create_dir_all(folder).with_context(what)?;
    // Under another name first: a running interpreter keeps the old file, and is not given half of the new one.
    let fresh = tempfile::NamedTempFile::new_in(folder).with_context(what)?;
    fs::write(fresh.path(), &entry.data).with_context(what)?;
    set_readable(fresh.path(), is_library(&entry.path)).with_context(what)?;
    fresh.persist(&path).with_context(what)?;
    if is_library(&entry.path) { remove_preferred(&path) } else { Ok(()) }
}

/// Temporary files are their owner's alone.
#[cfg(unix)]
fn set_readable(path: &Path, executable: bool) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if executable { 0o755 } else { 0o644 };
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
fn set_readable(_: &Path, _: bool) -> Result<()> {
    Ok(())
}

fn remove_preferred(library: &Path) -> Result<()> {
    let stem = library.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    for file in fs::read_dir(library.parent().context("it lies in the package")?)? {
        let file = file?;
        let name = file.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(stem)).unwrap_or_default();
        if PREFERRED.iter().any(|suffix| rest.starts_with(suffix)) && is_library(rest) {
            fs::remove_file(file.path())
                .with_context(|| format!("cannot remove {}", file.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::make;
    use crate::{
        project::Project,
        wheel::{Archive, testing},
    };

    #[test]
    fn a_mixed_project_is_imported_from_its_sources() {
        let stage = tempfile::tempdir().unwrap();
        let at = |name: &str| stage.path().join(name);
        fs::create_dir_all(at("python/demo")).unwrap();
        fs::write(at("Cargo.toml"), "").unwrap();
        fs::write(at("pyproject.toml"), "[tool.maturin]\npython-source = \"python\"\n").unwrap();
        let (name, archive) =
            testing::wheel("cp312-abi3-linux_x86_64", "demo/_x.so", b"new".to_vec());
        let wheel = at(&name.to_string());
        archive.write(&wheel).unwrap();
        let project = Project::find(Some(stage.path())).unwrap();
        fs::create_dir(at("out")).unwrap();
        assert_eq!(make(&wheel, &name, &project, &at("out")).unwrap(), None, "no package yet");

        for (file, text) in [("__init__.py", ""), ("_x.abi3.so", "old"), ("_xy.abi3.so", "other")] {
            fs::write(at("python/demo").join(file), text).unwrap();
        }
        let editable = make(&wheel, &name, &project, &at("out")).unwrap().unwrap();
        assert_eq!(fs::read(at("python/demo/_x.so")).unwrap(), b"new");
        assert!(!at("python/demo/_x.abi3.so").exists() && at("python/demo/_xy.abi3.so").exists());
        let archive = Archive::read(&editable).unwrap();
        assert!(archive.get("demo/_x.so").is_none());
        assert_eq!(archive.text("demo.pth").unwrap().trim(), at("python").to_str().unwrap());
        let record = archive.text("demo-1.0.dist-info/RECORD").unwrap();
        assert_eq!(
            crate::wheel::verify_record(&archive.entries, "demo-1.0.dist-info/RECORD", record),
            []
        );
    }
}
