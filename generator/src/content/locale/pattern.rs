//! CLDR's dates as patterns, so that `forms-fn` writes them the same way without CLDR.

use forms::DateWords;
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
        let months = (1..=12).map(|month| {
            let text = self.date(in_month(month));
            text.replacen("27", "{day}", 1).replacen("2031", "{year}", 1)
        });
        let weekdays = (0..7).map(|day| self.weekday(SAMPLE.saturating_add(day.days())));
        DateWords { months: months.collect(), weekdays: weekdays.collect(), moment: self.moment_pattern() }
    }

    /// What is around weekday, date and clock. Where CLDR bends one of them inside the sentence, they stand in a row.
    fn moment_pattern(&self) -> String {
        let zoned = SAMPLE.to_datetime(CLOCK).to_zoned(jiff::tz::TimeZone::UTC);
        let Ok(sample) = zoned else { return "{weekday} {date} {hour}:{minute}".to_owned() };
        let text = self.moment(&sample);
        let padded = self.time(time(9, 0, 0, 0)).starts_with('0');
        let parts = [
            (self.date(SAMPLE), "{date}"),
            (self.weekday(SAMPLE), "{weekday}"),
            ("18".to_owned(), if padded { "{hour}" } else { "{h}" }),
            ("45".to_owned(), "{minute}"),
        ];
        if parts.iter().any(|(part, _)| text.matches(part.as_str()).count() != 1) {
            return "{weekday} {date} {hour}:{minute}".to_owned();
        }
        parts.iter().fold(text, |text, (part, name)| text.replace(part.as_str(), name))
    }
}
