//! What surrounds every answer: its headers, a request id, one line in the log.

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

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

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware around all routes.
pub(crate) async fn wrap(mut request: Request, next: Next) -> Response {
    let id = RequestId::fresh();
    let method = request.method().clone();
    // The pattern and not the address: that holds references, and whatever else somebody types into it.
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // Only what is the same for everybody says that it may be kept.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What speaks no language of the site is English.
    headers.entry(CONTENT_LANGUAGE).or_insert(HeaderValue::from_static("en"));
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    tracing::info!(
        request_id = id.as_str(),
        method = method.as_str(),
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        "answered"
    );
    response
}
