//! The manual's site → a folder that is gone afterwards, since a site is read from one. The only writer.
#![expect(
    clippy::disallowed_methods,
    reason = "writes the folder in which the manual lies while it is built or shown"
)]

use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

use crate::site;

/// The manual as a folder, which is removed with this value.
#[derive(Debug)]
pub struct Unpacked(TempDir);

impl Unpacked {
    /// The root of the site.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.0.path()
    }
}

/// Writes the manual's site into a folder of its own.
///
/// # Errors
/// A sentence when it can't be written.
pub fn unpack() -> Result<Unpacked, String> {
    written().map_err(|error| format!("cannot write the manual into a folder for a while: {error}"))
}

fn written() -> io::Result<Unpacked> {
    let folder = tempfile::Builder::new().prefix("spaces-manual-").tempdir()?;
    for file in site::files() {
        let path = folder.path().join(&file.path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, file.bytes)?;
    }
    Ok(Unpacked(folder))
}
