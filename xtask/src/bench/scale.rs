//! `cargo xtask bench --scale`: 720 functions and 252 classes, by each engine.
//! `benches/scale/README.md` has the method.

use anyhow::{Result, bail};

use super::cost::{self, Cost, Imported, least, median};
use super::scale_engine::{ENGINES, Engine, Library};
use super::scale_source::Module;
use crate::table::table;
use crate::{sh, venvs};

/// The share of PyO3's CPU-seconds that a cold build may take.
const SHARE: f64 = 0.5;
/// How many processes import each module.
const IMPORTS: usize = 7;

/// One module of one engine, and its figures.
struct Row {
    engine: &'static str,
    module: Module,
    library: Library,
    cold: Vec<Cost>,
    again: Vec<Cost>,
    imported: Vec<Imported>,
    size: u64,
    above: u64,
}

pub fn main(runs: usize, record: bool) -> Result<()> {
    let python = cost::host()?;
    let venv = venvs::ensure(python, "benches/scale/requirements.txt")?;
    let folder = sh::work("bench-scale")?;
    let mut rows = Vec::new();
    let mut empty = Vec::new();
    for engine in &ENGINES {
        let library = engine.library(&folder, Module::Empty, &venv)?;
        library.build()?;
        empty.push(cost::stripped(&library.path())?);
        for module in [Module::Func, Module::Class] {
            let library = engine.library(&folder, module, &venv)?;
            rows.push(Row::new(engine, module, library));
        }
    }
    for run in 1..=runs {
        for row in &mut rows {
            eprintln!("run {run} of {runs}: {}, {}", row.engine, row.module.name());
            let [cold, again] = row.library.build()?;
            row.cold.push(cold);
            row.again.push(again);
        }
    }
    for _ in 0..IMPORTS {
        for row in &mut rows {
            let (name, path) = (row.module.name(), row.library.path());
            row.imported.push(cost::imported(&venv.python(), name, &path, row.module.call())?);
        }
    }
    // Two modules of each engine.
    for (i, row) in rows.iter_mut().enumerate() {
        row.size = cost::stripped(&row.library.path())?;
        row.above = row.size.saturating_sub(empty[i / 2]);
    }
    let (head, cells) = report(&rows);
    let below = format!("Import and call by CPython {}.", python.version);
    println!("{}{below}", table(&head, &cells));
    if record {
        cost::record("scale", &head, &cells, &below)?;
    }
    verdict(&rows)
}

fn report(rows: &[Row]) -> ([&'static str; 9], Vec<Vec<String>>) {
    let cells = |row: &Row| {
        let cpu = |costs: &[Cost]| format!("{:.1}", least(costs.iter().map(|c| c.cpu)));
        vec![
            row.module.name().to_owned(),
            row.engine.to_owned(),
            cpu(&row.cold),
            cpu(&row.again),
            format!("{:.0}", least(row.cold.iter().map(|c| c.peak))),
            (row.size / 1000).to_string(),
            (row.above / 1000).to_string(),
            format!("{:.2}", median(row.imported.iter().map(|i| i.import)) * 1e3),
            format!("{:.0}", least(row.imported.iter().filter_map(|i| i.call))),
        ]
    };
    let head = [
        "module",
        "engine",
        "cold CPU s>",
        "again CPU s>",
        "peak MB>",
        "size KB>",
        "above KB>",
        "import ms>",
        "call ns>",
    ];
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|row| row.module != Module::Func);
    (head, rows.into_iter().map(cells).collect())
}

/// Says what is wanted and whether it holds.
fn verdict(rows: &[Row]) -> Result<()> {
    let mut failed = false;
    for module in [Module::Func, Module::Class] {
        let row = |engine: &str| {
            rows.iter()
                .find(|row| row.engine == engine && row.module == module)
                .expect("built above")
        };
        let (ours, split, pyo3) = (row("everbind"), row("nanobind split"), row("pyo3"));
        let cold = |row: &Row| least(row.cold.iter().map(|c| c.cpu));
        let size = ours.above as f64 / split.above as f64;
        let share = cold(ours) / cold(pyo3);
        println!(
            "{}: {size:.2} of the size of nanobind's split mode, at most 1.00 wanted; \
             {share:.2} of PyO3's CPU-seconds, at most {SHARE:.2} wanted",
            module.name()
        );
        failed |= size > 1.0 || share > SHARE;
    }
    if failed {
        bail!("everbind's modules are larger, or take longer to build, than they may");
    }
    Ok(())
}

impl Row {
    fn new(engine: &Engine, module: Module, library: Library) -> Row {
        Row {
            engine: engine.name,
            module,
            library,
            cold: Vec::new(),
            again: Vec::new(),
            imported: Vec::new(),
            size: 0,
            above: 0,
        }
    }
}
