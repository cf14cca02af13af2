//! What is true of one event and decides which fields its form has.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The facts of an event. The known ones are [`Facts::KNOWN`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(pub BTreeSet<String>);

impl Facts {
    /// The facts that a definition may name in `when`.
    pub const KNOWN: [&'static str; 4] = ["childcare", "food", "interpretation", "photos"];

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
