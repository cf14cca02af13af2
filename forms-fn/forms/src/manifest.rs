//! What the generator tells `forms-fn` about the site: OUT/forms/manifest.json.
//!
//! Times are strings here, because this crate has no clock; `forms-fn` reads them with jiff.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Facts;

/// The whole manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub version: u32,
    /// Where the site lives, without a final slash.
    pub base_url: String,
    /// The site's short name, by language.
    #[serde(default)]
    pub site_title: BTreeMap<String, String>,
    /// The site's languages, in the order of the switcher.
    pub languages: Vec<LanguageInfo>,
    /// The language for those of whom we know none.
    pub default_language: String,
    /// The events by id, which is the name of their folder: `dinner-oslo-january`.
    pub events: BTreeMap<String, EventInfo>,
    /// The paths of `privacy` and `code-of-conduct`, by language.
    pub pages: BTreeMap<String, BTreeMap<String, String>>,
    /// The ids of the forms.
    pub forms: Vec<String>,
    /// The partners by id, which is what an event's `hosts` name.
    #[serde(default)]
    pub organisations: BTreeMap<String, OrganisationInfo>,
    /// What the funder wants to be said, by language, as the pages say it.
    #[serde(default)]
    pub funding: BTreeMap<String, String>,
    /// The number of the contract with the funder.
    #[serde(default)]
    pub project_number: Option<String>,
    /// How a seat that becomes free is offered to those who wait.
    #[serde(default)]
    pub offer: OfferRules,
    /// The IANA zone of moments that belong to no event.
    #[serde(default)]
    pub time_zone: String,
    /// How dates are written, by language.
    #[serde(default)]
    pub dates: BTreeMap<String, DateWords>,
    /// SHA-256 in hexadecimal of each other file of the folder, by its path below `forms/`: by that a reader knows
    /// whether all of them are of one build. Empty where nobody writes them to disk.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// How a language writes dates, as patterns: `forms-fn` has no table of months of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateWords {
    /// A date in each of the twelve months: `{day}. marts {year}`.
    pub months: Vec<String>,
    /// The seven days of the week from Monday on: `mandag`.
    pub weekdays: Vec<String>,
    /// A moment, with the words above in it: `{weekday} {date} kl. {hour}.{minute}`. `{hour}` and `{minute}` have two
    /// digits, `{h}` is the hour without a leading zero.
    pub moment: String,
}

/// A partner: who answers mail about its events, and in which language its people read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationInfo {
    /// The full name, in its own spelling.
    pub name: String,
    /// A role address, never a person's.
    #[serde(default)]
    pub email: Option<String>,
    /// ISO 3166-1 alpha-2: `NO`.
    pub country: String,
    /// A language of the site: the one that its people are written to in.
    pub lang: String,
}

/// How long an offered seat is held, and when nobody is to be woken by an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferRules {
    /// Hours for which the seat is held.
    pub hours: u32,
    /// When the quiet hours begin, by the clock of the event's zone: `21:00`. They may pass midnight;
    /// there are none when they end at the time at which they begin.
    pub quiet_from: String,
    /// When they end, likewise: `08:00`.
    pub quiet_to: String,
}

impl Default for OfferRules {
    /// A day to answer, and nothing between nine in the evening and eight in the morning.
    fn default() -> Self {
        Self { hours: 24, quiet_from: "21:00".to_owned(), quiet_to: "08:00".to_owned() }
    }
}

/// One language of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageInfo {
    /// The BCP 47 tag: `nb`.
    pub id: String,
    /// Its own name: `Norsk`.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: String,
}

/// What `forms-fn` must know of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventInfo {
    /// The form for registration; none when registration is elsewhere.
    pub form: Option<String>,
    /// When it starts, as RFC 9557: `2027-03-04T17:30:00+01:00[Europe/Copenhagen]`.
    pub starts: String,
    /// When it ends, likewise.
    pub ends: String,
    /// When registration opens, likewise.
    pub opens: Option<String>,
    /// When registration closes, likewise.
    pub closes: Option<String>,
    /// The IANA zone: `Europe/Copenhagen`.
    pub time_zone: String,
    /// How many people fit; none for no limit.
    pub capacity: Option<u32>,
    /// Whether a full event takes names for a waiting list.
    pub waitlist: bool,
    /// `scheduled`, `moved_online`, `postponed`, `cancelled` or `full`.
    pub status: String,
    /// Whether people can take part online: those with a place get a link.
    #[serde(default)]
    pub online: bool,
    /// What decides the form's fields.
    pub facts: Facts,
    /// The title by language.
    pub title: BTreeMap<String, String>,
    /// The path of the event's page by language.
    pub url: BTreeMap<String, String>,
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
    /// The ids of the partners that give it; the first one answers for it.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The ids of events that are gone and whose people are to go over to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
}
