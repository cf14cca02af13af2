//! Letters about an event online: the way in for those with a place, and what time that is where the reader lives.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::about::{self, Happening};
use super::letter::Source;
use crate::desk::{Occasion, Record, Status};
use crate::folder::zone_in;
use crate::mail::Paragraph;

/// Whether somebody is to have the link now.
pub(super) fn has_link(record: &Record, happening: Option<&Happening>) -> bool {
    let takes_place =
        |happening: &Happening| !(happening.cancelled || happening.postponed || happening.is_lost());
    record.status() == Status::Confirmed && happening.is_some_and(takes_place)
}

/// The link with its words; or that it is still to come, so that nobody looks for it.
pub(super) fn paragraphs(source: &Source<'_>) -> Vec<Paragraph> {
    let about_it = matches!(
        source.outgoing.occasion,
        Occasion::Confirmed | Occasion::Reminder | Occasion::EventChanged | Occasion::Already
    );
    let Some(happening) = source.happening.filter(|happening| has_link(source.record, Some(happening)))
    else {
        return Vec::new();
    };
    let texts = &source.language.texts;
    match source.link {
        _ if !about_it => Vec::new(),
        Some(link) => vec![
            Paragraph::Text(texts.text("mail.onlineLink")),
            Paragraph::Link { url: link.to_owned(), label: texts.text("mail.onlineOpen") },
        ],
        None if happening.online => vec![Paragraph::Text(texts.text("mail.onlineLater"))],
        None => Vec::new(),
    }
}

/// What time it is elsewhere when an event online begins, a line each: where the reader said to live, or else in those of the
/// network's countries whose clocks show another time.
pub(super) fn elsewhere(source: &Source<'_>) -> Vec<String> {
    let Some(happening) = source.happening.filter(|happening| happening.online && !happening.postponed)
    else {
        return Vec::new();
    };
    let starts = &happening.starts;
    let zones: Vec<TimeZone> = match about::country(source.folder, source.record).map(zone_in) {
        Some(Some(zone)) => vec![zone],
        // Nobody said, or lives where we don't know the clock.
        _ => source.folder.organisations().values().filter_map(|known| zone_in(&known.country)).collect(),
    };
    let offset = |zone: &TimeZone, at: Timestamp| at.to_zoned(zone.clone()).offset();
    let at = starts.timestamp();
    let mut others: Vec<Zoned> = Vec::new();
    for zone in zones.into_iter().filter(|zone| offset(zone, at) != starts.offset()) {
        if !others.iter().any(|known| known.time_zone() == &zone) {
            others.push(at.to_zoned(zone));
        }
    }
    others.sort_by_key(|there| there.offset());
    let texts = &source.language.texts;
    let mut lines: Vec<String> = Vec::new();
    for same in others.chunk_by(|one, other| one.offset() == other.offset()) {
        let when = source.folder.moment_of(&source.language.id, same);
        lines.push(texts.with("mail.elsewhere", &[("when", &when)]));
    }
    lines
}
