//! The source beside the form of its translation: each of its words at the field in which it is said, and what changed since.

mod said;
mod since;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;

use std::collections::BTreeMap;

use forms::Html;
use generator::content::Kind;
use generator::lang::direction_of;
use generator::status;
use generator::write_back::{self, Written};
use maud::html;

use super::{Asked, Refused, told};
use crate::desk::Desk;
use crate::repository::Version;
use since::{Beside, Mark};

/// How many texts of a source are looked at for the one that was translated.
const MOST: usize = 200;

/// A translation and its source.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) kind: Kind,
    /// Path and text of the source.
    pub(super) source: (&'a str, &'a str),
    /// The text of the translation, as it is or as it begins.
    pub(super) text: &'a str,
    /// Whether it lies there already.
    pub(super) is_there: bool,
    /// The version in which both stand.
    pub(super) at: &'a Version,
}

/// What a form of a translation has from its source.
#[derive(Default)]
pub(super) struct Source {
    /// What is to be said of the whole.
    pub(super) note: Html,
    /// What stands beside a field, by its name.
    pub(super) fields: BTreeMap<String, Html>,
}

/// What is known of the source as it was when somebody translated it.
enum Then {
    /// As it is now, or nobody has translated it yet.
    Now,
    /// It said this.
    Said(Written),
    /// The history doesn't have it.
    Lost,
    /// The translation doesn't say which it was.
    Unsaid,
}

/// The source of a translation, beside its fields.
pub(super) fn source(desk: &Desk, asked: &Asked, pair: Pair<'_>) -> Result<Source, Refused> {
    let Ok(now) = write_back::written(pair.source.1) else { return Ok(Source::default()) };
    let head = write_back::written(pair.text).map(|written| written.head).unwrap_or_default();
    let then = then(desk, pair, head.get("sourceHash").and_then(serde_json::Value::as_str))?;
    let old = match &then {
        Then::Said(old) => Some(said::of(pair.kind, old)),
        Then::Now | Then::Lost | Then::Unsaid => None,
    };
    let all = since::compare(old.as_deref(), &said::of(pair.kind, &now), &said::Rows::of(&head));
    let lang = super::of_path(pair.source.0).map_or("", |(_, lang)| lang);
    let note = if pair.is_there {
        note(asked, pair.kind, &then, &all)
    } else {
        html! {}
    };
    let fields = all.iter().map(|beside| (beside.field.clone(), drawn(asked, lang, beside))).collect();
    Ok(Source { note, fields })
}

/// All of it in one piece, for a translation whose form is one text. What can be scrolled can be reached by keyboard, too.
pub(super) fn whole(asked: &Asked, source: &Source) -> Html {
    let label = asked.t("since.source");
    html! {
        @if !source.fields.is_empty() {
            div class="source" tabindex="0" role="region" aria-label=(label.trim_end_matches(':')) {
                @for beside in source.fields.values() { (beside) }
            }
        }
    }
}

fn then(desk: &Desk, pair: Pair<'_>, hash: Option<&str>) -> Result<Then, Refused> {
    let (path, text) = pair.source;
    let Some(hash) = hash else { return Ok(if pair.is_there { Then::Unsaid } else { Then::Now }) };
    let is_it = |text: &String| status::fingerprint(path, text).as_deref() == Some(hash);
    if !pair.is_there || is_it(&text.to_owned()) {
        return Ok(Then::Now);
    }
    let older = desk.repository.older(pair.at, path, MOST)?;
    let old = older.iter().find(|text| is_it(text)).and_then(|text| write_back::written(text).ok());
    Ok(old.map_or(Then::Lost, Then::Said))
}

/// How many places changed, which, and the button for who has looked and found that nothing is to be done.
fn note(asked: &Asked, kind: Kind, then: &Then, all: &[Beside]) -> Html {
    let same = || html! { p { button form="write" name="also" value="current" class="quiet" { (asked.t("since.same")) } } };
    let key = match then {
        Then::Now => return html! { p class="good" { (asked.t("since.current")) } },
        Then::Lost => "since.lost",
        Then::Unsaid => "since.unsaid",
        Then::Said(_) => "since.elsewhere",
    };
    let count: usize = all.iter().map(Beside::changed).sum();
    html! {
        div class="warning" role="status" {
            @if count == 0 { p { (asked.t(key)) } } @else {
                p { (asked.words.with("since.changed", &[("count", &count.to_string())])) }
                ul {
                    @for beside in all.iter().filter(|beside| beside.changed() > 0) {
                        li { a href=(format!("#f-{}", beside.field)) { (name(asked, kind, &beside.field)) } }
                    }
                }
            }
            (same())
        }
    }
}

/// What a field is called, with the number of its row.
fn name(asked: &Asked, kind: Kind, field: &str) -> String {
    if field == said::BODY {
        return asked.t("form.body");
    }
    told::place(asked.words, kind, &crate::merge::Place::Key(field.to_owned()))
}

/// What the source says in the place of a field.
fn drawn(asked: &Asked, lang: &str, beside: &Beside) -> Html {
    let words = asked.words;
    let rtl = lang.parse().is_ok_and(|locale| direction_of(&locale) == forms::Direction::Rtl);
    html! {
        div class=(if beside.changed() > 0 { "beside changed" } else { "beside" }) lang=(lang) dir=(if rtl { "rtl" } else { "ltr" }) {
            span class="heard" lang=(words.lang()) { (words.text("since.source")) " " }
            @for mark in &beside.marks {
                p class="kept" {
                    @match mark {
                        Mark::Same(text) => (text),
                        Mark::Changed(old, new) => (told::words_between(words, old, new)),
                        Mark::New(text) => (told::marked(words, "ins", text)),
                        Mark::Gone(text) => (told::marked(words, "del", text)),
                    }
                }
            }
        }
    }
}
