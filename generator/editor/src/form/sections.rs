//! In which part of the form a key stands, and in which order.

use generator::content::{HeadKey, Role};

/// The parts, and the keys of each in their order. What isn't here stands in the last part, words excepted.
const SECTIONS: [(&str, &[&str]); 6] = [
    ("when", &["starts", "ends", "timeZone", "date"]),
    ("where", &["place", "country", "city", "origin"]),
    (
        "about",
        &[
            "kind",
            "hosts",
            "host",
            "nameForm",
            "business",
            "topics",
            "languagesSpoken",
            "interpretation",
            "speakers",
            "relatedEvents",
            "basedOn",
        ],
    ),
    (
        "guests",
        &[
            "registration",
            "capacity",
            "waitlist",
            "price",
            "food",
            "childcare",
            "childcareFrom",
            "accessibility",
            "photoNotice",
            "attendance",
        ],
    ),
    ("picture", &["picture", "consentRef", "consentScope", "reviewOn"]),
    (
        "publishing",
        &["status", "draft", "publish", "expire", "demo", "review", "reviewedBy", "reviewedOn", "translator"],
    ),
];

/// The parts that have some of these keys.
pub(super) fn of(keys: &[&'static HeadKey]) -> Vec<(&'static str, Vec<&'static HeadKey>)> {
    let is_placed = |key: &HeadKey| SECTIONS.iter().any(|(_, names)| names.contains(&key.name));
    let words = keys.iter().filter(|key| key.role == Role::Word && !is_placed(key)).copied().collect();
    let mut parts = vec![("words", words)];
    for (section, names) in SECTIONS {
        let find = |name: &&str| keys.iter().find(|key| key.name == *name).copied();
        let mut found: Vec<_> = names.iter().filter_map(find).collect();
        if section == "publishing" {
            found.extend(keys.iter().filter(|key| key.role != Role::Word && !is_placed(key)));
        }
        if !found.is_empty() {
            parts.push((section, found));
        }
    }
    parts
}
