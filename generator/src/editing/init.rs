//! `spaces init`: a whole small site in a folder of its own, or nothing at all.
//!
//! It is written into a folder beside, which then takes its place: whoever is interrupted has no half of a site.
#![expect(clippy::disallowed_methods, reason = "writes the one new folder that was asked for")]

mod starter;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use starter::{Starter, StarterFile};

/// How the folder is called in which a site is written before it takes its place.
const SCRATCH: &str = ".spaces-init-";

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
    if is_there && !is_free(folder).map_err(|e| format!("cannot look into `{name}`: {e}"))? {
        return Err(format!("there is something in `{name}` already: name a folder that is empty or new"));
    }
    let files = starter.files();
    put(folder, is_there, &files).map_err(|e| format!("cannot write the site into `{name}`: {e}"))?;
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// Whether a folder holds nothing; an empty repository may be there to hold the site.
fn is_free(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        // What an interrupted beginning has left is in nobody's way.
        if name != ".git" && !name.to_string_lossy().starts_with(SCRATCH) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn put(folder: &Path, is_there: bool, files: &[StarterFile]) -> io::Result<()> {
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !is_there {
        fs::create_dir_all(above)?;
    }
    // In the same file system as its place, so that it can be moved there in one step.
    let beside = if is_there { folder } else { above };
    let scratch = tempfile::Builder::new().prefix(SCRATCH).tempdir_in(beside)?;
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
    if is_there { into(&made, folder) } else { fs::rename(&made, folder) }
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
    let mut moved = Vec::new();
    for entry in fs::read_dir(made)? {
        let name = entry?.file_name();
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
