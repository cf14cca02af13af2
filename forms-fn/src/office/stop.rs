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

/// Why something was refused, for faces that speak other languages than the words do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Neither the status nor the time allows it.
    TooLate,
    /// The address has had as many letters as it may for now.
    ManyLetters,
    /// No letter can be sent to the address.
    NoAddress,
    /// No first meeting can have been on that day.
    NotThen,
    /// The site has lost the event.
    Lost,
    /// The event has begun.
    Begun,
    /// The event is over.
    Over,
    /// The event doesn't take place.
    Cancelled,
    /// The event has no date.
    Postponed,
    /// All places are taken, and there is no waiting list.
    Full,
    /// The event has had its letter of the day.
    OneLetterADay,
    /// The draft isn't the one that was looked at.
    LetterChanged,
    /// Nobody is left of those who were chosen.
    NobodyLeft,
    /// The letter has left.
    LetterLeft,
    /// The organiser's account has no mailbox.
    NoOwnAddress,
    /// The draft went to its writer often enough.
    ManyTrials,
    /// Nobody said why.
    NoReason,
    /// People registered for the event by several forms.
    WhichForm,
    /// The form asks for no address.
    NotAsked,
    /// It is done with requests only.
    OnlyRequests,
    /// The site says that the event is in a room only.
    InARoom,
    /// A table doesn't fit into its file.
    TooLarge,
    /// The page that sent it is none of ours, or too old.
    OldPage,
    /// The account is disabled already.
    IsDisabled,
    /// The account has the role already.
    HasRole,
    /// The site doesn't have the organisation any more.
    LostOrganisation,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::TooLate,
        Self::ManyLetters,
        Self::NoAddress,
        Self::NotThen,
        Self::Lost,
        Self::Begun,
        Self::Over,
        Self::Cancelled,
        Self::Postponed,
        Self::Full,
        Self::OneLetterADay,
        Self::LetterChanged,
        Self::NobodyLeft,
        Self::LetterLeft,
        Self::NoOwnAddress,
        Self::ManyTrials,
        Self::NoReason,
        Self::WhichForm,
        Self::NotAsked,
        Self::OnlyRequests,
        Self::InARoom,
        Self::TooLarge,
        Self::OldPage,
        Self::IsDisabled,
        Self::HasRole,
        Self::LostOrganisation,
    ];

    /// The key of its words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooLate => "tooLate",
            Self::ManyLetters => "manyLetters",
            Self::NoAddress => "noAddress",
            Self::NotThen => "notThen",
            Self::Lost => "lost",
            Self::Begun => "begun",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Full => "full",
            Self::OneLetterADay => "oneLetterADay",
            Self::LetterChanged => "letterChanged",
            Self::NobodyLeft => "nobodyLeft",
            Self::LetterLeft => "letterLeft",
            Self::NoOwnAddress => "noOwnAddress",
            Self::ManyTrials => "manyTrials",
            Self::NoReason => "noReason",
            Self::WhichForm => "whichForm",
            Self::NotAsked => "notAsked",
            Self::OnlyRequests => "onlyRequests",
            Self::InARoom => "inARoom",
            Self::TooLarge => "tooLarge",
            Self::OldPage => "oldPage",
            Self::IsDisabled => "isDisabled",
            Self::HasRole => "hasRole",
            Self::LostOrganisation => "lostOrganisation",
        }
    }
}

/// The end of something that was asked for, with words for the organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    kind: StopKind,
    cause: Option<Cause>,
    words: String,
    notes: Vec<String>,
}

impl Stop {
    fn new(kind: StopKind, words: impl Into<String>) -> Self {
        Self { kind, cause: None, words: words.into(), notes: Vec::new() }
    }

    /// Nothing was shown or changed.
    pub fn refused(words: impl Into<String>) -> Self {
        Self::new(StopKind::Refused, words)
    }

    /// The same for a cause that faces know.
    pub(super) fn because(cause: Cause, words: impl Into<String>) -> Self {
        Self::refused(words).for_cause(cause)
    }

    /// Because of something that faces know.
    pub(super) fn for_cause(self, cause: Cause) -> Self {
        Self { cause: Some(cause), ..self }
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

    /// Why it was refused, where a face can say so in words of its own.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.cause
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
