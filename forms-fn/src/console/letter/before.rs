//! Letters that were sent off: how each stands, whom somebody has to call, and the button that takes one back.

use forms::Html;
use maud::html;

use super::{ID, language, path};
use crate::console::visitor::Visitor;
use crate::desk::OwnLetter;
use crate::office::SentLetter;
use crate::worker;

/// A letter that was sent off.
pub(super) fn one(visitor: &Visitor, event: &str, sent: &SentLetter) -> Html {
    let letter = &sent.letter;
    let folder = &visitor.asker.folder;
    let subjects = letter.words.iter().map(|(lang, words)| {
        (lang, worker::subject(folder, event, lang, &words.subject).unwrap_or_else(|| words.subject.clone()))
    });
    html! {
        p class="desk-card-title" {
            @for (at, (lang, subject)) in subjects.enumerate() {
                @if at > 0 { br; }
                bdi lang=(lang) { (subject) }
            }
        }
        p class="desk-soft" { (visitor.with("ownLetter.by", &[("when", &visitor.moment_of(Some(event), letter.at)), ("name", &letter.by)])) }
        p { b { (stands(visitor, event, letter)) } }
        @if letter.waits() {
            form method="post" action=(format!("{}/back", path(event))) {
                input type="hidden" name=(ID) value=(letter.id);
                p { button class="button-quiet" { (visitor.t("ownLetter.takeBack")) } }
            }
        }
        (calls(visitor, sent))
        details {
            summary { (visitor.t("ownLetter.words")) } "\n"
            @for (lang, words) in &letter.words {
                p { b { (language(visitor, lang)) } } "\n"
                (as_written(lang, &words.text))
            }
        }
    }
}

/// How a letter stands.
fn stands(visitor: &Visitor, event: &str, letter: &OwnLetter) -> String {
    if let Some(name) = &letter.taken_back_by {
        return visitor.with("ownLetter.takenBack", &[("name", name)]);
    }
    if letter.waits() {
        let (number, when) =
            (letter.recipients.len().to_string(), visitor.moment_of(Some(event), letter.leaves_at));
        return visitor.with("ownLetter.waits", &[("number", &number), ("when", &when)]);
    }
    let said = [
        ("ownLetter.sent", letter.sent as usize),
        ("ownLetter.skipped", letter.skipped as usize),
        ("ownLetter.failed", letter.failed as usize),
        ("ownLetter.called", letter.calls.len()),
        ("ownLetter.left", letter.underway()),
    ];
    let told = said.into_iter().filter(|(key, number)| *number > 0 || *key == "ownLetter.sent");
    let told: Vec<String> =
        told.map(|(key, number)| visitor.with(key, &[("number", &number.to_string())])).collect();
    told.join(" · ")
}

/// Whom somebody has to call.
fn calls(visitor: &Visitor, sent: &SentLetter) -> Html {
    html! {
        @if !sent.calls.is_empty() {
            p { (visitor.t("ownLetter.callThem")) } "\n"
            ul {
                @for (one, lang) in &sent.calls {
                    li { (visitor.record_link(&one.reference, &one.name)) " (" bdi { (language(visitor, lang)) } ")" } "\n"
                }
            }
        }
    }
}

/// The words as they were typed.
fn as_written(lang: &str, text: &str) -> Html {
    html! {
        @for block in text.replace("\r\n", "\n").split("\n\n") {
            p lang=(lang) dir="auto" {
                @for (at, line) in block.lines().enumerate() { @if at > 0 { br; } (line) }
            } "\n"
        }
    }
}
