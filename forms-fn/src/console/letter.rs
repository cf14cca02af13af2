//! `/desk/events/EVENT/letter`: a letter in own words. First for whom it is, by how they stand; then the words (`words`), then a
//! look at it in each language with the names of all who get it (`look`), and away it goes (`send`). What is written lies in the
//! store, so going back loses nothing. The first page has the letters before, too, and takes one back that hasn't left.

mod before;
mod look;
mod send;
mod words;

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::parts::event_path;
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::desk::{Action, Audience};
use crate::office::{DraftChange, DraftOf, LetterDesk};

pub(super) use look::look;
pub(super) use send::{send, take_back, try_out};
pub(super) use words::{ask as ask_words, keep as keep_words};

/// The boxes of the first page.
const FOR: &str = "for";
/// Which letter, on the button that takes it back and on the one that sends it.
const ID: &str = "id";

/// GET
pub(super) async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let desk = desk(&app, &visitor, &event).await?;
    let chosen = desk.draft.as_ref().map(|draft| draft.audiences.clone()).unwrap_or_default();
    let main = page(&visitor, &event, &desk, &chosen, &visitor.said(&query), false);
    Ok(visitor.page(&visitor.t("ownLetter.title"), &main))
}

/// POST: for whom it is. None chosen is nobody.
pub(super) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    sent: Posted,
) -> Result<Response, Refused> {
    let values = sent.values();
    let known = |word: &String| Audience::ALL.into_iter().find(|one| one.as_str() == word);
    let chosen: Option<BTreeSet<Audience>> = values.all(FOR).iter().map(known).collect();
    let chosen = chosen.ok_or(Refused::Bad)?;
    let desk = desk(&app, &visitor, &event).await?;
    let is_anybody = desk.counts.iter().any(|(audience, number)| chosen.contains(audience) && *number > 0);
    if !is_anybody {
        let main = page(&visitor, &event, &desk, &chosen, &Html::default(), true);
        let title = visitor.t("ownLetter.title");
        return Ok(visitor.page_with(StatusCode::UNPROCESSABLE_ENTITY, &title, &main));
    }
    change(&app, &visitor, &event, DraftChange::Audiences(chosen)).await?;
    Ok(lead(&visitor, &event, "/words"))
}

/// What the office has of the letters of an event.
async fn desk(app: &App, visitor: &Visitor, event: &str) -> Result<LetterDesk, Refused> {
    let access = visitor.access(Right::Letters, &visitor.t("why.letters"))?;
    let letters = visitor.office(app).letters(&access, of(visitor, event), visitor.asker.lang).await?;
    Ok(letters.take().await?.0)
}

async fn change(app: &App, visitor: &Visitor, event: &str, change: DraftChange) -> Result<(), Refused> {
    let access = visitor.access(Right::Letters, "")?;
    let kept = visitor.office(app).draft_letter(&access, of(visitor, event), change).await?;
    kept.take().await?;
    Ok(())
}

fn of<'a>(visitor: &'a Visitor, event: &'a str) -> DraftOf<'a> {
    DraftOf { event, account: visitor.visit.account.id.as_str() }
}

/// Where the letters of an event are written.
fn path(event: &str) -> String {
    format!("{}/letter", event_path(event))
}

/// To a page of these.
fn lead(visitor: &Visitor, event: &str, further: &str) -> Response {
    let path = path(event);
    to(&visitor.asker, &format!("{}{further}", path.strip_prefix(super::ROOT).unwrap_or(&path)))
}

/// Back to the first page, which says what was done.
fn back(visitor: &Visitor, event: &str, said: &str) -> Response {
    lead(visitor, event, &format!("?{said}"))
}

fn page(
    visitor: &Visitor,
    event: &str,
    desk: &LetterDesk,
    chosen: &BTreeSet<Audience>,
    said: &Html,
    is_nobody: bool,
) -> Html {
    html! {
        h1 { (visitor.t("ownLetter.title")) } "\n"
        p { (visitor.event_link(event)) } "\n"
        (said)
        (too_soon(visitor, event, desk))
        p { (visitor.t("ownLetter.intro")) } "\n"
        form class="form" method="post" action=(path(event)) {
            fieldset class="field" aria-describedby=[is_nobody.then_some("for-error")] {
                legend { (visitor.t("ownLetter.for")) }
                @if is_nobody { span class="field-error" id="for-error" { (visitor.t("ownLetter.nobody")) } }
                @for (audience, number) in &desk.counts {
                    @let word = audience.as_str();
                    p class="desk-choice" {
                        input type="checkbox" id=(word) name=(FOR) value=(word) checked[chosen.contains(audience)];
                        label for=(word) { (visitor.t(&format!("ownLetter.audience.{word}"))) " " b { (number) } }
                    }
                }
            }
            p { button { (visitor.t("ownLetter.toWords")) } }
        } "\n"
        @if !desk.letters.is_empty() {
            h2 { (visitor.t("ownLetter.before")) } "\n"
            ul class="desk-cards" { @for letter in &desk.letters { li { (before::one(visitor, event, letter)) } "\n" } } "\n"
        }
    }
}

/// That the event has had its letter of the day, and when the next one can be sent.
fn too_soon(visitor: &Visitor, event: &str, desk: &LetterDesk) -> Html {
    html! {
        @if let Some(at) = desk.again_at {
            p class="notice" { (visitor.with("ownLetter.tooSoon", &[("when", &visitor.moment_of(Some(event), at))])) } "\n"
        }
    }
}

/// A language by its own name.
fn language(visitor: &Visitor, lang: &str) -> String {
    visitor.asker.folder.language_name(lang).unwrap_or_else(|| lang.to_owned())
}

/// What the first page says of an act of these pages.
fn done(action: Action) -> String {
    format!("{}={}", super::parts::DONE, action.as_str())
}
