//! What is said of translations when a document is saved.

use forms::Html;
use generator::status;
use generator::write_back::{self, Edit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::html;

use super::Opened;
use crate::desk::Desk;
use crate::pages::{Asked, Refused};
use crate::repository::Files;

/// What one may say of the whole when saving.
pub(super) fn choices(asked: &Asked, opened: &Opened<'_>) -> Html {
    html! {
        @if opened.source.is_some() {
            fieldset class="boxes" {
                legend { (asked.t("translate.says")) }
                label { input type="checkbox" name="also" value="current" checked[says(asked, "current")]; " " (asked.t("translate.current")) }
                label { input type="checkbox" name="also" value="read" checked[says(asked, "read")]; " " (asked.t("translate.read")) }
            }
        } @else if opened.has_translations {
            fieldset class="boxes" {
                legend { (asked.t("translate.legend")) }
                label { input type="checkbox" name="also" value="small" checked[says(asked, "small")]; " " (asked.t("translate.small")) }
            }
        }
    }
}

/// Whether something is said of the whole.
fn says(asked: &Asked, word: &str) -> bool {
    let pairs = asked.posted.as_deref().unwrap_or_default();
    pairs.iter().any(|(name, value)| name == "also" && value == word)
}

/// The files that are saved: the document, and what was said of translations. `None` where that can't be written: then nothing is saved,
/// since somebody would believe that it was noted.
pub(super) fn files(
    desk: &Desk,
    asked: &Asked,
    opened: &Opened<'_>,
    text: &str,
) -> Result<Option<Files>, Refused> {
    let mut files = Files::new();
    let mut text = text.to_owned();
    if let Some((path, source)) = &opened.source
        && (says(asked, "read") || says(asked, "current"))
    {
        let Some(hash) = status::fingerprint(path, source) else { return Ok(None) };
        let mut edits = Vec::new();
        // Who says that a text which a person has read is current has read it, too: else it would be said of whoever read it before.
        if says(asked, "read") || was_read(&text) {
            edits.push(Edit::set(["review"], "human"));
            edits.push(Edit::set(["reviewedBy"], asked.person.name.as_str()));
            edits.push(Edit::set(["reviewedOn"], today(desk, asked)?.to_string()));
        }
        edits.push(Edit::set(["sourceHash"], hash));
        match write_back::head(&text, opened.kind, &edits) {
            Ok(noted) => text = noted,
            Err(_) => return Ok(None),
        }
    }
    if opened.source.is_none() && says(asked, "small") {
        let Some(current) = still_current(desk, opened, &text)? else { return Ok(None) };
        files.extend(current);
    }
    files.insert(opened.path.clone(), Some(text.into_bytes()));
    Ok(Some(files))
}

/// The day on which it is now where the site is.
pub(in crate::pages) fn today(desk: &Desk, asked: &Asked) -> Result<Date, Refused> {
    let base = desk.base()?;
    let zone = base.shown.site().map_or(TimeZone::UTC, |site| site.config.time_zone.clone());
    Ok(asked.now.to_zoned(zone).date())
}

fn was_read(text: &str) -> bool {
    write_back::written(text)
        .is_ok_and(|written| written.head.get("review").is_some_and(|review| review == "human"))
}

/// The translations that said what the source said before it was corrected; `None` where one of them can't be written.
fn still_current(desk: &Desk, opened: &Opened<'_>, new: &str) -> Result<Option<Files>, Refused> {
    let mut files = Files::new();
    // What is published, and what the draft says so far: several saves of a draft are one correction.
    let published = desk.repository.text(&desk.repository.head()?, &opened.path)?;
    let texts = [published.as_deref(), Some(&*opened.text)].into_iter().flatten();
    let before: Vec<String> = texts.filter_map(|old| status::fingerprint(&opened.path, old)).collect();
    let Some(now) = status::fingerprint(&opened.path, new) else { return Ok(None) };
    for path in desk.repository.list(&opened.from, &format!("content/{}", opened.folder))? {
        let Some(text) = desk
            .repository
            .text(&opened.from, &path)?
            .filter(|_| path.ends_with(".md") && path != opened.path)
        else {
            continue;
        };
        let was = write_back::written(&text)
            .ok()
            .and_then(|written| written.head.get("sourceHash")?.as_str().map(str::to_owned));
        if !was.is_some_and(|was| before.contains(&was)) {
            continue;
        }
        match write_back::head(&text, opened.kind, &[Edit::set(["sourceHash"], now.as_str())]) {
            Ok(text) => files.insert(path, Some(text.into_bytes())),
            Err(_) => return Ok(None),
        };
    }
    Ok(Some(files))
}
