//! The C library that a Linux tag promises to be enough, against the one that a library asks for.
//!
//! `manylinux_2_17` promises that glibc 2.17 will do; each function imported from glibc carries the version that it came with.

use anyhow::Result;
use object::{
    Endianness, FileKind,
    elf::{FileHeader32, FileHeader64},
    read::elf::FileHeader,
};

use super::library::Library;

/// The years' names of old tags.
const NAMED: [(&str, (u32, u32)); 3] =
    [("manylinux1", (2, 5)), ("manylinux2010", (2, 12)), ("manylinux2014", (2, 17))];

/// What is wrong between a platform tag and the C library that this library asks for, if anything.
///
/// # Errors
/// The library is damaged.
pub fn mismatch(tag: &str, library: &Library<'_>) -> Result<Option<String>> {
    if library.format != object::BinaryFormat::Elf {
        return Ok(None);
    }
    let needed = needed(library.data)?;
    let Some(newest) = needed.iter().max() else { return Ok(None) };
    let version = format!("glibc {}.{}", newest.0, newest.1);
    if tag.starts_with("musllinux") {
        return Ok(Some(format!(
            "the platform tag {tag} promises musl, but it asks for {version}"
        )));
    }
    let Some(promised) = promised(tag) else { return Ok(None) };
    Ok((*newest > promised).then(|| {
        let (major, minor) = promised;
        format!("the platform tag {tag} promises glibc {major}.{minor}, but it asks for {version}")
    }))
}

fn promised(tag: &str) -> Option<(u32, u32)> {
    if let Some(rest) = tag.strip_prefix("manylinux_") {
        let mut numbers = rest.split('_');
        return Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?));
    }
    let named = NAMED
        .iter()
        .find(|(name, _)| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with('_')));
    named.map(|(_, version)| *version)
}

/// Versions of glibc that symbols ask for.
fn needed(data: &[u8]) -> Result<Vec<(u32, u32)>> {
    match FileKind::parse(data)? {
        FileKind::Elf32 => needed_of::<FileHeader32<Endianness>>(data),
        _ => needed_of::<FileHeader64<Endianness>>(data),
    }
}

fn needed_of<Header: FileHeader<Endian = Endianness>>(data: &[u8]) -> Result<Vec<(u32, u32)>> {
    let header = Header::parse(data)?;
    let endian = header.endian()?;
    let sections = header.sections(endian, data)?;
    let mut found = Vec::new();
    let Some((mut needs, strings)) = sections.gnu_verneed(endian, data)? else { return Ok(found) };
    let strings = sections.strings(endian, data, strings)?;
    while let Some((_, mut versions)) = needs.next()? {
        while let Some(version) = versions.next()? {
            let name = version.name(endian, strings)?;
            let name = String::from_utf8_lossy(name).into_owned();
            let numbers = name.strip_prefix("GLIBC_").and_then(|text| text.split_once('.'));
            if let Some((major, minor)) = numbers {
                // `GLIBC_2.3.4`, and names such as GLIBC_PRIVATE or GLIBC_ABI_DT_RELR without a number.
                let minor = minor.split('.').next().unwrap_or(minor);
                found.extend(major.parse().ok().zip(minor.parse().ok()));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::promised;

    #[test]
    fn tags_promise_versions() {
        assert_eq!(promised("manylinux_2_28_x86_64"), Some((2, 28)));
        assert_eq!(promised("manylinux2014_aarch64"), Some((2, 17)));
        assert_eq!(promised("manylinux1_i686"), Some((2, 5)));
        assert_eq!(promised("linux_x86_64"), None);
        assert_eq!(promised("macosx_11_0_arm64"), None);
    }
}
