//! Platform tags against what a library was compiled for.

use object::{Architecture, BinaryFormat};

use super::library::Library;

/// What is wrong between a wheel's platform tag and the libraries of one file in it, if anything.
pub fn mismatch(tag: &str, libraries: &[Library<'_>]) -> Option<String> {
    let Some((format, architectures)) = promised(tag) else {
        return (tag == "any").then(|| {
            "the platform tag `any` promises that nothing in the wheel is native".to_owned()
        });
    };
    let fits = |library: &Library<'_>| {
        library.format == format && architectures.contains(&library.architecture)
    };
    let covers = |architecture: &Architecture| {
        libraries.iter().any(|library| library.architecture == *architecture)
    };
    if libraries.iter().any(fits)
        && (architectures.iter().all(covers) || !tag.ends_with("universal2"))
    {
        return None;
    }
    let found: Vec<String> = libraries.iter().map(Library::kind).collect();
    Some(format!("the platform tag {tag} does not fit a library for {}", found.join(" and ")))
}

/// Format and architectures a tag stands for; nothing for tags this file does not know, which are then not checked.
fn promised(tag: &str) -> Option<(BinaryFormat, &'static [Architecture])> {
    use Architecture::{Aarch64, Arm, I386, LoongArch64, PowerPc64, Riscv64, S390x, X86_64};
    let by_suffix = |table: &[(&str, &'static [Architecture])]| {
        table
            .iter()
            .find(|(suffix, _)| tag.ends_with(suffix))
            .map(|(_, architectures)| *architectures)
    };
    if tag.starts_with("manylinux") || tag.starts_with("musllinux") || tag.starts_with("linux") {
        let table: [(&str, &[Architecture]); 10] = [
            ("_x86_64", &[X86_64]),
            ("_i686", &[I386]),
            ("_aarch64", &[Aarch64]),
            ("_armv7l", &[Arm]),
            ("_armv6l", &[Arm]),
            ("_ppc64le", &[PowerPc64]),
            ("_ppc64", &[PowerPc64]),
            ("_s390x", &[S390x]),
            ("_riscv64", &[Riscv64]),
            ("_loongarch64", &[LoongArch64]),
        ];
        return Some((BinaryFormat::Elf, by_suffix(&table)?));
    }
    if tag.starts_with("macosx_") {
        let table: [(&str, &[Architecture]); 3] =
            [("_x86_64", &[X86_64]), ("_arm64", &[Aarch64]), ("_universal2", &[X86_64, Aarch64])];
        return Some((BinaryFormat::MachO, by_suffix(&table)?));
    }
    match tag {
        "win_amd64" => Some((BinaryFormat::Pe, &[X86_64])),
        "win_arm64" => Some((BinaryFormat::Pe, &[Aarch64])),
        "win32" => Some((BinaryFormat::Pe, &[I386])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use object::{Architecture, BinaryFormat};

    use super::{Library, mismatch};

    fn library(format: BinaryFormat, architecture: Architecture) -> Library<'static> {
        let none = BTreeSet::new;
        Library {
            data: &[],
            format,
            architecture,
            exports: none(),
            imports: none(),
            defines: none(),
            needed: none(),
        }
    }

    #[test]
    fn tags_fit_their_platforms_only() {
        let linux = [library(BinaryFormat::Elf, Architecture::X86_64)];
        let fat = [
            library(BinaryFormat::MachO, Architecture::X86_64),
            library(BinaryFormat::MachO, Architecture::Aarch64),
        ];
        let windows = [library(BinaryFormat::Pe, Architecture::Aarch64)];
        for (tag, libraries) in [
            ("linux_x86_64", &linux[..]),
            ("manylinux_2_17_x86_64", &linux),
            ("macosx_11_0_universal2", &fat),
            ("macosx_10_12_x86_64", &fat),
            ("macosx_11_0_arm64", &fat[1..]),
            ("win_arm64", &windows),
            ("emscripten_4_0_9_wasm32", &linux),
        ] {
            assert_eq!(mismatch(tag, libraries), None, "{tag}");
        }
        for (tag, libraries) in [
            ("any", &linux[..]),
            ("linux_aarch64", &linux),
            ("macosx_10_12_x86_64", &linux),
            ("macosx_11_0_universal2", &fat[..1]),
            ("win_amd64", &windows),
        ] {
            assert!(mismatch(tag, libraries).is_some_and(|text| text.contains(tag)), "{tag}");
        }
    }
}
