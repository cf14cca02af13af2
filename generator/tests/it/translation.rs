//! What is said about translations: to those who make them, and to those who read them.

mod accept;
mod addresses;
mod behind;
mod gaps;
mod hreflang;
mod in_facts;
mod notice;
mod packs;
mod pseudo;
mod status;
mod tags;
mod visible;

use std::path::Path;
use std::process::Command;

use crate::site::{self, change, read, said, spaces, write};

/// A copy on disk of the small site that messages are about.
pub(crate) fn site() -> tempfile::TempDir {
    site::on_disk(site::TOLD)
}

fn git(root: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
