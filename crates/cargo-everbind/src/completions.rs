//! `cargo everbind completions`: what a shell needs to complete this command's words.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

/// The name that shells complete. zsh's completion of cargo finds `cargo everbind` under it as well.
const NAME: &str = "cargo-everbind";

#[derive(Args, Debug)]
pub struct Completions {
    /// The shell to write for
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn run(&self, mut command: Command) -> Result<()> {
        // To memory first: the generator panics when a reader such as `head` closes the pipe.
        let mut script = Vec::new();
        command = command.bin_name(NAME);
        generate(self.shell, &mut command, NAME, &mut script);
        match io::stdout().write_all(&script) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }
}
