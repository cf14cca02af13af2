//! The templates of a theme, with the site's own in place of those that it replaces: loaded and checked all together.

use std::collections::BTreeMap;

use tera::{Tera, TeraResult};

use super::trim::{self, Cuts};
use super::{functions, replaced};
use crate::content::{Kind, ThemeFolders};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::source::Source;

/// The templates that pages are made with beside those of documents, which are called as their kinds; a theme must have all
/// of them.
const TEMPLATES: [&str; 17] = [
    "home",
    "stories",
    "events",
    "posts",
    "poster",
    "topics",
    "organisation",
    "organisations",
    "search",
    "offline",
    "thanks",
    "not-found",
    "root",
    "form-shell",
    "desk-shell",
    "redirect",
    "base",
];

/// Where a site has templates of its own.
pub(super) const OWN: &str = "content/templates/";

/// The drawing of a picture for sharing, which a theme may have.
pub(super) const SHARE: &str = "share.svg";

/// Templates that are ready to render, in no language yet.
pub(super) struct Templates {
    pub(super) tera: Tera,
    /// What each lacks of its file, by its path.
    pub(super) cuts: BTreeMap<String, Cuts>,
}

/// Loads all templates and checks them: every include, parent, filter and function that they name exists.
pub(super) fn load(folders: &ThemeFolders, source: &Source) -> TeraResult<Templates> {
    let (texts, cuts) = trimmed(folders, source);
    match engine(folders, texts) {
        Ok(tera) => Ok(Templates { tera, cuts }),
        // Some of the engine's messages quote lines with their numbers, so it has to see the files as they are.
        Err(_) => Ok(Templates { tera: engine(folders, in_use(folders, source))?, cuts: BTreeMap::new() }),
    }
}

/// All templates without their comments and runs of blanks.
fn trimmed<'s>(
    folders: &ThemeFolders,
    source: &'s Source,
) -> (Vec<(&'s str, String)>, BTreeMap<String, Cuts>) {
    let (mut texts, mut cuts) = (Vec::new(), BTreeMap::new());
    for (path, text) in in_use(folders, source) {
        // A drawing isn't HTML.
        let is_page = path.ends_with(".html");
        let (text, cut) = if is_page { trim::trim(text) } else { (text.to_owned(), Cuts::default()) };
        texts.push((path, text));
        cuts.insert(path.to_owned(), cut);
    }
    (texts, cuts)
}

/// Where a template is looked for by its name, the first place that has it.
pub(super) fn prefixes(folders: &ThemeFolders) -> impl Iterator<Item = String> {
    std::iter::once(OWN.to_owned()).chain(folders.all().map(|folder| format!("{folder}templates/")))
}

fn engine<'s>(
    folders: &ThemeFolders,
    texts: impl IntoIterator<Item = (&'s str, impl AsRef<str>)>,
) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes(prefixes(folders).collect::<Vec<_>>())?;
    tera.autoescape_on([".html", ".svg"]);
    functions::declare(&mut tera);
    tera.add_raw_templates(texts)?;
    Ok(tera)
}

/// Whether there is a drawing of pictures for sharing. An empty one is none: so a theme has none where the default one has.
pub(super) fn draws(folders: &ThemeFolders, source: &Source) -> bool {
    let mut places = prefixes(folders).map(|prefix| prefix + SHARE);
    let first = places.find_map(|path| source.texts.get(&path));
    first.is_some_and(|drawing| !drawing.trim().is_empty())
}

/// Path and text of all templates that count, in order.
pub(super) fn in_use<'s>(folders: &ThemeFolders, source: &'s Source) -> Vec<(&'s str, &'s str)> {
    let mut all: Vec<(&str, &str)> = files(folders, source).collect();
    let unused = replaced::out_of_use(folders, &all);
    all.retain(|(path, _)| !unused.contains(path));
    all
}

/// Path and text of all templates, in order, those too whose place another has taken.
pub(super) fn files<'s>(
    folders: &ThemeFolders,
    source: &'s Source,
) -> impl Iterator<Item = (&'s str, &'s str)> {
    let prefixes: Vec<String> = prefixes(folders).collect();
    let is_template = move |path: &str| {
        prefixes.iter().any(|prefix| path.starts_with(prefix))
            && (path.ends_with(".html") || path.ends_with(SHARE))
    };
    let texts = source.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    texts.filter(move |(path, _)| is_template(path))
}

/// Templates that no theme may lack.
pub(super) fn missing(tera: &Tera, folder: &str) -> Vec<Diagnostic> {
    let all = Kind::ALL.map(Kind::name).into_iter().chain(TEMPLATES);
    let absent = all.filter(|name| !tera.contains_template(&format!("{name}.html")));
    absent
        .map(|name| {
            let path = format!("{folder}templates/{name}.html");
            let message = say!("template.missing", name);
            Diagnostic::error(Code::TemplateMissing, path.clone(), None, message)
                .with_hint(say!("template.missingHint", path))
        })
        .collect()
}
