//! What somebody answered, with the words of the form as it was then.

use std::collections::BTreeMap;

use forms::Field;
use forms::html::{Html, Links};
use jiff::Timestamp;
use maud::html;
use serde_json::{Value, json};

use super::{Visit, parts};
use crate::desk::retention;
use crate::page;

/// All answers but the consents, each with its question.
pub(super) fn list(visit: &Visit<'_>) -> Html {
    let answers = &visit.stored().answers;
    let asked = visit.definition.fields.iter().filter(|field| !field.is_consent());
    let rows: Vec<Html> =
        asked.filter_map(|field| Some(row(visit, field, answers.get(&field.name)?))).collect();
    if rows.is_empty() {
        return parts::paragraph(&visit.reader.language.texts.text("my.noAnswer"));
    }
    html! {
        dl class="answers" { "\n"
            @for row in rows { (row) }
        } "\n"
    }
}

fn row(visit: &Visit<'_>, field: &Field, answer: &Value) -> Html {
    let (lang, wording) = (visit.reader.lang(), visit.reader.wording());
    html! {
        div {
            dt { (parts::words(&field.label, lang)) }
            @for value in forms::as_sent(answer) { dd { (field.word(&value, &wording).html(lang)) } }
        } "\n"
    }
}

/// When the answers are deleted: each day once, with the questions whose answers go then.
pub(super) fn deletions(visit: &Visit<'_>) -> Html {
    let answers = &visit.stored().answers;
    let mut days: BTreeMap<(Option<Timestamp>, String), Vec<&Field>> = BTreeMap::new();
    let answered = |field: &&Field| !field.is_consent() && answers.contains_key(&field.name);
    for field in visit.definition.fields.iter().filter(answered) {
        days.entry((deadline(visit, field), deleted(visit, field))).or_default().push(field);
    }
    html! {
        @if !days.is_empty() {
            h2 { (visit.reader.language.texts.text("my.deletionTitle")) } "\n"
            ul { "\n"
                @for ((_, day), fields) in &days { (deletion(visit, day, fields, days.len() == 1)) }
            } "\n"
        }
    }
}

/// One day; which questions it is about isn't said when it is about all.
fn deletion(visit: &Visit<'_>, day: &str, fields: &[&Field], all: bool) -> Html {
    let labels = fields.iter().map(|field| parts::words(&field.label, visit.reader.lang()));
    html! {
        li { (day) @if !all { br; (parts::small(&page::lines(labels))) } } "\n"
    }
}

fn deadline(visit: &Visit<'_>, field: &Field) -> Option<Timestamp> {
    retention::deadline(field.keep, visit.record(), visit.ends)
}

/// When an answer is deleted: the day, or in words as long as the day isn't known.
pub(super) fn deleted(visit: &Visit<'_>, field: &Field) -> String {
    let texts = &visit.reader.language.texts;
    match deadline(visit, field) {
        Some(at) => texts.with("my.deletedOn", &[("when", &visit.date(at))]),
        None => forms::notice::kept(texts, field.keep),
    }
}

/// The same for programs: field, question, value, and when it is deleted.
pub(super) fn json(visit: &Visit<'_>) -> Value {
    let lang = visit.reader.lang();
    let one = |(name, value): (&String, &Value)| {
        let field = visit.definition.field(name);
        let deadline = field.and_then(|field| deadline(visit, field));
        json!({
            "field": name,
            "question": field.map(|field| field.label.get(lang)),
            "value": value,
            "deleted_on": deadline,
            "deleted": field.map(|field| deleted(visit, field)),
        })
    };
    visit.stored().answers.iter().map(one).collect()
}

/// The pages that a form links to, in the reader's language.
pub(super) fn links(visit: &Visit<'_>) -> Links {
    visit.reader.folder.links(visit.reader.lang())
}
