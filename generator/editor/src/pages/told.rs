//! Why something isn't done, and what differs, in words.

use forms::Html;
use generator::content::Kind;
use maud::html;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::drafts::NotAllowed;
use crate::form::{choice, label};
use crate::merge::{Change, Place, shown};
use crate::words::Words;

pub(super) fn not_allowed(words: Words, not: &NotAllowed) -> String {
    match not {
        NotAllowed::OtherFile(path) => words.with("refused.otherFile", &[("path", path)]),
        NotAllowed::NotYours(path) => words.with("refused.notYours", &[("path", path)]),
        NotAllowed::NotOfYours(ids) => {
            words.with("refused.notOfYours", &[("organisations", &ids.join(", "))])
        }
        NotAllowed::OfOthers(id) => words.with("refused.ofOthers", &[("organisation", id)]),
        NotAllowed::TooLong(path) => words.with("refused.tooLong", &[("path", path)]),
        NotAllowed::TooLarge(path) => words.with("refused.tooLarge", &[("path", path)]),
        NotAllowed::TooMany => words.text("refused.tooMany"),
        NotAllowed::NothingNew => words.text("refused.nothingNew"),
        NotAllowed::NoSettings => words.text("refused.noSettings"),
        NotAllowed::Unknown(fault) => fault.to_string(),
    }
}

/// What a place is called.
pub(super) fn place(words: Words, kind: Kind, place: &Place) -> String {
    match place {
        Place::Key(path) => {
            let at = path.split('.').find_map(|part| part.parse::<usize>().ok());
            let name = label(words, kind, path);
            at.map_or(name.clone(), |at| format!("{name} {}", at + 1))
        }
        Place::Paragraph(_) => words.text("form.body"),
        Place::File => words.text("form.document"),
    }
}

/// What differs, one thing a line, in the words of the form.
pub(super) fn changes(words: Words, kind: Kind, lang: &str, changes: &[Change]) -> Html {
    html! {
        dl class="changes" {
            @for change in changes {
                dt { (place(words, kind, &change.place)) }
                dd lang=(lang) dir="auto" { (difference(words, &change.place, change.old.as_ref(), change.new.as_ref())) }
            }
        }
    }
}

fn difference(words: Words, at: &Place, old: Option<&Value>, new: Option<&Value>) -> Html {
    let read = |value: &Value| match (at, value) {
        (Place::Key(path), Value::String(word)) => {
            let said = choice(words, path, word);
            if said.is_empty() { word.clone() } else { said }
        }
        (_, Value::Bool(true)) => words.text("choice.yes"),
        (_, Value::Bool(false)) => words.text("choice.no"),
        (_, value) => shown(value),
    };
    match (old.map(read), new.map(read)) {
        (Some(old), Some(new)) => words_between(words, &old, &new),
        (None, Some(new)) => html! { (marked(words, "ins", &new)) },
        (Some(old), None) => html! { (marked(words, "del", &old)) },
        (None, None) => html! {},
    }
}

/// The words that came and went; those who see no colours hear it.
fn words_between(words: Words, old: &str, new: &str) -> Html {
    let diff = TextDiff::from_words(old, new);
    let mut parts: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match parts.last_mut().filter(|(tag, _)| *tag == change.tag()) {
            Some((_, text)) => text.push_str(change.value()),
            None => parts.push((change.tag(), change.value().to_owned())),
        }
    }
    html! {
        @for (tag, text) in &parts {
            @match tag {
                ChangeTag::Equal => (text),
                ChangeTag::Insert => (marked(words, "ins", text)),
                ChangeTag::Delete => (marked(words, "del", text)),
            }
        }
    }
}

fn marked(words: Words, how: &str, text: &str) -> Html {
    html! {
        @if how == "ins" {
            ins { span class="heard" lang=(words.lang()) { (words.text("changes.new")) " " } (text) }
        } @else {
            del { span class="heard" lang=(words.lang()) { (words.text("changes.gone")) " " } (text) }
        }
    }
}
