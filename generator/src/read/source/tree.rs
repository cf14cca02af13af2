//! The files below `content/` and `themes/`: found, and each read or looked at once.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::default_theme;
use super::file_kind::{self, FileKind, Holder, Unusable};
use super::leftover;
use super::{
    Checked, FileBytes, Noted, Original, Source, Traces, bytes_of, cannot_read, inside, normal, relative,
    text,
};
use crate::diagnostic::{Code, Diagnostic, say};

/// A file as it was found.
pub(super) enum FoundFile {
    Document(String),
    Text(String, String, Traces),
    Asset(String, Checked),
    Content(String, Checked, Looked),
}

/// What was seen in a file that isn't a text.
pub(super) struct Looked {
    kind: SeenFolder,
    traces: Traces,
    holder: Holder,
}

enum SeenFolder {
    Picture(Original),
    Linked,
    Unusable(Unusable),
}

/// Reads `content/` and `themes/` below `root`, of documents only the names; hidden files, links to elsewhere, and what
/// programs leave behind are left alone. Without a default theme of its own the site has that of the program.
///
/// # Errors
/// Every file that can't be read or whose text isn't UTF-8.
pub fn read(root: &Path) -> Result<Source, Vec<Diagnostic>> {
    Tree::walk(root).read()
}

/// The files below the two folders, before any of them is read.
#[derive(Debug, Default)]
pub struct Tree {
    pub(super) root: PathBuf,
    pub(super) files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    links: Vec<PathBuf>,
    /// Folders that programs made for themselves; those of a theme pass in silence.
    pub(super) programs: Vec<PathBuf>,
    /// The site has no default theme of its own, so it has that of the program.
    has_program_theme: bool,
    /// Folders that can't be looked into.
    pub(super) problems: Vec<Diagnostic>,
}

impl Tree {
    /// Looks into `content/` and `themes/` below `root`.
    #[must_use]
    pub fn walk(root: &Path) -> Self {
        let mut tree = Self { root: root.to_owned(), ..Self::default() };
        for folder in ["content", "themes"] {
            let mut programs = Vec::new();
            let walk = WalkDir::new(root.join(folder)).into_iter().filter_entry(|entry| {
                let is_of_program = is_of_program(entry, folder);
                if is_of_program {
                    programs.push(entry.path().to_owned());
                }
                !is_of_program && !hidden(entry) && !is_left_behind(entry, folder)
            });
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
            tree.programs.extend(programs);
        }
        let theme = root.join(default_theme::FOLDER);
        tree.has_program_theme = !tree.files.iter().any(|file| file.starts_with(&theme));
        tree
    }

    /// Reads the files, as [`read`] does.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(self) -> Result<Source, Vec<Diagnostic>> {
        let Self { root, files, folders, links, programs, has_program_theme, mut problems } = self;
        let below = |paths: Vec<PathBuf>| -> Vec<String> {
            let paths = paths.iter().filter_map(|path| relative(&root, path).ok());
            let mut paths: Vec<String> = paths.filter(|path| path.starts_with("content/")).collect();
            paths.sort_unstable();
            paths
        };
        let (folders, links, programs) = (below(folders), below(links), below(programs));
        let read: Vec<_> = files.par_iter().map(|file| read_one(&root, file)).collect();
        let mut source = Source { root, folders, links, programs, has_program_theme, ..Source::default() };
        problems.extend(read.into_iter().filter_map(|read| source.add(read).err()));
        if has_program_theme {
            problems.extend(default_theme::files().filter_map(|read| source.add(read).err()));
        }
        source.documents.sort_unstable();
        if problems.is_empty() { Ok(source) } else { Err(problems) }
    }
}

impl Source {
    /// Adds a file that was read.
    pub(super) fn add(&mut self, read: Result<FoundFile, Diagnostic>) -> Result<(), Diagnostic> {
        match read? {
            FoundFile::Document(path) => self.documents.push(path),
            FoundFile::Text(path, text, traces) => {
                if traces.any() {
                    self.traces.insert(path.clone(), Noted { traces, holder: Holder::Other });
                }
                self.texts.insert(path, text);
            }
            FoundFile::Asset(path, file) => _ = self.assets.insert(path, file),
            FoundFile::Content(path, file, looked) => self.take(path, file, looked)?,
        }
        Ok(())
    }

