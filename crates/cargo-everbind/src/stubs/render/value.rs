//! Constants, attributes of classes, members of enums.

use super::{Lines, Sort, Writer};
use crate::stubs::{
    expression::Expression,
    model::{Value, ValueKind},
};

impl Writer {
    pub(super) fn value(&mut self, value: &Value) -> Lines {
        let indent = self.indent();
        let name = &value.name;
        let literal = value.literal.as_deref();
        let line = match value.kind {
            ValueKind::Member => format!("{indent}{name} = {}\n", literal.unwrap_or("...")),
            ValueKind::Unhashable => {
                let class_var = self.names.name("typing.ClassVar");
                format!("{indent}{name}: {class_var}[None]  # type: ignore[assignment]\n")
            }
            ValueKind::ClassVariable => {
                let of = self.annotation(value);
                let class_var = self.names.name("typing.ClassVar");
                format!("{indent}{name}: {class_var}[{of}]\n")
            }
            ValueKind::Constant => {
                let of = self.annotation(value);
                let is_final = self.names.name("typing.Final");
                match literal {
                    // The checkers take the type from the value, which says more.
                    Some(literal) => format!("{indent}{name}: {is_final} = {literal}\n"),
                    None => format!("{indent}{name}: {is_final}[{of}]\n"),
                }
            }
        };
        let mut text = line;
        if !value.doc.trim().is_empty() {
            text += &super::doc::string(&value.doc, self.depth);
        }
        Lines { text, sort: Sort::Value }
    }

    fn annotation(&mut self, value: &Value) -> String {
        self.names.write(value.annotation.as_ref().unwrap_or(&Expression::any()))
    }
}
