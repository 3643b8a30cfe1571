//! Files that are wrong on purpose.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::sh;

/// Wheels that become wrong under another name: part of it, and what replaces it.
const RETAGGED: [(&str, &str, &str); 2] =
    [("protobuf-7.36.2-", "-cp310-", "-cp36-"), ("psutil-7.2.2-", "-cp36-", "-cp32-")];

/// Libraries: name, oldest version promised, C source.
const LIBRARIES: [(&str, &str, &str); 4] = [
    ("good", "3.8", "void *PyList_New(long); void *PyInit_good(void) { return PyList_New(0); }"),
    (
        "private",
        "3.8",
        "void **_PyObject_GetDictPtr(void *); static void *dictionary(void *o) { return _PyObject_GetDictPtr(o); }\n\
         void *PyInit_private(void) { return dictionary(0); }",
    ),
    (
        "newer",
        "3.8",
        "void *PyType_FromMetaclass(void *, void *, void *, void *);\n\
         void *PyInit_newer(void) { return PyType_FromMetaclass(0, 0, 0, 0); }",
    ),
    (
        "table",
        "3.12",
        "extern char PyList_Type, _PyNone_Type; void *table[] = { &PyList_Type, &_PyNone_Type };\n\
         void *PyInit_table(void) { return table; }",
    ),
];

/// Copies of wheels under tags that promise too much.
pub fn retagged(wheels: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let folder = sh::work("audit/retagged")?;
    sh::fresh(&folder)?;
    let mut copies = Vec::new();
    for wheel in wheels {
        let name = wheel.file_name().unwrap_or_default().to_string_lossy();
        for (start, old, new) in RETAGGED {
            if name.starts_with(start) && name.contains(old) {
                let copy = folder.join(name.replacen(old, new, 1));
                fs::copy(wheel, &copy)
                    .with_context(|| format!("cannot write {}", copy.display()))?;
                copies.push(copy);
            }
        }
    }
    Ok(copies)
}

/// Libraries compiled here, by the version that each promises; none where there is no `cc` for them.
pub fn libraries() -> Result<Vec<(&'static str, Vec<PathBuf>)>> {
    if !cfg!(target_os = "linux") {
        println!("doctored libraries: compiled on Linux only");
        return Ok(Vec::new());
    }
    let folder = sh::work("audit/libraries")?;
    let mut libraries = Vec::new();
    for (name, floor, source) in LIBRARIES {
        let (input, output) =
            (folder.join(format!("{name}.c")), folder.join(format!("{name}.abi3.so")));
        fs::write(&input, source)?;
        sh::run(
            sh::command("cc")
                .args(["-shared", "-fPIC", "-O1", "-w", "-o"])
                .arg(&output)
                .arg(&input),
        )?;
        libraries.push((floor, vec![output]));
    }
    Ok(libraries)
}
