//! `EVERBIND_DEBUG=1`: what everbind has found out about the interpreter, told at import.
//!
//! Every module has this, so it is to be small. Rust says what it knows in a few texts and flags; the words and lines are made by Python
//! code, which is run in a dict of them. What goes wrong there is reported, and does not end the import.

use std::env;
use std::ffi::CStr;
use std::ptr;

use super::definition::ModuleDef;
use crate::abi::{self, Lacking, layout};
use crate::error::PyErr;
use crate::ffi;
use crate::object::Bound;
use crate::types::PyModule;

/// Whether the environment asks for it.
pub(super) fn is_asked_for() -> bool {
    env::var_os("EVERBIND_DEBUG").is_some_and(|value| value != "0" && !value.is_empty())
}

/// What is run: `flags` are those of [`tell`] in the same order; a name in `lacking` is followed by that which is called instead,
/// by nothing where there is a replacement, or by `!`.
const TELL: &CStr = cr#"
import sys
from textwrap import fill
def say(topic, *texts):
    print(fill(' '.join(texts), 100, initial_indent=f'  {topic:<14}', subsequent_indent=' ' * 16,
               break_long_words=False, break_on_hyphens=False), file=sys.stderr)
def list(topic, names):
    if names: say(topic, f'({len(names)})', ', '.join(names))
free, debug, counts, floats, fast, slot, export = map(int, flags)
gil = 'without the GIL' if free else 'with the GIL'
if sys.stderr:
    print(f'everbind {version}: {module.__name__} by {"PyModExport_" if export else "PyInit_"}', file=sys.stderr)
    say('library', str(getattr(module, '__file__', 0) or module.__spec__.origin))
    say('Python', sys.version, f'[{gil}{", debug build" if debug else ""}]')
    if free and sys._is_gil_enabled(): say('GIL', 'switched on')
    say('interpreters', interpreters)
    say('layouts', f'off: {why_off}' if why_off else f'on: those of 3.{sys.version_info.minor} {gil}, tried on live objects')
    say('in place', ', '.join(counts * ['reference counts'] + floats * ['float'] + fast * ['int', 'str', 'bytes', 'tuple']
        + (fast > free) * ['list']) or 'nothing')
    say('constructors', 'by vectorcall, ' + ('a slot of the type' if slot else 'written into the type' if fast
        else 'of classes that cannot be extended; else by tp_new'))
    lacking = [name.partition('=') for name in lacking.split()]
    list('older names', [f'{name} by {older}' for name, _, older in lacking if older > '!'])
    list('replaced', [name for name, _, older in lacking if not older])
    list('absent', [name for name, _, older in lacking if older == '!'])
"#;

/// Writes the text to `sys.stderr`.
#[cold]
pub(super) fn tell(def: &ModuleDef, module: &Bound<'_, PyModule>) {
    let interpreter = abi::interpreter();
    // SAFETY: loaded.
    let (counts, fast) = unsafe { (layout::inline_refcount(), layout::fast()) };
    let mut flags = [
        interpreter.free_threaded,
        interpreter.debug,
        counts,
        layout::reads_floats(),
        fast,
        interpreter.features.tp_vectorcall_slot,
        def.is_exported(),
    ]
    .map(u8::from);
    for flag in &mut flags {
        *flag += b'0';
    }
    let mut names = Vec::new();
    abi::lacking(&mut |name, lacking| {
        names.extend_from_slice(name.to_bytes());
        names.extend_from_slice(match lacking {
            Lacking::Older(_) => b"=",
            Lacking::Replaced => b"",
            Lacking::Absent => b"=!",
        });
        if let Lacking::Older(older) = lacking {
            names.extend_from_slice(older.to_bytes());
        }
        names.push(b' ');
    });
    let texts = [
        (c"version", env!("CARGO_PKG_VERSION").as_bytes()),
        (c"interpreters", def.promise().as_bytes()),
        (c"why_off", layout::why_off().unwrap_or_default().as_bytes()),
        (c"flags", &flags),
        (c"lacking", &names),
    ];
    // SAFETY: attached (the handle); what each call takes is what the one before has given, or null is not passed on. New references are
    // given up here.
    unsafe {
        let facts = ffi::PyDict_New();
        if facts.is_null() {
            return PyErr::fetch(module.py()).write_unraisable(module.py(), None);
        }
        ffi::PyDict_SetItemString(facts, c"module".as_ptr(), module.as_ptr());
        for (name, text) in texts {
            let size = text.len() as ffi::Py_ssize_t;
            let text = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), size);
            if !text.is_null() {
                ffi::PyDict_SetItemString(facts, name.as_ptr(), text);
                ffi::Py_DECREF(text);
            }
        }
        let file = c"<everbind>".as_ptr();
        let code = ffi::Py_CompileString(TELL.as_ptr(), file, ffi::Py_file_input);
        let result = match code.is_null() {
            true => ptr::null_mut(),
            false => ffi::PyEval_EvalCode(code, facts, facts),
        };
        if let Some(error) = PyErr::take(module.py()) {
            error.write_unraisable(module.py(), None);
        }
        ffi::Py_XDECREF(result);
        ffi::Py_XDECREF(code);
        ffi::Py_DECREF(facts);
    }
}
