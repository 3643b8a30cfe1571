//! What people read: errors that say what to do, notes, colours.
//!
//! All of it goes to the error stream; standard output carries results only. `anstream` leaves colours out where the
//! stream is no terminal or `NO_COLOR` is set, and puts them in where `CLICOLOR_FORCE` asks for them.

use std::{error, fmt};

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const HELP: Style = AnsiColor::BrightCyan.on_default().bold();
const NOTE: Style = AnsiColor::BrightGreen.on_default().bold();

/// The colours of `--help`: cargo's.
pub const STYLES: Styles = Styles::styled()
    .header(NOTE)
    .usage(NOTE)
    .literal(HELP)
    .placeholder(AnsiColor::Cyan.on_default())
    .error(ERROR)
    .valid(HELP)
    .invalid(AnsiColor::BrightYellow.on_default().bold());

/// An error, and what mends it.
#[derive(Debug)]
struct Advice {
    message: String,
    help: String,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Advice {}

/// An error that [`report`] shows with a line `help: …`.
pub fn advise(message: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    Advice { message: message.into(), help: help.into() }.into()
}

/// Shows an error with its causes, and the help that came with any of them.
pub fn report(error: &anyhow::Error) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {error:#}");
    if let Some(help) = help(error) {
        anstream::eprintln!("{HELP}help{HELP:#}: {help}");
    }
}

fn help(error: &anyhow::Error) -> Option<&str> {
    error.chain().find_map(|cause| cause.downcast_ref::<Advice>()).map(|advice| &*advice.help)
}

/// Says what was done, or is being done.
pub fn note(what: impl fmt::Display) {
    anstream::eprintln!("{NOTE}everbind{NOTE:#}: {what}");
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::{advise, help};

    #[test]
    fn help_is_found_under_the_context() {
        let error = Err::<(), _>(advise("no", "do this")).context("while trying").unwrap_err();
        assert_eq!(
            (format!("{error:#}").as_str(), help(&error)),
            ("while trying: no", Some("do this"))
        );
        assert_eq!(help(&anyhow::anyhow!("no")), None);
    }
}
