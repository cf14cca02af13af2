//! Words that a translation lacks are shown as its source says them.

use std::collections::BTreeSet;

use super::{Lender, Target, Translation, make};
use crate::content::Kind;
use crate::document::{Document, Own};
use crate::event::EventHeader;
use crate::markdown::Outline;
use crate::site::lacking::Lacking;

/// What a source lends to a translation.
#[derive(Debug, Default)]
pub(super) struct Lent {
    alt: Option<String>,
    /// Words of one line by their keys.
    words: Vec<(&'static str, String)>,
    /// The whole programme, and which of its lines are the source's.
    programme: Option<Programme>,
    /// All that stands below the head, and whose it is.
    body: Option<(Outline, Lender)>,
}

/// Time and words of each line, and which lines are the source's.
type Programme = (Vec<(String, String)>, BTreeSet<usize>);

/// The words of a source in place of those that a translation is lacking. Of a programme, whose times are the source's, the
/// lines that it has are kept.
pub(super) fn lent(document: &Document, source: &Document, lacking: &Lacking<'_>) -> Lent {
    let alt = lacking
        .keys
        .contains(&"alt")
        .then(|| source.common.alt.as_ref().map(|alt| alt.value.trim().to_owned()));
    let lender = || Lender { path: source.path.clone(), lang: source.lang.clone() };
    let body = lacking.body.then(|| (source.body.clone(), lender()));
    let mut lent = Lent { alt: alt.flatten(), body, ..Lent::default() };
    let own = lacking.keys.iter().filter(|key| source.kind().notes().any(|note| note.name == **key));
    lent.words = own.filter_map(|key| Some((*key, source.said(key)?.to_owned()))).collect();
    if let (Own::Event(ours), Own::Event(theirs)) = (&source.own, &document.own) {
        lent.programme = (!ours.programme.is_empty()).then(|| programme(ours, theirs));
    }
    lent
}

fn programme(ours: &EventHeader, theirs: &EventHeader) -> Programme {
    let found = ours.programme_in(theirs);
    let borrowed = found.iter().enumerate().filter_map(|(at, found)| found.is_none().then_some(at)).collect();
    let words = |(step, found): (&crate::event::WrittenStep, Option<usize>)| {
        let own = found.and_then(|at| theirs.programme.get(at));
        (step.time.value.to_string(), own.unwrap_or(step).text.clone())
    };
    (ours.programme.iter().zip(found).map(words).collect(), borrowed)
}

/// Lays what was lent over a translation; `targets` are those of the source.
pub(super) fn borrow(text: &mut Translation, lent: Lent, targets: &[Target], kind: Kind) {
    if let Some((body, lender)) = lent.body {
        text.body = make::outline(body, kind);
        text.lender = Some(Box::new(lender));
        text.targets = targets.to_vec();
    }
    if let Some(alt) = lent.alt {
        text.alt = Some(alt);
        text.borrowed.insert("alt");
    }
    text.borrowed.extend(lent.words.iter().map(|(key, _)| *key));
    let words = lent.words.iter().map(|(key, words)| (*key, words.as_str()));
    text.words = std::mem::take(&mut text.words).or(words);
    if let (Some(event), Some((programme, borrowed))) = (&mut text.event, lent.programme) {
        event.programme = programme;
        event.borrowed_steps = borrowed;
    }
}
