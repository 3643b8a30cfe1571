//! The tables, the replacements of newer functions and the fast paths, on a live interpreter.
//!
//! Needs a Python with a shared library (`src/embed.rs` says how it is found):
//! `PYO3_PYTHON=python3.12 cargo test -p everbind-abi --features auto-initialize`. On 3.12 the
//! replacements run; on later versions the same answers come from CPython itself.

use std::ffi::{CStr, c_int};
use std::fmt::Debug;
use std::ptr;

use everbind_abi::*;

/// Runs `test` attached; no exception may be left behind.
fn attached(test: impl FnOnce()) {
    start().expect("a Python that can be embedded");
    // SAFETY: Python runs; the state is given back below.
    let state = unsafe { PyGILState_Ensure() };
    test();
    // SAFETY: attached; undoes the `Ensure`.
    unsafe {
        assert!(PyErr_Occurred().is_null(), "an exception is left");
        PyGILState_Release(state);
    }
}

/// What a Python expression gives: a new reference, never given up.
fn eval(source: &CStr) -> *mut PyObject {
    // SAFETY: attached, and a C string.
    unsafe {
        let code = Py_CompileString(source.as_ptr(), c"test".as_ptr(), Py_eval_input);
        assert!(!code.is_null(), "{source:?}");
        let globals = PyDict_New();
        let builtins = PyImport_ImportModule(c"builtins".as_ptr());
        PyDict_SetItemString(globals, c"__builtins__".as_ptr(), builtins);
        let value = PyEval_EvalCode(code, globals, globals);
        assert!(!value.is_null(), "{source:?}");
        value
    }
}

/// The text of an object's `repr`.
fn repr(o: *mut PyObject) -> String {
    assert!(!o.is_null(), "{:?}", exception());
    // SAFETY: attached, and an object; the text lives as long as its object, which is not given up.
    unsafe {
        let text = PyUnicode_AsUTF8AndSize(PyObject_Repr(o), ptr::null_mut());
        CStr::from_ptr(text).to_str().expect("UTF-8").to_owned()
    }
}

/// The type of the exception that is set, which is cleared.
fn exception() -> Option<String> {
    // SAFETY: attached.
    unsafe {
        let exception = PyErr_GetRaisedException();
        if exception.is_null() {
            return None;
        }
        let name = PyType_GetName(Py_TYPE(exception));
        Some(repr(name).trim_matches('\'').to_owned())
    }
}

/// One row a case: an expression, and what a conversion makes of it.
fn table<T: PartialEq + Debug>(rows: &[(&CStr, T)], convert: impl Fn(*mut PyObject) -> T) {
    for (source, wanted) in rows {
        assert_eq!(&convert(eval(source)), wanted, "{source:?}");
    }
}

/// The result of a function that fills a variable and returns a status.
fn filled<T: Default>(call: impl FnOnce(*mut T) -> c_int) -> Result<T, String> {
    let mut value = T::default();
    match call(&mut value) {
        0 => Ok(value),
        _ => Err(exception().expect("an exception")),
    }
}

fn raises<T>(exception: &str) -> Result<T, String> {
    Err(exception.to_owned())
}

#[test]
fn starts_once() {
    let first = start().expect("a Python that can be embedded");
    assert!(ptr::eq(first, load().expect("loaded")));
    assert!(first.version >= Version::OLDEST);
    assert_eq!(first.header_size, if first.free_threaded { 32 } else { 16 });
}

#[test]
fn checks_of_types() {
    attached(|| {
        // SAFETY: attached, and objects.
        let checks = |o| unsafe {
            [
                PyLong_Check(o),
                PyLong_CheckExact(o),
                PyBool_Check(o),
                PyUnicode_Check(o),
                PyAnySet_Check(o),
            ]
        };
        let rows: &[(&CStr, [c_int; 5])] = &[
            (c"1", [1, 1, 0, 0, 0]),
            (c"True", [1, 0, 1, 0, 0]),
            (c"type('S', (str,), {})()", [0, 0, 0, 1, 0]),
            (c"frozenset()", [0, 0, 0, 0, 1]),
            (c"type('S', (set,), {})()", [0, 0, 0, 0, 1]),
        ];
        table(rows, checks);
    });
}

#[test]
fn integers_of_fixed_width() {
    attached(|| {
        // SAFETY: attached, and objects.
        let as_u32 = |o| filled(|value| unsafe { PyLong_AsUInt32(o, value) });
        // SAFETY: attached, and objects.
        let as_i32 = |o| filled(|value| unsafe { PyLong_AsInt32(o, value) });
        table(
            &[
                (c"7", Ok(7)),
                (c"2**32 - 1", Ok(u32::MAX)),
                (c"2**32", raises("OverflowError")),
                (c"2**70", raises("OverflowError")),
                (c"-1", raises("ValueError")),
                (c"-2**70", raises("ValueError")),
                (c"1.0", raises("TypeError")),
                (c"type('I', (), {'__index__': lambda s: 5})()", Ok(5)),
            ],
            as_u32,
        );
        table(
            &[
                (c"2**31 - 1", Ok(i32::MAX)),
                (c"-2**31", Ok(i32::MIN)),
                (c"2**31", raises("OverflowError")),
                (c"-2**64", raises("OverflowError")),
                (c"''", raises("TypeError")),
            ],
            as_i32,
        );
    });
}

