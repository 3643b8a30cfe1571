//! Pythons of this machine: one that runs tools (`host`), and those that a wheel is installed for (`target`).

mod host;
mod target;

pub use host::{find as find_host, on_path};
pub use target::Target;
