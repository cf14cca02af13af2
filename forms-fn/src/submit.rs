//! The journey of one submission: decode, look up, check, store, answer.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use forms::{FieldError, Submission, Values};

use crate::app::App;
use crate::decode;
use crate::desk::{Answered, Outcome, Registration};
use crate::folder::Event;
use crate::guard::{self, Carried};
use crate::lookup::{self, Target};
use crate::nonce::Nonce;
use crate::page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::screen::{self, Verdict};
use crate::{answer, former, my, show};

/// Answers 303 or 201 once the submission is on disk, 422 with what to correct, or a problem.
pub(crate) async fn submit<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem<'a>> {
    guard::same_site(reader, parts).map_err(|refusal| reader.refuse(refusal))?;
    let mut sent = decode::decode(&parts.headers, body).await.map_err(|refusal| reader.refuse(refusal))?;
    let target = lookup::posted(reader.folder, form, &mut sent).map_err(|refusal| reader.refuse(refusal))?;
    let carried = Carried::take(&mut sent).map_err(|refusal| reader.refuse_at(refusal, target))?;
    if !sent.fits(target.definition) {
        return Err(reader.refuse_at(Refusal::BadRequest, target));
    }
    let mut values = sent.values();
    let aside = former::put_aside(app, target.definition, &mut values, app.now()).await;
    aside.map_err(|error| reader.refuse_at(error, target))?;
    match target.definition.check(&values, &target.facts()) {
        Ok(submission) => accept(app, reader, target, parts, &carried, &values, submission).await,
        Err(errors) => correct(app, reader, target, &values, &errors, carried.nonce).await,
    }
}

/// Stores what was checked, unless it is doubtful. A second sending gets its first answer even if the event has closed
/// meanwhile.
async fn accept<'a>(
    app: &App,
    reader: &Reader<'a>,
    target: Target<'a>,
    parts: &Parts,
    carried: &Carried,
    values: &Values,
    submission: Submission,
) -> Result<Response, Problem<'a>> {
    let now = app.now();
    let refuse = |refusal| reader.refuse_at(refusal, target);
    let nonce = key(target, &submission, carried.nonce.as_deref()).map_err(refuse)?;
    if let Some(answered) = app.desk.answered(&nonce, now).await.map_err(|e| refuse(e.into()))? {
        return stored(app, reader, target, &answered).await;
    }
    if let Some(refusal) = target.event.and_then(|event| Refusal::of(event.state(now))) {
        return Err(refuse(refusal));
    }
    let look = guard::look(app, reader, target, parts, carried, values).await.map_err(refuse)?;
    let doubts = match look.verdict {
        Verdict::Pass => Vec::new(),
        // A program can't look at a page, so an organiser looks at once.
        Verdict::Check(_) if !reader.json => {
            let nonce =
                app.desk.keyring().nonce(&screen::check_scope(&target.definition.id), target.event_id(), now);
            let check = page::Check { target, values, nonce: &nonce };
            return Ok(answer::page(reader, StatusCode::OK, &page::check(reader, &check)));
        }
        Verdict::Check(signs) | Verdict::Hold(signs) => signs,
        Verdict::Refuse(_) => return Err(refuse(Refusal::Forbidden)),
    };
    let terms = target.event.map(Event::terms);
    let registration = Registration {
        submission: &submission,
        definition: target.definition,
        terms: terms.as_ref(),
        lang: reader.lang(),
        nonce,
        doubts: doubts.iter().map(|sign| sign.as_str().to_owned()).collect(),
        marks: look.marks,
    };
    match app.desk.register(&registration, now).await.map_err(|e| refuse(e.into()))? {
        Outcome::Stored(answered) => stored(app, reader, target, &answered).await,
        Outcome::CalledOff => Err(refuse(Refusal::Cancelled)),
        Outcome::Full => Err(refuse(Refusal::Full)),
    }
}

/// On to the page that says so, with the own link for those whom no message reaches.
async fn stored<'a>(
    app: &App,
    reader: &Reader<'a>,
    target: Target<'a>,
    answered: &Answered,
) -> Result<Response, Problem<'a>> {
    let kept = my::for_sender(app, reader, answered).await;
    let kept = kept.map_err(|refusal| reader.refuse_at(refusal, target))?;
    Ok(answer::stored(reader, target, answered, kept.as_ref()))
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
    let fresh = || app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
    let nonce = nonce.unwrap_or_else(fresh);
    let form = page::Form { target, values, errors, nonce: &nonce, waiting };
    Ok(answer::page(reader, StatusCode::UNPROCESSABLE_ENTITY, &page::form(reader, &form)))
}
