//! Where stubs go in a wheel, so that mypy, pyright and stubtest find them.
//!
//! PEP 561 knows packages only. A checker reads `p/x.pyi` beside `p/x.so` if the package has a `py.typed`; so a library in a
//! package is easy. Two cases are not:
//!
//! - maturin wraps a library that is alone: it makes a package `x` of `x/x.so` and an `x/__init__.py` that takes over all
//!   the library has. People import `x`, so the stub is `x/__init__.pyi`, as for a stub that an author gives to maturin.
//! - A library at the top of the wheel, `x.so`, is in no package. pyright reads an `x.pyi` beside it; mypy does not, and
//!   takes no `py.typed` for it. All three read `x-stubs/__init__.pyi`, a stub package, in the same wheel; it needs no `py.typed`.
//!
//! A `.pyi` of the author's is never replaced. If it takes the place of the module's own file, none is generated for its
//! submodules either: which of them it means to declare is the author's to say.

use super::{
    files::{self, File, Top},
    model::Module,
};
use crate::wheel::{Archive, Entry};

/// Puts the stubs of the library at `library` into the wheel; says which files it wrote.
pub fn put(archive: &mut Archive, library: &str, module: &Module) -> Vec<String> {
    let files = plan(archive, library, module);
    for file in &files {
        archive.entries.retain(|entry| entry.path != file.path);
        archive.entries.push(Entry::new(file.path.clone(), file.text.clone()));
    }
    files.into_iter().map(|file| file.path).collect()
}

/// The files to put into the wheel, those that say `py.typed` included.
pub fn plan(archive: &Archive, library: &str, module: &Module) -> Vec<File> {
    let (folder, file) = library.rsplit_once('/').unwrap_or(("", library));
    let name = file.split('.').next().unwrap_or(file);
    let (base, files) = if folder.is_empty() {
        (String::new(), files::of(module, Top::Package(&format!("{name}-stubs"))))
    } else if is_wrapped(archive, folder, name) {
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        (parent.to_owned(), files::of(module, Top::Package(name)))
    } else {
        (folder.to_owned(), files::of(module, Top::Beside))
    };
    let mut files: Vec<File> = files
        .into_iter()
        .map(|file| File {
            path: if base.is_empty() { file.path } else { format!("{base}/{}", file.path) },
            ..file
        })
        .collect();

    // Both `x.pyi` and `x/__init__.pyi` are the module's own.
    let beside =
        if folder.is_empty() { format!("{name}.pyi") } else { format!("{folder}/{name}.pyi") };
    let as_package = beside.replace(".pyi", "/__init__.pyi");
    let own = [files.first().map(|file| file.path.clone()).unwrap_or_default(), beside, as_package];
    if own.iter().any(|path| is_authors(archive, path)) {
        return Vec::new();
    }
    files.retain(|file| !is_authors(archive, &file.path));
    if !folder.is_empty() {
        let package = folder.split('/').next().unwrap_or(folder);
        let marker = format!("{package}/py.typed");
        if archive.get(&marker).is_none() {
            files.push(File { path: marker, text: String::new() });
        }
    }
    files
}

fn is_authors(archive: &Archive, path: &str) -> bool {
    archive.get(path).is_some_and(|entry| !files::is_generated(&entry.data))
}

/// Whether `folder` is a package that maturin made around the library.
fn is_wrapped(archive: &Archive, folder: &str, name: &str) -> bool {
    let text = archive.text(&format!("{folder}/__init__.py")).unwrap_or_default();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let expected = [
        format!("from .{name} import *"),
        format!("__doc__ = {name}.__doc__"),
        format!("if hasattr({name}, \"__all__\"):"),
        format!("__all__ = {name}.__all__"),
    ];
    folder.rsplit('/').next() == Some(name)
        && expected.iter().all(|line| lines.next() == Some(line))
        && lines.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::put;
    use crate::{
        stubs::{
            files::HEAD,
            model::{Item, Module},
        },
        wheel::{Archive, Entry},
    };

    const WRAPPER: &str = "from .x import *\n\n__doc__ = x.__doc__\nif hasattr(x, \"__all__\"):\n    __all__ = x.__all__";

    fn check(
        files: &[(&str, &str)],
        library: &str,
        submodules: &[&str],
        expected: &[&str],
    ) -> Archive {
        let entries = files.iter().map(|(path, text)| Entry::new(*path, *text)).collect();
        let mut archive = Archive { entries };
        let items = submodules
            .iter()
            .map(|name| Item::Module(Module { name: (*name).into(), ..Module::default() }));
        let module = Module { name: "x".into(), items: items.collect(), ..Module::default() };
        assert_eq!(put(&mut archive, library, &module), expected);
        archive
    }

    #[test]
    fn a_library_in_a_package() {
        check(&[("p/__init__.py", "")], "p/x.so", &[], &["p/x.pyi", "p/py.typed"]);
        check(&[("p/__init__.py", ""), ("p/py.typed", "")], "p/q/x.pyd", &[], &["p/q/x.pyi"]);
        check(&[], "p/x.so", &["x.s"], &["p/x/__init__.pyi", "p/x/s.pyi", "p/py.typed"]);
        check(
            &[("x/__init__.py", "from .x import f\n")],
            "x/x.so",
            &[],
            &["x/x.pyi", "x/py.typed"],
        );
    }

    #[test]
    fn a_library_that_maturin_wrapped() {
        let wrapped = ("x/__init__.py", WRAPPER);
        check(&[wrapped], "x/x.so", &[], &["x/__init__.pyi", "x/py.typed"]);
        check(&[wrapped], "x/x.so", &["x.s"], &["x/__init__.pyi", "x/s.pyi", "x/py.typed"]);
    }

    #[test]
    fn a_library_at_the_top() {
        check(&[], "x.so", &["x.s"], &["x-stubs/__init__.pyi", "x-stubs/s.pyi"]);
    }

    #[test]
    fn the_authors_own_win() {
        let wrapped = ("x/__init__.py", WRAPPER);
        let own = ("x/__init__.pyi", "f: int\n");
        let archive = check(&[wrapped, own, ("x/py.typed", "")], "x/x.so", &["x.s"], &[]);
        assert_eq!(archive.text("x/__init__.pyi").unwrap(), "f: int\n");
        check(&[("x.pyi", "")], "x.so", &[], &[]);
        check(&[("p/x.pyi", "")], "p/x.so", &["x.s"], &[]);
        check(&[wrapped, ("x/s.pyi", "")], "x/x.so", &["x.s"], &["x/__init__.pyi", "x/py.typed"]);
        check(
            &[wrapped, ("x/__init__.pyi", HEAD)],
            "x/x.so",
            &[],
            &["x/__init__.pyi", "x/py.typed"],
        );
    }
}
