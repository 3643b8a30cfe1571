//! What a block of methods, or a class, tells of itself: items of its record, see `everbind::stub`.
//!
//! Items with conditions have a record each, since nobody knows whether they are there.

use crate::attr::cfgs;
use crate::docs::Docs;
use crate::emit_call::{Convention, First};
use crate::error::Result;
use crate::function::Function;
use crate::krate::Krate;
use crate::methods::Block;
use crate::methods_kind::{Kind, Method};
use crate::python_text;
use crate::record::{Mark, Record};
use crate::signature::Signature;
use crate::template::{places, template, tokens};
use crate::tokens::TokenStream;
use crate::type_hints;

/// What a class is.
pub(crate) struct Header<'a> {
    /// What it extends; or the code of its hint.
    pub(crate) base: std::result::Result<&'a TokenStream, Vec<u8>>,
    pub(crate) key: u32,
    pub(crate) flags: &'a str,
    pub(crate) name: &'a str,
    pub(crate) module: Option<&'a str>,
    pub(crate) docs: &'a Docs,
}

/// The record of a block.
pub(crate) struct Told {
    pub(crate) record: Record,
    /// `B`, or `C` for the class itself.
    pub(crate) kind: u8,
    /// The key.
    key: TokenStream,
    /// How many records with conditions there are.
    others: usize,
}

/// Where an item is in the record that `__items.told` points to.
pub(crate) struct Place {
    pub(crate) at: TokenStream,
    /// Statements that make it point to the right record.
    pub(crate) before: TokenStream,
    pub(crate) after: TokenStream,
}

/// The statement that makes it point to the static called `name`.
fn set(name: &str) -> TokenStream {
    template("__items.told = &raw const $name as *const u8;", places![name = tokens(name)])
}

/// The name of the static.
pub(crate) const NAME: &str = "__TOLD";

impl Told {
    pub(crate) fn new(krate: &Krate, class: &TokenStream) -> Self {
        let mut record = Record::default();
        let key = key_of(krate, class);
        record.key(key);
        Told { record, key, kind: b'B', others: 0 }
    }

    /// That of a trait, whose key is that of no class.
    pub(crate) fn of_trait(name: &str) -> Self {
        let literal = crate::record::key_literal(crate::record::hash(name));
        let key = template("*$literal", places![literal = literal]);
        let mut record = Record::default();
        record.key(key);
        Told { record, key, kind: b'B', others: 0 }
    }
}

/// A record while an item is added to it.
struct Draft {
    record: Record,
    name: String,
    mark: Mark,
    /// Whether it is of this item alone, which stands under conditions.
    is_alone: bool,
}

fn key_of(krate: &Krate, class: &TokenStream) -> TokenStream {
    template(
        "<$class as $krate::rt::PyClassImpl>::KEY",
        places![class = *class, krate = *krate.path()],
    )
}

impl Block {
    /// Adds an item, under the conditions `cfgs`; returns the statements before and after those for which the item is at
    /// the place of it, which comes last.
    pub(crate) fn tell(
        &mut self,
        cfgs: &TokenStream,
        write: impl FnOnce(&mut Record, &Block) -> Result<()>,
    ) -> Result<Place> {
        let mut draft = self.draft(cfgs);
        let written = write(&mut draft.record, self);
        let place = self.written(draft, cfgs);
        match written {
            Ok(()) => Ok(place),
            Err(error) => Err(error),
        }
    }

    fn draft(&mut self, cfgs: &TokenStream) -> Draft {
        let mut record = std::mem::take(&mut self.told.record);
        let mut name = NAME.to_owned();
        let is_alone = !cfgs.is_empty();
        if is_alone {
            self.told.record = std::mem::take(&mut record);
            record.key(self.told.key);
            self.told.others += 1;
            name = format!("{NAME}_{}", self.told.others);
        }
        Draft { mark: record.mark(), record, name, is_alone }
    }

    fn written(&mut self, draft: Draft, cfgs: &TokenStream) -> Place {
        let Draft { record, name, mark, is_alone } = draft;
        let at = record.offset(mark, &name, &self.krate);
        let (mut before, mut after) = (TokenStream::new(), TokenStream::new());
        if is_alone {
            self.items.extend(record.item_with(cfgs, true, b'B', &name, &self.krate));
            before = set(&name);
            after = set(NAME);
        } else {
            self.told.record = record;
        }
        Place { at, before, after }
    }

