//! What is said when something can't be done: words for the person, a detail for the log, never mixed.

use std::fmt;

use axum::http::StatusCode;
use forms::Texts;

use crate::folder::Event;
use crate::lookup::Target;

/// A refusal, ready to be answered.
#[derive(Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) status: StatusCode,
    /// The same in every language, for programs: `closed`, `event-unknown`, …
    pub(crate) code: &'static str,
    pub(crate) title: PublicText,
    pub(crate) public: PublicText,
    pub(crate) private: Option<PrivateDetail>,
    /// What the request was about, as far as it was known, for the way back.
    pub(crate) target: Option<Target<'a>>,
}

/// Words that may be sent. They are made from the interface texts and the event's own title only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicText(String);

impl PublicText {
    pub(crate) fn word(texts: &Texts, key: &str) -> Self {
        Self(texts.text(key))
    }

    pub(crate) fn with_when(texts: &Texts, key: &str, when: &str) -> Self {
        Self(texts.with(key, &[("when", when)]))
    }

    pub(crate) fn title_of(event: &Event, lang: &str) -> Self {
        Self(event.title(lang).to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the log may know and nobody else. It has no `Display`, so it can't slip into an answer.
#[derive(Debug)]
pub(crate) struct PrivateDetail(String);

impl PrivateDetail {
    pub(crate) fn new(detail: impl fmt::Display) -> Self {
        Self(detail.to_string())
    }

    /// The one way out.
    pub(crate) fn log(&self, request_id: &str, code: &str) {
        tracing::error!(request_id, code, detail = self.0.as_str(), "the request failed");
    }
}
