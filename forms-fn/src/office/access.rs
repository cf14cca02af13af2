//! Who asks, how far they may see, and why: nothing of the office is done without it.

use jiff::Timestamp;

use super::Scope;

/// Whoever does something with what people sent: an organiser, or a timer that one set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser(String);

impl Organiser {
    /// By the name that the audit shows; none for a name without a letter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        words(name).map(Self)
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Why something is done, in the organiser's words. It stands in the audit, which the person can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose(String);

impl Purpose {
    /// Reads it; none where nothing was written.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        words(text).map(Self)
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.0
    }
}

fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// One thing that is asked of the office.
#[derive(Debug, Clone)]
pub struct Access {
    /// Who asks.
    pub organiser: Organiser,
    /// How far they may see and act.
    pub scope: Scope,
    /// Why; what takes something out of the store or is done in somebody's name is refused without it
    /// ([`crate::Action::needs_purpose`]).
    pub purpose: Option<Purpose>,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_neither_a_name_nor_a_reason() {
        assert_eq!((Organiser::named(" \t"), Purpose::new("\n ")), (None, None));
        assert_eq!(Organiser::named(" karin ").unwrap().name(), "karin");
        assert_eq!(Purpose::new(" order the food\n").unwrap().words(), "order the food");
    }
}
