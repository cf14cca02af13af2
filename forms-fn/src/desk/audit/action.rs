//! [`Action`]: what can be done with personal data, and which of it needs a reason.

use serde::{Deserialize, Serialize};

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read a list of records.
    List,
    /// Opened the sensitive answers of a list.
    Open,
    /// Looked for somebody's records.
    Find,
    /// Read one record, its sensitive answers closed.
    Look,
    /// Read everything about one record.
    Show,
    /// Took records out of the store.
    Export,
    /// Let a held record in.
    Release,
    /// Closed a request.
    Close,
    /// Wrote down that a request is wanted still.
    Keep,
    /// Wrote down when mentor and mentee first met.
    Met,
    /// Told somebody by telephone.
    Called,
    /// Said yes to an offer for somebody.
    Accept,
    /// Gave a record another address.
    Correct,
    /// Had a letter sent once more.
    Resend,
    /// Registered somebody.
    Register,
    /// Cancelled for somebody.
    Cancel,
    /// Put somebody who waits before all others.
    Ahead,
    /// Deleted everything about somebody who asked for it.
    Erase,
    /// Called an event off.
    CallOff,
    /// Looked at the list of events.
    Events,
    /// Moved everything about an event to another id.
    MoveEvent,
    /// Set or removed the private link of an event.
    EventLink,
    /// Sent people of an event a letter in own words.
    Letter,
    /// Took such a letter back before it left.
    LetterBack,
    /// Wrote at such a letter, or had it sent to themselves.
    LetterDraft,
    /// Read the figures of an event or a form.
    Statistics,
    /// Froze a report.
    Freeze,
    /// Read what was deleted in a month.
    Report,
    /// Read who did what in a month.
    Audit,
    /// Looked at the list for the door.
    Door,
    /// Let somebody in who has a registration.
    CheckIn,
    /// Let somebody in who has none.
    WalkIn,
    /// Took back that somebody was let in.
    UndoCheckIn,
    /// Counted for the kitchen what people eat.
    Kitchen,
    /// Came in to the pages of organisers.
    SignIn,
    /// Added a passkey of their own.
    AddPasskey,
    /// Removed one.
    RemovePasskey,
    /// Looked at accounts and their roles.
    People,
    /// Made an account, or gave one a role.
    Invite,
    /// Took a role away.
    Revoke,
    /// Disabled an account.
    Disable,
    /// Looked at the links of volunteers for the door of an event.
    DoorLinks,
    /// Gave a volunteer a link for the door.
    GiveDoorLink,
    /// Ended one.
    EndDoorLink,
    /// Made new keys.
    RotateKeys,
    /// Made the sensitive answers of an event unreadable.
    DestroyKey,
    /// Took the whole store out.
    ExportStore,
    /// Took the keys of sensitive answers out.
    ExportKeys,
    /// Took out which records were erased.
    ExportErased,
    /// Copied the database.
    Backup,
    /// Filled the store from a file.
    ImportStore,
    /// Made the store of a copy.
    Restore,
    /// Checked whether everything in the store agrees.
    Verify,
    /// Said that the clock is right.
    ConfirmClock,
    /// What another version of this program wrote.
    #[serde(other)]
    Other,
}

impl Action {
    /// The word that is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Open => "open",
            Self::Find => "find",
            Self::Look => "look",
            Self::Show => "show",
            Self::Export => "export",
            Self::Release => "release",
            Self::Close => "close",
            Self::Keep => "keep",
            Self::Met => "met",
            Self::Called => "called",
            Self::Accept => "accept",
            Self::Correct => "correct",
            Self::Resend => "resend",
            Self::Register => "register",
            Self::Cancel => "cancel",
            Self::Ahead => "ahead",
            Self::Erase => "erase",
            Self::CallOff => "call_off",
            Self::Events => "events",
            Self::MoveEvent => "move_event",
            Self::EventLink => "event_link",
            Self::Letter => "letter",
            Self::LetterBack => "letter_back",
            Self::LetterDraft => "letter_draft",
            Self::Statistics => "statistics",
            Self::Freeze => "freeze",
            Self::Report => "report",
            Self::Audit => "audit",
            Self::Door => "door",
            Self::CheckIn => "check_in",
            Self::WalkIn => "walk_in",
            Self::UndoCheckIn => "undo_check_in",
            Self::Kitchen => "kitchen",
            Self::SignIn => "sign_in",
            Self::AddPasskey => "add_passkey",
            Self::RemovePasskey => "remove_passkey",
            Self::People => "people",
            Self::Invite => "invite",
            Self::Revoke => "revoke",
            Self::Disable => "disable",
            Self::DoorLinks => "door_links",
            Self::GiveDoorLink => "give_door_link",
            Self::EndDoorLink => "end_door_link",
            Self::RotateKeys => "rotate_keys",
            Self::DestroyKey => "destroy_key",
            Self::ExportStore => "export_store",
            Self::ExportKeys => "export_keys",
            Self::ExportErased => "export_erased",
            Self::Backup => "backup",
            Self::ImportStore => "import_store",
            Self::Restore => "restore",
            Self::Verify => "verify",
            Self::ConfirmClock => "confirm_clock",
            Self::Other => "other",
        }
    }

    /// Whether it takes something out of the store, or is done in somebody's name, and so needs a purpose.
    #[must_use]
    pub fn needs_purpose(self) -> bool {
        match self {
            Self::List
            | Self::Open
            | Self::Find
            | Self::Look
            | Self::Show
            | Self::Export
            | Self::Statistics
            | Self::Freeze
            | Self::Report
            | Self::Audit
            | Self::ExportStore
            | Self::ExportKeys
            | Self::ExportErased
            | Self::Backup
            | Self::Accept
            | Self::Ahead
            | Self::Correct
            | Self::Resend
            | Self::Register
            | Self::Erase
            | Self::Door
            | Self::Kitchen
            | Self::MoveEvent
            | Self::EventLink
            | Self::Letter => true,
            Self::Release
            | Self::Close
            | Self::Keep
            | Self::Met
            | Self::Called
            | Self::Cancel
            | Self::CallOff
            | Self::LetterBack
            | Self::LetterDraft
            | Self::Events
            | Self::CheckIn
            | Self::WalkIn
            | Self::UndoCheckIn
            | Self::SignIn
            | Self::AddPasskey
            | Self::RemovePasskey
            | Self::People
            | Self::Invite
            | Self::Revoke
            | Self::Disable
            | Self::DoorLinks
            | Self::GiveDoorLink
            | Self::EndDoorLink
            | Self::RotateKeys
            | Self::DestroyKey
            | Self::ImportStore
            | Self::Restore
            | Self::Verify
            | Self::ConfirmClock
            | Self::Other => false,
        }
    }
}
