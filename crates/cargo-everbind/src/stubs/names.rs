//! [`Names`]: how a stub writes a name, and what it imports for that.
//!
//! Names are full; a stub reads better with short ones. Which short form means the right thing depends on where it
//! stands: a class with a method `list` makes `list[int]` in its annotations mean the method, a module with a class `Any` hides
//! `typing.Any`. So each use is written in the scopes it stands in, in the first of these forms that nothing there hides:
//! `Sequence` with `from collections.abc import Sequence` (for modules that are usually imported from, and for the
//! library's own), `datetime.date` with `import datetime`, `_datetime.date` with `import datetime as _datetime`.
//! Imports are only those of names that were written, so they are minimal; sorted as `ruff` sorts them.

use std::collections::{BTreeMap, BTreeSet};

use super::{expression::Expression, stdlib};

/// Modules that are imported from; others are imported, and their names written with them.
const FROM: [&str; 5] = ["collections.abc", "types", "typing", "typing_extensions", "os"];

/// The names in one file.
#[derive(Debug)]
pub struct Names {
    /// The module's own name.
    module: String,
    /// The package of it and its submodules.
    package: String,
    /// What is defined, the module's own names first, then those of each class around.
    scopes: Vec<BTreeSet<String>>,
    /// Type parameters in scope, which hide everything.
    parameters: Vec<BTreeSet<String>>,
    /// `from module import name`, by name.
    from: BTreeMap<String, String>,
    /// `from module import name as name`, by name: what the module has of another.
    exported: BTreeMap<String, String>,
    /// `import module`.
    whole: BTreeSet<String>,
    /// `import module as _module`.
    renamed: BTreeSet<String>,
}

impl Names {
    /// Those of `module`, which defines `names` at its top.
    pub fn new(module: &str, names: impl IntoIterator<Item = String>) -> Names {
        Names {
            module: module.to_owned(),
            package: module.split('.').next().unwrap_or(module).to_owned(),
            scopes: vec![names.into_iter().collect()],
            parameters: Vec::new(),
            from: BTreeMap::new(),
            exported: BTreeMap::new(),
            whole: BTreeSet::new(),
            renamed: BTreeSet::new(),
        }
    }

    /// Makes something of another module one of this one's names.
    pub fn export(&mut self, words: &[String]) {
        if let [module @ .., name] = words {
            self.exported.insert(name.clone(), module.join("."));
        }
    }

    /// Enters a class with members of these names.
    pub fn enter(&mut self, members: impl IntoIterator<Item = String>) {
        self.scopes.push(members.into_iter().collect());
    }

    /// Leaves it.
    pub fn leave(&mut self) {
        self.scopes.pop();
    }

    /// Enters what `text`, as in `T: int, *Ts, **P`, is the type parameters of.
    pub fn enter_parameters(&mut self, text: &str) {
        let name = |part: &str| {
            part.split([':', '=']).next().unwrap_or(part).trim().trim_start_matches('*').to_owned()
        };
        self.parameters.push(split_outside_brackets(text).iter().map(|part| name(part)).collect());
    }

    /// Leaves it.
    pub fn leave_parameters(&mut self) {
        self.parameters.pop();
    }

    /// A type as it is written here; what it needs is imported from now on.
    pub fn write(&mut self, expression: &Expression) -> String {
        expression.map_names(&mut |words| self.resolve(words)).render()
    }

    /// A name as it is written here.
    pub fn name(&mut self, dotted: &str) -> String {
        self.write(&Expression::name(dotted))
    }

