//! Sending a form: decode, look up, check; what keeps all rules goes on in `checked`.

mod checked;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use forms::schema::Encoding;
use forms::{FieldError, SWITCH, Values};
use serde_json::{Value, json};

use crate::app::App;
use crate::decode::{self, Posted};
use crate::guard::Carried;
use crate::lookup::{self, Target};
use crate::nonce::Nonce;
use crate::observation::{Sent, SentForm};
use crate::openapi::{self, FormAt, OfForm, Operation};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::sender::Sender;
use crate::{answer, former, page, show};
use checked::Checked;

/// Sending a form.
pub(crate) const SEND: Operation<OfForm> = Operation { method: "post", handler: || post(submit), describe };

fn describe(form: &FormAt<'_>) -> Value {
    let body = |encoding| {
        let name = openapi::schema_name(&form.definition.id, encoding);
        json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } })
    };
    let location = json!({ "Location": { "schema": { "type": "string" } } });
    let mut moved = openapi::page("Stored; the page that says so is at `Location`.");
    moved["headers"] = location.clone();
    let mut created = openapi::stored("Stored, or stored before with the same nonce or the same answers.");
    created["headers"] = location;
    let mut answers = openapi::refusals_of_post();
    answers.insert(
        "200".to_owned(),
        openapi::page(
            "The answers once more, to be looked at and sent again, or with `only_language` the form with them in the \
             language of the address; nothing was stored yet.",
        ),
    );
    answers.insert("201".to_owned(), created);
    answers.insert("303".to_owned(), moved);
    json!({
        "operationId": form.operation_id("send"),
        "summary": form.definition.title.get("en"),
        "requestBody": {
            "required": true,
            "content": { decode::FORM: body(Encoding::Form), decode::JSON: body(Encoding::Json) },
        },
        "responses": answers,
    })
}

/// Answers 303 or 201 once the submission is on disk, 422 with what to correct, or a problem.
async fn submit(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    sender: Sender,
    mut sent: Posted,
) -> Result<Response, Problem> {
    let target = lookup::posted(&reader.folder, &form, &mut sent)?;
    let here = Here { app: &app, reader: &reader, target };
    let mut response = here.check(sent, &sender).await.map_err(|refusal| target.refuse(refusal))?;
    response.extensions_mut().insert(SentForm(target.definition.id.clone()));
    Ok(response)
}

/// The form that a post is for.
#[derive(Clone, Copy)]
struct Here<'a> {
    app: &'a App,
    reader: &'a Reader,
    target: Target<'a>,
}

impl Here<'_> {
    async fn check(self, mut sent: Posted, sender: &Sender) -> Result<Response, Refusal> {
        let Here { app, reader, target } = self;
        let carried = Carried::take(&mut sent)?;
        let is_switched = !reader.json && sent.take(SWITCH)?.is_some();
        if !sent.fits(target.definition) {
            return Err(Refusal::BadRequest);
        }
        let mut values = sent.values();
        if is_switched {
            return self.draw(Sent::Switched, &values, &[], carried.nonce).await;
        }
        // A program can correct what it sends, and is told.
        let facts = (!reader.json).then(|| target.facts());
        former::put_aside(app, target.definition, facts.as_ref(), &mut values, app.now()).await?;
        match target.definition.check(&values, &target.facts()) {
            Ok(submission) => {
                let (answers, now) = (Nonce::fingerprint(target.event_id(), &submission), app.now());
                let (carried, values) = (&carried, &values);
                let checked =
                    Checked { app, reader, target, sender, carried, values, submission, answers, now };
                checked.accept().await
            }
            Err(errors) => self.draw(Sent::Invalid, &values, &errors, carried.nonce).await,
        }
    }

    /// The form again with what was typed, and every error at once; none where somebody only changed the language. Nobody
    /// is asked to go on with a form that can't be sent any more.
    async fn draw(
        self,
        sent: Sent,
        values: &Values,
        errors: &[FieldError],
        nonce: Option<String>,
    ) -> Result<Response, Refusal> {
        let Here { app, reader, target } = self;
        let waiting = show::open(app, target).await?;
        if reader.json {
            return Ok(with(sent, answer::invalid(reader, target, errors)));
        }
        let fresh = || app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
        let nonce = nonce.unwrap_or_else(fresh);
        let form = page::Form { target, values, errors, nonce: &nonce, waiting };
        let status = if sent == Sent::Switched { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Ok(with(sent, answer::page(reader, status, &page::form(reader, &form))))
    }
}

/// The answer, with what became of what was sent.
fn with(sent: Sent, mut response: Response) -> Response {
    response.extensions_mut().insert(sent);
    response
}
