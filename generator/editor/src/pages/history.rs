//! What was published, in words; and back.

use forms::Html;
use generator::site::Site;
use maud::html;

use super::told::{self, Reader};
use super::{Answer, Asked, Refused, button, moment, page};
use crate::desk::Desk;
use crate::drafts::{NotSaved, kind_of};
use crate::merge;
use crate::repository::{Saved, Version};
use crate::words::Words;

/// How many versions of a document are shown.
const MOST: usize = 50;

/// What a version is called: as the draft was.
pub(super) fn title(words: Words, saved: &Saved) -> String {
    named(words, saved.message.lines().next().unwrap_or_default())
}

/// What a draft or a version is called, in the reader's words: `Undo: Publish Dinner` is one that takes "Dinner" back.
pub(super) fn named(words: Words, line: &str) -> String {
    let line = line.strip_prefix("Publish ").unwrap_or(line);
    match line.strip_prefix("Undo: ") {
        Some(undone) => words.with("history.undone", &[("title", &named(words, undone))]),
        None => line.to_owned(),
    }
}

/// A document in one of its languages: "Storytelling dinner (dansk)".
pub(super) fn document(site: Option<&Site>, asked: &Asked, folder: &str, lang: &str) -> String {
    let entry = site.and_then(|site| site.entries.get(folder));
    let name = entry.map_or_else(|| folder.to_owned(), |entry| super::title_of(entry, &asked.lang()));
    format!("{name} ({})", language(site, lang))
}

/// What a language calls itself.
pub(super) fn language(site: Option<&Site>, lang: &str) -> String {
    let mut known = site.into_iter().flat_map(|site| &site.config.languages);
    known.find(|one| one.id.as_str() == lang).map_or_else(|| lang.to_owned(), |one| one.name.clone())
}

pub(super) fn of_document(desk: &Desk, asked: &Asked, folder: &[&str]) -> Result<Answer, Refused> {
    let folder = folder.join("/");
    let path = format!("content/{folder}");
    let base = desk.base().ok();
    let site = base.as_ref().and_then(|base| base.shown.site());
    let log = desk.repository.log(&desk.repository.head()?, Some(&path), MOST)?;
    if log.is_empty() {
        return Err(Refused::NotThere);
    }
    let mut parts = Vec::new();
    for saved in &log {
        parts.push((saved, changed(desk, asked, site, saved, Some(&path))?));
    }
    let name = site
        .and_then(|site| site.entries.get(&folder))
        .map_or(folder.clone(), |entry| super::title_of(entry, &asked.lang()));
    Ok(page(
        asked.words.with("publication.of", &[("title", &name)]),
        html! {
            @for (saved, changed) in parts {
                section {
                    h2 { a href=(format!("/edit/c/{}", saved.version)) dir="auto" { (title(asked.words, saved)) } }
                    p class="about" { (asked.words.with("home.savedBy", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) }
                    (changed)
                }
            }
        },
    ))
}

/// What a version changed, file by file.
fn changed(
    desk: &Desk,
    asked: &Asked,
    site: Option<&Site>,
    saved: &Saved,
    below: Option<&str>,
) -> Result<Html, Refused> {
    let Some(before) = &saved.before else {
        return Ok(html! { p class="about" { (asked.t("history.begins")) } });
    };
    let reader = Reader { words: asked.words, site };
    let mut parts = Vec::new();
    for path in desk.repository.changed(before, &saved.version)? {
        let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        if !below.is_none_or(is_below) {
            continue;
        }
        match (kind_of(&path), super::of_path(&path)) {
            (Some(kind), Some((folder, lang))) => {
                let text = |at| desk.repository.text(at, &path);
                let changes =
                    merge::changes(kind, text(before)?.as_deref(), text(&saved.version)?.as_deref());
                let name = match below {
                    Some(_) => language(site, lang),
                    None => document(site, asked, folder, lang),
                };
                parts.push(html! {
                    @if below.is_some() { h3 { bdi { (name) } } } @else { h2 { bdi { (name) } } }
                    (told::changes(reader, kind, lang, &changes))
                });
            }
            _ => parts.extend(beside(desk, asked, (before, &saved.version), &path)?),
        }
    }
    Ok(html! { @for part in parts { (part) } })
}

/// A picture beside a document. What the program keeps for itself is left out: addresses that were given away, and the like.
fn beside(
    desk: &Desk,
    asked: &Asked,
    (before, after): (&Version, &Version),
    path: &str,
) -> Result<Option<Html>, Refused> {
    let folder = path.strip_prefix("content/").filter(|path| path.matches('/').count() > 1);
    let Some(name) = folder.and_then(|path| path.rsplit('/').next()) else { return Ok(None) };
    let is_there = |at| Ok::<bool, Refused>(desk.repository.read(at, path)?.is_some());
    let key = match (is_there(before)?, is_there(after)?) {
        (false, _) => "history.added",
        (true, true) => "history.replaced",
        (true, false) => "history.removed",
    };
    Ok(Some(html! {
        p { (asked.words.with("history.picture", &[("name", name)])) " – " (asked.t(key)) }
    }))
}

pub(super) fn publication(desk: &Desk, asked: &Asked, version: &str) -> Result<Answer, Refused> {
    let version = Version::parse(version).ok_or(Refused::NotThere)?;
    let head = desk.repository.head()?;
    if !desk.repository.has(&head, &version)? {
        return Err(Refused::NotThere);
    }
    let saved = desk.repository.saved(&version)?;
    let base = desk.base().ok();
    let site = base.as_ref().and_then(|base| base.shown.site());
    Ok(page(
        title(asked.words, &saved),
        html! {
            p class="good" {
                (asked.words.with("publication.by", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) " "
                (asked.t(if desk.repository.remote().is_some() { "publication.atHost" } else { "publication.here" }))
            }
            (super::public::shown(desk, asked, &saved)?)
            (changed(desk, asked, site, &saved, None)?)
            @if saved.before.is_some() {
                p { (asked.t("publication.undoHelp")) }
                (button(desk, asked, &format!("/edit/c/{version}/undo"), "publication.undo", "quiet"))
            }
        },
    ))
}

pub(super) fn undo(desk: &Desk, asked: &Asked, version: &str) -> Result<Answer, Refused> {
    let version = Version::parse(version).ok_or(Refused::NotThere)?;
    if !desk.repository.has(&desk.repository.head()?, &version)? {
        return Err(Refused::NotThere);
    }
    match desk.publisher.undo(&version, &asked.person, asked.now) {
        Ok(draft) => Ok(Answer::Go(format!("/edit/d/{}", draft.id))),
        Err(NotSaved::Conflicts(_)) => Ok(super::refused(asked, 409, "publication.changedSince")),
        Err(NotSaved::NotAllowed(not)) => Err(Refused::NotAllowed(not)),
        Err(NotSaved::Gone) => Err(Refused::NotThere),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
