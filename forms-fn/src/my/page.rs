//! The page itself: how it stands, what can be done, and everything that is known.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::action::Action;
use super::parts::{self, Look};
use super::{TOKEN_FIELD, Visit, answers, consents, messages};
use crate::answer;
use crate::desk::{Status, UNDO_WITHIN};
use crate::escape::escape;
use crate::folder::RegistrationState;
use crate::page::{self, Page};
use crate::secret::Purpose;

/// What was done when somebody wanted a seat back that another one has now.
pub(super) const SEAT_LOST: &str = "undo-waiting";

/// Answers with the page, or with its facts for programs. `said` tells what has just happened.
pub(super) fn answer(visit: &Visit<'_>, status: StatusCode, said: Option<&str>) -> Response {
    if visit.reader.json {
        return answer::json(&visit.reader, status, &facts(visit));
    }
    answer::page(&visit.reader, status, &page(visit, said))
}

fn page(visit: &Visit<'_>, said: Option<&str>) -> Page {
    let texts = &visit.reader.language.texts;
    let title = texts.text(if visit.has_event() { "my.title" } else { "my.titleRequest" });
    let said = said.map(|words| format!("<p class=\"notice\" role=\"status\">{}</p>\n", escape(words)));
    let change = match visit.allows(Action::Change) {
        true => link(visit, Purpose::Change, "my.change"),
        false => String::new(),
    };
    let main = format!(
        "<h1>{}</h1>\n{}{}{}{}<h2>{}</h2>\n{}{change}{}{}{}",
        escape(&title),
        event_line(visit),
        said.unwrap_or_default(),
        standing(visit),
        actions(visit),
        escape(&texts.text("my.dataTitle")),
        answers::list(visit),
        consents::section(visit),
        messages::section(visit),
        rights(visit),
    );
    Page { title, main, path: path(visit, visit.purpose) }
}

/// Where this page stands below `/<lang>/`: the language switcher keeps the link.
pub(super) fn path(visit: &Visit<'_>, purpose: Purpose) -> String {
    let see = if purpose == Purpose::See { visit.see_url() } else { visit.url(purpose) };
    let prefix = format!("/{}/", visit.reader.lang());
    see.strip_prefix(&prefix).unwrap_or(&see).to_owned()
}

pub(super) fn event_line(visit: &Visit<'_>) -> String {
    visit.event.map(|event| page::event_line(event, &visit.reader.language.texts)).unwrap_or_default()
}

/// The status in words, and the reference.
fn standing(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    let lines: String = sentences(visit).iter().map(|line| parts::paragraph(line)).collect();
    let heading = heading(visit).map(|words| format!("<p class=\"standing\">{words}</p>\n"));
    format!(
        "{}{lines}<p>{}: <strong><bdi>{}</bdi></strong></p>\n",
        heading.unwrap_or_default(),
        escape(&texts.text("form.reference")),
        visit.record().reference,
    )
}

/// The words of the form's own result page, where it has some for this status.
fn heading(visit: &Visit<'_>) -> Option<String> {
    let thanks = page::thanks(&visit.definition.thanks, visit.record().status)?;
    Some(parts::words(&thanks.title, visit.reader.lang()))
}

/// The status in one line.
pub(super) fn status_words(visit: &Visit<'_>) -> String {
    let sentences = sentences(visit).into_iter().map(|line| escape(&line));
    heading(visit).into_iter().chain(sentences).collect::<Vec<_>>().join("<br>")
}

/// What else there is to say about the status. Its own page doesn't tell people to look for a link.
fn sentences(visit: &Visit<'_>) -> Vec<String> {
    let (texts, record) = (&visit.reader.language.texts, visit.record());
    let event_is = visit.event.map(|event| event.state(visit.now));
    if visit.called_off || event_is == Some(RegistrationState::Cancelled) {
        return vec![texts.text("form.cancelled")];
    }
    if event_is == Some(RegistrationState::Postponed) {
        return vec![texts.text("my.postponed")];
    }
    if event_is == Some(RegistrationState::Past) {
        return vec![texts.text("form.past")];
    }
    match record.status {
        Status::Confirmed => Vec::new(),
        Status::Waiting => {
            let position = visit.stored().position.unwrap_or(1).to_string();
            vec![texts.with("form.waitingPosition", &[("position", &position)])]
        }
        Status::Offered => vec![offer(visit)],
        Status::Cancelled if visit.has_event() => vec![texts.text("form.statusCancelled")],
        Status::Cancelled | Status::Closed => vec![texts.text("form.statusClosed")],
        Status::Lapsed => vec![texts.text("form.statusLapsed")],
        Status::Held => vec![texts.text("form.statusHeld")],
        Status::Unconfirmed => vec![texts.text("form.statusUnconfirmed")],
        Status::Received if record.address_field.is_some() => vec![texts.text("my.confirmed")],
        Status::Received => Vec::new(),
    }
}

/// That a seat is held, and until when.
pub(super) fn offer(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    match visit.record().offer_until {
        Some(until) => texts.with("my.acceptText", &[("until", &visit.moment(until))]),
        None => texts.text("my.acceptOpen"),
    }
}

