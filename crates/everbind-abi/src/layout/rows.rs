//! The known layouts, one row each. `cargo xtask abi` compares them with the headers.

use super::Layout;

/// 3.12 and 3.13 with the GIL.
const GIL: Layout = Layout {
    minor: 12,
    free_threaded: false,
    header: 16,
    ob_type: 8,
    ref_local: 0,
    ob_size: 16,
    float_value: 16,
    long_tag: 16,
    long_digits: 24,
    list_items: 24,
    tuple_items: 24,
    bytes_data: 32,
    str_length: 16,
    str_state: 32,
    str_ascii: 0x60,
    str_data: 40,
    type_basicsize: 32,
    type_dealloc: 48,
    type_flags: 168,
    type_vectorcall: 400,
    dict_used: 16,
    dict_keys: 32,
    dict_values: 40,
    date_has_zone: 24,
    date_data: 25,
    datetime_fold: 35,
    datetime_zone: 40,
    time_fold: 31,
    time_zone: 32,
    delta_days: 24,
};

/// 3.13 without the GIL: the header is 16 bytes longer.
const FREE_THREADED: Layout = Layout {
    minor: 13,
    free_threaded: true,
    header: 32,
    ob_type: 24,
    ref_local: 12,
    ob_size: 32,
    float_value: 32,
    long_tag: 32,
    long_digits: 40,
    list_items: 40,
    tuple_items: 40,
    bytes_data: 48,
    str_length: 32,
    str_state: 48,
    str_ascii: 0x60,
    str_data: 56,
    type_basicsize: 48,
    type_dealloc: 64,
    type_flags: 184,
    type_vectorcall: 416,
    dict_used: 32,
    dict_keys: 48,
    dict_values: 56,
    date_has_zone: 40,
    date_data: 41,
    datetime_fold: 51,
    datetime_zone: 56,
    time_fold: 47,
    time_zone: 48,
    delta_days: 40,
};

/// Every known layout. 3.14 put a hash before a tuple's items and, without the GIL, gave a byte of
/// the state of a `str` to interning.
pub static ROWS: [Layout; 7] = [
    GIL,
    Layout { minor: 13, ..GIL },
    FREE_THREADED,
    Layout { minor: 14, tuple_items: 32, ..GIL },
    Layout { minor: 14, tuple_items: 48, str_ascii: 0x1800, ..FREE_THREADED },
    Layout { minor: 15, tuple_items: 32, ..GIL },
    Layout { minor: 15, tuple_items: 48, str_ascii: 0x1800, ..FREE_THREADED },
];
