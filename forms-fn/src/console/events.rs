//! `/desk/events`: the events of a host, those to come first.

use axum::extract::State;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::parts::event_path;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::Query;
use crate::folder::in_language;
use crate::office::{EventLine, EventNote, EventState};

/// GET
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Records, &visitor.t("why.events"))?;
    let (lines, _) = visitor.office(&app).events(&access).await?.take().await?;
    let (past, ahead): (Vec<&EventLine>, Vec<&EventLine>) = lines.iter().partition(|line| is_past(line));
    let title = visitor.t("events.title");
    let main = html! {
        h1 { (title) } "\n"
        (visitor.said(&query))
        @if ahead.is_empty() { p { (visitor.t("events.none")) } "\n" }
        ul class="desk-cards" {
            @for line in ahead { li { (card(&visitor, line)) } "\n" }
        } "\n"
        @if !past.is_empty() {
            details {
                summary { (visitor.with("events.past", &[("number", &past.len().to_string())])) } "\n"
                ul class="desk-cards" {
                    // What was last is nearest.
                    @for line in past.iter().rev() { li { (card(&visitor, line)) } "\n" }
                }
            } "\n"
        }
    };
    Ok(visitor.page(&title, &main))
}

/// An event that is gone without anybody in it is past, too.
fn is_past(line: &EventLine) -> bool {
    line.state == EventState::Over || line.note == Some(EventNote::Lost(None))
}

fn card(visitor: &Visitor, line: &EventLine) -> Html {
    let word = |words| in_language(words, visitor.site_lang()).unwrap_or_default();
    let (title, place) = (word(&line.words.title), word(&line.words.place));
    html! {
        p class="desk-card-title" {
            a href=(event_path(&line.event)) { (if title.is_empty() { &line.event } else { title }) }
            @if let Some(key) = state(line.state) { " " span class="desk-tag" { (visitor.t(key)) } }
        }
        p { (word(&line.words.when)) @if !place.is_empty() { br; (place) } }
        p { (seats(visitor, line)) }
        @if let Some(note) = line.note { p class="desk-note" { (note_words(visitor, &line.event, note)) } }
    }
}

/// What isn't as usual about an event.
fn state(state: EventState) -> Option<&'static str> {
    use forms::EventStatus::{Cancelled, Full, MovedOnline, Postponed, Scheduled};
    Some(match state {
        EventState::Said(Cancelled) => "events.cancelled",
        EventState::Said(Postponed) => "events.postponed",
        EventState::Said(MovedOnline) => "events.online",
        EventState::Lost => "events.lost",
        EventState::Said(Scheduled | Full) | EventState::Over | EventState::Unknown => return None,
    })
}

/// How the seats stand, in a line.
fn seats(visitor: &Visitor, line: &EventLine) -> String {
    let mut parts = vec![places(visitor, line.taken, line.capacity)];
    if line.waiting > 0 {
        parts.push(visitor.with("seats.waiting", &[("number", &line.waiting.to_string())]));
    }
    if line.held > 0 {
        parts.push(visitor.with("seats.held", &[("number", &line.held.to_string())]));
    }
    parts.join(" · ")
}

/// How many have a place, of how many.
pub(super) fn places(visitor: &Visitor, taken: u32, capacity: Option<u32>) -> String {
    let taken = taken.to_string();
    match capacity {
        Some(capacity) => visitor.with("seats.of", &[("number", &taken), ("all", &capacity.to_string())]),
        None => visitor.with("seats.taken", &[("number", &taken)]),
    }
}

/// What somebody has to do about an event.
pub(super) fn note_words(visitor: &Visitor, event: &str, note: EventNote) -> String {
    match note {
        EventNote::Lost(Some(people)) => visitor.with("eventNote.lost", &[("number", &people.to_string())]),
        EventNote::Lost(None) => visitor.t("eventNote.gone"),
        EventNote::NoLink => visitor.t("eventNote.noLink"),
        EventNote::Rush(rush) => {
            let until = visitor.moment_of(Some(event), rush.until);
            visitor.with("eventNote.rush", &[("number", &rush.count.to_string()), ("until", &until)])
        }
    }
}
