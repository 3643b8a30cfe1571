//! The symbols that one loaded library exports, read from its own hash table. Linux.
//!
//! *Problem.* All names of the API are looked up at every import. `dlsym` takes 0.19 µs for each, most of
//! it for locks and for finding out who asks, and more for a name that no library has: 170 µs for
//! all of them, and an import takes 650. Read from the table they take 70.
//!
//! *How.* The library is the one in which a symbol lies that `dlsym` has found. Its program headers say where
//! its dynamic section is, and that where the three tables are. The hash table says for each hash at which
//! symbol to begin; those of one bucket follow each other, the last one's hash marked by its low bit.
//!
//! They lie one after another, and nothing has read them for long. So they are read once from end to end,
//! for which the processor fetches ahead; after that a name takes 25 ns instead of 110.
//!
//! A library that has no such table, gives its symbols versions, or computes an address when it is asked
//! for is left to `dlsym`.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

/// What the dynamic loader tells of a library: the start of `dl_phdr_info`.
#[repr(C)]
struct Loaded {
    base: usize,
    name: *const c_char,
    headers: *const Header,
    count: u16,
}

/// `Elf64_Phdr`.
#[repr(C)]
struct Header {
    kind: u32,
    flags: u32,
    offset: u64,
    address: usize,
    physical: u64,
    in_file: u64,
    size: usize,
    align: u64,
}

/// `Elf64_Dyn`.
#[repr(C)]
struct Dynamic {
    tag: i64,
    value: usize,
}

/// `Elf64_Sym`.
#[repr(C)]
struct Symbol {
    name: u32,
    info: u8,
    other: u8,
    section: u16,
    value: usize,
    size: u64,
}

const PT_LOAD: u32 = 1;
const PT_DYNAMIC: u32 = 2;
const DT_NULL: i64 = 0;
const DT_STRTAB: i64 = 5;
const DT_SYMTAB: i64 = 6;
const DT_STRSZ: i64 = 10;
const DT_GNU_HASH: i64 = 0x6fff_fef5;
const DT_VERDEF: i64 = 0x6fff_fffc;
/// What is read ahead at most.
const LARGEST: usize = 1 << 20;
const LINE: usize = 64;
const SHN_UNDEF: u16 = 0;
const STT_OBJECT: u8 = 1;
const STT_FUNC: u8 = 2;

// SAFETY: a function of every Linux C library, with its signature.
unsafe extern "C" {
    fn dl_iterate_phdr(
        callback: unsafe extern "C" fn(*const Loaded, usize, *mut c_void) -> c_int,
        data: *mut c_void,
    ) -> c_int;
}

/// The symbols of a library, which is never unloaded.
pub(crate) struct Exports {
    base: usize,
    symbols: *const Symbol,
    texts: *const c_char,
    /// The number of buckets and the first symbol in them.
    buckets: u32,
    first: u32,
    /// The buckets, and after them the hashes of the symbols.
    table: *const u32,
}

/// What is looked for, and what was found.
struct Search {
    address: usize,
    base: usize,
    dynamic: *const Dynamic,
    /// The headers, which are there as long as the library is.
    headers: *const Header,
    count: usize,
}

impl Search {
    /// Whether all of this was loaded as one.
    fn is_loaded(&self, start: usize, end: usize) -> bool {
        for index in 0..self.count {
            // SAFETY: there are so many.
            let header = unsafe { &*self.headers.add(index) };
            let first = self.base.wrapping_add(header.address);
            if header.kind == PT_LOAD && first <= start && end <= first + header.size {
                return true;
            }
        }
        false
    }
}

impl Exports {
    /// Those of the library in which `address` lies.
    pub(crate) fn around(address: *const c_void) -> Option<Self> {
        let mut search = Search {
            address: address.addr(),
            base: 0,
            dynamic: ptr::null(),
            headers: ptr::null(),
            count: 0,
        };
        // SAFETY: the callback takes what this function passes.
        unsafe { dl_iterate_phdr(look, (&raw mut search).cast()) };
        if search.dynamic.is_null() {
            return None;
        }
        // SAFETY: that library's dynamic section.
        unsafe { Self::of(&search) }
    }

