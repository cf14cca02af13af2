//! Days and moments as people read them, in the language of the pages: "torsdag 4. marts 2027 kl. 17.30".
//!
//! The generator writes them in the pages of the site; so an editor reads the same here as there.

use std::sync::OnceLock;

use generator::locale::Locale;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{LANGS, Words};

static LOCALES: [OnceLock<Option<Locale>>; LANGS.len()] = [const { OnceLock::new() }; LANGS.len()];

impl Words {
    /// The language's own way with dates. English is that of Europe, as in the site.
    fn locale(self) -> Option<&'static Locale> {
        let tag = if self == Words::ENGLISH { "en-GB" } else { self.lang() };
        LOCALES[self.0].get_or_init(|| Locale::new(tag).ok()).as_ref()
    }

    /// Day and time of a moment by the clock of a place.
    #[must_use]
    pub fn moment(self, at: Timestamp, zone: &TimeZone) -> String {
        self.zoned(&at.to_zoned(zone.clone()))
    }

    fn zoned(self, at: &Zoned) -> String {
        self.locale().map_or_else(|| at.strftime("%Y-%m-%d %H:%M").to_string(), |locale| locale.moment(at))
    }

    /// A day: "4. marts 2027".
    #[must_use]
    pub fn day(self, day: Date) -> String {
        self.locale().map_or_else(|| day.to_string(), |locale| locale.date(day))
    }

    /// What a document has as a moment, `2027-03-04T17:30`; as it stands where it is none.
    #[must_use]
    pub fn written_moment(self, text: &str) -> String {
        // The clock at the place is meant, whatever its zone: none is written, so none may move it.
        let at = text.parse::<DateTime>().ok().and_then(|at| at.to_zoned(TimeZone::UTC).ok());
        at.map_or_else(|| text.to_owned(), |at| self.zoned(&at))
    }

    /// What a document has as a day, `2027-03-04`; as it stands where it is none.
    #[must_use]
    pub fn written_day(self, text: &str) -> String {
        text.parse::<Date>().map_or_else(|_| text.to_owned(), |day| self.day(day))
    }

    /// What a document has as a time of day, `17:30`; as it stands where it is none.
    #[must_use]
    pub fn written_clock(self, text: &str) -> String {
        match (text.parse::<Time>(), self.locale()) {
            (Ok(time), Some(locale)) => locale.time(time),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_in_the_site_in_each_language() {
        let at = "2026-11-30T08:05:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let said = LANGS.map(|lang| Words::of(lang).unwrap().moment(at, &zone));
        assert_eq!(
            said,
            [
                "Monday, 30 November 2026 at 09:05",
                "mandag 30. november 2026 kl. 09.05",
                "maanantai 30. marraskuuta 2026 klo 9.05",
                "mandag 30. november 2026 kl. 09:05",
                "måndag 30 november 2026 kl. 09:05",
                "الاثنين، 30 تشرين الثاني/نوفمبر 2026 في 09:05",
                "понеділок, 30 листопада 2026\u{202f}р. о 09:05",
            ]
        );
        assert_eq!(Words::of("da").unwrap().written_day("2027-03-04"), "4. marts 2027");
        assert_eq!(Words::of("da").unwrap().written_clock("17:30"), "17.30");
        // Where the clocks jump at home nothing moves: it is the clock of another place.
        assert_eq!(Words::ENGLISH.written_moment("2027-03-28T02:30"), "Sunday, 28 March 2027 at 02:30");
        assert_eq!(Words::ENGLISH.written_moment("tomorrow"), "tomorrow");
    }
}
