//! The entries of a constructor: the vectorcall function, and `tp_new`, which goes through it.

use crate::literal::usize_literal;
use crate::methods::Block;
use crate::methods_told::Place;
use crate::signature::Signature;
use crate::template::{places, template_at, tokens};
use crate::tokens::{Span, TokenStream};

/// The name of the signature's static.
const TABLE: &str = "__pymethod_SIGNATURE___new____";

pub(crate) struct Constructor<'a> {
    pub(crate) signature: &'a Signature,
    /// The types of a constructor from numbers.
    pub(crate) types: Option<TokenStream>,
    /// What the runtime is told.
    pub(crate) place: Place,
    pub(crate) cfgs: TokenStream,
}

impl Constructor<'_> {
    /// One whose entry has `body` in it.
    pub(crate) fn emit(&self, block: &mut Block, body: &TokenStream) {
        let slots = usize_literal(self.signature.slots());
        let (call, shim) = match &self.types {
            Some(_) => (
                block.fill("$krate::rt::Numbers<'_, '_>", places![]),
                block.fill("$krate::rt::numbers_vectorcall::<$slots, _>", places![slots = slots]),
            ),
            None => (
                block.fill("$krate::rt::Args<'_, '_, $slots>", places![slots = slots]),
                block.fill(
                    "$krate::rt::vectorcall::<$shape, _>",
                    places![shape = tokens(&self.signature.shape())],
                ),
            ),
        };
        let types = match &self.types {
            Some(types) => block.fill("$types,", places![types = *types]),
            None => TokenStream::new(),
        };
        let content = block.fill(
            "let __body = |__call: $call|
                -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> { $body };
            unsafe { $shim($table.get(), $types __args, __nargsf, __kwnames, __body) }",
            places![call = call, shim = shim, types = types, table = tokens(TABLE), body = *body],
        );
        let table = tokens(TABLE);
        let item = block.fill(
            "$cfgs static $table: $krate::rt::LateSignature = $krate::rt::LateSignature::new();",
            places![cfgs = self.cfgs, table = table],
        );
        block.items.extend(item);
        self.entries(block, &content);
        let call = block.fill(
            "constructor::<$class>(
                <$class>::__pymethod_vectorcall__, <$class>::__pymethod_new__, &$table, $text
            )",
            places![table = table, text = self.place.at],
        );
        self.tell(block, &call);
    }

    /// One of numbers, of which `make` makes the value: see `everbind::class::construct_numbers`.
    pub(crate) fn emit_numbers(&self, block: &mut Block, make: &TokenStream, span: Span) {
        let slots = usize_literal(self.signature.slots());
        let types = self.types.unwrap_or_default();
        let function = block.fill(
            "$cfgs #[doc(hidden)] unsafe fn __pymethod_make__(__words: *const u64, __place: *mut u8) {
                let __call = unsafe { $krate::rt::Numbers::at::<$slots>(__words) };
                let __value: Self = { $make };
                unsafe { __place.cast::<Self>().write(__value) }
            }",
            places![cfgs = self.cfgs, slots = slots, make = *make],
        );
        block.functions.extend(function);
        let construct =
            template_at(span, "constructor_of_numbers::<$class>", places![class = block.class]);
        let call = block.fill(
            "$construct($text, $types, <$class>::__pymethod_make__)",
            places![construct = construct, text = self.place.at, types = types],
        );
        self.tell(block, &call);
    }

    /// The two entries.
    fn entries(&self, block: &mut Block, content: &TokenStream) {
        block.functions.extend(block.fill(
            "$cfgs #[doc(hidden)] unsafe extern \"C\" fn __pymethod_vectorcall__(
                __slf: *mut $krate::rt::ffi::PyObject,
                __args: *const *mut $krate::rt::ffi::PyObject,
                __nargsf: usize,
                __kwnames: *mut $krate::rt::ffi::PyObject,
            ) -> *mut $krate::rt::ffi::PyObject { $content }
            $cfgs #[doc(hidden)] unsafe extern \"C\" fn __pymethod_new__(
                __slf: *mut $krate::rt::ffi::PyObject,
                __args: *mut $krate::rt::ffi::PyObject,
                __kwargs: *mut $krate::rt::ffi::PyObject,
            ) -> *mut $krate::rt::ffi::PyObject {
                unsafe {
                    $krate::rt::new_by_vectorcall(
                        <$class>::__pymethod_vectorcall__, __slf, __args, __kwargs
                    )
                }
            }",
            places![cfgs = self.cfgs, content = *content],
        ));
    }

    /// Tells the class of it, by a call of a function of `rt::ClassItems`.
    fn tell(&self, block: &mut Block, call: &TokenStream) {
        block.slots.extend(block.fill(
            // SAFETY of what is written: the text is that of the signature, and the entries are its.
            "$cfgs unsafe { $before __items.$call; $after };",
            places![
                cfgs = self.cfgs,
                call = *call,
                before = self.place.before,
                after = self.place.after
            ],
        ));
    }
}
