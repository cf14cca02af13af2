//! Why something isn't done, and what differs, in words.

mod values;

use forms::Html;
use generator::content::{HeadKey, Kind, Role};
use generator::site::Site;
use maud::html;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::drafts::NotAllowed;
use crate::form::label;
use crate::merge::{Change, Place, shown};
use crate::words::Words;

/// Below this share of common words a text is another one, and both are shown as a whole.
const ALIKE: f32 = 0.3;

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

/// In which words something is read, and whose names ids stand for.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) words: Words,
    /// None while it has errors.
    pub(super) site: Option<&'a Site>,
}

/// What differs, one thing a line, in the words of the form.
pub(super) fn changes(reader: Reader<'_>, kind: Kind, lang: &str, changes: &[Change]) -> Html {
    let words = reader.words;
    html! {
        @if changes.is_empty() { p class="about" { (words.text("history.nothing")) } } @else {
            dl class="changes" {
                @for change in changes {
                    dt { (place(words, kind, &change.place)) }
                    dd lang=[is_words(kind, &change.place).then_some(lang)] dir="auto" class="kept" {
                        (difference(reader, kind, change))
                    }
                }
            }
        }
    }
}

/// Whether something is in the language of the document, and not in that of its form.
fn is_words(kind: Kind, place: &Place) -> bool {
    match place {
        Place::Key(path) => key(kind, path).is_some_and(|key| key.role == Role::Word),
        Place::Paragraph(_) | Place::File => true,
    }
}

/// The declaration of a key, by its way from the top of a head.
fn key(kind: Kind, path: &str) -> Option<&'static HeadKey> {
    let mut names = path.split('.').filter(|part| part.parse::<usize>().is_err());
    let top = kind.key(names.next()?)?;
    names.try_fold(top, |key, name| key.group().iter().find(|below| below.name == name))
}

fn difference(reader: Reader<'_>, kind: Kind, change: &Change) -> Html {
    let words = reader.words;
    let read = |value: &Value| match &change.place {
        Place::Key(path) => values::read(reader, kind, path, value),
        Place::Paragraph(_) | Place::File => shown(value),
    };
    match (change.old.as_ref().map(read), change.new.as_ref().map(read)) {
        (Some(old), Some(new)) => words_between(words, &old, &new),
        (None, Some(new)) => html! { (marked(words, "ins", &new)) },
        (Some(old), None) => html! { (marked(words, "del", &old)) },
        (None, None) => html! {},
    }
}

/// The words that came and went; those who see no colours hear it.
pub(super) fn words_between(words: Words, old: &str, new: &str) -> Html {
    let diff = TextDiff::from_words(old, new);
    if diff.ratio() < ALIKE {
        return html! { (marked(words, "del", old)) " " (marked(words, "ins", new)) };
    }
    let all: Vec<(ChangeTag, &str)> =
        diff.iter_all_changes().map(|change| (change.tag(), change.value())).collect();
    let (mut gone, mut come) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (at, (tag, text)) in all.iter().enumerate() {
        let goes_on = all.get(at + 1).is_some_and(|(next, _)| *next != ChangeTag::Equal);
        match tag {
            ChangeTag::Delete => gone.push_str(text),
            ChangeTag::Insert => come.push_str(text),
            // Neighbouring words change together.
            ChangeTag::Equal
                if text.trim().is_empty() && goes_on && !(gone.is_empty() && come.is_empty()) =>
            {
                gone.push_str(text);
                come.push_str(text);
            }
            ChangeTag::Equal => {
                parts.push(between(words, &mut gone, &mut come));
                parts.push(html! { (text) });
            }
        }
    }
    parts.push(between(words, &mut gone, &mut come));
    html! { @for part in &parts { (part) } }
}

/// What went and what came in one place; both are empty then.
fn between(words: Words, gone: &mut String, come: &mut String) -> Html {
    let (gone, come) = (std::mem::take(gone), std::mem::take(come));
    html! {
        @if !gone.trim().is_empty() { (marked(words, "del", &gone)) }
        @if !come.trim().is_empty() { (marked(words, "ins", &come)) } @else { (come) }
    }
}

pub(super) fn marked(words: Words, how: &str, text: &str) -> Html {
    html! {
        @if how == "ins" {
            ins { span class="heard" lang=(words.lang()) { (words.text("changes.new")) " " } (text) }
        } @else {
            del { span class="heard" lang=(words.lang()) { (words.text("changes.gone")) " " } (text) }
        }
    }
}
