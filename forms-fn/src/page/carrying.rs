//! Pages with all answers to look at once more, and with buttons that send them: nothing is stored meanwhile.

use forms::html::{Html, Switch};
use forms::{Field, Values};
use maud::html;

use super::{Page, event_line, hidden, lines, notice_line};
use crate::guard::{AGAIN_FIELD, Again};
use crate::lookup::{self, Target};
use crate::reader::Reader;

/// Answers to look at once more before they are sent.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) values: &'a Values,
    pub(crate) nonce: &'a str,
}

/// The page to check the answers. It carries them all, and no field to fill in.
pub(crate) fn check(reader: &Reader, check: &Check<'_>) -> Page {
    let words = reader.language.texts.text("form.checkSend");
    let button = html! { button type="submit" class="button" { (words) } };
    page(reader, check, ["form.checkTitle", "form.checkText"], &button)
}

/// The page that asks what the form is sent once more for. Each of the forms that can be corrected still has a button; with
/// more than one, it says whose.
pub(crate) fn again(reader: &Reader, check: &Check<'_>, corrections: &[(Again, Option<String>)]) -> Page {
    let texts = &reader.language.texts;
    let button = |again: &Again, words: &str| {
        html! { button type="submit" class="button" name=(AGAIN_FIELD) value=(again.value()) { (words) } }
    };
    let words = texts.text("form.againCorrect");
    let correct = |(again, whose): &(Again, Option<String>)| match whose {
        // The name may run in another direction than the words.
        Some(whose) => button(again, &format!("{words}: \u{2068}{whose}\u{2069}")),
        None => button(again, &words),
    };
    let buttons = html! {
        @for correction in corrections { (correct(correction)) "\n" }
        (button(&Again::Another, &texts.text("form.againAnother")))
    };
    page(reader, check, ["form.againTitle", "form.againText"], &buttons)
}

/// A page with all answers to look at, and with buttons that send them.
fn page(reader: &Reader, check: &Check<'_>, [title, text]: [&str; 2], buttons: &Html) -> Page {
    let (lang, texts, target) = (reader.lang(), &reader.language.texts, check.target);
    let title = texts.text(title);
    let (languages, path) = (reader.folder.language_names(), &target.address());
    let switch = Switch { texts, languages, path, is_typed: true };
    let main = html! {
        h1 { (title) } "\n"
        @if let Some(event) = target.event { (event_line(event, texts)) }
        (notice_line(&texts.text(text)))
        dl class="answers" { "\n"
            @for (field, values) in filled(check) { (answered(reader, field, &values)) }
        } "\n"
        form method="post" action=(format!("/{lang}/{path}")) { "\n"
            @for (field, values) in filled(check) {
                @for value in values { (hidden(&field.name, value)) "\n" }
            }
            (hidden(crate::nonce::FIELD, check.nonce)) "\n"
            @if let Some(event) = target.event_id() { (hidden(lookup::EVENT_FIELD, event)) "\n" }
            (buttons) "\n"
            (switch.buttons())
        } "\n"
    };
    Page { title, main, path: target.path() }
}

/// The fields that have answers, with these.
fn filled<'a>(check: &Check<'a>) -> impl Iterator<Item = (&'a Field, Vec<&'a String>)> {
    let values = check.values;
    let filled = move |field: &'a Field| {
        let values: Vec<&String> = values.all(&field.name).iter().filter(|v| !v.trim().is_empty()).collect();
        (!values.is_empty()).then_some((field, values))
    };
    check.target.definition.fields.iter().filter_map(filled)
}

fn answered(reader: &Reader, field: &Field, values: &[&String]) -> Html {
    let wording = reader.wording();
    html! {
        div {
            dt { (field.label.get(reader.lang())) } "\n"
            dd { (lines(values.iter().map(|value| html! { bdi { (field.word(value, &wording).text()) } }))) }
        } "\n"
    }
}
