//! A release: what a build made, with all that whoever publishes it has to know, and how it comes onto a server.
//!
//! `OUT/release.json` names every file with its hash and what is sent along with it. It is written last, and whatever puts a
//! release somewhere takes only what it names. [`deploy()`] puts one beside those that a server has and moves the pointer;
//! [`rollback()`] moves it to an earlier one.

mod ask;
mod commit;
mod deploy;
mod folder;
mod history;
mod make;
mod pack;
mod preview;
mod rollback;
mod server;
mod server_folder;
mod shell;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cache::hex;
use crate::render::OutPath;

pub use ask::Asking;
pub use commit::Commit;
pub use deploy::{DeployOptions, Deployed, deploy};
pub use folder::whole;
pub use make::{make, remove};
pub use preview::{PreviewName, publish_preview, remove_preview};
pub use rollback::{Listed, list, rollback};
pub use server::{Reach, Signals};
pub use server_folder::{NotServerFolder, ServerFolder};

/// The name of the description beside what it describes.
pub const FILE: &str = "release.json";

/// The version of its format.
const FORMAT: u32 = 1;

/// How many digits of a hash are in a name: as many as a commit's short name here.
const SHORT: usize = 12;

/// What a build made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The version of this format.
    pub format: u32,
    /// Its name: the commit of the site (or `local`), and the hash of all that is in it.
    pub id: String,
    /// The commit of the site's repository; `None` when it has none.
    pub commit: Option<String>,
    /// What made it.
    pub program: Program,
    /// It shows what isn't meant for everybody yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drafts: bool,
    /// In the order of their paths.
    pub files: Vec<ReleaseFile>,
}

/// The program that made a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Of `spaces`.
    pub version: String,
    /// The number of the format of `forms/manifest.json`, which forms-fn has to know.
    pub manifest: u32,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseFile {
    /// Below the folder of the build: `public/da/index.html`.
    pub path: OutPath,
    /// In bytes.
    pub size: u64,
    /// Of its bytes, in hex.
    pub sha256: String,
    /// The header `Content-Type`; of a compressed copy that of its text.
    #[serde(rename = "type")]
    pub media_type: String,
    /// The header `Content-Encoding` of a compressed copy: `br` or `gzip`.
    pub encoding: Option<String>,
    /// The header `Cache-Control`; `None` for what isn't for readers.
    pub cache: Option<String>,
    /// Its name changes with its bytes, so it lies in the place that all releases share, and outlives those that name it.
    pub kept: bool,
    /// In which order files are put in place: 0 what others name, 1 pages, 2 what forms-fn reads.
    pub order: u8,
}

impl Release {
    /// Of these files, which are sorted by their paths here.
    #[must_use]
    pub fn new(mut files: Vec<ReleaseFile>, commit: Commit, drafts: bool) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let id = format!("{}-{}", commit.name(), content(&files));
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let program = Program { version, manifest: forms::Manifest::VERSION };
        Self { format: FORMAT, id, commit: commit.hash, program, drafts, files }
    }

    /// From the text of a `release.json`.
    ///
    /// # Errors
    /// A sentence that says what it isn't.
    pub fn read(text: &[u8]) -> Result<Self, String> {
        let release: Self = serde_json::from_slice(text)
            .map_err(|e| format!("`{FILE}` is no description of a release: {e}"))?;
        if release.format != FORMAT {
            return Err(format!(
                "`{FILE}` has the format {}, and this program knows {FORMAT}: use the `spaces` that made it",
                release.format
            ));
        }
        release.is_sound()?;
        Ok(release)
    }

    /// Names of files and of the release become folders and lines of scripts, so a description is believed nothing.
    fn is_sound(&self) -> Result<(), String> {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let is_id = !self.id.starts_with('-')
            && self.id.bytes().all(is_plain)
            && self.id.strip_suffix(&content(&self.files)).is_some_and(|commit| commit.ends_with('-'));
        if !is_id {
            return Err(format!(
                "`{FILE}` has the name `{}`, which isn't that of its files",
                self.id.escape_debug()
            ));
        }
        let is_path = |path: &str| {
            (path.starts_with("public/") || path.starts_with("forms/"))
                && !path.contains(char::is_control)
                && path.split('/').all(|part| !["", ".", ".."].contains(&part))
        };
        match self.files.iter().find(|file| !is_path(&file.path)) {
            Some(file) => {
                Err(format!("`{FILE}` names `{}`, which is no path of a release", file.path.escape_debug()))
            }
            None => Ok(()),
        }
    }

    /// The paths of all files.
    #[must_use]
    pub fn paths(&self) -> BTreeSet<&OutPath> {
        self.files.iter().map(|file| &file.path).collect()
    }

    /// The file at a path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&ReleaseFile> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|at| &self.files[at])
    }

    /// As it is written: a line a file, so that two can be compared.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain data with text keys");
        text.push('\n');
        text
    }
}

/// The hash over all files: path, bytes and what is sent along.
fn content(files: &[ReleaseFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        let words = (&file.path, &file.sha256, &file.media_type, &file.encoding, &file.cache);
        hash.update(serde_json::to_vec(&words).expect("plain words"));
        hash.update(b"\n");
    }
    hex(&hash.finalize())[..SHORT].to_owned()
}
