//! `RECORD`: one line `path,sha256=DIGEST,SIZE` for each file of the wheel, and a bare `path,,` for RECORD itself.
//!
//! Installers differ in how much of it they check, so a wrong line may surface only on a user's machine, or when the
//! package is removed. It is therefore always rewritten whole, and verified from the finished file.

use std::{collections::BTreeSet, fmt};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::Entry;

/// Something RECORD says that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordProblem {
    Malformed(String),
    Unlisted(String),
    Duplicate(String),
    Absent(String),
    Hash { path: String, listed: String, actual: String },
    Size { path: String, listed: String, actual: usize },
}

impl fmt::Display for RecordProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(line) => write!(f, "RECORD: not of the form path,hash,size: `{line}`"),
            Self::Unlisted(path) => write!(f, "RECORD: {path} is in the wheel but not listed"),
            Self::Duplicate(path) => write!(f, "RECORD: {path} is listed twice"),
            Self::Absent(path) => write!(f, "RECORD: {path} is listed but not in the wheel"),
            Self::Hash { path, listed, actual } => {
                write!(f, "RECORD: {path}: hash is {actual}, listed as {listed}")
            }
            Self::Size { path, listed, actual } => {
                write!(f, "RECORD: {path}: size is {actual}, listed as {listed}")
            }
        }
    }
}

/// The text of RECORD for these files; `record` is its own path, which must not be among them.
pub fn write(entries: &[Entry], record: &str) -> String {
    let mut lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            format!("{},{},{}\n", quote(&entry.path), digest(&entry.data), entry.data.len())
        })
        .collect();
    lines.sort_unstable();
    lines.concat() + &format!("{},,\n", quote(record))
}

/// All disagreements between RECORD and the files; none if it is right.
pub fn verify(entries: &[Entry], record: &str, text: &str) -> Vec<RecordProblem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let Some((path, hash, size)) = split(line) else {
            problems.push(RecordProblem::Malformed(line.to_owned()));
            continue;
        };
        if !seen.insert(path.clone()) {
            problems.push(RecordProblem::Duplicate(path));
            continue;
        }
        let Some(entry) = entries.iter().find(|entry| entry.path == path) else {
            problems.push(RecordProblem::Absent(path));
            continue;
        };
        // RECORD cannot hold its own digest; a signature of it cannot be known when it is written.
        if path == record || is_signature(&path, record) {
            continue;
        }
        let actual = digest(&entry.data);
        if hash != actual {
            problems.push(RecordProblem::Hash {
                path: path.clone(),
                listed: hash.to_owned(),
                actual,
            });
        }
        if size.parse() != Ok(entry.data.len()) {
            problems.push(RecordProblem::Size {
                path,
                listed: size.to_owned(),
                actual: entry.data.len(),
            });
        }
    }
    let unlisted =
        entries.iter().filter(|e| !seen.contains(&e.path) && !is_signature(&e.path, record));
    problems.extend(unlisted.map(|entry| RecordProblem::Unlisted(entry.path.clone())));
    problems
}

/// Detached signatures of RECORD, which it must not list with a digest.
pub fn is_signature(path: &str, record: &str) -> bool {
    path.strip_prefix(record).is_some_and(|suffix| matches!(suffix, ".jws" | ".p7s"))
}

fn digest(data: &[u8]) -> String {
    format!("sha256={}", URL_SAFE_NO_PAD.encode(Sha256::digest(data)))
}

/// A field as CSV: quoted when it holds a comma or a quote.
fn quote(path: &str) -> String {
    if path.contains([',', '"']) {
        format!("\"{}\"", path.replace('"', "\"\""))
    } else {
        path.to_owned()
    }
}

/// The three fields of a line. Only the path may be quoted: digests and sizes have no character that asks for it.
fn split(line: &str) -> Option<(String, &str, &str)> {
    let (rest, size) = line.rsplit_once(',')?;
    let (path, hash) = rest.rsplit_once(',')?;
    match path.strip_prefix('"') {
        Some(inner) => Some((inner.strip_suffix('"')?.replace("\"\"", "\""), hash, size)),
        None => {
            (!path.is_empty() && !path.contains([',', '"'])).then(|| (path.to_owned(), hash, size))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordProblem, verify, write};
    use crate::wheel::Entry;

    const RECORD: &str = "x-1.dist-info/RECORD";

    fn files() -> Vec<Entry> {
        vec![
            Entry::new("x/__init__.py", ""),
            Entry::new("x/odd,\"name\".txt", "abc"),
            Entry::new("a.txt", "hello\n"),
        ]
    }

    fn with_record(files: Vec<Entry>, text: &str) -> Vec<Entry> {
        let mut all = files;
        all.push(Entry::new(RECORD, text));
        all
    }

    #[test]
    fn text_is_sorted_hashed_and_quoted() {
        assert_eq!(
            write(&files(), RECORD),
            "\"x/odd,\"\"name\"\".txt\",sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0,3\n\
             a.txt,sha256=WJG1tSLV3whtD_CxEPvZ0hu0_HFjrzTQgoai6Eb2vgM,6\n\
             x/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n\
             x-1.dist-info/RECORD,,\n"
        );
    }

    #[test]
    fn what_is_written_verifies() {
        let text = write(&files(), RECORD);
        assert_eq!(verify(&with_record(files(), &text), RECORD, &text), []);
    }

    #[test]
    fn every_kind_of_disagreement_is_found() {
        let good = write(&files(), RECORD);
        let check = |text: &str| verify(&with_record(files(), text), RECORD, text);

        assert!(
            matches!(&check(&good.replace("WJG1", "0000"))[..], [RecordProblem::Hash { path, .. }] if path == "a.txt")
        );
        assert!(
            matches!(&check(&good.replace(",6\n", ",7\n"))[..], [RecordProblem::Size { path, .. }] if path == "a.txt")
        );
        assert_eq!(check(&(good.clone() + "b.txt,,\n")), [RecordProblem::Absent("b.txt".into())]);
        assert_eq!(
            check(&(good.clone() + "x-1.dist-info/RECORD,,\n")),
            [RecordProblem::Duplicate(RECORD.into())]
        );
        assert_eq!(
            check(&(good.clone() + "nonsense\n")),
            [RecordProblem::Malformed("nonsense".into())]
        );
        let shorter: String =
            good.lines().filter(|l| !l.starts_with("a.txt")).map(|l| format!("{l}\n")).collect();
        assert_eq!(check(&shorter), [RecordProblem::Unlisted("a.txt".into())]);
    }
}
