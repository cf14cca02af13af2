//! [`Person`]: who asks, and what they may.

use std::collections::BTreeSet;

/// Somebody who edits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Names them in addresses and trailers: the id of an account, or `local`.
    pub id: String,
    /// As they want to be called; the author of their commits.
    pub name: String,
    /// The address in their commits. Never that of their mailbox where others see the repository.
    pub email: String,
    /// The language of their pages, one of [`crate::words::LANGS`].
    pub lang: &'static str,
    /// What they may.
    pub rights: Rights,
}

impl Person {
    /// Works on their own machine: there is nobody else who could be asked.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.id == "local" && self.rights.everything
    }
}

/// What somebody may, and where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rights {
    /// Everything: whoever works on their own machine.
    pub everything: bool,
    /// Organisations whose documents they may write.
    pub writes: BTreeSet<String>,
    /// The documents of every organisation may be written by them, and those of none.
    pub writes_everywhere: bool,
    /// Organisations whose documents they may publish.
    pub publishes: BTreeSet<String>,
    /// Languages into which they may translate, whoever the document belongs to.
    pub translates: BTreeSet<String>,
    /// They may give others roles, at the organisers' desk.
    pub gives_roles: bool,
    /// Organisations, each with a language into which they may translate its documents.
    pub translates_of: BTreeSet<(String, String)>,
}

impl Rights {
    /// Those of whoever works on their own machine.
    #[must_use]
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Whether there is anything at all that they may do here.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self { gives_roles: self.gives_roles, ..Self::default() }
    }

    /// Organisations whose documents they may write: who may publish something may mend it before.
    #[must_use]
    pub fn organisations(&self) -> BTreeSet<String> {
        self.writes.union(&self.publishes).cloned().collect()
    }

    /// Organisations of which something new of theirs has to be; empty where any will do.
    #[must_use]
    pub fn begins_for(&self) -> BTreeSet<String> {
        if self.everything || self.writes_everywhere { BTreeSet::new() } else { self.organisations() }
    }

    /// Whether they may begin something of their own.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.everything || self.writes_everywhere || !self.organisations().is_empty()
    }

    /// Whether they may translate into a language, be it one organisation's documents.
    #[must_use]
    pub fn speaks(&self, lang: &str) -> bool {
        self.writes()
            || self.translates.contains(lang)
            || self.translates_of.iter().any(|(_, known)| known == lang)
    }
}
