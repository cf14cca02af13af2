//! Every reason not to do what was asked, with its status, its code and its words.
//!
//! Of the states of an event, those that may pass are conflicts (409), those that are for good
//! are gone (410). 404 stays for what we never heard of.

use axum::http::StatusCode;
use forms::Texts;

use crate::folder::{self, Event, FolderFault, RegistrationState};
use crate::problem::{PrivateDetail, PublicText};
use crate::store::StoreError;

#[derive(Debug)]
pub(crate) enum Refusal {
    FormUnknown,
    EventUnknown,
    /// The event is there, and nobody registers for it with a form.
    EventWithoutForm,
    ReferenceUnknown,
    /// A signed link is unknown, has run out, was tampered with, or what it was for is deleted.
    LinkDead,
    /// Neither the time nor the status of the record allows it any more.
    TooLate,
    /// The sender or the address has reached a limit; nothing has changed, and there is room again from then on.
    NotBefore(String),
    NotOpenYet,
    Closed,
    Past,
    Cancelled,
    Postponed,
    Full,
    /// The same page has sent other answers before.
    SentAlready,
    TooLarge,
    BadRequest,
    Unsupported,
    MethodNotAllowed,
    /// A page of another site sent it.
    Forbidden,
    /// Too many want the same at once; nothing was stored.
    Busy(PrivateDetail),
    /// Too many requests are under way; this one wasn't looked at.
    Crowded,
    /// It took too long or its answer was lost: perhaps it was stored, perhaps not.
    Unsure(PrivateDetail),
    /// The store, the system or a part of the forms failed.
    Failed(PrivateDetail),
}

impl Refusal {
    /// `None` when people can register.
    pub(crate) fn of(state: RegistrationState) -> Option<Self> {
        match state {
            RegistrationState::Open => None,
            RegistrationState::NotOpenYet => Some(Self::NotOpenYet),
            RegistrationState::Closed => Some(Self::Closed),
            RegistrationState::Past => Some(Self::Past),
            RegistrationState::Cancelled => Some(Self::Cancelled),
            RegistrationState::Postponed => Some(Self::Postponed),
            RegistrationState::Full => Some(Self::Full),
        }
    }

    /// Status, code for programs, key of the words. One line each, so that the table can be read.
    fn row(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::FormUnknown => (StatusCode::NOT_FOUND, "form-unknown", "form.formUnknown"),
            Self::EventUnknown => (StatusCode::NOT_FOUND, "event-unknown", "form.eventUnknown"),
            Self::EventWithoutForm => (StatusCode::NOT_FOUND, "event-without-form", "form.eventWithoutForm"),
            Self::ReferenceUnknown => (StatusCode::NOT_FOUND, "reference-unknown", "form.formUnknown"),
            Self::LinkDead => (StatusCode::FORBIDDEN, "link-dead", "my.linkText"),
            Self::TooLate => (StatusCode::CONFLICT, "too-late", "my.tooLate"),
            Self::NotBefore(_) => (StatusCode::CONFLICT, "too-many", "form.notBefore"),
            Self::NotOpenYet => (StatusCode::CONFLICT, "not-open-yet", "form.notOpenYet"),
            Self::Full => (StatusCode::CONFLICT, "full", "form.full"),
            Self::SentAlready => (StatusCode::CONFLICT, "sent-already", "form.sentAlready"),
            Self::Closed => (StatusCode::GONE, "closed", "form.closed"),
            Self::Past => (StatusCode::GONE, "past", "form.past"),
            Self::Cancelled => (StatusCode::GONE, "cancelled", "form.cancelled"),
            Self::Postponed => (StatusCode::CONFLICT, "postponed", "form.postponed"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "form.tooLarge"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad-request", "form.badRequest"),
            Self::Unsupported => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", "form.unsupported"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method", "form.unsupported"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "other-site", "form.forbidden"),
            Self::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy", "form.busyText"),
            Self::Crowded => (StatusCode::SERVICE_UNAVAILABLE, "busy", "form.busyText"),
            Self::Unsure(_) => (StatusCode::SERVICE_UNAVAILABLE, "unsure", "form.unsureText"),
            Self::Failed(_) => (StatusCode::SERVICE_UNAVAILABLE, "failed", "form.serverError.text"),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.row().0
    }

    pub(crate) fn code(&self) -> &'static str {
        self.row().1
    }

    /// The sentence; the ones about opening and closing tell when.
    pub(crate) fn words(&self, texts: &Texts, event: Option<&Event>) -> PublicText {
        let key = self.row().2;
        match (self, event) {
            (Self::NotBefore(when), _) => PublicText::with_when(texts, key, when),
            (Self::NotOpenYet, Some(event)) => {
                PublicText::with_when(texts, key, &event.opens_text(texts.lang()))
            }
            (Self::Closed, Some(event)) => {
                PublicText::with_when(texts, key, &event.closes_text(texts.lang()))
            }
            _ => PublicText::word(texts, key),
        }
    }

    /// The heading: the event's title where it is about an event that we know.
    pub(crate) fn title(&self, texts: &Texts, event: Option<&Event>) -> PublicText {
        match (self, event) {
            (Self::Busy(_) | Self::Crowded, _) => PublicText::word(texts, "form.busyTitle"),
            (Self::Unsure(_), _) => PublicText::word(texts, "form.unsureTitle"),
            (Self::Failed(_), _) => PublicText::word(texts, "form.serverError.title"),
            (Self::LinkDead, _) => PublicText::word(texts, "my.linkTitle"),
            (_, Some(event)) => PublicText::title_of(event, texts.lang()),
            (_, None) => PublicText::word(texts, "form.summaryTitle"),
        }
    }

    pub(crate) fn private(&self) -> Option<&PrivateDetail> {
        match self {
            Self::Failed(detail) | Self::Busy(detail) | Self::Unsure(detail) => Some(detail),
            _ => None,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let (busy, unsure) = (error.is_busy(), error.is_unsure());
        let detail = PrivateDetail::new(error);
        match (busy, unsure) {
            (true, _) => Self::Busy(detail),
            (_, true) => Self::Unsure(detail),
            _ => Self::Failed(detail),
        }
    }
}

/// A part of the forms that was first asked for now, and can't be used.
impl From<Vec<FolderFault>> for Refusal {
    fn from(faults: Vec<FolderFault>) -> Self {
        Self::Failed(PrivateDetail::new(folder::line(&faults)))
    }
}

impl From<getrandom::Error> for Refusal {
    fn from(error: getrandom::Error) -> Self {
        Self::Failed(PrivateDetail::new(error))
    }
}
