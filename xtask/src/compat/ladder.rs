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
    pub passed: u64,
    /// The source tree has a Python package of the module's name, so the tests run outside it.
    pub tests_outside: bool,
    /// Crates in its graph that expose PyO3's types, to be switched as well.
    pub switch_too: &'static [&'static str],
    /// Takes minutes, or needs more than pytest: not among the defaults.
    pub heavy: bool,
}

const PLAIN: Project = Project {
    name: "",
    version: "",
    target: "tests",
    options: &[],
    passed: 0,
    tests_outside: false,
    switch_too: &[],
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
        switch_too: &["jiter"],
        ..PLAIN
    },
];
