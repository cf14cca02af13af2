//! The journey of one submission: decode, look up, check, store, answer.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use forms::{FieldError, Submission, Values};

use crate::app::App;
use crate::decode;
use crate::desk::{Outcome, Registration};
use crate::folder::Event;
use crate::lookup::{self, Target};
use crate::nonce::{self, Nonce};
use crate::page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::{answer, show};

/// Answers 303 or 201 once the submission is on disk, 422 with what to correct, or a problem.
pub(crate) async fn submit<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem<'a>> {
    let mut sent = decode::decode(headers, body).await.map_err(|refusal| reader.refuse(refusal))?;
    let target = lookup::posted(reader.folder, form, &mut sent).map_err(|refusal| reader.refuse(refusal))?;
    let nonce = sent.take(nonce::FIELD).map_err(|refusal| reader.refuse_at(refusal, target))?;
    if !sent.fits(target.definition) {
        return Err(reader.refuse_at(Refusal::BadRequest, target));
    }
    let values = sent.values();
    match target.definition.check(&values, &target.facts()) {
        Ok(submission) => store(app, reader, target, submission, nonce.as_deref()).await,
        Err(errors) => correct(app, reader, target, &values, &errors, nonce).await,
    }
}

/// Stores what was checked. A second sending gets its first answer even if the event has closed meanwhile.
async fn store<'a>(
    app: &App,
    reader: &Reader<'a>,
    target: Target<'a>,
    submission: Submission,
    nonce: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let now = app.now();
    let nonce = key(target, &submission, nonce).map_err(|refusal| reader.refuse_at(refusal, target))?;
    let refusal = target.event.and_then(|event| Refusal::of(event.state(now)));
    let outcome = match &refusal {
        Some(_) => app.desk.answered(&nonce, now).await.map(|answered| answered.map(Outcome::Stored)),
        None => {
            let terms = target.event.map(Event::terms);
            let registration = Registration {
                submission: &submission,
                definition: target.definition,
                terms: terms.as_ref(),
                lang: reader.lang(),
                nonce,
                doubts: Vec::new(),
            };
            app.desk.register(&registration, now).await.map(Some)
        }
    };
    match outcome.map_err(|e| reader.refuse_at(e, target))? {
        Some(Outcome::Stored(answered)) => Ok(answer::stored(reader, target, &answered)),
        Some(Outcome::CalledOff) => Err(reader.refuse_at(Refusal::Cancelled, target)),
        Some(Outcome::Full) | None => Err(reader.refuse_at(refusal.unwrap_or(Refusal::Full), target)),
    }
}

/// The nonce that came with the form, or the fingerprint of the answers.
fn key(target: Target<'_>, submission: &Submission, nonce: Option<&str>) -> Result<Nonce, Refusal> {
    match nonce {
        Some(text) => Nonce::sent(&target.definition.id, target.event_id(), text).ok_or(Refusal::BadRequest),
        None => Ok(Nonce::fingerprint(target.event_id(), submission)),
    }
}

/// Every error at once. Nobody is asked to correct a form that can't be sent any more.
async fn correct<'a>(
    app: &App,
    reader: &Reader<'a>,
    target: Target<'a>,
    values: &Values,
    errors: &[FieldError],
    nonce: Option<String>,
) -> Result<Response, Problem<'a>> {
    let waiting = show::open(app, target).await.map_err(|refusal| reader.refuse_at(refusal, target))?;
    if reader.json {
        return Ok(answer::invalid(reader, target, errors));
    }
    let nonce = match nonce {
        Some(nonce) => nonce,
        None => nonce::fresh().map_err(|e| reader.refuse_at(e, target))?,
    };
    let form = page::Form { target, values, errors, nonce: &nonce, waiting };
    Ok(answer::page(reader, StatusCode::UNPROCESSABLE_ENTITY, &page::form(reader, &form)))
}
