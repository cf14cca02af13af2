//! An event that doesn't take place, or later: what happens then, and a draft in which its page says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::Html;
use generator::content::Kind;
use generator::event::{Event, EventStatus, RegistrationMode};
use generator::serve::Unsaved;
use generator::site::{Entry, Site};
use generator::write_back::{self, Edit};
use maud::html;

use super::{Answer, Asked, Refused, hidden, page, refused};
use crate::desk::{Desk, People};
use crate::drafts::{Draft, NotSaved};
use crate::repository::Version;

/// The two things that a page can say, with the keys of their words.
const WAYS: [Way; 2] = [
    Way { status: EventStatus::Cancelled, says: "cancel", page: "page", make: "make", draft: "draft" },
    Way {
        status: EventStatus::Postponed,
        says: "postpone",
        page: "pageLater",
        make: "makeLater",
        draft: "draftLater",
    },
];

struct Way {
    status: EventStatus,
    says: &'static str,
    page: &'static str,
    make: &'static str,
    draft: &'static str,
}

/// Where one is asked.
fn address(draft: Option<&Draft>, folder: &str) -> String {
    match draft {
        Some(draft) => format!("/edit/d/{}/cancel/{folder}", draft.id),
        None => format!("/edit/cancel/{folder}"),
    }
}

/// The link to it, for an event that is still to come and that people know of.
pub(super) fn link(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    shown: &Unsaved,
    folder: &str,
) -> Result<Html, Refused> {
    if Kind::of_id(folder) != Some(Kind::Event) {
        return Ok(html! {});
    }
    let base = desk.base()?;
    let is_known = base.shown.site().and_then(|site| event(site, folder)).is_some();
    let entry = shown.site().and_then(|site| event(site, folder)).filter(|_| is_known);
    Ok(html! {
        @if entry.is_some_and(|entry| why_not(entry, asked).is_none()) {
            p { a class="button quiet" href=(address(draft, folder)) { (asked.t("cancel.open")) } }
        }
    })
}

fn event<'a>(site: &'a Site, folder: &str) -> Option<&'a Entry<Event>> {
    site.entries.events.iter().find(|entry| entry.id == folder).map(Arc::as_ref)
}

/// The key of the words that say why there is nothing to cancel.
fn why_not(entry: &Entry<Event>, asked: &Asked) -> Option<&'static str> {
    match entry.facts.status {
        EventStatus::Cancelled | EventStatus::Postponed => Some("cancel.already"),
        _ if entry.facts.is_past(asked.now) => Some("cancel.over"),
        EventStatus::Scheduled | EventStatus::MovedOnline | EventStatus::Full => None,
    }
}

/// Asks, and says what happens.
pub(super) fn ask(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
) -> Result<Answer, Refused> {
    let folder = folder.join("/");
    let (base, shown) = (desk.base()?, draft.map(|draft| desk.shown(draft)).transpose()?);
    let site = shown.as_deref().unwrap_or(&base.shown).site().or(base.shown.site());
    let Some(entry) = site.and_then(|site| event(site, &folder)) else { return Err(Refused::NotThere) };
    if base.shown.site().and_then(|site| event(site, &folder)).is_none() {
        return Ok(refused(asked, 409, "cancel.unpublished"));
    }
    if let Some(key) = why_not(entry, asked) {
        return Ok(refused(asked, 409, key));
    }
    let title = super::title_of_event(entry, &asked.lang());
    let letters = letters(desk, asked, entry);
    Ok(page(
        asked.words.with("cancel.title", &[("title", &title)]),
        html! {
            p { (asked.t("cancel.first")) }
            @for way in &WAYS {
                section {
                    h2 { (asked.t(&format!("cancel.{}", way.says))) }
                    ul {
                        li { (asked.t(&format!("cancel.{}", way.page))) }
                        li { (asked.t("cancel.calendar")) }
                        li { (letters) }
                    }
                    form method="post" action=(address(draft, &folder)) {
                        (hidden(desk, asked))
                        button name="status" value=(way.status.as_str()) class=(if way.status == EventStatus::Cancelled { "danger" } else { "quiet" }) { (asked.t(&format!("cancel.{}", way.make))) }
                    }
                }
            }
            p { (asked.t("cancel.words")) }
        },
    ))
}

/// Who is told, and how many they are, if anybody counts them.
fn letters(desk: &Desk, asked: &Asked, entry: &Entry<Event>) -> String {
    if entry.facts.registration.mode != RegistrationMode::Form {
        return asked.t("cancel.elsewhere");
    }
    let said = |key, count: u32| asked.words.with(key, &[("count", &count.to_string())]);
    match desk.registered.as_ref().and_then(|count| count(&asked.person, &entry.event_id())) {
        Some(People::Exactly(count)) => said("cancel.registered", count),
        Some(People::AtLeast(count)) => said("server.atLeast", count),
        Some(People::Few) => asked.t("server.few"),
        None => asked.t("cancel.letters"),
    }
}

/// Makes the draft, or says it in the one that is open.
pub(super) fn make(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
) -> Result<Answer, Refused> {
    let folder = folder.join("/");
    let way =
        WAYS.iter().find(|way| way.status.as_str() == asked.field("status")).ok_or(Refused::NotThere)?;
    let base = desk.base()?;
    let entry = base.shown.site().and_then(|site| event(site, &folder)).ok_or(Refused::NotThere)?;
    if let Some(key) = why_not(entry, asked) {
        return Ok(refused(asked, 409, key));
    }
    let path = &entry.translations[&entry.source].path;
    let at: Version = draft.map_or_else(|| base.version.clone(), |draft| draft.tip.clone());
    let text = desk.repository.text(&at, path)?.ok_or(Refused::NotThere)?;
    let edit = Edit::set(["status"], way.status.as_str());
    // A head that can't be written by itself has to be mended in its form.
    let Ok(new) = write_back::head(&text, Kind::Event, &[edit]) else {
        return Ok(Answer::Go(super::form_address(draft, &folder, entry.source.as_str())));
    };
    let files = BTreeMap::from([(path.clone(), Some(new.into_bytes()))]);
    let title = super::title_of_event(entry, &asked.lang());
    let title = asked.words.with(&format!("cancel.{}", way.draft), &[("title", &title)]);
    let seconds = asked.now.as_second();
    let saved = match draft {
        Some(draft) => desk.drafts().save(&draft.id, &at, &files, &asked.person, seconds),
        None => desk.drafts().begin_at(&at, &title, &files, &asked.person, seconds),
    };
    match saved {
        Ok(draft) => Ok(Answer::Go(format!("/edit/d/{}", draft.id))),
        Err(NotSaved::Conflicts(_)) => Ok(refused(asked, 409, "draft.savedMeanwhile")),
        Err(NotSaved::NotAllowed(not)) => Err(Refused::NotAllowed(not)),
        Err(NotSaved::Gone) => Err(Refused::Gone),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