#[test]
fn integers_as_bytes() {
    attached(|| {
        for (source, flags, bytes) in [
            (c"1", Py_ASNATIVEBYTES_LITTLE_ENDIAN, [1, 0, 0, 0]),
            (c"1", Py_ASNATIVEBYTES_BIG_ENDIAN, [0, 0, 0, 1]),
            (c"-2", Py_ASNATIVEBYTES_LITTLE_ENDIAN, [254, 255, 255, 255]),
            (c"0x0403020100ff", Py_ASNATIVEBYTES_LITTLE_ENDIAN, [0xff, 0, 1, 2]),
        ] {
            let mut buffer = [0xee_u8; 4];
            // SAFETY: attached, an int, a buffer of 4 bytes.
            let needed =
                unsafe { PyLong_AsNativeBytes(eval(source), buffer.as_mut_ptr().cast(), 4, flags) };
            assert_eq!(buffer, bytes, "{source:?}");
            assert_eq!(needed > 4, source.count_bytes() > 8, "{source:?}");
        }
        let bytes = [254_u8, 255, 255, 255];
        let buffer = bytes.as_ptr().cast();
        // SAFETY: attached, a buffer of 4 bytes.
        unsafe {
            let flags = Py_ASNATIVEBYTES_LITTLE_ENDIAN;
            assert_eq!(repr(PyLong_FromNativeBytes(buffer, 4, flags)), "-2");
            assert_eq!(repr(PyLong_FromUnsignedNativeBytes(buffer, 4, flags)), "4294967294");
            let negative = Py_ASNATIVEBYTES_REJECT_NEGATIVE | flags;
            let mut buffer = 0_u64;
            assert_eq!(
                PyLong_AsNativeBytes(eval(c"-1"), (&raw mut buffer).cast(), 8, negative),
                -1
            );
            assert_eq!(exception().as_deref(), Some("ValueError"));
        }
    });
}

#[test]
fn items_and_attributes_that_may_be_missing() {
    attached(|| {
        let dict = eval(c"{'a': 1, 'b': 2}");
        let mut item = ptr::null_mut();
        // SAFETY: attached, and objects; the references are not given up.
        unsafe {
            assert_eq!(PyDict_GetItemStringRef(dict, c"a".as_ptr(), &mut item), 1);
            assert_eq!(repr(item), "1");
            assert_eq!(PyDict_GetItemStringRef(dict, c"z".as_ptr(), &mut item), 0);
            assert!(item.is_null());
            assert_eq!(PyDict_GetItemRef(dict, eval(c"[]"), &mut item), -1);
            assert_eq!(exception().as_deref(), Some("TypeError"));
            assert_eq!(PyDict_SetDefaultRef(dict, eval(c"'c'"), eval(c"3"), &mut item), 0);
            assert_eq!(PyDict_SetDefaultRef(dict, eval(c"'c'"), eval(c"4"), &mut item), 1);
            assert_eq!(repr(dict), "{'a': 1, 'b': 2, 'c': 3}");
            assert_eq!(PyMapping_HasKeyStringWithError(dict, c"c".as_ptr()), 1);
            assert_eq!(PyMapping_HasKeyStringWithError(eval(c"1"), c"c".as_ptr()), -1);
            assert_eq!(exception().as_deref(), Some("TypeError"));

            assert_eq!(PyObject_GetOptionalAttr(dict, eval(c"'nothing'"), &mut item), 0);
            assert_eq!(PyObject_HasAttrStringWithError(dict, c"keys".as_ptr()), 1);
            assert!(PyList_GetItemRef(eval(c"[1]"), 1).is_null());
            assert_eq!(exception().as_deref(), Some("IndexError"));
            let iter = eval(c"iter([1])");
            let next: Vec<_> = (0..3).map(|_| PyIter_NextItem(iter, &mut item)).collect();
            assert_eq!(next, [1, 0, 0]);
        }
    });
}

#[test]
fn texts_and_names() {
    attached(|| {
        // SAFETY: attached, and objects.
        table(&[(c"'caf\\xe9'", 1), (c"'cafe'", 0), (c"'\\ud800'", 0)], |o| unsafe {
            PyUnicode_EqualToUTF8(o, c"café".as_ptr())
        });
        // SAFETY: attached, and objects.
        table(&[(c"'ab'", 1), (c"'ba'", 0)], |o| unsafe { PyUnicode_Equal(o, eval(c"'a' + 'b'")) });
        // SAFETY: attached, and a type.
        table(
            &[
                (c"int", "'int'".to_owned()),
                (c"__import__('collections').OrderedDict", "'collections.OrderedDict'".to_owned()),
            ],
            |o| unsafe { repr(PyType_GetFullyQualifiedName(o.cast())) },
        );
        // SAFETY: attached, and 3 bytes.
        let hash = unsafe { Py_HashBuffer(c"abc".as_ptr().cast(), 3) };
        assert_eq!(hash.to_string(), repr(eval(c"hash(b'abc')")));
    });
}

