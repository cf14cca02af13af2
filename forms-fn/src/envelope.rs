//! What surrounds every answer: its headers, a request id, one line in the log, and a word for whoever counts.

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;

use crate::app::App;
use crate::observation::{Answer, Observation, Sent, SentForm, Submission};
use crate::router;
use crate::sender;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// On every answer. Answers show what people typed, so nothing may keep, guess, frame or pass them on.
const HEADERS: [(HeaderName, &str); 6] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    // What people open by a link of their own is nothing to be found by searching.
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (VARY, "Accept"),
];

/// How long an id of a proxy may be: shorter ones are no ids, and longer ones fill the log.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// Whether every answer has a header of this name, so that a server in front adds none.
#[must_use]
pub fn sends(name: &str) -> bool {
    HEADERS.iter().any(|(known, _)| known.as_str().eq_ignore_ascii_case(name))
}

/// Names one request in the log, in the answer's header and in `problem+json`.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// Random, so that it says nothing about who asked. It only serves to find a line again, so it
    /// may be the same for all while the system has no randomness.
    fn fresh() -> Self {
        let mut bytes = [0_u8; 16];
        let drawn = getrandom::fill(&mut bytes);
        Self(drawn.map_or("none".to_owned(), |()| bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The id that our own proxy gave, so that both logs tell of the same request. A stranger's could be anything.
    fn of_proxy(app: &App, request: &Request) -> Option<Self> {
        sender::peer(request.extensions()).filter(|peer| app.proxies().are(*peer))?;
        let given = request.headers().get(REQUEST_ID)?.to_str().ok()?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        (LENGTHS.contains(&given.len()) && given.bytes().all(is_plain)).then(|| Self(given.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware around all routes.
pub(crate) async fn wrap(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::of_proxy(&app, &request).unwrap_or_else(RequestId::fresh);
    let method = request.method().clone();
    // The pattern and not the address: that holds references, and whatever else somebody types into it.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    dress(response.headers_mut(), &id);
    let submission = (method == Method::POST && route == router::SENDING).then(|| submission(&response));
    let status = response.status().as_u16();
    let answer = Answer { route, method: known(&method), status, took: began.elapsed(), submission };
    log(&id, &method, &answer);
    app.observer.tell(&Observation::Answered(answer));
    response
}

fn dress(headers: &mut HeaderMap, id: &RequestId) {
    for (name, value) in HEADERS {
        // Only what is the same for everybody says that it may be kept.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What speaks no language of the site is English.
    headers.entry(CONTENT_LANGUAGE).or_insert(HeaderValue::from_static("en"));
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
}

/// What became of a form that was sent, as the code knows it. Where it says nothing, the forms couldn't be used at all.
fn submission(response: &Response) -> Submission<'_> {
    let extensions = response.extensions();
    let form = extensions.get::<SentForm>().map(|form| form.0.as_str());
    let outcome = extensions.get::<Sent>().copied().unwrap_or(Sent::Refused("failed"));
    Submission { form, outcome: outcome.as_str() }
}

fn log(id: &RequestId, method: &Method, answer: &Answer<'_>) {
    let tenths = u64::try_from(answer.took.as_micros() / 100).unwrap_or(u64::MAX);
    tracing::info!(
        request_id = id.as_str(),
        method = method.as_str(),
        route = answer.route,
        status = answer.status,
        duration_ms = tenths as f64 / 10.0,
        outcome = answer.submission.map(|submission| submission.outcome),
        "answered"
    );
}

/// Anybody may make up a method, so only those of HTTP are told apart.
fn known(method: &Method) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    all.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
