//! What one form is: its texts, groups, fields and the rules over several fields.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod deadlines;
mod field;
mod mail;
mod parse;
mod role;
mod rules;
mod text;
mod without;

pub use deadlines::Deadlines;
use field::FIRST_NETWORK;
pub use field::{After, Choice, Field, Keep, Kind, Mark, When};
pub use mail::MailText;
pub use parse::{FormText, FormWords, KeyRow, KeyTable};
pub use role::Role;
pub use text::Text;

use crate::Fault;

/// For each language those whose words take the place of missing ones, the nearest first.
pub type Instead = BTreeMap<String, Vec<String>>;

/// In which languages a definition is read.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'l> {
    /// Those of the site.
    pub languages: &'l [&'l str],
    /// Those that a field of the kind `country` offers, in their order; without any, those of the first network.
    pub countries: &'l [&'l str],
    /// Who lends missing words; `None` makes each missing text a fault.
    pub instead: Option<&'l Instead>,
    /// What the languages' own files say of forms.
    pub words: &'l [FormWords],
}

/// One form. Only [`Definition::parse`] makes one that has no faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The name of its file: `registration`.
    pub id: String,
    /// The first 16 hex digits of the SHA-256 of the YAML text.
    pub version: String,
    /// The form's heading.
    pub title: Text,
    /// One or two sentences above the fields.
    pub intro: Text,
    /// The button's words.
    pub submit: Text,
    /// What the form belongs to.
    pub about: About,
    /// The times that it promises. Its texts say them already.
    // Definitions that were stored before there were any have none.
    #[serde(default)]
    pub deadlines: Deadlines,
    /// The result pages.
    pub thanks: Thanks,
    /// The words of its messages by kind: those of [`About::mail_kinds`], or none for a form that sends no mail.
    // Definitions that were stored before there was mail have none.
    #[serde(default)]
    pub mails: BTreeMap<String, MailText>,
    /// Why we ask.
    pub purposes: Vec<Purpose>,
    /// The fieldsets, in order.
    pub groups: Vec<Group>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// Sets of fields of which one must be filled.
    pub at_least_one: Vec<AtLeastOne>,
}

/// What a form belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// An event, whose facts decide some fields.
    Event,
    /// Nothing: a form that stands alone.
    Nothing,
}

/// The result pages: `confirmed` and `waiting` for an event, `received` for a form that stands alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thanks {
    /// The person has a place.
    pub confirmed: Option<ThanksPage>,
    /// The person is on the waiting list.
    pub waiting: Option<ThanksPage>,
    /// The request has come in.
    pub received: Option<ThanksPage>,
}

/// The words of a result page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThanksPage {
    /// The heading.
    pub title: Text,
    /// What happens next; may hold `{reference}`, and for an event `{event}` and `{when}`.
    pub text: Text,
}

/// Why something is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// The name by which fields refer to it.
    pub id: String,
    /// What allows us to ask.
    pub basis: Basis,
    /// One sentence for the person.
    pub text: Text,
}

/// The legal bases of the GDPR that we use: article 6 (1) a, b, c and f, and article 9 (2) a.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Needed for what the person asks for.
    Contract,
    /// A legitimate interest of the organisation.
    LegitimateInterest,
    /// The person's consent.
    Consent,
    /// The person's explicit consent, for sensitive data.
    ExplicitConsent,
    /// A duty by law.
    LegalObligation,
}

impl Basis {
    pub(crate) const ALL: [(&'static str, Basis); 5] = [
        ("contract", Basis::Contract),
        ("legitimate_interest", Basis::LegitimateInterest),
        ("consent", Basis::Consent),
        ("explicit_consent", Basis::ExplicitConsent),
        ("legal_obligation", Basis::LegalObligation),
    ];

    /// The name in the YAML format: `explicit_consent`.
    pub fn as_str(self) -> &'static str {
        Basis::ALL.iter().find(|(_, basis)| *basis == self).expect("every basis is in the table").0
    }
}

/// A fieldset with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The name by which fields refer to it.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// Whether it is folded until somebody opens it, or until there is something in it to see.
    // Definitions that were stored before there were any have none.
    #[serde(default)]
    pub folded: bool,
}

/// Fields of which one must be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtLeastOne {
    /// The fields, in order; the error stands beside the first.
    pub fields: Vec<String>,
    /// The error's sentence.
    pub error: Text,
}

impl Definition {
    /// Reads a definition, or lists every fault in it. Each text must exist in each of the languages.
    pub fn parse(id: &str, yaml: &str, languages: &[&str]) -> Result<Definition, Vec<Fault>> {
        parse::parse(id, yaml, &Setting { languages, countries: &[], instead: None, words: &[] }).0
    }

    /// The same for a site that may say less in some languages than in others. The second list are the texts that another
    /// language lends, which are no faults.
    pub fn parse_in(
        id: &str,
        yaml: &str,
        setting: &Setting<'_>,
    ) -> (Result<Definition, Vec<Fault>>, Vec<Fault>) {
        parse::parse(id, yaml, setting)
    }

    /// Every text of a definition's YAML text, with the languages that it stands in there.
    pub fn texts_of(yaml: &str, languages: &[&str]) -> Vec<FormText> {
        parse::listed(yaml, languages)
    }

    /// The YAML text of a definition as JSON Schema, as far as the schema of a file can tell what [`Definition::parse`] takes.
    pub fn schema(languages: &[&str]) -> serde_json::Value {
        parse::schema(languages)
    }

    /// Every key of a form's file in words, as it is declared.
    #[must_use]
    pub fn keys() -> Vec<KeyTable> {
        parse::tables()
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The purpose of an id.
    pub fn purpose(&self, id: &str) -> Option<&Purpose> {
        self.purposes.iter().find(|purpose| purpose.id == id)
    }

    /// Own words for errors, by field; a short cut for the message.
    pub(crate) fn own_error(&self, field: &str, key: &str) -> Option<&Text> {
        let errors: &BTreeMap<String, Text> = &self.field(field)?.errors;
        errors.get(key)
    }
}

/// Bytes as hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
