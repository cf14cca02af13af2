//! The page itself: how it stands, what can be done, and everything that is known.

use axum::http::StatusCode;
use axum::response::Response;
use forms::html::Html;
use maud::html;
use serde_json::{Value, json};

use super::action::Action;
use super::parts::{self, Emphasis};
use super::words::{self, Asked};
use super::{TOKEN_FIELD, Visit, answers, consents, messages};
use crate::answer;
use crate::course::Course;
use crate::desk::Status;
use crate::folder::in_language;
use crate::page::{self, Page};
use crate::secret::LinkPurpose;
use crate::ticket::Ticket;

/// What was done when somebody wanted a seat back that another one has now.
pub(super) const SEAT_LOST: &str = "undo-waiting";

/// Answers with the page, or with its facts for programs. `said` tells what has just happened.
pub(super) fn answer(visit: &Visit<'_>, status: StatusCode, said: Option<&str>) -> Response {
    if visit.reader.json {
        return answer::json(visit.reader, status, &facts(visit));
    }
    answer::page(visit.reader, status, &page(visit, said))
}

fn page(visit: &Visit<'_>, said: Option<&str>) -> Page {
    let texts = &visit.reader.language.texts;
    let title = texts.text(if visit.has_event() { "my.title" } else { "my.titleRequest" });
    let main = html! {
        h1 { (title) } "\n"
        @if let Some(said) = said { p class="notice" role="status" { (said) } "\n" }
        @match ticket(visit) {
            Some(ticket) => { (standing(visit)) (online(visit)) (ticket.draw()) }
            None => {
                (event_line(visit)) (standing(visit))
                (page::reference_line(visit.reader, &visit.record().reference))
                (online(visit))
            }
        }
        (actions(visit))
        // Whoever has just changed something wants to see it.
        (kept(visit, said.is_some()))
    };
    Page { title, main, path: path(visit, visit.purpose) }
}

/// The ticket of somebody who has a place at an event that is to come.
fn ticket<'v>(visit: &'v Visit<'_>) -> Option<Ticket<'v>> {
    let record = visit.record();
    let to_come = matches!(visit.course, Some(Course::Ahead | Course::Begun));
    let event = visit.event.filter(|_| to_come && record.status() == Status::Confirmed)?;
    let keyring = visit.desk.keyring();
    Some(Ticket { reader: visit.reader, event, reference: Some(&record.reference), keyring })
}

/// All that is held, folded: people open their page at the bus stop, too.
fn kept(visit: &Visit<'_>, open: bool) -> Html {
    let texts = &visit.reader.language.texts;
    html! {
        details class="kept" open[open] { "\n"
            summary { (texts.text("my.foldedTitle")) } "\n"
            h2 { (texts.text("my.dataTitle")) } "\n"
            (answers::list(visit))
            (answers::deletions(visit))
            (consents::section(visit))
            (messages::section(visit))
            (rights(visit))
        } "\n"
    }
}

/// Where this page stands below `/<lang>/`: the language switcher keeps the link.
pub(super) fn path(visit: &Visit<'_>, purpose: LinkPurpose) -> String {
    let see = if purpose == LinkPurpose::See { visit.see_url() } else { visit.url(purpose) };
    let prefix = format!("/{}/", visit.reader.lang());
    see.strip_prefix(&prefix).unwrap_or(&see).to_owned()
}

/// The event with its time; what was last known of one that the site doesn't show any more.
pub(super) fn event_line(visit: &Visit<'_>) -> Html {
    let texts = &visit.reader.language.texts;
    match (visit.event, &visit.lost) {
        (Some(event), _) => page::event_line(event, texts),
        (None, Some(facts)) => {
            let word = |words| in_language(words, texts.lang()).unwrap_or_default().to_owned();
            let when = if facts.is_postponed() { texts.text("mail.noDate") } else { word(&facts.when) };
            html! { p class="form-event" { (word(&facts.title)) br; (when) } "\n" }
        }
        (None, None) => Html::default(),
    }
}

/// The status in words.
fn standing(visit: &Visit<'_>) -> Html {
    html! {
        @if let Some(heading) = heading(visit) { p class="standing" { (heading) } "\n" }
        @for line in sentences(visit) { (parts::paragraph(&line)) }
    }
}

/// The words of the form's own result page, where it has some for this status and they hold still.
fn heading(visit: &Visit<'_>) -> Option<Html> {
    if !words::holds(visit.course, visit.record().status()) {
        return None;
    }
    let thanks = page::thanks(&visit.definition.thanks, visit.record().status())?;
    Some(parts::words(&thanks.title, visit.reader.lang()))
}

/// The status in one line.
pub(super) fn status_words(visit: &Visit<'_>) -> Html {
    let sentences = sentences(visit).into_iter().map(|line| html! { (line) });
    page::lines(heading(visit).into_iter().chain(sentences))
}

