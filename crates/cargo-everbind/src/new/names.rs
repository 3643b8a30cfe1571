//! Which names a project may have. One name is the folder's, the crate's, the package's on PyPI and, with `_` for `-`, the
//! module's, so it must do for all of them.

use anyhow::Result;

use crate::ui::advise;

/// The standard library's modules, of every version from 3.12 on: another of that name would hide it, or be hidden.
const STANDARD: &str = "\
    abc aifc annotationlib antigravity argparse array ast asyncio atexit audioop base64 bdb binascii bisect \
    builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall \
    compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses \
    datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp \
    fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip \
    hashlib heapq hmac html http idlelib imaplib imghdr importlib inspect io ipaddress itertools json keyword \
    lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt \
    multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev \
    pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile \
    profiling pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib \
    resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib sndhdr \
    socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep \
    struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test \
    textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle \
    turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg \
    winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";
/// Words of Python that cannot be a module's name.
const PYTHON: &str = "False None True and as assert async await break class continue def del elif else except finally for from \
    global if import in is lambda nonlocal not or pass raise return try while with yield";
/// Words of Rust that cannot be a crate's name.
const RUST: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final fn for \
    gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true \
    try type typeof union unsafe unsized use virtual where while yield";
/// Crates that the project, or any crate, uses by these names.
const CRATES: &str =
    "alloc core everbind everbind_abi everbind_macros proc_macro pyo3 pyo3_ffi std";
/// Packages that the project's build and tests import.
const PACKAGES: &str = "maturin pip pluggy pytest pytest_benchmark";
/// Folders that cargo makes, and what Windows takes for devices.
const FOLDERS: &str = "benches build deps examples incremental tests aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con \
    lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 nul prn";

/// The module's name for a project called `name`.
///
/// # Errors
/// The name will not do; the error says for what, and suggests another where there is one near.
pub fn module(name: &str) -> Result<String> {
    let refuse = |why: &str, help: &str| {
        Err(advise(format!("`{name}` cannot be the name of a project: {why}"), help))
    };
    let another = "choose another: `cargo everbind new NAME`, or `--name NAME` for this folder";
    if name.is_empty() {
        return refuse("it is empty", another);
    }
    if name.contains('.') {
        return refuse("a dot separates packages", "leave the dot out");
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if let Some(odd) = name.chars().find(|c| !allowed(*c)) {
        return refuse(&format!("it holds {odd:?}"), "use letters of a to z, digits, `-` and `_`");
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return refuse("it does not begin with a letter", another);
    }
    if name.ends_with(['-', '_']) {
        return refuse("PyPI allows a letter or a digit only at the end", another);
    }
    let lower = name.to_ascii_lowercase();
    if lower != name {
        return refuse("modules are written in lower case", &format!("call it `{lower}`"));
    }
    let module = name.replace('-', "_");
    let is = |words: &str| words.split_whitespace().any(|word| word.eq_ignore_ascii_case(&module));
    let reasons = [
        (PYTHON, "it is a word of Python's"),
        (RUST, "it is a word of Rust's"),
        (STANDARD, "Python has a module of that name"),
        (CRATES, "it is the name of a crate that the project needs"),
        (PACKAGES, "it is the name of a package that the project needs"),
        (FOLDERS, "it is the name of a folder that cargo or Windows keeps for itself"),
    ];
    match reasons.into_iter().find(|(words, _)| is(words)) {
        Some((_, why)) => refuse(why, another),
        None => Ok(module),
    }
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn good_names_give_a_module() {
        for (name, expected) in [("demo", "demo"), ("text-kit", "text_kit"), ("a1_b", "a1_b")] {
            assert_eq!(module(name).unwrap(), expected);
        }
    }

    #[test]
    fn bad_names_are_refused_with_the_reason() {
        for (name, reason) in [
            ("", "empty"),
            ("a.b", "dot"),
            ("naïve", "holds 'ï'"),
            ("a b", "holds ' '"),
            ("1demo", "begin with a letter"),
            ("_demo", "begin with a letter"),
            ("demo-", "at the end"),
            ("Demo", "lower case"),
            ("lambda", "word of Python's"),
            ("none", "word of Python's"),
            ("match", "word of Rust's"),
            ("json", "Python has a module"),
            ("tomllib", "Python has a module"),
            ("test", "Python has a module"),
            ("everbind", "a crate that the project needs"),
            ("proc-macro", "a crate that the project needs"),
            ("pytest", "a package that the project needs"),
            ("nul", "Windows"),
        ] {
            let error = module(name).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("`{name}` cannot be")) && error.contains(reason),
                "{error}"
            );
        }
    }
}
