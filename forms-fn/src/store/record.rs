//! One record as it is read back.

use forms::Submission;
use serde::Serialize;
use serde_json::Value;

use crate::reference::Reference;

/// What a record means for the person who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Status {
    /// Has a seat.
    Confirmed,
    /// Waits for one.
    Waiting {
        /// 1 is the next to get a seat.
        position: u32,
    },
    /// Was received by a form without seats.
    Received,
}

impl Status {
    /// The word that is stored and sent to programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting { .. } => "waiting",
            Self::Received => "received",
        }
    }
}

/// A stored submission.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stored {
    /// What the person wrote down.
    pub reference: Reference,
    /// The form's id.
    pub form: String,
    /// Which text of the form it was (`Definition::version`).
    pub definition_version: String,
    /// The event's id, for a form that belongs to one.
    pub event: Option<String>,
    /// The language in which the form was read.
    pub lang: String,
    /// With the position as it is now.
    #[serde(flatten)]
    pub status: Status,
    /// RFC 3339, UTC.
    pub submitted_at: String,
    /// Field name → text, number, list of texts or `true`.
    pub answers: Value,
    /// The consents, each with the hash of the words that were shown.
    pub consents: Value,
}

/// The answers as plain JSON: field name → text, number, list of texts or `true`.
pub(crate) fn answers(submission: &Submission) -> Value {
    serde_json::to_value(submission.answers()).expect("texts, lists of texts, numbers and `true` are JSON")
}
