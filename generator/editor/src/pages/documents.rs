//! All documents, to choose one from; and from an address of the site to its form.

use forms::Html;
use generator::content::Kind;
use generator::site::{Freshness, Site};
use generator::write_back;
use maud::html;

use super::{Answer, Asked, Refused, form_address, history, page, title_of};
use crate::desk::{Base, Desk};

pub(super) fn show(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let site = base.shown.site();
    let (wanted, lang) = (asked.query("q").to_lowercase(), asked.query("lang"));
    let mut paths = base.preview.source().documents();
    paths.sort_unstable();
    let mut folders: Vec<(String, Vec<String>)> = Vec::new();
    for path in paths {
        let Some((folder, of)) = super::of_path(path) else { continue };
        match folders.last_mut().filter(|(last, _)| last == folder) {
            Some((_, langs)) => langs.push(of.to_owned()),
            None => folders.push((folder.to_owned(), vec![of.to_owned()])),
        }
    }
    let title = |folder: &str| {
        let entry = site.and_then(|site| site.entries.get(folder));
        entry.map_or_else(|| early_title(&base, folder), |entry| title_of(entry, &asked.lang()))
    };
    let is_wanted = |folder: &str| {
        wanted.is_empty() || title(folder).to_lowercase().contains(&wanted) || folder.contains(&wanted)
    };
    let all: Vec<String> = site
        .map(|site| site.config.languages.iter().map(|one| one.id.to_string()).collect())
        .unwrap_or_default();
    let is_shown =
        |folder: &str| is_wanted(folder) && (lang.is_empty() || state(site, folder, lang).is_some());
    let of_kind = |kind| {
        let all = folders.iter().filter(move |(folder, _)| Kind::of_id(folder) == Some(kind));
        all.filter(|(folder, _)| is_shown(folder)).collect::<Vec<_>>()
    };
    Ok(page(
        heading(site, asked, lang),
        html! {
            form method="get" action="/edit/documents" class="row" {
                label for="q" { (asked.t("doc.search")) }
                input id="q" name="q" type="search" value=(asked.query("q"));
                @if !lang.is_empty() { input type="hidden" name="lang" value=(lang); }
                button { (asked.t("doc.find")) }
            }
            @for (kind, folders) in Kind::ALL.map(|kind| (kind, of_kind(kind))).iter().filter(|(_, folders)| !folders.is_empty()) {
                h2 { (asked.t(&format!("kind.{}", kind.folder()))) }
                ul class="list" {
                    @for (folder, langs) in folders {
                        li {
                            span class="name" { (title(folder)) } " "
                            @for one in all.iter().filter(|one| lang.is_empty() || *one == lang) {
                                (form_of(site, asked, folder, one, langs.contains(one)))
                                " "
                            }
                            a class="about" href=(format!("/edit/h/{folder}")) { (asked.t("doc.history")) }
                        }
                    }
                }
            }
        },
    ))
}

/// What the page is about: all documents, or what a language lacks.
fn heading(site: Option<&Site>, asked: &Asked, lang: &str) -> String {
    let all = asked.t("doc.title");
    match lang {
        "" => all,
        _ => asked.words.with("picture.in", &[("what", &all), ("lang", &history::language(site, lang))]),
    }
}

/// Leads to a document's form in a language.
fn form_of(site: Option<&Site>, asked: &Asked, folder: &str, lang: &str, is_there: bool) -> Html {
    html! {
        a class=(if is_there { "lang" } else { "lang lacks" }) href=(form_address(None, folder, lang)) lang=(lang) {
            (history::language(site, lang))
            @if let Some(key) = state(site, folder, lang) { " " span class="about" lang=(asked.words.lang()) { (asked.t(key)) } }
        }
    }
}

/// What a document that isn't published yet calls itself.
fn early_title(base: &Base, folder: &str) -> String {
    let source = base.preview.source();
    let paths = source.documents();
    let of_it = paths.iter().filter(|path| super::of_path(path).is_some_and(|(of, _)| of == folder));
    let heads = of_it.filter_map(|path| write_back::written(&source.text(path).ok()?).ok());
    let title = heads.filter_map(|written| Some(written.head.get("title")?.as_str()?.to_owned())).next();
    title.unwrap_or_else(|| folder.to_owned())
}

/// The key of the words for what a language lacks of a document; `None` if it has all of it.
fn state(site: Option<&Site>, folder: &str, lang: &str) -> Option<&'static str> {
    let entry = site?.entries.get(folder)?;
    let found = entry.translations.iter().find(|(of, _)| of.as_str() == lang);
    match found {
        None => Some("doc.lacks"),
        Some((_, translation)) if translation.freshness == Freshness::Stale => Some("doc.stale"),
        Some(_) => None,
    }
}

/// How many documents each language of the site lacks, and of how many the source has changed since.
pub(super) fn missing(site: &Site) -> Vec<(String, String, usize, usize)> {
    let count = |lang: &str, key: &str| {
        site.entries.all().filter(|entry| state(Some(site), &entry.id, lang) == Some(key)).count()
    };
    let languages = site.config.languages.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let counted = languages.map(|(id, name)| {
        let (lacks, stale) = (count(&id, "doc.lacks"), count(&id, "doc.stale"));
        (id, name, lacks, stale)
    });
    counted.filter(|(_, _, lacks, stale)| lacks + stale > 0).collect()
}

/// The form of the page at an address of the site: `/da/events/dinner/`, alone or with `https://…` before it.
pub(super) fn of_page(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    let wanted = asked.query("page");
    let path = wanted
        .split_once("://")
        .map_or(wanted, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let base = desk.base()?;
    let whole = format!("/{}", path.trim_start_matches('/'));
    // The site may stand below a path.
    let below = whole.strip_prefix(base.shown.headers().path()).filter(|below| below.starts_with('/'));
    let wanted = below.unwrap_or(&whole).trim_matches('/');
    for path in base.preview.source().documents() {
        let is_it = base.shown.address(path).is_some_and(|address| address.trim_matches('/') == wanted);
        if let Some((folder, lang)) = super::of_path(path).filter(|_| is_it) {
            return Ok(Answer::Go(form_address(None, folder, lang)));
        }
    }
    Err(Refused::NotThere)
}
