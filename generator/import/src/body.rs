//! A body of the old site → the same with our links, pictures and directives. Only what is replaced changes.
//!
//! Shortcodes go first, as they did in the old program, whose output was Markdown; then what is Markdown and HTML.

mod anchors;
mod blocks;
mod headings;
mod html;
mod links;
mod markdown;
mod shortcode;
mod shortcodes;
mod target;

use pulldown_cmark::{Event, Parser, TagEnd};

use crate::Program;
use crate::loss::{LossKind, Losses};
use crate::place::Places;
use crate::site::{OldPage, OldSite};

pub(crate) use anchors::Anchors;
pub(crate) use html::{has_tags, without_tags};
pub(crate) use target::{Beside, file_address};

/// What bodies know of the rest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'s> {
    pub(crate) program: Program,
    pub(crate) old: &'s OldSite,
    pub(crate) places: &'s Places,
    pub(crate) anchors: &'s Anchors,
}

/// A text of the old site, and the document that it becomes one of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OldText<'s> {
    pub(crate) page: &'s OldPage,
    /// Its place among the pages; the front page that is made of settings has none.
    pub(crate) index: Option<usize>,
    /// `posts/bread`.
    pub(crate) id: &'s str,
    /// Nobody sees it yet.
    pub(crate) is_draft: bool,
}

/// A body of ours.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) text: String,
    /// For each line of it the one in the file of the old site.
    pub(crate) lines: Vec<usize>,
}

/// A body as Markdown alone, before its links are replaced.
fn readable(program: Program, page: &OldPage) -> String {
    // What is lost is told when the body is converted.
    let mut losses = Losses::default();
    let (text, first) = shortcodes::replace(program, page, &mut losses);
    let mut told = Told { page, losses: &mut losses, changes: vec![first] };
    html::replace(&text, &mut told).0
}

/// The new body; files that it names are added to `beside`.
pub(crate) fn convert(
    around: Around<'_>,
    old: OldText<'_>,
    beside: &mut Beside,
    losses: &mut Losses,
) -> Converted {
    let (text, first) = shortcodes::replace(around.program, old.page, losses);
    let mut told = Told { page: old.page, losses, changes: vec![first] };
    let (text, second) = html::replace(&text, &mut told);
    told.changes.push(second);
    let text = markdown::replace(around, old, &text, beside, &mut told);
    let body = text.trim_start_matches('\n');
    let cut = text.len() - body.len();
    let starts = [0].into_iter().chain(body.match_indices('\n').map(|(at, _)| at + 1));
    let lines = starts.map(|start| told.line(cut + start)).collect();
    Converted { text: body.to_owned(), lines }
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
        let line = self.line(at);
        self.losses.add(kind, &self.page.file, line, what);
    }

    /// The line in the old file of a byte of the text that is being read.
    fn line(&self, at: usize) -> usize {
        line(self.page, self.changes.iter().rev().fold(at, |at, places| places.before(at)))
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

/// The words of a text that may hold HTML and Markdown, for where only words stand.
pub(crate) fn plain(text: &str) -> String {
    let text = without_tags(text);
    let mut words = String::new();
    for event in Parser::new(&text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !words.ends_with(' ') => match event {
                // Marks within a line end without a blank.
                Event::End(end) if !is_block(end) => {}
                _ => words.push(' '),
            },
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
