//! What was published, in words; and back.

use forms::Html;
use maud::html;

use super::{Answer, Asked, Refused, button, moment, page, told};
use crate::desk::Desk;
use crate::drafts::{NotSaved, kind_of};
use crate::merge;
use crate::repository::{Saved, Version};

/// How many versions of a document are shown.
const MOST: usize = 50;

/// What a version is called: as the draft was.
pub(super) fn title(saved: &Saved) -> &str {
    let line = saved.message.lines().next().unwrap_or_default();
    line.strip_prefix("Publish ").unwrap_or(line)
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
        parts.push((saved, changed(desk, asked, saved, Some(&path))?));
    }
    let name = site
        .and_then(|site| site.entries.get(&folder))
        .map_or(folder.clone(), |entry| super::title_of(entry, &asked.lang()));
    Ok(page(
        asked.words.with("publication.of", &[("title", &name)]),
        html! {
            @for (saved, changed) in parts {
                section {
                    h2 { a href=(format!("/edit/c/{}", saved.version)) { (title(saved)) } }
                    p class="about" { (asked.words.with("home.savedBy", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) }
                    (changed)
                }
            }
        },
    ))
}

/// What a version changed, file by file.
fn changed(desk: &Desk, asked: &Asked, saved: &Saved, below: Option<&str>) -> Result<Html, Refused> {
    let Some(before) = &saved.before else { return Ok(html! {}) };
    let mut parts = Vec::new();
    for path in desk.repository.changed(before, &saved.version)? {
        let is_below =
            below.is_none_or(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        let (Some(kind), Some((folder, lang)), true) = (kind_of(&path), super::of_path(&path), is_below)
        else {
            continue;
        };
        let (old, new) = (desk.repository.text(before, &path)?, desk.repository.text(&saved.version, &path)?);
        let changes = merge::changes(kind, old.as_deref(), new.as_deref());
        parts.push(html! {
            @if below.is_some() { h3 { (lang) } } @else { h2 { (folder) " (" (lang) ")" } }
            (told::changes(asked.words, kind, lang, &changes))
        });
    }
    Ok(html! { @for part in parts { (part) } })
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
        title(&saved),
        html! {
            p class="good" {
                (asked.words.with("publication.by", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) " "
                (asked.t(if desk.repository.remote().is_some() { "publication.atHost" } else { "publication.here" }))
            }
            (super::public::shown(desk, asked, &saved)?)
            (changed(desk, asked, &saved, None)?)
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
