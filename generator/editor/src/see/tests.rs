use std::collections::{BTreeMap, BTreeSet};

use generator::build::{self, BuildOptions};

use super::*;
use crate::tried::Place;

fn body(response: Response) -> (StatusCode, String, Vec<u8>) {
    let status = response.status();
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let read = axum::body::to_bytes(response.into_body(), usize::MAX);
    (status, to.unwrap_or_default(), runtime.block_on(read).unwrap().to_vec())
}

/// A draft that gives a document another title.
fn retitled(place: &Place, desk: &Desk, path: &str) -> Draft {
    let text = place.read(path).replacen("title: ", "title: Another ", 1);
    let files = BTreeMap::from([(path.to_owned(), Some(text.into_bytes()))]);
    desk.drafts().begin("Another", &files, &desk.person("en"), 1_790_000_000).unwrap()
}

fn token(desk: &Desk, draft: &Draft) -> (Token, String) {
    let token = Token::new(draft.id.as_str(), desk.now());
    let text = token.text(&desk.key).unwrap();
    (token, text)
}

fn asked(token: &str, path: &str) -> Asked {
    let reader = Words::of("fi").unwrap();
    Asked { token: token.to_owned(), path: path.to_owned(), written: format!("/{token}{path}"), reader }
}

fn get(desk: &Desk, token: &str, path: &str) -> (StatusCode, String, String) {
    let (status, to, bytes) = body(page(desk, &asked(token, path)));
    (status, to, String::from_utf8(bytes).unwrap())
}

/// Of which kind the page at an address is: the language is left out, and what is another for each document.
fn kind(address: &str) -> (String, String, usize) {
    let mut parts = address.trim_matches('/').split('/');
    let (lang, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    (lang.to_owned(), folder.to_owned(), parts.count())
}

/// Each kind of page once in each language, and each style sheet, beside the same of a build.
fn compare(place: &Place, at: Option<&str>) {
    let desk = place.desk();
    let draft = retitled(place, &desk, &place.some_story());
    let merged = place.folder.path().join("merged");
    desk.repository.checkout(&draft.tip, &merged).unwrap();
    let built = build::produce(&BuildOptions::new(&merged, desk.now()));
    let output = built.output.expect("the small site has no errors");
    let (token, text) = token(&desk, &draft);
    let site = desk.shown(&draft).ok().unwrap();
    assert_eq!(site.headers().path(), at.unwrap_or_default());
    let (mut pages, mut styles, mut seen) = (0, 0, BTreeSet::new());
    for (path, file) in &output.files {
        let Some(address) = path.address() else { continue };
        let media = media_type(path);
        let is_page = media.starts_with("text/html");
        if !(media.starts_with("text/css") || is_page && seen.insert(kind(address))) {
            continue;
        }
        let whole = format!("{}{address}", at.unwrap_or_default());
        let (status, _, shown) = body(of_site(&site, &draft, &token, &asked(&text, &whole)));
        assert_eq!(status, StatusCode::OK, "{whole}");
        let bar = bar(words_of(address, Words::of("fi").unwrap()), &site, &token);
        let shown = String::from_utf8(shown).unwrap();
        assert_eq!(shown.contains(&bar), is_page, "{whole}");
        let expected = String::from_utf8(file.bytes().unwrap().to_vec()).unwrap();
        let without = shown.replacen(&bar, "", 1).replace(&format!("/{text}"), "");
        assert!(without == expected, "{whole} is another page");
        if is_page { pages += 1 } else { styles += 1 }
    }
    assert!(pages > 60 && styles > 0, "{pages} pages, {styles} style sheets");
}

#[test]
fn without_bar_and_prefix_each_page_is_what_a_build_makes() {
    compare(&Place::new(&[]), None);
}

#[test]
fn a_site_below_a_path_is_shown_below_it() {
    let place = Place::with(&[(
        "content/site.yaml",
        "https://spaces.example\"",
        "https://spaces.example/nordic/spaces\"",
    )]);
    compare(&place, Some("/nordic/spaces"));
    let desk = place.desk();
    let draft = desk.drafts().all().unwrap().remove(0);
    let (_, text) = token(&desk, &draft);
    let there = format!("/{text}/nordic/spaces/");
    for path in ["", "/", "/nordic/spaces"] {
        let (status, to, _) = get(&desk, &text, path);
        assert_eq!((status, &to), (StatusCode::PERMANENT_REDIRECT, &there), "{path}");
    }
    for path in ["/da/", "/nordic/", "/nordic/spacesda/", "/nordic/spaces/sw.js"] {
        assert_eq!(get(&desk, &text, path).0, StatusCode::NOT_FOUND, "{path}");
    }
    let shown = desk.shown(&draft).ok().unwrap();
    assert!(address(&desk, &draft, &shown, "/da/").ends_with("/nordic/spaces/da/"));
}

#[test]
fn a_missing_slash_is_put_there_and_the_bar_speaks_the_language_of_the_page() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let draft = retitled(&place, &desk, &place.some_story());
    let (_, text) = token(&desk, &draft);
    for (path, there) in [("/da", "/da/"), ("/da/events/dinner", "/da/events/dinner/"), ("", "/")] {
        let (status, to, _) = get(&desk, &text, path);
        assert_eq!((status, to), (StatusCode::PERMANENT_REDIRECT, format!("/{text}{there}")));
    }
    let bar = |page: &str| {
        let (_, bar) = page.split_once("<aside class=\"draft-bar\"").unwrap();
        bar.split_once("</aside>").unwrap().0.to_owned()
    };
    let (status, _, lost) = get(&desk, &text, "/da/nothing");
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(lost.contains("<html lang=\"da\"") && bar(&lost).starts_with(" lang=\"da\""));
    let of = |path: &str| bar(&get(&desk, &text, path).2);
    assert!(of("/ar/").starts_with(" lang=\"ar\" dir=\"rtl\""), "{}", of("/ar/"));
    assert!(of("/da/events/").contains("1. december 2026"), "{}", of("/da/events/"));
    // The page of no language: as the browser wants it.
    assert!(of("/").starts_with(" lang=\"fi\" dir=\"ltr\""), "{}", of("/"));
}

