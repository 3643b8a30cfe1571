//! A small synthetic wheel for tests.

use super::{Archive, Entry, WheelName, record};

/// The wheel `demo-1.0-TAGS.whl` with one extension at this path; its WHEEL and RECORD are right.
pub fn wheel(tags: &str, extension: &str, library: Vec<u8>) -> (WheelName, Archive) {
    let name: WheelName = format!("demo-1.0-{tags}.whl").parse().expect("a wheel's name");
    let tag_lines: String = name.expand().iter().map(|tag| format!("Tag: {tag}\n")).collect();
    let mut entries = vec![
        Entry::new("demo/__init__.py", "from .demo import *\n"),
        Entry { path: extension.to_owned(), data: library, executable: true },
        Entry::new(
            "demo-1.0.dist-info/METADATA",
            "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n",
        ),
        Entry::new(
            "demo-1.0.dist-info/WHEEL",
            format!("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n{tag_lines}"),
        ),
    ];
    let text = record::write(&entries, "demo-1.0.dist-info/RECORD");
    entries.push(Entry::new("demo-1.0.dist-info/RECORD", text));
    (name, Archive { entries })
}
