//! What is said of translations when a document is saved.

use forms::Html;
use generator::status;
use generator::write_back::{self, Edit};
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
                label { input type="checkbox" name="also" value="current"; " " (asked.t("translate.current")) }
                label { input type="checkbox" name="also" value="read"; " " (asked.t("translate.read")) }
            }
        } @else if opened.has_translations {
            fieldset class="boxes" {
                legend { (asked.t("translate.legend")) }
                label { input type="checkbox" name="also" value="small"; " " (asked.t("translate.small")) }
            }
        }
    }
}

/// The files that are saved: the document, and what was said of translations.
pub(super) fn files(desk: &Desk, asked: &Asked, opened: &Opened<'_>, text: String) -> Result<Files, Refused> {
    let says = |word: &str| {
        let pairs = asked.posted.as_deref().unwrap_or_default();
        pairs.iter().any(|(name, value)| name == "also" && value == word)
    };
    let mut files = Files::new();
    let mut text = text;
    if let Some((path, source)) = &opened.source
        && let Some(hash) = status::fingerprint(path, source)
    {
        let mut edits = Vec::new();
        // Who says that a text which a person has read is current has read it, too: else it would be said of whoever read it before.
        let is_read = says("read") || says("current") && was_read(&text);
        if is_read {
            let today = asked.now.to_zoned(TimeZone::UTC).date().to_string();
            edits.push(Edit::set(["review"], "human"));
            edits.push(Edit::set(["reviewedBy"], asked.person.name.as_str()));
            edits.push(Edit::set(["reviewedOn"], today));
        }
        if is_read || says("current") {
            edits.push(Edit::set(["sourceHash"], hash));
        }
        text = write_back::head(&text, opened.kind, &edits).unwrap_or(text);
    }
    if opened.source.is_none() && says("small") {
        files.extend(still_current(desk, opened, &text)?);
    }
    files.insert(opened.path.clone(), Some(text.into_bytes()));
    Ok(files)
}

fn was_read(text: &str) -> bool {
    write_back::written(text)
        .is_ok_and(|written| written.head.get("review").is_some_and(|review| review == "human"))
}

/// The translations that said what the source said before it was corrected.
fn still_current(desk: &Desk, opened: &Opened<'_>, new: &str) -> Result<Files, Refused> {
    let mut files = Files::new();
    // What is published, and what the draft says so far: several saves of a draft are one correction.
    let published = desk.repository.text(&desk.repository.head()?, &opened.path)?;
    let texts = [published.as_deref(), Some(&*opened.text)].into_iter().flatten();
    let before: Vec<String> = texts.filter_map(|old| status::fingerprint(&opened.path, old)).collect();
    let Some(now) = status::fingerprint(&opened.path, new) else { return Ok(files) };
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
        if was.is_some_and(|was| before.contains(&was))
            && let Ok(text) = write_back::head(&text, opened.kind, &[Edit::set(["sourceHash"], now.as_str())])
        {
            files.insert(path, Some(text.into_bytes()));
        }
    }
    Ok(files)
}
