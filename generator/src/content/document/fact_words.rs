//! Words within the facts of a source, and where a translation says them in its own language.

use super::{Document, own};
use crate::content::Role;

/// A text that the source says within a fact and a translation may say in other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FactWord<'a> {
    /// The translation's key for it.
    pub(crate) said_as: &'static str,
    pub(crate) text: &'a str,
}

impl Document {
    /// The words within the facts that stand in this file.
    pub(crate) fn fact_words(&self) -> Vec<FactWord<'_>> {
        let mut words = Vec::new();
        for key in self.kind().keys().filter(|key| key.role != Role::Word) {
            let value = own::value(&self.common, &self.own, key.name);
            value.into_iter().for_each(|value| {
                value.words_within(&mut |within, text| {
                    words.extend(within.said_as.map(|said_as| FactWord { said_as, text }));
                });
            });
        }
        words
    }
}
