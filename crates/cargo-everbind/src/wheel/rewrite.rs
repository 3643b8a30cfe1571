//! Turns maturin's `cp312-abi3` wheel into one for every CPython from 3.12 on.
//!
//! Three things change. The extension loses the `.abi3` of its file name, since `NAME.so` is the only suffix that every
//! CPython looks for, with and without the GIL. The tags gain `abi3t`. RECORD follows.

use anyhow::{Context, Result, bail};

use super::{Archive, Entry, WheelFile, WheelName, record};

/// Infixes of stable-ABI extension files before `.so`.
const INFIXES: [&str; 2] = [".abi3", ".abi3t"];

/// The universal form of a wheel, and its name. A wheel that is universal already comes back unchanged.
///
/// # Errors
/// The wheel has another tag than `cp312-abi3`, lacks its metadata, or has both `x.abi3.so` and `x.so`.
pub fn make_universal(archive: Archive, name: WheelName) -> Result<(Archive, WheelName)> {
    let name = name.into_universal()?;
    let (wheel_path, record_path) =
        (format!("{}/WHEEL", name.dist_info()), format!("{}/RECORD", name.dist_info()));

    let mut wheel = WheelFile::parse(archive.text(&wheel_path)?)?;
    wheel.set_tags(name.expand());

    let mut entries = Vec::with_capacity(archive.entries.len());
    for mut entry in archive.entries {
        if entry.path == record_path || record::is_signature(&entry.path, &record_path) {
            continue;
        }
        if entry.path == wheel_path {
            entry.data = wheel.render().into_bytes();
        } else if let Some(bare) = bare_path(&entry.path) {
            entry.path = bare;
        }
        if entries.iter().any(|other: &Entry| other.path == entry.path) {
            bail!("the wheel holds {} twice, bare and with a suffix of the stable ABI", entry.path);
        }
        entries.push(entry);
    }
    let text = record::write(&entries, &record_path);
    entries.push(Entry::new(record_path.clone(), text));

    let archive = Archive { entries };
    let text = archive.text(&record_path).context("just written")?;
    if let Some(problem) = record::verify(&archive.entries, &record_path, text).first() {
        bail!("{problem}");
    }
    Ok((archive, name))
}

/// `a/x.so` for `a/x.abi3.so`; nothing for other files.
fn bare_path(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".so")?;
    let bare = INFIXES.iter().find_map(|infix| stem.strip_suffix(infix))?;
    Some(format!("{bare}.so"))
}

#[cfg(test)]
mod tests {
    use super::{bare_path, make_universal};
    use crate::wheel::{Archive, Entry, WheelName, testing, verify_record};

    #[test]
    fn only_stable_abi_suffixes_are_dropped() {
        assert_eq!(bare_path("p/x.abi3.so").as_deref(), Some("p/x.so"));
        assert_eq!(bare_path("p/x.abi3t.so").as_deref(), Some("p/x.so"));
        for path in [
            "p/x.so",
            "p/x.pyd",
            "p/x.cpython-313-x86_64-linux-gnu.so",
            "p/x.abi3.py",
            "x.libs/libz.so.1",
        ] {
            assert_eq!(bare_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_wheel_becomes_universal() {
        let (name, archive) =
            testing::wheel("cp312-abi3-linux_x86_64", "demo/demo.abi3.so", b"native".to_vec());
        let (archive, name) = make_universal(archive, name).unwrap();
        assert_eq!(name.to_string(), "demo-1.0-cp312-abi3.abi3t-linux_x86_64.whl");
        assert_eq!(archive.get("demo/demo.so").unwrap().data, b"native");
        assert!(archive.get("demo/demo.abi3.so").is_none());
        assert_eq!(
            archive.text("demo-1.0.dist-info/WHEEL").unwrap(),
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n\
             Tag: cp312-abi3-linux_x86_64\nTag: cp312-abi3t-linux_x86_64\n"
        );
        let record = archive.text("demo-1.0.dist-info/RECORD").unwrap();
        assert!(record.contains("demo/demo.so,sha256="));
        assert_eq!(verify_record(&archive.entries, "demo-1.0.dist-info/RECORD", record), []);
        assert_eq!(make_universal(archive.clone(), name.clone()).unwrap(), (archive, name));
    }

    #[test]
    fn a_wheel_with_both_names_is_refused() {
        let (name, mut archive) =
            testing::wheel("cp312-abi3-linux_x86_64", "demo/demo.abi3.so", vec![]);
        archive.entries.push(Entry::new("demo/demo.so", ""));
        assert!(
            make_universal(archive, name).unwrap_err().to_string().contains("demo/demo.so twice")
        );
    }

    #[test]
    fn a_wheel_without_metadata_is_refused() {
        let name: WheelName = "demo-1.0-cp312-abi3-linux_x86_64.whl".parse().unwrap();
        let error = make_universal(Archive::default(), name).unwrap_err().to_string();
        assert!(error.contains("demo-1.0.dist-info/WHEEL"), "{error}");
    }
}
