//! What a build shows while it runs, all of it on the error stream: standard output carries results only.
//!
//! On a terminal, a bar counts the packages compiled, and only what a person must read (warnings, errors) is printed
//! above it. Elsewhere maturin's lines are passed on as they are. `NO_COLOR` is honoured, and cargo told so.

use std::{
    env,
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// First words of the lines that the bar stands for.
const ROUTINE: [&str; 14] = [
    "Adding",
    "Blocking",
    "Building",
    "Checking",
    "Compiling",
    "Downloaded",
    "Downloading",
    "Finished",
    "Fresh",
    "Locking",
    "Running",
    "Updating",
    "Audited",
    "Installing",
];
/// First characters of maturin's own reports.
const REPORTS: [char; 4] = ['🐍', '🔗', '📦', '📡'];

/// The progress of one build.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    colours: bool,
}

impl Progress {
    /// A bar for so many packages (for none, only what is going on), if there is a terminal to show it on.
    pub fn new(packages: usize) -> Self {
        let terminal =
            stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        let colours = terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let bar = terminal.then(|| {
            let bar = ProgressBar::new(packages as u64);
            bar.set_style(style(packages > 0, colours));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Progress { bar, colours }
    }

    /// Whether programs started from here may colour what they print.
    pub fn colours(&self) -> bool {
        self.colours
    }

    /// Names what is going on.
    pub fn step(&self, what: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(what.to_owned()),
            None => eprintln!("everbind: {what}"),
        }
    }

    /// Takes a line that maturin, or cargo under it, printed.
    pub fn line(&self, line: &str) {
        let plain = without_colours(line);
        let words = plain.trim_start();
        // The first names a temporary file, where the finished wheel's place is printed at the end; the second looks
        // for maturin's own backend, where everbind's calls it.
        if words.starts_with("📦") || words.contains("`build-backend` in pyproject.toml is not set")
        {
            return;
        }
        let Some(bar) = &self.bar else { return eprintln!("{line}") };
        if let Some(package) = words.strip_prefix("Compiling ") {
            bar.inc(1);
            bar.set_message(package.split(' ').next().unwrap_or(package).to_owned());
        } else if words.starts_with("Finished ") {
            bar.set_position(bar.length().unwrap_or(0));
        }
        let first = words.split(' ').next().unwrap_or(words);
        if !ROUTINE.contains(&first) && !words.starts_with(REPORTS) {
            bar.println(line);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(counts: bool, colours: bool) -> ProgressStyle {
    let template = match (counts, colours) {
        (true, true) => "{spinner:.cyan} everbind [{bar:24.cyan/dim}] {pos}/{len} {elapsed} {msg}",
        (true, false) => "{spinner} everbind [{bar:24}] {pos}/{len} {elapsed} {msg}",
        (false, true) => "{spinner:.cyan} everbind {elapsed} {msg}",
        (false, false) => "{spinner} everbind {elapsed} {msg}",
    };
    ProgressStyle::with_template(template)
        .expect("the templates above are valid")
        .progress_chars("=> ")
}

/// The line without terminal control sequences (`ESC [ … letter`).
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |at| at + 1);
        plain.push_str(&part[end..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::without_colours;

    #[test]
    fn colours_are_seen_through() {
        assert_eq!(
            without_colours("\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m x v0.1.0"),
            "   Compiling x v0.1.0"
        );
        assert_eq!(without_colours("plain [text]"), "plain [text]");
    }
}
