//! Two events that the forms couldn't tell apart: registrations hang on an event's id.

use std::collections::BTreeMap;

use super::Bundle;
use crate::diagnostic::{Code, Diagnostic, Severity, say};
use crate::document::{Document, Own};

/// What says the same id as another event, published or not: people may still be registered for what has expired.
pub(super) fn check(bundles: &[Bundle]) -> Vec<Diagnostic> {
    // Whoever has the name as a folder had it first; a draft is mostly the copy.
    let mut events: Vec<(&Bundle, &str, bool)> = bundles.iter().filter_map(named).collect();
    events.sort_by_key(|(bundle, _, is_written)| (bundle.source.common.draft, *is_written, &bundle.id));
    let mut seen: BTreeMap<&str, &Bundle> = BTreeMap::new();
    let mut problems = Vec::new();
    for (bundle, id, _) in events {
        match seen.get(id) {
            Some(first) => problems.push(same(bundle, first, id)),
            None => _ = seen.insert(id, bundle),
        }
    }
    problems
}

/// An event with its id, and whether that is written down.
fn named(bundle: &Bundle) -> Option<(&Bundle, &str, bool)> {
    let Own::Event(event) = &bundle.source.own else { return None };
    let written = event.id.as_ref().map(|id| &*id.value);
    let folder = bundle.id.rsplit('/').next().unwrap_or(&bundle.id);
    Some((bundle, written.unwrap_or(folder), written.is_some()))
}

fn same(bundle: &Bundle, first: &Bundle, id: &str) -> Diagnostic {
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
