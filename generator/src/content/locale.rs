//! One language's own way with dates, times, numbers, lists and alphabetical order, from CLDR.
//!
//! Every language is held to the Gregorian calendar, Latin digits and the 24-hour clock: the events
//! take place in the Nordic countries, and a reader must find the same day and hour in each language.
//! Words that CLDR does not know ("Copenhagen time") are interface texts and not made here.

mod months;
mod pattern;

use std::cmp::Ordering;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_datetime::fieldsets::{E, M, T, YM, YMD, YMDE};
use icu_datetime::input::{Date, DateTime, Time};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use jiff::{Zoned, civil};

use crate::content::names::DisplayNames;
use crate::diagnostic::{Sentence, say};
use crate::lang::{Direction, direction_of};
use months::BothNames;

/// The formatters of one language, for all threads.
pub struct Locale {
    full_date: DateTimeFormatter<YMDE>,
    date: DateTimeFormatter<YMD>,
    month: DateTimeFormatter<YM>,
    month_short: DateTimeFormatter<M>,
    both_names: Option<BothNames>,
    between_times: &'static str,
    weekday: DateTimeFormatter<E>,
    moment: DateTimeFormatter<fieldsets::YMDET>,
    time: NoCalendarFormatter<T>,
    number: DecimalFormatter,
    list: ListFormatter,
    collator: CollatorBorrowed<'static>,
    names: DisplayNames,
    is_portuguese: bool,
}

impl Locale {
    /// The formatters for a BCP 47 locale such as `en-GB`; the error says why there are none.
    pub fn new(locale: &str) -> Result<Locale, Sentence> {
        let tag: icu_locale::Locale = format!("{locale}-u-ca-gregory-hc-h23-nu-latn")
            .parse()
            .map_err(|error| say!("site.noBcp", locale, error))?;
        let names = DisplayNames::of(locale);
        Self::with_tag(&tag, names).map_err(|error| say!("site.noLocale", locale, error))
    }

    /// What countries, languages and cities are called.
    #[must_use]
    pub fn names(&self) -> &DisplayNames {
        &self.names
    }

    fn with_tag(tag: &icu_locale::Locale, names: DisplayNames) -> Result<Locale, Box<dyn std::error::Error>> {
        let list = ListFormatterOptions::default().with_length(ListLength::Wide);
        Ok(Locale {
            full_date: DateTimeFormatter::try_new(tag.into(), YMDE::long())?,
            date: DateTimeFormatter::try_new(tag.into(), YMD::long())?,
            month: DateTimeFormatter::try_new(tag.into(), YM::long())?,
            month_short: DateTimeFormatter::try_new(tag.into(), M::medium())?,
            both_names: BothNames::of(tag)?,
            between_times: between_times(tag),
            weekday: DateTimeFormatter::try_new(tag.into(), E::long())?,
            moment: DateTimeFormatter::try_new(tag.into(), YMDE::long().with_time_hm())?,
            time: NoCalendarFormatter::try_new(tag.into(), T::hm())?,
            number: DecimalFormatter::try_new(tag.into(), Default::default())?,
            list: ListFormatter::try_new_and(tag.into(), list)?,
            collator: icu_collator::Collator::try_new(tag.into(), CollatorOptions::default())?,
            names,
            is_portuguese: tag.id.language.as_str() == "pt",
        })
    }

    /// "torsdag 4. marts 2027"
    pub fn full_date(&self, date: civil::Date) -> String {
        self.with_both_names(date, self.full_date.format(&icu_date(date)).to_string())
    }

    /// "4. marts 2027"
    pub fn date(&self, date: civil::Date) -> String {
        self.with_both_names(date, self.date.format(&icu_date(date)).to_string())
    }

    /// "Marts 2027", with a capital letter because it stands alone as a heading.
    ///
    /// In Portuguese, icu_datetime 2.4 lacks the formatter of the year here and panics about that in debug builds; what stands
    /// behind the day of a date says the same.
    pub fn month(&self, date: civil::Date) -> String {
        if self.is_portuguese {
            let whole = self.date(date);
            return capitalised(whole.split_once(" de ").map_or(&*whole, |(_, month)| month));
        }
        capitalised(&self.with_both_names(date, self.month.format(&icu_date(date)).to_string()))
    }

    /// "mar. 2027", for the leaf of a calendar, which has no room for a second name. CLDR's own short form of both is all
    /// digits in Finnish.
    pub fn month_short(&self, date: civil::Date) -> String {
        format!("{} {}", self.month_short.format(&icu_date(date)), date.year())
    }

    /// "torsdag"
    pub fn weekday(&self, date: civil::Date) -> String {
        self.weekday.format(&icu_date(date)).to_string()
    }

    /// "torsdag 4. marts 2027 kl. 12.00", in the event's own zone.
    pub fn moment(&self, moment: &Zoned) -> String {
        let input = DateTime { date: icu_date(moment.date()), time: icu_time(moment.time()) };
        self.with_both_names(moment.date(), self.moment.format(&input).to_string())
    }

    /// "18.00" in Danish, "18:00" in English.
    pub fn time(&self, time: civil::Time) -> String {
        self.time.format(&icu_time(time)).to_string()
    }

    /// A time as the content writes it, "17:30", as the language writes it.
    pub fn time_of_day(&self, time: &str) -> String {
        time.parse().map_or_else(|_| time.to_owned(), |time| self.time(time))
    }

    /// "17.30–20.30"
    pub fn time_range(&self, from: civil::Time, to: civil::Time) -> String {
        format!("{}{}{}", self.time(from), self.between_times, self.time(to))
    }

    /// A number as written in the content ("1250", "49.50") with the language's separators.
    pub fn number(&self, number: &str) -> String {
        match number.parse::<Decimal>() {
            Ok(decimal) => self.number.format(&decimal).to_string(),
            Err(_) => number.to_owned(),
        }
    }

    fn with_both_names(&self, date: civil::Date, text: String) -> String {
        match &self.both_names {
            Some(names) => names.put_into(&text, date.month()),
            None => text,
        }
    }

    /// "A, B and C"
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.list.format(items.iter().map(AsRef::as_ref)).to_string()
    }

    /// The order of the language's dictionaries; in Danish Aarhus stands after Z, as Århus does.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b)
    }
}

/// A dash. Digits and dashes have no direction of their own, so that the same times would begin on the right within Arabic words
/// and on the left beside them: the marks make them begin on the right wherever they stand.
fn between_times(tag: &icu_locale::Locale) -> &'static str {
    if direction_of(tag) == Direction::Rtl { "\u{200f}–\u{200f}" } else { "–" }
}

/// The text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

fn icu_date(date: civil::Date) -> Date<icu_calendar::Iso> {
    Date::try_new_iso(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
        .expect("jiff's dates are valid ISO dates")
}

fn icu_time(time: civil::Time) -> Time {
    Time::try_new(time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs(), 0)
        .expect("jiff's times are valid times")
}
