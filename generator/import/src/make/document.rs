//! A head of the old site → one of ours, and what of it has no place here.

use std::fmt::Write as _;

use generator::content::Kind;
use generator::slug;

use super::topics::Topics;
use super::{lost_keys, summary, yaml};
use crate::body::{Around, Beside};
use crate::loss::{LossKind, Losses};
use crate::place::Place;
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
    add("title", yaml::text(&title(page)));
    if let Some(summary) = summary::of(asked, body, losses) {
        add("summary", yaml::text(&summary));
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

fn title(page: &OldPage) -> String {
    let name = page.key.rsplit('/').next().unwrap_or_default();
    let words = || name.replace(['-', '_'], " ");
    page.head
        .text(&["title", "linkTitle"])
        .unwrap_or_else(|| if name.is_empty() { "Home".to_owned() } else { words() })
}

/// The last part of the address where it isn't the folder's name.
fn own_slug(old: &OldSite, place: &Place, page: &OldPage) -> Option<String> {
    let lang = old.settings.languages[page.lang].new_id();
    let written = page.head.text(&["slug"]).filter(|slug| !slug.contains('/'))?;
    let slug = slug::suggest(&lang, &written);
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
    let Some(file) = crate::body::picture_file(asked.around, page, &written) else {
        losses.add(LossKind::Picture, &page.file, line, written);
        return None;
    };
    let alt =
        page.head.text(&["cover.alt", "image.alt", "imageAlt", "alt", "cover.caption", "image.caption"]);
    let alt = alt.unwrap_or_else(|| {
        losses.add(LossKind::Alt, &page.file, line, file.as_str());
        crate::body::words_of(&file)
    });
    let name = if asked.is_source { beside.keep(&file) } else { String::new() };
    Some((name, alt))
}

/// Every address at which the document stood, in any language, that isn't its new one. They are the source's.
pub(crate) fn aliases(old: &OldSite, place: &Place, losses: &mut Losses) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let name = place.id.strip_prefix("pages/").unwrap_or(&place.id);
    for (number, page) in place.pages.iter().map(|index| &old.pages[*index]).enumerate() {
        let lang = old.settings.languages[page.lang].new_id();
        let slug = own_slug(old, place, page).filter(|_| number > 0);
        let name = match (name.rsplit_once('/'), slug) {
            (Some((folder, _)), Some(slug)) => format!("{folder}/{slug}"),
            (None, Some(slug)) => slug,
            (_, None) => name.to_owned(),
        };
        let new = if name == "home" { format!("/{lang}/") } else { format!("/{lang}/{name}/") };
        for address in [page.address.clone()].into_iter().chain(page.aliases()) {
            let is_odd = address.chars().any(|c| c.is_control() || r#"?#\%"<>|*"#.contains(c))
                || address.split('/').any(|part| part.len() > 240 || part == "..");
            match address {
                address if address == new || address == "/" || all.contains(&address) => {}
                address if is_odd => {
                    losses.add(LossKind::Address, &page.file, page.head.line("aliases"), address)
                }
                address => all.push(address),
            }
        }
    }
    all
}
