//! What holds for a whole country: its clocks and its money.

mod table;

use table::COUNTRIES;

/// Facts about a country.
#[derive(Debug, PartialEq, Eq)]
pub struct CountryFacts {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// Names of the IANA database: that of the capital first, then all with other clocks.
    pub zones: &'static [&'static str],
    /// ISO 4217.
    pub currency: &'static str,
}

impl CountryFacts {
    /// What stands for every country in which nobody of the network is.
    pub const OTHER: &'static str = "other";

    /// All countries.
    pub fn all() -> impl Iterator<Item = &'static Self> + Clone {
        COUNTRIES.iter()
    }

    /// The facts of a country by its code in capitals.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        let at = COUNTRIES.binary_search_by_key(&code, |country| country.code).ok()?;
        Some(&COUNTRIES[at])
    }

    /// The zone of the capital.
    #[must_use]
    pub fn zone(&self) -> &'static str {
        self.zones[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_country_is_found_by_its_code_and_has_a_clock_and_money() {
        for country in CountryFacts::all() {
            assert_eq!(CountryFacts::of(country.code), Some(country));
            assert!(country.zones.iter().all(|zone| zone.contains('/')), "{country:?}");
            assert!(country.currency.len() == 3 && country.code.len() == 2, "{country:?}");
        }
        assert_eq!(CountryFacts::of("BR").map(CountryFacts::zone), Some("America/Sao_Paulo"));
        assert_eq!(CountryFacts::of(CountryFacts::OTHER), None);
    }
}
