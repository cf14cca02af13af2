//! Everything that is held about somebody, to take along (GDPR, articles 15 and 20): JSON for programs, a page to read.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Visit, answers, consents, messages, page};
use crate::answer;
use crate::app::App;
use crate::escape::escape;
use crate::page::Page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::secret::Purpose;

/// A file to download, or with `format=html` a page.
pub(crate) async fn data<'a>(
    app: &'a App,
    reader: &Reader<'a>,
    form: &str,
    token: Option<&str>,
    format: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let visit = Visit::open(app, reader, form, &[Purpose::Export], token).await?;
    if format == Some("html") {
        return Ok(answer::page(reader, StatusCode::OK, &readable(&visit)));
    }
    let name = format!("{}.json", visit.record().reference);
    Ok(answer::attachment(reader, &name, &everything(&visit)))
}

/// The whole record, with the sensitive answers opened; receipts with their words, messages, and who looked.
fn everything(visit: &Visit<'_>) -> Value {
    let mut record = json!(visit.record());
    if let Some(record) = record.as_object_mut() {
        // The envelopes hold nothing but the sensitive answers, which stand below in plain words.
        record.remove("answers");
        record.remove("sealed");
    }
    json!({
        "record": record,
        "position": visit.stored().position,
        "form_version": visit.record().version,
        "answers": answers::json(visit),
        "consents": consents::json(visit),
        "messages": visit.dossier.letters,
        "audit": visit.dossier.audit,
        "downloaded_at": visit.now,
    })
}

fn readable(visit: &Visit<'_>) -> Page {
    let (texts, record) = (&visit.reader.language.texts, visit.record());
    let title = texts.text("my.everythingTitle");
    let mut facts = vec![
        (texts.text("form.reference"), format!("<bdi>{}</bdi>", record.reference)),
        (texts.text("list.status"), page::status_words(visit)),
        (texts.text("my.sentTitle"), escape(&visit.moment(record.submitted_at))),
    ];
    if let Some(changed) = record.changed_at {
        facts.push((texts.text("my.changedTitle"), escape(&visit.moment(changed))));
    }
    facts.push((texts.text("my.versionTitle"), format!("<bdi>{}</bdi>", escape(&record.version))));
    let facts: String = facts.iter().map(|(name, value)| row(name, value)).collect();
    let main = format!(
        "<h1>{}</h1>\n{}<dl class=\"answers\">\n{facts}</dl>\n<h2>{}</h2>\n{}{}{}{}<p><a href=\"{}\">{}</a></p>\n",
        escape(&title),
        page::event_line(visit),
        escape(&texts.text("my.dataTitle")),
        answers::list(visit),
        consents::section(visit),
        messages::section(visit),
        audit(visit),
        escape(&visit.see_url()),
        escape(&texts.text("mail.open")),
    );
    let path = format!("{}&format=html", page::path(visit, Purpose::Export));
    Page { title, main, path }
}

fn row(name: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", escape(name))
}

/// What organisers did with the record; nothing when nobody did anything.
fn audit(visit: &Visit<'_>) -> String {
    if visit.dossier.audit.is_empty() {
        return String::new();
    }
    let heading = escape(&visit.reader.language.texts.text("my.auditTitle"));
    let items: String = visit.dossier.audit.iter().map(entry).collect();
    format!("<h2>{heading}</h2>\n<ul class=\"papers\">\n{items}</ul>\n")
}

/// One entry as it is stored: names and words that the program wrote for organisers, in English.
fn entry(entry: &Value) -> String {
    let line = |(name, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{}: {}", escape(name), escape(&value))
    };
    let lines: Vec<String> = match entry {
        Value::Object(entry) => entry.iter().map(line).collect(),
        other => vec![escape(&other.to_string())],
    };
    format!("<li lang=\"en\" dir=\"auto\">{}</li>\n", lines.join("<br>"))
}
