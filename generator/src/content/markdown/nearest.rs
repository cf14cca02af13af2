//! The hint for a name that does not exist.

use crate::diagnostic::{self, Names, Sentence, say};

/// What the author most likely meant, or else all names that would do.
pub(super) fn hint(name: &str, known: &[&str]) -> Sentence {
    match diagnostic::nearest(name, known.iter().copied()) {
        Some(name) => say!("hint.mean", name),
        None if known.is_empty() => say!("hint.leaveOut"),
        None => say!("hint.knownHere", names = Names::of(known)),
    }
}
