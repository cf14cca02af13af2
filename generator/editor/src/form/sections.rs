//! In which section of the form a key stands, and in which order.

use generator::content::HeadKey;

/// Each section with the keys of all kinds of documents that stand in it. Its name is `section.<section>` in the words of
/// fields.
///
/// All words stand in the first, which is never folded: they are what a translation has. What a program keeps stands last.
pub(crate) const SECTIONS: &[(&str, &[&str])] = &[
    (
        "words",
        &[
            "title",
            "displayName",
            "summary",
            "menuTitle",
            "audience",
            "programme",
            "speakerRoles",
            "placeName",
            "directions",
            "foodNote",
            "childcareNote",
            "accessNote",
            "photoNote",
            "alt",
            "pictureCredit",
            "recap",
        ],
    ),
    ("when", &["starts", "ends", "timeZone", "date", "updated"]),
    ("where", &["place", "country", "city"]),
    ("who", &["authors", "speakers", "languagesSpoken", "interpretation", "nameForm", "origin"]),
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
    ("picture", &["picture"]),
    (
        "about",
        &[
            "kind",
            "status",
            "hosts",
            "host",
            "business",
            "topics",
            "form",
            "basedOn",
            "relatedEvents",
            "legalText",
            "lastReviewed",
            "order",
            "demo",
        ],
    ),
    ("consent", &["consentRef", "consentScope", "reviewOn"]),
    ("translation", &["review", "reviewedBy", "reviewedOn", "translator", "sourceHash"]),
    (
        "publishing",
        &[
            "draft",
            "publish",
            "expire",
            "slug",
            "aliases",
            "was",
            "id",
            "sequence",
            "source",
            "translationKey",
        ],
    ),
];

/// The sections that have some of these keys.
pub(super) fn of(keys: &[&'static HeadKey]) -> Vec<(&'static str, Vec<&'static HeadKey>)> {
    let mut sections = Vec::new();
    for (section, names) in SECTIONS {
        let find = |name: &&str| keys.iter().find(|key| key.name == *name).copied();
        let found: Vec<_> = names.iter().filter_map(find).collect();
        if !found.is_empty() {
            sections.push((*section, found));
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use generator::content::{Kind, Role};

    use super::SECTIONS;

    #[test]
    fn each_key_stands_in_one_section_and_words_in_the_first() {
        for kind in Kind::ALL {
            for key in kind.keys() {
                let of = SECTIONS.iter().filter(|(_, names)| names.contains(&key.name));
                let of: Vec<&str> = of.map(|(section, _)| *section).collect();
                assert_eq!(of.len(), 1, "{} {}: {of:?}", kind.name(), key.name);
                assert_eq!(of == ["words"], key.role == Role::Word, "{} {}", kind.name(), key.name);
            }
        }
    }
}
