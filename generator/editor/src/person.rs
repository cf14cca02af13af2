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

/// What somebody may, and where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rights {
    /// Everything: whoever works on their own machine.
    pub everything: bool,
    /// Organisations whose documents they may write.
    pub writes: BTreeSet<String>,
    /// Organisations whose documents they may publish.
    pub publishes: BTreeSet<String>,
    /// Languages into which they may translate, whoever the document belongs to.
    pub translates: BTreeSet<String>,
}

impl Rights {
    /// Those of whoever works on their own machine.
    #[must_use]
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Whether there is anything at all that they may do.
    #[must_use]
    pub fn any(&self) -> bool {
        self.everything
            || !(self.writes.is_empty() && self.publishes.is_empty() && self.translates.is_empty())
    }
}
