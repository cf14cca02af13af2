//! What the value of a key is.

use super::HeadKey;

/// What a value is. Each has one way in which it is written, checked, described in JSON Schema and asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shape {
    /// A text of one line, without markup.
    Line,
    /// A day: `2027-03-04`.
    Day,
    /// A minute by the clock at the place: `2027-03-04T17:30`.
    Moment,
    /// A time of day: `17:30`.
    Clock,
    /// An IANA time zone: `Europe/Copenhagen`.
    Zone,
    /// ISO 3166-1 alpha-2.
    Country {
        /// Or the word `other`.
        or_other: bool,
    },
    /// BCP 47: `ar`.
    LanguageTag,
    /// An address that begins with `https://` or `http://`.
    WebAddress,
    /// An e-mail address.
    MailAddress,
    /// The beginning of an address of this site.
    Address,
    /// What `spaces status --accept` writes.
    Fingerprint,
    /// A name of small letters, digits and dashes: `dinner-aarhus`.
    Slug,
    /// `true` or `false`.
    Truth,
    /// A whole number within bounds.
    Whole {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The id of something else in the site.
    Id(Referent),
    /// The name of a file beside the document.
    PictureFile,
    /// `free`, or an amount and its currency.
    Price,
    /// Several of one kind.
    List(&'static Shape),
    /// Keys of its own.
    Group(&'static [HeadKey]),
    /// Words by the words that the source has.
    Translations,
    /// A text in each language of the site.
    InEachLanguage,
    /// A value for each of some languages, by their tags.
    ByLanguage(&'static Shape),
}

/// What an id may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Referent {
    /// In `organisations.yaml`.
    Organisation,
    /// In `topics.yaml`.
    Topic,
    /// A file in `content/forms`.
    Form,
    /// A folder in `content/events`, as `events/…`.
    Event,
    /// A language in `site.yaml`.
    Language,
    /// A document as `pages/…`, or a list.
    Menu,
    /// A folder in `themes`.
    Theme,
}

impl Shape {
    /// The keys of a group, or of the groups of a list or of languages.
    #[must_use]
    pub fn group(&self) -> &'static [HeadKey] {
        match self {
            Self::Group(keys) => keys,
            Self::List(item) | Self::ByLanguage(item) => item.group(),
            _ => &[],
        }
    }
}

impl PartialEq for HeadKey {
    /// Two keys are the same declaration or none.
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.example) == (other.name, other.example)
    }
}
