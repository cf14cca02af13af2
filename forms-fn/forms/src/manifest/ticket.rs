//! What guests need on the day itself: their page, their letter and the page after sending are made of it.
//!
//! It stands beside the manifest, in a file for each language: a function reads the manifest at each start, and these are
//! more words than all the rest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SitePath;

/// `tickets/<lang>.json`: the day of each event, by its id, as one language says it.
pub type Tickets = BTreeMap<String, TicketWords>;

/// The day of one event, as one language says it.
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
