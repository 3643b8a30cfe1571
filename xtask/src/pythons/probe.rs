//! Asks a candidate what it is. Whatever does not answer is no interpreter.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Deserialize;

use super::Interpreter;
use super::find::Candidate;
use crate::sh;

const QUESTION: &str = include_str!("probe.py");

#[derive(Deserialize)]
struct Answer {
    name: String,
    version: String,
    numbers: (u32, u32, u32),
    implementation: String,
    free_threaded: bool,
    debug: bool,
    build: String,
    path: PathBuf,
    include: Option<PathBuf>,
    ensurepip: bool,
}

/// The interpreters among the candidates, each installation once, oldest version first.
pub fn probe_all(candidates: Vec<Candidate>) -> Vec<Interpreter> {
    // A link and its target are the same program; asking once is enough. (A
    // version manager's wrapper scripts are not links: what they run is sorted
    // out below, by what the interpreter says it is.)
    let mut seen = HashSet::new();
    let mut candidates = candidates;
    candidates.retain(|c| c.path.canonicalize().is_ok_and(|real| seen.insert(real)));

    let mut found: Vec<_> = parallel(&candidates, |c| {
        let answer = ask(&c.path)?;
        Some(Interpreter {
            name: answer.name,
            version: answer.version,
            numbers: answer.numbers,
            implementation: answer.implementation,
            free_threaded: answer.free_threaded,
            debug: answer.debug,
            build: c.build.clone().unwrap_or(answer.build),
            path: answer.path,
            include: answer.include,
            ensurepip: answer.ensurepip,
            found: c.found.into(),
        })
    })
    .into_iter()
    .flatten()
    .collect();

    let mut seen = HashSet::new();
    found.retain(|p| seen.insert(p.path.clone()));
    found.sort_by_key(|p| {
        (p.implementation != "CPython", p.numbers, p.free_threaded, p.debug, p.path.clone())
    });
    found
}

fn ask(path: &Path) -> Option<Answer> {
    let mut command = sh::command(path);
    command.args(["-I", "-c", QUESTION]);
    let output = sh::output(&mut command).ok().filter(|o| o.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}

/// `work` on each item, a few at a time; results in the order of the items.
fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(2, |n| n.get());
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = items.get(i) else { return mine };
                        mine.push((i, work(item)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|w| w.join().expect("a worker panicked")).collect()
    });
    results.sort_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, r)| r).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_their_order() {
        let items: Vec<u32> = (0..100).collect();
        assert_eq!(
            super::parallel(&items, |i| i * 2),
            items.iter().map(|i| i * 2).collect::<Vec<_>>()
        );
    }
}
