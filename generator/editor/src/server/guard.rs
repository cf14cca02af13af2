//! By which name we are called, and whether a page of ours sends this: a page of another site must reach nothing here. Nothing that a
//! server in front adds is believed.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What the pages may do in a browser: nothing that isn't ours.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The names that are ours.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    origins: Vec<String>,
}

impl Guard {
    /// For these origins: `https://edit.example.org`.
    pub(crate) fn new(origins: Vec<String>) -> Self {
        Self { origins }
    }

    /// Whether a browser calls us by one of them.
    pub(crate) fn is_called(&self, headers: &HeaderMap) -> bool {
        let Some(host) = text(headers, &header::HOST) else { return false };
        self.origins.iter().any(|origin| origin.split_once("://").is_some_and(|(_, known)| known == host))
    }

    /// Whether a page of ours sends this.
    fn is_neighbour(&self, headers: &HeaderMap) -> bool {
        let site = HeaderName::from_static("sec-fetch-site");
        match (text(headers, &site), text(headers, &header::ORIGIN)) {
            (Some(site), _) => site == "same-origin",
            (None, Some(origin)) => self.origins.iter().any(|known| known == origin),
            // Whoever sends neither is no browser, or one so old that the nonce has to do.
            (None, None) => true,
        }
    }
}

/// The pages of the editor.
pub(super) async fn hold(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response =
        match guard.is_called(request.headers()) && (is_read || guard.is_neighbour(request.headers())) {
            true => next.run(request).await,
            false => elsewhere(),
        };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// All of a server: the desk's pages have rules of their own, but no other name.
pub(super) async fn called(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if guard.is_called(request.headers()) { next.run(request).await } else { elsewhere() }
}

fn elsewhere() -> Response {
    (StatusCode::FORBIDDEN, "This comes from elsewhere.\n").into_response()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
