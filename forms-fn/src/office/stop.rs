//! Why an organiser did not get what was asked for.

use crate::desk::AuditOutcome;
use crate::store::StoreError;
use crate::transfer::TransferError;

/// What kind of end it was. The audit and each face of the office go by this, never by the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopKind {
    /// Nothing was shown or changed.
    Refused,
    /// It is beyond the organiser's scope. A face that strangers can reach answers as if it weren't there.
    Outside,
    /// There is no such record, event or letter.
    Nothing,
    /// It broke; a part may have been seen.
    Failed,
    /// Whoever read it went away before the end, as `head` does.
    BrokenOff,
}

/// The end of something that was asked for, with words for the organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    kind: StopKind,
    words: String,
    notes: Vec<String>,
}

impl Stop {
    fn new(kind: StopKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), notes: Vec::new() }
    }

    /// Nothing was shown or changed.
    pub fn refused(words: impl Into<String>) -> Self {
        Self::new(StopKind::Refused, words)
    }

    /// It is beyond what the organiser may see.
    pub fn outside(words: impl Into<String>) -> Self {
        Self::new(StopKind::Outside, words)
    }

    /// There is no such thing.
    pub fn nothing(words: impl Into<String>) -> Self {
        Self::new(StopKind::Nothing, words)
    }

    /// It broke.
    pub fn failed(words: impl Into<String>) -> Self {
        Self::new(StopKind::Failed, words)
    }

    /// Nobody reads any more.
    #[must_use]
    pub fn broken_off() -> Self {
        Self::new(StopKind::BrokenOff, "")
    }

    /// What kind of end it is.
    #[must_use]
    pub fn kind(&self) -> StopKind {
        self.kind
    }

    /// What to tell the organiser: what is wrong, and how to mend it.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// What there is to say besides, a line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The same with more to say.
    pub(super) fn with(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// What the audit says of it.
    pub(super) fn outcome(&self) -> AuditOutcome {
        match self.kind {
            StopKind::Refused | StopKind::Outside => AuditOutcome::Refused,
            StopKind::Nothing => AuditOutcome::Nothing,
            StopKind::Failed => AuditOutcome::Failed,
            StopKind::BrokenOff => AuditOutcome::Begun,
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        let unsure = error.is_unsure();
        let hint = "\n  hint: it may have been done all the same, because the answer was lost: look with `forms-fn show` or \
                    `list` before you try again";
        Self::failed(format!("{error}{}", if unsure { hint } else { "" }))
    }
}

impl From<TransferError> for Stop {
    fn from(error: TransferError) -> Self {
        Self::failed(error.to_string())
    }
}
