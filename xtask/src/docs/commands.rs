//! The commands on the pages: each is run with `--help` at its end, which refuses what does not exist.
//!
//! Looked at are blocks of `sh` and commands of ours within the text. A block whose opening line says "not run:"
//! is one of other tools, or of a machine that is not here.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::sh;

/// What the text names, in backquotes.
const OURS: [&str; 2] = ["cargo xtask", "cargo everbind"];

/// Those that their programs do not know.
///
/// # Errors
/// When a page cannot be read, or a program not started.
pub fn unknown() -> Result<Vec<String>> {
    let mut commands = BTreeMap::new();
    for path in pages()? {
        let text = fs::read_to_string(sh::root().join(&path))?;
        let path = path.display().to_string();
        for (line, command) in commands_of(&text) {
            commands.entry(command).or_insert(format!("{path}:{line}"));
        }
    }
    let mut findings = Vec::new();
    for (command, place) in commands {
        if let Some(why) = refused(&command)? {
            findings.push(format!("{place}: `{command}`: {why}"));
        }
    }
    Ok(findings)
}

/// The blocks that say that they cannot be run, and why.
///
/// # Errors
/// When a page cannot be read.
pub fn not_run() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in pages()? {
        let text = fs::read_to_string(sh::root().join(&path))?;
        for (number, line) in (1..).zip(text.lines()) {
            let info = line.trim_start().strip_prefix("```");
            if let Some((_, why)) = info.and_then(|info| info.split_once(" not run: ")) {
                found.push(format!("{}:{number}: not run: {why}", path.display()));
            }
        }
    }
    Ok(found)
}

/// From the repository's root.
fn pages() -> Result<Vec<PathBuf>> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "benches/README.md"]
            .map(Into::into)
            .into();
    let guide = PathBuf::from("guide/src");
    for file in fs::read_dir(sh::root().join(&guide))? {
        let name = file?.file_name();
        if name.to_string_lossy().ends_with(".md") {
            pages.push(guide.join(name));
        }
    }
    Ok(pages)
}

/// The commands of a page, and the lines they are on.
fn commands_of(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut block: Option<bool> = None;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            block = match block {
                Some(_) => None,
                None => Some(info == "sh"),
            };
            continue;
        }
        match block {
            Some(true) => {
                let command = line.split(" #").next().unwrap_or_default().trim();
                let parts = command.split("&&").map(str::trim);
                found.extend(
                    parts.filter(|part| !part.is_empty()).map(|part| (number, part.into())),
                );
            }
            Some(false) => {}
            None => {
                let quoted = line.split('`').skip(1).step_by(2);
                let ours = quoted.filter(|text| OURS.iter().any(|ours| text.starts_with(ours)));
                found.extend(ours.map(|command| (number, command.to_owned())));
            }
        }
    }
    found
}

/// What the program says against the command.
fn refused(command: &str) -> Result<Option<String>> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let Some((mut program, args)) = program(&words)? else {
        return Ok(Some("no program that is known here; say \"not run: \" and why".into()));
    };
    // `…` stands for more of the same, `[--option]` for what may be left out.
    // What follows `--` is another program's, and what follows `>` the shell's.
    let own = args.iter().take_while(|arg| !["--", ">"].contains(arg));
    let args = own.map(|arg| arg.trim_matches(['[', ']'])).filter(|arg| *arg != "…");
    let output = sh::output(program.args(args).arg("--help"))?;
    if output.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let why = said.lines().find(|line| line.contains("error")).unwrap_or("refused").trim();
    Ok(Some(why.to_owned()))
}

/// The program of a command, and its arguments.
fn program<'a>(words: &'a [&'a str]) -> Result<Option<(Command, &'a [&'a str])>> {
    Ok(match words {
        ["cargo", "xtask", args @ ..] => {
            Some((sh::command(std::env::current_exe().context("where am I?")?), args))
        }
        ["cargo", "everbind", args @ ..] => {
            let mut tool = sh::cargo();
            tool.args(["run", "--quiet", "--package", "cargo-everbind", "--"]);
            Some((tool, args))
        }
        ["cargo", "test" | "build" | "install" | "doc", ..] => Some((sh::command("true"), &[])),
        ["cd" | "mkdir", _] => Some((sh::command("true"), &[])),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_in_blocks_and_in_text() {
        let text = "`cargo xtask demo` and `cargo test`\n```sh\ncd a && cargo everbind build  # so\n```\n\
            ```sh not run: x\nb\n```\n";
        let found = commands_of(text);
        let found: Vec<_> = found.iter().map(|(line, command)| (*line, &command[..])).collect();
        assert_eq!(found, [(1, "cargo xtask demo"), (3, "cd a"), (3, "cargo everbind build")]);
    }
}
