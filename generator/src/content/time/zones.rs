//! Names of time zones: which are a country's, and which one somebody meant.

use forms::CountryFacts;

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
    CountryFacts::of(country).map(|country| country.zones)
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
    let all = || CountryFacts::all().flat_map(|country| country.zones);
    let of_country = || CountryFacts::of(&name.to_uppercase()).map(CountryFacts::zone);
    let near = || {
        let limit = last.chars().count() / 3;
        let far = |zone: &&&str| strsim::damerau_levenshtein(last, &city(zone));
        all().min_by_key(|zone| far(zone)).filter(|zone| far(zone) <= limit).copied()
    };
    short.or_else(|| all().find(|zone| city(zone) == last).copied()).or_else(of_country).or_else(near)
}
