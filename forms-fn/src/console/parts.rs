//! Small pieces that several pages share: how something stands, what was done, why it wasn't, a line for the reason.

use axum::response::Response;
use forms::{Html, Wording};
use jiff::Timestamp;
use maud::html;

use super::sign_in::to;
use super::visitor::Visitor;
use crate::decode::Query;
use crate::desk::{Action, Status};
use crate::office::Cause;
use crate::reference::Reference;

/// The parameter that says what was done, by a word of ours.
pub(super) const DONE: &str = "done";
/// The one that says why something wasn't.
pub(super) const UNDONE: &str = "undone";
/// The field of the reason, which the person can read.
pub(super) const REASON: &str = "reason";

/// The field of the record to which somebody comes back.
pub(super) const REFERENCE: &str = "reference";

/// What somebody typed as the reason of something.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reason<'a> {
    pub(super) typed: &'a str,
    /// Whether there has to be one.
    pub(super) is_needed: bool,
    /// Whether there has to be one and is none.
    pub(super) is_missing: bool,
}

impl Visitor {
    /// The language of the site in which forms and dates are told to this reader.
    pub(super) fn site_lang(&self) -> &str {
        let manifest = self.asker.folder.manifest();
        let has = manifest.languages.iter().any(|info| info.id == self.asker.lang);
        if has { self.asker.lang } else { &manifest.default_language }
    }

    /// The words of answers for this reader.
    pub(super) fn wording(&self) -> Wording<'_> {
        self.asker.folder.wording(self.site_lang())
    }

    /// A moment by the clock of an event; of the site where it belongs to none.
    pub(super) fn moment_of(&self, event: Option<&str>, at: Timestamp) -> String {
        match event.and_then(|event| self.asker.folder.event(event)) {
            Some(event) => self.asker.folder.moment(self.asker.lang, &at.to_zoned(event.zone().clone())),
            None => self.moment(at),
        }
    }

    /// How a record stands.
    pub(super) fn status(&self, status: Status, position: Option<u32>) -> String {
        match (status, position) {
            (Status::Waiting, Some(position)) => {
                self.with("status.place", &[("position", &position.to_string())])
            }
            (status, _) => self.t(&format!("status.{}", status.as_str())),
        }
    }

    /// What the address says was done or not done. Only words of ours stand there.
    pub(super) fn said(&self, query: &Query) -> Html {
        let others =
            [Action::Register, Action::Letter, Action::LetterBack, Action::LetterDraft, Action::EventLink];
        let mut doings = crate::office::ACTS.into_iter().chain(others);
        let done = doings.find(|action| query.get(DONE) == Some(action.as_str()));
        let undone = Cause::ALL.into_iter().find(|cause| query.get(UNDONE) == Some(cause.as_str()));
        html! {
            @if let Some(action) = done {
                p class="notice" role="status" { (self.t(&format!("done.{}", action.as_str()))) } "\n"
            }
            @if let Some(cause) = undone {
                p class="notice" role="alert" {
                    (self.t("undone.title")) " " (self.t(&format!("cause.{}", cause.as_str())))
                } "\n"
            }
        }
    }

    /// Back to a page that says what was done.
    pub(super) fn back_with(&self, path: &str, done: Action) -> Response {
        to(&self.asker, &format!("{path}?{DONE}={}", done.as_str()))
    }

    /// Back to a page that says why it wasn't.
    pub(super) fn back_without(&self, path: &str, cause: Cause) -> Response {
        to(&self.asker, &format!("{path}?{UNDONE}={}", cause.as_str()))
    }

    /// A line for the reason. `id` tells it from the others of the page.
    pub(super) fn reason_field(&self, id: &str, reason: Reason<'_>) -> Html {
        let (id, error) = (format!("{REASON}-{id}"), format!("{REASON}-{id}-error"));
        let help = format!("{id}-help");
        let described = if reason.is_missing { format!("{error} {help}") } else { help.clone() };
        html! {
            p class="field" {
                label for=(id) {
                    (self.t("reason.label"))
                    @if !reason.is_needed { " " span class="field-optional" { "(" (self.t("reason.optional")) ")" } }
                }
                @if reason.is_missing { span class="field-error" id=(error) { (self.t("reason.missing")) } }
                span class="field-help" id=(help) { (self.t("reason.help")) }
                input id=(id) name=(REASON) value=(reason.typed) maxlength="200" autocomplete="off"
                    required[reason.is_needed] aria-describedby=(described)
                    aria-invalid=[reason.is_missing.then_some("true")];
            } "\n"
        }
    }

    /// The page of a record.
    pub(super) fn record_link(&self, reference: &Reference, name: &str) -> Html {
        let reference = reference.to_string();
        html! {
            a href=(format!("/desk/r/{reference}")) { bdi { (if name.is_empty() { &reference } else { name }) } }
        }
    }

    /// The way to requests as a table.
    pub(super) fn export_of_requests(&self) -> Html {
        html! {
            p class="desk-row" { a class="button button-quiet" href="/desk/requests/export" { (self.t("export.title")) } } "\n"
        }
    }

    /// The list of an event.
    pub(super) fn event_link(&self, event: &str) -> Html {
        html! { a href=(event_path(event)) { (self.event_title(event)) } }
    }
}

/// Where the list of an event stands.
pub(super) fn event_path(event: &str) -> String {
    format!("/desk/events/{}", in_address(event))
}

/// A word as a part of an address.
pub(super) fn in_address(word: &str) -> String {
    form_urlencoded::byte_serialize(word.as_bytes()).collect()
}

/// The reference of the record whose page an address is or lies below.
pub(super) fn reference_of(path: &str) -> Option<Reference> {
    let (_, rest) = path.split_once("/desk/r/")?;
    Reference::parse(rest.split('/').next()?)
}

/// A reference that stands in an address; what is none leads nowhere.
pub(super) fn reference(text: &str) -> Result<Reference, super::refused::Refused> {
    Reference::parse(text).ok_or(super::refused::Refused::NotThere)
}
