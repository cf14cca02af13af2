//! The page after sending: what was received, and what happens next.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::App;
use crate::desk::Shown;
use crate::lookup::Target;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::{answer, page};

/// Finds the record of this form. A wrong, a mistyped and a deleted reference get the same answer.
pub(crate) async fn received<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    reference: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let definition = reader.folder.definition(form).ok_or_else(|| reader.refuse(Refusal::FormUnknown))?;
    let (reference, shown) = find(app, form, reference).await.map_err(|refusal| reader.refuse(refusal))?;
    let event = shown.event.as_deref().and_then(|id| reader.folder.event(id));
    let target = Target { definition, event };
    if reader.json {
        return Ok(answer::record(reader, StatusCode::OK, &reference, shown.status, shown.position));
    }
    Ok(answer::page(reader, StatusCode::OK, &page::received(reader, target, &reference, &shown)))
}

async fn find(app: &App, form: &str, reference: Option<&str>) -> Result<(Reference, Shown), Refusal> {
    let reference = reference.and_then(Reference::parse).ok_or(Refusal::ReferenceUnknown)?;
    let shown = app.desk.shown(&reference, app.now()).await?;
    let shown = shown.filter(|shown| shown.form == form).ok_or(Refusal::ReferenceUnknown)?;
    Ok((reference, shown))
}
