//! The folder on disk → texts and the places of documents and pictures. The only reader.
//!
//! Documents are many and long, so each is read when it is parsed, and again by the few that want its words later.
//! A text is normalised once, here: no byte order mark, lines end with `\n`, letters in one piece. Every span in a
//! [`Diagnostic`] counts bytes of that text.
#![expect(clippy::disallowed_methods, reason = "the one reader")]

mod checked;
mod encoding;
mod file_kind;
mod inside;
mod lost;
mod picture;
mod saved;
mod stamp;
mod traces;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::cache;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Archive};
use crate::markdown::Taken;
use crate::site::Memo;
use file_kind::FileKind;

pub use checked::Checked;
pub(crate) use checked::{Version, changed_in, unread};
pub use file_kind::Unusable;
pub use lost::Lost;
pub use picture::{Original, orientation};
pub use saved::path_below;
pub use stamp::{FolderId, Stamp, Stamped, Standing, all_are, at_rest, of_all};
pub use traces::Traces;

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
    pub traces: BTreeMap<String, Traces>,
    /// Folders below `content`, in order.
    pub folders: Vec<String>,
    /// Symbolic links below `content`, which aren't followed.
    pub links: Vec<String>,
    /// What was parsed of the documents before, by this process.
    pub memo: Memo,
    /// What was made of texts before, by any.
    pub archive: Archive,
    /// What couldn't be read again.
    pub lost: Lost,
    /// What [`Source::taken`] has found, if it was asked.
    pub taken: OnceLock<Taken>,
}

impl Source {
    /// The paths of all documents, in order.
    #[must_use]
    pub fn documents(&self) -> Vec<&str> {
        let in_memory = self.texts.keys().filter(|path| document::is_document(path));
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
            None => text(path, &bytes_of(path, &self.root.join(path))?).map(Cow::Owned),
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
    /// without a trace.
    #[must_use]
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        Stamp::at_rest(&self.root.join(path))
    }

    /// The texts of the files that these problems name, for drawing them.
    #[must_use]
    pub fn named_in(&self, problems: &[Diagnostic]) -> BTreeMap<String, String> {
        let see = problems.iter().flat_map(|problem| problem.see.iter().map(|(path, ..)| path));
        let paths = problems.iter().map(|problem| &problem.path).chain(see);
        self.texts_of(paths.map(String::as_str))
    }

    /// Takes a file; a problem when its name is another's but for the way in which its letters are put together.
    fn take(&mut self, path: String, file: Checked, looked: Looked) -> Option<Diagnostic> {
        let path = normal(&path).into_owned();
        if self.assets.contains_key(&path) {
            let message = format!("there are two files `{path}`, whose letters are put together in two ways");
            return Some(
                Diagnostic::error("file/name", path, None, message).with_hint("remove one of the two"),
            );
        }
        if looked.traces.any() {
            self.traces.insert(path.clone(), looked.traces);
        }
        match looked.kind {
            Seen::Picture(original) => _ = self.pictures.insert(path.clone(), original),
            Seen::Unusable(unusable) => _ = self.unusable.insert(path.clone(), unusable),
            Seen::Linked => {}
        }
        self.assets.insert(path, file);
        None
    }

