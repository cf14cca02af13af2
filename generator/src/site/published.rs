//! `content/published.yaml`: each event as it was when the site was last published.
//!
//! A calendar takes another time, place or status only with a higher `sequence` (RFC 5545, 3.8.7.4), and people who are
//! registered hear nothing of an event whose id is gone. `spaces record` writes both down, and every build compares.

use std::collections::{BTreeMap, BTreeSet};

use forms::YamlPlaces;
use jiff::{Timestamp, ToSpan, Zoned};
use serde::Deserialize;

use super::live::{Facts, Live};
use super::{Bundle, Site, event_ids};
use crate::content::{EventId, FormId};
use crate::diagnostic::{Code, Diagnostic, Names, say};
use crate::event::{Event, Venue};
use crate::source::Source;
use crate::yaml::{self, Located};

/// Where it stands.
pub(crate) const PATH: &str = "content/published.yaml";

/// What a new file begins with.
pub(crate) const HEAD: &str = "\
# Each event as it was when the site was last published. `spaces record` writes it, and a build tells by it which events
# need a higher `sequence`, and which are gone although people may be registered for them.
";

/// An event that ended so long ago may go without a word: nobody who was registered waits for anything.
const DAYS: i64 = 90;

/// What calendars and the forms were told of an event.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedEvent {
    /// The version that calendars have.
    pub(crate) sequence: u32,
    /// The first minute, as RFC 9557.
    pub(crate) starts: String,
    /// The last minute, likewise.
    pub(crate) ends: String,
    /// Where, in one line.
    pub(crate) place: String,
    /// What the hosts say about it.
    pub(crate) status: String,
    /// The form by which people register.
    #[serde(default)]
    pub(crate) form: Option<FormId>,
}

/// Id → event, with the place of the id in the file.
pub(crate) type Published = BTreeMap<EventId, Located<PublishedEvent>>;

/// Reads it; without the file nothing has been recorded yet.
pub(crate) fn parse(source: &Source) -> (Published, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else { return (Published::new(), Vec::new()) };
    let mut published: Published = match yaml::parse(PATH, text) {
        Ok(published) => published,
        Err(problem) => return (Published::new(), vec![problem]),
    };
    for (id, place) in YamlPlaces::of(text).iter().flat_map(YamlPlaces::keys) {
        if let Some(event) = published.get_mut(&EventId::from(id)) {
            event.span = place;
        }
    }
    (published, Vec::new())
}

impl PublishedEvent {
    /// An event as it is now.
    pub(crate) fn of(event: &Event) -> Self {
        Self {
            sequence: event.sequence,
            starts: event.starts.to_string(),
            ends: event.ends.to_string(),
            place: place(&event.place),
            status: event.status.as_str().to_owned(),
            form: event.registration.form.clone(),
        }
    }

    /// The keys of which calendars have to hear, as they are now.
    fn changed(&self, now: &Self) -> Vec<&'static str> {
        let keys = [
            ("starts", self.starts != now.starts),
            ("ends", self.ends != now.ends),
            ("place", self.place != now.place),
            ("status", self.status != now.status),
        ];
        keys.into_iter().filter(|(_, is_other)| *is_other).map(|(key, _)| key).collect()
    }

    /// The keys for which the event needs a higher `sequence` than it has; none if it has it.
    pub(crate) fn due(&self, now: &Self) -> Vec<&'static str> {
        if now.sequence > self.sequence { Vec::new() } else { self.changed(now) }
    }
}

fn place(place: &Venue) -> String {
    let city = [&place.postcode, &place.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
    let parts = [place.name.clone(), place.street.clone(), Some(city.join(" ")), Some(place.country.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{}: {}", place.mode.as_str(), parts.join(", "))
}

/// Events whose calendars wouldn't take what has changed. Of what is over, nobody has to hear.
pub(super) fn unraised(published: &Published, live: &[Live], now: Timestamp) -> Vec<Diagnostic> {
    let one = |live: &Live| {
        let Facts::Event(event) = &live.facts else { return None };
        let was = &published.get(&event_ids::id(&live.bundle)?)?.value;
        let keys = was.due(&PublishedEvent::of(event));
        if keys.is_empty() || event.is_past(now) {
            return None;
        }
        let source = &live.bundle.source;
        let place = ["sequence", keys[0]].into_iter().find_map(|key| source.keys.get(key)).unwrap_or(0..3);
        let (sequence, next) = (event.sequence, was.sequence.saturating_add(1));
        let message = say!("event.unraised", keys = Names::of(keys), sequence);
        let problem = Diagnostic::warning(Code::EventSequence, &source.path, place, message);
        Some(problem.with_hint(say!("event.unraisedHint", next)))
    };
    live.iter().filter_map(one).collect()
}

/// Events that people could register for by a form and of which no file is left.
pub(super) fn gone(
    published: &Published,
    known: &BTreeSet<EventId>,
    bundles: &[Bundle],
    now: Timestamp,
) -> Vec<Diagnostic> {
    let is_over = |event: &PublishedEvent| {
        let ends: Option<Zoned> = event.ends.parse().ok();
        let last = ends.and_then(|ends| ends.timestamp().checked_add((24 * DAYS).hours()).ok());
        last.is_some_and(|last| last < now)
    };
    let lost = published
        .iter()
        .filter(|(id, event)| event.value.form.is_some() && !known.contains(*id) && !is_over(&event.value));
    lost.map(|(id, event)| {
        let problem = Diagnostic::error(Code::EventGone, PATH, event.span.clone(), say!("event.gone", id));
        let other = bundles.iter().find(|bundle| is_same(bundle, &event.value, published));
        problem
            .with_hint(match other.map(|bundle| &bundle.source.path) {
                Some(path) => say!("event.goneRenamedTo", path, id),
                None => say!("event.goneRenamed", id),
            })
            .with_hint(say!("event.goneWas", id))
            .with_hint(say!("event.goneCancelled"))
    })
    .collect()
}

/// Whether an event is new and begins and ends as the one that is gone did: mostly that one, in a folder of another name.
fn is_same(bundle: &Bundle, gone: &PublishedEvent, published: &Published) -> bool {
    let crate::document::Own::Event(event) = &bundle.source.own else { return false };
    let is_new = event_ids::id(bundle).is_some_and(|id| !published.contains_key(&id));
    let begins = |written: &str, at: &str| at.starts_with(written);
    let same = |written: Option<&str>, at: &str| written.is_some_and(|written| begins(written, at));
    is_new
        && same(event.starts.as_ref().map(|at| &*at.value), &gone.starts)
        && same(event.ends.as_ref().map(|at| &*at.value), &gone.ends)
}

/// Events that aren't recorded as they are; nothing where nobody records them.
pub(super) fn unrecorded(published: &Published, site: &Site) -> Option<Diagnostic> {
    let is_recorded = |entry: &&std::sync::Arc<super::Entry<Event>>| {
        published.get(&entry.event_id()).is_some_and(|was| was.value == PublishedEvent::of(&entry.facts))
    };
    let count = site.entries.events.iter().filter(|entry| !is_recorded(entry)).count();
    if published.is_empty() || count == 0 {
        return None;
    }
    let problem = Diagnostic::note(Code::EventUnrecorded, PATH, None, say!("event.unrecorded", count));
    Some(problem.with_hint(say!("url.recordHint")))
}
