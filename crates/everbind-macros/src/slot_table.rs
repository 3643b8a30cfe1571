//! The dunder methods that are slots of the type object, and the C functions behind them.

/// One dunder method.
pub(crate) struct Dunder {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
}

/// How a dunder method becomes a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The whole of one slot.
    Slot {
        slot: &'static str,
        call: Call,
        result: Output,
    },
    /// One part of a slot that several methods share.
    Part {
        group: Group,
        part: usize,
    },
    /// `__call__`, `__init__`: arguments of any kind.
    Call,
    Init,
    Traverse,
    Clear,
    Finalize,
}

/// What the C function gets besides the instance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// Nothing.
    Alone,
    /// One object.
    One,
    /// One object that may be of a type the method does not know: `NotImplemented` then.
    Operand,
    /// An operand, and a modulus which may be absent.
    OperandAndModulus,
    /// A comparison: an object and the operator.
    Compare,
    /// `Py_ssize_t`.
    Count,
    /// Two objects, either of which may be null: `None` then.
    TwoOrNull,
    /// `Py_buffer *`, `int`.
    Buffer,
    /// `Py_buffer *`.
    Release,
}

/// What the C function returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Object,
    /// The instance itself.
    Same,
    Hash,
    Length,
    Truth,
    Status,
    Nothing,
    /// An object, or null without an exception when there is no more.
    Next,
    /// An object, or `StopAsyncIteration`.
    NextAsync,
}

/// A slot that several dunder methods share; the parts are numbered in the order given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// A binary operator: the method, and the reflected one.
    Binary {
        slot: &'static str,
        name: &'static str,
    },
    /// `__pow__`, `__rpow__`
    Power,
    /// `__lt__`, `__le__`, `__eq__`, `__ne__`, `__gt__`, `__ge__`: by number of the operator.
    Compare,
    /// `__getattribute__`, `__getattr__`
    GetAttribute,
    /// Setting and deleting: attributes, descriptors, items.
    SetAttribute,
    SetDescriptor,
    SetItem,
}

const fn slot(name: &'static str, slot: &'static str, call: Call, result: Output) -> Dunder {
    Dunder { name, role: Role::Slot { slot, call, result } }
}

const fn unary(name: &'static str, id: &'static str) -> Dunder {
    slot(name, id, Call::Alone, Output::Object)
}

const fn in_place(name: &'static str, id: &'static str) -> Dunder {
    slot(name, id, Call::Operand, Output::Same)
}

const fn part(name: &'static str, group: Group, part: usize) -> Dunder {
    Dunder { name, role: Role::Part { group, part } }
}

const fn binary(name: &'static str, method: &'static str, slot: &'static str, at: usize) -> Dunder {
    part(name, Group::Binary { slot, name: method }, at)
}

