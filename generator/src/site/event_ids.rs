//! Two events that the forms couldn't tell apart: registrations hang on an event's id.

use std::collections::{BTreeMap, BTreeSet};

use super::Bundle;
use crate::content::{EventId, Kind};
use crate::diagnostic::{Code, Diagnostic, Severity, say};
use crate::document::{Document, Own};
use crate::yaml::Located;

/// What says the same id as another event, published or not: people may still be registered for what has expired.
pub(super) fn check(bundles: &[Bundle]) -> Vec<Diagnostic> {
    // Whoever has the name as a folder had it first; a draft is mostly the copy.
    let mut problems = taken_over(bundles);
    let mut events: Vec<(&Bundle, EventId, bool)> = bundles.iter().filter_map(named).collect();
    events.sort_by_key(|(bundle, _, is_written)| (bundle.source.common.draft, *is_written, &bundle.id));
    let mut seen: BTreeMap<EventId, &Bundle> = BTreeMap::new();
    for (bundle, id, _) in events {
        match seen.get(&id) {
            Some(first) => problems.push(same(bundle, first, &id)),
            None => _ = seen.insert(id, bundle),
        }
    }
    problems
}

/// What an event's registrations hang on; `None` for what is no event.
pub(super) fn id(bundle: &Bundle) -> Option<EventId> {
    named(bundle).map(|(_, id, _)| id)
}

/// The ids of all events, published or not, and of those whose people another event takes over; `others` are documents
/// that couldn't be read.
pub(super) fn known<'a>(
    bundles: &'a [Bundle],
    others: impl Iterator<Item = &'a String>,
) -> BTreeSet<EventId> {
    let others = others.filter_map(|id| Kind::Event.name_in(id)).map(EventId::from);
    let was = bundles.iter().flat_map(was).map(|was| was.value.clone());
    bundles.iter().filter_map(id).chain(was).chain(others).collect()
}

fn was(bundle: &Bundle) -> &[Located<EventId>] {
    match &bundle.source.own {
        Own::Event(event) => &event.was,
        _ => &[],
    }
}

/// People of an event that is gone go over to one other event.
fn taken_over(bundles: &[Bundle]) -> Vec<Diagnostic> {
    let there: BTreeSet<EventId> = bundles.iter().filter_map(id).collect();
    let mut seen: BTreeMap<&EventId, (&str, &Located<EventId>)> = BTreeMap::new();
    let mut problems = Vec::new();
    for (bundle, was) in bundles.iter().flat_map(|bundle| was(bundle).iter().map(move |was| (bundle, was))) {
        let (path, id) = (bundle.source.path.as_str(), &was.value);
        let problem = |message| Diagnostic::error(Code::EventWas, path, was.span.clone(), message);
        if there.contains(id) {
            problems.push(problem(say!("event.wasThere", id)).with_hint(say!("event.wasThereHint")));
        } else if let Some((other, first)) = seen.insert(id, (path, was)) {
            let problem = problem(say!("event.wasTwice", id)).with_hint(say!("event.wasTwiceHint"));
            problems.push(problem.with_see(other, first.span.clone(), say!("event.other")));
        }
    }
    problems
}

/// An event with its id, and whether that is written down.
fn named(bundle: &Bundle) -> Option<(&Bundle, EventId, bool)> {
    let Own::Event(event) = &bundle.source.own else { return None };
    let written = event.id.as_ref().map(|id| id.value.clone());
    let is_written = written.is_some();
    Some((bundle, written.or_else(|| Kind::Event.name_in(&bundle.id).map(EventId::from))?, is_written))
}

fn same(bundle: &Bundle, first: &Bundle, id: &EventId) -> Diagnostic {
    let (source, other) = (&*bundle.source, &*first.source);
    let message = say!("event.sameId", one = &bundle.id, first = &first.id, id);
    let problem = Diagnostic::error(Code::EventId, &source.path, place(source), message);
    let problem = match place(other) {
        Some(span) => problem.with_see(&other.path, span, say!("event.other")),
        None => problem,
    };
    let is_draft = source.common.draft;
    let severity = if is_draft { Severity::Warning } else { Severity::Error };
    Diagnostic { severity, ..problem }.with_hint(say!("event.sameIdHint"))
}

/// Where its id stands, if it does.
fn place(document: &Document) -> Option<std::ops::Range<usize>> {
    let Own::Event(event) = &document.own else { return None };
    event.id.as_ref().map(|id| id.span.clone())
}
