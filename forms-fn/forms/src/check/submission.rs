//! What came out of the check: answers that keep all rules. Nothing else can make it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::{Definition, Field};

/// The answers of one person to one form, all rules kept. Only [`Definition::check`] makes one.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Submission {
    form: String,
    version: String,
    answers: BTreeMap<String, Answer>,
    consents: Vec<Consent>,
}

/// One answer. In JSON: a string, a list of strings, a number, or `true`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Words, or the value of a choice.
    Text(String),
    /// The values of several chosen options, in the order in which they came.
    Many(Vec<String>),
    /// A whole number.
    Number(i64),
    /// A ticked box.
    Yes,
}

/// A consent that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// The field's name.
    pub field: String,
    /// What the person agreed to, as a purpose.
    pub purpose: String,
    /// The SHA-256 of the consent's text in all languages, in hex.
    pub text_hash: String,
}

impl Submission {
    pub(super) fn new(
        form: &Definition,
        answers: BTreeMap<String, Answer>,
        consents: Vec<Consent>,
    ) -> Submission {
        Submission { form: form.id.clone(), version: form.version.clone(), answers, consents }
    }

    /// The form's id.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The version of the definition that the answers were checked by.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The answers by field. Fields without an answer, and those that are kept not at all, are absent.
    pub fn answers(&self) -> &BTreeMap<String, Answer> {
        &self.answers
    }

    /// The answer of one field.
    pub fn answer(&self, field: &str) -> Option<&Answer> {
        self.answers.get(field)
    }

    /// The consents that were given.
    pub fn consents(&self) -> &[Consent] {
        &self.consents
    }
}

/// Names only: answers belong in no log.
impl fmt::Debug for Submission {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let fields: Vec<&String> = self.answers.keys().collect();
        formatter
            .debug_struct("Submission")
            .field("form", &self.form)
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// The words of a text answer.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Answer::Text(text) => Some(text),
            Answer::Many(_) | Answer::Number(_) | Answer::Yes => None,
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Answer::Text(text) => serializer.serialize_str(text),
            Answer::Many(values) => values.serialize(serializer),
            Answer::Number(number) => serializer.serialize_i64(*number),
            Answer::Yes => serializer.serialize_bool(true),
        }
    }
}

impl Consent {
    /// The consent that a tick in this field gives; none for fields that are no consent.
    pub(super) fn of(field: &Field) -> Option<Consent> {
        field.is_consent().then(|| Consent {
            field: field.name.clone(),
            purpose: field.purpose.clone(),
            text_hash: Consent::hash(field),
        })
    }

    /// The hash of a consent field's label, over all languages: `lang NUL text NUL …`, sorted by language.
    pub fn hash(field: &Field) -> String {
        let mut hasher = Sha256::new();
        for (lang, text) in &field.label.0 {
            for part in [lang, text] {
                hasher.update(part.as_bytes());
                hasher.update([0]);
            }
        }
        crate::definition::hex(&hasher.finalize())
    }
}
