//! From a library's bytes to what it tells of itself.
//!
//! The format is the essay in `crates/everbind/src/stub/mod.rs`. Whatever the bytes are, reading them ends, with
//! records or with an error that says what was expected where: lengths are checked before they are used, and nesting is bounded.

mod bytes;
mod callable;
mod class;
mod hint;
mod module;
mod record;
mod section;
mod signature;

pub use callable::{Callable, stub_default};
pub use class::{Class, Getter, Item};
pub use hint::{CLASS, SELF};
pub use module::{Entry, Module};
pub use record::{Exception, Key, Record};
#[cfg(test)]
pub use signature::parse as signature_of;

use anyhow::{Context, Result, bail};

/// The version of the format that this reader knows.
const VERSION: u8 = 1;

/// Whether the data is a library that tells of itself.
pub fn tells(data: &[u8]) -> bool {
    section::find(data).is_ok()
}

/// All records of a library.
///
/// # Errors
/// The data is no library, has no records, or ones that are damaged or of another version.
pub fn library(data: &[u8]) -> Result<Vec<Record>> {
    let section = section::find(data)?;
    let records = record::all(&section).context("what the library tells of itself is damaged")?;
    for record in &records {
        if let Record::Module(module) = record
            && module.version != VERSION
        {
            bail!(
                "the library describes itself in version {} of the format, and this program knows version {VERSION}: \
                 install the cargo-everbind of the same version as the everbind it was built with",
                module.version
            );
        }
    }
    Ok(records)
}

#[cfg(test)]
pub mod tests;
