//! The real page of a draft, on an origin of its own: without cookies, under the site's own rules for browsers, for seven days.
//!
//! Below `/<token>/` lies the whole site as it would be with the draft. Without the prefix in its addresses and the bar above, each
//! page is what a build makes after publishing.

pub(crate) mod early;
mod prefix;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use generator::diagnostic::{Diagnostic, Severity};
use generator::headers::media_type;
use generator::render::OutPath;
use generator::serve::Unsaved;
use maud::html;

use crate::desk::Desk;
use crate::doors::language;
use crate::drafts::{Draft, DraftId};
use crate::words::Words;
use token::Token;

/// How the bar looks.
const BAR: &str = include_str!("see/bar.css");

/// What keeps pages of the site in a browser.
const WORKER: &str = "/sw.js";

/// The address at which a draft is shown; `page` is one of the site that is shown, without the path below which that stands.
pub(crate) fn address(desk: &Desk, draft: &Draft, shown: &Unsaved, page: &str) -> String {
    let token = Token::new(draft.id.as_str(), desk.now()).text(&desk.key).unwrap_or_default();
    format!("{}/{token}{}{page}", desk.see, shown.headers().path())
}

/// All that this origin answers.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/-/bar.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], BAR)))
        .route("/{token}", get(show_root))
        .route("/{token}/", get(show_root))
        .route("/{token}/{*path}", get(show))
        .with_state(desk)
}

async fn show_root(
    state: State<Arc<Desk>>,
    uri: Uri,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let path = if uri.path().ends_with('/') { "/" } else { "" };
    shown(state, uri, headers, token, path.to_owned()).await
}

async fn show(
    state: State<Arc<Desk>>,
    uri: Uri,
    headers: HeaderMap,
    Path((token, path)): Path<(String, String)>,
) -> Response {
    shown(state, uri, headers, token, format!("/{path}")).await
}

async fn shown(
    State(desk): State<Arc<Desk>>,
    uri: Uri,
    headers: HeaderMap,
    token: String,
    path: String,
) -> Response {
    let reader = language(&headers);
    let made = move || {
        let mut response = page(&desk, &Asked { token, path, written: uri.path().to_owned(), reader });
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
        response
    };
    let made = tokio::task::spawn_blocking(made).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// One request.
struct Asked {
    token: String,
    /// Behind the token: `/da/`; empty where not even a slash stands there.
    path: String,
    /// All of it as the browser wrote it.
    written: String,
    /// What the browser wants to read.
    reader: Words,
}

fn gone() -> Response {
    (StatusCode::NOT_FOUND, "This draft isn't shown here, or not any more.\n").into_response()
}

fn page(desk: &Desk, asked: &Asked) -> Response {
    let token = Token::read(&desk.key, &asked.token).filter(|token| token.until >= desk.now());
    let Some(token) = token else { return gone() };
    let draft = DraftId::parse(&token.draft).and_then(|id| desk.drafts().get(&id).ok().flatten());
    let Some(draft) = draft else { return gone() };
    match desk.shown(&draft) {
        Ok(site) => of_site(&site, &draft, &token, asked),
        Err(_) => gone(),
    }
}

/// A file of the site of a draft.
fn of_site(site: &Unsaved, draft: &Draft, token: &Token, asked: &Asked) -> Response {
    let base = site.headers().path();
    if site.site().is_none() {
        return problems(asked.reader, site.problems(), draft);
    }
    let Some(path) = asked.path.strip_prefix(base).filter(|below| below.starts_with('/')) else {
        // To the draft as a whole, or to the site without its slash.
        return match ["", "/", base].contains(&&*asked.path) {
            true => to(&format!("/{}{base}/", asked.token)),
            false => gone(),
        };
    };
    // It would keep pages in the browser that aren't to be shown any more. No file of a site has a percent sign in its name, so that
    // none is reached by writing it twice.
    if path == WORKER || path.contains('%') {
        return gone();
    }
    let page = site.page(path);
    if !page.problems.is_empty() {
        return problems(asked.reader, &page.problems, draft);
    }
    let (status, path, bytes) = match page.bytes {
        Some(bytes) => (StatusCode::OK, path.to_owned(), bytes),
        None if !path.ends_with('/') && site.page(&format!("{path}/")).bytes.is_some() => {
            return to(&format!("{}/", asked.written));
        }
        None => match lost(site, path) {
            Some((path, bytes)) => (StatusCode::NOT_FOUND, path, bytes),
            None => return gone(),
        },
    };
    let kind = OutPath::asked(&path).map_or("application/octet-stream", |path| media_type(&path));
    let prefix = format!("/{}", asked.token);
    let bytes = match kind {
        kind if kind.starts_with("text/html") => {
            prefix::in_html(&bytes, &prefix, &bar(words_of(&path, asked.reader), site, token))
        }
        kind if kind.starts_with("text/css") => prefix::in_css(&bytes, &prefix),
        _ => bytes,
    };
    let mut response = (status, bytes).into_response();
    let headers = response.headers_mut();
    for (name, value) in site.headers().clone().without_https().of(&path) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The page of the language for what isn't there, or that of the site.
fn lost(site: &Unsaved, path: &str) -> Option<(String, Vec<u8>)> {
    let lang = path.split('/').nth(1).unwrap_or_default();
    let pages = [format!("/{lang}/404.html"), "/404.html".to_owned()];
    pages.into_iter().find_map(|page| site.page(&page).bytes.map(|bytes| (page, bytes)))
}

/// Leads on, as a server of the site does where a slash is missing. `address` begins with the token.
fn to(address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response(),
        Err(_) => gone(),
    }
}

/// The words for a page: those of its own language if we have them, else those of the browser.
fn words_of(path: &str, reader: Words) -> Words {
    path.split('/').nth(1).and_then(Words::of).unwrap_or(reader)
}

/// Above each page: that it is none yet.
fn bar(words: Words, site: &Unsaved, token: &Token) -> String {
    let zone = site.site().map_or(jiff::tz::TimeZone::UTC, |site| site.config.time_zone.clone());
    let until = words.day(token.until.to_zoned(zone).date());
    let bar = html! {
        link rel="stylesheet" href="/-/bar.css";
        aside class="draft-bar" lang=(words.lang()) dir=(words.dir()) aria-label=(words.text("see.label")) {
            (words.with("see.bar", &[("day", &until)]))
        }
    };
    bar.into_string()
}

/// A site with errors has no pages.
fn problems(words: Words, problems: &[Diagnostic], draft: &Draft) -> Response {
    let of_problems = words.of_problems();
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let main = html! {
        (maud::DOCTYPE)
        html lang=(words.lang()) dir=(words.dir()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (draft.title) } link rel="stylesheet" href="/-/bar.css"; }
            body {
                h1 { (words.text("see.none")) }
                ul { @for problem in errors { li { bdi { code { (problem.path) } } ": " bdi { (problem.told(of_problems).message.to_string()) } } } }
            }
        }
    };
    (StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], main.into_string())
        .into_response()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
