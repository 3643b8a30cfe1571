//! Unsafe code: where it may be, and that it says why it is sound.

use super::File;
use super::source::Line;

/// How far above its block a SAFETY comment may start, beyond comments and attributes.
const NEAR: usize = 6;

/// The parts of `everbind` that may use `unsafe`; everything else goes through them.
const PLACES: &[&str] = &[
    "buffer",
    "call",
    "class",
    "convert",
    "enums",
    "err",
    "error",
    "exceptions",
    "first",
    "items",
    "module",
    "object",
    "overriding",
    "pickle",
    "pybacked",
    "python",
    "stub",
    "sync",
    "types",
];

/// The crates without any unsafe code.
const SAFE: [&str; 3] = ["crates/everbind-macros/", "crates/cargo-everbind/", "xtask/"];

/// Every unsafe block and impl has a SAFETY comment above it.
pub fn comments(file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    for i in 0..file.lines.len() {
        if opens(&file.lines[i].code) && !explained(&file.lines, i) {
            findings.push(file.at(i, "unsafe without a SAFETY comment above it"));
        }
    }
    findings
}

/// `unsafe` is used only where the architecture says.
pub fn places(file: &File) -> Option<String> {
    let used = file.lines.iter().position(|l| opens(&l.code))?;
    if SAFE.iter().any(|path| file.path.starts_with(path)) {
        return Some(file.at(used, "this crate has no unsafe code"));
    }
    let inner = file.path.strip_prefix("crates/everbind/src/")?;
    let place = inner.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    (!PLACES.contains(&place)).then(|| {
        file.at(used, "unsafe outside the places for it (the list is in xtask/src/tidy/safety.rs)")
    })
}

/// Whether the line starts an unsafe block, impl or extern block.
fn opens(code: &str) -> bool {
    code.match_indices("unsafe").any(|(at, word)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].trim_start();
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        whole && (after.starts_with('{') || after.starts_with("impl") || is_extern_block(after))
    })
}

/// `unsafe extern "C" {` declares; `unsafe extern "C" fn` is a function.
fn is_extern_block(after: &str) -> bool {
    after
        .strip_prefix("extern")
        .is_some_and(|rest| rest.trim_start().trim_start_matches('"').trim_start().starts_with('{'))
}

fn explained(lines: &[Line], at: usize) -> bool {
    if lines[at].comment.contains("SAFETY") {
        return true;
    }
    let mut distance = 0;
    for line in lines[..at].iter().rev() {
        if line.comment.contains("SAFETY") {
            return true;
        }
        let code = line.code.trim();
        let passes = (code.is_empty() && !line.comment.is_empty()) || code.starts_with("#[");
        distance += usize::from(!passes);
        // Past the end of another item nothing above belongs to this block.
        if distance > NEAR || code == "}" && line.code.len() == 1 {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File::new(path, text.into())
    }

    #[test]
    fn what_is_unsafe() {
        for code in ["let x = unsafe { f() };", "unsafe impl Send for X {}", "unsafe extern \"\" {"]
        {
            assert!(opens(code), "{code}");
        }
        for code in ["pub unsafe fn f()", "#[unsafe(no_mangle)]", "pub unsafe extern \"\" fn f() {"]
        {
            assert!(!opens(code), "{code}");
        }
    }

    #[test]
    fn comments_explain() {
        for text in [
            "// SAFETY: held\nunsafe { f() }",
            "// SAFETY: of two\n// lines\n#[allow(x)]\nlet y =\n    unsafe { f() };",
            "unsafe { f() } // SAFETY: held",
        ] {
            assert!(comments(&file("a.rs", text)).is_empty(), "{text}");
        }
        for text in ["unsafe { f() }", "fn a() {\n    // SAFETY: x\n}\nfn b() { unsafe { f() } }"] {
            assert_eq!(comments(&file("a.rs", text)).len(), 1, "{text}");
        }
        assert!(comments(&file("a.rs", "// unsafe { f() }")).is_empty());
    }

    #[test]
    fn unsafe_has_its_places() {
        let code = "// SAFETY: x\nunsafe { f() }";
        assert!(places(&file("crates/everbind/src/object/bound.rs", code)).is_none());
        assert!(places(&file("crates/everbind/src/sync.rs", code)).is_none());
        assert!(places(&file("crates/everbind/src/prelude.rs", code)).is_some());
        assert!(places(&file("crates/everbind-macros/src/emit.rs", code)).is_some());
    }
}
