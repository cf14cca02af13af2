//! The anchors of a page: those of its headings, and those that the theme sets around the body.

use super::live::{Facts, Live};
use crate::document::Own;
use crate::lang::Lang;

/// What a reader of this language can jump to in a document.
pub(super) fn of<'a>(live: &'a Live, lang: &Lang) -> impl Iterator<Item = &'a str> + use<'a> {
    let (shown, source) = (live.bundle.shown(lang), &live.bundle.source);
    // A translation without a text shows its source's.
    let document = if shown.body.is_empty { source } else { shown };
    let headings = document.body.headings.iter().map(|heading| heading.id.as_str());
    headings.chain(set_by_theme(live))
}

/// Part of the contract with themes: `event.html` sets these ids, each when the section is there.
fn set_by_theme(live: &Live) -> Vec<&'static str> {
    // A translation without a programme shows its source's.
    match (&live.facts, &live.bundle.source.own) {
        (Facts::Event(_), Own::Event(written)) if !written.programme.is_empty() => {
            vec!["programme", "register"]
        }
        (Facts::Event(_), _) => vec!["register"],
        (Facts::Page(page), _) if page.form.is_some() => vec!["form"],
        _ => Vec::new(),
    }
}
