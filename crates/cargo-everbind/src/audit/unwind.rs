//! Where functions begin, by the table for unwinding that ELF libraries keep when they are stripped (`.eh_frame_hdr`):
//! a sorted array of pairs, the function's address and its entry's, relative to the table.

use object::{File, Object, ObjectSection};

/// The one encoding that linkers write: version 1, pointers relative to the place, a 4-byte count, a table of 4-byte
/// numbers relative to the section.
const HEADER: [u8; 4] = [1, 0x1b, 0x03, 0x3b];

/// The first addresses of functions, in order; empty where there is no such table.
pub fn functions(file: &File<'_>) -> Vec<u64> {
    read(file).unwrap_or_default()
}

fn read(file: &File<'_>) -> Option<Vec<u64>> {
    let section = file.section_by_name(".eh_frame_hdr")?;
    let data = section.data().ok()?;
    if data.get(..4)? != HEADER || !file.is_little_endian() {
        return None;
    }
    let number = |at: usize| Some(i32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?));
    let count = usize::try_from(number(8)?).ok()?;
    let starts = (0..count).map_while(|index| {
        Some(section.address().wrapping_add_signed(i64::from(number(12 + 8 * index)?)))
    });
    Some(starts.collect())
}
