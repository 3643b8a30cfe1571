//! Sizes, words, Python versions.

use super::File;

/// A file has one concept; past this many lines it has more.
const LINES: usize = 500;

/// Longer all the same: tables of data, where the length is the number of rows.
const LONG: [&str; 0] = [];

pub fn size(file: &File) -> Option<String> {
    let source = file.is("rs") || file.is("py") || file.path == "xtask/tools/get-pythons";
    let lines = file.text.lines().count();
    (source && lines > LINES && !LONG.contains(&file.path.as_str()))
        .then(|| format!("{}: {lines} lines, over {LINES}: split it by concept", file.path))
}

/// What says that something is not finished, or not tested. Written in halves, or they would be found here.
const WORDS: [&str; 6] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("#[ig", "nore"),
    concat!("-- --ig", "nored"),
];

pub fn words(file: &File) -> Vec<String> {
    let extensions = ["rs", "py", "toml", "yml", "sh", "md"];
    if !extensions.iter().any(|e| file.is(e)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (i, line) in file.text.lines().enumerate() {
        for word in WORDS {
            if has(line, word) {
                findings.push(file.at(i, &format!("{word:?} must not be committed")));
            }
        }
        let skips = ["pytest.skip(", "mark.skip(", "mark.skipif(", "mark.xfail("];
        if file.is("py") && skips.iter().any(|s| line.contains(s)) && !gives_reason(file, i) {
            findings.push(file.at(i, "a skipped test gives its reason"));
        }
    }
    findings
}

/// Whether the line has the word, not as a part of a longer one.
fn has(line: &str, word: &str) -> bool {
    let longer = |c: char| c.is_alphanumeric() || c == '_';
    let ends_as_word = word.ends_with(char::is_alphanumeric);
    line.match_indices(word).any(|(at, _)| {
        let inside = line[..at].ends_with(longer)
            || ends_as_word && line[at + word.len()..].starts_with(longer);
        !inside
    })
}

/// The call that starts on this line has a `reason=`, or (`pytest.skip`) a text.
fn gives_reason(file: &File, line: usize) -> bool {
    let call: Vec<_> = file.text.lines().skip(line).take(4).collect();
    call.iter().any(|l| l.contains("reason="))
        || call[0].contains("pytest.skip(\"")
        || call[0].contains("pytest.skip(f\"")
}

/// The files that may compare Python versions.
const VERSION_FILES: [&str; 2] =
    ["crates/everbind-abi/src/since.rs", "crates/everbind-abi/src/layout.rs"];

/// Python versions are compared in one place, and never at compile time.
pub fn versions(file: &File) -> Vec<String> {
    let runtime = file.path.starts_with("crates/") && file.path.contains("/src/");
    if !runtime || VERSION_FILES.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (i, line) in file.lines.iter().enumerate() {
        if compares_version(&line.code) {
            findings
                .push(file.at(i, "Python versions are compared in since.rs and layout.rs only"));
        }
    }
    findings
}

/// A version on one side of a comparison and a literal on the other, or a `cfg` on a version.
fn compares_version(code: &str) -> bool {
    let compact: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let versions =
        ["Py_Version", "version()", "version_info()", "hexversion()", ".minor", "minor()"];
    let compared = versions.iter().any(|version| {
        compact.match_indices(version).any(|(at, _)| {
            let (before, after) = (&compact[..at], &compact[at + version.len()..]);
            let operand = after.trim_start_matches(')').trim_start_matches(['<', '>', '=', '!']);
            let compares = after.trim_start_matches(')').len() > operand.len();
            let literal = operand.trim_start_matches('(').starts_with(|c: char| c.is_ascii_digit());
            compares && literal || before.ends_with(['<', '>']) && before.contains("0x03")
        })
    });
    compared || compact.contains("cfg(Py_3_") || compact.contains("cfg(not(Py_3_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_work_is_found() {
        let file = File::new("crates/a/src/lib.rs", format!("fn a() {{\n    {}) }}\n", WORDS[0]));
        assert_eq!(words(&file).len(), 1);
        assert!(words(&File::new("a.rs", format!("let hex = \"{}X\";", WORDS[3]))).is_empty());
        let file = File::new("a.py", "@pytest.mark.skip()\n".into());
        assert_eq!(words(&file).len(), 1);
        let file = File::new("a.py", "@pytest.mark.skipif(\n    x,\n    reason=\"y\",\n)\n".into());
        assert!(words(&file).is_empty());
    }

    #[test]
    fn comparing_versions() {
        for code in
            ["if py.version_info() >= (3, 14)", "Py_Version < 0x030e", "version().minor == 12"]
        {
            assert!(compares_version(code), "{code}");
        }
        for code in
            ["pub fn version_info(self) -> PythonVersionInfo<'py>", "let v = abi.Py_Version;"]
        {
            assert!(!compares_version(code), "{code}");
        }
        let file = File::new("crates/everbind-abi/src/since.rs", "if Py_Version >= 1 {}".into());
        assert!(versions(&file).is_empty());
    }

    #[test]
    fn long_files() {
        assert!(size(&File::new("a.rs", "\n".repeat(LINES + 1))).is_some());
        assert!(size(&File::new("a.rs", "\n".repeat(LINES))).is_none());
    }
}
