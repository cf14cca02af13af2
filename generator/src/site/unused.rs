//! Says which files below `content` nobody reads: whoever put a file there wants something to come of it.
//!
//! Hidden files and what operating systems leave behind are no work of anybody's and pass in silence; so do README, LICENSE
//! and the like directly in `content`, which a repository of its own needs.

use std::collections::BTreeSet;

use super::Site;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{is_document, is_of_repository};
use crate::source::Source;

/// Files with texts of the site as a whole.
const SINGLE: [&str; 5] = [
    crate::config::PATH,
    crate::entities::ORGANISATIONS,
    crate::entities::TOPICS,
    super::ledger::PATH,
    crate::accessibility::PATH,
];
/// Folders below `content`.
const FOLDERS: [&str; 6] = ["stories", "events", "pages", "forms", "templates", "texts"];
/// Folders of documents, and whether documents may stand deeper in them.
const DOCUMENTS: [(&str, bool); 3] = [("stories", false), ("events", false), ("pages", true)];
/// What Windows and macOS put beside files.
const SYSTEM: [&str; 4] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"];
/// How a file of Markdown is called elsewhere, and what programs add to a name.
const ENDINGS: [&str; 14] = [
    ".markdown",
    ".mdown",
    ".mkdn",
    ".mkd",
    ".mdx",
    ".txt",
    ".docx",
    ".doc",
    ".odt",
    ".rtf",
    ".html",
    ".orig",
    ".bak",
    "~",
];

/// Files and folders that can't be meant as they are, whatever the documents say.
pub(super) fn names(source: &Source, config: &Config) -> Vec<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let mut problems: Vec<Diagnostic> = source.links.iter().map(|path| link(path)).collect();
    problems.extend(source.texts.keys().filter_map(|path| text(source, path, &languages)));
    problems.extend(source.assets.keys().filter_map(|path| {
        let intended = is_content(path).then(|| meant(path, &languages)).flatten()?;
        Some(unread(path).with_hint(renamed(source, path, &intended)))
    }));
    problems.extend(bare(source).into_iter().map(|folder| {
        let message = format!("`{folder}` has no document");
        let problem = Diagnostic::warning("file/no-document", folder, None, message);
        problem
            .with_hint(format!("its text stands in `index.{}.md`, and so on for each language", languages[0]))
    }));
    problems.extend(unknown_folders(source));
    problems
}

/// Pictures and other files that no document shows or links to. The site is without errors.
pub(super) fn assets(source: &Source, site: &Site, config: &Config) -> Vec<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let linked: BTreeSet<&str> = site.assets.iter().map(|(path, ..)| path.as_str()).collect();
    let is_used = |path: &str| linked.contains(path) || site.pictures.contains_key(path);
    let is_below =
        |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    // A draft's pictures are used once it is published.
    let is_of_hidden = |path: &str| site.left_out.iter().any(|left| is_below(path, &left.path));
    let bare = bare(source);
    let is_told = |path: &str| {
        meant(path, &languages).is_some()
            || bare.iter().any(|folder| is_below(path, folder))
            || is_of_repository(path)
            || folder(path).is_some_and(|folder| !FOLDERS.contains(&folder))
    };
    let unused = source.assets.keys().filter(|path| {
        is_content(path) && !is_used(path) && !is_of_hidden(path) && !is_system(path) && !is_told(path)
    });
    unused.map(|path| asset(path)).collect()
}

fn asset(path: &str) -> Diagnostic {
    let problem = Diagnostic::warning("file/unused", path, None, format!("no document uses `{path}`"));
    if folder(path).is_none() {
        return problem.with_hint(
            "move it into the folder of the document that shows or links to it, such as `content/stories/<name>/`, or out \
             of `content`; only README, LICENSE and the like may stand there",
        );
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let link = match is_picture(name) {
        true => format!("![what it shows]({name})"),
        false => format!("[what it is]({name})"),
    };
    problem.with_hint(format!("name it in a text beside it, such as `{link}`, or remove it"))
}

/// How to mend a name; where the right one is taken, following it would put an old copy over the text.
fn renamed(source: &Source, path: &str, intended: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let there = format!("{folder}/{intended}");
    if source.documents().contains(&there.as_str()) || source.texts.contains_key(&there) {
        return format!("`{intended}` is there as well: remove this copy, or move it out of `content`");
    }
    format!("rename it to `{intended}`")
}

fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    ["jpg", "jpeg", "png", "gif", "webp", "svg"].contains(&ending.as_str())
}

