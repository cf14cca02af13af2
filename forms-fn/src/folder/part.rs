//! One part of the folder: a language or a form. It is parsed when it is first asked for.

use std::sync::OnceLock;

use super::Faults;

/// A part that may not have been asked for yet.
#[derive(Debug)]
pub(super) struct Lazy<T>(OnceLock<T>);

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self::unread()
    }
}

impl<T> Lazy<T> {
    pub(super) fn unread() -> Self {
        Self(OnceLock::new())
    }

    /// The part, parsed now if nobody has asked before. Faults aren't remembered, so a file that couldn't be read once
    /// is tried again. Two that ask at the same time may both parse; both get what the first one made.
    pub(super) fn get(&self, parse: impl FnOnce() -> Result<T, Faults>) -> Result<&T, Faults> {
        if let Some(part) = self.0.get() {
            return Ok(part);
        }
        let part = parse()?;
        Ok(self.0.get_or_init(|| part))
    }
}
