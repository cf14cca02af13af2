//! An event as registrations see it: its clocks and its seats.

use std::borrow::Cow;
use std::collections::BTreeMap;

use forms::{EventInfo, EventStatus, OfferRules, Texts};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::desk::Terms;

/// So long before an event online its link should be there.
const NEAR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So long after its old end an event that has no date counts as over, and answers are counted from there: its new date may
/// well be months away, and nothing is kept for one that never comes.
const WITHOUT_DATE: SignedDuration = SignedDuration::from_hours(365 * 24);

/// An event of the site, with the rules that hold for its seats.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) info: EventInfo,
    offer: OfferRules,
}

/// Whether people can register now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RegistrationState {
    Open,
    NotOpenYet,
    Closed,
    Past,
    Cancelled,
    /// The new date isn't known yet.
    Postponed,
    /// The organisers said so, and nobody can wait. The store may say it too.
    Full,
}

impl Event {
    pub(super) fn new(id: &str, info: &EventInfo, offer: &OfferRules) -> Self {
        Self { id: id.to_owned(), info: info.clone(), offer: offer.clone() }
    }

    /// An event that moved online goes by its times like any other; one that was postponed has none. Without a
    /// closing time, registration closes when the event starts.
    pub(crate) fn state(&self, now: Timestamp) -> RegistrationState {
        let full = match self.info.status {
            EventStatus::Cancelled => return RegistrationState::Cancelled,
            EventStatus::Postponed => return RegistrationState::Postponed,
            EventStatus::Full => true,
            EventStatus::Scheduled | EventStatus::MovedOnline => false,
        };
        let closes = self.info.closes.as_ref().unwrap_or(&self.info.starts);
        if now >= self.ends() {
            RegistrationState::Past
        } else if self.info.opens.as_ref().is_some_and(|opens| now < opens.timestamp()) {
            RegistrationState::NotOpenYet
        } else if now >= closes.timestamp() {
            RegistrationState::Closed
        } else if full && !self.info.waitlist {
            RegistrationState::Full
        } else {
            RegistrationState::Open
        }
    }

    /// The terms under which seats are given. What is postponed has no start that could pass, and an end of its own.
    pub(crate) fn terms(&self) -> Terms {
        Terms {
            event: self.id.clone(),
            capacity: self.info.capacity,
            waitlist: self.info.waitlist,
            starts: if self.postponed() { Terms::NO_DATE } else { self.starts() },
            ends: if self.postponed() { without_date(self.ends()) } else { self.ends() },
            zone: self.zone().clone(),
            offer: self.offer.clone(),
            full: self.info.status == EventStatus::Full,
            cancelled: self.cancelled(),
        }
    }

    /// Whether people can take part online so soon that those with a place should have the link.
    pub(crate) fn needs_link(&self, now: Timestamp) -> bool {
        let ahead = !self.cancelled() && !self.postponed() && now < self.ends();
        let near = self.starts().checked_sub(NEAR).is_ok_and(|from| now >= from);
        self.info.online && self.info.form.is_some() && ahead && near
    }

    /// Its own zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        self.info.starts.time_zone()
    }

    fn starts(&self) -> Timestamp {
        self.info.starts.timestamp()
    }

    fn ends(&self) -> Timestamp {
        self.info.ends.timestamp()
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.info.status == EventStatus::Cancelled
    }

    pub(crate) fn postponed(&self) -> bool {
        self.info.status == EventStatus::Postponed
    }

    pub(crate) fn title(&self, lang: &str) -> &str {
        in_language(&self.info.title, lang).unwrap_or(&self.id)
    }

    /// Day and time in words, in the event's own zone.
    pub(crate) fn when(&self, lang: &str) -> Cow<'_, str> {
        let words = in_language(&self.info.when, lang).map(Cow::Borrowed);
        words.unwrap_or_else(|| self.info.starts.to_string().into())
    }

    /// The same for people; or that there is no date.
    pub(crate) fn when_in(&self, texts: &Texts) -> String {
        if self.postponed() { texts.text("mail.noDate") } else { self.when(texts.lang()).into_owned() }
    }

    /// A moment by the clock of the event's place: `2027-01-21 18:00`.
    #[cfg(feature = "office")]
    pub(crate) fn clock(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone().clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// When registration opens, in words.
    pub(crate) fn opens_text(&self, lang: &str) -> Cow<'_, str> {
        in_language(&self.info.opens_text, lang).map_or_else(|| self.when(lang), Cow::Borrowed)
    }

    /// When registration closes, in words; when the event is, if it has no closing time.
    pub(crate) fn closes_text(&self, lang: &str) -> Cow<'_, str> {
        in_language(&self.info.closes_text, lang).map_or_else(|| self.when(lang), Cow::Borrowed)
    }

    pub(crate) fn url(&self, lang: &str) -> Option<&str> {
        in_language(&self.info.url, lang)
    }
}

/// When an event that was postponed counts as over.
pub(crate) fn without_date(ends: Timestamp) -> Timestamp {
    ends.checked_add(WITHOUT_DATE).unwrap_or(Timestamp::MAX)
}

/// The text of the language, or of any other when there is none.
pub(crate) fn in_language<'a, T: AsRef<str>>(texts: &'a BTreeMap<String, T>, lang: &str) -> Option<&'a str> {
    texts.get(lang).or_else(|| texts.values().next()).map(AsRef::as_ref)
}
