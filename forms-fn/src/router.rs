//! Which address leads to which journey.
//!
//! ```text
//! POST /{lang}/forms/{form}                        send
//! GET  /{lang}/forms/{form}?event=ID               the form outside its page, with a nonce
//! GET  /{lang}/forms/{form}/nonce?event=ID         a nonce for a form on a static page
//! GET  /{lang}/forms/{form}/received?ref=REFERENCE what became of it
//! GET  /{lang}/forms/{form}/my?t=TOKEN             a person's own page
//! POST /{lang}/forms/{form}/my                     what the person does there
//! GET  /{lang}/forms/{form}/my/data?t=TOKEN        everything that is held about the person
//! GET  /altcha                                     work for a device that wants to be trusted more
//! GET  /openapi.json                               all of this for programs
//! GET  /healthz                                    the program runs
//! GET  /readyz                                     all that the program promises can be done
//! ```
//!
//! All of them stand below the path of the site's address, if it has one: `/spaces/da/forms/registration`.

use std::fmt::Write as _;
use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Router, middleware};
use tokio::time::Instant;

use crate::app::App;
use crate::envelope::{self, RequestId};
use crate::problem::{PrivateDetail, Problem};
use crate::reader::{self, Reader};
use crate::refusal::Refusal;
use crate::{answer, decode, my, received, show, submit};

/// Makes what answers at one address, with all its methods.
type Handlers = fn() -> MethodRouter<App>;

/// Every address. The router is made of this table, so an address that isn't here is answered by nobody.
const ROUTES: &[(&str, Handlers)] = &[
    ("/{lang}/forms/{form}", || get(show_form).post(submit_form).fallback(not_allowed)),
    ("/{lang}/forms/{form}/received", || get(show_received).fallback(not_allowed)),
    ("/{lang}/forms/{form}/my", || get(show_my).post(act_my).fallback(not_allowed)),
    ("/{lang}/forms/{form}/my/data", || get(show_my_data).fallback(not_allowed)),
    ("/{lang}/forms/{form}/nonce", || get(fresh_nonce).fallback(not_allowed)),
    #[cfg(feature = "altcha")]
    ("/altcha", || get(challenge)),
    ("/openapi.json", || get(describe)),
    ("/healthz", || get(alive)),
    ("/readyz", || get(ready)),
];

/// The patterns of all addresses, for whoever puts the router behind a gateway and for the tests that ask each of them.
pub fn routes() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|(pattern, _)| *pattern)
}

/// The routes of the forms, to be merged into any other router. It has no fallback of its own.
pub fn router(app: App) -> Router {
    let add = |router: Router<App>, (pattern, handlers): &(&str, Handlers)| router.route(pattern, handlers());
    let all = ROUTES.iter().fold(Router::new(), add);
    all.layer(middleware::from_fn(envelope::wrap)).with_state(app)
}

/// The same as a whole server, which answers every other address with a page that says so.
pub fn server(app: App) -> Router {
    let others =
        Router::new().fallback(unknown).layer(middleware::from_fn(envelope::wrap)).with_state(app.clone());
    below_path(app.clone(), router(app).merge(others))
}

/// Answers addresses with the path of the site before them, as they stand on its pages, and those without it: a proxy
/// may take it away, and whoever asks whether the program runs needn't know it.
fn below_path(app: App, routes: Router) -> Router {
    Router::new().fallback_service(routes).layer(middleware::map_request_with_state(app, without_path))
}

/// The request as if the site had its host for itself.
async fn without_path(State(app): State<App>, mut request: Request) -> Request {
    let uri = request.uri();
    let whole = uri.path_and_query().map_or("/", |whole| whole.as_str());
    let below = whole.strip_prefix(app.forms().base_path()).filter(|below| below.starts_with('/'));
    if let Some(Ok(uri)) = below.filter(|below| below.len() < whole.len()).map(str::parse::<Uri>) {
        *request.uri_mut() = uri;
    }
    request
}