/// All of them.
pub(crate) static DUNDERS: &[Dunder] = &[
    unary("__str__", "Py_tp_str"),
    unary("__repr__", "Py_tp_repr"),
    slot("__hash__", "Py_tp_hash", Call::Alone, Output::Hash),
    slot("__richcmp__", "Py_tp_richcompare", Call::Compare, Output::Object),
    unary("__iter__", "Py_tp_iter"),
    slot("__next__", "Py_tp_iternext", Call::Alone, Output::Next),
    unary("__await__", "Py_am_await"),
    unary("__aiter__", "Py_am_aiter"),
    slot("__anext__", "Py_am_anext", Call::Alone, Output::NextAsync),
    slot("__get__", "Py_tp_descr_get", Call::TwoOrNull, Output::Object),
    slot("__len__", "Py_mp_length", Call::Alone, Output::Length),
    slot("__contains__", "Py_sq_contains", Call::One, Output::Truth),
    slot("__concat__", "Py_sq_concat", Call::One, Output::Object),
    slot("__repeat__", "Py_sq_repeat", Call::Count, Output::Object),
    slot("__inplace_concat__", "Py_sq_inplace_concat", Call::One, Output::Object),
    slot("__inplace_repeat__", "Py_sq_inplace_repeat", Call::Count, Output::Object),
    slot("__getitem__", "Py_mp_subscript", Call::One, Output::Object),
    unary("__pos__", "Py_nb_positive"),
    unary("__neg__", "Py_nb_negative"),
    unary("__abs__", "Py_nb_absolute"),
    unary("__invert__", "Py_nb_invert"),
    unary("__index__", "Py_nb_index"),
    unary("__int__", "Py_nb_int"),
    unary("__float__", "Py_nb_float"),
    slot("__bool__", "Py_nb_bool", Call::Alone, Output::Truth),
    in_place("__iadd__", "Py_nb_inplace_add"),
    in_place("__isub__", "Py_nb_inplace_subtract"),
    in_place("__imul__", "Py_nb_inplace_multiply"),
    in_place("__imatmul__", "Py_nb_inplace_matrix_multiply"),
    in_place("__itruediv__", "Py_nb_inplace_true_divide"),
    in_place("__ifloordiv__", "Py_nb_inplace_floor_divide"),
    in_place("__imod__", "Py_nb_inplace_remainder"),
    in_place("__ilshift__", "Py_nb_inplace_lshift"),
    in_place("__irshift__", "Py_nb_inplace_rshift"),
    in_place("__iand__", "Py_nb_inplace_and"),
    in_place("__ixor__", "Py_nb_inplace_xor"),
    in_place("__ior__", "Py_nb_inplace_or"),
    slot("__ipow__", "Py_nb_inplace_power", Call::OperandAndModulus, Output::Same),
    slot("__getbuffer__", "Py_bf_getbuffer", Call::Buffer, Output::Status),
    slot("__releasebuffer__", "Py_bf_releasebuffer", Call::Release, Output::Nothing),
    part("__getattribute__", Group::GetAttribute, 0),
    part("__getattr__", Group::GetAttribute, 1),
    part("__setattr__", Group::SetAttribute, 0),
    part("__delattr__", Group::SetAttribute, 1),
    part("__set__", Group::SetDescriptor, 0),
    part("__delete__", Group::SetDescriptor, 1),
    part("__setitem__", Group::SetItem, 0),
    part("__delitem__", Group::SetItem, 1),
    part("__lt__", Group::Compare, 0),
    part("__le__", Group::Compare, 1),
    part("__eq__", Group::Compare, 2),
    part("__ne__", Group::Compare, 3),
    part("__gt__", Group::Compare, 4),
    part("__ge__", Group::Compare, 5),
    binary("__add__", "add", "Py_nb_add", 0),
    binary("__radd__", "add", "Py_nb_add", 1),
    binary("__sub__", "sub", "Py_nb_subtract", 0),
    binary("__rsub__", "sub", "Py_nb_subtract", 1),
    binary("__mul__", "mul", "Py_nb_multiply", 0),
    binary("__rmul__", "mul", "Py_nb_multiply", 1),
    binary("__matmul__", "matmul", "Py_nb_matrix_multiply", 0),
    binary("__rmatmul__", "matmul", "Py_nb_matrix_multiply", 1),
    binary("__truediv__", "truediv", "Py_nb_true_divide", 0),
    binary("__rtruediv__", "truediv", "Py_nb_true_divide", 1),
    binary("__floordiv__", "floordiv", "Py_nb_floor_divide", 0),
    binary("__rfloordiv__", "floordiv", "Py_nb_floor_divide", 1),
    binary("__mod__", "mod", "Py_nb_remainder", 0),
    binary("__rmod__", "mod", "Py_nb_remainder", 1),
    binary("__divmod__", "divmod", "Py_nb_divmod", 0),
    binary("__rdivmod__", "divmod", "Py_nb_divmod", 1),
    binary("__lshift__", "lshift", "Py_nb_lshift", 0),
    binary("__rlshift__", "lshift", "Py_nb_lshift", 1),
    binary("__rshift__", "rshift", "Py_nb_rshift", 0),
    binary("__rrshift__", "rshift", "Py_nb_rshift", 1),
    binary("__and__", "and", "Py_nb_and", 0),
    binary("__rand__", "and", "Py_nb_and", 1),
    binary("__xor__", "xor", "Py_nb_xor", 0),
    binary("__rxor__", "xor", "Py_nb_xor", 1),
    binary("__or__", "or", "Py_nb_or", 0),
    binary("__ror__", "or", "Py_nb_or", 1),
    part("__pow__", Group::Power, 0),
    part("__rpow__", Group::Power, 1),
    Dunder { name: "__call__", role: Role::Call },
    Dunder { name: "__init__", role: Role::Init },
    Dunder { name: "__traverse__", role: Role::Traverse },
    Dunder { name: "__clear__", role: Role::Clear },
    Dunder { name: "__del__", role: Role::Finalize },
];

pub(crate) fn find(name: &str) -> Option<&'static Dunder> {
    DUNDERS.iter().find(|dunder| dunder.name == name)
}
