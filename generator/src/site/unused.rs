//! Says which files below `content` nobody reads: whoever put a file there wants something to come of it.
//!
//! Hidden files and what operating systems leave behind are no work of anybody's and pass in silence; so do README, LICENSE
//! and the like directly in `content`, which a repository of its own needs. Folders that programs make are named once.

mod apart;
mod meant;

use std::collections::BTreeSet;

use super::Site;
use crate::config::Config;
use crate::content::Kind;
use crate::content::names::DisplayNames;
use crate::diagnostic::{Code, Diagnostic, Sentence, Severity, nearest, say};
use crate::lang::Lang;
use crate::source::{Source, is_document, is_of_repository};

/// Files with texts of the site as a whole.
const SINGLE: [&str; 9] = [
    crate::config::PATH,
    crate::entities::ORGANISATIONS,
    crate::entities::TOPICS,
    crate::resources::PATH,
    crate::glossary::PATH,
    crate::towns::PATH,
    super::ledger::PATH,
    super::published::PATH,
    crate::accessibility::PATH,
];
/// Folders below `content` that aren't those of documents.
const OTHERS: [&str; 3] = ["forms", "templates", "texts"];

/// Whether a folder below `content` is one that the program reads.
fn is_known(folder: &str) -> bool {
    OTHERS.contains(&folder) || Kind::of_folder(folder).is_some()
}

/// Files and folders that can't be meant as they are, whatever the documents say.
pub(super) fn names(source: &Source, config: &Config) -> Vec<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let mut problems: Vec<Diagnostic> = source.links.iter().map(|path| link(path)).collect();
    problems.extend(source.texts.keys().filter_map(|path| text(source, path, &languages)));
    problems.extend(source.assets.keys().filter_map(|path| {
        let intended = is_content(path).then(|| meant::name(path, &languages)).flatten()?;
        Some(meant::unread(path).with_hint(meant::hint(source, path, &intended)))
    }));
    problems.extend(source.of_programs().map(|(path, maker)| of_program(path, maker)));
    let apart = apart::folders(source);
    problems.extend(bare(source).into_iter().filter(|folder| !apart.contains(*folder)).map(|folder| {
        let problem =
            Diagnostic::warning(Code::FileNoDocument, folder, None, say!("file.noDocument", folder));
        problem.with_hint(say!("file.noDocumentHint", file = &format!("index.{}.md", languages[0])))
    }));
    problems.extend(unknown_folders(source, &apart));
    problems
}

/// Pictures and other files that no document shows or links to. The site is without errors.
pub(super) fn assets(source: &Source, site: &Site, config: &Config) -> Vec<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let linked: BTreeSet<&str> = site.assets.iter().map(|(path, ..)| path.as_str()).collect();
    let is_used = |path: &str| linked.contains(path) || site.pictures.contains_key(path);
    // A draft's pictures are used once it is published.
    let is_of_hidden = |path: &str| site.left_out.iter().any(|left| is_below(path, &left.path));
    let below = |folder: &str| -> Vec<&str> {
        source.assets.keys().map(String::as_str).filter(|path| is_below(path, folder)).collect()
    };
    let apart = apart::folders(source);
    let (in_use, idle): (BTreeSet<&str>, BTreeSet<&str>) =
        apart.iter().map(String::as_str).partition(|folder| below(folder).into_iter().any(is_used));
    let bare: Vec<&str> = bare(source).into_iter().filter(|folder| !in_use.contains(folder)).collect();
    let is_in_use = |path: &str| in_use.iter().any(|folder| is_below(path, folder));
    let is_told = |path: &str| {
        meant::name(path, &languages).is_some()
            || idle.iter().chain(&bare).any(|folder| is_below(path, folder))
            || is_of_repository(path)
            || (folder(path).is_some_and(|folder| !is_known(folder)) && !is_in_use(path))
    };
    let unused = source
        .assets
        .keys()
        .filter(|path| is_content(path) && !is_used(path) && !is_of_hidden(path) && !is_told(path));
    let mut problems: Vec<Diagnostic> = unused.map(|path| asset(source, path, is_in_use(path))).collect();
    problems.extend(idle.iter().map(|folder| apart::unused(folder, &below(folder))));
    problems
}

