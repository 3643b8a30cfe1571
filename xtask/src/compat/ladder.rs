//! The projects, and what their suites give with PyO3 0.30.1 on Python 3.13.

/// A public project that binds Rust with PyO3.
pub struct Project {
    /// Its name on the package index.
    pub name: &'static str,
    pub version: &'static str,
    /// What pytest is pointed at, in the source distribution.
    pub target: &'static str,
    /// Further arguments of pytest.
    pub options: &'static [&'static str],
    /// Tests that pass with PyO3 0.30.1; none fails.
    pub passed: usize,
    /// The source tree has a Python package of the module's name, so the tests run outside it.
    pub tests_outside: bool,
    /// Other crates in its graph expose PyO3's types: switched with them, by `[patch.crates-io]`.
    pub patched: bool,
    /// Lines that the limited API cannot do: changed for everbind, and listed with the results.
    pub patches: &'static [Patch],
    /// Takes minutes, or needs more than pytest: not among the defaults.
    pub heavy: bool,
}

/// A line of a source file, and what replaces it.
pub struct Patch {
    pub file: &'static str,
    pub line: &'static str,
    pub replacement: &'static str,
}

/// What most projects are.
pub const PLAIN: Project = Project {
    name: "",
    version: "",
    target: "tests",
    options: &[],
    passed: 0,
    tests_outside: false,
    patched: false,
    patches: &[],
    heavy: true,
};

/// From functions alone to everything.
pub const LADDER: [Project; 8] = [
    Project {
        name: "python-bidi",
        version: "0.6.12",
        passed: 12,
        tests_outside: true,
        heavy: false,
        ..PLAIN
    },
    Project { name: "url-py", version: "2026.5.1", passed: 64, heavy: false, ..PLAIN },
    Project { name: "rpds-py", version: "2026.9.1", passed: 132, heavy: false, ..PLAIN },
    Project { name: "blake3", version: "1.0.11", passed: 28, ..PLAIN },
    Project { name: "rignore", version: "0.8.1", passed: 23, ..PLAIN },
    Project { name: "rtoml", version: "0.14.0", passed: 227, ..PLAIN },
    Project {
        name: "jiter",
        version: "0.19.0",
        target: "crates/jiter-python/tests",
        passed: 35,
        ..PLAIN
    },
    Project {
        name: "pydantic-core",
        version: "2.50.4",
        options: &["--benchmark-disable"],
        passed: 6044,
        // jiter 0.18.0.
        patched: true,
        // Both read a member of `PyTypeObject`, which the limited API does not show.
        patches: &[
            Patch {
                file: "src/serializers/ob_type.rs",
                line: "    let base_type_ptr = unsafe { (*py_type.as_type_ptr()).tp_base };",
                replacement: "    let base_type_ptr = unsafe { \
                              pyo3::ffi::PyType_GetSlot(py_type.as_type_ptr(), pyo3::ffi::Py_tp_base) \
                              }.cast::<pyo3::ffi::PyTypeObject>();",
            },
            Patch {
                file: "src/validators/model.rs",
                line: "        match (*raw_type).tp_new {",
                replacement: "        match std::mem::transmute::<*mut std::ffi::c_void, Option<pyo3::ffi::newfunc>>(\
                              pyo3::ffi::PyType_GetSlot(raw_type, pyo3::ffi::Py_tp_new)) {",
            },
        ],
        ..PLAIN
    },
];
