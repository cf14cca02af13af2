//! CLDR's dates as patterns, so that `forms-fn` writes them the same way without CLDR.

use forms::{DatePattern, DateWords, MomentPattern};
use jiff::ToSpan;
use jiff::civil::{Date, date, time};

use super::Locale;

/// A Monday whose day, hour and minute are told apart by their digits, and from the year's.
const SAMPLE: Date = date(2031, 1, 27);
const CLOCK: jiff::civil::Time = time(18, 45, 0, 0);

impl Locale {
    /// How this language writes a date in each month, the days of the week, and a moment.
    pub fn date_words(&self) -> DateWords {
        let in_month = |month: i8| date(2031, month, 27);
        let pattern = |month: i8| {
            let text = self.date(in_month(month));
            let text = text.replacen("27", "{day}", 1).replacen("2031", "{year}", 1);
            // A language may write digits of its own, in which no day was found.
            text.parse().unwrap_or_else(|_| DatePattern::of_month(month))
        };
        DateWords {
            months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(pattern),
            weekdays: [0, 1, 2, 3, 4, 5, 6].map(|day: i32| self.weekday(SAMPLE.saturating_add(day.days()))),
            moment: self.moment_pattern().unwrap_or_default(),
        }
    }

    /// What is around weekday, date and clock; none where CLDR bends one of them inside the sentence.
    fn moment_pattern(&self) -> Option<MomentPattern> {
        let sample = SAMPLE.to_datetime(CLOCK).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        let text = self.moment(&sample);
        let padded = self.time(time(9, 0, 0, 0)).starts_with('0');
        let parts = [
            (self.date(SAMPLE), "{date}"),
            (self.weekday(SAMPLE), "{weekday}"),
            ("18".to_owned(), if padded { "{hour}" } else { "{h}" }),
            ("45".to_owned(), "{minute}"),
        ];
        if parts.iter().any(|(part, _)| text.matches(part.as_str()).count() != 1) {
            return None;
        }
        parts.iter().fold(text, |text, (part, name)| text.replace(part.as_str(), name)).parse().ok()
    }
}
