//! Reads live objects by a row of `ROWS` and compares with what the stable ABI says.
//!
//! A row that fails is not used: a distributor's patched build then runs on the stable ABI instead
//! of crashing. Only functions are called here, never the accessors: they are not switched on yet.

use std::ffi::{CStr, c_long};
use std::ptr;

use super::immortal::IMMORTAL;
use super::{Layout, dict, field};
use crate::*;

/// A reference that is given up at the end of its scope, by a call.
struct Own(*mut PyObject);

impl Drop for Own {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: an owned reference; the thread is attached throughout the self-test.
            unsafe { _Py_DecRef(self.0) }
        }
    }
}

/// Whether `row` reads objects as the interpreter does. Leaves no exception set.
///
/// # Safety
/// The tables are filled and the thread is attached.
pub(crate) unsafe fn self_test(row: &Layout) -> bool {
    // SAFETY: as this function's contract.
    unsafe {
        let passed = test(row).unwrap_or(false);
        PyErr_Clear();
        passed
    }
}

/// # Safety
/// As `self_test`.
unsafe fn test(row: &Layout) -> Option<bool> {
    // SAFETY: the objects are made here and of the types they are read as; a row is of a version
    // whose structs are at least this long.
    unsafe {
        Some(
            digits()? == 30
                && ints(row)?
                && float(row)?
                && containers(row)?
                && texts(row)?
                && types(row)?
                && dicts(row)?
                && if row.free_threaded { local_counts(row)? } else { counts()? },
        )
    }
}

/// Takes an owned reference; `None` if the call that made it has failed.
fn own(o: *mut PyObject) -> Option<Own> {
    (!o.is_null()).then_some(Own(o))
}

/// The number of bits in a digit of an `int`.
///
/// # Safety
/// As `self_test`.
unsafe fn digits() -> Option<c_long> {
    // SAFETY: attached; `sys.int_info` is borrowed.
    unsafe {
        let info = PySys_GetObject(c"int_info".as_ptr());
        if info.is_null() {
            return None;
        }
        let bits = own(PyObject_GetAttrString(info, c"bits_per_digit".as_ptr()))?;
        Some(PyLong_AsLong(bits.0))
    }
}

/// # Safety
/// As `self_test`.
unsafe fn has_type(row: &Layout, o: &Own, type_: *mut PyTypeObject) -> bool {
    // SAFETY: an object of the row's version.
    unsafe { field::<*mut PyTypeObject>(o.0, row.ob_type).read() == type_ }
}

/// # Safety
/// As `self_test`.
unsafe fn ints(row: &Layout) -> Option<bool> {
    const MASK: u64 = (1 << 30) - 1;
    let mut passed = true;
    const VALUES: [i64; 10] =
        [0, 1, -1, 255, -6, 1 << 29, -(1 << 30), 5 << 40 | 3, -(1 << 59), i64::MAX];
    for &value in &VALUES {
        let magnitude = value.unsigned_abs();
        let count = (64 - magnitude.leading_zeros()).div_ceil(30) as usize;
        let sign = usize::from(value == 0) + 2 * usize::from(value < 0);
        // SAFETY: a new int of `count` digits, and at least one.
        unsafe {
            let int = own(PyLong_FromLongLong(value))?;
            let tag = field::<usize>(int.0, row.long_tag).read();
            passed &= has_type(row, &int, PyLong_Type());
            passed &= tag >> 3 == count && tag & 3 == sign;
            let digits = field::<u32>(int.0, row.long_digits);
            for index in 0..count.max(1) {
                let wanted = magnitude >> (30 * index) & MASK;
                passed &= u64::from(digits.add(index).read()) == wanted;
            }
        }
    }
    Some(passed)
}

/// # Safety
/// As `self_test`.
unsafe fn float(row: &Layout) -> Option<bool> {
    // SAFETY: a new float.
    unsafe {
        let float = own(PyFloat_FromDouble(-1.25e10))?;
        let value = field::<f64>(float.0, row.float_value).read();
        Some(value == -1.25e10 && has_type(row, &float, PyFloat_Type()))
    }
}

/// # Safety
/// As `self_test`.
unsafe fn containers(row: &Layout) -> Option<bool> {
    // SAFETY: new containers of three items, each item a type, which is borrowed and lives on.
    unsafe {
        let tuple = own(PyTuple_New(3))?;
        let types: [*mut PyObject; 3] =
            [PyLong_Type().cast(), PyFloat_Type().cast(), PyTuple_Type().cast()];
        for (index, type_) in types.iter().enumerate() {
            _Py_IncRef(*type_);
            PyTuple_SetItem(tuple.0, index.cast_signed(), *type_);
        }
        let list = own(PySequence_List(tuple.0))?;
        let bytes = own(PyBytes_FromStringAndSize(c"xyz".as_ptr(), 3))?;
        let mut passed =
            has_type(row, &list, PyList_Type()) && has_type(row, &tuple, PyTuple_Type());
        for o in &[&tuple, &list, &bytes] {
            passed &= field::<usize>(o.0, row.ob_size).read() == 3;
        }
        passed &= field::<[*mut PyObject; 3]>(tuple.0, row.tuple_items).read() == types;
        let items = field::<*const [*mut PyObject; 3]>(list.0, row.list_items).read();
        passed &= !items.is_null() && items.read() == types;
        Some(passed && &field::<[u8; 4]>(bytes.0, row.bytes_data).read() == b"xyz\0")
    }
}

