//! Wheels: their names and tags, their RECORD, reading and writing the archive.

mod archive;
mod metadata;
mod record;
mod rewrite;
mod tags;

pub use archive::{Archive, Entry};
pub use metadata::WheelFile;
pub use record::{verify as verify_record, write as write_record};
pub use rewrite::make_universal;
pub use tags::WheelName;

#[cfg(test)]
pub mod testing;