fn asset(source: &Source, path: &str, is_apart: bool) -> Diagnostic {
    let message = say!("file.noUse", path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let place = if is_apart { Some(say!("file.besideText")) } else { apart::place(source, path) };
    if folder(path).is_none() {
        let hints = source.unusable.get(path).map(|why| why.hint.clone());
        return Diagnostic::warning(Code::FileUnused, path, None, message)
            .with_hints(hints)
            .with_hint(say!("file.aboveHint"));
    }
    if let Some(why) = source.unusable.get(path) {
        let message = say!("file.noUseWhich", path, what = why.what.clone());
        let problem = Diagnostic::warning(Code::FileUnused, path, None, message);
        return problem.with_hint(why.hint.clone()).with_hints(place);
    }
    let hint = match place {
        Some(place) => say!("file.moveAndWrite", place = place, link = &apart::link(name)),
        None => say!("file.nameIt", link = &apart::link(name)),
    };
    Diagnostic::warning(Code::FileUnused, path, None, message).with_hint(hint)
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
        Some((folder, _)) if !is_known(folder) => return None,
        _ => false,
    };
    if is_read {
        return None;
    }
    let problem = meant::unread(path);
    // On many computers `zh-hans.yaml` and `zh-Hans.yaml` are one file, and on the server they aren't.
    let is_ours = |lang: &&&str| {
        below.strip_prefix("texts/").is_some_and(|name| name.eq_ignore_ascii_case(&format!("{lang}.yaml")))
    };
    if let Some(lang) = languages.iter().find(is_ours) {
        return Some(problem.with_hint(say!("hint.mean", name = &format!("content/texts/{lang}.yaml"))));
    }
    if let Some(lang) = below.strip_prefix("texts/").and_then(prepared) {
        return Some(Diagnostic {
            severity: Severity::Note,
            ..problem.with_hint(say!("file.preparedHint", lang))
        });
    }
    let hint = match (meant::name(path, languages), nearest(path, SINGLE)) {
        (Some(intended), _) => meant::hint(source, path, &intended),
        (None, Some(name)) => say!("hint.mean", name),
        (None, None) => say!("file.removeHint"),
    };
    Some(problem.with_hint(hint))
}

/// The language of words that lie ready for it: `pl.yaml`, where the site has no Polish yet. Of `dk.yaml` nothing will come.
fn prepared(name: &str) -> Option<Lang> {
    let lang = Lang::of_tag(name.strip_suffix(".yaml")?)?;
    DisplayNames::of("en").language(lang.as_str()).map(|_| lang)
}

fn of_program(path: &str, maker: Sentence) -> Diagnostic {
    let message = say!("file.ofProgram", path, maker = maker);
    let problem = Diagnostic::warning(Code::FileUnread, path, None, message);
    problem.with_hint(say!("file.ofProgramHint"))
}

fn link(path: &str) -> Diagnostic {
    let message = say!("file.link", path);
    let problem = Diagnostic::warning(Code::FileLink, path, None, message);
    problem.with_hint(say!("file.linkHint"))
}

/// Folders that nothing is looked for in, with everything below them.
fn unknown_folders(source: &Source, apart: &BTreeSet<String>) -> Vec<Diagnostic> {
    let others = source.assets.keys().chain(source.texts.keys());
    let folders: BTreeSet<&str> =
        others.filter(|path| !is_document(path)).filter_map(|path| folder(path)).collect();
    let unknown = folders
        .into_iter()
        .filter(|folder| !is_known(folder) && !apart.contains(&format!("content/{folder}")));
    let problem = |name: &str| {
        let path = format!("content/{name}");
        let problem = Diagnostic::warning(Code::FileUnread, &path, None, say!("file.folderUnread", path));
        problem.with_hint(
            match (nearest(name, Kind::ALL.map(Kind::folder).into_iter().chain(OTHERS)), name) {
                (Some(near), _) => say!("hint.mean", name = &format!("content/{near}")),
                (None, _) => say!("file.folderHint"),
            },
        )
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
    let kind = parts.next().and_then(Kind::of_folder);
    let depth = parts.count();
    kind.is_some_and(|kind| depth == 1 || (kind.is_tree() && depth > 1))
}

fn is_content(path: &str) -> bool {
    path.starts_with("content/")
}

/// The folder below `content` that a file stands in, at whatever depth.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix("content/")?.split_once('/').map(|(folder, _)| folder)
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
