//! What is kept of a body when its file has been parsed: enough for every page, and little of its text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::prose::WrittenProse;
use super::{Body, Heading, Link, Prose};
use crate::cache::Piece;
use crate::source::Version;

/// A body that was parsed.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Every heading in reading order; in a finished site those of pages only, which list them.
    pub headings: Box<[Heading]>,
    /// Every link and picture; empty as soon as it is known where they lead.
    pub links: Box<[Link]>,
    /// How many words a reader meets, footnotes included.
    pub words: usize,
    /// Whether there is nothing to show.
    pub is_empty: bool,
    pub(crate) kept: TextStorage,
    /// The text that it was made of, when it has to be read again.
    pub(crate) version: Version,
}

/// An outline without its HTML, as it is written down.
#[derive(Serialize, Deserialize)]
pub(crate) struct WrittenOutline<'o> {
    headings: Cow<'o, [Heading]>,
    links: Cow<'o, [Link]>,
    words: usize,
    is_empty: bool,
    prose: Option<Cow<'o, WrittenProse>>,
}

/// How the words are kept.
#[derive(Clone, Debug, Default)]
pub(crate) enum TextStorage {
    /// There are none, or they were taken back.
    #[default]
    Nothing,
    /// In the file alone.
    File,
    /// As HTML, and in the file.
    Prose(Prose),
    /// Here, as there is no such file.
    Body(Box<Body>),
}

impl Outline {
    /// The outline of a body that was parsed from its file; `apart` as for [`Prose::new`]. Without `texts` no HTML can
    /// be written yet.
    pub(crate) fn of_file(body: Body, texts: Option<&forms::Texts>, apart: bool) -> Self {
        let prose = texts.and_then(|texts| Prose::new(&body, texts, apart));
        let is_empty = body.is_empty();
        let Body { headings, links, words, .. } = body;
        let (headings, links) = (headings.into(), links.into());
        let kept = prose.map_or(TextStorage::File, TextStorage::Prose);
        Self { headings, links, words, is_empty, kept, version: Version::None }
    }

    /// The same without the words of its headings, for what no page lists: their anchors are wanted anyway.
    pub(crate) fn with_bare_headings(mut self) -> Self {
        self.headings.iter_mut().for_each(|heading| heading.text = String::new());
        self
    }

    /// The outline of a body that was made up, and all of it.
    pub(crate) fn of_body(body: Body) -> Self {
        let (headings, links) = (body.headings.clone().into(), body.links.clone().into());
        let (words, is_empty) = (body.words, body.is_empty());
        Self {
            headings,
            links,
            words,
            is_empty,
            kept: TextStorage::Body(Box::new(body)),
            version: Version::None,
        }
    }

    /// What can be written down; `None` of what was made up.
    pub(crate) fn written(&self) -> Option<WrittenOutline<'_>> {
        let prose = match &self.kept {
            TextStorage::Prose(prose) => Some(Cow::Borrowed(prose.written())),
            TextStorage::File => None,
            TextStorage::Nothing | TextStorage::Body(_) => return None,
        };
        let (headings, links) = (Cow::Borrowed(&self.headings[..]), Cow::Borrowed(&self.links[..]));
        Some(WrittenOutline { headings, links, words: self.words, is_empty: self.is_empty, prose })
    }

    /// The outline that was written down, with its HTML if it had any; `None` if that is missing.
    pub(crate) fn of_written(written: WrittenOutline<'_>, html: Option<Piece>) -> Option<Self> {
        let WrittenOutline { headings, links, words, is_empty, prose } = written;
        let kept = match prose {
            Some(about) => TextStorage::Prose(Prose::of_written(about.into_owned(), html?)),
            None => TextStorage::File,
        };
        let (headings, links) = (headings.into_owned().into(), links.into_owned().into());
        Some(Self { headings, links, words, is_empty, kept, version: Version::None })
    }

    /// The HTML that was written when the file was parsed.
    pub(crate) fn prose(&self) -> Option<&Prose> {
        match &self.kept {
            TextStorage::Prose(prose) => Some(prose),
            _ => None,
        }
    }

    /// The same, to be kept elsewhere.
    pub(crate) fn prose_mut(&mut self) -> Option<&mut Prose> {
        match &mut self.kept {
            TextStorage::Prose(prose) => Some(prose),
            _ => None,
        }
    }

    /// The body with all its words; `read` parses its text once more.
    pub(crate) fn body(&self, read: impl FnOnce(&Version) -> Body) -> Cow<'_, Body> {
        match &self.kept {
            TextStorage::Nothing => Cow::Owned(Body::default()),
            TextStorage::Body(body) => Cow::Borrowed(body),
            TextStorage::File | TextStorage::Prose(_) => Cow::Owned(read(&self.version)),
        }
    }
}
