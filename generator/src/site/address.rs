//! Where each document stands on the site, in every language; two never stand at one place.

mod former;
mod register;

use std::collections::BTreeMap;

use super::Redirect;
use super::live::{Facts, Live};
use crate::config::Config;
use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::event::{CALENDAR, POSTER};
use crate::lang::Lang;
use crate::links;
use crate::slug::is_slug;
use crate::url::Url;

pub(super) use former::History;
use register::Register;

/// Id → language → address.
pub(super) type Urls = BTreeMap<String, BTreeMap<Lang, Url>>;

/// What addresses came out, and which old ones lead to them.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) urls: Urls,
    pub(super) redirects: Vec<Redirect>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Addresses for all documents; `sections` are the lists, which stand first, and `fixed` are the theme's files that keep
/// their names.
pub(super) fn assign<'a>(
    live: &[Live],
    sections: impl Iterator<Item = &'a String>,
    fixed: &[String],
    config: &Config,
    history: &History<'_>,
) -> Addresses {
    let by_id: BTreeMap<&str, &Live> = live.iter().map(|live| (live.bundle.id.as_str(), live)).collect();
    let mut addresses = Addresses::default();
    let mut register = Register::new(sections, config);
    for live in live {
        for document in live.bundle.documents() {
            addresses.problems.extend(bad_slug(document));
        }
        let mut urls = BTreeMap::new();
        for language in &config.languages {
            let path = path(live, &language.id, &by_id);
            let document = live.bundle.shown(&language.id);
            let place = document.common.slug.as_ref().map_or(0..3, |slug| slug.span.clone());
            // A document without a translation would claim the same thing twice, in its source.
            addresses.problems.extend(register.claim(&path, (&document.path, place)));
            if matches!(live.facts, Facts::Event(_)) {
                register.site(format!("{path}{CALENDAR}"), "owner.entry");
                register.site(format!("{path}{POSTER}"), "owner.poster");
            }
            urls.insert(language.id.clone(), Url::of(&path));
        }
        addresses.urls.insert(live.bundle.id.clone(), urls);
    }
    aliases(live, config, &mut register, &mut addresses);
    former::redirects(history, config, &mut register, &mut addresses);
    let folders = ThemeFolders::of(&config.theme);
    let of_theme = |path: &String| {
        let name = folders.name_of(path)?.strip_prefix("static/")?;
        register.theme(&format!("/{name}"), path)
    };
    addresses.problems.extend(fixed.iter().filter_map(of_theme));
    addresses
}

fn bad_slug(document: &crate::document::Document) -> Option<Diagnostic> {
    let slug = document.common.slug.as_ref().filter(|slug| !is_slug(&slug.value))?;
    let message = say!("file.notPart", part = &*slug.value);
    let problem = Diagnostic::error(Code::UrlSlug, &document.path, slug.span.clone(), message);
    Some(problem.with_hint(say!("file.partHint")))
}

/// The path from the root, `/da/stories/bread/`; a page's has no `pages`, the front page's is the language.
fn path(live: &Live, lang: &Lang, by_id: &BTreeMap<&str, &Live>) -> String {
    if live.facts.is_home() {
        return format!("/{lang}/");
    }
    let id = &live.bundle.id;
    let (folder, below) = id.split_once('/').unwrap_or(("", id));
    let mut path = format!("/{lang}/");
    if !live.bundle.source.kind().is_tree() {
        path += folder;
        path.push('/');
    }
    let mut prefix = folder.to_owned();
    for part in below.split('/') {
        prefix = format!("{prefix}/{part}");
        path += by_id.get(prefix.as_str()).map_or(part, |live| slug(live, lang, part));
        path.push('/');
    }
    path
}

/// The language's own slug, else the source's, else the folder's name.
fn slug<'a>(live: &'a Live, lang: &Lang, folder: &'a str) -> &'a str {
    let own = live.bundle.shown(lang).common.slug.as_ref();
    own.or(live.bundle.source.common.slug.as_ref()).map_or(folder, |slug| slug.value.as_str())
}

/// A path from the root to a folder below it.
fn is_path(path: &str) -> bool {
    let is_folder = path.starts_with('/') && path.ends_with('/') && path != "/";
    is_folder && is_below_root(path)
}

fn is_below_root(path: &str) -> bool {
    // File systems take names of 255 bytes, and copies of a page have longer ones.
    let is_odd = |part: &str| part == "." || part == ".." || part.len() > 240;
    let is_sign = |c: char| c.is_control() || r#"?#\%"<>|*"#.contains(c);
    !path.contains("//") && !path.split('/').any(is_odd) && !path.contains(is_sign)
}

/// The path at which an old address stood, from what an editor copied out of a browser: percent-encoded, with or without
/// a slash at its end; `.html` of an old site stays. `None` for what is no path.
fn old_path(written: &str) -> Option<String> {
    let path = links::decode(written.trim());
    let path = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(&path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file = [".html", ".htm"].iter().any(|ending| name.ends_with(ending));
    let path = if is_file || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
    (path.starts_with('/') && path != "/" && is_below_root(&path)).then_some(path)
}

/// Old addresses lead to the language that they name, else to the default language.
fn aliases(live: &[Live], config: &Config, register: &mut Register, addresses: &mut Addresses) {
    for live in live {
        let document = &live.bundle.source;
        for alias in &document.common.aliases {
            let Some(path) = old_path(&alias.value) else {
                let message = say!("url.notOld", address = &*alias.value);
                let problem = Diagnostic::error(Code::UrlAlias, &document.path, alias.span.clone(), message);
                let hint = say!("url.notOldHint");
                addresses.problems.push(problem.with_hint(hint));
                continue;
            };
            let place = (document.path.as_str(), alias.span.clone());
            addresses.problems.extend(register.redirect(&path, &live.bundle.id, place));
            let named =
                config.languages.iter().find(|language| path.starts_with(&format!("/{}/", language.id)));
            let lang = &named.unwrap_or_else(|| config.default_language()).id;
            if let Some(url) = addresses.urls.get(&live.bundle.id).and_then(|urls| urls.get(lang)) {
                let (from, to) = (Url::of(&path), url.clone());
                addresses.redirects.push(Redirect { from, to, lang: lang.clone() });
            }
        }
    }
}
