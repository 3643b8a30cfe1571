//! The zip file of a wheel, read whole and written reproducibly.
//!
//! The same files give the same bytes, whatever the machine and the day: entries are sorted, `.dist-info` last and
//! RECORD at the very end (so that tools may change metadata without rewriting the rest), all have one timestamp
//! (`SOURCE_DATE_EPOCH`, else 1980-01-01, the first a zip can hold) and one of two permissions, all are deflated.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::WheelName;

/// One file of a wheel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path inside the wheel, with `/`.
    pub path: String,
    pub data: Vec<u8>,
    pub executable: bool,
}

impl Entry {
    /// A file without the execute permission.
    pub fn new(path: impl Into<String>, data: impl Into<Vec<u8>>) -> Self {
        Entry { path: path.into(), data: data.into(), executable: false }
    }
}

/// The files of a wheel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    pub entries: Vec<Entry>,
}

impl Archive {
    /// Reads a zip file; folders, which wheels need not list, are left out.
    ///
    /// # Errors
    /// It cannot be read, is not a zip file, or has a path that is absolute or leads out of the wheel.
    pub fn read(path: &Path) -> Result<Self> {
        let what = || format!("cannot read {}", path.display());
        let file = BufReader::new(File::open(path).with_context(what)?);
        let mut zip = ZipArchive::new(file).with_context(what)?;
        let mut entries = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).with_context(what)?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().to_owned();
            if !is_inside(&name) {
                bail!("{}: `{name}` does not name a place inside the wheel", path.display());
            }
            let mut data =
                Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0).min(1 << 28));
            file.read_to_end(&mut data)
                .with_context(|| format!("{}: cannot unpack {name}", path.display()))?;
            entries.push(Entry {
                path: name,
                data,
                executable: file.unix_mode().is_some_and(|m| m & 0o100 != 0),
            });
        }
        Ok(Archive { entries })
    }

    /// The file at this path.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }

    /// The folder with the wheel's metadata: as the wheel's name says, else the only one, since some builders spell the
    /// project's name otherwise there.
    pub fn dist_info(&self, name: &WheelName) -> String {
        let named = name.dist_info();
        let folders = self.entries.iter().filter_map(|entry| entry.path.split_once('/'));
        let mut others = folders.map(|(folder, _)| folder).filter(|f| f.ends_with(".dist-info"));
        match others.clone().any(|folder| folder == named) {
            true => named,
            false => others.next().map_or(named, str::to_owned),
        }
    }

    /// The file at this path as text.
    ///
    /// # Errors
    /// It is missing, or not UTF-8.
    pub fn text(&self, path: &str) -> Result<&str> {
        let entry = self.get(path).with_context(|| format!("the wheel has no {path}"))?;
        str::from_utf8(&entry.data).with_context(|| format!("{path} is not UTF-8"))
    }

    /// Writes the zip file; `path` appears only when it is complete.
    ///
    /// # Errors
    /// The folder cannot be written to, or two files have the same path.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut unique = BTreeSet::new();
        if let Some(twice) = self.entries.iter().find(|entry| !unique.insert(&entry.path)) {
            bail!("two files of the wheel are named {}", twice.path);
        }
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        order.sort_by_key(|entry| (rank(&entry.path), &entry.path));

        let partial = path.with_extension("whl.partial");
        let what = || format!("cannot write {}", path.display());
        let written = write_to(&partial, &order).and_then(|()| Ok(fs::rename(&partial, path)?));
        if written.is_err() {
            // The first error is the one to report; the partial file may not even exist.
            let _ = fs::remove_file(&partial);
        }
        written.with_context(what)
    }
}

fn write_to(path: &Path, order: &[&Entry]) -> Result<()> {
    let timestamp = timestamp(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())?;
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    for entry in order {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(timestamp)
            .unix_permissions(if entry.executable { 0o755 } else { 0o644 })
            .large_file(entry.data.len() > u32::MAX as usize);
        zip.start_file(&*entry.path, options)?;
        zip.write_all(&entry.data)?;
    }
    zip.finish()?.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(())
}

