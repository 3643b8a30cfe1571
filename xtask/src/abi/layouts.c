/* Prints each field of everbind_abi::layout::Layout, as the full headers have it. */
#define Py_BUILD_CORE 1
#include <Python.h>
/* The table of a dict is in no public header. */
#include <internal/pycore_dict.h>

/* Only the structs: nothing here is linked. */
#define _PY_DATETIME_IMPL
#include <datetime.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define PRINT(name, value) printf("%s %lu\n", name, (unsigned long)(value))

int main(void) {
    PRINT("header", sizeof(PyObject));
    PRINT("ob_type", offsetof(PyObject, ob_type));
#ifdef Py_GIL_DISABLED
    PRINT("ref_local", offsetof(PyObject, ob_ref_local));
#else
    PRINT("ref_local", 0);
#endif
    PRINT("ob_size", offsetof(PyVarObject, ob_size));
    PRINT("float_value", offsetof(PyFloatObject, ob_fval));
    PRINT("long_tag", offsetof(PyLongObject, long_value.lv_tag));
    PRINT("long_digits", offsetof(PyLongObject, long_value.ob_digit));
    PRINT("list_items", offsetof(PyListObject, ob_item));
    PRINT("tuple_items", offsetof(PyTupleObject, ob_item));
    PRINT("bytes_data", offsetof(PyBytesObject, ob_sval));
    PRINT("str_length", offsetof(PyASCIIObject, length));
    PRINT("str_state", offsetof(PyASCIIObject, state));
    PRINT("str_data", sizeof(PyASCIIObject));
    PRINT("type_name", offsetof(PyTypeObject, tp_name));
    PRINT("type_basicsize", offsetof(PyTypeObject, tp_basicsize));
    PRINT("type_dealloc", offsetof(PyTypeObject, tp_dealloc));
    PRINT("type_call_offset", offsetof(PyTypeObject, tp_vectorcall_offset));
    PRINT("type_methods", offsetof(PyTypeObject, tp_methods));
    PRINT("type_flags", offsetof(PyTypeObject, tp_flags));
    PRINT("type_version", offsetof(PyTypeObject, tp_version_tag));
    PRINT("type_vectorcall", offsetof(PyTypeObject, tp_vectorcall));
    PRINT("dict_used", offsetof(PyDictObject, ma_used));
    PRINT("dict_keys", offsetof(PyDictObject, ma_keys));
    PRINT("dict_values", offsetof(PyDictObject, ma_values));
    PRINT("table_index_log", offsetof(PyDictKeysObject, dk_log2_index_bytes));
    PRINT("table_kind", offsetof(PyDictKeysObject, dk_kind));
    PRINT("table_count", offsetof(PyDictKeysObject, dk_nentries));
    PRINT("table_indices", offsetof(PyDictKeysObject, dk_indices));
    PRINT("table_general", DICT_KEYS_GENERAL);
    PRINT("table_texts", DICT_KEYS_UNICODE);
    PRINT("date_has_zone", offsetof(PyDateTime_DateTime, hastzinfo));
    PRINT("date_data", offsetof(PyDateTime_DateTime, data));
    PRINT("datetime_fold", offsetof(PyDateTime_DateTime, fold));
    PRINT("datetime_zone", offsetof(PyDateTime_DateTime, tzinfo));
    PRINT("time_fold", offsetof(PyDateTime_Time, fold));
    PRINT("time_zone", offsetof(PyDateTime_Time, tzinfo));
    PRINT("delta_days", offsetof(PyDateTime_Delta, days));

    /* Bit fields have no offset: set them and look. */
    PyASCIIObject text;
    unsigned int state;
    memset(&text, 0, sizeof text);
    text.state.compact = 1;
    text.state.ascii = 1;
    memcpy(&state, &text.state, sizeof state);
    PRINT("str_ascii", state);
    return 0;
}
