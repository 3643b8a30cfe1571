//! The wheels, and the systems they are for.

/// A wheel on the package index.
pub struct Wheel {
    pub name: &'static str,
    pub version: &'static str,
    pub platform: &'static str,
    /// Only with `--all`.
    pub large: bool,
}

/// Names and versions.
type List = &'static [(&'static str, &'static str)];

/// The version whose wheels are asked for.
pub const PYTHON: &str = "3.13";
pub const PLATFORMS: &[&str] = &["linux", "macos", "windows"];

/// Made by C, Cython, cffi, PyO3, nanobind and sip; old and new. protobuf 4.21.1, cramjam and igraph 0.10.2 promise too much on
/// some systems.
const LINUX: [(&str, &str); 17] = [
    ("argon2-cffi-bindings", "26.2.0"),
    ("bcrypt", "5.0.0"),
    ("bcrypt", "3.2.0"),
    ("brotlipy", "0.7.0"),
    ("cramjam", "2.1.0"),
    ("fast-histogram", "0.14"),
    ("igraph", "0.10.2"),
    ("nh3", "0.3.8"),
    ("protobuf", "4.21.1"),
    ("protobuf", "7.36.2"),
    ("psutil", "7.2.2"),
    ("pynacl", "1.6.2"),
    ("pyreqwest-impersonate", "0.5.3"),
    ("pyzmq", "27.3.0"),
    ("safetensors", "0.8.0"),
    ("tornado", "6.6.1"),
    ("watchfiles", "1.3.0"),
];
const LARGE: [(&str, &str); 10] = [
    ("cryptography", "50.0.2"),
    ("cryptography", "3.2.1"),
    ("hdbcli", "2.14.22"),
    ("hf-xet", "1.8.0"),
    ("lief", "1.0.0"),
    ("pycryptodome", "3.15.0"),
    ("pyerfa", "2.0.1.5"),
    ("shiboken6", "6.12.0"),
    ("tokenizers", "0.23.3"),
    ("tree-sitter-c", "0.24.2"),
];
const MACOS: [(&str, &str); 6] = [
    ("argon2-cffi-bindings", "26.2.0"),
    ("bcrypt", "5.0.0"),
    ("cramjam", "2.1.0"),
    ("protobuf", "4.21.1"),
    ("psutil", "7.2.2"),
    ("safetensors", "0.8.0"),
];
const WINDOWS: [(&str, &str); 6] = [
    ("argon2-cffi-bindings", "26.2.0"),
    ("bcrypt", "5.0.0"),
    ("cramjam", "2.1.0"),
    ("protobuf", "4.21.1"),
    ("psutil", "7.2.2"),
    ("tornado", "6.6.1"),
];

/// Every wheel.
pub fn all() -> impl Iterator<Item = Wheel> {
    let lists: [(&str, List, bool); 4] = [
        ("linux", &LINUX, false),
        ("linux", &LARGE, true),
        ("macos", &MACOS, false),
        ("windows", &WINDOWS, false),
    ];
    lists.into_iter().flat_map(|(platform, wheels, large)| {
        wheels.iter().map(move |&(name, version)| Wheel { name, version, platform, large })
    })
}

/// The platform tags that stand for a system.
pub fn tags(platform: &str) -> &'static [&'static str] {
    match platform {
        "linux" => &[
            "manylinux_2_34_x86_64",
            "manylinux_2_28_x86_64",
            "manylinux_2_17_x86_64",
            "manylinux2014_x86_64",
            "manylinux2010_x86_64",
            "manylinux1_x86_64",
        ],
        "macos" => &["macosx_11_0_arm64", "macosx_10_12_universal2", "macosx_10_9_universal2"],
        _ => &["win_amd64"],
    }
}
