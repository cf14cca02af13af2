//! Everything that is held about somebody, to take along (GDPR, articles 15 and 20): JSON for programs, a page to read.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use forms::html::Html;
use maud::html;
use serde_json::{Value, json};

use super::{TOKEN_FIELD, Visit, answers, consents, messages, page, parts};
use crate::answer;
use crate::app::App;
use crate::decode::Query;
use crate::openapi::{OfForm, Operation, json_body, responses};
use crate::page::Page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::secret::LinkPurpose;

/// The download.
pub(crate) const DATA: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(data),
    describe: |form| {
        let format = json!({ "name": FORMAT, "in": "query", "schema": { "enum": ["json", "html"] } });
        let mut answer = json_body("Everything that is stored.", &json!({ "type": "object" }));
        answer["content"]["text/html"] = json!({ "schema": { "type": "string" } });
        json!({
            "operationId": form.operation_id("data"),
            "summary": "Everything that is stored about the person",
            "parameters": [super::token_parameter(), format],
            "responses": responses(200, answer, &super::REFUSALS),
        })
    },
};

/// The query parameter that asks for a page.
const FORMAT: &str = "format";

/// A file to download, or with `format=html` a page.
async fn data(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let visit = Visit::open(&app, &reader, &form, &[LinkPurpose::Export], query.get(TOKEN_FIELD)).await?;
    if query.get(FORMAT) == Some("html") {
        return Ok(answer::page(&reader, StatusCode::OK, &readable(&visit)));
    }
    let name = format!("{}.json", visit.record().reference);
    Ok(answer::attachment(&reader, &name, &everything(&visit)))
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
        "came": visit.dossier.check_in,
        "downloaded_at": visit.now,
    })
}

fn readable(visit: &Visit<'_>) -> Page {
    let texts = &visit.reader.language.texts;
    let title = texts.text("my.everythingTitle");
    let main = html! {
        h1 { (title) } "\n"
        (page::event_line(visit))
        dl class="answers" { "\n"
            @for (name, value) in facts(visit) {
                div { dt { (texts.text(name)) } dd { (value) } } "\n"
            }
        } "\n"
        h2 { (texts.text("my.dataTitle")) } "\n"
        (answers::list(visit))
        (answers::deletions(visit))
        (consents::section(visit))
        (messages::section(visit))
        (audit(visit))
        p { a href=(visit.see_url()) { (texts.text("mail.open")) } } "\n"
    };
    let path = format!("{}&format=html", page::path(visit, LinkPurpose::Export));
    Page { title, main, path }
}

/// What the program itself noted: the key of its name, and what it is.
fn facts(visit: &Visit<'_>) -> Vec<(&'static str, Html)> {
    let record = visit.record();
    let moment = |at| html! { (visit.moment(at)) };
    let mut facts = vec![
        ("form.reference", html! { bdi { (record.reference.to_string()) } }),
        ("list.status", page::status_words(visit)),
        ("my.sentTitle", moment(record.submitted_at)),
    ];
    facts.extend(record.changed_at.map(|changed| ("my.changedTitle", moment(changed))));
    facts.push(("my.versionTitle", html! { bdi { (record.version) } }));
    facts
}

/// What organisers did with the record; nothing when nobody did anything.
fn audit(visit: &Visit<'_>) -> Html {
    let items: Vec<Html> = visit.dossier.audit.iter().map(entry).collect();
    parts::papers(&visit.reader.language.texts.text("my.auditTitle"), &items)
}

/// One entry as it is stored: names and words that the program wrote for organisers, in English.
fn entry(entry: &Value) -> Html {
    let words = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let lines = match entry {
        Value::Object(entry) => {
            entry.iter().map(|(name, value)| html! { (name) ": " (words(value)) }).collect()
        }
        other => vec![html! { (other.to_string()) }],
    };
    html! { li lang="en" dir="auto" { (crate::page::lines(lines.into_iter())) } "\n" }
}
