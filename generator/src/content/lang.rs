//! A language of the site, as a type of its own, so that it is never mistaken for another string.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

pub use forms::Direction;
use icu_locale::{Locale, LocaleDirectionality};
use serde::{Serialize, Serializer};

/// The short name of a language in addresses and file names: `da`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lang(Arc<str>);

impl Lang {
    /// A language by its id. Whether the site has it is known to [`crate::config::Config`].
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The same with its letters as BCP 47 has them, whatever was written: `zh-hans` → `zh-Hans`. `None` where it is no tag.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let locale: Locale = tag.parse().ok()?;
        let is_whole = locale.extensions.is_empty() && !locale.id.language.is_unknown();
        is_whole.then(|| Self::new(&locale.id.to_string()))
    }

    /// The id: `da`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Lang {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// The direction of a locale's script, from CLDR.
#[must_use]
pub fn direction_of(locale: &Locale) -> Direction {
    let is_rtl = LocaleDirectionality::new_extended().is_right_to_left(&locale.id);
    if is_rtl { Direction::Rtl } else { Direction::Ltr }
}

/// A language in which the site is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Language {
    /// Its name in addresses and file names.
    pub id: Lang,
    /// The BCP 47 tag for dates, numbers and plurals: `en-GB`.
    pub locale: String,
    /// What its speakers call it: `dansk`.
    pub name: String,
    /// Taken from the locale's script.
    pub direction: Direction,
    /// Whose words take the place of those that it lacks, the nearest first.
    pub instead: Vec<Lang>,
}
