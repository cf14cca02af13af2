//! What a form has besides its fields: the source beside a translation, and what is said of translations.

use forms::Html;
use generator::content::Role;
use generator::status;
use generator::write_back::{self, Edit};
use jiff::tz::TimeZone;
use maud::html;

use super::Opened;
use crate::desk::Desk;
use crate::form::label;
use crate::pages::{Asked, Refused};
use crate::repository::Files;

/// The source's words beside the form of a translation.
pub(super) fn source(asked: &Asked, opened: &Opened<'_>) -> Html {
    let Some((path, text)) = &opened.source else { return html! {} };
    let Ok(written) = write_back::written(text) else { return html! {} };
    let lang = crate::pages::of_path(path).map_or("", |(_, lang)| lang);
    let words = opened.kind.keys().filter(|key| key.role == Role::Word);
    let said = words.filter_map(|key| Some((key, written.head.get(key.name)?)));
    html! {
        details class="source" open {
            summary { (asked.words.with("translate.source", &[("lang", lang)])) }
            dl {
                @for (key, value) in said {
                    dt { (label(asked.words, opened.kind, key.name)) }
                    dd lang=(lang) dir="auto" class="kept" { (crate::merge::shown(value)) }
                }
            }
            div lang=(lang) dir="auto" class="kept" { (written.body.trim()) }
        }
    }
}

/// What one may say of the whole when saving.
pub(super) fn choices(asked: &Asked, opened: &Opened<'_>) -> Html {
    html! {
        @if opened.source.is_some() {
            fieldset class="boxes" {
                legend { (asked.t("translate.says")) }
                label { input type="checkbox" name="also" value="current"; " " (asked.t("translate.current")) }
                label { input type="checkbox" name="also" value="read"; " " (asked.t("translate.read")) }
            }
        } @else if opened.draft.is_some() {
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
        if says("read") {
            let today = asked.now.to_zoned(TimeZone::UTC).date().to_string();
            edits.push(Edit::set(["review"], "human"));
            edits.push(Edit::set(["reviewedBy"], asked.person.name.as_str()));
            edits.push(Edit::set(["reviewedOn"], today));
        }
        if says("read") || says("current") {
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

/// The translations that said what the source said before it was corrected.
fn still_current(desk: &Desk, opened: &Opened<'_>, new: &str) -> Result<Files, Refused> {
    let mut files = Files::new();
    // Against what is published: several saves of a draft are one correction.
    let published = desk.repository.head()?;
    let before = desk
        .repository
        .text(&published, &opened.path)?
        .and_then(|old| status::fingerprint(&opened.path, &old));
    let (Some(before), Some(now)) = (before, status::fingerprint(&opened.path, new)) else {
        return Ok(files);
    };
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
        if was.as_deref() == Some(&before)
            && let Ok(text) = write_back::head(&text, opened.kind, &[Edit::set(["sourceHash"], now.as_str())])
        {
            files.insert(path, Some(text.into_bytes()));
        }
    }
    Ok(files)
}
