//! Names of Python's standard library, which tell where a name comes from and which imports stand first.

/// Its modules.
const MODULES: &str = "abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 \
    cProfile calendar cmath cmd code codecs codeop collections colorsys compileall concurrent \
    configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm \
    decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp \
    fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib \
    grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools \
    json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder \
    msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib \
    pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats \
    pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib \
    resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site \
    smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics \
    string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile \
    termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback \
    tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings \
    wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib \
    zoneinfo";

/// Its built-in types.
const BUILTINS: &str = "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError \
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError \
    ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis \
    EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError \
    FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning \
    IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt \
    LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented \
    NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError \
    ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning \
    RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning \
    SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError \
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError \
    Warning ZeroDivisionError bool bytearray bytes classmethod complex dict enumerate filter float \
    frozenset int list map memoryview object property range reversed set slice staticmethod str \
    super tuple type zip";

/// What `collections.abc` has.
const ABC: &str = "AsyncGenerator AsyncIterable AsyncIterator Awaitable Buffer ByteString Callable Collection \
    Container Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView \
    MutableMapping MutableSequence MutableSet Reversible Sequence Set Sized ValuesView";

/// What annotations use of `typing`.
const TYPING: &str = "Any AnyStr ClassVar Concatenate Final Generic IO Literal LiteralString NamedTuple Never NoReturn \
    Protocol Self SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt \
    TypeAlias TypeGuard TypeVar TypeVarTuple ParamSpec TypedDict Unpack";

/// Whether a module, or the package it is in, is the standard library's.
pub fn is_module(name: &str) -> bool {
    has(MODULES, name.split('.').next().unwrap_or(name)) || name == "__future__"
}

/// Whether a name needs no import.
pub fn is_builtin(name: &str) -> bool {
    has(BUILTINS, name)
}

/// The module that a name usually comes from, when it is written without one.
pub fn home_of(name: &str) -> Option<&'static str> {
    // `collections.abc` first: `typing` has most of it too, deprecated.
    [(ABC, "collections.abc"), (TYPING, "typing")]
        .into_iter()
        .find(|(list, _)| has(list, name))
        .map(|(_, module)| module)
}

fn has(list: &str, name: &str) -> bool {
    list.split(' ').any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::{home_of, is_builtin, is_module};

    #[test]
    fn names_are_found() {
        assert!(
            is_module("collections.abc")
                && is_module("zlib")
                && !is_module("numpy")
                && !is_module("typing_extensions")
        );
        assert!(is_builtin("int") && is_builtin("ValueError") && !is_builtin("Any"));
        assert_eq!(
            (home_of("Callable"), home_of("Self"), home_of("Mine")),
            (Some("collections.abc"), Some("typing"), None)
        );
    }
}