    fn resolve(&mut self, words: &[String]) -> Vec<String> {
        if let [word] = words {
            return self.resolve_word(word);
        }
        if self.parameters.iter().any(|scope| scope.contains(&words[0])) {
            return words.to_vec(); // `P.args`
        }
        let split = module_length(words);
        let (module, rest) = words.split_at(split);
        let (module, first) = (module.join("."), &rest[0]);
        let is_here = module == self.module || self.exported.get(first) == Some(&module);
        if is_here && !self.is_hidden_by_class(first) {
            return rest.to_vec();
        }
        let is_own = module.split('.').next() == Some(&self.package);
        let imported = self.from.get(first);
        let is_free = imported.map_or(!self.is_defined(first), |from| *from == module);
        if module != self.module
            && (is_own || FROM.contains(&&*module))
            && is_free
            && !self.is_hidden(first)
        {
            self.from.insert(first.clone(), module);
            return rest.to_vec();
        }
        let root = module.split('.').next().unwrap_or_default().to_owned();
        let mut written = if self.is_hidden(&root) || self.from.contains_key(&root) {
            let alias = format!("_{}", module.replace('.', "_"));
            self.renamed.insert(module);
            vec![alias]
        } else {
            let words = module.split('.').map(str::to_owned).collect();
            self.whole.insert(module);
            words
        };
        written.extend_from_slice(rest);
        written
    }

    /// A name without a module: a type parameter, something built in, something usual, or one of the module's own.
    fn resolve_word(&mut self, word: &str) -> Vec<String> {
        let as_it_is = || vec![word.to_owned()];
        if matches!(word, "None" | "True" | "False")
            || self.parameters.iter().any(|scope| scope.contains(word))
        {
            return as_it_is();
        }
        if stdlib::is_builtin(word) {
            if !self.is_hidden(word) {
                return as_it_is();
            }
            return self.resolve(&["builtins".to_owned(), word.to_owned()]);
        }
        if self.is_defined(word) {
            return if self.is_hidden_by_class(word) {
                self.resolve(&[self.module.clone(), word.to_owned()])
            } else {
                as_it_is()
            };
        }
        match stdlib::home_of(word) {
            Some(module) => {
                let words: Vec<String> =
                    module.split('.').chain([word]).map(str::to_owned).collect();
                self.resolve(&words)
            }
            None => as_it_is(),
        }
    }

    fn is_defined(&self, name: &str) -> bool {
        self.scopes[0].contains(name)
    }

    fn is_hidden_by_class(&self, name: &str) -> bool {
        self.scopes[1..].iter().any(|scope| scope.contains(name))
            || self.parameters.iter().any(|scope| scope.contains(name))
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.is_defined(name) || self.is_hidden_by_class(name)
    }

    /// The lines that import what was written.
    pub fn imports(&self, width: usize) -> String {
        let mut sections = [String::new(), String::new()];
        let section = |module: &str| usize::from(!stdlib::is_module(module));
        let whole = self.whole.iter().map(|module| (module, format!("import {module}\n")));
        let renamed = self
            .renamed
            .iter()
            .map(|module| (module, format!("import {module} as _{}\n", module.replace('.', "_"))));
        let mut lines: Vec<_> = whole.chain(renamed).collect();
        lines.sort();
        for (module, line) in lines {
            sections[section(module)] += &line;
        }
        let mut by_module: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for (name, module) in &self.from {
            by_module.entry(module).or_default().push(name.clone());
        }
        for (name, module) in &self.exported {
            by_module.entry(module).or_default().push(format!("{name} as {name}"));
        }
        for (module, mut names) in by_module {
            names.sort_by_cached_key(|name| (rank(name), name.clone()));
            let line = format!("from {module} import {}\n", names.join(", "));
            sections[section(module)] += &if line.trim_end().chars().count() <= width {
                line
            } else {
                format!("from {module} import (\n    {},\n)\n", names.join(",\n    "))
            };
        }
        let sections: Vec<String> =
            sections.into_iter().filter(|section| !section.is_empty()).collect();
        sections.join("\n")
    }
}

/// Whether Python keeps this word for itself.
pub fn is_keyword(word: &str) -> bool {
    const KEYWORDS: &str = "False None True and as assert async await break class continue def del elif else except finally for from global \
        if import in is lambda nonlocal not or pass raise return try while with yield";
    KEYWORDS.split_whitespace().any(|known| known == word)
}

/// How many of a name's words are its module: all but the last, as far as they begin with a small letter.
fn module_length(words: &[String]) -> usize {
    let is_class = |word: &String| word.trim_start_matches('_').starts_with(char::is_uppercase);
    words.iter().position(is_class).unwrap_or(words.len() - 1).clamp(1, words.len() - 1)
}

