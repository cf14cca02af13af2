//! `…/letter/words`: subject and text in each language in which somebody of those for whom it is reads.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::{change, desk, language, lead, path};
use crate::app::App;
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::OwnWords;
use crate::office::{DraftChange, LetterDesk, LetterPart};
use crate::worker::{SUBJECT_VALUES, VALUES, named};

/// Before the language, in the names of the two fields.
const SUBJECT: &str = "subject.";
const TEXT: &str = "text.";
/// In characters. What is sent at once has to fit into one request in all languages.
const LONGEST_SUBJECT: usize = 120;
const LONGEST_TEXT: usize = 2000;

/// What is wrong with the words of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// One of the two is missing.
    Half,
    /// There is too much.
    Long,
    /// It names something that we don't have there.
    Unknown(String),
}

/// GET
pub(in crate::console) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let desk = desk(&app, &visitor, &event).await?;
    let Some(draft) = desk.draft.as_ref().filter(|_| !desk.parts.is_empty()) else {
        return Ok(lead(&visitor, &event, ""));
    };
    let main = page(&visitor, &event, &desk, &draft.words, None);
    Ok(visitor.page(&visitor.t("ownLetter.wordsTitle"), &main))
}

/// POST
pub(in crate::console) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let desk = desk(&app, &visitor, &event).await?;
    let Some(draft) = &desk.draft else { return Ok(lead(&visitor, &event, "")) };
    // Words in a language that nobody reads just now stay.
    let mut typed = draft.words.clone();
    for part in &desk.parts {
        let mut field =
            |name: &str| Ok::<_, Refused>(sent.take(&format!("{name}{}", part.lang))?.unwrap_or_default());
        let words =
            OwnWords { subject: field(SUBJECT)?.trim().to_owned(), text: field(TEXT)?.trim().to_owned() };
        typed.insert(part.lang.clone(), words);
    }
    typed.retain(|_, words| !(words.subject.is_empty() && words.text.is_empty()));
    let faults: BTreeMap<&str, Fault> =
        typed.iter().filter_map(|(lang, words)| Some((lang.as_str(), fault(words)?))).collect();
    let has_words = desk.parts.iter().any(|part| typed.contains_key(&part.lang));
    if !faults.is_empty() || !has_words {
        let main = page(&visitor, &event, &desk, &typed, Some(&faults));
        let title = visitor.t("ownLetter.wordsTitle");
        return Ok(visitor.page_with(StatusCode::UNPROCESSABLE_ENTITY, &title, &main));
    }
    change(&app, &visitor, &event, DraftChange::Words(typed)).await?;
    Ok(lead(&visitor, &event, "/look"))
}

fn fault(words: &OwnWords) -> Option<Fault> {
    if words.subject.is_empty() || words.text.is_empty() {
        return Some(Fault::Half);
    }
    if words.subject.chars().count() > LONGEST_SUBJECT || words.text.chars().count() > LONGEST_TEXT {
        return Some(Fault::Long);
    }
    let strange = named(&words.subject).find(|name| !SUBJECT_VALUES.contains(name));
    let strange = strange.or_else(|| named(&words.text).find(|name| !VALUES.contains(name)));
    strange.map(|name| Fault::Unknown(name.to_owned()))
}

fn page(
    visitor: &Visitor,
    event: &str,
    desk: &LetterDesk,
    typed: &BTreeMap<String, OwnWords>,
    faults: Option<&BTreeMap<&str, Fault>>,
) -> Html {
    let is_nothing = faults.is_some_and(BTreeMap::is_empty);
    html! {
        h1 { (visitor.t("ownLetter.wordsTitle")) } "\n"
        p { (visitor.event_link(event)) } "\n"
        @if is_nothing { p class="notice" role="alert" { (visitor.t("ownLetter.noWords")) } "\n" }
        p { (visitor.t("ownLetter.wordsIntro")) } "\n"
        details {
            summary { (visitor.t("ownLetter.values")) } "\n"
            ul {
                @for name in VALUES {
                    li { code { "{" (name) "}" } " – " (visitor.t(&format!("ownLetter.value.{name}"))) } "\n"
                }
            }
            @if !desk.has_link { p { (visitor.t("ownLetter.noLink")) } "\n" }
        } "\n"
        form class="form" method="post" action=(format!("{}/words", path(event))) {
            @for part in &desk.parts {
                (fields(visitor, part, typed.get(&part.lang), faults.and_then(|faults| faults.get(part.lang.as_str()))))
            }
            p { button { (visitor.t("ownLetter.toLook")) } }
        } "\n"
        p { a href=(path(event)) { (visitor.t("ownLetter.toAudience")) } } "\n"
    }
}

fn fields(visitor: &Visitor, part: &LetterPart, typed: Option<&OwnWords>, fault: Option<&Fault>) -> Html {
    let lang = part.lang.as_str();
    let (subject, text) = (format!("{SUBJECT}{lang}"), format!("{TEXT}{lang}"));
    let error = format!("error.{lang}");
    let described = fault.map(|_| error.as_str());
    let is_invalid = fault.map(|_| "true");
    let number = (part.people.len() + part.calls.len()).to_string();
    html! {
        fieldset class="field" {
            legend { bdi { (language(visitor, lang)) } " · " (visitor.with("ownLetter.people", &[("number", &number)])) }
            @if let Some(fault) = fault { span class="field-error" id=(error) { (fault_words(visitor, fault)) } }
            p class="field" {
                label for=(subject) { (visitor.t("ownLetter.subject")) }
                input id=(subject) name=(subject) value=(typed.map_or("", |words| &words.subject)) maxlength=(LONGEST_SUBJECT)
                    lang=(lang) dir="auto" autocomplete="off" aria-describedby=[described] aria-invalid=[is_invalid];
            }
            p class="field" {
                label for=(text) { (visitor.t("ownLetter.text")) }
                textarea id=(text) name=(text) rows="8" maxlength=(LONGEST_TEXT) lang=(lang) dir="auto"
                    aria-describedby=[described] aria-invalid=[is_invalid] { "\n" (typed.map_or("", |words| &words.text)) }
            }
        } "\n"
    }
}

fn fault_words(visitor: &Visitor, fault: &Fault) -> String {
    match fault {
        Fault::Half => visitor.t("ownLetter.half"),
        Fault::Long => visitor.with("ownLetter.long", &[("number", &LONGEST_TEXT.to_string())]),
        Fault::Unknown(name) => visitor.with("ownLetter.unknown", &[("name", &format!("{{{name}}}"))]),
    }
}
