//! Files of the content that a command changes: read as they are, written whole or not at all.
#![expect(clippy::disallowed_methods, reason = "changes only the files that a command was asked to change")]

use std::fs;
use std::io;
use std::path::Path;

/// Whether there is such a file.
pub fn exists(path: &Path) -> bool {
    path.is_file()
}

/// The text as it stands on disk, with its own line ends.
///
/// # Errors
/// When it can't be read or isn't UTF-8; the message names the file.
pub fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| at("read", path, &error))
}

/// Puts another text in the place of a file, under a hidden temporary name first; who may read it stays.
///
/// # Errors
/// When it can't be written; the old text is still there then.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_bytes(path, text.as_bytes())
}

/// The same for a file that isn't a text.
///
/// # Errors
/// As [`replace`].
pub fn replace_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Of a link, the file that it leads to is written.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let path = real.as_path();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.part"));
    fs::write(&part, bytes).map_err(|error| at("write", &part, &error))?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(&part, old.permissions()).map_err(|error| at("write", &part, &error))?;
    }
    fs::rename(&part, path).map_err(|error| at("write", path, &error))
}

/// Writes a file, and the folder in which it stands if there is none; what was there goes as in [`replace`].
///
/// # Errors
/// As [`replace`].
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at("create", folder, &error))?;
    }
    replace(path, text)
}

fn at(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}
