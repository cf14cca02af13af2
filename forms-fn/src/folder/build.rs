//! Whether all files of a folder are of one build.
//!
//! A build puts its files in place one after the other, and so does whoever copies them to a server. Each may be sound by
//! itself and yet belong to another version of the site than its neighbour; the manifest has the hash of each of them.

use std::collections::BTreeMap;

use forms::Manifest;
use sha2::{Digest, Sha256};

use super::{Faults, FolderFault};

/// The files that aren't those with which the manifest was written.
pub(super) fn mixed(manifest: &Manifest, parts: &BTreeMap<String, Vec<u8>>) -> Faults {
    let wrong = |(path, hash): (&String, &String)| match parts.get(path) {
        None => Some(FolderFault::new(path, "missing")),
        Some(bytes) if hex(&Sha256::digest(bytes)) == *hash => None,
        Some(_) => Some(FolderFault::new(
            path,
            "of another build than `manifest.json`; wait until the build or the copy is done, or build again",
        )),
    };
    manifest.files.iter().filter_map(wrong).collect()
}

/// A name for a build: it differs where any file does, since the manifest has the hash of each.
pub(super) fn name(manifest: &[u8]) -> String {
    hex(&Sha256::digest(manifest)[..6])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
