//! `spaces init`: a whole small site in a folder of its own, or nothing at all.
//!
//! It is written into a folder beside, which then takes its place: whoever is interrupted has no half of a site. A folder that is
//! there already stays the same one, so what belongs into it is moved there piece by piece, `content` last: only with that is it a
//! site. Whatever an interrupted beginning has left, the next one goes on from it.
#![expect(clippy::disallowed_methods, reason = "writes the one new folder that was asked for")]

mod starter;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use starter::{Starter, StarterFile};

/// How the folder is called in which a site is written before it takes its place: then comes the name of that, if it is beside, and
/// a few characters.
const SCRATCH: &str = ".spaces-init-";

/// How many those are.
const SCRATCH_END: usize = 6;

/// What makes a folder a site.
const CONTENT: &str = "content";

/// The site that is asked for.
#[derive(Debug)]
pub struct NewSite {
    /// The folder that will hold `content/`; it isn't there yet, or there is nothing in it.
    pub folder: PathBuf,
    /// The ids of its languages, the first language first.
    pub languages: Vec<String>,
    /// ISO 3166-1 alpha-2; without it, where the first language is mostly spoken.
    pub country: Option<String>,
    /// An IANA name; without it, the clock of the country's capital.
    pub time_zone: Option<String>,
    /// What the network calls itself.
    pub name: Option<String>,
    /// The date of the story; the event is some weeks later.
    pub today: Date,
}

/// Writes the site and gives the paths of its files below the folder.
///
/// # Errors
/// A sentence: something is in the folder, an option isn't what it should be, or a file can't be written. Then there is no
/// site, and what was there is as it was.
pub fn write(new: &NewSite) -> Result<Vec<String>, String> {
    let starter = Starter::of(new)?;
    let folder = &new.folder;
    let name = folder.display();
    let is_there = folder.exists();
    let files = starter.files();
    if is_there && !is_free(folder, &files).map_err(|e| format!("cannot look into `{name}`: {e}"))? {
        return Err(format!("there is something in `{name}` already: name a folder that is empty or new"));
    }
    put(folder, is_there, &files).map_err(|e| format!("cannot write the site into `{name}`: {e}"))?;
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// Whether a folder holds nothing of anybody's; an empty repository may be there to hold the site, and what an interrupted
/// beginning has left is in nobody's way.
fn is_free(folder: &Path, files: &[StarterFile]) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name != ".git" && !name.starts_with(SCRATCH) && !is_left(folder, &name, files)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether what stands in the folder under a name is, to the byte, what a beginning has moved there before it was interrupted.
fn is_left(folder: &Path, name: &str, files: &[StarterFile]) -> io::Result<bool> {
    let mut ours: Vec<&StarterFile> = files.iter().filter(|file| top(&file.path) == name).collect();
    if name == CONTENT || ours.is_empty() {
        return Ok(false);
    }
    for entry in walkdir::WalkDir::new(folder.join(name)) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).map(Path::to_path_buf).unwrap_or_default();
        let at = ours.iter().position(|file| Path::new(&file.path) == path);
        let Some(file) = at.filter(|_| entry.file_type().is_file()).map(|at| ours.swap_remove(at)) else {
            return Ok(false);
        };
        if fs::read(entry.path())? != file.text.as_bytes() {
            return Ok(false);
        }
    }
    Ok(ours.is_empty())
}

/// The first part of a path.
fn top(path: &str) -> &str {
    path.split_once('/').map_or(path, |(top, _)| top)
}

fn put(folder: &Path, is_there: bool, files: &[StarterFile]) -> io::Result<()> {
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !is_there {
        fs::create_dir_all(above)?;
    }
    // In the same file system as its place, so that it can be moved there in one step.
    let beside = if is_there { folder } else { above };
    let name = folder.file_name().filter(|_| !is_there);
    let prefix = name.map_or(SCRATCH.to_owned(), |name| format!("{SCRATCH}{}-", name.to_string_lossy()));
    let scratch = tempfile::Builder::new().prefix(&prefix).rand_bytes(SCRATCH_END).tempdir_in(beside)?;
    let made = scratch.path().join("site");
    for file in files {
        let path = made.join(&file.path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(&path, &file.text)?;
        if file.is_program {
            let mut rights = fs::metadata(&path)?.permissions();
            executable(&mut rights);
            fs::set_permissions(&path, rights)?;
        }
    }
    if is_there {
        into(&made, folder)?
    } else {
        fs::rename(&made, folder)?
    }
    drop(scratch);
    sweep(beside, &prefix);
    Ok(())
}

/// Takes away what interrupted beginnings of the same folder have left.
fn sweep(beside: &Path, prefix: &str) {
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let end = name.to_str().and_then(|name| name.strip_prefix(prefix));
        // That of `our` is none of `our-site`.
        if end.is_some_and(|end| end.len() == SCRATCH_END && !end.contains('-')) {
            // The site stands; a folder that nobody reads may stay.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn executable(rights: &mut fs::Permissions) {
    use std::os::unix::fs::PermissionsExt as _;
    // Whoever may read it may run it.
    rights.set_mode(rights.mode() | ((rights.mode() & 0o444) >> 2));
}

#[cfg(not(unix))]
fn executable(_: &mut fs::Permissions) {}

/// Moves what is in a folder into another one, which stays the same folder: somebody may stand in it.
fn into(made: &Path, folder: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(made)? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| (name == CONTENT, name.clone()));
    let mut moved = Vec::new();
    for name in names {
        // The same stands there since a beginning that was interrupted.
        if name != CONTENT && folder.join(&name).exists() {
            continue;
        }
        if let Err(error) = fs::rename(made.join(&name), folder.join(&name)) {
            for name in &moved {
                // What can't be taken back is named by the error that is told.
                let _ = fs::rename(folder.join(name), made.join(name));
            }
            return Err(error);
        }
        moved.push(name);
    }
    Ok(())
}
