//! `/desk`: what waits for a person, each line a link to where it is done.

mod running;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use forms::Html;
use maud::html;

use super::events::note_words;
use super::parts::event_path;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::desk::Occasion;
use crate::office::{Task, Today, Waits};

/// GET
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    if let Some(editor) = visitor.asker.editor.as_ref().filter(|_| visitor.only_edits()) {
        return Ok(Redirect::to(&editor.first_page()).into_response());
    }
    let title = visitor.t("today.title");
    let note = visitor.passkey_note(&app).await?;
    // Whoever only lets people in or reads numbers has nothing to decide.
    let today = match visitor.may(Right::Records) {
        true => {
            let access = visitor.access(Right::Records, &visitor.t("why.today"))?;
            visitor.office(&app).today(&access).await?.take().await?.0
        }
        false => Today::default(),
    };
    let (running, is_well) = running::notes(&app, &visitor).await?;
    let main = html! {
        h1 { (title) } "\n"
        (note)
        (running)
        @if today.is_empty() && is_well { p { (visitor.t("today.nothing")) } "\n" }
        (events(&visitor, &today))
        (tasks(&visitor, "today.calls", &today.calls))
        (waits(&visitor, "today.held", "today.since", &today.held))
        (waits(&visitor, "today.offers", "today.until", &today.offers))
        (waits(&visitor, "today.late", "today.since", &today.late))
        (tasks(&visitor, "today.failed", &today.failed))
    };
    Ok(visitor.page(&title, &main))
}

fn section(visitor: &Visitor, key: &str, lines: &[Html]) -> Html {
    html! {
        @if !lines.is_empty() {
            h2 { (visitor.t(key)) " " span class="desk-tag" { (lines.len()) } } "\n"
            ul class="desk-cards" { @for line in lines { li { (line) } "\n" } } "\n"
        }
    }
}

/// What it is about; nothing more than that it is a request where it belongs to no event.
fn about(visitor: &Visitor, event: Option<&str>) -> Html {
    match event {
        Some(event) => visitor.event_link(event),
        None => html! { (visitor.t("today.request")) },
    }
}

fn waits(visitor: &Visitor, key: &str, when: &str, waits: &[Waits]) -> Html {
    let line = |one: &Waits| {
        let at = visitor.moment_of(one.event.as_deref(), one.at);
        html! {
            p class="desk-card-title" { (visitor.record_link(&one.reference, &one.name)) }
            p { (about(visitor, one.event.as_deref())) br; span class="desk-soft" { (visitor.with(when, &[("when", &at)])) } }
        }
    };
    section(visitor, key, &waits.iter().map(line).collect::<Vec<_>>())
}

fn tasks(visitor: &Visitor, key: &str, tasks: &[Task]) -> Html {
    let line = |task: &Task| {
        let since = visitor.moment_of(task.event.as_deref(), task.since);
        let call: String = task.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        html! {
            p class="desk-card-title" { (visitor.record_link(&task.reference, &task.name)) }
            p { b { (visitor.t(&format!("letter.{}", task.about.as_str()))) } " · " (about(visitor, task.event.as_deref())) }
            @if !call.is_empty() { p { a href=(format!("tel:{call}")) { bdi dir="ltr" { (task.phone) } } } }
            @if let Some(event) = task.event.as_ref().filter(|_| task.about == Occasion::OwnWords && visitor.may(Right::Letters)) {
                p { a href=(format!("{}/letter", event_path(event))) { (visitor.t("ownLetter.words")) } }
            }
            @if let Some(reason) = &task.reason { p class="desk-soft" { bdi { (reason) } } }
            p class="desk-soft" { (visitor.with("today.since", &[("when", &since)])) }
        }
    };
    section(visitor, key, &tasks.iter().map(line).collect::<Vec<_>>())
}

fn events(visitor: &Visitor, today: &Today) -> Html {
    let lines = today.events.iter().filter_map(|line| {
        let note = note_words(visitor, &line.event, line.note?);
        Some(html! {
            p class="desk-card-title" { a href=(event_path(&line.event)) { (visitor.event_title(&line.event)) } }
            p { (note) }
        })
    });
    section(visitor, "today.events", &lines.collect::<Vec<_>>())
}
