//! What is true of one event and decides which fields its form has.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The facts of an event. The known ones are [`Facts::KNOWN`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(pub BTreeSet<String>);

impl Facts {
    /// The facts that a definition may name in `when`.
    pub const KNOWN: [&'static str; 5] =
        ["childcare", "childcare_under_3", "food", "interpretation", "photos"];

    /// What stands before a language into which an event is interpreted: `interpretation_ar`.
    pub const INTO: &'static str = "interpretation_";

    /// Whether an option may hang on a fact: on a known one, or on a language into which is interpreted.
    pub fn has_kind(fact: &str) -> bool {
        Facts::KNOWN.contains(&fact) || fact.strip_prefix(Facts::INTO).is_some_and(|lang| !lang.is_empty())
    }

    /// No facts: what a form without an event has.
    pub fn none() -> Facts {
        Facts::default()
    }

    /// Whether the event has this fact.
    pub fn has(&self, fact: &str) -> bool {
        self.0.contains(fact)
    }
}

impl<S: Into<String>> FromIterator<S> for Facts {
    fn from_iter<I: IntoIterator<Item = S>>(facts: I) -> Facts {
        Facts(facts.into_iter().map(Into::into).collect())
    }
}
