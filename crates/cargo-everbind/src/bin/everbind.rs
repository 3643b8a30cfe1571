//! `everbind`: `cargo-everbind`, which lies beside it, under a name for those who do not think of cargo.

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let name = format!("cargo-everbind{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().map(|path| path.with_file_name(&name));
    let program = beside.ok().filter(|path| path.is_file()).unwrap_or_else(|| name.into());
    match Command::new(&program).args(std::env::args_os().skip(1)).status() {
        Ok(status) => status.code().map_or(ExitCode::FAILURE, |code| ExitCode::from(code as u8)),
        Err(error) => {
            eprintln!("error: cannot run {}: {error}", program.display());
            ExitCode::FAILURE
        }
    }
}
