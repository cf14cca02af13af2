//! A site of Hugo or Zola → a new folder that `spaces` builds, and a report of what couldn't be taken.
//!
//! [`files`] finds what there is, [`read`] makes settings and pages of it, [`place`] says what each page becomes and where,
//! [`body`] changes links, pictures, shortcodes and HTML and leaves every other byte as it is, [`make`] writes heads and the
//! files of the site, [`mod@write`] puts all of it into a new folder, or nothing, and [`tame`] makes harmless what a check of it
//! still calls an error. What has no place in the new site is a
//! [`loss::Loss`] with file and line; nothing goes silently.

mod body;
mod edits;
mod files;
mod loss;
mod make;
mod place;
mod read;
mod report;
mod site;
mod tame;
mod write;

use std::path::PathBuf;

pub use loss::{Loss, LossKind};
pub use report::Left;
pub use write::Staged;

/// Which program the site was made with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// What made the site.
    pub program: Program,
    /// The folder with its settings and its `content`.
    pub root: PathBuf,
    /// The folder that is made. It isn't there yet, or is empty.
    pub out: PathBuf,
    /// Only these languages; all of them where none is named.
    pub languages: Vec<String>,
}

/// What was read and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Files of pages that were found.
    pub read: usize,
    /// Files of pages that were written: one a document and language.
    pub taken: usize,
    /// Documents, whichever their languages.
    pub documents: usize,
    /// Pictures and files to download that lie beside them now.
    pub files: usize,
    /// Old addresses that lead on.
    pub aliases: usize,
}

/// Reads the old site and makes the new one beside its place, where it can be looked at before [`Staged::finish`].
///
/// # Errors
/// A sentence: the old site isn't there or has no pages, the new folder is there already, something can't be read or
/// written. Nothing is left behind then.
pub fn stage(options: &ImportOptions) -> Result<Staged, String> {
    write::refuse_full(&options.out)?;
    let files = files::find(&options.root)?;
    let mut losses = loss::Losses::default();
    let old = read::site(options, files, &mut losses)?;
    let places = place::places(&old, &mut losses);
    let new = make::site(options.program, &old, &places, &mut losses);
    write::stage(options, new, losses)
}
