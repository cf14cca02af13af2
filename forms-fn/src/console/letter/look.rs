//! `…/letter/look`: the letter in each language as it will be read, all who get it by name, and all who don't.

use axum::extract::{Path, State};
use axum::response::Response;
use forms::Html;
use maud::html;

use super::{ID, desk, language, lead, path, too_soon};
use crate::app::App;
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Query;
use crate::mail::{Paragraph, Span};
use crate::office::{Chosen, LetterDesk};
use crate::worker::Sample;

/// All who were named on the page, with blanks between them.
pub(super) const TO: &str = "to";

/// GET
pub(in crate::console) async fn look(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let desk = desk(&app, &visitor, &event).await?;
    let Some(draft) = desk.draft.as_ref().filter(|_| !desk.parts.is_empty()) else {
        return Ok(lead(&visitor, &event, ""));
    };
    if desk.reached().next().is_none() {
        return Ok(lead(&visitor, &event, "/words"));
    }
    let title = visitor.t("ownLetter.lookTitle");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.event_link(&event)) } "\n"
        (visitor.said(&query))
        @for part in &desk.parts {
            @if let Some(sample) = &part.sample {
                h2 { (language(&visitor, &part.lang)) } "\n"
                (letter(sample))
            }
        }
        (try_out(&visitor, &event))
        (who(&visitor, &desk))
        (too_soon(&visitor, &event, &desk))
        @if desk.again_at.is_none() { (send(&visitor, &event, &desk, &draft.id)) }
        p { a href=(format!("{}/words", path(&event))) { (visitor.t("ownLetter.changeWords")) } } "\n"
        p { a href=(path(&event)) { (visitor.t("ownLetter.toAudience")) } } "\n"
    };
    Ok(visitor.page(&title, &main))
}

/// A letter as its reader sees it.
fn letter(sample: &Sample) -> Html {
    html! {
        div class="desk-letter" lang=(sample.lang) dir=(sample.dir) {
            p class="desk-card-title" { (sample.subject) } "\n"
            @for paragraph in &sample.paragraphs { (drawn(paragraph)) }
            p { span class="button" { (sample.button) } } "\n"
            p class="desk-soft" { @for line in &sample.footer { (line) br; } } "\n"
        } "\n"
    }
}

fn drawn(paragraph: &Paragraph) -> Html {
    match paragraph {
        Paragraph::Written(spans) => html! {
            p {
                @for span in spans {
                    @match span {
                        Span::Text(text) => { @for (at, line) in text.split('\n').enumerate() { @if at > 0 { br; } (line) } },
                        Span::Link(url) => { a href=(url) dir="ltr" { (url) } },
                    }
                }
            } "\n"
        },
        Paragraph::Text(text) => html! { p { (text) } "\n" },
        // No letter in own words has more.
        Paragraph::Link { .. } | Paragraph::More { .. } | Paragraph::Code { .. } => Html::default(),
    }
}

/// Everybody by name: who gets the letter, whom somebody has to call, and who isn't reached.
fn who(visitor: &Visitor, desk: &LetterDesk) -> Html {
    let people: Vec<&Chosen> = desk.reached().filter(|one| one.has_address).collect();
    let calls: Vec<&Chosen> = desk.reached().filter(|one| !one.has_address).collect();
    html! {
        @if !people.is_empty() {
            h2 { (visitor.with("ownLetter.gets", &[("number", &people.len().to_string())])) } "\n"
            (names(visitor, people.into_iter()))
        }
        @if !calls.is_empty() {
            h2 { (visitor.with("ownLetter.toCall", &[("number", &calls.len().to_string())])) } "\n"
            p { (visitor.t("ownLetter.toCallText")) } "\n"
            (names(visitor, calls.into_iter()))
        }
        @for part in desk.not_reached() {
            @let lang = language(visitor, &part.lang);
            h2 { (visitor.with("ownLetter.notReached", &[("language", &lang)])) } "\n"
            p { (visitor.t("ownLetter.notReachedText")) } "\n"
            (names(visitor, part.people.iter().chain(&part.calls)))
        }
    }
}

fn names<'a>(visitor: &Visitor, people: impl Iterator<Item = &'a Chosen>) -> Html {
    html! {
        ul {
            @for one in people {
                li { (visitor.record_link(&one.reference, &one.name)) " – " (visitor.status(one.status, None)) } "\n"
            }
        } "\n"
    }
}

fn try_out(visitor: &Visitor, event: &str) -> Html {
    html! {
        form class="form" method="post" action=(format!("{}/test", path(event))) {
            p { (visitor.t("ownLetter.tryText")) } "\n"
            p { button class="button-quiet" { (visitor.t("ownLetter.try")) } }
        } "\n"
    }
}

fn send(visitor: &Visitor, event: &str, desk: &LetterDesk, id: &str) -> Html {
    let to: Vec<String> = desk.reached().map(|one| one.reference.to_string()).collect();
    html! {
        form class="form" method="post" action=(format!("{}/send", path(event))) {
            input type="hidden" name=(ID) value=(id);
            input type="hidden" name=(TO) value=(to.join(" "));
            p { (visitor.t("ownLetter.sendText")) } "\n"
            p { button { (visitor.with("ownLetter.send", &[("number", &to.len().to_string())])) } }
        } "\n"
    }
}
