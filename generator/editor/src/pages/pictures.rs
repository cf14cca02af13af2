//! The pictures of a document: the one at its top and those in its text, what they show, who made them, who is in them.
//!
//! A picture is asked for together with its words. When a word is missing, the page comes back, and the picture is kept for it.

mod asked;
mod bundle;
mod changes;
mod drawn;
mod fields;
mod thumb;

use forms::Html;
use maud::html;

use super::{Answer, Asked, Refused, moment, told};
use crate::desk::Desk;
use crate::drafts::{Draft, NotSaved};
use crate::pictures::received::{HELD, WAS};
use crate::pictures::{Change, held};
use crate::repository::Version;

use asked::Wanted;
use bundle::Bundle;
use drawn::Beside;

pub(super) use thumb::small;

/// Where the pictures of a document are shown.
pub(super) fn address(draft: Option<&Draft>, folder: &str, lang: &str) -> String {
    match draft {
        Some(draft) => format!("/edit/d/{}/p/{folder}?lang={lang}", draft.id),
        None => format!("/edit/p/{folder}?lang={lang}"),
    }
}

pub(super) fn show(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
) -> Result<Answer, Refused> {
    let bundle = Bundle::read(desk, draft, folder, asked.query("lang"), None)?;
    drawn::page(desk, asked, &bundle, &Beside::default())
}

pub(super) fn save(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
) -> Result<Answer, Refused> {
    let from = Version::parse(asked.field("from")).ok_or(Refused::NotThere)?;
    // Whatever a form says, it began with something of this document's own history.
    let newest = draft.map_or_else(|| desk.repository.head(), |draft| Ok(draft.tip.clone()))?;
    let is_of_gone = !desk.repository.has(&newest, &from)?;
    if is_of_gone && !(draft.is_none() && desk.goes_on_from(&asked.person, &from)?) {
        return Err(Refused::Gone);
    }
    let bundle = Bundle::read(desk, draft, folder, asked.field("lang"), Some(from.clone()))?;
    let again = |beside: Beside| drawn::page(desk, asked, &bundle, &beside);
    let wanted = match Wanted::read(desk, asked, &bundle) {
        Ok(wanted) => wanted,
        Err(faults) => return again(Beside { status: Some(422), faults, note: None }),
    };
    let files = match changes::files(desk, &bundle, &wanted) {
        Ok(files) => files,
        Err(changes::NoChange::Refused(refused)) => return Err(refused),
        Err(changes::NoChange::ByHand) => {
            let note = Some(asked.t("form.fault.byHand"));
            return again(Beside { status: Some(422), note, ..Beside::default() });
        }
    };
    let at = asked.now.as_second();
    let saved = match draft {
        Some(draft) => desk.drafts().save(&draft.id, &from, &files, &asked.person, at),
        None if is_of_gone => desk.drafts().begin_again(&from, &bundle.title(), &files, &asked.person, at),
        None => desk.drafts().begin_at(&from, &bundle.title(), &files, &asked.person, at),
    };
    match saved {
        Ok(draft) => {
            held::forget(&desk.pictures(), asked.field(HELD));
            let address = address(Some(&draft), &bundle.folder, &bundle.lang);
            let was: Vec<&str> = was(asked).map(Change::name).collect();
            Ok(Answer::Go(format!("{address}&did={}&was={}", wanted.did(), was.join("."))))
        }
        Err(NotSaved::NotAllowed(not)) => {
            let note = Some(told::not_allowed(asked.words, &not));
            again(Beside { status: Some(422), note, ..Beside::default() })
        }
        Err(NotSaved::Conflicts(_)) => both(desk, asked, draft, folder, &bundle),
        Err(NotSaved::Gone) => Err(Refused::Gone),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
    }
}

/// What was done to the picture that was sent, as the form or the address says it.
fn was(asked: &Asked) -> impl Iterator<Item = Change> {
    let said = if asked.posted.is_some() { asked.field(WAS) } else { asked.query(WAS) };
    Change::ALL.into_iter().filter(move |change| said.split('.').any(|name| name == change.name()))
}

/// Somebody else has changed the same meanwhile: what they wrote beside what was typed, which stays in the fields.
fn both(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    bundle: &Bundle<'_>,
) -> Result<Answer, Refused> {
    let Some(draft) = draft else { return Err(Refused::Gone) };
    let draft = desk.drafts().get(&draft.id)?.ok_or(Refused::Gone)?;
    let newest = Bundle::read(desk, Some(&draft), folder, &bundle.lang, None)?;
    let when = moment(asked.words, desk.base()?.shown.site(), draft.saved_at);
    let note = asked.words.with("picture.both", &[("name", &draft.saved_by), ("when", &when)]);
    drawn::page(desk, asked, &newest, &Beside { status: Some(409), note: Some(note), ..Beside::default() })
}

/// The pictures that a draft brings, for whoever looks through it.
pub(super) fn of_draft(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Html, Refused> {
    let there = desk.repository.list(&draft.tip, "content")?;
    let brought: Vec<&str> = there
        .iter()
        .filter(|path| draft.files.contains(*path))
        .filter_map(|path| thumb::is_one(path))
        .collect();
    Ok(html! {
        @if !brought.is_empty() {
            section {
                h2 { (asked.t("picture.link")) }
                ul class="list" { @for path in brought { li { (thumb::of_version(&draft.tip, path, "")) code dir="ltr" { (path) } } } }
            }
        }
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
mod tests;
