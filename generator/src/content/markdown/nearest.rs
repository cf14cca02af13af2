//! The hint for a name that does not exist.

use crate::diagnostic;

/// What the author most likely meant, or else all names that would do.
pub(super) fn hint(name: &str, known: &[&str]) -> String {
    match diagnostic::nearest(name, known.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if known.is_empty() => "leave it out".to_owned(),
        None => format!("known here: {}", diagnostic::quoted_list(known)),
    }
}
