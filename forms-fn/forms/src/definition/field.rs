//! One field: what kind of answer it takes, when it is asked, why, and how long the answer is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Role, Text};
use crate::CountryFacts;

/// What a `country` field offers without a list of its own.
pub(super) const FIRST_NETWORK: [&str; 5] = ["DK", "FI", "NO", "SE", CountryFacts::OTHER];

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in HTML and in the record, in snake_case.
    pub name: String,
    /// The id of its group.
    pub group: String,
    /// What kind of answer it takes, with the limits of that kind.
    pub kind: Kind,
    /// The part that it plays.
    // Definitions that were stored before there were roles have none.
    #[serde(default)]
    pub role: Option<Role>,
    /// The question.
    pub label: Text,
    /// A sentence under the question.
    pub help: Option<Text>,
    /// Whether an answer is needed when the field is asked.
    pub required: bool,
    /// The token of HTML's `autocomplete`.
    pub autocomplete: Option<String>,
    /// Whether the event's country or the page's language is chosen before the person chooses.
    // Definitions that were stored before there was such a key have none.
    #[serde(default)]
    pub preset: bool,
    /// What a field of the kind `country` offers, the word for all others last; the countries of the first network where there
    /// is nothing. Their names are in the texts, under `form.countries`.
    // Definitions that were stored before there was such a list have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// How sensitive the answer is.
    pub mark: Mark,
    /// The id of its purpose.
    pub purpose: String,
    /// How long the answer is kept.
    pub keep: Keep,
    /// When it is asked; always when none.
    pub when: Option<When>,
    /// Own sentences for errors, by the error's key in the texts: `required`, `maxLength`.
    pub errors: BTreeMap<String, Text>,
}

/// What kind of answer a field takes. Lengths are in characters, a line break is one: where programs
/// count them differently, the one that lets more through counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    #[expect(missing_docs, reason = "the limits of the rules of the same name")]
    Text { min_length: Option<u32>, max_length: u32 },
    /// Several lines of text.
    #[expect(missing_docs, reason = "the limits of the rules of the same name")]
    LongText { min_length: Option<u32>, max_length: u32 },
    /// An e-mail address.
    #[expect(missing_docs, reason = "the limit of the rule of the same name")]
    Email { max_length: u32 },
    /// A phone number in any notation.
    #[expect(missing_docs, reason = "the limits of the rule of the same name")]
    Phone { min_digits: u32, max_digits: u32 },
    /// A whole number that is not negative.
    #[expect(missing_docs, reason = "the limits of the rule of the same name")]
    Integer { min: i64, max: i64 },
    /// One of several options; `default` is chosen before the person chooses.
    #[expect(missing_docs, reason = "said in the line above")]
    Choice { options: Vec<Choice>, default: Option<String> },
    /// Any number of several options, within `pick`.
    #[expect(missing_docs, reason = "said in the line above")]
    Choices { options: Vec<Choice>, pick: Option<(u32, u32)> },
    /// A box to tick. With `consent`, the label is recorded as what the person agreed to.
    #[expect(missing_docs, reason = "said in the line above")]
    Checkbox { consent: bool },
    /// One of the site's languages.
    #[expect(missing_docs, reason = "the ids of the languages")]
    Language { values: Vec<String> },
    /// One of the countries of the network, or another one: see [`Field::countries`].
    Country,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: Text,
    /// The fact of the event without which it isn't shown. It is taken all the same: what an event has may change.
    // Definitions that were stored before there was such a key have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

/// How sensitive an answer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It tells nothing about the person.
    #[default]
    None,
    /// Personal data.
    Personal,
    /// It may show health, faith or the like (GDPR, article 9).
    Sensitive,
}

/// How long an answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// For some days after something has happened.
    #[expect(missing_docs, reason = "said in the line above")]
    Days { days: u32, after: After },
    /// Only as a number, for good.
    Count,
    /// Not after the check.
    None,
}

/// What the days of keeping are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// The end of the event.
    EventEnd,
    /// The moment of sending.
    Submission,
    /// The closing of the request.
    Closing,
    /// The first meeting with the mentor.
    FirstMeeting,
    /// The withdrawal of the consent.
    Withdrawal,
}

/// When a field is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// When the event has a fact.
    Fact(String),
    /// When another field has a value.
    #[expect(missing_docs, reason = "said in the line above")]
    Is { field: String, value: String },
    /// When one of other fields is filled.
    Filled(Vec<String>),
}

impl Field {
    /// What a ticked box sends.
    pub const TICKED: &'static str = "yes";

    /// The values that the field offers; none where the person writes.
    pub fn offered(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Choice { options, .. } | Kind::Choices { options, .. } => {
                options.iter().map(|choice| choice.value.as_str()).collect()
            }
            Kind::Language { values } => values.iter().map(String::as_str).collect(),
            Kind::Country if self.countries.is_empty() => FIRST_NETWORK.to_vec(),
            Kind::Country => self.countries.iter().map(String::as_str).collect(),
            Kind::Checkbox { .. } => vec![Field::TICKED],
            Kind::Text { .. } | Kind::LongText { .. } => Vec::new(),
            Kind::Email { .. } | Kind::Phone { .. } | Kind::Integer { .. } => Vec::new(),
        }
    }

    /// Whether a tick in this box is recorded as a consent.
    pub fn is_consent(&self) -> bool {
        matches!(self.kind, Kind::Checkbox { consent: true })
    }
}

impl Keep {
    /// The key of its sentence in the texts, under `form`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Keep::Days { after: After::EventEnd, .. } => "form.keepEventEnd",
            Keep::Days { after: After::Submission, .. } => "form.keepSubmission",
            Keep::Days { after: After::Closing, .. } => "form.keepClosing",
            Keep::Days { after: After::FirstMeeting, .. } => "form.keepFirstMeeting",
            Keep::Days { after: After::Withdrawal, .. } => "form.keepWithdrawal",
            Keep::Count => "form.keepCount",
            Keep::None => "form.keepNone",
        }
    }
}
