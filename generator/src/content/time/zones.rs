//! Names of time zones: which are a country's, and which one somebody meant.

/// Zones by country (ISO 3166-1): those of its capital first, then all with other clocks. Only countries are here of which
/// all are known; of others nothing is said. From `zone1970.tab` of the time zone database.
const COUNTRIES: [(&str, &[&str]); 37] = [
    ("AT", &["Europe/Vienna"]),
    ("BE", &["Europe/Brussels"]),
    ("BG", &["Europe/Sofia"]),
    ("CH", &["Europe/Zurich"]),
    ("CY", &["Asia/Nicosia", "Asia/Famagusta"]),
    ("CZ", &["Europe/Prague"]),
    ("DE", &["Europe/Berlin"]),
    ("DK", &["Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk"]),
    ("EE", &["Europe/Tallinn"]),
    ("ES", &["Europe/Madrid", "Atlantic/Canary"]),
    ("FI", &["Europe/Helsinki"]),
    ("FO", &["Atlantic/Faroe"]),
    ("FR", &["Europe/Paris"]),
    ("GB", &["Europe/London"]),
    ("GR", &["Europe/Athens"]),
    ("HR", &["Europe/Zagreb"]),
    ("HU", &["Europe/Budapest"]),
    ("IE", &["Europe/Dublin"]),
    ("IS", &["Atlantic/Reykjavik"]),
    ("IT", &["Europe/Rome"]),
    ("LT", &["Europe/Vilnius"]),
    ("LU", &["Europe/Luxembourg"]),
    ("LV", &["Europe/Riga"]),
    ("MD", &["Europe/Chisinau"]),
    ("MT", &["Europe/Malta"]),
    ("NL", &["Europe/Amsterdam"]),
    ("NO", &["Europe/Oslo"]),
    ("PL", &["Europe/Warsaw"]),
    ("PT", &["Europe/Lisbon", "Atlantic/Azores"]),
    ("RO", &["Europe/Bucharest"]),
    ("RS", &["Europe/Belgrade"]),
    ("SE", &["Europe/Stockholm"]),
    ("SI", &["Europe/Ljubljana"]),
    ("SK", &["Europe/Bratislava"]),
    ("SY", &["Asia/Damascus"]),
    ("TR", &["Europe/Istanbul"]),
    ("UA", &["Europe/Kyiv"]),
];

/// What people write for a zone: its letters, a country or a city that has none of its own.
const SHORT: [(&str, &str); 22] = [
    ("cet", "Europe/Copenhagen"),
    ("cest", "Europe/Copenhagen"),
    ("met", "Europe/Copenhagen"),
    ("mest", "Europe/Copenhagen"),
    ("eet", "Europe/Helsinki"),
    ("eest", "Europe/Helsinki"),
    ("wet", "Europe/Lisbon"),
    ("west", "Europe/Lisbon"),
    ("gmt", "Europe/London"),
    ("bst", "Europe/London"),
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("est5edt", "America/New_York"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("mst", "America/Denver"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("msk", "Europe/Moscow"),
    ("ist", "Asia/Kolkata"),
    ("utc+1", "Europe/Copenhagen"),
    ("utc+2", "Europe/Helsinki"),
];

/// The zones of a country, at least one, if all of them are known.
#[must_use]
pub fn zones_of(country: &str) -> Option<&'static [&'static str]> {
    COUNTRIES.iter().find(|(code, _)| *code == country).map(|(_, zones)| *zones)
}

/// Whether a name is letters of a clock: `CET`.
pub(super) fn is_short(name: &str) -> bool {
    let name = name.to_lowercase();
    SHORT.iter().any(|(short, _)| *short == name)
}

/// The zone that somebody meant: `CET`, `Copenhagen`, `Europe/Kopenhagen`, `Denmark`, `DK`.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    let name = written.trim().to_lowercase().replace(' ', "_");
    let last = name.rsplit('/').next().unwrap_or_default();
    let short = SHORT.iter().find(|(short, _)| *short == name).map(|(_, zone)| *zone);
    let city = |zone: &&&str| zone.rsplit('/').next().unwrap_or_default().to_lowercase();
    let all = || COUNTRIES.iter().flat_map(|(_, zones)| zones.iter());
    let of_country = || {
        let code = COUNTRIES.iter().find(|(code, _)| code.eq_ignore_ascii_case(&name));
        code.map(|(_, zones)| zones[0])
    };
    let near = || {
        let limit = last.chars().count() / 3;
        let far = |zone: &&&str| strsim::damerau_levenshtein(last, &city(zone));
        all().min_by_key(|zone| far(zone)).filter(|zone| far(zone) <= limit).copied()
    };
    short.or_else(|| all().find(|zone| city(zone) == last).copied()).or_else(of_country).or_else(near)
}
