//! The numbers of the slots of types and modules, and the records of 3.15's slots.
//!
//! 3.15 gave seven slots new numbers and accepts the old ones; these are the old ones, which every
//! version knows. Which slots a version knows is told by [`features`](crate::features).

use std::ffi::{c_int, c_void};

use crate::Py_ssize_t;

// Buffers.
/// Gives a buffer.
pub const Py_bf_getbuffer: c_int = 1;
/// Takes a buffer back.
pub const Py_bf_releasebuffer: c_int = 2;

// Mappings.
/// `x[key] = value` and `del x[key]`
pub const Py_mp_ass_subscript: c_int = 3;
/// `len(x)`
pub const Py_mp_length: c_int = 4;
/// `x[key]`
pub const Py_mp_subscript: c_int = 5;

// Numbers.
/// `abs(x)`
pub const Py_nb_absolute: c_int = 6;
/// `x + y`
pub const Py_nb_add: c_int = 7;
/// `x & y`
pub const Py_nb_and: c_int = 8;
/// `bool(x)`
pub const Py_nb_bool: c_int = 9;
/// `divmod(x, y)`
pub const Py_nb_divmod: c_int = 10;
/// `float(x)`
pub const Py_nb_float: c_int = 11;
/// `x // y`
pub const Py_nb_floor_divide: c_int = 12;
/// `operator.index(x)`
pub const Py_nb_index: c_int = 13;
/// `x += y`
pub const Py_nb_inplace_add: c_int = 14;
/// `x &= y`
pub const Py_nb_inplace_and: c_int = 15;
/// `x //= y`
pub const Py_nb_inplace_floor_divide: c_int = 16;
/// `x <<= y`
pub const Py_nb_inplace_lshift: c_int = 17;
/// `x *= y`
pub const Py_nb_inplace_multiply: c_int = 18;
/// `x |= y`
pub const Py_nb_inplace_or: c_int = 19;
/// `x **= y`
pub const Py_nb_inplace_power: c_int = 20;
/// `x %= y`
pub const Py_nb_inplace_remainder: c_int = 21;
/// `x >>= y`
pub const Py_nb_inplace_rshift: c_int = 22;
/// `x -= y`
pub const Py_nb_inplace_subtract: c_int = 23;
/// `x /= y`
pub const Py_nb_inplace_true_divide: c_int = 24;
/// `x ^= y`
pub const Py_nb_inplace_xor: c_int = 25;
/// `int(x)`
pub const Py_nb_int: c_int = 26;
/// `~x`
pub const Py_nb_invert: c_int = 27;
/// `x << y`
pub const Py_nb_lshift: c_int = 28;
/// `x * y`
pub const Py_nb_multiply: c_int = 29;
/// `-x`
pub const Py_nb_negative: c_int = 30;
/// `x | y`
pub const Py_nb_or: c_int = 31;
/// `+x`
pub const Py_nb_positive: c_int = 32;
/// `x ** y` and `pow(x, y, z)`
pub const Py_nb_power: c_int = 33;
/// `x % y`
pub const Py_nb_remainder: c_int = 34;
/// `x >> y`
pub const Py_nb_rshift: c_int = 35;
/// `x - y`
pub const Py_nb_subtract: c_int = 36;
/// `x / y`
pub const Py_nb_true_divide: c_int = 37;
/// `x ^ y`
pub const Py_nb_xor: c_int = 38;
/// `x @ y`
pub const Py_nb_matrix_multiply: c_int = 75;
/// `x @= y`
pub const Py_nb_inplace_matrix_multiply: c_int = 76;

// Sequences.
/// `x[i] = value` and `del x[i]`
pub const Py_sq_ass_item: c_int = 39;
/// `x + y`
pub const Py_sq_concat: c_int = 40;
/// `y in x`
pub const Py_sq_contains: c_int = 41;
/// `x += y`
pub const Py_sq_inplace_concat: c_int = 42;
/// `x *= n`
pub const Py_sq_inplace_repeat: c_int = 43;
/// `x[i]`
pub const Py_sq_item: c_int = 44;
/// `len(x)`
pub const Py_sq_length: c_int = 45;
/// `x * n`
pub const Py_sq_repeat: c_int = 46;

// Types.
/// Gets memory for an instance.
pub const Py_tp_alloc: c_int = 47;
/// The base class.
pub const Py_tp_base: c_int = 48;
/// A tuple of the base classes.
pub const Py_tp_bases: c_int = 49;
/// `x(…)`
pub const Py_tp_call: c_int = 50;
/// Drops what may be in a cycle.
pub const Py_tp_clear: c_int = 51;
/// Ends an instance.
pub const Py_tp_dealloc: c_int = 52;
/// The destructor that [`Py_tp_finalize`] has replaced.
pub const Py_tp_del: c_int = 53;
/// `__get__`
pub const Py_tp_descr_get: c_int = 54;
/// `__set__` and `__delete__`
pub const Py_tp_descr_set: c_int = 55;
/// The docstring.
pub const Py_tp_doc: c_int = 56;
/// `x.name`, by a name in C.
pub const Py_tp_getattr: c_int = 57;
/// `x.name`
pub const Py_tp_getattro: c_int = 58;
/// `hash(x)`
pub const Py_tp_hash: c_int = 59;
/// `__init__`
pub const Py_tp_init: c_int = 60;
/// Whether this instance is visited by the garbage collector.
pub const Py_tp_is_gc: c_int = 61;
/// `iter(x)`
pub const Py_tp_iter: c_int = 62;
/// `next(x)`
pub const Py_tp_iternext: c_int = 63;
/// An array of `PyMethodDef`.
pub const Py_tp_methods: c_int = 64;
/// `__new__`
pub const Py_tp_new: c_int = 65;
/// `repr(x)`
pub const Py_tp_repr: c_int = 66;
/// `x < y` and the other comparisons.
pub const Py_tp_richcompare: c_int = 67;
/// `x.name = value`, by a name in C.
pub const Py_tp_setattr: c_int = 68;
/// `x.name = value` and `del x.name`
pub const Py_tp_setattro: c_int = 69;
/// `str(x)`
pub const Py_tp_str: c_int = 70;
/// Shows the garbage collector what an instance holds.
pub const Py_tp_traverse: c_int = 71;
/// An array of `PyMemberDef`.
pub const Py_tp_members: c_int = 72;
/// An array of `PyGetSetDef`.
pub const Py_tp_getset: c_int = 73;
/// Gives an instance's memory back.
pub const Py_tp_free: c_int = 74;
/// `__del__`
pub const Py_tp_finalize: c_int = 80;
/// From 3.14 on.
pub const Py_tp_vectorcall: c_int = 82;
/// From 3.14 on.
pub const Py_tp_token: c_int = 83;