#[test]
fn what_isnt_published_is_shown_only_where_the_draft_is_about_it() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let later = "content/stories/later/index.en.md";
    assert!(
        place.read(later).contains("\ndraft: true\n"),
        "the small site has a document that isn't published"
    );
    let address = "/en/stories/later/";
    let other = retitled(&place, &desk, &place.some_story());
    let (_, text) = token(&desk, &other);
    assert_eq!(get(&desk, &text, address).0, StatusCode::NOT_FOUND);
    let list = get(&desk, &text, "/en/stories/").2;
    assert!(list.contains("Another ") && !list.contains("Tea from a cart"));
    let own = retitled(&place, &desk, later);
    let (_, text) = token(&desk, &own);
    assert!(get(&desk, &text, address).2.contains("Another Tea from a cart"));
    assert!(get(&desk, &text, "/en/stories/").2.contains("Another Tea from a cart"));
    // What is saved holds it back as before.
    assert!(desk.repository.text(&own.tip, later).unwrap().unwrap().contains("\ndraft: true\n"));
}

#[test]
fn what_is_gone_or_over_is_shown_to_nobody_and_nothing_is_kept_by_a_browser() {
    let place = Place::new(&[]);
    let desk = Arc::new(place.desk());
    let draft = retitled(&place, &desk, &place.some_story());
    let (good, text) = token(&desk, &draft);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let uri = format!("/{text}/en/").parse().unwrap();
    let answer = shown(State(Arc::clone(&desk)), uri, HeaderMap::new(), text.clone(), "/en/".into());
    let response = runtime.block_on(answer);
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["x-robots-tag"], "noindex");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(!headers.contains_key("set-cookie"));
    for worker in [WORKER, "/%73w.js"] {
        assert_eq!(get(&desk, &text, worker).0, StatusCode::NOT_FOUND, "{worker}");
    }
    let past = Token { until: desk.now() - jiff::SignedDuration::from_secs(1), ..good };
    assert_eq!(get(&desk, &past.text(&desk.key).unwrap(), "/en/").0, StatusCode::NOT_FOUND);
    assert!(desk.drafts().drop(&draft).unwrap());
    assert_eq!(get(&desk, &text, "/en/").0, StatusCode::NOT_FOUND);
}
