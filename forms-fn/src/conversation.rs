//! What surrounds every answer that speaks a language: who reads it, whether there is room for the request and until when;
//! and the words of what went wrong.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::answer;
use crate::app::App;
use crate::envelope::RequestId;
use crate::folder::FormsFolder;
use crate::problem::{PrivateDetail, Problem};
use crate::reader::{self, Reader};
use crate::refusal::Refusal;

/// Where whoever waits for an answer says no other limit. `aws/template.yaml` gives the function more.
pub const LONGEST_REQUEST: Duration = Duration::from_secs(20);

/// When a request has to be answered, where whoever waits for it has a limit. An extension of the request.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Instant);

/// The middleware.
pub(crate) async fn hold(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Response {
    let lang = lang(params, &request);
    let json = reader::wants_json(request.headers());
    let Some((reader, refusal)) = find_reader(app.forms(), &lang, json, request_id) else {
        return answer::nothing_loaded();
    };
    request.extensions_mut().insert(reader.clone());
    let response = match (app.admit(), refusal) {
        (None, _) => Problem::from(Refusal::Crowded).into_response(),
        (Some(_), Some(refusal)) => Problem::from(refusal).into_response(),
        (Some(_admitted), None) => in_time(request, next).await,
    };
    in_words(&reader, response)
}

/// The language of the address, as it is written there. One that isn't UTF-8 has none that we know.
fn lang(params: Result<RawPathParams, RawPathParamsRejection>, request: &Request) -> String {
    let Ok(params) = params else { return String::new() };
    let named = params.iter().find_map(|(name, value)| (name == "lang").then_some(value));
    // An address that nobody answers has parts without names.
    let lang = named.or_else(|| request.uri().path().split('/').nth(1));
    lang.unwrap_or_default().to_owned()
}

/// Who reads, and why the request goes no further if it doesn't; `None` when there is no language to say so in.
fn find_reader(
    folder: Arc<FormsFolder>,
    lang: &str,
    json: bool,
    request_id: RequestId,
) -> Option<(Reader, Option<Refusal>)> {
    let (known, refusal) = match folder.find_language(lang) {
        Ok(Some(language)) => (Some(language), None),
        Ok(None) => (None, Some(Refusal::FormUnknown)),
        // The words of a language that has faults can't tell so: the default one does.
        Err(faults) => (None, Some(faults.into())),
    };
    let language = Arc::clone(known.or_else(|| folder.shared_default_language())?);
    Some((Reader { folder, language, json, request_id }, refusal))
}

async fn in_time(request: Request, next: Next) -> Response {
    let (deadline, method) = (request.extensions().get::<Deadline>().copied(), request.method().clone());
    let answer = next.run(request);
    match deadline {
        None => answer.await,
        Some(Deadline(end)) => match tokio::time::timeout_at(end, answer).await {
            Ok(response) => response,
            Err(_) => Problem::from(late(&method)).into_response(),
        },
    }
}

/// What was sent may be stored by now, or never: the store has it.
fn late(method: &Method) -> Refusal {
    let detail = PrivateDetail::new("no answer in time");
    if method == Method::POST { Refusal::Unsure(detail) } else { Refusal::Busy(detail) }
}

/// A problem is said in the reader's words; every other answer has its own.
fn in_words(reader: &Reader, mut response: Response) -> Response {
    match response.extensions_mut().remove::<Arc<Problem>>() {
        Some(problem) => answer::problem(reader, &problem),
        None => response,
    }
}
