//! What a stub says: the contents of a module, its types as [`Expression`]s with full names.
//!
//! The reader makes it from a library; `render` makes Python of it. It knows nothing of either's format.

use super::expression::Expression;

/// A module and all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// With its package: `a.b` for `b` in `a`.
    pub name: String,
    pub doc: String,
    /// `__all__`, if the module has one at run time.
    pub exports: Option<Vec<String>>,
    pub items: Vec<Item>,
}

/// What a module or a class holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Module(Module),
    Class(Class),
    Function(Function),
    Property(Property),
    Value(Value),
    /// Something that another module declares: its full name.
    Import(Vec<String>),
}

impl Item {
    /// The name it has in its module or class.
    pub fn name(&self) -> &str {
        match self {
            Item::Module(module) => module.name.rsplit('.').next().unwrap_or_default(),
            Item::Class(class) => &class.name,
            Item::Function(function) => &function.name,
            Item::Property(property) => &property.name,
            Item::Value(value) => &value.name,
            Item::Import(words) => words.last().map_or("", String::as_str),
        }
    }
}

/// A class, an exception or an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    pub name: String,
    pub doc: String,
    /// As in `class Name[T]`: `T`, or nothing.
    pub type_parameters: String,
    pub bases: Vec<Expression>,
    pub metaclass: Option<Expression>,
    /// It cannot be subclassed.
    pub is_final: bool,
    /// Its instances are larger than those of its base, so that no class can have it and another such as bases.
    pub is_disjoint: bool,
    /// It can be met but not imported: no module has it.
    pub is_hidden: bool,
    pub items: Vec<Item>,
}

/// A function or method; overloads are further signatures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub doc: String,
    pub binding: Binding,
    /// At least one.
    pub signatures: Vec<Signature>,
}

/// What a function is given besides its parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// Nothing: a function of a module.
    #[default]
    None,
    /// `self`.
    Instance,
    /// `cls`, by `@classmethod`.
    Class,
    /// Nothing, by `@staticmethod`.
    Static,
    /// `cls`, without a decorator: `__new__`.
    New,
}

/// One way to call a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// As in `def name[T](…)`: `T`, or nothing.
    pub type_parameters: String,
    pub parameters: Vec<Parameter>,
    pub returns: Option<Expression>,
    /// What type checkers are asked not to complain of: the code that mypy gives it.
    pub ignored: Option<&'static str>,
}

/// A parameter other than `self` and `cls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: Kind,
    pub annotation: Option<Expression>,
    /// Python's text of it, or `...` if it cannot be told.
    pub default: Option<String>,
}

/// How an argument reaches a parameter; in the order in which Python has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    PositionalOnly,
    Positional,
    Args,
    KeywordOnly,
    Kwargs,
}

/// An attribute of instances that code reads or writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    pub doc: String,
    pub get: Option<Expression>,
    pub set: Option<Expression>,
    pub is_deletable: bool,
}

/// A constant of a module, an attribute of a class, a member of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub name: String,
    pub doc: String,
    pub kind: ValueKind,
    /// Not needed for a member.
    pub annotation: Option<Expression>,
    /// Python's text of it, where it is a literal.
    pub literal: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `Final`: what a module or a class has and nobody sets.
    Constant,
    /// `ClassVar`.
    ClassVariable,
    /// Of an `enum.Enum`; its type is that of the value.
    Member,
    /// The `__hash__` of a class that compares by value and has none.
    Unhashable,
}
