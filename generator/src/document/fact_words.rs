//! Words within the facts of a source, and where a translation says them in its own language.

use super::{Document, Own};

/// What the source says within its facts and a translation may say in other words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FactWords<'a> {
    /// `credit` in `picture`; a translation's `pictureCredit`.
    pub(crate) credit: Option<&'a str>,
    /// `name` in `place`; a translation's `placeName`.
    pub(crate) place_name: Option<&'a str>,
    /// Each `role` in `speakers`; a key of a translation's `speakerRoles`.
    pub(crate) roles: Vec<&'a str>,
}

impl Document {
    /// The words within the facts that stand in this file.
    pub(crate) fn fact_words(&self) -> FactWords<'_> {
        let (picture, event) = match &self.own {
            Own::Story(story) => (&story.picture, None),
            Own::Event(event) => (&event.picture, Some(event)),
            Own::Page(_) => return FactWords::default(),
        };
        FactWords {
            credit: picture.as_ref().and_then(|picture| picture.credit.as_deref()),
            place_name: event.and_then(|event| event.place_name_of_source()),
            roles: event.map_or_else(Vec::new, |event| event.roles().collect()),
        }
    }
}
