//! What a message is about: the event as the site shows it, or as it was last known when the site doesn't show it any more.

use std::collections::BTreeMap;

use forms::{EventStatus, OrganisationInfo, Role};
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::desk::{Desk, EventFacts, Record, Terms};
use crate::folder::{Event, FormsFolder, in_language, without_date};
use crate::store::StoreError;

/// How long a person may look at a registration after the event: answers are kept no longer than that.
const AFTER_EVENT: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long the link in a message about a request opens it; each message has a new one.
const FOR_REQUEST: SignedDuration = SignedDuration::from_hours(24 * 365);

/// An event in the words of one language.
#[derive(Debug)]
pub(super) struct Happening {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) place: Option<String>,
    /// How to find it.
    pub(super) directions: Option<String>,
    /// A map of it, as a whole address.
    pub(super) map: Option<String>,
    pub(super) starts: Zoned,
    pub(super) ends: Zoned,
    /// The page, as a whole address.
    pub(super) url: String,
    pub(super) cancelled: bool,
    /// Whether there is no date; the one above is the old one then.
    pub(super) postponed: bool,
    /// For quiet hours; none when the site doesn't know the event any more.
    pub(super) terms: Option<Terms>,
    /// Whether people can take part online.
    pub(super) online: bool,
}

/// The event of a record; none for a form without events, and for an event of which nothing is known.
pub(super) async fn happening(
    desk: &Desk,
    folder: &FormsFolder,
    record: &Record,
    lang: &str,
    now: Timestamp,
) -> Result<Option<Happening>, StoreError> {
    match record.event() {
        Some(id) => of_event(desk, folder, id, lang, now).await,
        None => Ok(None),
    }
}

/// The same by its id.
pub(super) async fn of_event(
    desk: &Desk,
    folder: &FormsFolder,
    id: &str,
    lang: &str,
    now: Timestamp,
) -> Result<Option<Happening>, StoreError> {
    let facts = desk.facts(id, now).await?;
    let called_off = desk.counters(id, now).await?.called_off;
    Ok(match (folder.event(id), facts) {
        (Some(event), facts) => {
            let cancelled = called_off || facts.is_some_and(|facts| facts.is_cancelled());
            Some(shown(folder, event, lang, cancelled))
        }
        (None, Some(facts)) => Some(gone(folder, id, &facts, lang)),
        (None, None) => None,
    })
}

/// One that the site shows.
pub(super) fn shown(folder: &FormsFolder, event: &Event, lang: &str, cancelled: bool) -> Happening {
    let cancelled = cancelled || event.cancelled();
    Happening {
        id: event.id.clone(),
        title: event.title(lang).to_owned(),
        when: event.when(lang).into_owned(),
        place: place(folder, event, lang),
        directions: folder
            .language(lang)
            .and_then(|language| Some(language.tickets.get(&event.id)?.directions.as_ref()?.text.clone())),
        map: event.info.map_url.clone(),
        starts: event.info.starts.zoned().clone(),
        ends: event.info.ends.zoned().clone(),
        url: format!("{}{}", folder.base_url(), event.url(lang).unwrap_or("/")),
        cancelled,
        postponed: event.postponed() && !cancelled,
        terms: Some(event.terms()),
        online: event.info.online,
    }
}

/// Where people meet: nobody comes to the house when the event has moved online.
fn place(folder: &FormsFolder, event: &Event, lang: &str) -> Option<String> {
    if event.info.status == EventStatus::MovedOnline {
        return folder.texts(lang).map(|texts| texts.text("mode.online"));
    }
    in_language(&event.info.place, lang).map(str::to_owned)
}

fn gone(folder: &FormsFolder, id: &str, facts: &EventFacts, lang: &str) -> Happening {
    let word = |words: &BTreeMap<String, String>| in_language(words, lang).map(str::to_owned);
    Happening {
        id: id.to_owned(),
        title: word(&facts.title).unwrap_or_else(|| id.to_owned()),
        when: word(&facts.when).unwrap_or_else(|| facts.starts.to_string()),
        place: word(&facts.place),
        directions: None,
        map: None,
        starts: facts.starts.zoned().clone(),
        ends: facts.ends.zoned().clone(),
        url: format!("{}/{lang}/", folder.base_url()),
        cancelled: facts.is_cancelled(),
        postponed: facts.is_postponed(),
        terms: None,
        online: false,
    }
}

/// Until when a link opens the record. The same at every try, so that the message is the same, too.
pub(super) fn link_expires(happening: Option<&Happening>, written: Timestamp) -> Timestamp {
    match happening {
        Some(happening) if happening.postponed => {
            later(without_date(happening.ends.timestamp()), AFTER_EVENT)
        }
        Some(happening) => later(happening.ends.timestamp(), AFTER_EVENT),
        None => later(written, FOR_REQUEST),
    }
}

/// The last moment that there is, for what would lie behind it.
fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

impl Happening {
    /// Whether the site doesn't show the event, so that nobody knows whether it takes place.
    pub(super) fn is_lost(&self) -> bool {
        self.terms.is_none() && !self.cancelled
    }
}

/// Who answers for a record: the event's first host, or the partner in the country that the request names.
pub(super) fn organisation<'a>(folder: &'a FormsFolder, record: &Record) -> Option<&'a OrganisationInfo> {
    match record.event() {
        Some(event) => folder.event(event).and_then(|event| folder.organisation_of(event)),
        None => chosen(folder, record)
            .or_else(|| country(folder, record).and_then(|country| folder.organisation_in(country))),
    }
}

/// The organisation that the person chose.
fn chosen<'a>(folder: &'a FormsFolder, record: &Record) -> Option<&'a OrganisationInfo> {
    folder.organisations().get(answer(folder, record, Role::Organisation)?)
}

/// The answer of the field that asks for a country.
pub(super) fn country<'a>(folder: &FormsFolder, record: &'a Record) -> Option<&'a str> {
    answer(folder, record, Role::Country)
}

fn answer<'a>(folder: &FormsFolder, record: &'a Record, role: Role) -> Option<&'a str> {
    record.text(&folder.definition(&record.form)?.of_role(role)?.name)
}