    /// # Safety
    /// A library was found, and has a dynamic section.
    unsafe fn of(search: &Search) -> Option<Self> {
        let Search { base, mut dynamic, .. } = *search;
        let (mut texts, mut symbols, mut hash, mut length) = (0, 0, 0, 0);
        // SAFETY: the section ends with `DT_NULL`; the hash table begins with four numbers, and has a
        // filter of as many words as the third one says before the buckets.
        unsafe {
            loop {
                // The loader has made an address of it, or (musl) has not.
                let Dynamic { tag, value } = dynamic.read();
                let place = if value < base { base.wrapping_add(value) } else { value };
                match tag {
                    DT_NULL => break,
                    DT_STRTAB => texts = place,
                    DT_STRSZ => length = value,
                    DT_SYMTAB => symbols = place,
                    DT_GNU_HASH => hash = place,
                    DT_VERDEF => return None,
                    _ => {}
                }
                dynamic = dynamic.add(1);
            }
            if texts == 0 || symbols == 0 || hash == 0 {
                return None;
            }
            let in_order = hash < symbols && symbols < texts && texts - hash + length <= LARGEST;
            if in_order && search.is_loaded(hash, texts + length) {
                for line in (hash..texts + length).step_by(LINE) {
                    ptr::with_exposed_provenance::<u8>(line).read_volatile();
                }
            }
            let numbers = ptr::with_exposed_provenance::<u32>(hash);
            let (buckets, first, words) = (*numbers, *numbers.add(1), *numbers.add(2) as usize);
            if buckets == 0 {
                return None;
            }
            Some(Exports {
                base,
                symbols: ptr::with_exposed_provenance(symbols),
                texts: ptr::with_exposed_provenance(texts),
                buckets,
                first,
                table: numbers.add(4 + words * (usize::BITS / u32::BITS) as usize),
            })
        }
    }

    /// The address of `name`: null if there is none; `None` if only `dlsym` can tell.
    pub(crate) fn get(&self, name: &CStr) -> Option<*mut c_void> {
        let mut hash = 5381_u32;
        for byte in name.to_bytes() {
            hash = hash.wrapping_mul(33).wrapping_add(u32::from(*byte));
        }
        // SAFETY: the tables of a loaded library, read as their format says: a bucket has the number
        // of its first symbol, or one before the first in any; the hashes come in the same order.
        unsafe {
            let mut index = *self.table.add((hash % self.buckets) as usize);
            if index < self.first {
                return Some(ptr::null_mut());
            }
            let hashes = self.table.add(self.buckets as usize);
            loop {
                let other = *hashes.add((index - self.first) as usize);
                let symbol = &*self.symbols.add(index as usize);
                if other | 1 == hash | 1
                    && symbol.section != SHN_UNDEF
                    && CStr::from_ptr(self.texts.add(symbol.name as usize)) == name
                {
                    let plain = matches!(symbol.info & 15, STT_OBJECT | STT_FUNC);
                    let address = self.base.wrapping_add(symbol.value);
                    return plain.then(|| ptr::with_exposed_provenance_mut(address));
                }
                if other & 1 != 0 {
                    return Some(ptr::null_mut());
                }
                index += 1;
            }
        }
    }
}

/// Notes base and dynamic section of the library that the address lies in, and stops there.
unsafe extern "C" fn look(loaded: *const Loaded, _size: usize, data: *mut c_void) -> c_int {
    // SAFETY: what `dl_iterate_phdr` passes: a library with so many headers, and our own data.
    let (loaded, search) = unsafe { (&*loaded, &mut *data.cast::<Search>()) };
    let (mut dynamic, mut inside) = (ptr::null(), false);
    for index in 0..usize::from(loaded.count) {
        // SAFETY: there are so many.
        let header = unsafe { &*loaded.headers.add(index) };
        let start = loaded.base.wrapping_add(header.address);
        match header.kind {
            PT_LOAD => inside |= search.address.wrapping_sub(start) < header.size,
            PT_DYNAMIC => dynamic = ptr::with_exposed_provenance(start),
            _ => {}
        }
    }
    if inside {
        (search.base, search.dynamic) = (loaded.base, dynamic);
        (search.headers, search.count) = (loaded.headers, loaded.count.into());
    }
    c_int::from(inside)
}
