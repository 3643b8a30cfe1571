//! The files of a new project, from the templates in `template`.

/// Text for a workspace above the project, which lists its members itself.
const OWN_WORKSPACE: &str = "\n# There is a workspace in a folder above, of which this project is no member.\n[workspace]\n";

/// A new project.
#[derive(Debug)]
pub struct Files {
    pub name: String,
    /// Paths with `/`, and what is in them.
    pub files: Vec<(String, String)>,
}

impl Files {
    /// A project whose Cargo.toml has `everbind = …` with this value; `mixed` with a Python package around the library.
    pub fn new(
        name: String,
        module: &str,
        mixed: bool,
        everbind: &str,
        in_workspace: bool,
    ) -> Files {
        let library = if mixed { format!("_{module}") } else { module.to_owned() };
        let requirement = requirement(env!("CARGO_PKG_VERSION"));
        let fill = |template: &str| {
            template
                .replace("@NAME@", &name)
                .replace("@MODULE@", module)
                .replace("@LIBRARY@", &library)
                .replace("@EVERBIND@", everbind)
                .replace("@REQUIREMENT@", &requirement)
        };
        let mut cargo = fill(include_str!("template/Cargo.toml.in"));
        if in_workspace {
            cargo += OWN_WORKSPACE;
        }
        let mut pyproject = fill(include_str!("template/pyproject.toml.in"));
        if mixed {
            pyproject += &format!(
                "\n[tool.maturin]\npython-source = \"python\"\nmodule-name = \"{module}._{module}\"\n"
            );
        }
        let mut files = vec![
            ("Cargo.toml".to_owned(), cargo),
            ("pyproject.toml".to_owned(), pyproject),
            ("src/lib.rs".to_owned(), fill(include_str!("template/lib.rs.in"))),
            (format!("tests/test_{module}.py"), fill(include_str!("template/test_module.py.in"))),
            (
                format!("benches/bench_{module}.py"),
                fill(include_str!("template/bench_module.py.in")),
            ),
            (".github/workflows/ci.yml".to_owned(), fill(include_str!("template/ci.yml.in"))),
            (".gitignore".to_owned(), fill(include_str!("template/gitignore.in"))),
            ("README.md".to_owned(), fill(include_str!("template/README.md.in"))),
        ];
        if mixed {
            let package = fill(include_str!("template/init.py.in"));
            files.push((format!("python/{module}/__init__.py"), package));
            files.push((format!("python/{module}/py.typed"), String::new()));
        }
        Files { name, files }
    }
}

/// The versions of the package everbind that go with this one: up to the next that may break.
fn requirement(version: &str) -> String {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0u32));
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let next = if major == 0 { format!("0.{}", minor + 1) } else { (major + 1).to_string() };
    format!("everbind>={major}.{minor},<{next}")
}

#[cfg(test)]
mod tests {
    use super::{Files, requirement};

    #[test]
    fn every_place_is_filled() {
        for mixed in [false, true] {
            let project = Files::new("text-kit".into(), "text_kit", mixed, "\"0.1\"", true);
            for (path, text) in &project.files {
                let places = ["@NAME@", "@MODULE@", "@LIBRARY@", "@EVERBIND@", "@REQUIREMENT@"];
                assert!(!places.iter().any(|place| text.contains(place)), "{path}: {text}");
            }
            let text = |path: &str| &project.files.iter().find(|(own, _)| own == path).unwrap().1;
            for path in ["Cargo.toml", "pyproject.toml"] {
                assert!(toml_edit::Document::parse(text(path).as_str()).is_ok(), "{path}");
            }
            assert!(text("Cargo.toml").contains("[workspace]"));
            assert_eq!(text("src/lib.rs").contains("mod _text_kit {"), mixed);
        }
    }

    #[test]
    fn the_backend_is_of_a_version_that_does_not_break() {
        assert_eq!(requirement("0.1.3"), "everbind>=0.1,<0.2");
        assert_eq!(requirement("1.4.0"), "everbind>=1.4,<2");
    }
}
