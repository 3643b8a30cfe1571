//! A library against what its tags promise: module hooks, CPython's symbols, what it is linked to.

use anyhow::Result;

use super::{
    Inspected, Kind, Problem, Promise, Report,
    library::{Library, hooks},
    promise::{EVERBIND, FREE_THREADED},
    size, stable,
    uses::Uses,
};

/// Judges a library as the extension `module`.
///
/// # Errors
/// The file is damaged.
pub fn judge(library: &Library<'_>, file: &str, module: &str, promise: &Promise) -> Result<Report> {
    let mut report = Report::default();
    check_hooks(library, module, promise, &mut report);
    check_floor(library, promise, &mut report);
    check_symbols(library, promise, &mut report)?;
    check_links(library, promise, &mut report);
    if report.problems.is_empty() {
        let fact = format!(
            "{}, exports {}, {}",
            library.kind(),
            all(library.all_hooks().cloned().collect(), "no module hook"),
            imported(library)
        );
        report.facts.push(fact);
    }
    report.libraries.push(Inspected {
        file: file.to_owned(),
        kind: library.kind(),
        hooks: library.all_hooks().cloned().collect(),
        imports: library.python_imports().map(|n| (n.to_owned(), stable::added(n))).collect(),
        size: size::measure(library.data, module)?,
    });
    Ok(report)
}

/// `a and b`.
fn all(names: Vec<String>, none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { names.join(" and ") }
}

/// What the imported symbols ask for.
fn imported(library: &Library<'_>) -> String {
    let count = library.python_imports().count();
    match library.python_imports().filter_map(stable::added).max() {
        None if count == 0 => "imports no CPython symbol".to_owned(),
        None => format!("imports {count} CPython symbols"),
        Some(newest) => format!("imports {count} CPython symbols, the newest of {newest}"),
    }
}

fn check_hooks(library: &Library<'_>, module: &str, promise: &Promise, report: &mut Report) {
    let Some(floor) = promise.floor() else { return };
    let [init, export] = hooks(module);
    let has = |hook: &String| library.exports.contains(hook);
    let mut missing = |hook: &str, who: &str| {
        let other = other_hook(library, module);
        report.problem(
            Kind::Hook,
            format!("does not export {hook}, by which {who} import it{other}"),
        );
    };
    if promise.is_universal() {
        if !has(&init) {
            missing(&init, "CPython 3.12 to 3.14");
        }
        if !has(&export) {
            missing(&export, "CPython 3.15 and later");
        }
    } else if library.all_hooks().next().is_none() {
        report.warnings.push("exports no module hook, so nothing can import it".to_owned());
    } else if has(&export) && !has(&init) && floor < FREE_THREADED {
        missing(&init, "CPython up to 3.14");
    } else if !has(&init) && !has(&export) {
        let other = other_hook(library, module);
        report.warnings.push(format!("does not export {init}{other}"));
    } else if promise.free_threaded.is_some() && !has(&export) {
        missing(&export, "free-threaded CPython by its stable ABI");
    }
}

/// A module that imports no symbol looks them up at run time, as everbind's do: what it needs then is everbind's word.
fn check_floor(library: &Library<'_>, promise: &Promise, report: &mut Report) {
    let Some(floor) = promise.floor().filter(|floor| *floor < EVERBIND) else { return };
    let is_ours = library.all_hooks().next().is_some() && library.python_imports().next().is_none();
    if is_ours || promise.is_universal() {
        report.problem(
            Kind::Tag,
            format!(
                "the tags {} promise CPython {floor}; what serves both builds, as everbind's libraries do, imports from \
                 {EVERBIND} on",
                promise.tags
            ),
        );
    }
}

/// Names the module the library does hold, if it is another.
fn other_hook(library: &Library<'_>, module: &str) -> String {
    let named = |export: &String| {
        let name = export.strip_prefix("PyInit_").or(export.strip_prefix("PyModExport_"))?;
        (name != module).then(|| name.to_owned())
    };
    match library.exports.iter().find_map(named) {
        Some(other) => format!(" (it exports the hook of `{other}`)"),
        None => String::new(),
    }
}

fn check_symbols(library: &Library<'_>, promise: &Promise, report: &mut Report) -> Result<()> {
    let Some(floor) = promise.floor() else { return check_without_abi(library, promise, report) };
    let mut found: Vec<Problem> = Vec::new();
    for name in library.python_imports() {
        let added = stable::added(name);
        let text = match added {
            None => format!("imports {name}, which is not in CPython's stable ABI"),
            Some(added) if added > floor => format!(
                "imports {name}, in the stable ABI from {added} on; the tags {} promise {floor}",
                promise.tags
            ),
            Some(_) if promise.is_universal() => format!(
                "imports {name}, so it is compiled against the headers of one build; the tags {} promise both, with \
                 the GIL and without",
                promise.tags
            ),
            Some(_) => continue,
        };
        let symbol = Some(name.to_owned());
        found.push(Problem { symbol, added, ..Problem::new(Kind::Symbol, text) });
    }
    for name in library.defines.iter().filter(|name| stable::added(name).is_none_or(|a| a > floor))
    {
        let text = format!(
            "defines {name} for others to see: a name of CPython's outside its stable ABI, so code of one version is \
             compiled in"
        );
        let symbol = Some(name.clone());
        found.push(Problem { symbol, ..Problem::new(Kind::Symbol, text) });
    }
    if found.is_empty() {
        return Ok(());
    }
    let mut uses = Uses::of(library)?;
    for problem in &mut found {
        problem.used_at = uses.take(problem.symbol.as_deref().unwrap_or_default());
    }
    report.problems.extend(found);
    if promise.is_universal() {
        report.hints.push(
            "everbind looks its symbols up at run time, so other code in the crate asks for these; see which binding \
             crate is in its dependencies: `cargo tree -i pyo3-ffi`"
                .to_owned(),
        );
    }
    Ok(())
}

/// Tags without a stable ABI: right for one version, or for a library that has nothing to do with CPython.
fn check_without_abi(library: &Library<'_>, promise: &Promise, report: &mut Report) -> Result<()> {
    let any_python = promise.tags.starts_with("py") && promise.tags.ends_with("-none");
    let Some(first) = library.python_imports().next().filter(|_| any_python) else { return Ok(()) };
    let text = format!("the tags {} promise every Python 3, but it imports {first}", promise.tags);
    let used_at = Uses::of(library)?.take(first);
    let symbol = Some(first.to_owned());
    report.problems.push(Problem { symbol, used_at, ..Problem::new(Kind::Tag, text) });
    Ok(())
}

fn check_links(library: &Library<'_>, promise: &Promise, report: &mut Report) {
    if promise.floor().is_none() {
        return;
    }
    for linked in library.python_libraries() {
        // What has the stable ABI and no version in its name.
        let stable = ["python3.dll", "python3t.dll", "libpython3.so"];
        if promise.is_universal() || !stable.contains(&linked.to_ascii_lowercase().as_str()) {
            let text = format!("is linked to {linked}, which ties it to one CPython");
            report.problem(Kind::Linked, text);
        }
    }
}