fn text(source: &Source, path: &str, languages: &[&str]) -> Option<Diagnostic> {
    if !is_content(path) || is_document(path) || SINGLE.contains(&path) || is_of_repository(path) {
        return None;
    }
    let below = path.strip_prefix("content/")?;
    let of_language = |name: &str| languages.iter().any(|lang| name == format!("{lang}.yaml"));
    let is_read = match below.split_once('/') {
        Some(("forms", name)) => !name.contains('/') && name.ends_with(".yaml"),
        Some(("texts", name)) => of_language(name),
        Some(("templates", name)) => [".html", ".css", ".svg"].iter().any(|ending| name.ends_with(ending)),
        Some((folder, _)) if !FOLDERS.contains(&folder) => return None,
        _ => false,
    };
    if is_read {
        return None;
    }
    let problem = unread(path);
    let hint = match (meant(path, languages), nearest(path, SINGLE)) {
        (Some(intended), _) => renamed(source, path, &intended),
        (None, Some(name)) => format!("did you mean `{name}`?"),
        (None, None) => "remove it, or move it out of `content`".to_owned(),
    };
    Some(problem.with_hint(hint))
}

fn unread(path: &str) -> Diagnostic {
    Diagnostic::warning("file/unread", path, None, format!("`{path}` isn't read"))
}

fn link(path: &str) -> Diagnostic {
    let message = format!("`{path}` is a symbolic link, which isn't followed");
    let problem = Diagnostic::warning("file/link", path, None, message);
    problem.with_hint("put a copy here: what lies elsewhere doesn't come along in git")
}

/// Folders that nothing is looked for in, with everything below them.
fn unknown_folders(source: &Source) -> Vec<Diagnostic> {
    let others = source.assets.keys().chain(source.texts.keys());
    let folders: BTreeSet<&str> =
        others.filter(|path| !is_document(path)).filter_map(|path| folder(path)).collect();
    let unknown = folders.into_iter().filter(|folder| !FOLDERS.contains(folder));
    let problem = |name: &str| {
        let path = format!("content/{name}");
        let problem = Diagnostic::warning("file/unread", &path, None, format!("nothing in `{path}` is read"));
        problem.with_hint(match (nearest(name, FOLDERS), name) {
            (Some(near), _) => format!("did you mean `content/{near}`?"),
            (None, _) => "a picture stands beside its document; files that are published as they are stand in `themes/<theme>/static`".to_owned(),
        })
    };
    unknown.map(problem).collect()
}

/// Folders in which a document should be and none is; of several in each other the outermost.
fn bare(source: &Source) -> Vec<&str> {
    let documents: BTreeSet<&str> = source.documents().into_iter().collect();
    let has_document = |folder: &str| {
        let below = format!("{folder}/");
        documents.range(below.as_str()..).next().is_some_and(|path| path.starts_with(&below))
    };
    // A folder of pictures beside a text is none of documents.
    let is_beside_document = |folder: &str| {
        let (above, _) = folder.rsplit_once('/').unwrap_or_default();
        let file = format!("{above}/index.");
        documents.range(file.as_str()..).next().is_some_and(|path| path.starts_with(&file))
    };
    let mut bare: Vec<&str> = Vec::new();
    for folder in source.folders.iter().filter(|folder| holds_documents(folder)) {
        let is_told = bare
            .last()
            .is_some_and(|above| folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/')));
        if !is_told && !has_document(folder) && !is_beside_document(folder) {
            bare.push(folder);
        }
    }
    bare
}

/// `content/stories/x`, and below `content/pages` folders at any depth.
fn holds_documents(folder: &str) -> bool {
    let mut parts = folder.split('/').skip(1);
    let kind = parts.next().and_then(|kind| DOCUMENTS.iter().find(|(name, _)| *name == kind));
    let depth = parts.count();
    kind.is_some_and(|(_, is_deep)| depth == 1 || (*is_deep && depth > 1))
}

/// The name that a file would be read by: `index.da.md` for `Index.da.MD.txt`, `registration.yaml` for `registration.yml`.
fn meant(path: &str, languages: &[&str]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(stem) = name.strip_suffix(".yml") {
        return Some(format!("{stem}.yaml"));
    }
    let mut stem = name.to_ascii_lowercase();
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending)) {
        stem = shorter.to_owned();
    }
    let stem = stem.strip_suffix(".md").unwrap_or(&stem);
    let lang = stem.strip_prefix("index.")?;
    languages.contains(&lang).then(|| format!("index.{lang}.md")).filter(|meant| meant != name)
}

fn is_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    // Word and LibreOffice mark what is open.
    SYSTEM.contains(&name.as_str()) || name.starts_with("~$")
}

fn is_content(path: &str) -> bool {
    path.starts_with("content/")
}

/// The folder below `content` that a file stands in, at whatever depth.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix("content/")?.split_once('/').map(|(folder, _)| folder)
}
