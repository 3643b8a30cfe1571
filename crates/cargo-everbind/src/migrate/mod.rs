mod finding;
mod names;
mod scan;
pub use finding::Finding;
