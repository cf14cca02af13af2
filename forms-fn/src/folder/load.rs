//! Reads the files of the folder into memory. What they mean is decided in `parse`.
#![expect(clippy::disallowed_methods, reason = "the one reader")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::FolderFault;

pub(super) const MANIFEST: &str = "manifest.json";

/// The subfolders and the kind of file in each.
const FOLDERS: [(&str, &str); 5] = [
    ("definitions", ".json"),
    ("texts", ".json"),
    ("tickets", ".json"),
    ("shells", ".html"),
    ("desk", ".html"),
];

/// Path below `dir` → bytes, of every file that belongs to the folder.
pub(super) fn parts(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<FolderFault>> {
    let mut parts = BTreeMap::new();
    let mut faults = Vec::new();
    let mut read = |path: String| match part(dir, &path) {
        Ok(bytes) => drop(parts.insert(path, bytes)),
        Err(fault) => faults.push(fault),
    };
    read(MANIFEST.to_owned());
    let mut unlisted = Vec::new();
    for (folder, extension) in FOLDERS {
        match names(&dir.join(folder), extension) {
            Ok(names) => names.into_iter().for_each(|name| read(format!("{folder}/{name}"))),
            Err(e) => unlisted.push(FolderFault::new(folder, format!("cannot list: {e}"))),
        }
    }
    faults.extend(unlisted);
    if faults.is_empty() { Ok(parts) } else { Err(faults) }
}

/// The paths of all files but the manifest, as far as they can be listed.
pub(super) fn paths(dir: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for (folder, extension) in FOLDERS {
        let names = names(&dir.join(folder), extension).unwrap_or_default();
        paths.extend(names.into_iter().map(|name| format!("{folder}/{name}")));
    }
    paths.sort();
    paths
}

/// What stands in one file of the folder.
pub(super) fn part(dir: &Path, path: &str) -> Result<Vec<u8>, FolderFault> {
    fs::read(dir.join(path)).map_err(|e| FolderFault::new(path, format!("cannot read: {e}")))
}

/// The id of the release that a folder lies in: `release.json` stands beside it. One of which that isn't known has none.
pub(super) fn release(dir: &Path) -> Option<String> {
    let bytes = fs::read(dir.parent()?.join("release.json")).ok()?;
    let release: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    Some(release["id"].as_str()?.to_owned())
}

fn names(folder: &Path, extension: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        // A name that isn't Unicode can't be one of a form or a language.
        if let Ok(name) = entry?.file_name().into_string()
            && name.ends_with(extension)
        {
            names.push(name);
        }
    }
    Ok(names)
}
