//! The page itself: how it stands, what can be done, and everything that is known.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::action::Action;
use super::parts::{self, Look};
use super::words::{self, Asked};
use super::{TOKEN_FIELD, Visit, answers, consents, messages};
use crate::answer;
use crate::course::Course;
use crate::desk::{Status, UNDO_WITHIN};
use crate::escape::escape;
use crate::folder::in_language;
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
        "<h1>{}</h1>\n{}{}{}{}{}<h2>{}</h2>\n{}{change}{}{}{}",
        escape(&title),
        event_line(visit),
        said.unwrap_or_default(),
        standing(visit),
        online(visit),
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

/// The event with its time; what was last known of one that the site doesn't show any more.
pub(super) fn event_line(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    match (visit.event, &visit.lost) {
        (Some(event), _) => page::event_line(event, texts),
        (None, Some(facts)) => {
            let word = |words| in_language(words, texts.lang()).map(escape).unwrap_or_default();
            let when =
                if facts.is_postponed() { escape(&texts.text("mail.noDate")) } else { word(&facts.when) };
            format!("<p class=\"form-event\">{}<br>{when}</p>\n", word(&facts.title))
        }
        (None, None) => String::new(),
    }
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

/// The words of the form's own result page, where it has some for this status and they hold still.
fn heading(visit: &Visit<'_>) -> Option<String> {
    if !words::holds(visit.course, visit.record().status) {
        return None;
    }
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
    let position = visit.stored().position.unwrap_or(1).to_string();
    let until = record.offer_until;
    let late = until.is_some_and(|until| visit.now >= until);
    let until = until.map(|until| visit.moment(until)).unwrap_or_default();
    let args = [("position", position.as_str()), ("until", until.as_str())];
    let is_told = record.address_field.is_some();
    let keys = words::about(
        visit.course,
        record.status,
        Asked { by_mail: is_told, late, open: record.offer_until.is_none() },
    );
    let mut sentences: Vec<String> = keys.iter().map(|key| texts.with(key, &args)).collect();
    if keys.contains(&words::LOST) {
        sentences.push(words::contact(visit));
    }
    sentences
}

/// That a seat is held, and until when.
pub(super) fn offer(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    match visit.record().offer_until {
        Some(until) => texts.with("my.acceptText", &[("until", &visit.moment(until))]),
        None => texts.text("my.acceptOpen"),
    }
}

/// The way into an event online, for those with a place; or that it is still to come.
fn online(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    let has_place = visit.record().status == Status::Confirmed
        && matches!(visit.course, Some(Course::Ahead | Course::Begun));
    match (&visit.online_link, visit.event) {
        (Some(link), _) => format!(
            "{}<div class=\"acts\">\n{}</div>\n<p><bdi dir=\"ltr\">{}</bdi></p>\n",
            parts::paragraph(&texts.text("mail.onlineLink")),
            parts::link(link, &texts.text("mail.onlineOpen"), Look::Loud),
            escape(link),
        ),
        (None, Some(event)) if event.info.online && has_place => {
            parts::paragraph(&texts.text("mail.onlineLater"))
        }
        _ => String::new(),
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
    value["online_link"] = json!(visit.online_link);
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
