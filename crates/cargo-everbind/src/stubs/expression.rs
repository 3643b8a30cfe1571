//! [`Expression`]: a type as Python writes it, whose names are known to come from somewhere.
//!
//! Types reach the reader as text with full names (`collections.abc.Sequence[datetime.date] | None`), both those of
//! everbind's own conversions and those that an author writes. Text cannot be imported minimally, compared or kept clear of a
//! class's own members of the same name, so it is parsed. The grammar is that of annotations: names with dots,
//! subscripts, unions, lists (the parameters of a `Callable`), strings and numbers (inside `Literal`), `...`, `None`
//! and unpacking by a star. A string outside `Literal` is a forward reference, which a stub does not need: it is read
//! as what it quotes.

use anyhow::{Result, bail};

/// How deeply brackets may be nested: no author's annotation is, and damaged data must not exhaust the stack.
const DEPTH: usize = 40;

/// A type, or what stands in the brackets of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Expression {
    /// A name with its module, both as written: `collections.abc.Sequence` is six words in no list, three in this one.
    Name(Vec<String>),
    /// `list[int]`.
    Subscript(Box<Expression>, Vec<Expression>),
    /// `int | None`; never nested, never of one.
    Union(Vec<Expression>),
    /// `[int, str]`.
    List(Vec<Expression>),
    /// `*Ts`.
    Star(Box<Expression>),
    /// A string, a number, `...`, or `()`: what is written as it is.
    Verbatim(String),
}

impl Expression {
    /// Reads a type.
    ///
    /// # Errors
    /// The text is none; the error says where it stops being one.
    pub fn parse(text: &str) -> Result<Expression> {
        let mut parser = Parser { text, at: 0, depth: 0, literal: false };
        let expression = parser.union()?;
        parser.skip_spaces();
        if parser.at < text.len() {
            bail!("`{text}` is no type: `{}` is not expected", &text[parser.at..]);
        }
        Ok(expression)
    }

    /// A name without a subscript: `builtins.int` is `int`.
    pub fn name(dotted: &str) -> Expression {
        Expression::Name(dotted.split('.').map(str::to_owned).collect())
    }

    /// `None`.
    pub fn none() -> Expression {
        Expression::name("None")
    }

    /// `typing.Any`.
    pub fn any() -> Expression {
        Expression::name("typing.Any")
    }

    /// Whether it is this name.
    pub fn is(&self, dotted: &str) -> bool {
        matches!(self, Expression::Name(words) if words.iter().map(String::as_str).eq(dotted.split('.')))
    }

    /// The alternatives as one type: each once, unions within it laid open, `None` last.
    pub fn union(members: impl IntoIterator<Item = Expression>) -> Expression {
        let mut flat: Vec<Expression> = Vec::new();
        for member in members {
            let parts = if let Expression::Union(parts) = member { parts } else { vec![member] };
            for part in parts {
                if !flat.contains(&part) {
                    flat.push(part);
                }
            }
        }
        flat.sort_by_key(|part| part.is("None"));
        if flat.len() == 1 { flat.remove(0) } else { Expression::Union(flat) }
    }

    /// The same with each name replaced by what `change` makes of it.
    pub fn map_names(&self, change: &mut dyn FnMut(&[String]) -> Vec<String>) -> Expression {
        let mut all = |list: &[Expression]| list.iter().map(|e| e.map_names(change)).collect();
        match self {
            Expression::Subscript(of, list) => {
                let list = all(list);
                Expression::Subscript(Box::new(of.map_names(change)), list)
            }
            Expression::Union(list) => Expression::Union(all(list)),
            Expression::List(list) => Expression::List(all(list)),
            Expression::Star(of) => Expression::Star(Box::new(of.map_names(change))),
            Expression::Name(words) => Expression::Name(change(words)),
            Expression::Verbatim(_) => self.clone(),
        }
    }

