//! Which module has what.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use crate::stubs::read::{Class, Entry, Exception, Item, Key, Module, Record};

/// How deeply modules may be nested: damaged records could name each other in a circle.
const DEPTH: usize = 20;

/// A module in its place.
#[derive(Debug)]
pub struct Place<'a> {
    /// With the modules around: `kit.sub`.
    pub name: String,
    pub record: &'a Module,
    pub classes: BTreeSet<Key>,
    /// Indices of records.
    pub functions: BTreeSet<usize>,
    pub children: Vec<Place<'a>>,
}

/// Where a class is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub module: String,
    /// Its name, after that of the class that it is in.
    pub path: Vec<String>,
}

impl Home {
    pub fn words(&self) -> Vec<String> {
        self.module.split('.').map(str::to_owned).chain(self.path.iter().cloned()).collect()
    }
}

/// All records, and where what they tell of is.
#[derive(Debug)]
pub struct Places<'a> {
    pub records: &'a [Record],
    pub root: Place<'a>,
    pub homes: BTreeMap<Key, Home>,
    /// The record of each class or exception.
    pub classes: BTreeMap<Key, &'a Record>,
    /// What is in a class, in the order of its records.
    pub items: BTreeMap<Key, Vec<&'a Item>>,
}

impl<'a> Places<'a> {
    pub fn of(records: &'a [Record], name: &str) -> Result<Places<'a>> {
        let root = root(records, name)?;
        let mut classes = BTreeMap::new();
        let mut items = BTreeMap::<Key, Vec<&Item>>::new();
        let mut blocks = Vec::new();
        for record in records {
            match record {
                Record::Class(class) => {
                    classes.insert(class.key, record);
                    items.entry(class.key).or_default().extend(&class.items);
                }
                Record::Exception(exception) => {
                    classes.insert(exception.key, record);
                }
                Record::Items { of, items } => blocks.push((*of, items)),
                _ => {}
            }
        }
        // Their order is the linker's, which no stub should show.
        blocks.sort_by_cached_key(|(_, items)| {
            format!("{:?}", items.iter().map(label).collect::<Vec<_>>())
        });
        for (key, own) in &mut items {
            let also = own
                .iter()
                .filter_map(|item| if let Item::Also(key) = item { Some(*key) } else { None });
            let keys: Vec<Key> = [*key].into_iter().chain(also).collect();
            for (_, more) in blocks.iter().filter(|(of, _)| keys.contains(of)) {
                own.extend(more.iter());
            }
        }
        let mut root = place(records, root, name.to_owned(), &mut Vec::new())?;
        claim_rest(records, &mut root);
        let mut places = Places { records, root, homes: BTreeMap::new(), classes, items };
        places.settle();
        Ok(places)
    }

    /// The class of a key, if it is one and not an exception.
    pub fn class(&self, key: Key) -> Option<&'a Class> {
        match self.classes.get(&key)? {
            Record::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The names in each module.
    pub fn taken(&self) -> BTreeSet<(String, String)> {
        let mut taken = BTreeSet::new();
        walk(&self.root, &mut |place| {
            let mut add = |name: &str| taken.insert((place.name.clone(), name.to_owned()));
            for name in place.classes.iter().filter_map(|key| self.name(*key)) {
                add(name);
            }
            for index in &place.functions {
                match &self.records[*index] {
                    Record::Function { callable, .. } => add(&callable.name),
                    Record::Overloads { overloads, .. } => add(&overloads.name),
                    _ => false,
                };
            }
            for entry in &place.record.entries {
                if let Entry::Constant { name, .. } = entry {
                    add(name);
                }
            }
            for child in &place.children {
                add(child.name.rsplit('.').next().unwrap_or_default());
            }
        });
        taken
    }

    /// The name in Python of a class or an exception.
    pub fn name(&self, key: Key) -> Option<&'a str> {
        match self.classes.get(&key)? {
            Record::Class(class) => Some(&class.name),
            Record::Exception(exception) => Some(&exception.name),
            _ => None,
        }
    }

    /// Gives each class that a module has its home: the module that it names itself, else the first in the tree.
    fn settle(&mut self) {
        let mut claims = BTreeMap::<Key, Vec<String>>::new();
        walk(&self.root, &mut |place| {
            for key in &place.classes {
                claims.entry(*key).or_default().push(place.name.clone());
            }
        });
        let mut homes = BTreeMap::new();
        for (key, modules) in claims {
            let Some(name) = self.name(key) else { continue };
            let own = self.class(key).map_or("", |class| &class.module);
            let module = modules.iter().find(|module| *module == own).unwrap_or(&modules[0]);
            self.settle_one(
                &mut homes,
                key,
                Home { module: module.clone(), path: vec![name.to_owned()] },
            );
        }
        self.homes = homes;
    }

    /// A class and those in it, unless one has a home already.
    fn settle_one(&self, homes: &mut BTreeMap<Key, Home>, key: Key, home: Home) {
        if homes.contains_key(&key) || home.path.len() > DEPTH {
            return;
        }
        homes.insert(key, home.clone());
        for item in self.items.get(&key).into_iter().flatten() {
            if let Item::Class { name, key } = item {
                let path = home.path.iter().chain([name]).cloned().collect();
                self.settle_one(homes, *key, Home { path, ..home.clone() });
            }
        }
    }
}

/// What an item is sorted by: what it is and its name, and no key, which another build may choose otherwise.
fn label(item: &Item) -> String {
    match item {
        Item::Method(callable) | Item::Candidate(callable) => callable.name.clone(),
        Item::Getter(getter) | Item::Setter(getter) => getter.name.clone(),
        Item::Deleter { name }
        | Item::Attribute { name, .. }
        | Item::Member { name, .. }
        | Item::Class { name, .. }
        | Item::TypeParameters(name) => name.clone(),
        Item::Metaclass(_) | Item::Also(_) => String::new(),
    }
}

fn root<'a>(records: &'a [Record], name: &str) -> Result<&'a Module> {
    let modules = || {
        records.iter().filter_map(|record| match record {
            Record::Module(module) if !module.is('s') => Some(module),
            _ => None,
        })
    };
    if let Some(module) = modules().find(|module| module.name == name) {
        return Ok(module);
    }
    let mut names: Vec<&str> = modules().map(|module| module.name.as_str()).collect();
    names.sort_unstable();
    if names.is_empty() {
        bail!("the library tells of no module");
    }
    bail!("the library tells of no module `{name}`, but of `{}`", names.join("`, `"))
}