/// Code first, then metadata, then RECORD.
fn rank(path: &str) -> u8 {
    match path.split_once('/') {
        Some((folder, file)) if folder.ends_with(".dist-info") => 1 + u8::from(file == "RECORD"),
        _ => 0,
    }
}

fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) as a zip timestamp, moved into the years one can hold.
fn timestamp(epoch: Option<&str>) -> Result<DateTime> {
    let Some(epoch) = epoch else { return Ok(DateTime::default()) };
    let seconds: i64 = epoch
        .trim()
        .parse()
        .with_context(|| format!("SOURCE_DATE_EPOCH is not a number: `{epoch}`"))?;
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let clock = seconds.rem_euclid(86_400);
    match year {
        ..1980 => Ok(DateTime::default()),
        1980..=2107 => {
            let [hour, minute, second] =
                [clock / 3600, clock / 60 % 60, clock % 60].map(|n| n as u8);
            Ok(DateTime::from_date_and_time(year as u16, month, day, hour, minute, second)?)
        }
        2108.. => Ok(DateTime::from_date_and_time(2107, 12, 31, 23, 59, 58)?),
    }
}

/// The Gregorian date so many days after 1970-01-01. Years are counted from March, so that the leap day ends one, in
/// cycles of 400 years of 146,097 days.
fn civil(days: i64) -> (i64, u8, u8) {
    let since_0000_march = days + 719_468;
    let (cycle, day_of_cycle) =
        (since_0000_march.div_euclid(146_097), since_0000_march.rem_euclid(146_097));
    let year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
    let month =
        if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u8;
    (cycle * 400 + year_of_cycle + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{Archive, Entry, civil, is_inside, timestamp};

    #[test]
    fn dates_are_gregorian() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (20_513, (2026, 3, 1)),
        ] {
            assert_eq!(civil(days), date);
        }
    }

    #[test]
    fn source_date_epoch_is_honoured_and_clamped() {
        let at = |epoch| timestamp(epoch).unwrap().to_string();
        assert_eq!(at(None), "1980-01-01 00:00:00");
        assert_eq!(at(Some("0")), "1980-01-01 00:00:00");
        assert_eq!(at(Some("1772368496")), "2026-03-01 12:34:56");
        assert_eq!(at(Some("99999999999")), "2107-12-31 23:59:58");
        assert!(timestamp(Some("yesterday")).unwrap_err().to_string().contains("yesterday"));
    }

    #[test]
    fn paths_stay_inside() {
        assert!(is_inside("a/b.so"));
        for path in ["/a", "../a", "a/../b", "a//b", "C:/a", "a\\b", ""] {
            assert!(!is_inside(path), "{path}");
        }
    }

    #[test]
    fn equal_files_give_equal_bytes_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut entries = vec![
            Entry::new("x-1.dist-info/RECORD", "r"),
            Entry::new("x/b.py", "b"),
            Entry::new("x-1.dist-info/WHEEL", "w"),
        ];
        entries.push(Entry { path: "x/a.so".into(), data: vec![0; 1000], executable: true });
        let forward = Archive { entries: entries.clone() };
        entries.reverse();
        let backward = Archive { entries };
        let (one, two) = (folder.path().join("1.whl"), folder.path().join("2.whl"));
        forward.write(&one).unwrap();
        backward.write(&two).unwrap();
        assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
        let read = Archive::read(&one).unwrap();
        let paths: Vec<&str> = read.entries.iter().map(|e| &*e.path).collect();
        assert_eq!(paths, ["x/a.so", "x/b.py", "x-1.dist-info/WHEEL", "x-1.dist-info/RECORD"]);
        assert!(read.entries[0].executable && !read.entries[1].executable);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no partial file is left");
    }

    #[test]
    fn a_path_used_twice_is_refused() {
        let archive = Archive { entries: vec![Entry::new("a", "1"), Entry::new("a", "2")] };
        let folder = tempfile::tempdir().unwrap();
        assert!(
            archive
                .write(&folder.path().join("x.whl"))
                .unwrap_err()
                .to_string()
                .contains("named a")
        );
    }
}
