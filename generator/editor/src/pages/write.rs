//! The form of a document, and saving it.

mod also;
mod drawn;
mod opened;
mod sent;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod size;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
pub(super) mod tests;

use maud::html;

use super::{Answer, Asked, Refused, form_address, merge, told};
use crate::desk::Desk;
use crate::drafts::{Draft, NotSaved};
use crate::repository::{GitFault, Version};
use drawn::{Beside, drawn, name};
use opened::Opened;
use sent::Sent;

pub(super) use also::today;
pub(super) use opened::source;

pub(super) fn show(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    lang: &str,
) -> Result<Answer, Refused> {
    let opened = Opened::read(desk, draft, folder, lang, None)?;
    drawn(desk, asked, &opened, Beside::default())
}

/// Saves what a form sent. Whatever can't be saved stands in the form that answers, so that no word is lost.
pub(super) fn save(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    lang: &str,
) -> Result<Answer, Refused> {
    let Some((from, is_of_gone)) = began(desk, asked, draft)? else {
        return again(desk, asked, draft, folder, lang);
    };
    let opened = Opened::read(desk, draft, folder, lang, Some(from))?;
    let sent = Sent::of(desk, asked, &opened)?;
    if let Some(answer) = sent.unsaved(desk, asked, &opened)? {
        return Ok(answer);
    }
    let Some(files) = also::files(desk, asked, &opened, &sent.text)? else {
        let note = html! { div class="problems" role="alert" { p { (asked.t("form.notNoted")) } } };
        return drawn(desk, asked, &opened, sent.beside(note, 422));
    };
    let at = asked.now.as_second();
    let saved = match draft {
        Some(draft) => desk.drafts().save(&draft.id, &opened.from, &files, &asked.person, at),
        None if is_of_gone => {
            let title = name(&opened, &desk.base()?.shown);
            desk.drafts().begin_again(&opened.from, &title, &files, &asked.person, at)
        }
        None => {
            // What was published meanwhile is put together with it when it is published.
            let title = name(&opened, &desk.base()?.shown);
            desk.drafts().begin_at(&opened.from, &title, &files, &asked.person, at)
        }
    };
    match saved {
        Ok(draft) => Ok(Answer::Go(form_address(Some(&draft), &opened.folder, &opened.lang))),
        Err(NotSaved::NotAllowed(not)) => {
            let note =
                html! { div class="problems" role="alert" { p { (told::not_allowed(asked.words, &not)) } } };
            drawn(desk, asked, &opened, sent.beside(note, 422))
        }
        Err(NotSaved::Conflicts(_)) => {
            // Only a draft has somebody else in it.
            let Some(draft) = draft else { return again(desk, asked, None, folder, lang) };
            let title = name(&opened, &desk.base()?.shown);
            merge::at_saving(desk, asked, draft, &merge::Typed { from: opened.from, files, title })
        }
        // Somebody has thrown it away or published it just now.
        Err(NotSaved::Gone) => again(desk, asked, None, folder, lang),
        Err(NotSaved::Git(fault)) => {
            let note = html! {
                div class="problems" role="alert" { p { (asked.t("refused.git")) } pre { (fault.to_string()) } }
            };
            drawn(desk, asked, &opened, sent.beside(note, 500))
        }
    }
}

/// The version from which a form was made, and whether that is of a draft which is gone. Whatever a form says, it must be something
/// of this document's own history.
fn began(desk: &Desk, asked: &Asked, draft: Option<&Draft>) -> Result<Option<(Version, bool)>, Refused> {
    let Some(from) = Version::parse(asked.field("from")) else { return Ok(None) };
    let newest = draft.map_or_else(|| desk.repository.head(), |draft| Ok(draft.tip.clone()))?;
    let is_of_gone = !desk.repository.has(&newest, &from)?;
    let was_draft = |from: &Version| match desk.goes_on_from(&asked.person, from) {
        // There is no such version.
        Err(GitFault::Failed { .. }) => Ok(false),
        other => other,
    };
    let is_known = !is_of_gone || (draft.is_none() && was_draft(&from)?);
    Ok(is_known.then_some((from, is_of_gone)))
}

/// A form that began with what isn't there: it comes back, filled in, made of the newest version. Nothing is saved before somebody has
/// looked at it.
fn again(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    lang: &str,
) -> Result<Answer, Refused> {
    let opened = Opened::read(desk, draft, folder, lang, None)?;
    let sent = Sent::of(desk, asked, &opened)?;
    let note = html! { div class="problems" role="alert" { p { (asked.t("form.again")) } } };
    drawn(desk, asked, &opened, sent.beside(note, 409))
}
