//! What is done after a publication: a program is run, or an address is asked.

use std::process::{Command, Stdio};

use super::public;
use crate::options::Then;
use crate::repository::Version;

/// Tells a program which version was published.
const VERSION: &str = "SPACES_VERSION";

/// Does it, however long that takes.
///
/// # Errors
/// A sentence for the log.
pub(super) fn act(then: &Then, version: &Version) -> Result<(), String> {
    match then {
        Then::Run(words) => {
            let (program, arguments) = words.split_first().ok_or("nothing to run")?;
            // What it prints belongs into the log of this program, whose answers go elsewhere.
            let mut command = Command::new(program);
            command.args(arguments).env(VERSION, version.as_str()).stdin(Stdio::null());
            let status = command.status().map_err(|error| format!("`{program}` can't be run: {error}"))?;
            if status.success() { Ok(()) } else { Err(format!("`{program}` ended with {status}")) }
        }
        Then::Ask(url) => match public::agent()?.post(url).send_empty() {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("the address that is asked then answers {}", answer.status())),
            // The address is a secret at some hosts.
            Err(error) => Err(format!("the address that is asked then can't be reached: {error}")),
        },
    }
}