/// What is asked for once language and form are known.
enum Ask {
    Submit(Body),
    Form { event: Option<String> },
    Nonce { event: Option<String> },
    Received { reference: Option<String>, sender: Option<String> },
    My { token: Option<String>, done: Option<String> },
    Act(Body),
    MyData { token: Option<String>, format: Option<String> },
    Nothing(Refusal),
}

/// Language and form of the address; an address that isn't UTF-8 has none that we know.
type Address = Result<Path<(String, String)>, PathRejection>;

async fn submit_form(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    respond(&state, &id, address, &parts, Ask::Submit(body)).await
}

async fn show_form(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let event = decode::query(parts.uri.query(), crate::lookup::EVENT_FIELD);
    respond(&state, &id, address, &parts, Ask::Form { event }).await
}

async fn fresh_nonce(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let event = decode::query(parts.uri.query(), crate::lookup::EVENT_FIELD);
    respond(&state, &id, address, &parts, Ask::Nonce { event }).await
}

async fn show_received(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let reference = decode::query(parts.uri.query(), "ref");
    let sender = decode::query(parts.uri.query(), my::SENDER_FIELD);
    respond(&state, &id, address, &parts, Ask::Received { reference, sender }).await
}

async fn show_my(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let token = decode::query(parts.uri.query(), my::TOKEN_FIELD);
    let done = decode::query(parts.uri.query(), my::DONE_FIELD);
    respond(&state, &id, address, &parts, Ask::My { token, done }).await
}

async fn act_my(state: State<App>, id: Extension<RequestId>, address: Address, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    respond(&state, &id, address, &parts, Ask::Act(body)).await
}

async fn show_my_data(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let token = decode::query(parts.uri.query(), my::TOKEN_FIELD);
    let format = decode::query(parts.uri.query(), "format");
    respond(&state, &id, address, &parts, Ask::MyData { token, format }).await
}

async fn not_allowed(
    state: State<App>,
    id: Extension<RequestId>,
    address: Address,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    respond(&state, &id, address, &parts, Ask::Nothing(Refusal::MethodNotAllowed)).await
}

async fn unknown(state: State<App>, id: Extension<RequestId>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let lang = parts.uri.path().split('/').nth(1).unwrap_or_default().to_owned();
    let address = Ok(Path((lang, String::new())));
    respond(&state, &id, address, &parts, Ask::Nothing(Refusal::FormUnknown)).await
}

/// Finds the reader, goes the journey, and answers what went wrong on it.
async fn respond(
    app: &App,
    id: &RequestId,
    address: Address,
    parts: &axum::http::request::Parts,
    ask: Ask,
) -> Response {
    let folder = app.forms();
    let Path((lang, form)) = address.unwrap_or_else(|_| Path((String::new(), String::new())));
    // The words of a language that has faults can't tell so: the default one does.
    let (known, ask) = match folder.find_language(&lang) {
        Ok(Some(language)) => (Some(language), ask),
        Ok(None) => (None, Ask::Nothing(Refusal::FormUnknown)),
        Err(faults) => (None, Ask::Nothing(faults.into())),
    };
    let Some(language) = known.or_else(|| folder.default_language()) else { return answer::nothing_loaded() };
    let reader = Reader {
        folder: &folder,
        language,
        json: reader::wants_json(&parts.headers),
        request_id: id.as_str(),
    };
    let admitted = app.admit();
    let ask = if admitted.is_some() { ask } else { Ask::Nothing(Refusal::Crowded) };
    let journey = journey(app, &reader, &form, parts, ask);
    let result = match parts.extensions.get::<Deadline>() {
        None => journey.await,
        Some(deadline) => match tokio::time::timeout_at(deadline.0, journey).await {
            Ok(result) => result,
            Err(_) => Err(reader.refuse(late(&parts.method))),
        },
    };
    result.unwrap_or_else(|problem| answer::problem(&reader, &problem))
}

