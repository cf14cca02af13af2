//! An event.

use jiff::Zoned;
use serde::Serialize;

use super::Thing;
use super::offer::{self, Offer};
use super::organisation::{Named, named};
use super::place::{self, Location};
use crate::event::{Event as Facts, EventStatus, Mode, Price};
use crate::site::Entry;
use crate::view::Ctx;

/// `Event` of schema.org.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    #[serde(rename = "@id")]
    id: String,
    name: String,
    description: String,
    url: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) image: Vec<String>,
    start_date: String,
    end_date: String,
    event_status: &'static str,
    event_attendance_mode: &'static str,
    location: Vec<Location>,
    organizer: Vec<Named>,
    performer: Vec<Performer>,
    offers: Offer,
    is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_attendee_capacity: Option<u32>,
    /// The languages that are spoken there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    in_language: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
}

/// Who speaks, by name; without a known name the hosts, who lead through it.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Performer {
    Person(Speaker),
    Host(Named),
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename = "Person")]
struct Speaker {
    name: String,
}

/// An event that the reader's language has.
pub fn event(ctx: &Ctx<'_>, entry: &Entry<Facts>) -> Thing {
    let (text, facts) = (ctx.text_of(entry), &entry.facts);
    let url = ctx.absolute(ctx.url_of(entry));
    let topics = facts.topics.iter().filter_map(|topic| ctx.site.topic(topic));
    Thing::Event(Box::new(EventData {
        id: format!("{url}#event"),
        name: text.title.clone(),
        description: text.summary.clone(),
        image: Vec::new(),
        start_date: moment(&facts.starts),
        end_date: moment(&facts.ends),
        event_status: status(facts.status),
        event_attendance_mode: attendance(place::mode(facts)),
        location: place::locations(ctx, entry, &url),
        organizer: facts.hosts.iter().map(|host| named(ctx, host)).collect(),
        performer: performers(ctx, facts),
        offers: offer::offer(facts, ctx.site.now, &url),
        is_accessible_for_free: facts.price == Price::Free,
        maximum_attendee_capacity: facts.capacity,
        in_language: facts.languages_spoken.clone(),
        keywords: topics.map(|topic| topic.label.get(ctx.lang()).to_owned()).collect(),
        url,
    }))
}

fn performers(ctx: &Ctx<'_>, facts: &Facts) -> Vec<Performer> {
    let names = facts.speakers.iter().filter_map(|speaker| speaker.name.clone());
    let people: Vec<Performer> = names.map(|name| Performer::Person(Speaker { name })).collect();
    if people.is_empty() {
        return facts.hosts.iter().map(|host| Performer::Host(named(ctx, host))).collect();
    }
    people
}

/// With the offset of its zone on that day.
pub(super) fn moment(moment: &Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A postponed event keeps its day here until a new one is known, as Google asks.
fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled | EventStatus::Full => "https://schema.org/EventScheduled",
        EventStatus::MovedOnline => "https://schema.org/EventMovedOnline",
        EventStatus::Postponed => "https://schema.org/EventPostponed",
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
    }
}

fn attendance(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        Mode::Online => "https://schema.org/OnlineEventAttendanceMode",
        Mode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}