    /// Takes a file; a problem when its name is another's but for the way in which its letters are put together.
    fn take(&mut self, path: String, file: Checked, looked: Looked) -> Result<(), Diagnostic> {
        let path = normal(&path).into_owned();
        if self.assets.contains_key(&path) {
            let message = say!("file.twoForms", path);
            let problem = Diagnostic::error(Code::FileName, path, None, message);
            return Err(problem.with_hint(say!("hint.removeOne")));
        }
        if looked.traces.any() {
            let noted = Noted { traces: looked.traces, holder: looked.holder };
            self.traces.insert(path.clone(), noted);
        }
        match looked.kind {
            SeenFolder::Picture(original) => _ = self.pictures.insert(path.clone(), original),
            SeenFolder::Unusable(unusable) => _ = self.unusable.insert(path.clone(), unusable),
            SeenFolder::Linked => {}
        }
        self.assets.insert(path, file);
        Ok(())
    }
}

fn read_one(root: &Path, file: &Path) -> Result<FoundFile, Diagnostic> {
    let path = relative(root, file)?;
    if is_document(&path) {
        return Ok(FoundFile::Document(path));
    }
    let bytes = bytes_of(&path, file)?;
    of_bytes(path, FileBytes::OnDisk(file.to_owned()), &bytes)
}

/// What a file with these bytes is. A document becomes a text here, as it is one in memory.
pub(super) fn of_bytes(path: String, from: FileBytes, bytes: &[u8]) -> Result<FoundFile, Diagnostic> {
    let extension = Path::new(&path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_published = ["themes/", "content/templates/"].iter().any(|folder| path.starts_with(folder));
    let is_text = match extension {
        "md" | "yaml" | "html" | "css" => true,
        // The theme's scripts get the hash of their bytes into their names.
        "js" => path.starts_with("themes/"),
        "svg" => path.contains("/templates/"),
        _ => false,
    };
    if is_text {
        // A style sheet or a script may hold a picture.
        let traces = if is_published { inside::of(bytes).traces } else { Traces::default() };
        let text = text::of(&path, bytes)?;
        return Ok(FoundFile::Text(path, text, traces));
    }
    let is_font = |found: infer::Type| found.matcher_type() == infer::MatcherType::Font;
    if path.starts_with("themes/") && infer::get(bytes).is_some_and(is_font) {
        return Ok(FoundFile::Asset(path, Checked::new(from, bytes)));
    }
    let looked = look(&path, from.clone(), bytes);
    Ok(FoundFile::Content(path, Checked::new(from, bytes), looked))
}

fn look(path: &str, from: FileBytes, bytes: &[u8]) -> Looked {
    let inside = inside::of(bytes);
    let kind = match path.starts_with("content/") {
        true => file_kind::of(path, bytes, &inside),
        // A theme's files are published as they are.
        false => file_kind::of_theme(path, bytes, &inside),
    };
    let kind = match kind {
        FileKind::Drawing => SeenFolder::Picture(Original::of(from, bytes, true)),
        FileKind::Photo => SeenFolder::Picture(Original::of(from, bytes, false)),
        FileKind::Linked => SeenFolder::Linked,
        FileKind::Unusable(unusable) => SeenFolder::Unusable(unusable),
    };
    let holder = if inside.traces.any() { file_kind::holder(path, bytes) } else { Holder::Other };
    Looked { kind, traces: inside.traces, holder }
}

fn hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(is_hidden)
}

/// Whether a file or folder of this name is hidden.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// What a theme publishes as it is may be of a program.
fn is_of_program(entry: &DirEntry, folder: &str) -> bool {
    let is_static = folder == "themes" && entry.path().iter().any(|part| part == "static");
    entry.file_type().is_dir()
        && !is_static
        && entry.file_name().to_str().is_some_and(leftover::is_of_program)
}

/// A theme's copies of an editor would be published; those of the content are named.
fn is_left_behind(entry: &DirEntry, folder: &str) -> bool {
    let is = |name: &str| is_left(name, folder);
    entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is)
}

/// The same by its name.
pub(super) fn is_left(name: &str, folder: &str) -> bool {
    let is_copy = folder == "themes" && leftover::original(name).is_some();
    leftover::is_of_system(name) || is_copy
}

/// Whether a file is a document's at all, or one of the site's other texts.
#[must_use]
pub fn is_document(path: &str) -> bool {
    path.ends_with(".md") && path.starts_with("content/") && !is_of_repository(path)
}

/// What a repository needs beside its documents: README, LICENSE and the like, directly in `content`.
#[must_use]
pub fn is_of_repository(path: &str) -> bool {
    const NAMES: [&str; 10] = [
        "authors",
        "changelog",
        "codeowners",
        "contributing",
        "copying",
        "licence",
        "license",
        "notice",
        "readme",
        "security",
    ];
    let name = path.strip_prefix("content/").filter(|name| !name.contains('/'));
    name.is_some_and(|name| {
        // LICENSE-MIT, README.da.md
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
        let stem = stem.split(['.', '-']).next().unwrap_or(stem);
        NAMES.contains(&stem.to_ascii_lowercase().as_str()) && ["md", "txt", "rst"].contains(&ending)
    })
}