/// Where whoever waits for an answer says no other limit. `aws/template.yaml` gives the function more.
pub const LONGEST_REQUEST: Duration = Duration::from_secs(20);

/// When a request has to be answered, where whoever waits for it has a limit. An extension of the request.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Instant);

/// What was sent may be stored by now, or never: the store has it.
fn late(method: &Method) -> Refusal {
    let detail = PrivateDetail::new("no answer in time");
    if method == Method::POST { Refusal::Unsure(detail) } else { Refusal::Busy(detail) }
}

async fn journey<'a>(
    app: &'a App,
    reader: &Reader<'a>,
    form: &str,
    parts: &axum::http::request::Parts,
    ask: Ask,
) -> Result<Response, Problem<'a>> {
    match ask {
        Ask::Submit(body) => submit::submit(app, reader, form, parts, body).await,
        Ask::Form { event } => show::show(app, reader, form, event.as_deref()).await,
        Ask::Nonce { event } => show::nonce(app, reader, form, event.as_deref()),
        Ask::Received { reference, sender } => {
            received::received(app, reader, form, reference.as_deref(), sender.as_deref()).await
        }
        Ask::My { token, done } => my::show(app, reader, form, token.as_deref(), done.as_deref()).await,
        Ask::Act(body) => my::act(app, reader, form, &parts.headers, body).await,
        Ask::MyData { token, format } => {
            my::data(app, reader, form, token.as_deref(), format.as_deref()).await
        }
        Ask::Nothing(refusal) => Err(reader.refuse(refusal)),
    }
}

/// The description of the interface, by the forms as they are now.
async fn describe(State(app): State<App>, headers: HeaderMap) -> Response {
    let folder = app.forms();
    if !folder.is_sound() {
        return answer::nothing_loaded();
    }
    let Some(document) = app.description.of(folder, app.now()).await else { return answer::nothing_loaded() };
    answer::document(&headers, document)
}

/// A challenge of the ALTCHA protocol; its solution comes back in the field `altcha` of a form.
#[cfg(feature = "altcha")]
async fn challenge(State(app): State<App>) -> Response {
    match crate::screen::altcha::challenge(app.desk.keyring(), app.now()) {
        Some(challenge) => {
            ([(axum::http::header::CONTENT_TYPE, "application/json")], challenge).into_response()
        }
        None => (StatusCode::SERVICE_UNAVAILABLE, "no challenge can be made\n").into_response(),
    }
}

/// For whoever restarts a program that hangs.
async fn alive() -> Response {
    (StatusCode::OK, "ok\n").into_response()
}

/// For whoever sends requests here: every part of the folder can be used, both stores take writes and are whole, and
/// the worker lives. That a newer folder has faults is told and doesn't count: the one before serves.
/// Nor does a clock that is doubted: people can register.
async fn ready(State(app): State<App>) -> Response {
    match readiness(&app).await {
        Ok(notes) => (StatusCode::OK, notes).into_response(),
        Err(None) => answer::nothing_loaded(),
        Err(Some(what)) => (StatusCode::SERVICE_UNAVAILABLE, format!("{what}\n")).into_response(),
    }
}

async fn readiness(app: &App) -> Result<String, Option<&'static str>> {
    if !app.forms().is_sound() {
        return Err(None);
    }
    app.health.stores(&app.desk, app.now()).await.map_err(Some)?;
    app.health.worker().map_err(Some)?;
    let mut notes = "ok\n".to_owned();
    if let Some(faults) = app.health.refused() {
        let _ = writeln!(notes, "a newer folder of forms can't be used, so an older one is: {faults}");
    }
    let note = app.desk.clock_note(app.now()).await.map_err(|_| Some("the store can't be read"))?;
    if let Some(doubt) = note.and_then(|note| note.doubt()) {
        let _ = writeln!(notes, "{doubt}; if the clock is right, run `forms-fn confirm-clock`");
    }
    Ok(notes)
}
