//! The folder of a release, as it was described, or what differs.
#![expect(clippy::disallowed_methods, reason = "reads what is about to be sent")]

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::{FILE, Release, ReleaseFile};
use crate::output;
use crate::render::OutPath;
use crate::source;

/// The release in a folder, each file of which is as it was when it was described.
///
/// # Errors
/// A sentence that names the first file that differs, and what to do.
pub fn whole(out: &Path) -> Result<Release, String> {
    let (name, path) = (out.display(), out.join(FILE));
    let again = format!("run `spaces release --out {name}` again");
    let text = fs::read(&path).map_err(|e| {
        format!("`{name}` holds no release (`{FILE}`: {e}): run `spaces release --out {name}` first")
    })?;
    let release = Release::read(&text)?;
    let differs = release.files.par_iter().find_map_first(|file| difference(out, file));
    if let Some(difference) = differs {
        return Err(format!("`{name}` isn't the release that `{FILE}` describes: {difference}; {again}"));
    }
    let known = release.paths();
    let is_new = |path: &&OutPath| path.starts_with("public/") || path.starts_with("forms/");
    let listed = output::listed(out).unwrap_or_default();
    match listed.iter().filter(is_new).find(|path| !known.contains(path)) {
        Some(path) => Err(format!("`{path}` in `{name}` is newer than `{FILE}`; {again}")),
        None => Ok(release),
    }
}

/// What is wrong with one file.
fn difference(out: &Path, file: &ReleaseFile) -> Option<String> {
    let path = &file.path;
    match fs::read(out.join(path)) {
        Err(e) => Some(format!("`{path}`: {e}")),
        Ok(bytes) => (source::digest(&bytes) != file.sha256).then(|| format!("`{path}` has changed since")),
    }
}
