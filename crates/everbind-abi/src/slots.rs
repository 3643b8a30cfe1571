//! The numbers of the slots of types and modules, and the records of 3.15's slots.
//!
//! 3.15 gave seven slots new numbers and accepts the old ones; these are the old ones, which every
//! version knows. Which slots a version knows is told by [`features`](crate::features).

use std::ffi::{c_int, c_void};

use crate::Py_ssize_t;

// Buffers.
pub const Py_bf_getbuffer: c_int = 1;
pub const Py_bf_releasebuffer: c_int = 2;

// Mappings.
pub const Py_mp_ass_subscript: c_int = 3;
pub const Py_mp_length: c_int = 4;
pub const Py_mp_subscript: c_int = 5;

// Numbers.
pub const Py_nb_absolute: c_int = 6;
pub const Py_nb_add: c_int = 7;
pub const Py_nb_and: c_int = 8;
pub const Py_nb_bool: c_int = 9;
pub const Py_nb_divmod: c_int = 10;
pub const Py_nb_float: c_int = 11;
pub const Py_nb_floor_divide: c_int = 12;
pub const Py_nb_index: c_int = 13;
pub const Py_nb_inplace_add: c_int = 14;
pub const Py_nb_inplace_and: c_int = 15;
pub const Py_nb_inplace_floor_divide: c_int = 16;
pub const Py_nb_inplace_lshift: c_int = 17;
pub const Py_nb_inplace_multiply: c_int = 18;
pub const Py_nb_inplace_or: c_int = 19;
pub const Py_nb_inplace_power: c_int = 20;
pub const Py_nb_inplace_remainder: c_int = 21;
pub const Py_nb_inplace_rshift: c_int = 22;
pub const Py_nb_inplace_subtract: c_int = 23;
pub const Py_nb_inplace_true_divide: c_int = 24;
pub const Py_nb_inplace_xor: c_int = 25;
pub const Py_nb_int: c_int = 26;
pub const Py_nb_invert: c_int = 27;
pub const Py_nb_lshift: c_int = 28;
pub const Py_nb_multiply: c_int = 29;
pub const Py_nb_negative: c_int = 30;
pub const Py_nb_or: c_int = 31;
pub const Py_nb_positive: c_int = 32;
pub const Py_nb_power: c_int = 33;
pub const Py_nb_remainder: c_int = 34;
pub const Py_nb_rshift: c_int = 35;
pub const Py_nb_subtract: c_int = 36;
pub const Py_nb_true_divide: c_int = 37;
pub const Py_nb_xor: c_int = 38;
pub const Py_nb_matrix_multiply: c_int = 75;
pub const Py_nb_inplace_matrix_multiply: c_int = 76;

// Sequences.
pub const Py_sq_ass_item: c_int = 39;
pub const Py_sq_concat: c_int = 40;
pub const Py_sq_contains: c_int = 41;
pub const Py_sq_inplace_concat: c_int = 42;
pub const Py_sq_inplace_repeat: c_int = 43;
pub const Py_sq_item: c_int = 44;
pub const Py_sq_length: c_int = 45;
pub const Py_sq_repeat: c_int = 46;

// Types.
pub const Py_tp_alloc: c_int = 47;
pub const Py_tp_base: c_int = 48;
pub const Py_tp_bases: c_int = 49;
pub const Py_tp_call: c_int = 50;
pub const Py_tp_clear: c_int = 51;
pub const Py_tp_dealloc: c_int = 52;
pub const Py_tp_del: c_int = 53;
pub const Py_tp_descr_get: c_int = 54;
pub const Py_tp_descr_set: c_int = 55;
pub const Py_tp_doc: c_int = 56;
pub const Py_tp_getattr: c_int = 57;
pub const Py_tp_getattro: c_int = 58;
pub const Py_tp_hash: c_int = 59;
pub const Py_tp_init: c_int = 60;
pub const Py_tp_is_gc: c_int = 61;
pub const Py_tp_iter: c_int = 62;
pub const Py_tp_iternext: c_int = 63;
pub const Py_tp_methods: c_int = 64;
pub const Py_tp_new: c_int = 65;
pub const Py_tp_repr: c_int = 66;
pub const Py_tp_richcompare: c_int = 67;
pub const Py_tp_setattr: c_int = 68;
pub const Py_tp_setattro: c_int = 69;
pub const Py_tp_str: c_int = 70;
pub const Py_tp_traverse: c_int = 71;
pub const Py_tp_members: c_int = 72;
pub const Py_tp_getset: c_int = 73;
pub const Py_tp_free: c_int = 74;
pub const Py_tp_finalize: c_int = 80;
/// From 3.14 on.
pub const Py_tp_vectorcall: c_int = 82;
/// From 3.14 on.
pub const Py_tp_token: c_int = 83;

