//! The real page of a draft, on an origin of its own: without cookies, under the site's own rules for browsers, for seven days.
//!
//! Below `/<token>/` lies the whole site as it would be with the draft. Without the prefix in its addresses and the bar above, each
//! page is what a build makes after publishing.

mod prefix;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use generator::headers::media_type;
use generator::render::OutPath;
use maud::html;

use crate::desk::Desk;
use crate::drafts::{Draft, DraftId};
use crate::words::Words;
use token::Token;

/// How the bar looks.
const BAR: &str = include_str!("see/bar.css");

/// What keeps pages of the site in a browser.
const WORKER: &str = "/sw.js";

/// The address at which a draft is shown.
pub(crate) fn address(desk: &Desk, draft: &Draft, page: &str) -> String {
    let token = Token::new(draft.id.as_str(), desk.now()).text(&desk.key).unwrap_or_default();
    format!("{}/{token}{page}", desk.see)
}

/// All that this origin answers.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/-/bar.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], BAR)))
        .route("/{token}/", get(show_root))
        .route("/{token}/{*path}", get(show))
        .with_state(desk)
}

async fn show_root(state: State<Arc<Desk>>, Path(token): Path<String>) -> Response {
    show(state, Path((token, String::new()))).await
}

async fn show(State(desk): State<Arc<Desk>>, Path((token, path)): Path<(String, String)>) -> Response {
    let shown = tokio::task::spawn_blocking(move || page(&desk, &token, &format!("/{path}"))).await;
    shown.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn page(desk: &Desk, token: &str, path: &str) -> Response {
    let gone = || (StatusCode::NOT_FOUND, "This draft isn't shown here, or not any more.\n").into_response();
    let Some(said) = Token::read(&desk.key, token).filter(|token| token.until >= desk.now()) else {
        return gone();
    };
    let draft = DraftId::parse(&said.draft).and_then(|id| desk.drafts().get(&id).ok().flatten());
    let Some(draft) = draft else { return gone() };
    let Ok(site) = desk.shown(&draft) else { return gone() };
    // It would keep pages in the browser that aren't to be shown any more.
    if path == WORKER {
        return gone();
    }
    let prefix = format!("/{token}");
    let (status, path, bytes) = match site.page(path).bytes {
        Some(bytes) => (StatusCode::OK, path.to_owned(), bytes),
        None => {
            let lang = path.split('/').nth(1).unwrap_or_default();
            let lost = format!("/{lang}/404.html");
            match site.page(&lost).bytes {
                Some(bytes) => (StatusCode::NOT_FOUND, lost, bytes),
                None => return problems(&site, &draft),
            }
        }
    };
    let kind = OutPath::asked(&path).map_or("application/octet-stream", |path| media_type(&path));
    let bytes = match kind {
        kind if kind.starts_with("text/html") => prefix::in_html(&bytes, &prefix, &bar(&said)),
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
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// Above each page: that it is none yet.
fn bar(token: &Token) -> String {
    let words = Words::ENGLISH;
    let until = token.until.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let bar = html! {
        link rel="stylesheet" href="/-/bar.css";
        aside class="draft-bar" lang=(words.lang()) dir="ltr" aria-label=(words.text("see.label")) {
            (words.with("see.bar", &[("day", &until)]))
        }
    };
    bar.into_string()
}

/// A site with errors has no pages.
fn problems(site: &generator::serve::Unsaved, draft: &Draft) -> Response {
    let words = Words::ENGLISH;
    let main = html! {
        (maud::DOCTYPE)
        html lang=(words.lang()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (draft.title) } link rel="stylesheet" href="/-/bar.css"; }
            body {
                h1 { (words.text("see.none")) }
                ul { @for problem in site.problems() { li { (problem.path) ": " (problem.message.to_string()) } } }
            }
        }
    };
    (StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], main.into_string())
        .into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use generator::build::{self, BuildOptions};

    use super::*;
    use crate::tried;

    fn body(response: Response) -> (StatusCode, Vec<u8>) {
        let status = response.status();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = axum::body::to_bytes(response.into_body(), usize::MAX);
        (status, runtime.block_on(read).unwrap().to_vec())
    }

    fn without(bytes: &[u8], bar: &str, prefix: &str) -> String {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(text.contains(bar) || bar.is_empty(), "no bar: {text:.300}");
        text.replacen(bar, "", 1).replace(prefix, "")
    }

    /// Without the document that is a draft by its own words: it is shown to those who write, and no build makes it.
    #[test]
    fn without_bar_and_prefix_each_page_is_what_a_build_makes() {
        let place = tried::Place::new(&["content/stories/later"]);
        let desk = place.desk();
        let path = place.some_story();
        let text = place.read(&path).replacen("title: ", "title: Another ", 1);
        let files = BTreeMap::from([(path, Some(text.into_bytes()))]);
        let draft = desk.drafts().begin("Another", &files, &desk.person("en"), 1_790_000_000).unwrap();
        let merged = place.folder.path().join("merged");
        desk.repository.checkout(&draft.tip, &merged).unwrap();
        let built = build::produce(&BuildOptions::new(&merged, desk.now()));
        let output = built.output.expect("the small site has no errors");
        let token = Token::new(draft.id.as_str(), desk.now());
        let text = token.text(&desk.key).unwrap();
        let (mut pages, mut styles) = (0, 0);
        for (path, file) in &output.files {
            let Some(address) = path.address() else { continue };
            let kind = media_type(path);
            let bar = if kind.starts_with("text/html") { bar(&token) } else { String::new() };
            if bar.is_empty() && !kind.starts_with("text/css") {
                continue;
            }
            let (status, shown) = body(page(&desk, &text, address));
            assert_eq!(status, StatusCode::OK, "{address}");
            let expected = String::from_utf8(file.bytes().unwrap().to_vec()).unwrap();
            assert!(without(&shown, &bar, &format!("/{text}")) == expected, "{address} is another page");
            if bar.is_empty() { styles += 1 } else { pages += 1 }
        }
        assert!(pages > 50 && styles > 0, "{pages} pages, {styles} style sheets");
    }

    #[test]
    fn what_is_gone_or_over_is_shown_to_nobody_and_nothing_is_kept_by_a_browser() {
        let place = tried::Place::new(&[]);
        let desk = place.desk();
        let path = place.some_story();
        let text = place.read(&path).replacen("title: ", "title: Another ", 1);
        let files = BTreeMap::from([(path, Some(text.into_bytes()))]);
        let draft = desk.drafts().begin("Another", &files, &desk.person("en"), 1_790_000_000).unwrap();
        let now = desk.now();
        let text = Token::new(draft.id.as_str(), now).text(&desk.key).unwrap();
        let response = page(&desk, &text, "/en/");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["x-robots-tag"], "noindex");
        assert_eq!(response.headers()["referrer-policy"], "no-referrer");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(!response.headers().contains_key("set-cookie"));
        assert_eq!(page(&desk, &text, WORKER).status(), StatusCode::NOT_FOUND);
        let past =
            Token { until: now - jiff::SignedDuration::from_secs(1), ..Token::new(draft.id.as_str(), now) };
        assert_eq!(page(&desk, &past.text(&desk.key).unwrap(), "/en/").status(), StatusCode::NOT_FOUND);
        assert!(desk.drafts().drop(&draft).unwrap());
        assert_eq!(page(&desk, &text, "/en/").status(), StatusCode::NOT_FOUND);
    }
}
