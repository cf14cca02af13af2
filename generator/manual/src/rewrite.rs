//! The text of a document → the text of a page: its links lead to pages, its pictures lie beside it, and headings that somebody
//! links to say by which name.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::list::Pages;
use crate::page::{Link, Page};

/// The text of a page.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) body: String,
    /// The pictures that it shows, below `docs`.
    pub(crate) pictures: Vec<String>,
}

/// Page and anchor of each heading to which a link of these pages leads.
pub(crate) fn wanted(pages: &[Page<'_>]) -> BTreeSet<(String, String)> {
    let links = pages.iter().flat_map(|page| page.links.iter().map(move |link| (page, link)));
    let anchors = links.filter_map(|(page, link)| match Target::of(&link.target) {
        Target::Document { name, anchor } => {
            Some((name.unwrap_or(&page.name).to_owned(), anchor?.to_owned()))
        }
        Target::Elsewhere | Target::File => None,
    });
    anchors.collect()
}

/// Writes a page.
pub(crate) fn text(page: &Page<'_>, pages: &Pages, wanted: &BTreeSet<(String, String)>) -> Text {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for heading in &page.headings {
        if wanted.contains(&(page.name.clone(), heading.anchor.clone())) {
            edits.push((heading.end..heading.end, format!(" {{#{}}}", heading.anchor)));
        }
    }
    let mut pictures = Vec::new();
    for link in &page.links {
        let words = words(&page.text[link.place.clone()]);
        if link.is_picture {
            let file = link.target.rsplit('/').next().unwrap_or_default();
            edits.push((link.place.clone(), format!("![{words}]({file})")));
            pictures.push(link.target.clone());
        } else if let Some(written) = written(link, words, pages) {
            edits.push((link.place.clone(), written));
        }
    }
    edits.sort_by_key(|(place, _)| place.start);
    Text { body: edited(page, edits), pictures }
}

/// Where a link of a document leads.
enum Target<'l> {
    /// Out of the repository.
    Elsewhere,
    /// To a document of `docs`, or to the same one.
    Document { name: Option<&'l str>, anchor: Option<&'l str> },
    /// To another file of the repository.
    File,
}

impl<'l> Target<'l> {
    fn of(written: &'l str) -> Self {
        let (path, anchor) =
            written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
        if path.contains(':') {
            return Self::Elsewhere;
        }
        match path.strip_suffix(".md").filter(|name| !name.contains('/')) {
            Some(name) => Self::Document { name: Some(name), anchor },
            None if path.is_empty() => Self::Document { name: None, anchor },
            None => Self::File,
        }
    }
}

/// A link as the page has it, unless it stays as it is. What is no page of the manual is only named.
fn written(link: &Link, words: &str, pages: &Pages) -> Option<String> {
    let (name, anchor) = match Target::of(&link.target) {
        Target::Elsewhere | Target::Document { name: None, .. } => return None,
        Target::File => return Some(named(words, link.target.trim_start_matches("../"))),
        Target::Document { name: Some(name), anchor } => (name, anchor),
    };
    let Some((folder, title)) = pages.of_document(name) else {
        return Some(named(words, &format!("docs/{name}.md")));
    };
    let words = if is_file(words) { title } else { words };
    let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    Some(format!("[{words}](/{folder}/{anchor})"))
}

/// What is called by the name of its file is named by its path, everything else as it is.
fn named(words: &str, path: &str) -> String {
    if is_file(words) { format!("`{path}`") } else { words.to_owned() }
}

/// Whether a link says the name of a file only, which says nothing where there are pages.
fn is_file(words: &str) -> bool {
    words.ends_with(".md") && !words.contains(' ')
}

/// What stands between the brackets of a link.
fn words(link: &str) -> &str {
    let link = link.trim_start_matches('!').trim_start_matches('[');
    link.rsplit_once("](").map_or(link, |(words, _)| words)
}

fn edited(page: &Page<'_>, edits: Vec<(Range<usize>, String)>) -> String {
    let mut body = String::with_capacity(page.text.len());
    let mut at = page.body;
    for (place, new) in edits {
        body.push_str(&page.text[at..place.start]);
        body.push_str(&new);
        at = place.end;
    }
    body.push_str(&page.text[at..]);
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    /// Two pages of documents `a` and `b`, and what becomes of the first.
    fn first(a: &str, b: &str) -> Text {
        let read = [page::read("a", a), page::read("b", b)];
        let known =
            read.iter().map(|page| (page.name.clone(), format!("pages/g/{}", page.name), page.title.clone()));
        text(&read[0], &Pages::of(known.collect()), &wanted(&read))
    }

    #[test]
    fn links_lead_to_pages_and_headings() {
        let a = "# `A` page\n\nWhat it is,\nand why.\n\n## Two: of them\n\n[b.md](b.md#for-all) and [that](b.md). [Above](#two-of-them), [elsewhere](https://x.example/c.md).\n";
        let made = first(a, "# B\n\nB.\n\n## For all\n\n[a](a.md)\n");
        let body = "\n## Two: of them {#two-of-them}\n\n[B](/pages/g/b/#for-all) and [that](/pages/g/b/). [Above](#two-of-them), [elsewhere](https://x.example/c.md).\n";
        assert_eq!(made.body, body);
    }

    #[test]
    fn what_is_no_page_is_named_and_pictures_lie_beside() {
        let a = "# A\n\nA.\n\n[store.md](store.md), [`content/x.yaml`](../content/x.yaml), [README.md](../README.md), [the log](../CHANGELOG.md).\n\n![A door](a/door.webp)\n\n```sh\n[b.md](b.md)\n```\n";
        let made = first(a, "# B\n\nB.\n");
        let body = "\n`docs/store.md`, `content/x.yaml`, `README.md`, the log.\n\n![A door](door.webp)\n\n```sh\n[b.md](b.md)\n```\n";
        assert_eq!(made.body, body);
        assert_eq!(made.pictures, ["a/door.webp"]);
    }
}
