//! Files and folders are moved to where they belong.

use std::fs;
use std::io;
use std::path::Path;

use super::at;

/// Moves a file or a folder to its place, in a folder that is made if need be.
pub(super) fn place(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().expect("an output path has a folder");
    in_folder(folder, || fs::rename(from, to))?.map_err(|e| at("write", to, &e))
}

/// What `act` does in a folder, which is made if it isn't there.
pub(super) fn in_folder(folder: &Path, act: impl Fn() -> io::Result<()>) -> io::Result<io::Result<()>> {
    match act() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map_err(|e| at("create", folder, &e))?;
            Ok(act())
        }
        result => Ok(result),
    }
}

/// Removes a folder with all that is in it, if it is there.
pub(super) fn remove_all(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(at("remove", folder, &e)),
        _ => Ok(()),
    }
}