/// # Safety
/// As `self_test`.
unsafe fn dicts(row: &Layout) -> Option<bool> {
    // SAFETY: new dicts, one with texts for keys and one with types.
    unsafe {
        let mut passed = true;
        let values = [PyLong_Type(), PyFloat_Type(), PyTuple_Type(), PyList_Type()];
        for texts in &[true, false] {
            let dict = own(PyDict_New())?;
            for (index, value) in values.iter().enumerate() {
                let value = value.cast();
                passed &= field::<usize>(dict.0, row.dict_used).read() == index;
                let key = own(if *texts { PyObject_Repr(value) } else { Py_NewRef(value) })?;
                PyDict_SetItem(dict.0, key.0, value);
                if index == 1 {
                    PyDict_DelItem(dict.0, key.0);
                    PyDict_SetItem(dict.0, key.0, value);
                }
            }
            passed &= row.free_threaded || same_entries(dict.0);
        }
        Some(passed)
    }
}

/// Whether the entries of a dict are those that `PyDict_Next` gives.
///
/// # Safety
/// As `self_test`, with the GIL.
unsafe fn same_entries(dict: *mut PyObject) -> bool {
    let (mut ours, mut theirs) = (0, 0);
    // SAFETY: a dict that nobody changes.
    unsafe {
        loop {
            let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
            let more = PyDict_Next(dict, &mut theirs, &mut key, &mut value) != 0;
            match dict::dict_next(dict, &mut ours) {
                dict::Entry::There(our_key, our_value) if more => {
                    if (our_key, our_value, ours) != (key, value, theirs) {
                        return false;
                    }
                }
                dict::Entry::End => return !more,
                _ => return false,
            }
        }
    }
}

/// # Safety
/// As `self_test`.
unsafe fn texts(row: &Layout) -> Option<bool> {
    let state = |text: &CStr| {
        // SAFETY: a new str of a C string.
        unsafe {
            let text = own(PyUnicode_FromString(text.as_ptr()))?;
            let length = field::<usize>(text.0, row.str_length).read();
            let state = field::<u32>(text.0, row.str_state).read() & row.str_ascii;
            let ascii = state == row.str_ascii;
            let data = if ascii { field::<u8>(text.0, row.str_data).read() } else { 0 };
            Some((length, ascii, data))
        }
    };
    let passed = state(c"plain text")? == (10, true, b'p')
        && state(c"a")? == (1, true, b'a')
        && state(c"")? == (0, true, 0)
        && state(c"caf\u{e9}")? == (4, false, 0)
        && state(c"\u{1f40d}\u{fe0f}")? == (2, false, 0);
    Some(passed)
}

/// # Safety
/// As `self_test`.
unsafe fn types(row: &Layout) -> Option<bool> {
    let mut passed = true;
    // SAFETY: types of the interpreter; `object` has no vectorcall, the others have.
    unsafe {
        let known =
            [PyFloat_Type(), PyTuple_Type(), PyList_Type(), PyType_Type(), PyBaseObject_Type()];
        for &type_ in &known {
            let at = |offset| field::<*mut std::ffi::c_void>(type_.cast(), offset).read();
            let flags = field::<usize>(type_.cast(), row.type_flags).read();
            passed &= flags as std::ffi::c_ulong == PyType_GetFlags(type_);
            passed &= at(row.type_dealloc) == PyType_GetSlot(type_, Py_tp_dealloc);
            passed &= at(row.type_methods) == PyType_GetSlot(type_, Py_tp_methods);
            passed &= at(row.type_vectorcall).is_null() == (type_ == PyBaseObject_Type());
            let call = field::<Py_ssize_t>(type_.cast(), row.type_call_offset).read();
            let is_type = type_ == PyType_Type();
            passed &= call == if is_type { row.type_vectorcall as Py_ssize_t } else { 0 };
            let name = own(PyType_GetName(type_))?;
            let text = at(row.type_name).cast();
            passed = passed && PyUnicode_CompareWithASCIIString(name.0, text) == 0;
            let size = own(PyObject_GetAttrString(type_.cast(), c"__basicsize__".as_ptr()))?;
            let basicsize = field::<Py_ssize_t>(type_.cast(), row.type_basicsize).read();
            passed &= basicsize == PyLong_AsSsize_t(size.0);
        }
    }
    Some(passed)
}

/// Whether counts of references are changed as the inline rule has it. Leaves no exception set.
///
/// # Safety
/// As `self_test`, with the GIL.
pub(super) unsafe fn counts_rightly() -> bool {
    // SAFETY: as this function's contract.
    unsafe {
        let passed = counts().unwrap_or(false);
        PyErr_Clear();
        passed
    }
}

/// Whether counts of references are where and what the inline rule takes them for.
///
/// # Safety
/// As `self_test`, with the GIL.
unsafe fn counts() -> Option<bool> {
    // SAFETY: a new list, whose one reference is ours; `None` is immortal.
    unsafe {
        let list = own(PyList_New(0))?;
        let count = list.0.cast::<u32>();
        let mut passed = count.read() == 1;
        _Py_IncRef(list.0);
        passed &= count.read() == 2;
        _Py_DecRef(list.0);
        passed &= count.read() == 1;
        let none = _Py_NoneStruct().cast::<i32>();
        Some(passed && !ptr::eq(none, ptr::null()) && none.read() < 0)
    }
}

/// Whether the counts of the owning thread are where they are taken for, and say what is immortal.
///
/// # Safety
/// As `self_test`, without the GIL.
unsafe fn local_counts(row: &Layout) -> Option<bool> {
    // SAFETY: a new list, whose one reference is ours; `None` is immortal.
    unsafe {
        let list = own(PyList_New(0))?;
        let count = field::<u32>(list.0, row.ref_local);
        let mut passed = count.read() == 1;
        _Py_IncRef(list.0);
        passed &= count.read() == 2;
        _Py_DecRef(list.0);
        passed &= count.read() == 1;
        Some(passed && field::<u32>(_Py_NoneStruct(), row.ref_local).read() == IMMORTAL)
    }
}
