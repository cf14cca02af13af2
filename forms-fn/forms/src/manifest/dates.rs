//! How a language writes dates, as patterns: `forms-fn` has no table of months of its own.

use std::fmt;
use std::str::FromStr;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateWords {
    /// A date in each of the twelve months: `{day}. marts {year}`.
    pub months: [DatePattern; 12],
    /// The seven days of the week from Monday on: `mandag`.
    pub weekdays: [String; 7],
    /// A moment, with the words above in it.
    pub moment: MomentPattern,
}

impl DateWords {
    /// `4. marts 2027`
    #[must_use]
    pub fn date(&self, moment: &Zoned) -> String {
        let DatePattern(pattern) = &self.months[usize::from(moment.month().unsigned_abs()) - 1];
        pattern.replace("{day}", &moment.day().to_string()).replace("{year}", &moment.year().to_string())
    }

    /// `torsdag 4. marts 2027 kl. 18.00`
    #[must_use]
    pub fn moment(&self, moment: &Zoned) -> String {
        let weekday = usize::from(moment.weekday().to_monday_zero_offset().unsigned_abs());
        let MomentPattern(pattern) = &self.moment;
        pattern
            .replace("{weekday}", &self.weekdays[weekday])
            .replace("{date}", &self.date(moment))
            .replace("{hour}", &moment.strftime("%H").to_string())
            .replace("{h}", &moment.hour().to_string())
            .replace("{minute}", &moment.strftime("%M").to_string())
    }
}

/// A date in one month, with `{day}` and `{year}` in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatePattern(String);

/// A moment, with `{date}`, `{minute}` and the hour in it: `{hour}` with two digits or `{h}` without a leading zero. It may
/// have `{weekday}`, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MomentPattern(String);

/// A text that can't be filled with a date.
#[derive(Debug, PartialEq, Eq)]
pub struct NotPattern(String);

impl DatePattern {
    /// A date of which a language says nothing else: `{day}.3.{year}`.
    #[must_use]
    pub fn of_month(month: i8) -> Self {
        Self(format!("{{day}}.{month}.{{year}}"))
    }
}

impl Default for MomentPattern {
    /// All in a row.
    fn default() -> Self {
        Self("{weekday} {date} {hour}:{minute}".to_owned())
    }
}

impl FromStr for DatePattern {
    type Err = NotPattern;

    fn from_str(text: &str) -> Result<Self, NotPattern> {
        check(text, &["day", "year"], &["day", "year"])?;
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for MomentPattern {
    type Err = NotPattern;

    fn from_str(text: &str) -> Result<Self, NotPattern> {
        let hour = if text.contains("{h}") { "h" } else { "hour" };
        check(text, &["date", hour, "minute"], &["weekday", "date", "hour", "h", "minute"])?;
        Ok(Self(text.to_owned()))
    }
}

/// Whether a text has all that it `needs`, and nothing in braces that isn't `known`.
fn check(text: &str, needs: &[&str], known: &[&str]) -> Result<(), NotPattern> {
    if let Some(missing) = needs.iter().find(|name| !text.contains(&format!("{{{name}}}"))) {
        return Err(NotPattern(format!("`{text}` has no `{{{missing}}}`")));
    }
    let holes = text.split('{').skip(1).map(|hole| hole.split_once('}').map_or(hole, |(name, _)| name));
    match holes.into_iter().find(|name| !known.contains(name)) {
        Some(name) => Err(NotPattern(format!("nothing is known of `{{{name}}}` in `{text}`"))),
        None => Ok(()),
    }
}

impl fmt::Display for NotPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotPattern {}

impl TryFrom<String> for DatePattern {
    type Error = NotPattern;

    fn try_from(text: String) -> Result<Self, NotPattern> {
        text.parse()
    }
}

impl TryFrom<String> for MomentPattern {
    type Error = NotPattern;

    fn try_from(text: String) -> Result<Self, NotPattern> {
        text.parse()
    }
}

impl From<DatePattern> for String {
    fn from(pattern: DatePattern) -> Self {
        pattern.0
    }
}

impl From<MomentPattern> for String {
    fn from(pattern: MomentPattern) -> Self {
        pattern.0
    }
}