/// Constants, then classes, then the rest.
fn rank(name: &str) -> u8 {
    match name.trim_start_matches('_').chars().next() {
        Some(c) if c.is_uppercase() => {
            u8::from(name.chars().any(char::is_lowercase) || name.len() == 1)
        }
        _ => 2,
    }
}

/// The characters that stand in no bracket and in no quotes, with their places; so does a bracket that closes none.
pub fn outside_brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut depth, mut quote) = (0_usize, None);
    text.char_indices().filter(move |&(_, c)| {
        match c {
            _ if quote == Some(c) => quote = None,
            _ if quote.is_some() => {}
            '\'' | '"' => quote = Some(c),
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' if depth > 0 => depth -= 1,
            _ => return depth == 0,
        }
        false
    })
}

/// The parts between commas that stand in no bracket.
pub fn split_outside_brackets(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in outside_brackets(text).filter(|(_, c)| *c == ',') {
        parts.push(text[start..at].trim());
        start = at + 1;
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::{Names, split_outside_brackets};
    use crate::stubs::expression::Expression;

    fn write(names: &mut Names, text: &str) -> String {
        names.write(&Expression::parse(text).unwrap())
    }

    #[test]
    fn names_are_short_and_imported() {
        let mut names = Names::new("kit", ["Match".to_owned()]);
        let text = "collections.abc.Sequence[kit.Match | datetime.date] | typing.Any | kit.sub.Part | Iterable[int]";
        assert_eq!(
            write(&mut names, text),
            "Sequence[Match | datetime.date] | Any | Part | Iterable[int]"
        );
        assert_eq!(
            names.imports(88),
            "import datetime\nfrom collections.abc import Iterable, Sequence\nfrom typing import Any\n\n\
             from kit.sub import Part\n"
        );
    }

    #[test]
    fn hidden_names_are_written_out() {
        let mut names =
            Names::new("kit", ["Any".to_owned(), "datetime".to_owned(), "C".to_owned()]);
        assert_eq!(write(&mut names, "typing.Any"), "typing.Any");
        assert_eq!(write(&mut names, "datetime.date"), "_datetime.date");
        names.enter(["list".to_owned(), "Sequence".to_owned(), "C".to_owned()]);
        assert_eq!(write(&mut names, "list[int]"), "builtins.list[int]");
        assert_eq!(
            write(&mut names, "collections.abc.Sequence[kit.C]"),
            "collections.abc.Sequence[kit.C]"
        );
        names.leave();
        assert_eq!(write(&mut names, "list[kit.C]"), "list[C]");
        assert_eq!(
            names.imports(88),
            "import builtins\nimport collections.abc\nimport datetime as _datetime\nimport typing\n\nimport kit\n"
        );
    }

    #[test]
    fn two_of_one_name_do_not_clash() {
        let mut names = Names::new("kit", []);
        assert_eq!(write(&mut names, "kit.a.Part | kit.b.Part"), "Part | kit.b.Part");
        assert_eq!(names.imports(88), "import kit.b\nfrom kit.a import Part\n");
    }

    #[test]
    fn type_parameters_are_left_alone() {
        let mut names = Names::new("kit", []);
        names.enter_parameters("Any: dict[str, int], *Ts, **P");
        assert_eq!(write(&mut names, "Any | tuple[*Ts] | P.args"), "Any | tuple[*Ts] | P.args");
        names.leave_parameters();
        assert_eq!(names.imports(88), "");
    }

    #[test]
    fn long_imports_are_folded_in_order() {
        let mut names = Names::new("kit", []);
        for name in ["final", "Any", "MAX_ONE", "Final"] {
            names.write(&Expression::name(&format!("typing.{name}")));
        }
        assert_eq!(names.imports(88), "from typing import MAX_ONE, Any, Final, final\n");
        assert_eq!(
            names.imports(20),
            "from typing import (\n    MAX_ONE,\n    Any,\n    Final,\n    final,\n)\n"
        );
    }

    #[test]
    fn commas_in_brackets_separate_nothing() {
        assert_eq!(
            split_outside_brackets("a: dict[str, int], b=(1, 2), c=','"),
            ["a: dict[str, int]", "b=(1, 2)", "c=','"]
        );
    }
}
