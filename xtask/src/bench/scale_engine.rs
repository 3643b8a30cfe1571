//! How each engine of `cargo xtask bench --scale` builds a module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::cost::{self, Cost};
use super::package::Package;
use super::scale_source::Module;
use crate::sh;
use crate::venvs::Venv;

/// An engine, as its users build with it.
pub struct Engine {
    /// What it is called in the tables.
    pub name: &'static str,
    how: How,
}

enum How {
    Cargo { engine: &'static str, opt_level: Option<&'static str> },
    Nanobind { split: bool },
}

const fn cargo(
    name: &'static str,
    engine: &'static str,
    opt_level: Option<&'static str>,
) -> Engine {
    Engine { name, how: How::Cargo { engine, opt_level } }
}

/// All of them.
pub const ENGINES: [Engine; 5] = [
    cargo("everbind", "everbind", None),
    cargo("everbind s", "everbind", Some("s")),
    cargo("pyo3", "pyo3", None),
    Engine { name: "nanobind split", how: How::Nanobind { split: true } },
    Engine { name: "nanobind", how: How::Nanobind { split: false } },
];

/// A module of an engine, ready to be built.
pub enum Library {
    /// By cargo.
    Cargo(Package),
    /// By a C++ compiler.
    Cpp(Cpp),
}

/// A C++ file and how it is compiled.
pub struct Cpp {
    /// Compiles what need not be compiled again.
    prepare: Option<Vec<String>>,
    compile: Vec<String>,
    source: PathBuf,
    text: String,
    library: PathBuf,
}

impl Engine {
    /// The module, its sources written.
    ///
    /// # Errors
    /// When they cannot be written, or a dependency cannot be had.
    pub fn library(&self, folder: &Path, module: Module, venv: &Venv) -> Result<Library> {
        let folder = folder.join(format!("{}-{}", self.name.replace(' ', "-"), module.name()));
        match self.how {
            How::Cargo { engine, opt_level } => {
                let dependency = (module != Module::Empty).then_some(engine);
                let source = module.rust(engine);
                Package::new(folder, module.name(), dependency, opt_level, source)
                    .map(Library::Cargo)
            }
            How::Nanobind { split } => {
                sh::fresh(&folder)?;
                Cpp::nanobind(&folder, module, split, venv).map(Library::Cpp)
            }
        }
    }
}

impl Library {
    /// Builds it from nothing, and after a change.
    ///
    /// # Errors
    /// When a build fails.
    pub fn build(&self) -> Result<[Cost; 2]> {
        match self {
            Library::Cargo(package) => package.build(),
            Library::Cpp(cpp) => Ok([cpp.cold()?, cpp.compile("// changed\n")?]),
        }
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        match self {
            Library::Cargo(package) => package.library(),
            Library::Cpp(cpp) => cpp.library.clone(),
        }
    }
}

impl Cpp {
    /// By the options of nanobind's CMake file for `MinSizeRel` and `Release` alike.
    fn nanobind(folder: &Path, module: Module, split: bool, venv: &Venv) -> Result<Cpp> {
        let script = "import nanobind; print(nanobind.include_dir())";
        let said = sh::capture(sh::command(venv.python()).args(["-c", script]))?;
        let include = PathBuf::from(said.trim());
        let root = include.parent().context("nanobind's include folder has no parent")?;
        let headers = cost::host()?.include.as_ref().context("no C headers")?;
        let (source, library) = (folder.join("module.cpp"), folder.join("module.so"));
        let mut flags: Vec<String> = ["-std=c++17", "-fPIC", "-fvisibility=hidden", "-Os"]
            .into_iter()
            .chain(["-DNDEBUG", "-fno-stack-protector", "-fno-strict-aliasing"])
            .chain(["-ffunction-sections", "-fdata-sections", "-DNB_COMPACT_ASSERTIONS"])
            .map(str::to_owned)
            .collect();
        if split {
            flags.push("-DPy_LIMITED_API=0x030A0000".into());
            flags.push("-DNB_BACKEND_MODULE=nanobind_backend".into());
            flags.push("-DNB_BACKEND_PYPI=nanobind-backend".into());
        }
        for folder in [&include, &root.join("ext").join("robin_map").join("include"), headers] {
            flags.push(format!("-I{}", folder.display()));
        }
        let mut compile = flags.clone();
        compile.extend(["-shared", "-Wl,--gc-sections", "-Wl,-s"].map(str::to_owned));
        compile.push(source.display().to_string());
        let mut prepare = None;
        if !split && module != Module::Empty {
            let object = folder.join("nanobind.o").display().to_string();
            let all = root.join("src").join("nb_combined.cpp").display().to_string();
            compile.push(object.clone());
            prepare = Some([flags, vec!["-c".into(), all, "-o".into(), object]].concat());
        }
        compile.extend(["-o".into(), library.display().to_string()]);
        Ok(Cpp { prepare, compile, source, text: module.cpp(), library })
    }

    fn cold(&self) -> Result<Cost> {
        let Some(arguments) = &self.prepare else { return self.compile("") };
        let first = cost::measured(compiler().args(arguments))?;
        let second = self.compile("")?;
        Ok(Cost {
            cpu: first.cpu + second.cpu,
            wall: first.wall + second.wall,
            peak: first.peak.max(second.peak),
        })
    }

    /// Compiles and links the module; `last` is a last line of its source, to tell versions apart.
    fn compile(&self, last: &str) -> Result<Cost> {
        fs::write(&self.source, format!("{}{last}", self.text))?;
        cost::measured(compiler().args(&self.compile))
    }
}

fn compiler() -> Command {
    Command::new(std::env::var_os("CXX").unwrap_or_else(|| "c++".into()))
}
