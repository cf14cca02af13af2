//! What a form is, from its definition to the answer of the person who fills it in.
//!
//! The journey: an editor writes `content/forms/<form>.yaml` and the interface words of each language.
//! [`Texts::parse`] and [`Definition::parse`] turn them into values or list every fault with its position.
//! A field names its rules ([`Rule`]); each rule is a browser's attribute and a server's check, side by side.
//! The generator draws the empty form with [`html::form`] and the reasons for asking with [`notice::html`].
//! A person sends [`Values`]; [`Definition::check`] makes a [`Submission`] of them or lists every
//! [`FieldError`], whose sentence stands beside the field when `forms-fn` draws the form again.
//! The [`Manifest`] carries what `forms-fn` must know of the site: events, pages, languages.
//!
//! The crate has no disk, network or clock: text in, text out.

mod fault;
mod sentence;
mod suggest;
mod yaml;

mod texts;

mod definition;

mod facts;

mod country;

pub mod email;

mod rule;

mod values;

mod check;

mod message;

mod words;

pub mod addresses;
pub mod html;
pub mod notice;

pub mod schema;

mod manifest;

pub use check::{Answer, Consent, Submission};
pub use country::CountryFacts;
pub use definition::{
    About, After, AtLeastOne, Basis, Choice, Deadlines, Definition, Field, FormText, FormWords, Group,
    Instead, Keep, KeyRow, KeyTable, Kind, MailText, Mark, Purpose, Role, Setting, Text, Thanks, ThanksPage,
    When,
};
pub use email::EmailFault;
pub use facts::Facts;
pub use fault::{Fault, FaultCode, fault_words};
pub use html::{HONEYPOT, Html, Links, SWITCH};
pub use manifest::{
    DatePattern, DateWords, Direction, EventInfo, EventStatus, EventTime, LanguageInfo, Manifest,
    ManifestFault, MomentPattern, NotEventTime, NotPattern, NotSitePath, OfferRules, OrganisationInfo, Said,
    SitePages, SitePath, TicketStep, TicketWords, Tickets, Zone,
};
pub use message::{Code, FieldError};
pub use rule::Rule;
pub use sentence::{Arg, Names, Sentence};
pub use suggest::nearest;
pub use texts::{Message, Texts, fill, plural_categories};
pub use values::{Values, is_blank};
pub use words::{AnswerWord, Wording, as_sent};
pub use yaml::meant::{meant_number, meant_truth};
pub use yaml::places::YamlPlaces;
pub use yaml::slip::{YamlSlip, yaml_slip};
