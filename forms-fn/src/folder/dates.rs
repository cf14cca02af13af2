//! A moment in the words of a language, by the patterns that the generator made.

use forms::DateWords;
use jiff::Zoned;

/// How one language writes dates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates(DateWords);

impl Dates {
    /// Patterns of the manifest; without all of them dates are written as ISO 8601 does.
    pub(super) fn new(words: Option<&DateWords>) -> Self {
        let whole = |words: &&DateWords| words.months.len() == 12 && words.weekdays.len() == 7;
        Self(words.filter(whole).cloned().unwrap_or_default())
    }

    /// `4. marts 2027`
    pub(crate) fn date(&self, moment: &Zoned) -> String {
        let month = usize::from(moment.month().unsigned_abs()).saturating_sub(1);
        match self.0.months.get(month) {
            Some(pattern) => pattern
                .replace("{day}", &moment.day().to_string())
                .replace("{year}", &moment.year().to_string()),
            None => moment.strftime("%Y-%m-%d").to_string(),
        }
    }

    /// `torsdag 4. marts 2027 kl. 18.00`
    pub(crate) fn moment(&self, moment: &Zoned) -> String {
        let weekday = usize::from(moment.weekday().to_monday_zero_offset().unsigned_abs());
        match self.0.weekdays.get(weekday) {
            Some(weekday) => (self.0.moment)
                .replace("{weekday}", weekday)
                .replace("{date}", &self.date(moment))
                .replace("{hour}", &moment.strftime("%H").to_string())
                .replace("{h}", &moment.hour().to_string())
                .replace("{minute}", &moment.strftime("%M").to_string()),
            None => moment.strftime("%Y-%m-%d %H:%M").to_string(),
        }
    }
}
