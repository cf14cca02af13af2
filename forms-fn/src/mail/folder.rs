//! Letters as files, for a laptop where no mail server is set.
#![expect(clippy::disallowed_methods, reason = "the one place that writes letters to disk")]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::SendError;

/// Writes `<id>.eml`. The id has been checked: it holds no slash and begins with no dot.
pub(super) async fn write(dir: PathBuf, id: &str, bytes: Vec<u8>) -> Result<(), SendError> {
    let (part, whole) = (dir.join(format!(".{id}.part")), dir.join(format!("{id}.eml")));
    let written = tokio::task::spawn_blocking(move || {
        make_folder(&dir)?;
        write_whole(&part, &whole, &bytes)
    });
    // The error of the system names no path, and a path names nobody.
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(SendError::temporary(format!("cannot write to the folder of mail: {error}"))),
        Err(error) => Err(SendError::temporary(format!("the folder of mail broke off: {error}"))),
    }
}

/// Letters hold addresses and links that open records, so nobody else on the machine may look.
fn make_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// A reader sees the whole letter or none.
fn write_whole(part: &Path, whole: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, whole)
}
