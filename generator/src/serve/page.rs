//! Answers one request from the site in memory.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::state::{Served, Snapshot};

/// Loaded by every page of the dev server; waits for the next build and loads the page again.
const SCRIPT: &str = "const wait = async (seen) => {\n  for (;;) {\n    try {\n      const answer = await fetch(`/-/version?seen=${seen}`, { cache: 'no-store' });\n      const now = await answer.text();\n      if (seen !== '' && now !== seen) return location.reload();\n      seen = now;\n    } catch { await new Promise((done) => setTimeout(done, 500)); }\n  }\n};\nwait('');\n";

const STYLE: &str = ".spaces-problems{position:fixed;inset:auto 0 0 0;max-block-size:60vh;overflow:auto;margin:0;padding:1rem;background:#2b2320;color:#fff;font:14px/1.4 ui-monospace,monospace;white-space:pre;direction:ltr;text-align:left;z-index:9;border-block-start:4px solid #e0a458}\n";

/// Any address that isn't a form: a file of the site, its folder's page, or the language's 404.
pub(super) async fn page(State(served): State<Arc<Served>>, uri: Uri) -> Response {
    // A page is made only now, perhaps, which must not hold up the others.
    let made = tokio::task::spawn_blocking(move || found(&served.snapshot(), &uri)).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn found(snapshot: &Snapshot, uri: &Uri) -> Response {
    // What isn't UTF-8 finds no file.
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let key = key(&path);
    if snapshot.has(&key) {
        return answer(snapshot, &key, StatusCode::OK);
    }
    if !path.ends_with('/') && snapshot.has(&self::key(&format!("{path}/"))) {
        return Redirect::permanent(&format!("{}/", uri.path())).into_response();
    }
    if path.starts_with("/pagefind/") {
        return with_type("text/plain; charset=utf-8", "not found".into(), StatusCode::NOT_FOUND);
    }
    let lang = path.split('/').nth(1).unwrap_or_default();
    let own = format!("public/{lang}/404.html");
    let key = if snapshot.has(&own) { own } else { "public/404.html".to_owned() };
    answer(snapshot, &key, StatusCode::NOT_FOUND)
}

/// Waits until there is a build newer than the one that the page was made from.
pub(super) async fn version(State(served): State<Arc<Served>>, Query(query): Query<Seen>) -> String {
    served.wait_for_change(query.seen.parse().ok()).await.to_string()
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

pub(super) async fn style() -> Response {
    with_type("text/css; charset=utf-8", STYLE.into(), StatusCode::OK)
}

/// The path in the output of a path of the address.
fn key(path: &str) -> String {
    if path.ends_with('/') { format!("public{path}index.html") } else { format!("public{path}") }
}

fn answer(snapshot: &Snapshot, key: &str, status: StatusCode) -> Response {
    let Some(bytes) = snapshot.bytes(key) else {
        let text = snapshot.problems.clone().unwrap_or_else(|| "not found".to_owned());
        return with_type("text/plain; charset=utf-8", text.into(), StatusCode::NOT_FOUND);
    };
    let kind = content_type(key);
    let body = if kind.starts_with("text/html") { with_reload(bytes, snapshot) } else { bytes };
    let mut response = with_type(kind, body.into(), status);
    let path = key.trim_start_matches("public").trim_end_matches("index.html");
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

fn with_type(kind: &'static str, body: Body, status: StatusCode) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body).into_response()
}

/// The page with the reload script and, after a faulty edit, with the problems over it.
fn with_reload(bytes: Vec<u8>, snapshot: &Snapshot) -> Vec<u8> {
    let html = String::from_utf8_lossy(&bytes);
    let mut extra = String::from("<script type=\"module\" src=\"/-/reload.js\"></script>");
    if let Some(problems) = &snapshot.problems {
        let text = problems.replace('&', "&amp;").replace('<', "&lt;");
        extra.push_str(
            "<link rel=\"stylesheet\" href=\"/-/problems.css\"><pre class=\"spaces-problems\" lang=\"en\">",
        );
        extra.push_str(&text);
        extra.push_str("</pre>");
    }
    match html.rfind("</body>") {
        Some(at) => [&html[..at], &extra, &html[at..]].concat().into_bytes(),
        None => [&html, extra.as_str()].concat().into_bytes(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
