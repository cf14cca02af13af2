//! Why a store failed, for the log and for whoever runs it. Never shown to those who send forms.

use std::fmt;

/// What could not be done, and why. Holds no answers: the errors of both stores name tables and conditions only.
#[derive(Debug)]
pub struct StoreError {
    action: &'static str,
    cause: String,
    kind: ErrorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ErrorKind {
    Busy,
    Unsure,
    Damage,
    Other,
}

impl StoreError {
    pub(crate) fn new(action: &'static str, cause: impl fmt::Display) -> Self {
        Self { action, cause: cause.to_string(), kind: ErrorKind::Other }
    }

    /// Too many want the same at once; nothing was stored, and trying again in a minute helps.
    pub(crate) fn busy(action: &'static str, cause: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Busy, ..Self::new(action, cause) }
    }

    /// The store may have done it: its answer was lost.
    #[cfg(feature = "aws")]
    pub(crate) fn unsure(action: &'static str, cause: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Unsure, ..Self::new(action, cause) }
    }

    /// The store answers, but what lies there isn't what we write.
    pub(crate) fn damage(action: &'static str, cause: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Damage, ..Self::new(action, cause) }
    }

    /// For `map_err`: wraps the cause once, with what was being done.
    pub(crate) fn while_doing<E: fmt::Display>(action: &'static str) -> impl Fn(E) -> Self {
        move |cause| Self::new(action, cause)
    }

    /// Whether waiting a little is all that is needed.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.kind == ErrorKind::Busy
    }

    /// Whether it is about one item only: all others can be read.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        self.kind == ErrorKind::Damage
    }

    /// Whether it may have been stored all the same.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.kind == ErrorKind::Unsure
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: {}", self.action, self.cause)
    }
}

impl std::error::Error for StoreError {}
