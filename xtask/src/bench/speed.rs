//! `cargo xtask bench`: the operations on all engines. `benches/README.md` has the method.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::engines::{self, Built, ENGINES, Engine, Kind};
use super::process::{self, Effort};
use super::report::Report;
use super::{bars, figures, threads};
use crate::pythons::{self, Interpreter};

#[derive(clap::Args)]
pub struct Options {
    /// Fewer and shorter rounds: three minutes for one interpreter, once the peers are built
    #[arg(long)]
    quick: bool,
    /// Only these operations, by name or group
    #[arg(long, value_delimiter = ',')]
    pub ops: Vec<String>,
    /// Only these engines
    #[arg(long, value_delimiter = ',')]
    pub engines: Vec<String>,
    /// Only these interpreters, as in 3.13,3.14; by default all optimised ones with a GIL
    #[arg(long)]
    pub pythons: Option<String>,
    /// Processes for each interpreter; 5 by default
    #[arg(long)]
    processes: Option<usize>,
    /// Also write all figures to a file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Measure again what does not hold, up to --runs times in all, and fail if it never does
    #[arg(long)]
    check: bool,
    /// What a second thread adds, on a Python without the GIL
    #[arg(long)]
    threads: bool,
}

/// # Errors
/// When an engine cannot be built, returns something wrong, or (`--check`) a bar does not hold.
pub fn main(options: &Options, runs: usize) -> Result<()> {
    let mut reports = Vec::new();
    let mut failed = 0;
    let pythons = options.pythons()?;
    // All of them before anything is timed.
    let built = options.built(&pythons)?;
    for (python, engines) in pythons.iter().zip(built) {
        if options.threads {
            failed += threads::main(python, &engines, options.effort(), runs)?;
            continue;
        }
        let report = options.report(python, &engines, &options.ops)?;
        println!("{}", report.table());
        failed += options.judge(&report, &engines, runs)?;
        reports.push(report);
    }
    if let Some(file) = &options.json {
        let interpreters: Vec<_> = reports.iter().map(Report::json).collect();
        let effort = options.effort();
        let cores = std::thread::available_parallelism()?;
        let all = json!({
            "machine": format!("{cores} cores {}", std::env::consts::ARCH.replace('_', "-")),
            "processes": effort.processes,
            "rounds": effort.rounds,
            "interpreters": interpreters,
        });
        fs::write(file, serde_json::to_string_pretty(&all)? + "\n")
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    for report in &reports {
        ensure_right(report)?;
    }
    if options.check && failed > 0 {
        bail!("{failed} bars do not hold");
    }
    Ok(())
}

/// What we and C return must be right; a peer that is wrong is told of in the table.
fn ensure_right(report: &Report) -> Result<()> {
    for row in &report.rows {
        for (engine, what) in &row.wrong {
            let peer = engines::kind(engine) == Some(Kind::Peer);
            ensure!(peer, "{engine} is wrong on {}: {}: {what}", report.python.label(), row.name);
        }
    }
    Ok(())
}

impl Options {
    fn effort(&self) -> Effort {
        let effort = if self.quick { Effort::QUICK } else { Effort::FULL };
        Effort { processes: self.processes.unwrap_or(effort.processes).max(1), ..effort }
    }

    fn pythons(&self) -> Result<Vec<Interpreter>> {
        let chosen = pythons::chosen()?;
        let fits = |p: &Interpreter| p.free_threaded == self.threads && !p.debug;
        let usual: Vec<_> = chosen.iter().filter(|p| fits(p)).cloned().collect();
        if self.pythons.is_some() {
            let named = pythons::select(chosen, self.pythons.as_deref())?;
            if let Some(other) = named.iter().find(|p| !fits(p)) {
                let word = if other.free_threaded { "only" } else { "not" };
                bail!("{}: {word} --threads is for such a Python", other.label());
            }
            return Ok(named);
        }
        ensure!(!usual.is_empty(), "there is no Python for this here");
        // One that is not optimised tells little; but it may be all there is.
        let optimised: Vec<_> = usual.iter().filter(|p| p.build.contains("pgo")).cloned().collect();
        Ok(if optimised.is_empty() { usual } else { optimised })
    }

    /// For each interpreter, the engines to measure there.
    fn built(&self, pythons: &[Interpreter]) -> Result<Vec<Vec<Built>>> {
        let oldest = pythons::chosen()?.iter().find(|p| !p.free_threaded && !p.debug);
        let oldest = oldest.context("no interpreter with the GIL to build stable-ABI engines")?;
        let engines: Vec<&'static Engine> = if self.engines.is_empty() {
            ENGINES.iter().filter(|engine| engine.free_threaded || !self.threads).collect()
        } else {
            self.engines.iter().map(|name| engines::named(name)).collect::<Result<_>>()?
        };
        let mut built: Vec<_> = pythons.iter().map(|_| Vec::new()).collect();
        for engine in engines {
            for (list, one) in built.iter_mut().zip(engine.ready_for_all(pythons, oldest)?) {
                list.push(one);
            }
        }
        Ok(built)
    }

    fn report<'a>(
        &self,
        python: &'a Interpreter,
        engines: &[Built],
        operations: &[String],
    ) -> Result<Report<'a>> {
        let answers = process::run(python, engines, operations, self.effort(), false)?;
        let engines = engines.iter().map(|built| built.engine.name).collect();
        Ok(Report { python, engines, rows: figures::merge(&answers) })
    }

    /// Prints how each bar stands, and returns how many do not hold.
    fn judge(&self, report: &Report, engines: &[Built], runs: usize) -> Result<usize> {
        let mut verdicts = bars::verdicts(&report.rows);
        for run in 2..=runs {
            let doubtful: Vec<_> = bars::doubtful(&verdicts).into_iter().collect();
            if !self.check || doubtful.is_empty() {
                break;
            }
            eprintln!("run {run} of {runs}: {}", doubtful.join(", "));
            let again = self.report(report.python, engines, &doubtful)?;
            bars::confirm(&mut verdicts, &again.rows);
        }
        for verdict in &verdicts {
            println!("{}", verdict.shown());
        }
        println!();
        Ok(verdicts.iter().filter(|verdict| !verdict.holds()).count())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        options: Options,
    }

    fn parsed(words: &[&str]) -> Options {
        Cli::parse_from([&["bench"], words].concat()).options
    }

    #[test]
    fn lists_are_separated_by_commas() {
        let options = parsed(&["--ops", "noop,add keywords", "--engines", "c,everbind"]);
        assert_eq!(options.ops, ["noop", "add keywords"]);
        assert_eq!(options.engines, ["c", "everbind"]);
    }

    #[test]
    fn effort() {
        assert!(parsed(&[]).effort().processes >= 5);
        assert_eq!(parsed(&["--quick"]).effort().processes, Effort::QUICK.processes);
        assert_eq!(parsed(&["--quick", "--processes", "9"]).effort().processes, 9);
    }

    #[test]
    fn every_engine_has_a_name_of_its_own() {
        for engine in ENGINES {
            assert!(std::ptr::eq(engines::named(engine.name).unwrap(), engine));
        }
        assert!(engines::named("swig").is_err());
    }
}
