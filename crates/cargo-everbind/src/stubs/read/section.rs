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
