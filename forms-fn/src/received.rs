//! The page after sending: what was received, and what happens next.

mod face;
mod words;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use forms::Definition;
use serde_json::json;

use crate::app::App;
use crate::course::Course;
use crate::decode::Query;
use crate::desk::Shown;
use crate::folder::Event;
use crate::lookup::Target;
use crate::openapi::{self, OfForm, Operation, responses};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::{answer, my};

pub(crate) use face::Face;

/// The page after sending.
pub(crate) const SHOW: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(received),
    describe: |form| {
        let mut answer = openapi::stored("What became of it, without any answers.");
        answer["content"]["text/html"] = json!({ "schema": { "type": "string" } });
        let reference = json!({
            "name": REFERENCE, "in": "query", "required": true,
            "schema": { "type": "string", "minLength": 1 },
        });
        let others = [(404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable")];
        json!({
            "operationId": form.operation_id("received"),
            "summary": "What became of a submission",
            "parameters": [reference],
            "responses": responses(200, answer, &others),
        })
    },
};

/// The query parameter that names the record.
const REFERENCE: &str = "ref";

/// Finds the record of this form. Its address is told to others, so only with the sender's token, which works for some
/// minutes, it shows the person's own link. A wrong, a mistyped and a deleted reference get the same answer.
async fn received(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let newest = reader.folder.find_definition(&form)?.ok_or(Refusal::FormUnknown)?;
    let (reference, shown) = find(&app, &form, query.get(REFERENCE)).await?;
    let event = shown.event.as_deref().and_then(|id| reader.folder.event(id));
    let kept = my::keep_link(&app, &reader, &reference, query.get(my::SENDER_FIELD)).await?;
    let usual = || Face::of(shown.status, shown.by_mail, shown.submitted_at, app.now());
    let face = if shown.in_line { Face::InLine } else { usual() };
    if reader.json {
        let value = answer::record_value(&reader, &reference, face.as_str(), shown.position, kept.as_ref());
        return Ok(answer::json(&reader, StatusCode::OK, &value));
    }
    let standing = Standing::find(&app, &reader, &shown, event).await?;
    let sent = sent(&app, &reader, &shown).await?;
    let target = Target { definition: sent.as_deref().unwrap_or(newest), event };
    let page =
        words::page(&reader, target, &reference, &shown, (face, standing), kept.as_ref(), app.desk.keyring());
    Ok(answer::page(&reader, StatusCode::OK, &page))
}

/// The form as it was sent, whose promises hold; unless it was written in other languages than the reader's.
async fn sent(app: &App, reader: &Reader, shown: &Shown) -> Result<Option<Arc<Definition>>, Refusal> {
    let Some(version) = &shown.version else { return Ok(None) };
    let sent = app.desk.definition(&shown.form, version, app.now()).await?;
    let is_read = sent.title.languages().any(|lang| lang == reader.lang());
    Ok(is_read.then_some(sent))
}

/// What stands before everything about a status: that the event isn't to come, as far as anybody knows.
pub(super) struct Standing(Option<String>);

impl Standing {
    async fn find(app: &App, reader: &Reader, shown: &Shown, event: Option<&Event>) -> Result<Self, Refusal> {
        let Some(id) = shown.event.as_deref() else { return Ok(Self(None)) };
        let (now, texts) = (app.now(), &reader.language.texts);
        let called_off = app.desk.counters(id, now).await?.called_off;
        let key = match Course::find(Some(id), event, called_off, now) {
            None | Some(Course::Ahead | Course::Begun) => return Ok(Self(None)),
            Some(Course::Cancelled) => "form.cancelled",
            Some(Course::Over) => "form.past",
            Some(Course::Postponed) => "my.postponed",
            Some(Course::Lost) => my::LOST,
        };
        let mut words = texts.text(key);
        if key == my::LOST {
            let facts = app.desk.facts(id, now).await?;
            let hosts = facts.iter().flat_map(|facts| &facts.hosts);
            words = format!("{words} {}", my::whom_to_ask(reader, hosts));
        }
        Ok(Self(Some(words)))
    }
}

async fn find(app: &App, form: &str, reference: Option<&str>) -> Result<(Reference, Shown), Refusal> {
    let reference = reference.and_then(Reference::parse).ok_or(Refusal::ReferenceUnknown)?;
    let shown = app.desk.shown(&reference, app.now()).await?;
    let shown = shown.filter(|shown| shown.form == form).ok_or(Refusal::ReferenceUnknown)?;
    Ok((reference, shown))
}