/// What else there is to say about the status. Its own page doesn't tell people to look for a link.
fn sentences(visit: &Visit<'_>) -> Vec<String> {
    let record = visit.record();
    let position = visit.stored().position.unwrap_or(1).to_string();
    let until = record.offer_until();
    let late = until.is_some_and(|until| visit.now >= until);
    let until = until.map(|until| visit.moment(until)).unwrap_or_default();
    let is_told = record.address_field.is_some();
    let keys = words::about(
        visit.course,
        record.status(),
        Asked { by_mail: is_told, late, open: record.offer_until().is_none(), in_line: record.is_in_line() },
    );
    let args = [("position", position.as_str()), ("until", until.as_str())];
    let mut sentences: Vec<String> = keys.iter().map(|key| visit.words(key, &args)).collect();
    if keys.contains(&words::LOST) {
        sentences.push(words::contact(visit));
    }
    sentences
}

/// That a seat is held, and until when.
pub(super) fn offer(visit: &Visit<'_>) -> String {
    let texts = &visit.reader.language.texts;
    match visit.record().offer_until() {
        Some(until) => texts.with("my.acceptText", &[("until", &visit.moment(until))]),
        None => texts.text("my.acceptOpen"),
    }
}

/// The way into an event online, for those with a place; or that it is still to come.
fn online(visit: &Visit<'_>) -> Html {
    let texts = &visit.reader.language.texts;
    let has_place = visit.record().status() == Status::Confirmed
        && matches!(visit.course, Some(Course::Ahead | Course::Begun));
    match (&visit.online_link, visit.event) {
        (Some(link), _) => html! {
            (parts::paragraph(&texts.text("mail.onlineLink")))
            div class="acts" { "\n" (parts::link(link, &texts.text("mail.onlineOpen"), Emphasis::Loud)) } "\n"
            p { bdi dir="ltr" { (link) } } "\n"
        },
        (None, Some(event)) if event.info.online && has_place => {
            parts::paragraph(&texts.text("mail.onlineLater"))
        }
        _ => Html::default(),
    }
}

/// What can be done about the status now.
fn actions(visit: &Visit<'_>) -> Html {
    let texts = &visit.reader.language.texts;
    let button = |action, key| parts::button(visit, action, &texts.text(key), Emphasis::Loud);
    let mut acts = Vec::new();
    if visit.allows(Action::Undo)
        && let Some(cancelled) = visit.record().cancelled()
    {
        let until = visit.moment(cancelled.at + visit.definition.deadlines.undo());
        acts.push(parts::paragraph(&texts.with("my.undoText", &[("until", &until)])));
        acts.push(button(Action::Undo, "my.undo"));
    }
    if visit.allows(Action::Confirm) && visit.purpose == LinkPurpose::Confirm {
        acts.push(button(Action::Confirm, "my.confirm"));
    }
    if visit.allows(Action::Accept) {
        acts.push(button(Action::Accept, "my.accept"));
    }
    if visit.allows(Action::Change) {
        acts.push(link(visit, LinkPurpose::Change, "my.change"));
    }
    if visit.allows(Action::Cancel) {
        acts.push(link(visit, LinkPurpose::Cancel, cancel_words(visit).button));
    }
    html! {
        @if !acts.is_empty() {
            div class="acts" { "\n"
                @for act in acts { (act) }
            } "\n"
        }
    }
}

/// The keys of what cancelling is called for this record.
pub(super) struct CancelWords {
    pub(super) button: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

pub(super) fn cancel_words(visit: &Visit<'_>) -> CancelWords {
    match (visit.has_event(), visit.record().status()) {
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
fn rights(visit: &Visit<'_>) -> Html {
    let texts = &visit.reader.language.texts;
    let export = visit.url(LinkPurpose::Export);
    html! {
        h2 { (texts.text("my.dataExport")) } "\n"
        ul { "\n"
            li { a href=(format!("{export}&format=html")) { (texts.text("my.dataHtml")) } } "\n"
            li { a href=(export) { (texts.text("my.dataJson")) } } "\n"
        } "\n"
        (link(visit, LinkPurpose::Erase, "my.erase"))
    }
}

fn link(visit: &Visit<'_>, purpose: LinkPurpose, key: &str) -> Html {
    parts::link(&visit.url(purpose), &visit.reader.language.texts.text(key), Emphasis::Quiet)
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
        visit.reader,
        &record.reference,
        record.status().as_str(),
        visit.stored().position,
        None,
    );
    value["form"] = json!(record.form);
    value["event"] = json!(record.event());
    value["offer_until"] = json!(record.offer_until());
    value["online_link"] = json!(visit.online_link);
    value["answers"] = json!(visit.stored().answers);
    value["consents"] = consents::json(visit);
    value["acts"] = json!(acts);
    value["link"] = json!(visit.reader.folder.address(&visit.see_url()));
    value["data"] = json!(visit.reader.folder.address(&visit.url(LinkPurpose::Export)));
    value[TOKEN_FIELD] = json!(visit.token(LinkPurpose::See));
    value
}

/// What the page says after an act, if that is still how the record stands.
pub(super) fn said(visit: &Visit<'_>, done: &str) -> Option<String> {
    let record = visit.record();
    let was_waiting = record.cancelled().is_some_and(|cancelled| cancelled.was == Status::Waiting);
    if done == SEAT_LOST {
        let said = || visit.reader.language.texts.text("my.undoneWaiting");
        return (record.status() == Status::Waiting).then(said);
    }
    let key = match (Action::parse(done)?, record.status()) {
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
