//! One language of the site, and the way in which it runs.

use serde::{Deserialize, Deserializer, Serialize};

use super::known;

/// One language of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageInfo {
    /// The BCP 47 tag: `nb`.
    pub id: String,
    /// Its own name: `Norsk`.
    pub name: String,
    /// Which way it is written.
    pub dir: Direction,
}

/// The direction in which a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl maud::Render for Direction {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(self.as_str());
    }
}

impl<'de> Deserialize<'de> for Direction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        known::word(deserializer, &[Self::Ltr, Self::Rtl], Self::as_str)
    }
}
