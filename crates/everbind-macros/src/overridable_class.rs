//! `#[pyclass(overridable = Trait)]`: the class gets the methods of `#[overridable]` traits.

use crate::class_item::{ClassItem, Shape};
use crate::class_options::ClassOptions;
use crate::error::{Error, Errors};
use crate::methods::Block;
use crate::parse::Cursor;
use crate::template::places;
use crate::tokens::{Delimiter, TokenStream};

pub(crate) fn emit(
    class: &ClassItem,
    options: &ClassOptions,
    traits: &TokenStream,
    block: &mut Block,
    errors: &mut Errors,
) {
    let span = class.name.span();
    if matches!(class.shape, Shape::Enum(..)) {
        errors.push(Error::about(
            traits,
            span,
            "an enum has no subclasses to override its methods",
        ));
    } else if options.subclass.is_none() {
        let message = "`overridable` needs `subclass`: it is subclasses that override";
        errors.push(Error::about(traits, span, message));
    }
    let mut cursor = Cursor::new(*traits, span);
    let list = match cursor.eat_group(Delimiter::Parenthesis) {
        Some(group) => {
            Cursor::inside(&group).comma_separated(|cursor| Ok(cursor.type_until(&[','])))
        }
        None => Ok(vec![*traits]),
    };
    for path in errors.take(list).unwrap_or_default() {
        let statement =
            block.fill("<$class as $path>::__pyo3_overridable(__items);", places![path = path]);
        block.methods.extend(statement);
        let told = block.tell(&TokenStream::new(), |record, _| {
            record.bytes(b"H");
            let name = path.text();
            let name = name.rsplit("::").next().unwrap_or_default().trim();
            record.bytes(&crate::record::hash(name).to_le_bytes());
            Ok(())
        });
        errors.take(told);
    }
    let marker = block.fill("impl $krate::rt::Overridable for $class {}", places![]);
    block.items.extend(marker);
}