    /// The text, names as they stand.
    pub fn render(&self) -> String {
        let joined = |list: &[Expression], between: &str| {
            list.iter().map(Expression::render).collect::<Vec<_>>().join(between)
        };
        match self {
            Expression::Name(words) => words.join("."),
            Expression::Subscript(of, list) => format!("{}[{}]", of.render(), joined(list, ", ")),
            Expression::Union(list) => joined(list, " | "),
            Expression::List(list) => format!("[{}]", joined(list, ", ")),
            Expression::Star(of) => format!("*{}", of.render()),
            Expression::Verbatim(text) => text.clone(),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Inside `Literal[…]`, where a string is itself.
    literal: bool,
}

impl Parser<'_> {
    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn next(&mut self) -> Option<char> {
        self.skip_spaces();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.next() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn union(&mut self) -> Result<Expression> {
        let mut members = vec![self.operand()?];
        while self.take('|') {
            members.push(self.operand()?);
        }
        Ok(Expression::union(members))
    }

    fn operand(&mut self) -> Result<Expression> {
        let mut operand = self.atom()?;
        while self.take('[') {
            let outside = self.literal;
            self.literal |= matches!(&operand, Expression::Name(words) if words.last().is_some_and(|w| w == "Literal"));
            let list = self.list(']')?;
            self.literal = outside;
            operand = Expression::Subscript(Box::new(operand), list);
        }
        Ok(operand)
    }

    /// What follows an opening bracket, up to the closing one.
    fn list(&mut self, close: char) -> Result<Vec<Expression>> {
        self.depth += 1;
        if self.depth > DEPTH {
            bail!("brackets are nested more than {DEPTH} deep");
        }
        let mut list = Vec::new();
        while !self.take(close) {
            list.push(self.union()?);
            if !self.take(',') && self.next() != Some(close) {
                bail!("`{}` lacks a `{close}` before `{}`", self.text, &self.text[self.at..]);
            }
        }
        self.depth -= 1;
        Ok(list)
    }

    fn atom(&mut self) -> Result<Expression> {
        let Some(first) = self.next() else {
            bail!("`{}` ends where a type is expected", self.text)
        };
        let start = self.at;
        match first {
            '[' => {
                self.at += 1;
                Ok(Expression::List(self.list(']')?))
            }
            '(' => {
                self.at += 1;
                let mut list = self.list(')')?;
                match list.len() {
                    0 => Ok(Expression::Verbatim("()".into())),
                    1 => Ok(list.remove(0)),
                    _ => bail!("`{}` has a tuple where a type is expected", self.text),
                }
            }
            '*' if self.text[start + 1..].starts_with(|c: char| c.is_alphabetic()) => {
                self.at += 1;
                Ok(Expression::Star(Box::new(self.operand()?)))
            }
            '\'' | '"' => self.string(first),
            '.' if self.text[start..].starts_with("...") => {
                self.at += 3;
                Ok(Expression::Verbatim("...".into()))
            }
            '-' | '0'..='9' => {
                self.at += 1;
                self.run(|c| c.is_ascii_alphanumeric() || c == '_');
                Ok(Expression::Verbatim(self.text[start..self.at].to_owned()))
            }
            c if c.is_alphabetic() || c == '_' => {
                self.run(|c| c.is_alphanumeric() || c == '_' || c == '.');
                let name = &self.text[start..self.at];
                if name.split('.').any(str::is_empty) {
                    bail!("`{name}` is no name");
                }
                Ok(Expression::name(name.strip_prefix("builtins.").unwrap_or(name)))
            }
            _ => bail!("`{}` is no type: `{}` is not expected", self.text, &self.text[start..]),
        }
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    }

    fn string(&mut self, quote: char) -> Result<Expression> {
        let start = self.at;
        let mut escaped = false;
        for (offset, c) in self.text[start + 1..].char_indices() {
            if c == quote && !escaped {
                self.at = start + 1 + offset + 1;
                let inner = &self.text[start + 1..self.at - 1];
                if self.literal {
                    return Ok(Expression::Verbatim(quoted(inner, quote)));
                }
                self.depth += 1;
                if self.depth > DEPTH {
                    bail!("strings are nested more than {DEPTH} deep");
                }
                let mut parser = Parser { text: inner, at: 0, depth: self.depth, literal: false };
                let expression = parser.union()?;
                self.depth -= 1;
                if parser.next().is_some() {
                    bail!("the string in `{}` is no type", self.text);
                }
                return Ok(expression);
            }
            escaped = c == '\\' && !escaped;
        }
        bail!("`{}` has a string without an end", self.text)
    }
}

/// The string as ruff writes it: in double quotes unless that takes more backslashes.
fn quoted(inner: &str, quote: char) -> String {
    let quote = if quote == '\'' && inner.contains(['"', '\\']) { '\'' } else { '"' };
    format!("{quote}{inner}{quote}")
}

#[cfg(test)]
mod tests {
    use super::Expression;

    #[test]
    fn types_are_read_and_written() {
        for (text, expected) in [
            ("int", "int"),
            ("builtins.list[ builtins.int ]", "list[int]"),
            ("None | int|str", "int | str | None"),
            ("int | (str | int)", "int | str"),
            (
                "collections.abc.Callable[[int, str], None]",
                "collections.abc.Callable[[int, str], None]",
            ),
            ("tuple[int, ...]", "tuple[int, ...]"),
            ("tuple[()]", "tuple[()]"),
            ("tuple[*Ts]", "tuple[*Ts]"),
            ("typing.Literal['a', -1, 'b|c', True]", "typing.Literal[\"a\", -1, \"b|c\", True]"),
            ("typing.Literal['\"']", "typing.Literal['\"']"),
            ("'m.C' | list['m.C | None']", "m.C | list[m.C | None]"),
            ("dict[str, int,]", "dict[str, int]"),
        ] {
            assert_eq!(Expression::parse(text).unwrap().render(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        let deep = "list[".repeat(1000);
        for text in [
            "",
            "int |",
            "list[int",
            "a..b",
            "x y",
            "(int, str)",
            "'int",
            "1 +",
            "&",
            &deep,
            "\"'\"'\"'",
        ] {
            assert!(Expression::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        let pieces = [
            "a", ".", "[", "]", "(", ")", "|", ",", "'", "\"", "\\", "é", " ", "...", "*", "-1",
            "Literal[",
        ];
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            }
            if let Ok(expression) = Expression::parse(&text) {
                let again = Expression::parse(&expression.render());
                assert_eq!(again.unwrap().render(), expression.render(), "{text}");
            }
        }
    }
}
