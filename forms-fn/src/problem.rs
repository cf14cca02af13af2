//! What is said when something can't be done: words for the person, a detail for the log, never mixed.

use std::fmt;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use forms::Texts;

use crate::folder::{Event, Faults};
use crate::refusal::Refusal;
use crate::store::StoreError;

/// A refusal, and what it is about as far as that was known, for the way back.
///
/// It speaks no language. As a response it is empty, and `conversation` puts its words into it.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) refusal: Refusal,
    pub(crate) about: Option<About>,
}

/// The ids of a form and its event.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) form: String,
    pub(crate) event: Option<String>,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, about: None }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        Refusal::from(faults).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.refusal.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
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
