//! Names on lists: which answer is the person's name, and in which order a language has them.

use std::cmp::Ordering;

use forms::{Definition, Field, Role};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale;
use serde_json::Value;

use crate::desk::Stored;

/// The question for the person's name.
#[must_use]
pub fn name_field(definition: &Definition) -> Option<&Field> {
    definition.of_role(Role::Name)
}

/// The name that a record was sent with; empty where it has none, or it was deleted.
#[must_use]
pub fn name<'s>(stored: &'s Stored, definition: Option<&Definition>) -> &'s str {
    let field = definition.and_then(name_field);
    field.and_then(|field| stored.answers.get(&field.name)).and_then(Value::as_str).unwrap_or_default()
}

/// The alphabet of a language: in Danish `aa` is `å` and comes last, in Arabic Arabic names come first.
#[derive(Debug)]
pub struct Alphabet(Option<CollatorBorrowed<'static>>);

impl Alphabet {
    /// The order of a language; that of all languages together for one that nobody knows.
    #[must_use]
    pub fn of(lang: &str) -> Self {
        let of = |prefs: CollatorPreferences| Collator::try_new(prefs, CollatorOptions::default()).ok();
        let locale = lang.parse::<Locale>().ok();
        let own = locale.and_then(|locale| of((&locale).into()));
        Self(own.or_else(|| of(CollatorPreferences::default())))
    }

    /// Which of two names stands first.
    #[must_use]
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }
}
