//! The interpreter: the token of an attached thread, attaching and detaching,
//! per-interpreter state, and references dropped where nobody is attached.

mod attach;
mod builtins;
pub(crate) mod deferred;
mod embed;
pub(crate) mod state;
mod token;
mod version;

pub use attach::Ungil;
pub(crate) use attach::{attached, is_attached, suspended};
#[allow(deprecated)]
pub use embed::prepare_freethreaded_python;
pub use embed::with_embedded_python_interpreter;
pub use state::PerInterpreter;
pub use token::Python;
pub use version::PythonVersionInfo;
