//! What a library tells of itself, so that `.pyi` files can be written without running it.
//!
//! *Problem.* Type stubs are to be made of the built library: for another platform as well, by a tool that has neither
//! its sources nor a Python. So everything that a stub says must be in the library's read-only data, and must cost a function
//! little more than a byte for each of its types.
//!
//! *How.* The names, signatures and docstrings that the running module needs are in the library anyway. They
//! stand in a section of their own, as *records* that hold no pointer, so nothing has to be relocated and no symbol is needed. What
//! the running module reads of them it finds by address; it does not read what is there for stubs alone.
//!
//! # The section
//! It is called `__TEXT,__everbind` on every platform: to Mach-O that is a segment and a section; to ELF it is a name;
//! in a PE image it is cut to eight characters, `__TEXT,_`. One name needs no condition in generated code, which does not know what it is
//! compiled for. The section is a sequence of records in no particular order, with zero bytes between them perhaps. A record is
//!
//! ```text
//! kind      one byte, a capital letter
//! length    of what follows, LEB128 (seven bits to a byte, lowest first; it may be padded: 0x85 0x80 0x00 is 5)
//! body
//! ```
//!
//! A reader skips kinds that it does not know. In the bodies, `text` is UTF-8 and ends with a NUL, and `…` means "until the end of
//! the body". A *key* is four bytes that stand for one function, class, exception or trait of the library.
//!
//! ```text
//! M module      version: u8    flags: text    full name: text    doc: text    entry…
//! F function    key    callable
//! O overloads   key    name: text    doc: text    (length: LEB128, callable)…
//! C class       key    name: text    doc: text    module: text (may be empty)    flags: text    base: hint    item…
//! B more items  key of the class, or of an `#[overridable]` trait    item…
//! X exception   key    base: hint    name: text    module: text    doc: text
//! ```
//!
//! `version` is [`VERSION`]. All records of a library are of one version, since a build has one everbind.
//!
//! *Modules.* `flags` are letters: `d` is a declarative module (`#[pymodule] mod`), `f` one that a function fills, `s` a submodule
//! (its name is that of the parent, a dot, and its own), `i` one to which `#[pymodule_init]` adds something of which nothing is
//! known. A declarative module has its entries, and the submodules whose names say so. What a function puts into its module is
//! not known; what no module has among its entries is likely there.
//!
//! ```text
//! entry:
//! F key               function or overloads
//! C key               class or exception
//! T hint              a type that is not of this library
//! k name: text  hint  value: text      constant; the value as Python writes it, or nothing
//! ```
//!
//! *Callables.* First the text that the runtime reads (`call/told.rs`), then what it does not.
//!
//! ```text
//! callable:
//!     code      '0' + kind of call + 4 * what is bound (0 nothing, 1 the instance, 2 the class, 3 nothing, but it is in a class);
//!               and 0x40 if the docstring shows no signature
//!     name: text             empty for a constructor
//!     (parameter: text)…     `a`, or `a=` with a default; `/` and `*` between them; last `*args` and `**kwargs`
//!     an empty text
//!     doc: text
//!     hint…     one for each parameter in order, `*args` and `**kwargs` included, and one for the result
//! ```
//!
//! `doc` is the docstring, which begins with `name(a, /, b=1)\n--\n\n` where that says more than the parameters' names, and is empty
//! where it would have nothing else: so defaults are found there, as Python writes them, and are `...` else. Of a constructor it is
//! `(a, /, b=1)` alone, or nothing. A hint that the author wrote is a text like any other.
//!
//! *Classes.* The items of a class are in its own record and in any number of `B` records. `flags` are letters: `f` frozen, `s` may be
//! inherited from, `d` `__dict__`, `w` `__weakref__`, `g` `__class_getitem__`, `m` mapping, `q` sequence, `e` `__eq__`, `o` `__lt__` and
//! its like, `h` `__hash__`, `t` `__str__`, `i` equal to integers, `n` a plain enum (`__int__`, `__repr__`), `x` an enum of classes, `E` an
//! enum of Python's, whose base is its kind. A class always adds something to the size of its base.
//!
//! ```text
//! item:
//! '0' to '?', 'p' to DEL              a method, constructor or special method: a callable, of which this is the first byte
//! G name: text  hint  doc: text       getter
//! S name: text  hint  doc: text       setter
//! D name: text  doc: text             deleter
//! A name: text  hint  value: text     class attribute, with its value as Python writes it or nothing; of an enum, a member
//!                                     if its hint is `@`
//! V name: text  value: text  doc: text    member of an enum of Python's
//! N name: text  key                   a class in the class: a variant of an enum
//! L name: text  length: LEB128  callable  a candidate of the name; there are others
//! K hint                              metaclass
//! Y text                              type parameters: `T, U: int`
//! H key                               the items of the `B` record of that key are the class's as well
//! ```
//!
//! # Hints
//! A hint is a prefix code: its first byte says what follows.
//!
//! ```text
//! ?  not told          a  typing.Any       o  object           n  None
//! b  bool              i  int              f  float            c  complex
//! s  str               y  bytes            Y  bytearray        z  slice
//! l  list[Any]         t  tuple[Any, ...]  d  dict[Any, Any]   e  set[Any]         g  frozenset[Any]   p  type
//! @  the class in which it stands, as `Self`
//! L h      list[h]              S h    set[h]               G h  frozenset[h]
//! V h      tuple[h, ...]        T h… ; tuple[h, …]          D k v  dict[k, v]
//! O h      h | None             U h… ; h | h | …
//! Q h      Sequence[h]          M k v  Mapping[k, v]        I h  Iterator[h]    E h  Iterable[h]    (of collections.abc)
//! W h      Awaitable[h]         R h    Coroutine[Any, Any, h]
//! C key    a class of this library, or of another (its record says, if it is in the library at all)
//! P h      type[h]
//! X path: text  h… ;            path[h, …], as `collections.abc.Callable`
//! " text                        as Python writes it, with full names: `datetime.timedelta`, `str | os.PathLike[str]`
//! ```
//!
//! # Rejected
//! Tables with pointers (24 bytes of a relocation each). Exported symbols: they are gone where a library is stripped of all but its
//! hooks. Keys by `module_path!()`: one constant more for each function was a tenth of the CPU-seconds of 720. A pointer to each
//! docstring: it stands after the text.

pub(crate) mod asked;
mod hint;
pub(crate) mod native;
pub(crate) mod record;
#[cfg(test)]
mod tests;
mod through;

pub use hint::TypeHint;

/// The version of the format: another number for what an older reader would misunderstand.
pub const VERSION: u8 = 1;
