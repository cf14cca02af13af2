//! What `forms-fn` must know of one event.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::known;
use super::{EventTime, SitePath, Zone, address};
use crate::Facts;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventInfo {
    /// The form for registration; none when registration is elsewhere.
    pub form: Option<String>,
    /// When it starts.
    pub starts: EventTime,
    /// When it ends.
    pub ends: EventTime,
    /// When registration opens.
    pub opens: Option<EventTime>,
    /// When registration closes.
    pub closes: Option<EventTime>,
    /// The zone of its place.
    pub time_zone: Zone,
    /// How many people fit; none for no limit.
    pub capacity: Option<u32>,
    /// Whether a full event takes names for a waiting list.
    pub waitlist: bool,
    /// What the hosts say about it.
    pub status: EventStatus,
    /// Whether people can take part online: those with a place get a link.
    #[serde(default)]
    pub online: bool,
    /// What decides the form's fields.
    pub facts: Facts,
    /// The title by language.
    pub title: BTreeMap<String, String>,
    /// The path of the event's page by language.
    pub url: BTreeMap<String, SitePath>,
    /// Day and time in words by language: `Thursday 4 March 2027, 17:30–20:30 (Copenhagen time)`.
    pub when: BTreeMap<String, String>,
    /// When registration opens, in words by language; empty when `opens` is none.
    pub opens_text: BTreeMap<String, String>,
    /// When registration closes, in words by language; empty when `closes` is none.
    pub closes_text: BTreeMap<String, String>,
    /// How often what guests must know has changed; calendars take the entry with the higher number.
    #[serde(default)]
    pub sequence: u32,
    /// Where it is, in words by language, as in the calendar's `LOCATION`.
    #[serde(default)]
    pub place: BTreeMap<String, String>,
    /// The country: ISO 3166-1 alpha-2. None from an older generator.
    #[serde(default)]
    pub country: Option<String>,
    /// What happens there, as the head of its file says it: `mentor_day`. None from an older generator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A map of the place, on another site.
    #[serde(default, deserialize_with = "address::web", skip_serializing_if = "Option::is_none")]
    pub map_url: Option<String>,
    /// The ids of the partners that give it; the first one answers for it.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The ids of events that are gone and whose people are to go over to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
}

/// What the hosts say about an event; that it is past, the clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// As announced.
    Scheduled,
    /// Same time, no room.
    MovedOnline,
    /// The new time isn't known.
    Postponed,
    /// It won't happen.
    Cancelled,
    /// No room left.
    Full,
}

impl EventStatus {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Scheduled, Self::MovedOnline, Self::Postponed, Self::Cancelled, Self::Full];

    /// Its word in heads, in the manifest and for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::MovedOnline => "moved_online",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Full => "full",
        }
    }
}

impl<'de> Deserialize<'de> for EventStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        known::word(deserializer, &Self::ALL, Self::as_str)
    }
}
