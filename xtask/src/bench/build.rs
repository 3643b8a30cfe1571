//! `cargo xtask bench --build`: what a hello-world costs to compile, and what comes of it.
//! `benches/build/README.md` has the method.

use std::fs;

use anyhow::{Context, Result, bail};

use super::cost::{self, Cost, least, median};
use super::package::Package;
use super::scale_source::Module;
use crate::sh;
use crate::table::table;

/// The shares of PyO3's CPU-seconds that a cold build and one after a change may take.
const LIMITS: [(&str, f64); 2] = [("cold", 1.0 / 3.0), ("again", 0.5)];
/// How many processes import each module.
const IMPORTS: usize = 15;

/// One engine's hello-world, and what its builds took.
struct Hello {
    engine: &'static str,
    package: Package,
    /// Cold, and after a change.
    costs: [Vec<Cost>; 2],
    imports: Vec<f64>,
}

pub fn main(runs: usize, record: bool) -> Result<()> {
    let folder = sh::work("bench-build")?;
    let empty =
        Package::new(folder.join("empty"), "empty", None, None, Module::Empty.rust("nothing"))?;
    empty.build()?;
    let mut hellos = [Hello::new("everbind")?, Hello::new("pyo3")?];
    for run in 1..=runs {
        for hello in &mut hellos {
            eprintln!("run {run} of {runs}: {}", hello.engine);
            for (costs, cost) in hello.costs.iter_mut().zip(hello.package.build()?) {
                costs.push(cost);
            }
        }
    }
    let python = cost::host()?;
    for _ in 0..IMPORTS {
        for hello in &mut hellos {
            let library = hello.package.library();
            let imported = cost::imported(&python.path, "hello", &library, None)?;
            hello.imports.push(imported.import);
        }
    }
    let empty = cost::stripped(&empty.library())?;
    let (head, rows) = report(&hellos, empty)?;
    let below =
        format!("Import by CPython {}; an empty library has {} KB.", python.version, empty / 1000);
    println!("{}{below}", table(&head, &rows));
    if record {
        cost::record("build", &head, &rows, &below)?;
    }
    let mut failed = false;
    for (i, (what, limit)) in LIMITS.into_iter().enumerate() {
        let [ours, theirs] = [0, 1].map(|h: usize| least(hellos[h].costs[i].iter().map(|c| c.cpu)));
        let ratio = ours / theirs;
        println!("{what}: {ratio:.2} of PyO3's CPU-seconds, at most {limit:.2} wanted");
        failed |= ratio > limit;
    }
    if failed {
        bail!("a build takes a larger share of PyO3's CPU-seconds than it may");
    }
    Ok(())
}

fn report(hellos: &[Hello], empty: u64) -> Result<([&'static str; 9], Vec<Vec<String>>)> {
    let mut rows = Vec::new();
    for hello in hellos {
        let size = cost::stripped(&hello.package.library())?;
        for ((what, _), costs) in LIMITS.iter().zip(&hello.costs) {
            let mut row = vec![hello.engine.to_owned(), (*what).to_owned()];
            row.push(format!("{:.2}", least(costs.iter().map(|c| c.cpu))));
            row.push(format!("{:.2}", median(costs.iter().map(|c| c.cpu))));
            row.push(format!("{:.2}", least(costs.iter().map(|c| c.wall))));
            row.push(format!("{:.0}", least(costs.iter().map(|c| c.peak))));
            if *what == "cold" {
                row.push(format!("{}", size / 1000));
                row.push(format!("{}", size.saturating_sub(empty) / 1000));
                row.push(format!("{:.0}", median(hello.imports.iter().copied()) * 1e6));
            }
            row.resize(9, String::new());
            rows.push(row);
        }
    }
    let head = [
        "engine",
        "build",
        "CPU s, least>",
        "CPU s, median>",
        "wall s>",
        "peak MB>",
        "size KB>",
        "above KB>",
        "import µs>",
    ];
    Ok((head, rows))
}

impl Hello {
    /// The sources of `examples/hello` under the engine's name.
    fn new(engine: &'static str) -> Result<Hello> {
        let folder = sh::work("bench-build")?.join(engine);
        let hello = sh::root().join("examples").join("hello").join("src").join("lib.rs");
        let text = fs::read_to_string(&hello)
            .with_context(|| format!("cannot read {}", hello.display()))?;
        let source = text.replace("everbind", engine);
        let package = Package::new(folder, "hello", Some(engine), None, source)?;
        Ok(Hello { engine, package, costs: Default::default(), imports: Vec::new() })
    }
}
