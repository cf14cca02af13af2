//! Carries a copy away with a program of one's own.

use std::path::Path;
use std::process::Command;

/// Runs the program with both folders, which it gets from the root on: it may go elsewhere first. Waits for its end.
///
/// # Errors
/// When it can't be started or says that it failed. The copy stays where it is, and doesn't count as made.
pub(super) fn run(command: &Path, records: &Path, keys: &Path) -> Result<(), String> {
    let name = command.display();
    let stays = "the copy lies where it was made, and older ones stay";
    let whole = |folder| std::path::absolute(folder).map_err(|e| format!("no whole path: {e}; {stays}"));
    let status = Command::new(command).arg(whole(records)?).arg(whole(keys)?).status();
    let status = status.map_err(|e| format!("`{name}` can't be started: {e}; {stays}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed ({status}); {stays}")) }
}
