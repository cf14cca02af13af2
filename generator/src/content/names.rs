//! What countries, languages and the cities of time zones are called in a language, by CLDR.
//!
//! Nobody has to write these names. Words of the interface that say them otherwise come first; see `site::texts`.

use icu_datetime::NoCalendarFormatter;
use icu_datetime::fieldsets::zone::ExemplarCity;
use icu_locale::names::{
    DisplayNamesPreferences, LanguageIdentifierDisplayName, LanguageIdentifierDisplayNameOptions,
    RegionDisplayName,
};
use icu_locale::{LanguageIdentifier, Locale};
use icu_time::TimeZone;

use crate::lang::Lang;

/// The names of one language.
pub struct DisplayNames {
    locale: Locale,
    cities: Option<NoCalendarFormatter<ExemplarCity>>,
}

/// The groups of words of the interface whose keys are codes of countries.
const COUNTRIES: [&str; 3] = ["country", "countryIn", "form.countries"];
/// Those whose keys are languages.
const LANGUAGES: [&str; 1] = ["language"];

impl DisplayNames {
    /// Those for a BCP 47 locale; nothing where CLDR has none.
    #[must_use]
    pub fn of(locale: &str) -> DisplayNames {
        let locale: Locale = locale.parse().unwrap_or(Locale::UNKNOWN);
        let cities = NoCalendarFormatter::try_new((&locale).into(), ExemplarCity).ok();
        DisplayNames { locale, cities }
    }

    fn preferences(&self) -> DisplayNamesPreferences {
        (&self.locale).into()
    }

    /// `DK` → "Denmark".
    #[must_use]
    pub fn country(&self, code: &str) -> Option<String> {
        let name = RegionDisplayName::try_new_light(self.preferences(), code.parse().ok()?);
        name.ok().map(|name| name.to_string())
    }

    /// `da` → "Danish".
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<String> {
        let tag: LanguageIdentifier = tag.parse().ok()?;
        let code = tag.language.to_string();
        let options = LanguageIdentifierDisplayNameOptions::default();
        let name = LanguageIdentifierDisplayName::try_new_heavy(self.preferences(), tag, options).ok()?;
        // What CLDR doesn't know it gives back as it was.
        let name = name.as_borrowed().to_string();
        let is_code = name == code || name.starts_with(&format!("{code} ("));
        (!is_code).then_some(name)
    }

    /// `Europe/Copenhagen` → "Copenhagen".
    #[must_use]
    pub fn city(&self, zone: &str) -> Option<String> {
        let zone = TimeZone::from_iana_id(zone);
        let cities = self.cities.as_ref().filter(|_| zone != TimeZone::UNKNOWN)?;
        Some(cities.format(&zone.without_offset()).to_string())
    }

    /// The name of a key of the interface: `country.DK`.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<String> {
        let (group, value) = key.rsplit_once('.')?;
        if COUNTRIES.contains(&group) {
            self.country(value)
        } else if LANGUAGES.contains(&group) {
            self.language(value)
        } else {
            None
        }
    }
}

/// A language by its tag, if CLDR knows of it: in English each has a name.
#[must_use]
pub fn known_language(tag: &str) -> Option<Lang> {
    Lang::of_tag(tag).filter(|lang| DisplayNames::of("en").language(lang.as_str()).is_some())
}

/// Whether CLDR has words for a key where a language has none of its own.
#[must_use]
pub fn is_name(key: &str) -> bool {
    let group = key.rsplit_once('.').filter(|(_, value)| *value != "other").map(|(group, _)| group);
    group.is_some_and(|group| COUNTRIES.contains(&group) || LANGUAGES.contains(&group)) || is_clock(key)
}

/// Whether a key is that of one zone's clock. Without words the city's name stands in `zone.other`.
#[must_use]
pub fn is_clock(key: &str) -> bool {
    key.strip_prefix("zone.").is_some_and(|zone| zone != "other")
}
