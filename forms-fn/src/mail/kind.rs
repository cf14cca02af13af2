//! Why people get mail.

/// The reason for a letter; its texts stand under this name in the form's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailKind {
    /// They have a seat.
    Confirmed,
    /// They wait for a seat.
    Waiting,
    /// A seat is held for them until a time.
    Offered,
    /// They didn't take it in time.
    Lapsed,
    /// They gave up their seat or their place.
    Cancelled,
    /// The event has moved in time or place.
    EventChanged,
    /// The event won't happen.
    EventCancelled,
    /// The event is tomorrow.
    Reminder,
    /// They were registered already.
    Already,
    /// An organiser looks at what they sent first.
    Held,
    /// They are to say that the address is theirs.
    ConfirmAddress,
    /// We have what they sent.
    Received,
    /// Do they still want it?
    StillWanted,
    /// It is settled.
    Closed,
    /// For organisers: what came in. The only kind without texts in a definition.
    Digest,
}

impl MailKind {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Confirmed,
        Self::Waiting,
        Self::Offered,
        Self::Lapsed,
        Self::Cancelled,
        Self::EventChanged,
        Self::EventCancelled,
        Self::Reminder,
        Self::Already,
        Self::Held,
        Self::ConfirmAddress,
        Self::Received,
        Self::StillWanted,
        Self::Closed,
        Self::Digest,
    ];

    /// Its name in definitions and in the store: `event_changed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Lapsed => "lapsed",
            Self::Cancelled => "cancelled",
            Self::EventChanged => "event_changed",
            Self::EventCancelled => "event_cancelled",
            Self::Reminder => "reminder",
            Self::Already => "already",
            Self::Held => "held",
            Self::ConfirmAddress => "confirm_address",
            Self::Received => "received",
            Self::StillWanted => "still_wanted",
            Self::Closed => "closed",
            Self::Digest => "digest",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
