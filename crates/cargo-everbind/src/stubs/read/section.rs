//! The section that the records stand in, found in ELF, Mach-O (one half of a fat one: all tell the same) and PE.

use anyhow::{Context, Result, bail};
use object::{
    File, FileKind, Object, ObjectSection, Section,
    read::macho::{FatArch, MachOFatFile32, MachOFatFile64},
};

/// Its name in ELF; in Mach-O the segment and the section; in PE what fits of it.
const NAMES: [(Option<&str>, &str); 3] =
    [(None, "__TEXT,__everbind"), (Some("__TEXT"), "__everbind"), (None, "__TEXT,_")];

/// The bytes of the section.
///
/// # Errors
/// The data is no library, or has no such section.
pub fn find(data: &[u8]) -> Result<Vec<u8>> {
    let one = match FileKind::parse(data).context("not a library in a known format")? {
        FileKind::MachOFat32 => {
            let fat = MachOFatFile32::parse(data).context("damaged fat library")?;
            fat.arches()
                .first()
                .context("a fat library of nothing")?
                .data(data)
                .context("damaged fat library")?
        }
        FileKind::MachOFat64 => {
            let fat = MachOFatFile64::parse(data).context("damaged fat library")?;
            fat.arches()
                .first()
                .context("a fat library of nothing")?
                .data(data)
                .context("damaged fat library")?
        }
        _ => data,
    };
    let file = File::parse(one).context("not a library in a known format")?;
    let mut bytes = Vec::new();
    for section in file.sections().filter(is_ours) {
        bytes.extend_from_slice(section.data().context("a section lies outside of the file")?);
    }
    if bytes.is_empty() {
        bail!(
            "the library tells nothing of itself: it was not built with everbind, or with its feature for stubs off, or its table of sections was stripped"
        );
    }
    Ok(bytes)
}

fn is_ours(section: &Section<'_, '_>) -> bool {
    let name = section.name().unwrap_or_default();
    let segment = section.segment_name().ok().flatten();
    NAMES.iter().any(|(wanted, own)| name == *own && (wanted.is_none() || segment == *wanted))
}

#[cfg(test)]
mod tests {
    use object::{Architecture, BinaryFormat, Endianness, SectionKind, write};

    use super::find;

    /// A file of that format with a section of that name.
    fn file(format: BinaryFormat, segment: &str, name: &str) -> Vec<u8> {
        let mut file = write::Object::new(format, Architecture::X86_64, Endianness::Little);
        let (segment, name) = (segment.as_bytes().to_vec(), name.as_bytes().to_vec());
        let section = file.add_section(segment, name, SectionKind::ReadOnlyData);
        file.append_section_data(section, b"records", 1);
        file.write().unwrap()
    }

    #[test]
    fn the_section_is_found_in_each_format() {
        for (format, segment, name) in [
            (BinaryFormat::Elf, "", "__TEXT,__everbind"),
            (BinaryFormat::MachO, "__TEXT", "__everbind"),
            (BinaryFormat::Coff, "", "__TEXT,_"),
        ] {
            assert_eq!(find(&file(format, segment, name)).unwrap(), b"records", "{format:?}");
            let error = find(&file(format, segment, "__other")).unwrap_err().to_string();
            assert!(error.contains("tells nothing of itself"), "{error}");
        }
        assert!(find(&file(BinaryFormat::MachO, "__DATA", "__everbind")).is_err());
    }

    #[test]
    fn a_fat_file_is_read_by_its_first_half() {
        let half = file(BinaryFormat::MachO, "__TEXT", "__everbind");
        let mut fat = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1];
        for number in [0x0100_0007, 3, 0x1000, half.len() as u32, 12] {
            fat.extend(number.to_be_bytes());
        }
        fat.resize(0x1000, 0);
        fat.extend(half);
        assert_eq!(find(&fat).unwrap(), b"records");
        assert!(find(&fat[..0x1010]).is_err());
    }
}
