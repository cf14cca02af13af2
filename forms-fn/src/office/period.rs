//! [`Period`]: a year, a half or a quarter of one, as funders want them. There are no others, so nobody cuts out one evening.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::folder::Event;

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// `2027`
    Year(i16),
    /// `2027-h1`
    Half(i16, i8),
    /// `2027-q1`
    Quarter(i16, i8),
}

impl Period {
    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        let year = year.parse().ok().filter(|year| (1970..=9999).contains(year))?;
        let number = |part: &str, most| part.parse().ok().filter(|number| (1..=most).contains(number));
        match part.split_at_checked(1) {
            None if text.len() == 4 => Some(Self::Year(year)),
            None => None,
            Some(("h", half)) => number(half, 2).map(|half| Self::Half(year, half)),
            Some(("q", quarter)) => number(quarter, 4).map(|quarter| Self::Quarter(year, quarter)),
            Some(_) => None,
        }
    }

    /// The three in which a day is.
    pub(super) fn around(day: Date) -> [Self; 3] {
        let (year, month) = (day.year(), day.month() - 1);
        [Self::Year(year), Self::Half(year, month / 6 + 1), Self::Quarter(year, month / 3 + 1)]
    }

    /// Those in which an event begins, by its own clock.
    pub(crate) fn of_event(event: &Event) -> [Self; 3] {
        Self::around(super::numbers::day(event))
    }

    /// Its quarters, the first one first.
    pub(super) fn quarters(self) -> Vec<Self> {
        let (year, quarters) = match self {
            Self::Year(year) => (year, 1..=4),
            Self::Half(year, half) => (year, half * 2 - 1..=half * 2),
            Self::Quarter(year, quarter) => (year, quarter..=quarter),
        };
        quarters.map(|quarter| Self::Quarter(year, quarter)).collect()
    }

    /// The last day of it.
    pub(super) fn last_day(self) -> Date {
        let (year, month) = match self {
            Self::Year(year) => (year, 12),
            Self::Half(year, half) => (year, half * 6),
            Self::Quarter(year, quarter) => (year, quarter * 3),
        };
        Date::new(year, month, 1).map_or(Date::MAX, Date::last_of_month)
    }

    /// Whether a quarter is in both.
    pub(super) fn overlaps(self, other: Self) -> bool {
        other.quarters().iter().any(|quarter| self.quarters().contains(quarter))
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        Self::around(day).contains(&self)
    }

    /// The year of which it is, or is a part.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Half(year, _) | Self::Quarter(year, _) => year,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Half(year, half) => write!(f, "{year}-h{half}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-q{quarter}"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no period"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written_and_has_its_days() {
        for (text, first, last) in [
            ("2027", date(2027, 1, 1), date(2027, 12, 31)),
            ("2027-h1", date(2027, 1, 1), date(2027, 6, 30)),
            ("2027-h2", date(2027, 7, 1), date(2027, 12, 31)),
            ("2027-q2", date(2027, 4, 1), date(2027, 6, 30)),
            ("2027-q4", date(2027, 10, 1), date(2027, 12, 31)),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.last_day(), last);
            assert!(period.quarters().iter().all(|quarter| period.has(quarter.last_day())));
            let (before, after) = (first.yesterday().unwrap(), last.tomorrow().unwrap());
            assert_eq!(
                [before, first, last, after].map(|day| period.has(day)),
                [false, true, true, false],
                "{text}"
            );
        }
        for none in ["", "27", "2027-", "2027-h3", "2027-q0", "2027-01", "2027-é1", "20270"] {
            assert_eq!(Period::parse(none), None, "{none}");
        }
    }
}
