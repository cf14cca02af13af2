//! What isn't saved yet, laid over a folder: documents, pictures and other files that aren't on disk, that stand there with
//! other bytes, or that are to go.
//!
//! A [`Source`] with an overlay is as if all of it had been saved, but nothing was: what lies there is in memory, has no
//! stamp, and what is made of it may be kept by nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use walkdir::WalkDir;

use super::tree::{self, is_hidden, is_left};
use super::{FileBytes, Lost, Source, encoding, leftover, normal, relative, unread};
use crate::diagnostic::{Code, Diagnostic, say};

/// Files that aren't saved, by the paths at which they will lie, and files that will be removed.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// `None` where there is to be nothing.
    files: BTreeMap<String, Option<FileBytes>>,
}

/// What is wrong, and the texts in which it stands.
pub type Refused = (Vec<Diagnostic>, BTreeMap<String, String>);

impl Overlay {
    /// One that changes nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With these bytes at a path below the root: a text as it is typed, a picture as it was sent.
    #[must_use]
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.and(path, Some(FileBytes::InMemory(bytes.as_ref().into())))
    }

    /// With a file that lies elsewhere, which is read when it is needed.
    #[must_use]
    pub fn with_file(self, path: &str, elsewhere: impl Into<PathBuf>) -> Self {
        self.and(path, Some(FileBytes::OnDisk(elsewhere.into())))
    }

    /// With all files of a folder that lies elsewhere, such as the pictures that were sent for a document.
    ///
    /// # Errors
    /// When it can't be looked into.
    pub fn with_folder(self, path: &str, elsewhere: impl Into<PathBuf>) -> io::Result<Self> {
        let (mut overlay, elsewhere) = (self, elsewhere.into());
        let shown = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_str().is_some_and(is_hidden)
        };
        #[expect(clippy::disallowed_methods, reason = "a part of the one reader")]
        let walk = WalkDir::new(&elsewhere).into_iter().filter_entry(shown);
        for entry in walk {
            let entry = entry?;
            if entry.file_type().is_file() {
                let below = relative(&elsewhere, entry.path());
                let below = below.map_err(|problem| io::Error::other(problem.message.to_string()))?;
                overlay = overlay.with_file(&format!("{path}/{below}"), entry.into_path());
            }
        }
        Ok(overlay)
    }

    /// Without the file at a path, or any below it.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        self.and(path, None)
    }

    fn and(mut self, path: &str, bytes: Option<FileBytes>) -> Self {
        self.files.insert(normal(path).into_owned(), bytes);
        self
    }

    /// The paths of which it says something.
    #[must_use]
    pub fn paths(&self) -> BTreeSet<String> {
        self.files.keys().cloned().collect()
    }
}

impl Source {
    /// The same as if all of the overlay had been saved. What couldn't be read again later is its own.
    ///
    /// # Errors
    /// Every file that no site has, can't be read or isn't UTF-8.
    pub fn with(&self, overlay: &Overlay) -> Result<Self, Refused> {
        let mut source = Self { lost: Lost::default(), ..self.clone() };
        let (mut problems, mut texts) = (Vec::new(), BTreeMap::new());
        // First what goes: in its place may come a folder with files, or the other way round.
        overlay.files.keys().for_each(|path| source.remove(path));
        for (path, bytes) in overlay.files.iter().filter_map(|(path, bytes)| Some((path, bytes.as_ref()?))) {
            if let Err(problem) = source.lay(path, bytes) {
                let read = bytes.read().ok().filter(|_| problem.code == Code::FileEncoding);
                texts.extend(read.map(|bytes| (path.clone(), encoding::shown(path, &bytes).0)));
                problems.push(problem);
            }
        }
        source.tidy();
        if overlay.files.keys().any(|path| is_template(path)) {
            source.taken = OnceLock::new();
        }
        if problems.is_empty() { Ok(source) } else { Err((problems, texts)) }
    }

    /// Whether a file is a text that is here and on no disk, or isn't as it stands there.
    pub(crate) fn is_unsaved(&self, path: &str) -> bool {
        self.unsaved.contains(path)
    }

    /// Takes out the file at a path and all below it.
    fn remove(&mut self, path: &str) {
        let is_it = |other: &str| {
            other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let gone: Vec<String> = self.paths().filter(|path| is_it(path)).map(str::to_owned).collect();
        self.documents.retain(|path| !is_it(path));
        self.folders.retain(|path| !is_it(path));
        for path in &gone {
            self.texts.remove(path);
            self.assets.remove(path);
            self.pictures.remove(path);
            self.unusable.remove(path);
            self.traces.remove(path);
        }
        self.unsaved.extend(gone);
    }

    /// Adds a file that isn't saved.
    fn lay(&mut self, path: &str, bytes: &FileBytes) -> Result<(), Diagnostic> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (top, _) = path.split_once('/').filter(|_| is_place(path)).ok_or_else(|| no_place(path))?;
        if is_left(name, top) {
            return Ok(());
        }
        let read = bytes.read().map_err(|error| unread(path, &error))?;
        self.add(tree::of_bytes(path.to_owned(), bytes.clone(), &read))?;
        self.unsaved.insert(path.to_owned());
        Ok(())
    }

    /// The folders that there are now: git, for one, keeps none without files.
    fn tidy(&mut self) {
        let of_unsaved: BTreeSet<&str> = self.unsaved.iter().flat_map(|path| above(path)).collect();
        let with_files: BTreeSet<&str> = self.paths().flat_map(above).collect();
        let as_they_were = self.folders.iter().map(String::as_str);
        let stay = as_they_were.filter(|folder| !of_unsaved.contains(folder) || with_files.contains(folder));
        let come = of_unsaved.iter().copied().filter(|folder| with_files.contains(folder));
        let folders: BTreeSet<String> = stay.chain(come).map(str::to_owned).collect();
        self.folders = folders.into_iter().collect();
    }

    /// The paths of all files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().chain(self.texts.keys()).chain(self.assets.keys()).map(String::as_str)
    }
}

/// The folders below `content` in which a file lies.
fn above(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.filter(|folder| folder.starts_with("content/"))
}

fn is_template(path: &str) -> bool {
    path.contains("/templates/")
}

/// Whether a file at this path would be read if it were saved.
fn is_place(path: &str) -> bool {
    let mut parts = path.split('/');
    let top = parts.next().filter(|top| ["content", "themes"].contains(top));
    let is_static = top == Some("themes") && path.contains("/static/");
    let is_name = |name: &str| {
        !name.is_empty()
            && !is_hidden(name)
            && !name.contains(['\\', '\0'])
            && (is_static || !leftover::is_of_program(name))
    };
    top.is_some() && parts.clone().next().is_some() && parts.all(is_name)
}

fn no_place(path: &str) -> Diagnostic {
    let message = say!("unsaved.noPlace", path = path);
    Diagnostic::error(Code::FileName, path, None, message).with_hint(say!("unsaved.noPlaceHint"))
}