    /// A text that isn't UTF-8 as it was probably meant, so that its line can be shown.
    fn as_meant(&self, path: &str) -> Option<String> {
        let is_text =
            [".md", ".yaml", ".html", ".css", ".js", ".svg"].iter().any(|ending| path.ends_with(ending));
        let bytes = is_text.then(|| bytes_of(path, &self.root.join(path)).ok()).flatten()?;
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

enum Read {
    Document(String),
    Text(String, String),
    Asset(String, Checked),
    Content(String, Checked, Looked),
}

/// What was seen in a file that isn't a text.
struct Looked {
    kind: Seen,
    traces: Traces,
}

enum Seen {
    Picture(Original),
    Linked,
    Unusable(Unusable),
}

/// Reads `content/` and `themes/` below `root`, of documents only the names; hidden files and links to elsewhere are
/// left alone.
///
/// # Errors
/// Every file that can't be read or whose text isn't UTF-8.
pub fn read(root: &Path) -> Result<Source, Vec<Diagnostic>> {
    Tree::walk(root).read()
}

/// The files below the two folders, before any of them is read.
#[derive(Debug, Default)]
pub struct Tree {
    root: PathBuf,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    links: Vec<PathBuf>,
    /// Folders that can't be looked into.
    problems: Vec<Diagnostic>,
}

impl Tree {
    /// Looks into `content/` and `themes/` below `root`.
    #[must_use]
    pub fn walk(root: &Path) -> Self {
        let mut tree = Self { root: root.to_owned(), ..Self::default() };
        for folder in ["content", "themes"] {
            let walk = WalkDir::new(root.join(folder)).into_iter().filter_entry(|entry| !hidden(entry));
            for entry in walk {
                match entry {
                    Ok(entry) if entry.file_type().is_file() => tree.files.push(entry.into_path()),
                    Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {
                        tree.links.push(entry.into_path());
                    }
                    Ok(entry) => tree.folders.push(entry.into_path()),
                    Err(_) if folder == "themes" && !root.join(folder).exists() => {}
                    Err(error) => tree.problems.push(cannot_read(folder, &error.to_string())),
                }
            }
        }
        tree
    }

    /// Reads the files, as [`read`] does.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(self) -> Result<Source, Vec<Diagnostic>> {
        let Self { root, files, folders, links, mut problems } = self;
        let below = |paths: Vec<PathBuf>| -> Vec<String> {
            let paths = paths.iter().filter_map(|path| relative(&root, path).ok());
            let mut paths: Vec<String> = paths.filter(|path| path.starts_with("content/")).collect();
            paths.sort_unstable();
            paths
        };
        let (folders, links) = (below(folders), below(links));
        let read: Vec<_> = files.par_iter().map(|file| read_one(&root, file)).collect();
        let mut source = Source { root, folders, links, ..Source::default() };
        for result in read {
            match result {
                Ok(Read::Document(path)) => source.documents.push(path),
                Ok(Read::Text(path, text)) => _ = source.texts.insert(path, text),
                Ok(Read::Asset(path, file)) => _ = source.assets.insert(path, file),
                Ok(Read::Content(path, file, looked)) => problems.extend(source.take(path, file, looked)),
                Err(problem) => problems.push(problem),
            }
        }
        source.documents.sort_unstable();
        if problems.is_empty() { Ok(source) } else { Err(problems) }
    }
}

fn read_one(root: &Path, file: &Path) -> Result<Read, Diagnostic> {
    let path = relative(root, file)?;
    if document::is_document(&path) {
        return Ok(Read::Document(path));
    }
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let bytes = || bytes_of(&path, file);
    match extension {
        "md" | "yaml" | "html" | "css" => Ok(Read::Text(path.clone(), text(&path, &bytes()?)?)),
        // The theme's scripts get the hash of their bytes into their names.
        "js" if path.starts_with("themes/") => Ok(Read::Text(path.clone(), text(&path, &bytes()?)?)),
        "svg" if path.contains("/templates/") => Ok(Read::Text(path.clone(), text(&path, &bytes()?)?)),
        _ => {
            let bytes = bytes()?;
            let is_font = |found: infer::Type| found.matcher_type() == infer::MatcherType::Font;
            if path.starts_with("themes/") && infer::get(&bytes).is_some_and(is_font) {
                return Ok(Read::Asset(path, Checked::new(file.to_owned(), &bytes)));
            }
            let looked = look(&path, file, &bytes);
            Ok(Read::Content(path, Checked::new(file.to_owned(), &bytes), looked))
        }
    }
}

/// A theme's files are published as they are, so there only what a camera noted is of interest.
fn look(path: &str, file: &Path, bytes: &[u8]) -> Looked {
    if !path.starts_with("content/") {
        return Looked { kind: Seen::Linked, traces: inside::of(bytes).traces };
    }
    let kind = match file_kind::of(path, bytes) {
        FileKind::Drawing => Seen::Picture(Original::of(file, bytes, true)),
        FileKind::Photo => Seen::Picture(Original::of(file, bytes, false)),
        FileKind::Linked => Seen::Linked,
        FileKind::Unusable(unusable) => Seen::Unusable(unusable),
    };
    Looked { kind, traces: inside::of(bytes).traces }
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

/// A text in which each letter is one character where Unicode has it (NFC, UAX #15): a Mac writes `ö` into the names of
/// files as `o` and two dots.
#[must_use]
pub fn normal(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => ComposingNormalizerBorrowed::new_nfc().normalize(text),
    }
}

/// The path below the root with `/`, in the form in which links are written.
fn relative(root: &Path, file: &Path) -> Result<String, Diagnostic> {
    let path = file.strip_prefix(root).unwrap_or(file);
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| {
        Diagnostic::error("file/name", path.to_string_lossy(), None, "the name of this file is not UTF-8")
    })
}

fn text(path: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let text = encoding::utf8(path, bytes)?;
    // Nearly every text is normal already.
    match text.starts_with('\u{feff}') || text.contains('\r') {
        true => Ok(normal(&lines(text)).into_owned()),
        false => Ok(normal(text).into_owned()),
    }
}

/// Without a mark of byte order, and with the line ends of Unix: Windows has two characters, old Macs had another one, and
/// a program that knows only one of them leaves three.
fn lines(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace('\r', "\n")
}

fn hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| name.starts_with('.'))
}

fn cannot_read(path: &str, error: &str) -> Diagnostic {
    Diagnostic::error("file/read", path, None, format!("cannot read `{path}`: {error}"))
}
