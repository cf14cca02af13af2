//! The folder on disk → texts and the places of documents and pictures. The only reader.
//!
//! Documents are many and long, so each is read when it is parsed, and again by the few that want its words later.
//! A text is normalised once, here: no byte order mark, lines end with `\n`, letters in one piece. Every span in a
//! [`Diagnostic`] counts bytes of that text.
#![expect(clippy::disallowed_methods, reason = "the one reader")]

mod checked;
mod default_theme;
mod encoding;
mod file_bytes;
mod file_kind;
mod inside;
mod leftover;
mod lost;
mod overlay;
mod picture;
mod saved;
mod stamp;
mod taken;
mod text;
mod traces;
mod tree;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::cache;
use crate::diagnostic::{Code, Diagnostic, say};

pub use checked::Checked;
pub(crate) use checked::{Version, changed_in, unread};
pub(crate) use default_theme::theme_text;
pub use file_bytes::FileBytes;
pub use file_kind::{Holder, Unusable, holder, tells_nothing};
pub(crate) use leftover::original;
pub use lost::Lost;
pub use overlay::{Overlay, Refused};
pub(crate) use picture::held;
pub use picture::{Original, orientation};
pub use saved::path_below;
pub use stamp::{FINEST, FileStates, FolderId, Stamp, Stamped, all_are, at_rest};
pub use taken::Taken;
pub use text::normal;
pub use traces::{More, Traces};
pub use tree::{Tree, is_document, is_of_repository, read};

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// `content/site.yaml` → its text; `.yaml .html .css` below `content/` and `themes/`, and templates that draw.
    /// A source that is made in memory has its documents here, too.
    pub texts: BTreeMap<String, String>,
    /// `content/stories/x/index.en.md`: the documents that lie below `root`, in order.
    pub documents: Vec<String>,
    /// Every other file by its path.
    pub assets: BTreeMap<String, Checked>,
    /// Those of the assets that are pictures of the content.
    pub pictures: BTreeMap<String, Original>,
    /// Those that are never published, and why.
    pub unusable: BTreeMap<String, Unusable>,
    /// What a camera noted in them, where it did.
    pub traces: BTreeMap<String, Noted>,
    /// Folders below `content`, in order.
    pub folders: Vec<String>,
    /// Symbolic links below `content`, which aren't followed.
    pub links: Vec<String>,
    /// Folders below `content` that programs made for themselves, which aren't looked into.
    pub programs: Vec<String>,
    /// The default theme is that of the program: none of its files lies below `root`.
    pub has_program_theme: bool,
    /// Files that an [`Overlay`] has brought, changed or taken away: what lies on disk there isn't what counts.
    pub unsaved: BTreeSet<String>,
    /// What couldn't be read again.
    pub lost: Lost,
    /// What [`Source::taken`] has found, if it was asked.
    pub taken: OnceLock<Taken>,
}

/// What a camera noted in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Noted {
    /// What it tells.
    pub traces: Traces,
    /// The kind of file that it stands in.
    pub holder: Holder,
}

impl Source {
    /// The paths of all documents, in order.
    #[must_use]
    pub fn documents(&self) -> Vec<&str> {
        let in_memory = self.texts.keys().filter(|path| is_document(path));
        let mut paths: Vec<&str> = self.documents.iter().chain(in_memory).map(String::as_str).collect();
        paths.sort_unstable();
        paths
    }

    /// The text of a file; a document's is read now.
    ///
    /// # Errors
    /// When it can't be read or isn't UTF-8.
    pub fn text(&self, path: &str) -> Result<Cow<'_, str>, Diagnostic> {
        match self.texts.get(path) {
            Some(text) => Ok(Cow::Borrowed(text)),
            None if self.unsaved.contains(path) => {
                Err(cannot_read(path, &io::ErrorKind::NotFound.to_string()))
            }
            None => text::of(path, &bytes_of(path, &self.root.join(path))?).map(Cow::Owned),
        }
    }

    /// The ids that templates of the site or of a theme write, of which no heading may have one.
    #[must_use]
    pub fn taken(&self) -> &Taken {
        let is_template = |path: &str| path.contains("/templates/") && path.ends_with(".html");
        self.taken.get_or_init(|| {
            Taken::of(self.texts.iter().filter(|(path, _)| is_template(path)).map(|(_, text)| text.as_str()))
        })
    }

    /// The stamp of a file; `None` when it isn't there, or was changed so late that it may be changed once more
    /// without a trace, or isn't saved.
    #[must_use]
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        if self.unsaved.contains(path) {
            return None;
        }
        Stamp::at_rest(&self.root.join(path))
    }

    /// The texts of the files that these problems name, for drawing them.
    #[must_use]
    pub fn named_in(&self, problems: &[Diagnostic]) -> BTreeMap<String, String> {
        let see = problems.iter().flat_map(|problem| problem.see.iter().map(|(path, ..)| path));
        let paths = problems.iter().map(|problem| &problem.path).chain(see);
        self.texts_of(paths.map(String::as_str))
    }

    /// A text that isn't UTF-8 as it was probably meant, so that its line can be shown.
    fn as_meant(&self, path: &str) -> Option<String> {
        let is_text =
            [".md", ".yaml", ".html", ".css", ".js", ".svg"].iter().any(|ending| path.ends_with(ending));
        let bytes = (is_text && !self.unsaved.contains(path))
            .then(|| bytes_of(path, &self.root.join(path)).ok())
            .flatten()?;
        Some(encoding::shown(path, &bytes).0)
    }

    /// The texts of some files, without those that can't be read any more.
    pub(crate) fn texts_of<'a>(&self, paths: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for path in paths {
            if texts.contains_key(path) {
                continue;
            }
            let text = self.text(path).map(Cow::into_owned).ok().or_else(|| self.as_meant(path));
            texts.extend(text.map(|text| (path.to_owned(), text)));
        }
        texts
    }
}

fn bytes_of(path: &str, file: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(file).map_err(|error| cannot_read(path, &error.to_string()))
}

/// The bytes of a file as they are now; those of a file that was looked at are asked of [`Checked`] and [`Original`].
///
/// # Errors
/// When it can't be read; the message names it.
pub fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    fs::read(file)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot read `{}`: {error}", file.display())))
}

/// The SHA-256 of the bytes in hex, as [`Original::digest`] has it.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    cache::hex(&Sha256::digest(bytes))
}

/// The path below the root with `/`, in the form in which links are written.
fn relative(root: &Path, file: &Path) -> Result<String, Diagnostic> {
    let path = file.strip_prefix(root).unwrap_or(file);
    let wrong = |message| Diagnostic::error(Code::FileName, path.to_string_lossy(), None, message);
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| wrong(say!("file.notUnicode")))?;
    // On Windows it would part two folders.
    match parts.iter().any(|part| part.contains('\\')) {
        true => Err(wrong(say!("file.backslash")).with_hint(say!("url.renameHint"))),
        false => Ok(parts.join("/")),
    }
}

fn cannot_read(path: &str, error: &str) -> Diagnostic {
    Diagnostic::error(Code::FileRead, path, None, say!("file.notRead", path, error))
}
