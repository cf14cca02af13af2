//! The anchors of a page: those of its headings, and those that the theme sets around the body.

use super::live::Live;
use crate::lang::Lang;

/// What a reader of this language can jump to in a document.
pub(super) fn of<'a>(live: &'a Live, lang: &Lang) -> impl Iterator<Item = &'a str> + use<'a> {
    let (shown, source) = (live.bundle.shown(lang), &live.bundle.source);
    // A translation without a text shows its source's.
    let document = if shown.body.is_empty { source } else { shown };
    let headings = document.body.headings.iter().map(|heading| heading.id.as_str());
    headings.chain(source.own.anchors().iter().copied())
}
