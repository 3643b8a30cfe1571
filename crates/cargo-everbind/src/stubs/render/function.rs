//! Functions, methods and properties.

use super::{Lines, Sort, WIDTH, Writer};
use crate::stubs::{
    expression::Expression,
    model::{Binding, Function, Kind, Parameter, Property, Signature},
};

impl Writer {
    pub(super) fn function(&mut self, function: &Function) -> Lines {
        let is_overloaded = function.signatures.len() > 1;
        let mut text = String::new();
        for (number, signature) in function.signatures.iter().enumerate() {
            if is_overloaded {
                text += &self.decorator("typing.overload");
            }
            match function.binding {
                Binding::Static => text += &self.decorator("staticmethod"),
                Binding::Class => text += &self.decorator("classmethod"),
                Binding::None | Binding::Instance | Binding::New => {}
            }
            let first = match function.binding {
                Binding::Instance => Some("self"),
                Binding::Class | Binding::New => Some("cls"),
                Binding::None | Binding::Static => None,
            };
            text += &self.definition(&function.name, first, signature);
            let body = self.body(if number == 0 { &function.doc } else { "" });
            match signature.ignored {
                Some(code) => mark(&mut text, &body, code),
                None => text += &body,
            }
            text += if is_overloaded && number == 0 && !function.doc.trim().is_empty() {
                "\n"
            } else {
                ""
            };
        }
        Lines { text, sort: Sort::Function }
    }

    pub(super) fn decorator(&mut self, name: &str) -> String {
        format!("{}@{}\n", self.indent(), self.names.name(name))
    }

    /// `def name(self, x: int) -> int`, folded if it is long.
    fn definition(&mut self, name: &str, first: Option<&str>, signature: &Signature) -> String {
        self.names.enter_parameters(&signature.type_parameters);
        let indent = self.indent();
        let parameters = self.parameters(first, &signature.parameters, " | ");
        let between = format!("\n{indent}    | ");
        let tall = self.parameters(first, &signature.parameters, &between);
        let returns = signature.returns.clone().unwrap_or_else(Expression::any);
        let (returns, folded) = self.returns(&returns);
        let type_parameters = self.type_parameters(&signature.type_parameters);
        self.names.leave_parameters();

        let line =
            format!("{indent}def {name}{type_parameters}({}) -> {returns}", parameters.join(", "));
        if line.chars().count() + ": ...".len() <= WIDTH || parameters.is_empty() {
            return line;
        }
        let mut each = String::new();
        for (one, tall) in parameters.iter().zip(tall) {
            let line = format!("{indent}    {one},\n");
            let fits = line.trim_end().chars().count() <= WIDTH;
            each += &if fits { line } else { format!("{indent}    {tall},\n") };
        }
        let fits = format!("{indent}) -> {returns}: ...").chars().count() <= WIDTH;
        let returns = if fits { returns } else { folded };
        format!("{indent}def {name}{type_parameters}(\n{each}{indent}) -> {returns}")
    }

    /// What a function returns, on one line and with what is in its outermost brackets on lines of their own.
    fn returns(&mut self, returns: &Expression) -> (String, String) {
        let line = self.names.write(returns);
        let Expression::Subscript(of, items) = returns else { return (line.clone(), line) };
        let indent = self.indent();
        let items: Vec<String> = items.iter().map(|item| self.names.write(item)).collect();
        let each: String = items.iter().map(|item| format!("{indent}    {item},\n")).collect();
        let folded = format!("{}[\n{each}{indent}]", self.names.write(of));
        (line, folded)
    }

    /// `[T: int, *Ts]`, bounds written as they are called here; nothing if there are none.
    pub(super) fn type_parameters(&mut self, text: &str) -> String {
        let parts = crate::stubs::names::split_outside_brackets(text);
        if parts.is_empty() {
            return String::new();
        }
        let write = |part: &&str| match part.split_once(':') {
            Some((name, bound)) => match Expression::parse(bound) {
                Ok(bound) => format!("{}: {}", name.trim(), self.names.write(&bound)),
                Err(_) => (*part).to_owned(),
            },
            None => (*part).to_owned(),
        };
        format!("[{}]", parts.iter().map(write).collect::<Vec<_>>().join(", "))
    }

    /// Each parameter, and the `/` and `*` between; `or` stands between the members of a union.
    fn parameters(
        &mut self,
        first: Option<&str>,
        parameters: &[Parameter],
        or: &str,
    ) -> Vec<String> {
        let mut list: Vec<String> = first.map(str::to_owned).into_iter().collect();
        let mut before = None;
        for parameter in parameters {
            if before == Some(Kind::PositionalOnly) && parameter.kind != Kind::PositionalOnly {
                list.push("/".into());
            }
            let star = parameter.kind == Kind::KeywordOnly;
            if star && !matches!(before, Some(Kind::Args | Kind::KeywordOnly)) {
                list.push("*".into());
            }
            list.push(self.parameter(parameter, or));
            before = Some(parameter.kind);
        }
        if before == Some(Kind::PositionalOnly) {
            list.push("/".into());
        }
        list
    }

    fn parameter(&mut self, parameter: &Parameter, or: &str) -> String {
        let stars = match parameter.kind {
            Kind::Args => "*",
            Kind::Kwargs => "**",
            _ => "",
        };
        let mut text = format!("{stars}{}", parameter.name);
        let annotation = parameter.annotation.as_ref().map(|of| match of {
            Expression::Union(members) => {
                members.iter().map(|one| self.names.write(one)).collect::<Vec<_>>().join(or)
            }
            of => self.names.write(of),
        });
        if let Some(annotation) = &annotation {
            text += &format!(": {annotation}");
        }
        match &parameter.default {
            Some(default) if annotation.is_some() => text += &format!(" = {default}"),
            Some(default) => text += &format!("={default}"),
            None => {}
        }
        text
    }

    pub(super) fn property(&mut self, property: &Property) -> Lines {
        let name = &property.name;
        let read = property
            .get
            .as_ref()
            .or(property.set.as_ref())
            .cloned()
            .unwrap_or_else(Expression::any);
        let one = |returns, parameters| Signature {
            returns: Some(returns),
            parameters,
            ..Signature::default()
        };
        let mut text = self.decorator("property");
        // What can only be set has a getter too: Python has no other way to write it.
        text += &self.definition(name, Some("self"), &one(read, Vec::new()));
        text += &self.body(&property.doc);
        if let Some(set) = &property.set {
            let value = Parameter {
                name: "value".into(),
                kind: Kind::PositionalOnly,
                annotation: Some(set.clone()),
                default: None,
            };
            text += &format!("{}@{name}.setter\n", self.indent());
            text += &self.definition(name, Some("self"), &one(Expression::none(), vec![value]));
            text += ": ...\n";
        }
        if property.is_deletable {
            text +=
                &format!("{0}@{name}.deleter\n{0}def {name}(self) -> None: ...\n", self.indent());
        }
        Lines { text, sort: Sort::Function }
    }
}

/// Ends a definition with its body, and with what type checkers are not to complain of: that stands on its first line.
fn mark(text: &mut String, body: &str, code: &str) {
    let mark = format!("  # type: ignore[{code}]");
    let start = text.rfind("def ").unwrap_or(0);
    let (first, rest) = body.split_at(body.find('\n').unwrap_or(body.len()));
    match text[start..].find('\n') {
        Some(end) => {
            text.insert_str(start + end, &mark);
            *text += body;
        }
        None => *text += &format!("{first}{mark}{rest}"),
    }
}
