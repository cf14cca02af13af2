//! Answers one request from the site in memory.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::problems;
use super::state::{Served, Snapshot};
use crate::headers::media_type;
use crate::render::OutPath;
use crate::url::Url;

/// Loads the page again after each build, and opens what is wrong.
const SCRIPT: &str = include_str!("page/reload.js");

/// Of all that is added to pages.
const STYLE: &str = include_str!("page/preview.css");

/// Any address that isn't a form: a file of the site, its folder's page, or the language's 404.
pub(super) async fn page(State(served): State<Arc<Served>>, uri: Uri) -> Response {
    // A page is made only now, perhaps, which must not hold up the others.
    let made = tokio::task::spawn_blocking(move || found(&served.snapshot(), &uri)).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The site stands below the path of its address here, too, so that a link that forgets it leads nowhere.
pub(super) async fn below_path(
    State(served): State<Arc<Served>>,
    mut request: Request,
    next: Next,
) -> Response {
    let snapshot = served.snapshot();
    let (base, uri) = (snapshot.headers.path(), request.uri());
    if base.is_empty() || uri.path().starts_with("/-/") {
        return next.run(request).await;
    }
    let whole = uri.path_and_query().map_or("/", |whole| whole.as_str());
    let below = whole.strip_prefix(base).filter(|below| below.starts_with('/'));
    if let Some(Ok(uri)) = below.map(str::parse::<Uri>) {
        *request.uri_mut() = uri;
        return next.run(request).await;
    }
    if uri.path() == "/" || uri.path() == base {
        return Redirect::temporary(&format!("{base}/")).into_response();
    }
    let text = format!("not found: the site stands below `{base}/`\n");
    with_type("text/plain; charset=utf-8", text.into(), StatusCode::NOT_FOUND)
}

fn found(snapshot: &Snapshot, uri: &Uri) -> Response {
    // What isn't UTF-8 finds no file.
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let is_there = |file: &OutPath| snapshot.has(file);
    if let Some(file) = OutPath::asked(&path).filter(is_there) {
        return answer(snapshot, &file, &path, StatusCode::OK);
    }
    if !path.ends_with('/') && OutPath::asked(&format!("{path}/")).as_ref().is_some_and(is_there) {
        return Redirect::permanent(&format!("{}{}/", snapshot.headers.path(), uri.path())).into_response();
    }
    if path.starts_with("/pagefind/") {
        return with_type("text/plain; charset=utf-8", "not found".into(), StatusCode::NOT_FOUND);
    }
    let lang = path.split('/').nth(1).unwrap_or_default();
    let own = OutPath::asked(&format!("/{lang}/404.html")).filter(is_there);
    let file = own.unwrap_or_else(|| OutPath::of(&Url::of("404.html")));
    answer(snapshot, &file, &path, StatusCode::NOT_FOUND)
}

/// Waits until there is a build newer than the one that the page was made from.
pub(super) async fn version(State(served): State<Arc<Served>>, Query(query): Query<Seen>) -> Response {
    match served.wait_for_change(query.seen.parse().ok()).await {
        Some(version) => with_type("text/plain; charset=utf-8", version.to_string().into(), StatusCode::OK),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What the page's script has seen.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: String,
}

pub(super) async fn script() -> Response {
    with_type("text/javascript; charset=utf-8", SCRIPT.into(), StatusCode::OK)
}

/// The look of what is added, and the marks of links to pages that aren't published.
pub(super) async fn style(State(served): State<Arc<Served>>) -> Response {
    let style = format!("{STYLE}{}", served.snapshot().marks.style());
    with_type("text/css; charset=utf-8", style.into(), StatusCode::OK)
}

fn answer(snapshot: &Snapshot, file: &OutPath, path: &str, status: StatusCode) -> Response {
    let kind = media_type(file);
    let is_page = kind.starts_with("text/html");
    let Some(bytes) = snapshot.bytes(file) else {
        return match is_page {
            true => alone(snapshot),
            false => with_type("text/plain; charset=utf-8", "not found".into(), StatusCode::NOT_FOUND),
        };
    };
    let body = if is_page { with_additions(&bytes, snapshot, path, status) } else { bytes };
    with_headers(with_type(kind, body.into(), status), snapshot, file.address().unwrap_or("/"))
}

/// The problems as a page, where no page could be made.
fn alone(snapshot: &Snapshot) -> Response {
    let page = with_type(
        "text/html; charset=utf-8",
        snapshot.problems.page().into(),
        StatusCode::SERVICE_UNAVAILABLE,
    );
    with_headers(page, snapshot, "/")
}

fn with_headers(mut response: Response, snapshot: &Snapshot, path: &str) -> Response {
    for (name, value) in snapshot.headers.of(path) {
        // A preview is never kept: the next edit changes it.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && name != header::CACHE_CONTROL
        {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The page with the script that loads it again, and with what is to be said of it.
fn with_additions(bytes: &[u8], snapshot: &Snapshot, path: &str, status: StatusCode) -> Vec<u8> {
    let marks = &snapshot.marks;
    let mark = match status {
        StatusCode::NOT_FOUND => marks.instead(path),
        _ => marks.above(path),
    };
    let page = problems::with(
        &String::from_utf8_lossy(bytes),
        &snapshot.problems,
        mark.as_deref(),
        marks.are_shown(),
    );
    page.into_bytes()
}

fn with_type(kind: &'static str, body: Body, status: StatusCode) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body).into_response()
}
