//! Extension modules: their definitions, the two hooks by which CPython finds
//! them, and what can be put into them.
//!
//! The macros write one [`ModuleDef`] for each `#[pymodule]`, and two exported
//! functions that pass it to [`module_init`] and [`module_export`].

mod add;
mod debug;
mod definition;
mod filling;
mod init;
mod inittab;
mod interpreters;

pub use add::{AddClassToModule, AddTypeToModule};
pub use definition::ModuleDef;
pub use filling::Filling;
pub use init::{ModuleInitResult, module_exec, module_export, module_init};
pub use inittab::append_to_inittab;
pub use interpreters::SubInterpreters;