/// What can be done about the status now.
fn actions(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    let mut html = String::new();
    if visit.allows(Action::Undo)
        && let Some(cancelled) = visit.record().cancelled
    {
        let until = visit.moment(cancelled.at + UNDO_WITHIN);
        html.push_str(&parts::paragraph(&texts.with("my.undoText", &[("until", &until)])));
        html.push_str(&parts::button(visit, Action::Undo, &texts.text("my.undo"), Look::Loud));
    }
    if visit.allows(Action::Confirm) && visit.purpose == Purpose::Confirm {
        html.push_str(&parts::button(visit, Action::Confirm, &texts.text("my.confirm"), Look::Loud));
    }
    if visit.allows(Action::Accept) {
        html.push_str(&parts::button(visit, Action::Accept, &texts.text("my.accept"), Look::Loud));
    }
    if visit.allows(Action::Cancel) {
        html.push_str(&link(visit, Purpose::Cancel, cancel_words(visit).button));
    }
    if html.is_empty() { html } else { format!("<div class=\"acts\">\n{html}</div>\n") }
}

/// The keys of what cancelling is called for this record.
pub(super) struct CancelWords {
    pub(super) button: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

pub(super) fn cancel_words(visit: &Visit<'_>) -> CancelWords {
    match (visit.has_event(), visit.record().status) {
        (false, _) => CancelWords {
            button: "my.cancelRequest",
            title: "my.cancelRequestTitle",
            text: "my.cancelRequestText",
        },
        (true, Status::Waiting) => {
            CancelWords { button: "my.leave", title: "my.leaveTitle", text: "my.leaveText" }
        }
        (true, Status::Offered) => {
            CancelWords { button: "my.decline", title: "my.cancelTitle", text: "my.cancelText" }
        }
        _ => CancelWords { button: "my.cancel", title: "my.cancelTitle", text: "my.cancelText" },
    }
}

/// Downloading and erasing, which stay until nothing is left.
fn rights(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    let export = visit.url(Purpose::Export);
    format!(
        "<h2>{}</h2>\n<ul>\n<li><a href=\"{}&amp;format=html\">{}</a></li>\n\
         <li><a href=\"{}\">{}</a></li>\n</ul>\n{}",
        escape(&texts.text("my.dataExport")),
        escape(&export),
        escape(&texts.text("my.dataHtml")),
        escape(&export),
        escape(&texts.text("my.dataJson")),
        link(visit, Purpose::Erase, "my.erase"),
    )
}

fn link(visit: &Visit<'_>, purpose: Purpose, key: &str) -> String {
    parts::link(&visit.url(purpose), &visit.reader.language.texts.text(key), Look::Quiet)
}

/// The same for programs, with a token for each act that is possible now.
fn facts(visit: &Visit<'_>) -> Value {
    let record = visit.record();
    let acts =
        [Action::Cancel, Action::Undo, Action::Accept, Action::Change, Action::Withdraw, Action::Erase];
    let acts = acts.into_iter().filter(|action| visit.allows(*action));
    let acts: serde_json::Map<String, Value> =
        acts.map(|action| (action.as_str().to_owned(), visit.token(action.purpose()).into())).collect();
    let mut value = answer::record_value(
        &visit.reader,
        &record.reference,
        record.status.as_str(),
        visit.stored().position,
        None,
    );
    value["form"] = json!(record.form);
    value["event"] = json!(record.event);
    value["offer_until"] = json!(record.offer_until);
    value["answers"] = json!(visit.stored().answers);
    value["consents"] = consents::json(visit);
    value["acts"] = json!(acts);
    value["link"] = json!(visit.reader.folder.address(&visit.see_url()));
    value["data"] = json!(visit.reader.folder.address(&visit.url(Purpose::Export)));
    value[TOKEN_FIELD] = json!(visit.token(Purpose::See));
    value
}

/// What the page says after an act, if that is still how the record stands.
pub(super) fn said(visit: &Visit<'_>, done: &str) -> Option<String> {
    let record = visit.record();
    let was_waiting = record.cancelled.is_some_and(|cancelled| cancelled.was == Status::Waiting);
    if done == SEAT_LOST {
        let said = || visit.reader.language.texts.text("my.undoneWaiting");
        return (record.status == Status::Waiting).then(said);
    }
    let key = match (Action::parse(done)?, record.status) {
        (Action::Cancel | Action::Decline, Status::Cancelled) if was_waiting => "my.left",
        (Action::Cancel | Action::Decline, Status::Cancelled) => "my.cancelled",
        (Action::Undo, Status::Cancelled) => return None,
        (Action::Undo, _) => "my.undone",
        (Action::Accept, Status::Confirmed) => "my.accepted",
        (Action::Keep, Status::Received) => "my.kept",
        (Action::Change, _) => "my.changed",
        (Action::Withdraw, _) => "my.withdrawn",
        // Confirming has its words in the status itself.
        _ => return None,
    };
    Some(visit.reader.language.texts.text(key))
}
