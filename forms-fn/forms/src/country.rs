//! What holds for a whole country: its clocks, its money, its language.

/// Facts about a country.
#[derive(Debug, PartialEq, Eq)]
pub struct CountryFacts {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// Names of the IANA database: that of the capital first, then all with other clocks. From its `zone1970.tab`.
    pub zones: &'static [&'static str],
    /// ISO 4217.
    pub currency: &'static str,
    /// The language in which organisations there are written to, of countries where partners of such a network are.
    pub lang: Option<&'static str>,
}

/// Only countries are here of which all clocks are known; of others nothing is said.
static COUNTRIES: [CountryFacts; 37] = [
    country("AT", &["Europe/Vienna"], "EUR"),
    country("BE", &["Europe/Brussels"], "EUR"),
    country("BG", &["Europe/Sofia"], "EUR"),
    country("CH", &["Europe/Zurich"], "CHF"),
    country("CY", &["Asia/Nicosia", "Asia/Famagusta"], "EUR"),
    country("CZ", &["Europe/Prague"], "CZK"),
    country("DE", &["Europe/Berlin"], "EUR"),
    country("DK", &["Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk"], "DKK").speaking("da"),
    country("EE", &["Europe/Tallinn"], "EUR"),
    country("ES", &["Europe/Madrid", "Atlantic/Canary"], "EUR"),
    country("FI", &["Europe/Helsinki"], "EUR").speaking("fi"),
    country("FO", &["Atlantic/Faroe"], "DKK"),
    country("FR", &["Europe/Paris"], "EUR"),
    country("GB", &["Europe/London"], "GBP"),
    country("GR", &["Europe/Athens"], "EUR"),
    country("HR", &["Europe/Zagreb"], "EUR"),
    country("HU", &["Europe/Budapest"], "HUF"),
    country("IE", &["Europe/Dublin"], "EUR"),
    country("IS", &["Atlantic/Reykjavik"], "ISK"),
    country("IT", &["Europe/Rome"], "EUR"),
    country("LT", &["Europe/Vilnius"], "EUR"),
    country("LU", &["Europe/Luxembourg"], "EUR"),
    country("LV", &["Europe/Riga"], "EUR"),
    country("MD", &["Europe/Chisinau"], "MDL"),
    country("MT", &["Europe/Malta"], "EUR"),
    country("NL", &["Europe/Amsterdam"], "EUR"),
    country("NO", &["Europe/Oslo"], "NOK").speaking("nb"),
    country("PL", &["Europe/Warsaw"], "PLN"),
    country("PT", &["Europe/Lisbon", "Atlantic/Azores"], "EUR"),
    country("RO", &["Europe/Bucharest"], "RON"),
    country("RS", &["Europe/Belgrade"], "RSD"),
    country("SE", &["Europe/Stockholm"], "SEK").speaking("sv"),
    country("SI", &["Europe/Ljubljana"], "EUR"),
    country("SK", &["Europe/Bratislava"], "EUR"),
    country("SY", &["Asia/Damascus"], "SYP"),
    country("TR", &["Europe/Istanbul"], "TRY"),
    country("UA", &["Europe/Kyiv"], "UAH"),
];

const fn country(code: &'static str, zones: &'static [&'static str], currency: &'static str) -> CountryFacts {
    CountryFacts { code, zones, currency, lang: None }
}

/// Found here, so that a country is named in one line of this file and nowhere else.
const fn of_network() -> [&'static str; 5] {
    let (mut codes, mut found, mut at) = ([CountryFacts::OTHER; 5], 0, 0);
    while at < COUNTRIES.len() {
        if COUNTRIES[at].lang.is_some() {
            codes[found] = COUNTRIES[at].code;
            found += 1;
        }
        at += 1;
    }
    assert!(found + 1 == codes.len(), "the last place is that of all others");
    codes
}

impl CountryFacts {
    /// What stands for every country in which no partner is.
    pub const OTHER: &'static str = "other";

    /// The codes of the countries in which partners are, which are those of which the language is known, and the word for
    /// all others.
    pub const OF_NETWORK: [&'static str; 5] = of_network();

    const fn speaking(self, lang: &'static str) -> Self {
        Self { lang: Some(lang), ..self }
    }

    /// All countries of which something is known.
    pub fn all() -> impl Iterator<Item = &'static Self> + Clone {
        COUNTRIES.iter()
    }

    /// The facts of a country by its code in capitals.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        COUNTRIES.iter().find(|country| country.code == code)
    }

    /// The zone of the capital.
    #[must_use]
    pub fn zone(&self) -> &'static str {
        self.zones[0]
    }
}