// Coroutines and asynchronous iterators.
pub const Py_am_await: c_int = 77;
pub const Py_am_aiter: c_int = 78;
pub const Py_am_anext: c_int = 79;
pub const Py_am_send: c_int = 81;

// Modules.
pub const Py_mod_create: c_int = 1;
pub const Py_mod_exec: c_int = 2;
pub const Py_mod_multiple_interpreters: c_int = 3;
pub const Py_mod_gil: c_int = 4;

// From 3.15 on.
pub const Py_slot_end: c_int = 0;
pub const Py_slot_subslots: c_int = 92;
pub const Py_tp_slots: c_int = 93;
pub const Py_mod_slots: c_int = 94;
pub const Py_tp_name: c_int = 95;
pub const Py_tp_basicsize: c_int = 96;
pub const Py_tp_extra_basicsize: c_int = 97;
pub const Py_tp_itemsize: c_int = 98;
pub const Py_tp_flags: c_int = 99;
pub const Py_mod_name: c_int = 100;
pub const Py_mod_doc: c_int = 101;
pub const Py_mod_state_size: c_int = 102;
pub const Py_mod_methods: c_int = 103;
pub const Py_mod_state_traverse: c_int = 104;
pub const Py_mod_state_clear: c_int = 105;
pub const Py_mod_state_free: c_int = 106;
pub const Py_tp_metaclass: c_int = 107;
pub const Py_tp_module: c_int = 108;
pub const Py_mod_abi: c_int = 109;
pub const Py_mod_token: c_int = 110;

/// A slot of a module or a type, from 3.15 on. A list of them ends with [`PySlot::END`].
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PySlot {
    pub sl_id: u16,
    pub sl_flags: u16,
    pub sl_reserved: u32,
    pub sl_value: PySlotValue,
}

/// The value of a [`PySlot`], by the type its number asks for.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PySlotValue {
    pub sl_ptr: *mut c_void,
    pub sl_func: Option<unsafe extern "C" fn()>,
    pub sl_size: Py_ssize_t,
    pub sl_int64: i64,
    pub sl_uint64: u64,
}

// SAFETY: a constant record; what it points to is only read, by the interpreter.
unsafe impl Sync for PySlot {}

impl PySlot {
    /// The slot that ends a list.
    pub const END: Self = Self::new(Py_slot_end, 0, PySlotValue { sl_uint64: 0 });

    /// A slot whose value is a pointer, `PySlot_DATA` in C.
    pub const fn data(id: c_int, value: *mut c_void) -> Self {
        Self::new(id, PySlot_INTPTR, PySlotValue { sl_ptr: value })
    }

    /// A slot whose value is a pointer to something that is never freed or changed, `PySlot_STATIC_DATA`.
    pub const fn static_data(id: c_int, value: *mut c_void) -> Self {
        Self::new(id, PySlot_STATIC, PySlotValue { sl_ptr: value })
    }

    /// A slot whose value is a number.
    pub const fn uint64(id: c_int, value: u64) -> Self {
        Self::new(id, 0, PySlotValue { sl_uint64: value })
    }

    /// A slot of any kind.
    ///
    /// # Panics
    /// If `id` is not a number of 16 bits.
    pub const fn new(id: c_int, flags: u16, value: PySlotValue) -> Self {
        assert!(id >= 0 && id <= 0xffff);
        Self { sl_id: id as u16, sl_flags: flags, sl_reserved: 0, sl_value: value }
    }
}

const _: () = assert!(size_of::<PySlot>() == 16);

/// An interpreter that does not know the slot passes over it.
pub const PySlot_OPTIONAL: u16 = 0x0001;
/// What the slot points to lives for ever.
pub const PySlot_STATIC: u16 = 0x0002;
/// The value is in `sl_ptr`, whatever the slot's own type.
pub const PySlot_INTPTR: u16 = 0x0004;
pub const Py_slot_invalid: u16 = 0xffff;

/// What a module built for several interpreters says of itself, from 3.15 on (`Py_mod_abi`).
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyABIInfo {
    pub abiinfo_major_version: u8,
    pub abiinfo_minor_version: u8,
    pub flags: u16,
    pub build_version: u32,
    pub abi_version: u32,
}

pub const PyABIInfo_STABLE: u16 = 0x0001;
pub const PyABIInfo_GIL: u16 = 0x0002;
pub const PyABIInfo_FREETHREADED: u16 = 0x0004;
pub const PyABIInfo_INTERNAL: u16 = 0x0008;
pub const PyABIInfo_FREETHREADING_AGNOSTIC: u16 = PyABIInfo_GIL | PyABIInfo_FREETHREADED;
