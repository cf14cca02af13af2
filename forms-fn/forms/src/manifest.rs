//! What the generator tells `forms-fn` about the site: OUT/forms/manifest.json.
//!
//! What is known as a time, a zone, a state or an address is one here, too: [`Manifest::read`] refuses what is none, by its
//! name and the place where it stands, and nobody behind it has to ask again.

mod address;
mod dates;
mod event;
mod known;
mod language;
mod offer;
mod read;
mod ticket;
mod time;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use address::{NotSitePath, SitePath};
pub use dates::{DatePattern, DateWords, MomentPattern, NotPattern};
pub use event::{EventInfo, EventStatus};
pub use language::{Direction, LanguageInfo};
pub use offer::OfferRules;
pub use read::ManifestFault;
pub use ticket::{Said, TicketStep, TicketWords, Tickets};
pub use time::{EventTime, NotEventTime, Zone};

/// The whole manifest; by default that of a site of which nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format: [`Manifest::VERSION`].
    pub version: u32,
    /// Where the site lives, without a final slash.
    #[serde(deserialize_with = "address::base_url")]
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
    /// The pages that forms link to.
    pub pages: SitePages,
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
    /// The zone of moments that belong to no event; UTC from an older generator, which names none.
    #[serde(default)]
    pub time_zone: Zone,
    /// How dates are written, by language; nothing from an older generator.
    #[serde(default)]
    pub dates: BTreeMap<String, DateWords>,
    /// SHA-256 in hexadecimal of each other file of the folder, by its path below `forms/`: by that a reader knows
    /// whether all of them are of one build. Empty where nobody writes them to disk.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// The pages that forms link to, each by language; a page that the site doesn't have is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SitePages {
    /// How people treat each other.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub code_of_conduct: BTreeMap<String, SitePath>,
    /// How data are treated.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub privacy: BTreeMap<String, SitePath>,
}

/// A partner: who answers mail about its events, and in which language its people read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationInfo {
    /// The full name, in its own spelling.
    pub name: String,
    /// A role address, never a person's, as [`crate::email::canonical`] spells it.
    #[serde(default, deserialize_with = "address::email")]
    pub email: Option<String>,
    /// ISO 3166-1 alpha-2: `NO`.
    pub country: String,
    /// A language of the site: the one that its people are written to in.
    pub lang: String,
}
