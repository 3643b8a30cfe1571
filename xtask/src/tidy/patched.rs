//! The manifest of everbind under PyO3's name has everbind's features and dependencies.

use super::File;

const OWN: &str = "crates/everbind/Cargo.toml";
const PATCHED: &str = "patch/pyo3/Cargo.toml";

pub fn manifest(files: &[File]) -> Option<String> {
    let part = |path: &str| {
        let text = &files.iter().find(|file| file.path == path)?.text;
        let from = text.find("\n[features]\n")?;
        let to = text.find("[lints]").unwrap_or(text.len());
        Some(text[from..to].trim_end().to_owned())
    };
    let (own, patched) = (part(OWN), part(PATCHED));
    let moved = own.as_deref().map(|text| text.replace("\"../", "\"../../crates/"));
    (moved != patched || own.is_none()).then(|| {
        format!("{PATCHED}: [features] and all that follows is not what {OWN} has before [lints]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(own: &str, patched: &str, same: bool) {
        let file = |path: &str, text: &str| File::new(path, text.to_owned());
        let found = manifest(&[file(OWN, own), file(PATCHED, patched)]);
        assert_eq!(found.is_none(), same, "{found:?}");
    }

    #[test]
    fn what_is_compared() {
        let own =
            "[package]\n[features]\na = []\n[dependencies]\nb = { path = \"../b\" }\n\n[lints]\n";
        let part = "\n[features]\na = []\n[dependencies]\nb = { path = \"../../crates/b\" }\n";
        check(own, part, true);
        check(own, &part.replace("a = []", ""), false);
        check("", "", false);
    }
}
