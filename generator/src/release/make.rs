//! The folder of a build → its description, written when all is there.
#![expect(clippy::disallowed_methods, reason = "reads what a build wrote, and writes the description")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::{Commit, FILE, Release, ReleaseFile};
use crate::compressed::{Compression, without_compression};
use crate::headers::{Headers, PathPattern, media_type};
use crate::output;
use crate::render::OutPath;
use crate::source;

/// Describes what the last build wrote into `out`; with `drafts` it shows what isn't meant for everybody yet.
///
/// # Errors
/// A sentence when there is no build, or something can't be read or written; then there is no description.
pub fn make(out: &Path, commit: Commit, drafts: bool) -> Result<Release, String> {
    let paths = output::listed(out).ok_or_else(|| format!("`{}` holds no build", out.display()))?;
    let paths: BTreeSet<OutPath> = paths.into_iter().filter(is_released).collect();
    let headers = Headers::default();
    let files = paths.par_iter().map(|path| file(out, path, &paths, &headers));
    let release = Release::new(files.collect::<Result<_, _>>()?, commit, drafts);
    let target = out.join(FILE);
    write(&target, &release.text()).map_err(|e| format!("cannot write `{}`: {e}", target.display()))?;
    Ok(release)
}

/// Removes a description: what it describes is about to change. In a folder without a build it is somebody else's.
///
/// # Errors
/// When it is there and can't be removed.
pub fn remove(out: &Path) -> Result<(), String> {
    let file = out.join(FILE);
    if output::listed(out).is_none() {
        return Ok(());
    }
    match fs::remove_file(&file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove `{}`: {e}", file.display()))
        }
        _ => Ok(()),
    }
}

/// Renamed over, so that nobody reads half of it.
fn write(target: &Path, text: &str) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let part = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(part.path(), text)?;
    part.persist(target)?;
    // Temporary files are closed to others, and this one is published with the rest.
    #[cfg(unix)]
    fs::set_permissions(target, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    Ok(())
}

/// The servers' settings are for whoever runs them.
fn is_released(path: &OutPath) -> bool {
    path.starts_with("public/") || path.starts_with("forms/")
}

fn file(
    out: &Path,
    path: &OutPath,
    all: &BTreeSet<OutPath>,
    headers: &Headers,
) -> Result<ReleaseFile, String> {
    // Lists of paths have a line each.
    if path.contains(char::is_control) {
        return Err(format!(
            "the name of `{}` has a line break or the like in it: give the file another name",
            path.escape_debug()
        ));
    }
    let bytes = fs::read(out.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))?;
    let text = Some(without_compression(path)).filter(|text| all.contains(*text)).unwrap_or(path);
    let address = OutPath::new(text);
    let address = address.address();
    let kept = address.is_some_and(|address| PathPattern::Kept.holds(address));
    Ok(ReleaseFile {
        path: path.clone(),
        size: u64::try_from(bytes.len()).expect("a file in memory"),
        sha256: source::digest(&bytes),
        media_type: media_type(text).to_owned(),
        encoding: encoding(path, text),
        cache: address.and_then(|address| headers.of(address).remove("Cache-Control")),
        kept,
        order: if path.starts_with("forms/") { 2 } else { u8::from(!kept) },
    })
}

/// The header `Content-Encoding` of the copy of a text.
fn encoding(path: &str, text: &str) -> Option<String> {
    let ending = path.strip_prefix(text)?.strip_prefix('.')?;
    let compression = Compression::ALL.into_iter().find(|compression| compression.ending() == ending)?;
    Some(compression.encoding().to_owned())
}