#[test]
fn constants() {
    attached(|| {
        let shown =
            ["None", "False", "True", "Ellipsis", "NotImplemented", "0", "1", "''", "b''", "()"];
        for (id, shown) in (0..).zip(shown) {
            // SAFETY: attached.
            assert_eq!(repr(unsafe { Py_GetConstantBorrowed(id) }), shown);
        }
    });
}

#[test]
fn fast_paths() {
    attached(|| {
        if layout::layout().is_none() {
            return println!("no layout is known here");
        }
        // SAFETY: attached, and objects, in each of these.
        unsafe {
            let values = [0, 1, -1, 255, 1 << 30, -(1 << 59), 1 << 60, i64::MIN];
            for value in values {
                let wanted = (value.unsigned_abs() < 1 << 30).then_some(value);
                assert_eq!(layout::long_exact(PyLong_FromLongLong(value)), wanted);
            }
            assert_eq!(layout::long_exact(eval(c"True")), None);
            assert_eq!(layout::float_exact(eval(c"-1.5")), Some(-1.5));
            assert_eq!(layout::float_exact(eval(c"1")), None);
            assert_eq!(layout::unicode_ascii(eval(c"'plain'")), Some("plain"));
            assert_eq!(layout::unicode_ascii(eval(c"'\\xe9'")), None);
            assert_eq!(layout::unicode_ascii(eval(c"type('S', (str,), {})('sub')")), None);
            assert_eq!(layout::bytes_view(eval(c"b'a\\0b'")), Some(&b"a\0b"[..]));
            let tuple = layout::tuple_items(eval(c"(1, 'a')")).expect("items");
            assert_eq!(tuple.iter().map(|o| repr(*o)).collect::<Vec<_>>(), ["1", "'a'"]);
            let list = layout::list_items(eval(c"[]"));
            assert_eq!(list.is_some(), !interpreter().free_threaded);
        }
    });
}

#[test]
fn references_are_counted() {
    attached(|| {
        // SAFETY: attached; the list is ours until the last line gives it up.
        unsafe {
            let list = PyList_New(0);
            assert_eq!(Py_REFCNT(list), 1);
            Py_INCREF(list);
            assert_eq!(Py_REFCNT(list), 2);
            Py_DECREF(list);
            assert_eq!(Py_REFCNT(list), 1);
            let mut there = list;
            Py_CLEAR(&mut there);
            assert!(there.is_null());
            let none = Py_None();
            let before = Py_REFCNT(none);
            Py_DECREF(none);
            assert_eq!(Py_REFCNT(none), before, "None is immortal");
        }
    });
}

#[test]
fn variadic_functions() {
    attached(|| {
        // SAFETY: attached; the arguments are what the formats name.
        unsafe {
            let text =
                PyUnicode_FromFormat(c"%s-%d-%R".as_ptr(), c"a".as_ptr(), 5 as c_int, Py_None());
            assert_eq!(repr(text), "'a-5-None'");
            assert!(PyErr_Format(PyExc_ValueError, c"no %d".as_ptr(), 1 as c_int).is_null());
            assert_eq!(exception().as_deref(), Some("ValueError"));
            assert_eq!(repr(PyTuple_Pack(2, Py_True(), text)), "(True, 'a-5-None')");
        }
    });
}

#[test]
fn unchecked_access() {
    attached(|| {
        // SAFETY: attached, objects of the types the functions want.
        unsafe {
            let tuple = eval(c"(1, 'b')");
            let list = eval(c"[1, 2]");
            assert_eq!([PyTuple_GET_SIZE(tuple), PyList_GET_SIZE(list)], [2, 2]);
            assert_eq!(repr(PyTuple_GET_ITEM(tuple, 1)), "'b'");
            assert_eq!(repr(PyList_GET_ITEM(list, 1)), "2");
            assert_eq!(PyList_Extend(list, tuple), 0);
            assert_eq!(repr(list), "[1, 2, 1, 'b']");
            assert_eq!(PyList_Clear(list), 0);
            assert_eq!(repr(list), "[]");
            assert_eq!(repr(PyObject_CallOneArg(eval(c"len"), tuple)), "2");
            let name = eval(c"'count'");
            assert_eq!(repr(PyObject_CallMethodOneArg(tuple, name, eval(c"1"))), "1");
            assert_eq!(repr(PyObject_CallMethodNoArgs(list, eval(c"'copy'"))), "[]");
            assert_eq!(PyBytes_GET_SIZE(eval(c"b'abc'")), 3);
            assert_eq!(PyFloat_AS_DOUBLE(eval(c"type('F', (float,), {})(1.5)")), 1.5);
            assert_eq!(c_str!("text"), c"text");
        }
    });
}
