//! How much a form weighs on a slow net: as it is sent, compressed, and as a browser takes it apart.
//!
//! Counted is the HTML with frame, help, words for the script, and every value of the head. Left out is the document's own text below
//! the head, once in its field and, beside a translation, once more the source's; but not from what is sent.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use generator::write_back;
use maud::html;

use super::tests::asked;
use crate::pages::{self, Answer};
use crate::tried::Place;
use crate::words::{LANGS, Words};

/// As it is sent: the longest text of the site, beside its source, in letters of two bytes.
const MAX_SENT: usize = 13 * 1024;

/// As a browser takes it apart.
const MAX: usize = 20 * 1024;

/// The same of the source of an event, which has all of its facts in one form.
const MAX_EVENT: usize = 33 * 1024;

/// Bytes of a text as HTML.
fn bytes(text: &str) -> usize {
    html! { (text) }.into_string().len()
}

/// Bytes of a page as the server sends it.
fn sent(page: &str) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(page.as_bytes()).unwrap();
    gzip.finish().unwrap().len()
}

#[test]
fn the_form_of_the_longest_document_of_each_kind_weighs_little_in_each_language() {
    let place = Place::real();
    let desk = place.desk();
    let base = desk.base().unwrap_or_else(|_| panic!("the site can be read"));
    let source = base.preview.source();
    let text = |path: &str| source.text(path).unwrap_or_else(|_| panic!("{path}")).into_owned();
    let (mut told, mut heavy) = (Vec::new(), Vec::new());
    for kind in ["events", "stories", "pages"] {
        for of in ["en", "uk"] {
            let is_one = |path: &&&str| {
                path.starts_with(&format!("content/{kind}/")) && path.ends_with(&format!("/index.{of}.md"))
            };
            let paths = source.documents();
            let path = paths.iter().filter(is_one).max_by_key(|path| text(path).len()).unwrap();
            let (folder, _) = pages::of_path(path).unwrap();
            let body = |path: &str| bytes(&write_back::written(&text(path)).unwrap().body);
            let mut own = body(path);
            if of != "en" {
                own += body(&format!("content/{folder}/index.en.md"));
            }
            for lang in LANGS {
                let address = format!("/edit/w/{folder}/{of}");
                let mut asked = asked(&desk, &address, desk.now(), None);
                asked.words = Words::of(lang).unwrap();
                let Answer::Page(page) = pages::answer(&desk, &asked) else { panic!("{address}") };
                assert_eq!(page.status, 200, "{address}");
                let page = pages::drawn(&asked, page, &desk);
                let (weight, sent) = (page.len() - own, sent(&page));
                let line = format!("{path} for readers of {lang}: {weight}, sent with its text as {sent}");
                let max = if (kind, of) == ("events", "en") { MAX_EVENT } else { MAX };
                if weight > max || sent > MAX_SENT {
                    heavy.push(line.clone());
                }
                told.push(line);
            }
        }
    }
    println!("{}", told.join("\n"));
    assert_eq!(heavy, Vec::<String>::new());
}
