//! Classes, exceptions and enums.

use super::{Lines, Sort, WIDTH, Writer, together};
use crate::stubs::{expression::Expression, model::Class};

impl Writer {
    pub(super) fn class(&mut self, class: &Class) -> Lines {
        let mut text = String::new();
        if class.is_hidden {
            text += &self.decorator("typing.type_check_only");
        }
        if class.is_final {
            text += &self.decorator("typing.final");
        } else if class.is_disjoint {
            // In `typing` from 3.15 on; type checkers know `typing_extensions` whether it is installed or not.
            text += &self.decorator("typing_extensions.disjoint_base");
        }
        self.names.enter_parameters(&class.type_parameters);
        text += &self.head(class);
        text += &self.members(class);
        self.names.leave_parameters();
        Lines { text, sort: Sort::Class }
    }

    /// `class Name[T](Base, metaclass=Meta)`.
    fn head(&mut self, class: &Class) -> String {
        let written = |e: &Expression, writer: &mut Writer| writer.names.write(e);
        let mut bases: Vec<String> = class.bases.iter().map(|base| written(base, self)).collect();
        if let Some(metaclass) = &class.metaclass {
            bases.push(format!("metaclass={}", written(metaclass, self)));
        }
        let indent = self.indent();
        let name =
            format!("{indent}class {}{}", class.name, self.type_parameters(&class.type_parameters));
        if bases.is_empty() {
            return name;
        }
        let line = format!("{name}({})", bases.join(", "));
        if line.chars().count() + ": ...".len() <= WIDTH {
            return line;
        }
        let each: String = bases.iter().map(|base| format!("{indent}    {base},\n")).collect();
        format!("{name}(\n{each}{indent})")
    }

    fn members(&mut self, class: &Class) -> String {
        if class.items.is_empty() {
            return self.body(&class.doc);
        }
        self.names.enter(class.items.iter().map(|item| item.name().to_owned()));
        self.depth += 1;
        let mut text = String::from(":\n");
        if !class.doc.trim().is_empty() {
            text += &super::doc::string(&class.doc, self.depth);
            text.push('\n');
        }
        let items = class.items.iter().map(|item| self.item(item)).collect();
        text += &together(items);
        self.depth -= 1;
        self.names.leave();
        text
    }
}
