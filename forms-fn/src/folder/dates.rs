//! A moment in the words of a language, by the patterns that the generator made.

use forms::DateWords;
use jiff::Zoned;

/// How one language writes dates; without words as ISO 8601 does, for a folder of an older generator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates(Option<DateWords>);

impl Dates {
    pub(super) fn new(words: Option<&DateWords>) -> Self {
        Self(words.cloned())
    }

    /// `4. marts 2027`
    pub(crate) fn date(&self, moment: &Zoned) -> String {
        let plain = || moment.strftime("%Y-%m-%d").to_string();
        self.0.as_ref().map_or_else(plain, |words| words.date(moment))
    }

    /// `torsdag 4. marts 2027 kl. 18.00`
    pub(crate) fn moment(&self, moment: &Zoned) -> String {
        let plain = || moment.strftime("%Y-%m-%d %H:%M").to_string();
        self.0.as_ref().map_or_else(plain, |words| words.moment(moment))
    }
}
