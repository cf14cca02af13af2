//! From the Markdown of one file to a checked body, and from a body to HTML.
//!
//! [`parse`] reads the text once (`read`) and lets short passes work on the steps, one idea each:
//! bare links, directives, inline HTML, quotation marks, pictures, headings, links, footnotes.
//! What is wrong becomes a diagnostic at its place in the file. [`html`] writes a body for one
//! page; where its links lead is the caller's business, so a body knows no other document. Of each
//! body an [`Outline`] is kept, with its HTML as [`Prose`].

mod attributes;
mod bare_links;
mod context;
mod directive;
mod directives;
mod footnotes;
mod headings;
mod inline_html;
mod language;
mod links;
mod map;
mod mask;
mod near_misses;
mod nearest;
mod outline;
mod pictures;
mod plain;
mod prose;
mod published;
mod quotes;
mod read;
mod slug;
mod step;
mod tag;
mod wording;
mod words;
mod write;

use crate::diagnostic::Diagnostic;
use crate::source::Taken;
use context::Ctx;
use std::ops::Range;
use step::{BodyStep, Footnote};

pub use outline::Outline;
pub(crate) use outline::{TextStorage, WrittenOutline};
pub use prose::Prose;
pub use published::Published;
pub use read::options;
pub(crate) use wording::wording;
pub use write::{HtmlContext, html, html_with_opening};

/// The body of one document: read, checked and ready to be written for any page.
#[derive(Clone, Debug, Default)]
pub struct Body {
    steps: Vec<BodyStep>,
    notes: Vec<Footnote>,
    /// Every heading in reading order.
    pub headings: Vec<Heading>,
    /// Every link and picture; [`HtmlContext::href`] is asked by the index in this list.
    pub links: Vec<Link>,
    /// How many words a reader meets, footnotes included.
    pub words: usize,
}

/// A heading and the anchor that leads to it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Heading {
    /// 2 to 6; the title of the document is the only 1.
    pub level: u8,
    /// Unique in the body.
    pub id: String,
    /// The words without markup.
    pub text: String,
}

/// A link or picture as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// The target as written, `../tea/#prices`.
    pub written: String,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
    /// Whether it is the source of a picture.
    pub image: bool,
}

impl Body {
    /// Whether there is nothing to show: no words, no picture, no link to a video.
    pub fn is_empty(&self) -> bool {
        !self.steps.iter().any(|step| step.node.is_seen())
    }

    /// The beginning of the text without markup and headings, at most 300 characters.
    pub fn plain(&self) -> String {
        plain::beginning(&self.steps)
    }

    /// All its words without markup, footnotes at the end.
    pub fn text(&self) -> String {
        let notes = self.notes.iter().map(|note| plain::text(&note.steps));
        std::iter::once(plain::text(&self.steps)).chain(notes).collect::<Vec<_>>().join(" ")
    }
}

/// Reads the bytes `body` of the file `text`, whose language decides about quotation marks. No heading gets an id that is
/// `taken`.
pub fn parse(
    path: &str,
    text: &str,
    body: Range<usize>,
    lang: &str,
    taken: &Taken,
) -> (Body, Vec<Diagnostic>) {
    let mut ctx = Ctx::new(path, text, lang, taken);
    let steps = read::read(&mut ctx, body);
    near_misses::report(&mut ctx, &steps);
    footnotes::report_undefined(&mut ctx, &steps);
    finished(ctx, steps)
}

/// The body of a text that was parsed before. What its writer didn't mean has been told, and looking for it takes half of the
/// time.
pub fn parse_again(path: &str, text: &str, body: Range<usize>, lang: &str, taken: &Taken) -> Body {
    let mut ctx = Ctx::new(path, text, lang, taken);
    let steps = read::read(&mut ctx, body);
    finished(ctx, steps).0
}

fn finished(mut ctx: Ctx<'_>, steps: Vec<BodyStep>) -> (Body, Vec<Diagnostic>) {
    let steps = bare_links::link(steps);
    let steps = directives::pair(&mut ctx, steps);
    let steps = inline_html::clean(&mut ctx, steps);
    let steps = quotes::curl(&ctx, steps);
    let steps = pictures::gather(&mut ctx, steps);
    let (steps, headings) = headings::anchor(&mut ctx, steps);
    let steps = links::number(&mut ctx, steps);
    let (steps, notes) = footnotes::arrange(&mut ctx, steps);
    let body = Body {
        words: words::count(&steps) + notes.iter().map(|note| words::count(&note.steps)).sum::<usize>(),
        steps,
        notes,
        headings,
        links: ctx.links,
    };
    (body, ctx.problems)
}
