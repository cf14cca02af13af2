//! A body of the old site → the same with our links, pictures and directives. Only what is replaced changes.
//!
//! Shortcodes go first, as they did in the old program, whose output was Markdown; then what is Markdown and HTML.

mod blocks;
mod headings;
mod html;
mod markdown;
mod shortcode;
mod shortcodes;
mod target;

use std::collections::BTreeSet;

use crate::Program;
use crate::loss::{LossKind, Losses};
use crate::place::Places;
use crate::site::{OldPage, OldSite};

pub(crate) use target::Beside;

/// What bodies know of the rest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'s> {
    pub(crate) program: Program,
    pub(crate) old: &'s OldSite,
    pub(crate) places: &'s Places,
    /// Every name behind a `#` in any body: headings that are called so keep their names.
    pub(crate) wanted: &'s BTreeSet<String>,
}

/// The names behind `#` in a body.
pub(crate) fn fragments(body: &str) -> impl Iterator<Item = String> {
    body.match_indices('#').filter_map(|(at, _)| {
        let rest = &body[at + 1..];
        let end = rest.find(|c: char| c.is_whitespace() || "()[]\"'<>`#".contains(c)).unwrap_or(rest.len());
        let name = percent_encoding::percent_decode_str(&rest[..end]).decode_utf8_lossy().to_lowercase();
        (!name.is_empty()).then_some(name)
    })
}

/// The new body; files that it names are added to `beside`.
pub(crate) fn convert(around: Around<'_>, page: usize, beside: &mut Beside, losses: &mut Losses) -> String {
    let old = &around.old.pages[page];
    let (text, first) = shortcodes::replace(around.program, old, losses);
    let mut told = Told { page: old, losses, changes: vec![first] };
    let (text, second) = html::replace(&text, &mut told);
    told.changes.push(second);
    let text = markdown::replace(around, page, &text, beside, &mut told);
    text.trim_start_matches('\n').to_owned()
}

/// Where something stood in the file of the old site.
struct Told<'t> {
    page: &'t OldPage,
    losses: &'t mut Losses,
    /// What was changed before, the first first.
    changes: Vec<crate::edits::Places>,
}

impl Told<'_> {
    /// Notes what stood at a byte of the text that is being read.
    fn add(&mut self, kind: LossKind, at: usize, what: impl Into<String>) {
        let before = self.changes.iter().rev().fold(at, |at, places| places.before(at));
        let line = line(self.page, before);
        self.losses.add(kind, &self.page.file, line, what);
    }
}

/// The line in its file of a byte of a page's body.
fn line(page: &OldPage, at: usize) -> usize {
    let body = page.body.as_bytes();
    let lines = body[..at.min(body.len())].iter().filter(|byte| **byte == b'\n').count();
    page.lines_before + lines + 1
}

/// The file of a picture that a head names, if it is there.
pub(crate) fn picture_file(around: Around<'_>, page: &OldPage, written: &str) -> Option<String> {
    match target::find(around, page, written) {
        target::Target::File(path) if target::is_picture(&path) => Some(path),
        _ => None,
    }
}

pub(crate) use blocks::words_of;
