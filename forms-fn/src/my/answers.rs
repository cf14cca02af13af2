//! What somebody answered, with the words of the form as it was then.

use forms::html::Links;
use forms::{Choice, Field, Kind, Text};
use serde_json::{Value, json};

use super::{Visit, parts};
use crate::desk::retention;
use crate::escape::escape;

/// All answers but the consents, each with its question and with the day on which it is deleted.
pub(super) fn list(visit: &Visit<'_>) -> String {
    let answered = |field: &&Field| visit.stored().answers.contains_key(&field.name);
    let fields = visit.definition.fields.iter().filter(answered).filter(|field| !field.is_consent());
    let rows: String = fields.map(|field| row(visit, field)).collect();
    if rows.is_empty() {
        return parts::paragraph(&visit.reader.language.texts.text("my.noAnswer"));
    }
    format!("<dl class=\"answers\">\n{rows}</dl>\n")
}

fn row(visit: &Visit<'_>, field: &Field) -> String {
    let values = shown(visit, field, &visit.stored().answers[&field.name]);
    let values: String = values.iter().map(|value| format!("<dd>{value}</dd>")).collect();
    format!(
        "<div><dt>{}</dt>{values}<dd>{}</dd></div>\n",
        parts::words(&field.label, visit.reader.lang()),
        parts::meta(&deleted(visit, field)),
    )
}

/// When an answer is deleted: the day, or in words as long as the day isn't known.
pub(super) fn deleted(visit: &Visit<'_>, field: &Field) -> String {
    let texts = &visit.reader.language.texts;
    match retention::deadline(field.keep, visit.record(), visit.ends) {
        Some(at) => texts.with("my.deletedOn", &[("when", &visit.date(at))]),
        None => forms::notice::kept(texts, field.keep),
    }
}

/// The values as HTML, one for each that was chosen.
fn shown(visit: &Visit<'_>, field: &Field, answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(values) => values.iter().flat_map(|value| shown(visit, field, value)).collect(),
        Value::Bool(_) => vec![escape(&visit.reader.language.texts.text("form.yes"))],
        Value::String(text) => vec![text_html(visit, field, text)],
        other => vec![format!("<bdi>{}</bdi>", escape(&other.to_string()))],
    }
}

fn text_html(visit: &Visit<'_>, field: &Field, text: &str) -> String {
    let (lang, texts) = (visit.reader.lang(), &visit.reader.language.texts);
    match &field.kind {
        Kind::Choice { options, .. } | Kind::Choices { options, .. } => {
            label(options, text).map_or_else(|| escape(text), |label| parts::words(label, lang))
        }
        Kind::Language { .. } => {
            let names = visit.reader.folder.language_names();
            let own = names.iter().find(|(id, _)| id == text).map_or(text, |(_, name)| name);
            format!("<span lang=\"{}\" dir=\"auto\">{}</span>", escape(text), escape(own))
        }
        Kind::Country => escape(&texts.text(&format!("form.countries.{text}"))),
        // Addresses and numbers run from left to right in every language.
        Kind::Email { .. } => format!("<bdi dir=\"ltr\">{}</bdi>", escape(&forms::email::shown(text))),
        Kind::Phone { .. } => format!("<bdi dir=\"ltr\">{}</bdi>", escape(text)),
        _ => format!("<div class=\"said\" dir=\"auto\">{}</div>", escape(text)),
    }
}

fn label<'o>(options: &'o [Choice], value: &str) -> Option<&'o Text> {
    options.iter().find(|option| option.value == value).map(|option| &option.label)
}

/// The same for programs: field, question, value, and when it is deleted.
pub(super) fn json(visit: &Visit<'_>) -> Value {
    let lang = visit.reader.lang();
    let one = |(name, value): (&String, &Value)| {
        let field = visit.definition.field(name);
        let deadline = field.and_then(|field| retention::deadline(field.keep, visit.record(), visit.ends));
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
