//! Tells the build scripts of crates that use everbind which Python they are compiled for.
//!
//! A crate whose build script calls `pyo3_build_config::use_pyo3_cfgs()` gets its `cfg(Py_LIMITED_API)` and
//! `cfg(Py_3_12)` from what its dependency `pyo3` says under the key that PyO3 uses, `links = "pyo3-python"`.
//! So everbind says it too: the limited API of 3.12, whichever Python is about. Nothing is looked up, and no
//! crate is used; the phantom dependency that maturin looks for is everbind-abi's, which has no build script:
//! of a crate with one it would be compiled.

/// What everbind is, in the format of PyO3's configuration files.
const CONFIG: &str =
    "implementation=CPython\nversion=3.12\nshared=true\ntarget_abi=CPython-abi3-3.12\n";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    print!("cargo:PYO3_CONFIG=");
    // In hexadecimal, since a value ends with its line.
    for byte in CONFIG.bytes() {
        print!("{byte:02x}");
    }
    println!();
}
