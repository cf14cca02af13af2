//! What is said when something can't be done. It speaks no language; `hold` puts the words in.

use std::sync::Arc;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::parts::REFERENCE;
use super::visitor::{Asker, Visitor};
use super::{ROOT, frame};
use crate::folder::Faults;
use crate::office::{Cause, Stop, StopKind};
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::store::StoreError;

/// Why something wasn't done.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nobody is signed in.
    SignedOut,
    /// Nobody did anything for a while: the passkey is asked for once more. The record is that whose answers were to be opened.
    Idle(Option<Reference>),
    /// There is no such page, or not for this visitor: nobody can tell which.
    NotThere,
    /// The address has no such method.
    Method,
    /// What was sent isn't what our pages send.
    Bad,
    /// A page of another site sent it.
    OtherSite,
    /// The office refused it for a cause that we have words for; nothing has changed.
    Undone(Cause),
    /// A page refused it; nothing has changed. The key of the words.
    Told(&'static str),
    /// The office refused it in words that are the command line's: the log has them, and the reader the rest.
    Untold(String),
    /// Something broke.
    Broken(String),
    /// Too many ask at once, or the store is.
    Busy,
}

impl From<Stop> for Refused {
    fn from(stop: Stop) -> Self {
        match stop.kind() {
            StopKind::Outside | StopKind::Nothing => Self::NotThere,
            StopKind::Refused => {
                stop.cause().map_or_else(|| Self::Untold(stop.words().to_owned()), Self::Undone)
            }
            StopKind::Failed | StopKind::BrokenOff => Self::Broken(stop.words().to_owned()),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<Refusal> for Refused {
    fn from(_: Refusal) -> Self {
        Self::Bad
    }
}

impl From<Faults> for Refused {
    fn from(faults: Faults) -> Self {
        Self::Broken(crate::folder::line(&faults))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Refused {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::OtherSite | Self::Idle(_) => StatusCode::FORBIDDEN,
            Self::NotThere => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Bad => StatusCode::BAD_REQUEST,
            Self::Undone(_) | Self::Told(_) | Self::Untold(_) => StatusCode::CONFLICT,
            Self::Broken(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn key(&self) -> &'static str {
        match self {
            Self::SignedOut => "refused.signedOut",
            Self::Idle(_) => "refused.idle",
            Self::NotThere => "refused.notThere",
            Self::Method | Self::Bad => "refused.bad",
            Self::OtherSite => "refused.otherSite",
            Self::Undone(_) | Self::Told(_) | Self::Untold(_) => "refused.stopped",
            Self::Broken(_) | Self::Busy => "refused.broken",
        }
    }
}

/// Answers an address that nobody knows.
pub(super) async fn unknown() -> Refused {
    Refused::NotThere
}

/// The page for what a handler refused. What broke is told to the log and not to the reader.
pub(super) fn answer(asker: &Asker, visitor: Option<&Visitor>, refused: &Refused, is_read: bool) -> Response {
    if let Refused::Broken(why) = refused {
        tracing::error!(request_id = asker.request_id.as_str(), why, "an organiser's request failed");
    }
    if let Refused::Untold(why) = refused {
        tracing::warn!(
            request_id = asker.request_id.as_str(),
            why,
            "an organiser was refused something that pages have no words for"
        );
    }
    if matches!(refused, Refused::SignedOut) && is_read {
        return Redirect::to(&asker.folder.address(&format!("{ROOT}/sign-in"))).into_response();
    }
    let title = asker.t(&format!("{}.title", refused.key()));
    let back = if visitor.is_some_and(Visitor::is_volunteer) { "nav.door" } else { "nav.today" };
    let main = html! {
        h1 { (title) } "\n"
        @if let Refused::Told(key) = refused { p class="notice" { (asker.t(key)) } "\n" }
        @if let Refused::Undone(cause) = refused {
            p class="notice" { (asker.t(&format!("cause.{}", cause.as_str()))) } "\n"
        }
        p { (asker.t(&format!("{}.text", refused.key()))) } "\n"
        @if let Refused::Idle(reference) = refused {
            form method="post" action="/desk/passkey/ask" {
                @if let Some(reference) = reference { input type="hidden" name=(REFERENCE) value=(reference); }
                p { button { (asker.t("passkey.ask")) } }
            } "\n"
        }
        p { a href=(visitor.map_or(ROOT, Visitor::first_page)) { (asker.t(back)) } } "\n"
    };
    let mut response = frame::page(asker, visitor, refused.status(), &title, &main);
    if refused.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}
