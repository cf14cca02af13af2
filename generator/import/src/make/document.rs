//! A head of the old site → one of ours, and what of it has no place here.

use std::fmt::Write as _;

use generator::content::Kind;
use generator::slug;

use super::topics::Topics;
use super::{lost_keys, summary, yaml};
use crate::body::{self, Around, Beside};
use crate::loss::{LossKind, Losses};
use crate::place::Place;
use crate::read::address;
use crate::site::{OldPage, OldSite};

/// What a head is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) around: Around<'a>,
    pub(crate) place: &'a Place,
    pub(crate) page: &'a OldPage,
    pub(crate) is_source: bool,
    pub(crate) topics: &'a Topics,
    pub(crate) aliases: &'a [String],
}

/// The lines of a head.
pub(crate) fn head(asked: &Asked<'_>, body: &str, beside: &mut Beside, losses: &mut Losses) -> String {
    let Asked { around, place, page, .. } = asked;
    let mut head = String::new();
    let mut add = |key: &str, value: String| {
        let _ = writeln!(head, "{key}: {value}");
    };
    let is_post = place.kind != Kind::Page;
    add("title", yaml::text(&plain(page, "title", title(page), losses)));
    if let Some(summary) = summary::of(asked, body, losses) {
        add("summary", yaml::text(&plain(page, "summary", summary, losses)));
    }
    if let Some(slug) = own_slug(around.old, place, page).filter(|_| !asked.is_source) {
        add("slug", yaml::text(&slug));
    }
    let menu = page.head.text(&["linkTitle"]);
    if let Some(menu) = menu.filter(|_| !is_post) {
        add("menuTitle", yaml::text(&menu));
    }
    let picture = picture(asked, beside, losses);
    if let Some((_, alt)) = &picture {
        add("alt", yaml::text(alt));
    }
    if !asked.is_source {
        add("review", "machine # `human` when somebody has read it against the source".to_owned());
    } else {
        if page.lang != around.old.first() {
            add("source", "true".to_owned());
        }
        facts(asked, &mut add);
        if let Some((name, _)) = picture {
            add("picture", format!("{{ src: {}, people: false }}", yaml::text(&name)));
        }
    }
    lost_keys::tell(around.old, page, is_post, losses);
    head
}

/// Words of a head without HTML and Markdown, which would be published as they were typed.
fn plain(page: &OldPage, key: &str, text: String, losses: &mut Losses) -> String {
    if !(body::has_tags(&text) || text.contains("**") || text.contains("](")) {
        return text;
    }
    let words = body::plain(&text);
    losses.add(LossKind::Html, &page.file, page.head.line_of(key), text);
    words
}

/// What only the source says.
fn facts(asked: &Asked<'_>, add: &mut impl FnMut(&str, String)) {
    let Asked { around, place, page, .. } = asked;
    if page.head.is("draft") {
        add("draft", "true".to_owned());
    }
    for (key, names) in [("publish", ["publishDate"]), ("expire", ["expiryDate"])] {
        if let Some(day) = page.head.day(&names) {
            add(key, yaml::text(&day));
        }
    }
    if !asked.aliases.is_empty() {
        add("aliases", yaml::list(asked.aliases));
    }
    if place.kind == Kind::Page {
        add("kind", if place.id == "pages/home" { "home" } else { "page" }.to_owned());
        if let Some(order) = page.head.text(&["weight"]).and_then(|weight| weight.parse::<i64>().ok()) {
            add("order", order.to_string());
        }
        return;
    }
    let day = page.day().unwrap_or_default();
    add("date", yaml::text(&day));
    if let Some(updated) = page.head.day(&["lastmod", "updated"]).filter(|updated| *updated > day) {
        add("updated", yaml::text(&updated));
    }
    let authors = page.head.texts(&["authors", "author", "params.author", "extra.author", "extra.authors"]);
    if !authors.is_empty() {
        add("authors", yaml::list(&authors));
    }
    let topics = asked.topics.of(around.old, page);
    if !topics.is_empty() {
        add("topics", yaml::list(&topics));
    }
}

pub(super) fn title(page: &OldPage) -> String {
    let name = page.key.rsplit('/').next().unwrap_or_default();
    let words = || name.replace(['-', '_'], " ");
    page.head
        .text(&["title", "linkTitle"])
        .unwrap_or_else(|| if name.is_empty() { "Home".to_owned() } else { words() })
}

/// The last part of a translation's address where it isn't the folder's name.
pub(crate) fn own_slug(old: &OldSite, place: &Place, page: &OldPage) -> Option<String> {
    let lang = old.settings.languages[page.lang].new_id();
    let source = &old.pages[place.pages[0]];
    let written = page.head.text(&["slug"]).filter(|slug| !slug.contains('/'));
    // Translations that a key joins have names of their own.
    let file = || {
        let name = page.key.rsplit('/').next().unwrap_or_default();
        (page.key != source.key).then(|| address::without_date(name).to_owned())
    };
    let slug = slug::suggest(&lang, &written.or_else(file)?);
    let is_folder = place.id.rsplit('/').next() == Some(slug.as_str());
    (!slug.is_empty() && !is_folder && place.id != "pages/home").then_some(slug)
}

/// The picture of a post: its name beside the text, and its words.
fn picture(asked: &Asked<'_>, beside: &mut Beside, losses: &mut Losses) -> Option<(String, String)> {
    const NAMES: [&str; 12] = [
        "cover.image",
        "cover.src",
        "cover",
        "image.src",
        "image",
        "images",
        "featured_image",
        "featuredImage",
        "thumbnail",
        "extra.image",
        "extra.local_image",
        "params.image",
    ];
    let page = asked.page;
    let key = NAMES.into_iter().find(|name| !page.head.texts(&[name]).is_empty())?;
    let written = page.head.texts(&[key]).into_iter().next()?;
    let line = page.head.line(key.split('.').next().unwrap_or(key));
    let source = if asked.is_source { asked.page } else { &asked.around.old.pages[asked.place.pages[0]] };
    if asked.place.kind == Kind::Page {
        if asked.is_source {
            losses.add(
                LossKind::Key,
                &page.file,
                line,
                format!("{key}: a page has no picture above its text ({written})"),
            );
        }
        return None;
    }
    // Without the source's picture its words would be of nothing.
    if !asked.is_source && !NAMES.into_iter().any(|name| !source.head.texts(&[name]).is_empty()) {
        return None;
    }
    let Some(file) = body::picture_file(asked.around, page, &written) else {
        losses.add(LossKind::Picture, &page.file, line, written);
        return None;
    };
    let alt =
        page.head.text(&["cover.alt", "image.alt", "imageAlt", "alt", "cover.caption", "image.caption"]);
    let alt = alt.unwrap_or_else(|| {
        losses.add(LossKind::Alt, &page.file, line, file.as_str());
        body::words_of(&file)
    });
    let name = if asked.is_source { beside.keep(&file) } else { String::new() };
    Some((name, alt))
}