    /// Makes the record a class's, of which this is the beginning.
    pub(crate) fn tell_class(&mut self, class: &Header<'_>) -> Result<()> {
        let mut record = Record::default();
        record.bytes(&class.key.to_le_bytes());
        record.text(class.name);
        class.docs.add_to(&mut record, "", &self.krate)?;
        record.text(class.module.unwrap_or_default());
        record.text(class.flags);
        match &class.base {
            Ok(base) => record.part(
                "Hint",
                self.fill("<$base as $krate::PyTypeInfo>::TYPE_HINT", places![base = **base]),
            ),
            Err(code) => record.bytes(code),
        }
        self.told.kind = b'C';
        self.told.record = record;
        Ok(())
    }

    /// The statement that says where the items are told, of a block that is no class's.
    pub(crate) fn told_place(&self) -> TokenStream {
        set(NAME)
    }

    /// The static with all items that have no conditions.
    pub(crate) fn told_item(&self) -> TokenStream {
        let (record, none) = (&self.told.record, TokenStream::new());
        record.item_with(&none, true, self.told.kind, NAME, &self.krate)
    }

    /// Tells of a special method.
    pub(crate) fn tell_slot(&mut self, method: &Method, signature: &Signature) -> Result<()> {
        let first = match method.kind {
            Kind::Class => First::Class,
            Kind::Static => First::Static,
            _ => First::Instance,
        };
        self.tell(&cfgs(&method.function.attributes), |record, block| {
            let text = Convention::FastKeywords.told(first, signature, &method.name);
            record.bytes(text.as_bytes());
            Docs::of(&method.function.attributes).add_to(record, "", &block.krate)?;
            hints(record, &method.function, signature, method.skip(), block);
            Ok(())
        })?;
        Ok(())
    }

    /// Tells of half a property: `G`, `S` or `D`. The type is a field's or a setter's, or what a getter returns.
    pub(crate) fn tell_property(
        &mut self,
        cfgs: &TokenStream,
        tag: u8,
        name: &str,
        ty: Option<Type<'_>>,
        docs: &Docs,
    ) -> Result<()> {
        self.tell(cfgs, |record, block| {
            record.bytes(&[tag]);
            record.text(name);
            if let Some(ty) = ty {
                ty.add_to(record, block);
            }
            docs.add_to(record, "", &block.krate)?;
            Ok(())
        })?;
        Ok(())
    }

    /// Tells of a class attribute, and its value if that is a literal.
    pub(crate) fn tell_attribute(
        &mut self,
        cfgs: &TokenStream,
        name: &str,
        ty: Type<'_>,
        value: Option<&TokenStream>,
    ) -> Result<()> {
        self.tell(cfgs, |record, block| {
            record.bytes(b"A");
            record.text(name);
            ty.add_to(record, block);
            record.text(&value.map(literal).unwrap_or_default());
            Ok(())
        })?;
        Ok(())
    }
}

/// The value as Python writes it; nothing if it is no literal.
pub(crate) fn literal(value: &TokenStream) -> String {
    match python_text::expression(value) {
        text if text == "..." => String::new(),
        text => text,
    }
}

/// Where a hint comes from.
#[derive(Clone, Copy)]
pub(crate) enum Type<'a> {
    /// A type that a parameter is read as.
    Input(&'a TokenStream),
    /// A type that a field is read as: nothing is converted implicitly.
    Stored(&'a TokenStream),
    /// A type that becomes an object.
    Output(&'a TokenStream),
    /// The class itself.
    Own,
    /// Its hint.
    Code(&'static [u8]),
}

impl Type<'_> {
    fn add_to(self, record: &mut Record, block: &Block) {
        match self {
            Type::Input(ty) => type_hints::input(record, ty, &block.class, &block.krate),
            Type::Stored(ty) => type_hints::stored(record, ty, &block.class, &block.krate),
            Type::Output(ty) => {
                type_hints::output(record, ty, &block.class, false, &block.krate);
            }
            Type::Own => record.bytes(b"@"),
            Type::Code(code) => record.bytes(code),
        }
    }
}

/// Adds the hints of a method's parameters and of its result.
pub(crate) fn hints(
    record: &mut Record,
    function: &Function,
    signature: &Signature,
    skip: usize,
    block: &Block,
) {
    type_hints::parameters(record, function, signature, skip, &block.class, &block.krate);
    let returns = signature.returns.as_deref();
    type_hints::result(record, function, returns, &block.class, &block.krate);
}
