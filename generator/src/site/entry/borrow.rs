//! Words that a translation lacks are shown as its source says them.

use std::collections::BTreeSet;

use super::{EventText, Extra, Lender, Target, Translation, make};
use crate::document::{Document, Own};
use crate::event::EventHeader;
use crate::markdown::Outline;
use crate::site::lacking::Lacking;

/// What a source lends to a translation.
#[derive(Debug, Default)]
pub(super) struct Lent {
    alt: Option<String>,
    notes: Vec<(&'static str, String)>,
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
    if let (Own::Event(ours), Own::Event(theirs)) = (&source.own, &document.own) {
        let notes = lacking.keys.iter().filter_map(|key| Some((*key, ours.note_of(key)?.to_owned())));
        lent.notes = notes.collect();
        lent.programme = (!ours.programme.is_empty()).then(|| programme(ours, theirs));
    }
    lent
}

fn programme(ours: &EventHeader, theirs: &EventHeader) -> Programme {
    let found = ours.programme_in(theirs);
    let borrowed = found.iter().enumerate().filter_map(|(at, found)| found.is_none().then_some(at)).collect();
    let words = |(step, found): (&crate::event::WrittenStep, Option<usize>)| {
        let own = found.and_then(|at| theirs.programme.get(at));
        (step.time.value.clone(), own.unwrap_or(step).text.clone())
    };
    (ours.programme.iter().zip(found).map(words).collect(), borrowed)
}

/// Lays what was lent over a translation; `targets` are those of the source.
pub(super) fn borrow(text: &mut Translation, lent: Lent, targets: &[Target]) {
    if let Some((body, lender)) = lent.body {
        text.body = make::outline(body, matches!(text.extra, Extra::Page { .. }));
        text.lender = Some(Box::new(lender));
        text.targets = targets.to_vec();
    }
    if let Some(alt) = lent.alt {
        text.alt = Some(alt);
        text.borrowed.insert("alt");
    }
    let Extra::Event(event) = &mut text.extra else { return };
    for (key, words) in lent.notes {
        *note(event, key) = Some(words);
        text.borrowed.insert(key);
    }
    if let Some((programme, borrowed)) = lent.programme {
        event.programme = programme;
        event.borrowed_steps = borrowed;
    }
}

fn note<'a>(event: &'a mut EventText, key: &str) -> &'a mut Option<String> {
    match key {
        "audience" => &mut event.audience,
        "directions" => &mut event.directions,
        "foodNote" => &mut event.food_note,
        "childcareNote" => &mut event.childcare_note,
        "accessNote" => &mut event.access_note,
        "photoNote" => &mut event.photo_note,
        "recap" => &mut event.recap,
        key => unreachable!("`{key}` is none of `EventHeader::NOTES`"),
    }
}
