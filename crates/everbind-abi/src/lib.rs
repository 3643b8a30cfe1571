//! CPython's limited API under its own names, for one library that runs on every CPython from 3.12 on.
//!
//! Nothing is linked: each function is a thin inline call through a table of addresses, and [`load`]
//! fills the tables from the Python that runs in the process, or says why it cannot. What newer
//! versions have added is here too, with replacements for older ones (`since.rs`), and where the
//! interpreter's layout of objects is known, common accesses are inline (`layout.rs`).
//!
//! ```
//! match everbind_abi::load() {
//!     Ok(python) => println!("{} {}", python.implementation, python.version),
//!     Err(error) => println!("{error}"),
//! }
//! ```
//!
//! Everything is unsafe as in C. Every function has the obligation that [`load`] has returned `Ok`,
//! and, unless CPython says otherwise, that the calling thread is attached to an interpreter.
//!
//! Types that are C macros or structs depending on the build are absent (`PyList_GET_SIZE`,
//! `PyObject.ob_refcnt`); types that are C variables are functions (`PyList_Type()`); exceptions are
//! variables as in C (`PyExc_ValueError`).

#![deny(missing_docs)]
// Names and signatures are CPython's.
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
#![allow(clippy::too_many_arguments)]

mod symbols;
mod table;
mod types;

mod boolean;
mod buffer;
mod bytearray;
mod bytes;
mod call;
mod capsule;
mod codecs;
mod complex;
mod descr;
mod dict;
mod err;
mod eval;
mod exceptions;
mod float;
mod frame;
mod gc;
mod generic_alias;
mod import;
mod iter;
mod lifecycle;
mod list;
mod long;
mod mapping;
mod memory;
mod memoryview;
mod method;
mod module;
mod number;
mod object;
mod os;
mod quiet;
mod refcount;
mod run;
mod sequence;
mod set;
mod slice;
mod state;
mod structseq;
mod sys;
mod thread;
mod traceback;
mod tuple;
mod type_;
mod unicode;
mod unwind;
mod variadic;
mod warnings;
mod weakref;

mod checks;
pub mod compat;
mod embed;
mod interp;
pub mod layout;
mod load;
mod since;
mod slots;
mod unchecked;

pub use self::boolean::*;
pub use self::buffer::*;
pub use self::bytearray::*;
pub use self::bytes::*;
pub use self::call::*;
pub use self::capsule::*;
pub use self::checks::*;
pub use self::codecs::*;
pub use self::complex::*;
pub use self::descr::*;
pub use self::dict::*;
pub use self::err::*;
pub use self::eval::*;
pub use self::exceptions::*;
pub use self::float::*;
pub use self::frame::*;
pub use self::gc::*;
pub use self::generic_alias::*;
pub use self::import::*;
pub use self::iter::*;
pub use self::lifecycle::*;
pub use self::list::*;
pub use self::long::*;
pub use self::mapping::*;
pub use self::memory::*;
pub use self::memoryview::*;
pub use self::method::*;
pub use self::module::*;
pub use self::number::*;
pub use self::object::*;
pub use self::os::*;
pub use self::quiet::*;
pub use self::refcount::*;
pub use self::run::*;
pub use self::sequence::*;
pub use self::set::*;
pub use self::slice::*;
pub use self::slots::*;
pub use self::state::*;
pub use self::structseq::*;
pub use self::sys::*;
pub use self::thread::*;
pub use self::traceback::*;
pub use self::tuple::*;
pub use self::type_::*;
pub use self::types::*;
pub use self::unchecked::*;
pub use self::unicode::*;
pub use self::variadic::*;
pub use self::warnings::*;
pub use self::weakref::*;

pub use self::embed::{open, start, start_attached, wait_until_started};
pub use self::interp::{Implementation, Interpreter, features, interpreter};
pub use self::layout::Py_TYPE;
pub use self::load::{LoadError, is_loaded, load, load_from, raise_import_error};
pub use self::since::*;
pub use self::symbols::Library;

/// A C string from a literal, as in pyo3-ffi; `c"text"` says the same.
#[macro_export]
macro_rules! c_str {
    ($text:expr) => {{
        const TEXT: &::std::ffi::CStr =
            match ::std::ffi::CStr::from_bytes_with_nul(::std::concat!($text, "\0").as_bytes()) {
                ::std::result::Result::Ok(text) => text,
                ::std::result::Result::Err(_) => ::std::panic!("a C string has a NUL inside"),
            };
        TEXT
    }};
}

/// Every table.
static FAMILIES: &[table::Family] = &[
    boolean::FAMILY,
    buffer::FAMILY,
    bytearray::FAMILY,
    bytes::FAMILY,
    call::FAMILY,
    capsule::FAMILY,
    codecs::FAMILY,
    complex::FAMILY,
    descr::FAMILY,
    dict::FAMILY,
    err::FAMILY,
    eval::FAMILY,
    exceptions::FAMILY,
    float::FAMILY,
    frame::FAMILY,
    gc::FAMILY,
    generic_alias::FAMILY,
    import::FAMILY,
    iter::FAMILY,
    lifecycle::FAMILY,
    list::FAMILY,
    long::FAMILY,
    mapping::FAMILY,
    memory::FAMILY,
    memoryview::FAMILY,
    method::FAMILY,
    module::FAMILY,
    number::FAMILY,
    object::FAMILY,
    os::FAMILY,
    quiet::FAMILY,
    refcount::FAMILY,
    run::FAMILY,
    sequence::FAMILY,
    set::FAMILY,
    slice::FAMILY,
    state::FAMILY,
    structseq::FAMILY,
    sys::FAMILY,
    thread::FAMILY,
    traceback::FAMILY,
    tuple::FAMILY,
    type_::FAMILY,
    unicode::FAMILY,
    variadic::FAMILY,
    warnings::FAMILY,
    weakref::FAMILY,
    since::NEWER,
    since::OPTIONAL,
    since::type_of::FAMILY,
];

/// The names in the tables that every supported version must have.
pub fn names() -> Vec<String> {
    families(false)
}

/// The names in the tables that only newer versions have.
pub fn newer_names() -> Vec<String> {
    families(true)
}

fn families(newer: bool) -> Vec<String> {
    let (mut all, mut names) = (Vec::new(), table::Names::new());
    for family in FAMILIES {
        for _ in 0..family.count() {
            let name = names.next().to_string_lossy().into_owned();
            if matches!(family.kind(), table::Kind::Newer | table::Kind::Optional) == newer {
                all.push(name);
            }
            if names.has_older() {
                names.next();
            }
        }
    }
    all
}