/// The module with what it claims, and those in it.
fn place<'a>(
    records: &'a [Record],
    record: &'a Module,
    name: String,
    around: &mut Vec<&'a str>,
) -> Result<Place<'a>> {
    if around.len() > DEPTH || around.contains(&record.name.as_str()) {
        bail!("the module {} is in itself: {}", record.name, around.join(" > "));
    }
    around.push(&record.name);
    let mut place = Place {
        name,
        record,
        classes: BTreeSet::new(),
        functions: BTreeSet::new(),
        children: Vec::new(),
    };
    for (index, other) in records.iter().enumerate() {
        match other {
            Record::Function { key, .. } | Record::Overloads { key, .. } => {
                if exports(record, &Entry::Function(*key)) {
                    place.functions.insert(index);
                }
            }
            Record::Class(Class { key, .. }) | Record::Exception(Exception { key, .. }) => {
                if exports(record, &Entry::Class(*key)) {
                    place.classes.insert(*key);
                }
            }
            Record::Module(_) | Record::Items { .. } => {}
        }
    }
    let is_root = around.len() == 1;
    let claimed = |name: &str| {
        records.iter().any(|other| matches!(other, Record::Module(module) if exports(module, &Entry::Module(name.to_owned()))))
    };
    let mut names = BTreeMap::new();
    for other in records {
        let Record::Module(module) = other else { continue };
        let parent = module.name.rsplit_once('.').map(|(parent, _)| parent);
        let is_inner = module.is('s') && parent == Some(record.name.as_str());
        // Exported by `use`, or added by a function; which module that was, nothing tells.
        let is_loose = is_root && module.is('s') && parent.is_none() && !claimed(&module.name);
        if is_inner || is_loose || exports(record, &Entry::Module(module.name.clone())) {
            names.insert(module.name.as_str(), module);
        }
    }
    for (full, module) in names {
        let last = full.rsplit('.').next().context("a module without a name")?;
        let name = format!("{}.{last}", place.name);
        place.children.push(self::place(records, module, name, around)?);
    }
    around.pop();
    Ok(place)
}

fn exports(record: &Module, entry: &Entry) -> bool {
    record.entries.contains(entry)
}

/// Gives what no module claims to the root, if a function fills that; and classes to the module that they name.
fn claim_rest(records: &[Record], root: &mut Place<'_>) {
    let (mut classes, mut functions, mut nested) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    walk(root, &mut |place| {
        classes.extend(place.classes.iter().copied());
        functions.extend(place.functions.iter().copied());
    });
    for record in records {
        let items = match record {
            Record::Class(class) => &class.items,
            Record::Items { items, .. } => items,
            _ => continue,
        };
        nested.extend(
            items.iter().filter_map(|item| {
                if let Item::Class { key, .. } = item { Some(*key) } else { None }
            }),
        );
    }
    let is_filled = root.record.is('f');
    for (index, record) in records.iter().enumerate() {
        match record {
            Record::Function { .. } | Record::Overloads { .. }
                if is_filled && !functions.contains(&index) =>
            {
                root.functions.insert(index);
            }
            Record::Class(class)
                if !classes.contains(&class.key) && !nested.contains(&class.key) =>
            {
                claim(root, class.key, &class.module, is_filled);
            }
            Record::Exception(exception) if !classes.contains(&exception.key) => {
                claim(root, exception.key, &exception.module, is_filled);
            }
            _ => {}
        }
    }
}

/// Only modules that may hold more than they tell can claim what nobody does.
fn claim(root: &mut Place<'_>, key: Key, module: &str, is_filled: bool) {
    let mut claimed = false;
    walk_mut(root, &mut |place| {
        if !claimed && place.name == module && (place.record.is('f') || place.record.is('i')) {
            claimed = place.classes.insert(key);
        }
    });
    if !claimed && is_filled {
        root.classes.insert(key);
    }
}

fn walk(place: &Place<'_>, visit: &mut dyn FnMut(&Place<'_>)) {
    visit(place);
    place.children.iter().for_each(|child| walk(child, visit));
}

fn walk_mut(place: &mut Place<'_>, visit: &mut dyn FnMut(&mut Place<'_>)) {
    visit(place);
    place.children.iter_mut().for_each(|child| walk_mut(child, visit));
}
