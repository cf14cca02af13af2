//! What guests need on the day itself: their page, their letter and the page after sending are made of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{SitePath, address};

/// The day of one event, as a ticket says it. Nothing from an older generator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketInfo {
    /// A map of the place, on another site.
    #[serde(default, deserialize_with = "address::web", skip_serializing_if = "Option::is_none")]
    pub map_url: Option<String>,
    /// The rest, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, TicketWords>,
}

/// What one language says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketWords {
    /// `Thursday, 4 March 2027`
    pub day: String,
    /// `17:30–20:30 (Copenhagen time)`
    pub time: String,
    /// Where it is, line by line: each may run in another direction than the language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// How to find the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directions: Option<Said>,
    /// The languages that people speak, as a list in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<String>,
    /// The languages into which is interpreted, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<String>,
    /// What happens when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programme: Vec<TicketStep>,
    /// The entry for calendars, beside the event's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<SitePath>,
}

/// A line of the programme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketStep {
    /// The time of day, as the language writes it.
    pub time: String,
    /// What happens then.
    pub text: Said,
}

/// Words that a translation may have borrowed from its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Their language, where it isn't that of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}
