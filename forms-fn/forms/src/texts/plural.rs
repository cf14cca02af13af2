//! Which plural form a number takes in a language, by CLDR.

use std::collections::BTreeSet;

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// The six names that CLDR knows.
pub(super) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The categories that CLDR asks of a language for cardinal numbers. A language that CLDR does not know has `other`.
pub fn plural_categories(lang: &str) -> BTreeSet<&'static str> {
    match rules(lang) {
        Some(rules) => rules.categories().map(name).collect(),
        None => BTreeSet::from(["other"]),
    }
}

/// The category of a whole number; `other` for what is none.
pub(super) fn category(lang: &str, number: &str) -> &'static str {
    match (rules(lang), number.parse::<i64>()) {
        (Some(rules), Ok(number)) => name(rules.category_for(number)),
        _ => "other",
    }
}

fn rules(lang: &str) -> Option<PluralRules> {
    let locale: Locale = lang.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
