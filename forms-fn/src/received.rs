//! The page after sending: what was received, and what happens next.

mod face;
mod words;

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::App;
use crate::course::Course;
use crate::desk::Shown;
use crate::folder::Event;
use crate::lookup::Target;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::{answer, my};

pub(crate) use face::Face;

/// Finds the record of this form. Its address is told to others, so only with the `sender`'s token, which works for some
/// minutes, it shows the person's own link. A wrong, a mistyped and a deleted reference get the same answer.
pub(crate) async fn received<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    reference: Option<&str>,
    sender: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let definition = reader.folder.find_definition(form).map_err(|faults| reader.refuse(faults))?;
    let definition = definition.ok_or_else(|| reader.refuse(Refusal::FormUnknown))?;
    let (reference, shown) = find(app, form, reference).await.map_err(|refusal| reader.refuse(refusal))?;
    let event =
        reader.folder.find_event_of(shown.event.as_deref()).map_err(|faults| reader.refuse(faults))?;
    let target = Target { definition, event };
    let kept = my::keep_link(app, reader, &reference, sender).await;
    let kept = kept.map_err(|refusal| reader.refuse(refusal))?;
    let face = Face::of(shown.status, shown.by_mail, shown.submitted_at, app.now());
    if reader.json {
        let value = answer::record_value(reader, &reference, face.as_str(), shown.position, kept.as_ref());
        return Ok(answer::json(reader, StatusCode::OK, &value));
    }
    let standing =
        Standing::find(app, reader, &shown, event).await.map_err(|refusal| reader.refuse(refusal))?;
    let page = words::page(reader, target, &reference, &shown, (face, standing), kept.as_ref());
    Ok(answer::page(reader, StatusCode::OK, &page))
}

/// What stands before everything about a status: that the event isn't to come, as far as anybody knows.
pub(super) struct Standing(Option<String>);

impl Standing {
    async fn find(
        app: &App,
        reader: &Reader<'_>,
        shown: &Shown,
        event: Option<&Event>,
    ) -> Result<Self, Refusal> {
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
