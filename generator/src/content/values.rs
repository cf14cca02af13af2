//! What texts in a head can be: the type of a field says what its text means.
//!
//! That a text is what its type says is checked later, with words for its writer: a day that isn't one is no reason to
//! lose the rest of the head.

use std::ops::Deref;

use serde::Deserialize;
use serde_json::Value;

use super::{HeadValue, Referent, Shape, Shaped};
use crate::content::words;

/// Types of texts, each with its shape.
macro_rules! text_types {
    ($($(#[doc = $doc:literal])+ $vis:vis $name:ident = $shape:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Deserialize)]
        #[serde(transparent)]
        $vis struct $name(String);

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str { &self.0 }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self { Self(text.to_owned()) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::content::Shaped for $name {
            const SHAPE: $crate::content::Shape = $shape;

            fn of_line(text: $crate::yaml::Located<String>) -> Option<Self> {
                Some(Self(text.value))
            }
        }

        impl $crate::content::HeadValue for $name {
            fn line(&self) -> Option<&str> { Some(&self.0) }
        }
    )+};
}
pub(crate) use text_types;

text_types! {
    /// A day.
    pub(crate) Day = Shape::Day;
    /// A minute by the clock at the place.
    pub(crate) Moment = Shape::Moment;
    /// A time of day.
    pub(crate) Clock = Shape::Clock;
    /// A time zone.
    pub(crate) Zone = Shape::Zone;
    /// A country.
    pub(crate) Country = Shape::Country { or_other: false };
    /// The tag of a language.
    pub(crate) LanguageTag = Shape::LanguageTag;
    /// An address of the web.
    pub(crate) WebAddress = Shape::WebAddress;
    /// An e-mail address.
    pub(crate) MailAddress = Shape::MailAddress;
    /// An address of this site.
    pub(crate) Address = Shape::Address;
    /// Of the words of a source.
    pub(crate) Fingerprint = Shape::Fingerprint;
    /// A name of small letters, digits and dashes.
    pub(crate) Slug = Shape::Slug;
    /// What the registrations of an event and its entry in calendars hang on: `dinner-aarhus`.
    pub EventId = Shape::Slug;
    /// The id of an organisation.
    pub(crate) OfOrganisation = Shape::Id(Referent::Organisation);
    /// The id of a topic.
    pub(crate) OfTopic = Shape::Id(Referent::Topic);
    /// The id of a form: the name of its file in `content/forms`.
    pub FormId = Shape::Id(Referent::Form);
    /// The id of an event's document: `events/dinner-aarhus`.
    pub(crate) OfEvent = Shape::Id(Referent::Event);
    /// The id of a language of the site.
    pub(crate) OfLanguage = Shape::Id(Referent::Language);
    /// What a menu leads to.
    pub(crate) OfMenu = Shape::Id(Referent::Menu);
    /// The name of a theme.
    pub(crate) OfTheme = Shape::Id(Referent::Theme);
    /// The name of a picture.
    pub(crate) PictureFile = Shape::PictureFile;
}

/// What a guest pays, as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct WrittenPrice(Value);

impl Deref for WrittenPrice {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Shaped for WrittenPrice {
    const SHAPE: Shape = Shape::Price;
}

impl HeadValue for WrittenPrice {}

words! {
    /// Who has read a translation.
    pub(crate) enum WrittenReview {
        /// Nobody.
        Machine = "machine",
        /// A person, against the source.
        Human = "human",
    }
}
