//! An event as registrations see it: its clocks and its seats.

use std::collections::BTreeMap;

use forms::{EventInfo, OfferRules, Texts};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::desk::{CANCELLED, POSTPONED, Terms};

/// So long before an event online its link should be there.
const NEAR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So long after its old end an event that has no date counts as over, and answers are counted from there: its new date may
/// well be months away, and nothing is kept for one that never comes.
const WITHOUT_DATE: SignedDuration = SignedDuration::from_hours(365 * 24);

/// An event whose times have been read.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) info: EventInfo,
    starts: Timestamp,
    ends: Timestamp,
    opens: Option<Timestamp>,
    closes: Option<Timestamp>,
    zone: TimeZone,
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
    /// Reads the times, zoned by RFC 9557: `2027-03-04T17:30:00+01:00[Europe/Copenhagen]`.
    pub(super) fn parse(id: &str, info: &EventInfo, offer: &OfferRules) -> Result<Self, String> {
        let zoned = |name: &str, text: &str| {
            text.parse::<Zoned>().map_err(|e| format!("`{name}` is not a zoned time: {e}"))
        };
        let read = |name: &str, text: &str| zoned(name, text).map(|zoned| zoned.timestamp());
        let maybe = |name, text: &Option<String>| text.as_ref().map(|text| read(name, text)).transpose();
        Ok(Self {
            id: id.to_owned(),
            starts: read("starts", &info.starts)?,
            ends: read("ends", &info.ends)?,
            opens: maybe("opens", &info.opens)?,
            closes: maybe("closes", &info.closes)?,
            zone: zoned("starts", &info.starts)?.time_zone().clone(),
            offer: offer.clone(),
            info: info.clone(),
        })
    }

    /// An event that moved online goes by its times like any other; one that was postponed has none. Without a
    /// closing time, registration closes when the event starts.
    pub(crate) fn state(&self, now: Timestamp) -> RegistrationState {
        if self.cancelled() {
            RegistrationState::Cancelled
        } else if self.postponed() {
            RegistrationState::Postponed
        } else if now >= self.ends {
            RegistrationState::Past
        } else if self.opens.is_some_and(|opens| now < opens) {
            RegistrationState::NotOpenYet
        } else if now >= self.closes.unwrap_or(self.starts) {
            RegistrationState::Closed
        } else if self.full() && !self.info.waitlist {
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
            starts: if self.postponed() { Terms::NO_DATE } else { self.starts },
            ends: if self.postponed() { without_date(self.ends) } else { self.ends },
            zone: self.zone.clone(),
            offer: self.offer.clone(),
            full: self.full(),
            cancelled: self.cancelled(),
        }
    }

    /// Whether people can take part online so soon that those with a place should have the link.
    pub(crate) fn needs_link(&self, now: Timestamp) -> bool {
        let ahead = !self.cancelled() && !self.postponed() && now < self.ends;
        let near = self.starts.checked_sub(NEAR).is_ok_and(|from| now >= from);
        self.info.online && self.info.form.is_some() && ahead && near
    }

    /// Its own zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.info.status == CANCELLED
    }

    pub(crate) fn postponed(&self) -> bool {
        self.info.status == POSTPONED
    }

    fn full(&self) -> bool {
        self.info.status == "full"
    }

    pub(crate) fn title(&self, lang: &str) -> &str {
        in_language(&self.info.title, lang).unwrap_or(&self.id)
    }

    /// Day and time in words, in the event's own zone.
    pub(crate) fn when(&self, lang: &str) -> &str {
        in_language(&self.info.when, lang).unwrap_or(&self.info.starts)
    }

    /// The same for people; or that there is no date.
    pub(crate) fn when_in(&self, texts: &Texts) -> String {
        if self.postponed() { texts.text("mail.noDate") } else { self.when(texts.lang()).to_owned() }
    }

    /// A moment by the clock of the event's place: `2027-01-21 18:00`.
    #[cfg(feature = "office")]
    pub(crate) fn clock(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// When registration opens, in words.
    pub(crate) fn opens_text(&self, lang: &str) -> &str {
        in_language(&self.info.opens_text, lang).unwrap_or_else(|| self.when(lang))
    }

    /// When registration closes, in words; when the event is, if it has no closing time.
    pub(crate) fn closes_text(&self, lang: &str) -> &str {
        in_language(&self.info.closes_text, lang).unwrap_or_else(|| self.when(lang))
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
pub(crate) fn in_language<'a>(texts: &'a BTreeMap<String, String>, lang: &str) -> Option<&'a str> {
    texts.get(lang).or_else(|| texts.values().next()).map(String::as_str)
}
