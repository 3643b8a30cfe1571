//! Instructions that refer to given addresses, on x86-64 and aarch64.
//!
//! - x86-64: operands relative to the next instruction, `ModRM` with mode 0 and register 5, then a 32-bit distance; calls
//!   and jumps (`E8`, `E9`) to a stub. Every byte position is tried, so no instruction needs to be decoded.
//! - aarch64: `adrp` sets a register to a page, a load soon after takes the offset in it; `bl` and `b` reach a stub.

use std::collections::HashMap;

use object::{Architecture, File, Object, ObjectSection, SectionKind};

use super::slots::Slots;

/// How far apart `adrp` and the load through its register may be, in instructions.
const PAIR: usize = 16;

/// The addresses of instructions that use each symbol.
pub fn sites<'slots>(file: &File<'_>, slots: &'slots Slots) -> Vec<(u64, &'slots String)> {
    let finder: Finder = match file.architecture() {
        Architecture::X86_64 => x86_64,
        Architecture::Aarch64 => aarch64,
        _ => return Vec::new(),
    };
    let code: Vec<Code<'_>> = file
        .sections()
        .filter(|section| section.kind() == SectionKind::Text)
        .filter_map(|section| {
            // The linker's stubs: `.plt`, `.plt.sec`, `.iplt`; of Mach-O and PE they are told by other means.
            let is_stubs = section.name().is_ok_and(|name| name.contains("plt"));
            Some(Code { address: section.address(), bytes: section.data().ok()?, is_stubs })
        })
        .collect();

    let mut stubs: HashMap<u64, &String> = slots.stubs.iter().map(|(a, s)| (*a, s)).collect();
    let pointers: HashMap<u64, &String> = slots.pointers.iter().map(|(a, s)| (*a, s)).collect();
    let none = HashMap::new();
    for part in code.iter().filter(|part| part.is_stubs) {
        for (site, symbol) in finder(part, &pointers, &none) {
            stubs.extend(part.entries(site).map(|entry| (entry, symbol)));
        }
    }
    let own = code.iter().filter(|part| !part.is_stubs);
    own.flat_map(|part| finder(part, &pointers, &stubs))
        .filter(|(site, _)| !slots.stubs.contains_key(site))
        .collect()
}

type Finder = for<'s> fn(
    &Code<'_>,
    &HashMap<u64, &'s String>,
    &HashMap<u64, &'s String>,
) -> Vec<(u64, &'s String)>;

/// A section of code.
struct Code<'data> {
    address: u64,
    bytes: &'data [u8],
    is_stubs: bool,
}

impl Code<'_> {
    /// Where calls may enter the stub whose jump is here: at the jump, or at what stands before it.
    fn entries(&self, site: u64) -> impl Iterator<Item = u64> {
        // `endbr64` is 4 bytes, `bnd` 1; aarch64's stubs begin at `adrp`, which is the site.
        let aligned = site & !15;
        [site, site - 1, site - 4, site - 5, aligned].into_iter().filter(move |e| site - e < 16)
    }
}

fn x86_64<'s>(
    code: &Code<'_>,
    pointers: &HashMap<u64, &'s String>,
    stubs: &HashMap<u64, &'s String>,
) -> Vec<(u64, &'s String)> {
    let mut found = Vec::new();
    for (at, window) in code.bytes.windows(5).enumerate() {
        let distance = i32::from_le_bytes([window[1], window[2], window[3], window[4]]);
        let relative = window[0] & 0xc7 == 0x05 && at > 0;
        let branch = matches!(window[0], 0xe8 | 0xe9);
        if !relative && !branch {
            continue;
        }
        let next = code.address + at as u64 + 5;
        let target = next.wrapping_add_signed(i64::from(distance));
        let table = if branch { stubs } else { pointers };
        if let Some(symbol) = table.get(&target) {
            found.push((code.address + (at - usize::from(relative)) as u64, *symbol));
        }
    }
    found
}

fn aarch64<'s>(
    code: &Code<'_>,
    pointers: &HashMap<u64, &'s String>,
    stubs: &HashMap<u64, &'s String>,
) -> Vec<(u64, &'s String)> {
    let mut found = Vec::new();
    let mut pages: [Option<(usize, u64)>; 32] = [None; 32];
    for (at, word) in code.bytes.chunks_exact(4).enumerate() {
        let word = u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
        let address = code.address + 4 * at as u64;
        let register = (word & 31) as usize;
        let hit = if word & 0x9f00_0000 == 0x9000_0000 {
            let pages_away = ((word >> 5 & 0x7ffff) << 2 | word >> 29 & 3) << 11;
            // The sign of the 21-bit number is shifted down from the top.
            let away = i64::from(pages_away as i32 >> 11) << 12;
            pages[register] = Some((at, (address & !0xfff).wrapping_add_signed(away)));
            None
        } else if word & 0xffc0_0000 == 0xf940_0000 {
            let offset = u64::from(word >> 10 & 0xfff) * 8;
            pages[(word >> 5 & 31) as usize].filter(|(from, _)| at - from <= PAIR).and_then(
                |(from, page)| {
                    let site = if code.is_stubs { code.address + 4 * from as u64 } else { address };
                    pointers.get(&(page + offset)).map(|symbol| (site, *symbol))
                },
            )
        } else if word & 0x7c00_0000 == 0x1400_0000 {
            let away = i64::from((word << 6) as i32 >> 6) * 4;
            stubs.get(&address.wrapping_add_signed(away)).map(|symbol| (address, *symbol))
        } else {
            None
        };
        found.extend(hit);
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Code, aarch64, x86_64};

    fn code(bytes: &[u8]) -> Code<'_> {
        Code { address: 0x1000, bytes, is_stubs: false }
    }

    #[test]
    fn x86_64_calls_loads_and_stubs_are_found() {
        let name = "f".to_owned();
        let pointers = HashMap::from([(0x2000, &name)]);
        let stubs = HashMap::from([(0x1800, &name)]);
        // call *0xffa(%rip); mov 0xff3(%rip), %rax; call 0x1800
        let bytes = [
            [0xff, 0x15, 0xfa, 0x0f, 0, 0].as_slice(),
            &[0x48, 0x8b, 0x05, 0xf3, 0x0f, 0, 0],
            &[0xe8, 0xee, 0x07, 0, 0],
        ]
        .concat();
        let sites: Vec<u64> =
            x86_64(&code(&bytes), &pointers, &stubs).iter().map(|(at, _)| *at).collect();
        assert_eq!(sites, [0x1000, 0x1007, 0x100d]);
    }

    #[test]
    fn aarch64_pages_and_branches_are_found() {
        let name = "f".to_owned();
        let pointers = HashMap::from([(0x12_3018, &name)]);
        let stubs = HashMap::from([(0x0f00, &name)]);
        // adrp x8, 0x123000; nop; ldr x8, [x8, #0x18]; bl 0xf00
        let words = [0xd000_0908_u32, 0xd503_201f, 0xf940_0d08, 0x97ff_ffbd];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let sites: Vec<u64> =
            aarch64(&code(&bytes), &pointers, &stubs).iter().map(|(at, _)| *at).collect();
        assert_eq!(sites, [0x1008, 0x100c]);
    }
}
