//! Both names of a month in Arabic. Readers from Syria and Iraq say `آذار`, those from Egypt and Morocco `مارس`, and the month
//! of an evening is nothing to guess at. The United Nations write `آذار/مارس`.

use std::error::Error;

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::M;
use icu_locale::Locale;
use jiff::civil;

use super::icu_date;

/// A country whose names are the ones that CLDR's `ar` doesn't have.
const EASTERN: &str = "ar-SY-u-ca-gregory";

/// The names of the twelve months, as CLDR says them and both.
pub(super) struct BothNames([(String, String); 12]);

impl BothNames {
    /// Those of Arabic for all countries; a locale with a country has the names of that country.
    pub(super) fn of(tag: &Locale) -> Result<Option<Self>, Box<dyn Error>> {
        if tag.id.language.as_str() != "ar" || tag.id.region.is_some() {
            return Ok(None);
        }
        let western = DateTimeFormatter::try_new(tag.into(), M::long())?;
        let eastern = DateTimeFormatter::try_new((&EASTERN.parse::<Locale>()?).into(), M::long())?;
        let names = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(|month| {
            let day = icu_date(civil::date(2031, month, 1));
            let western = western.format(&day).to_string();
            let both = format!("{}/{western}", eastern.format(&day));
            (western, both)
        });
        Ok(Some(Self(names)))
    }

    /// A date with both names of its month, counted from 1.
    pub(super) fn put_into(&self, date: &str, month: i8) -> String {
        let (western, both) = &self.0[usize::from(month.unsigned_abs()) - 1];
        date.replacen(western, both, 1)
    }
}
