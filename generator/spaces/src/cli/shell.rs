//! The declared commands and options → what shells complete, and manual pages.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::Args;

/// Prints the script by which a shell completes.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    // Generated in memory: whoever reads may stop early, and `generate` would panic.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "spaces", &mut script);
    match io::stdout().write_all(&script) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Writes `spaces.1` and a page for each command into a folder.
pub(crate) fn manual(folder: &Path) -> Result<ExitCode, String> {
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Args::command(), folder));
    let cannot = |error| format!("cannot write the manual into `{}`: {error}", folder.display());
    written.map(|()| ExitCode::SUCCESS).map_err(cannot)
}