// Coroutines and asynchronous iterators.
/// `await x`
pub const Py_am_await: c_int = 77;
/// `aiter(x)`
pub const Py_am_aiter: c_int = 78;
/// `anext(x)`
pub const Py_am_anext: c_int = 79;
/// Sends a value into a generator or coroutine.
pub const Py_am_send: c_int = 81;

// Modules.
/// Makes the module object.
pub const Py_mod_create: c_int = 1;
/// Fills the module.
pub const Py_mod_exec: c_int = 2;
/// Which interpreters may import the module.
pub const Py_mod_multiple_interpreters: c_int = 3;
/// Whether the module needs the GIL.
pub const Py_mod_gil: c_int = 4;

// From 3.15 on.
/// The end of a list of slots.
pub const Py_slot_end: c_int = 0;
/// More slots, in a list of their own.
pub const Py_slot_subslots: c_int = 92;
/// Slots of a type in the older form.
pub const Py_tp_slots: c_int = 93;
/// Slots of a module in the older form.
pub const Py_mod_slots: c_int = 94;
/// The name, with the module's before it.
pub const Py_tp_name: c_int = 95;
/// The size of an instance.
pub const Py_tp_basicsize: c_int = 96;
/// What an instance has beyond its base's.
pub const Py_tp_extra_basicsize: c_int = 97;
/// The size of an item.
pub const Py_tp_itemsize: c_int = 98;
/// `Py_TPFLAGS_…`
pub const Py_tp_flags: c_int = 99;
/// The module's name.
pub const Py_mod_name: c_int = 100;
/// The module's docstring.
pub const Py_mod_doc: c_int = 101;
/// The size of the module's state.
pub const Py_mod_state_size: c_int = 102;
/// An array of `PyMethodDef`.
pub const Py_mod_methods: c_int = 103;
/// Shows the garbage collector what the state holds.
pub const Py_mod_state_traverse: c_int = 104;
/// Drops what the state holds.
pub const Py_mod_state_clear: c_int = 105;
/// Ends the state.
pub const Py_mod_state_free: c_int = 106;
/// The metaclass.
pub const Py_tp_metaclass: c_int = 107;
/// The module that the type belongs to.
pub const Py_tp_module: c_int = 108;
/// A [`PyABIInfo`].
pub const Py_mod_abi: c_int = 109;
/// What the module is known by.
pub const Py_mod_token: c_int = 110;

/// A slot of a module or a type, from 3.15 on. A list of them ends with [`PySlot::END`].
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PySlot {
    /// `Py_tp_…`, `Py_mod_…` and the like.
    pub sl_id: u16,
    /// `PySlot_…`
    pub sl_flags: u16,
    /// Zero.
    pub sl_reserved: u32,
    /// Its value, of the kind that the slot has.
    pub sl_value: PySlotValue,
}

/// The value of a [`PySlot`], by the type its number asks for.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PySlotValue {
    /// A pointer to data.
    pub sl_ptr: *mut c_void,
    /// A pointer to a function.
    pub sl_func: Option<unsafe extern "C" fn()>,
    /// A size.
    pub sl_size: Py_ssize_t,
    /// A number.
    pub sl_int64: i64,
    /// A number without sign.
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
/// No slot; reserved.
pub const Py_slot_invalid: u16 = 0xffff;

/// What a module built for several interpreters says of itself, from 3.15 on (`Py_mod_abi`).
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyABIInfo {
    /// 1
    pub abiinfo_major_version: u8,
    /// 0
    pub abiinfo_minor_version: u8,
    /// Its flags.
    pub flags: u16,
    /// The version of the headers.
    pub build_version: u32,
    /// The version of the stable ABI.
    pub abi_version: u32,
}

/// Built for the stable ABI.
pub const PyABIInfo_STABLE: u16 = 0x0001;
/// Built for interpreters with the GIL.
pub const PyABIInfo_GIL: u16 = 0x0002;
/// Built for interpreters without the GIL.
pub const PyABIInfo_FREETHREADED: u16 = 0x0004;
/// Built with internal headers.
pub const PyABIInfo_INTERNAL: u16 = 0x0008;
/// Built for both.
pub const PyABIInfo_FREETHREADING_AGNOSTIC: u16 = PyABIInfo_GIL | PyABIInfo_FREETHREADED;
