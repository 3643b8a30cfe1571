//! A project that switches keeps its list of features: PyO3's names are all there.

/// Every feature of PyO3 0.30, and what its optional dependencies are called there.
const FEATURES: [&str; 45] = [
    "abi3",
    "abi3-py310",
    "abi3-py311",
    "abi3-py312",
    "abi3-py313",
    "abi3-py314",
    "abi3-py315",
    "abi3-py39",
    "abi3t",
    "abi3t-py315",
    "anyhow",
    "arc_lock",
    "auto-initialize",
    "bigdecimal",
    "bytes",
    "chrono",
    "chrono-local",
    "chrono-tz",
    "default",
    "either",
    "experimental-async",
    "experimental-inspect",
    "extension-module",
    "eyre",
    "full",
    "generate-import-lib",
    "hashbrown",
    "indexmap",
    "inventory",
    "jiff-02",
    "lock_api",
    "macros",
    "multiple-pymethods",
    "nightly",
    "num-bigint",
    "num-complex",
    "num-rational",
    "ordered-float",
    "parking_lot",
    "py-clone",
    "rust_decimal",
    "serde",
    "smallvec",
    "time",
    "uuid",
];

#[test]
fn every_feature_of_pyo3_has_its_name_here() {
    let manifest = include_str!("../Cargo.toml");
    let (_, features) = manifest.split_once("[features]").unwrap();
    let (features, _) = features.split_once("\n[").unwrap();
    let known: Vec<&str> =
        features.lines().filter_map(|line| line.split_once(" = [")).map(|(name, _)| name).collect();
    let missing: Vec<_> = FEATURES.iter().filter(|name| !known.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
