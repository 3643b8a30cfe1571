//! `cargo xtask bench --build`: what a hello-world costs to compile. `benches/build/README.md` has the method.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use toml_edit::{DocumentMut, Item, Value};

use crate::table::table;
use crate::{cpu, sh};

/// The share of PyO3's CPU-seconds that a cold build may take.
const LIMIT: f64 = 0.5;

/// One engine's hello-world, and what its builds took.
struct Hello {
    engine: &'static str,
    folder: PathBuf,
    cold: Vec<Cost>,
    again: Vec<Cost>,
}

#[derive(Clone, Copy)]
struct Cost {
    cpu: f64,
    wall: f64,
}

pub fn main(runs: usize) -> Result<()> {
    let mut hellos = [Hello::new("everbind")?, Hello::new("pyo3")?];
    for run in 1..=runs {
        for hello in &mut hellos {
            eprintln!("run {run} of {runs}: {}", hello.engine);
            hello.build()?;
        }
    }
    let mut rows = Vec::new();
    for hello in &hellos {
        for (what, costs) in [("cold", &hello.cold), ("again", &hello.again)] {
            let cpu: Vec<_> = costs.iter().map(|c| c.cpu).collect();
            let wall: Vec<_> = costs.iter().map(|c| c.wall).collect();
            let figures = [least(&cpu), median(&cpu), least(&wall)].map(|s| format!("{s:.2}"));
            rows.push([vec![hello.engine.into(), what.into()], figures.to_vec()].concat());
        }
    }
    let head = ["engine", "build", "CPU s, least>", "CPU s, median>", "wall s, least>"];
    print!("{}", table(&head, &rows));
    let ratio = |costs: fn(&Hello) -> &[Cost]| {
        let [ours, theirs] = [&hellos[0], &hellos[1]]
            .map(|h| least(&costs(h).iter().map(|c| c.cpu).collect::<Vec<_>>()));
        ours / theirs
    };
    let cold = ratio(|h| &h.cold);
    println!("again: {:.2} of PyO3's CPU-seconds", ratio(|h| &h.again));
    println!("cold: {cold:.2} of PyO3's CPU-seconds, at most {LIMIT:.2} wanted");
    if cold > LIMIT {
        bail!("a cold build takes more than {LIMIT:.2} of PyO3's");
    }
    Ok(())
}

impl Hello {
    /// Puts the package together and fetches what it depends on.
    fn new(engine: &'static str) -> Result<Hello> {
        let folder = sh::work("bench-build")?.join(engine);
        sh::fresh(&folder)?;
        fs::create_dir(folder.join("src"))?;
        let hello = Hello { engine, folder, cold: Vec::new(), again: Vec::new() };
        fs::write(hello.folder.join("Cargo.toml"), hello.manifest()?)?;
        hello.write_source("")?;
        sh::run(hello.cargo().args(["fetch", "--quiet"]))?;
        Ok(hello)
    }

    /// The manifest of `benches/build` with this engine as its dependency.
    fn manifest(&self) -> Result<String> {
        let read = |name: &str| -> Result<DocumentMut> {
            let path = sh::root().join("benches").join("build").join(name);
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            Ok(text.parse()?)
        };
        let mut manifest = read("manifest.toml")?;
        let mut dependency = read("engines.toml")?[self.engine].clone();
        if let Some(path) = dependency.get("path").and_then(Item::as_str) {
            let path = sh::root().join(path).display().to_string().replace('\\', "/");
            dependency["path"] = Item::Value(Value::from(path));
        }
        manifest["dependencies"][self.engine] = dependency;
        Ok(manifest.to_string())
    }

    /// The sources of `examples/hello` under the engine's name, and a last line to tell versions apart.
    fn write_source(&self, last: &str) -> Result<()> {
        let hello = sh::root().join("examples").join("hello").join("src").join("lib.rs");
        let text = fs::read_to_string(&hello)
            .with_context(|| format!("cannot read {}", hello.display()))?;
        let text = text.replace("everbind", self.engine);
        fs::write(self.folder.join("src").join("lib.rs"), format!("{text}{last}"))?;
        Ok(())
    }

    /// One cold build and one after a change.
    fn build(&mut self) -> Result<()> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        self.write_source("")?;
        let cold = self.compile()?;
        self.write_source("// changed\n")?;
        let again = self.compile()?;
        self.cold.push(cold);
        self.again.push(again);
        Ok(())
    }

    fn compile(&self) -> Result<Cost> {
        let mut build = self.cargo();
        build.args(["build", "--release", "--offline", "--quiet"]);
        let start = Instant::now();
        let (said, cpu) = cpu::measured(|| sh::capture(&mut build));
        said?;
        let Some(cpu) = cpu else { bail!("this system does not tell CPU-seconds of children") };
        Ok(Cost { cpu, wall: start.elapsed().as_secs_f64() })
    }

    fn cargo(&self) -> std::process::Command {
        let mut cargo = sh::cargo();
        cargo.current_dir(&self.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        cargo
    }
}

fn least(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_and_median() {
        assert_eq!(least(&[3.0, 1.0, 2.0]), 1.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
