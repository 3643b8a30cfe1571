//! Every block of Rust in README and guide is compiled as documentation test.
//!
//! A block that is a module or a class stands as a user writes it; where rustdoc needs a `main` beside it, that is in a
//! line that the guide hides. Such blocks are `no_run`: their Python side is what the test extension shows.

macro_rules! pages {
    ($($name:ident: $path:literal),+ $(,)?) => {
        $(#[cfg(doctest)]
        #[doc = include_str!(concat!("../../../", $path))]
        pub mod $name {})+

        #[cfg(test)]
        const PAGES: &[&str] = &[$($path),+];
    };
}

pages! {
    readme: "README.md",
    asynchronous: "guide/src/async.md",
    classes: "guide/src/classes.md",
    dicts_and_calls: "guide/src/dicts-and-calls.md",
    enums: "guide/src/enums.md",
    from_pyo3: "guide/src/from-pyo3.md",
    garbage_collection: "guide/src/garbage-collection.md",
    getting_started: "guide/src/getting-started.md",
    items: "guide/src/items.md",
    lifetimes: "guide/src/lifetimes.md",
    metaclasses: "guide/src/metaclasses.md",
    one_library: "guide/src/one-library.md",
    overloads: "guide/src/overloads.md",
    overriding: "guide/src/overriding.md",
    pickling: "guide/src/pickling.md",
    real_projects: "guide/src/real-projects.md",
    speed: "guide/src/speed.md",
    sub_interpreters: "guide/src/sub-interpreters.md",
    threads: "guide/src/threads.md",
}

#[cfg(test)]
mod tests {
    use super::PAGES;

    /// The pages that the guide's contents link to.
    fn of_the_guide() -> Vec<String> {
        let summary = include_str!("../../../guide/src/SUMMARY.md");
        let links =
            summary.lines().filter_map(|line| line.trim().strip_prefix("- [")?.split_once("]("));
        links.map(|(_, file)| format!("guide/src/{}", file.trim_end_matches(')'))).collect()
    }

    #[test]
    fn every_page_is_compiled() {
        let missing: Vec<_> =
            of_the_guide().into_iter().filter(|page| !PAGES.contains(&page.as_str())).collect();
        assert!(missing.is_empty(), "not in `pages!`: {missing:?}");
    }
}
