//! Who did what with personal data, why, and what came of it: one entry for each command, kept for 24 months. No answers
//! are in it.
//!
//! An entry is begun before anything is shown or changed, and ended afterwards: what broke off in between stays there as
//! begun. An entry about one record is written twice, so that the person sees it too, and so that it goes with the record.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::register::Pointer;
use super::scope::{self, Scope};
use super::{Desk, keys};
use crate::reference::Reference;
use crate::store::{Operation, Range, Store, StoreError, Txn, run};

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
    /// Read the figures of an event or a form.
    Statistics,
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
            Self::Statistics => "statistics",
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
            | Self::EventLink => true,
            Self::Release
            | Self::Close
            | Self::Keep
            | Self::Met
            | Self::Called
            | Self::Cancel
            | Self::CallOff
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

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It broke off, nobody read it to the end, or it is still under way: all of it may have been seen.
    Begun,
    /// It was done.
    Done,
    /// There was nothing to show or to change.
    Nothing,
    /// It was refused, and nothing was shown or changed.
    Refused,
    /// It failed; a part may have been seen.
    Failed,
    /// What another version of this program wrote, or one that didn't write this down.
    #[default]
    #[serde(other)]
    Unknown,
}

impl AuditOutcome {
    /// The word that is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Nothing => "nothing",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Why, in the words of who did it.
    pub purpose: Option<String>,
    /// How far they were let see; none for the worker, which nobody lets in, and in entries of an older version.
    #[serde(default, deserialize_with = "scope::written", skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// What.
    pub action: Action,
    /// What came of it.
    #[serde(default)]
    pub outcome: AuditOutcome,
    /// With records of which form.
    pub form: Option<String>,
    /// Of which event.
    pub event: Option<String>,
    /// With which record, if it was one.
    pub reference: Option<Reference>,
    /// The id of the account that was given something or lost something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// With how many records.
    pub count: usize,
}

impl Audit {
    /// Writes that it has begun. Whoever reads or changes personal data does so before anything is shown.
    ///
    /// # Errors
    /// When the store fails: then nothing may be shown.
    pub async fn begin(&self, store: &Store) -> Result<Begun, StoreError> {
        let id = id().map_err(StoreError::while_doing("draw an id"))?;
        let entry = Self { outcome: AuditOutcome::Begun, ..self.clone() };
        run(store, self.at, &Begin { entry: &entry, id: &id }).await?;
        Ok(Begun { id, at: self.at })
    }

    /// Writes an entry along with what it tells of, for what is done in one transaction and shows nobody's data.
    pub(crate) fn put(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let id = id().map_err(StoreError::while_doing("draw an id"))?;
        txn.put_until(keys::audit(self.at, &id), self, Some(expires(self.at)));
        Ok(())
    }
}

/// An entry that was begun.
#[derive(Debug)]
#[must_use = "an entry that isn't ended says that the work broke off"]
pub struct Begun {
    id: String,
    at: Timestamp,
}

impl Begun {
    /// Writes what came of it.
    ///
    /// # Errors
    /// When the store fails: then the entry says for ever that it was begun.
    pub async fn end(self, store: &Store, entry: &Audit) -> Result<(), StoreError> {
        let entry = Audit { at: self.at, ..entry.clone() };
        run(store, self.at, &End { entry: &entry, id: &self.id }).await
    }
}

impl Begun {
    /// Writes into the history of one of many records what was done with it. Its key is that of the entry of all of them.
    #[cfg(feature = "office")]
    pub(crate) async fn note_of(
        &self,
        store: &Store,
        entry: &Audit,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let entry = Audit { at: self.at, ..entry.clone() };
        run(store, self.at, &Note { entry: &entry, reference, id: &self.id }).await
    }
}

#[cfg(feature = "office")]
struct Note<'a> {
    entry: &'a Audit,
    reference: &'a Reference,
    id: &'a str,
}

#[cfg(feature = "office")]
impl Operation for Note<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        // One that is erased meanwhile gets no history.
        if let Some(Pointer::Record(_)) = txn.get(&keys::pointer(self.reference)).await? {
            let (key, until) =
                (keys::audit_of(self.reference, self.entry.at, self.id), expires(self.entry.at));
            txn.overwrite_until(key, self.entry, Some(until));
        }
        Ok(())
    }
}

struct Begin<'a> {
    entry: &'a Audit,
    id: &'a str,
}

impl Operation for Begin<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let (at, until) = (self.entry.at, expires(self.entry.at));
        txn.put_until(keys::audit(at, self.id), self.entry, Some(until));
        let Some(reference) = &self.entry.reference else { return Ok(()) };
        // Nothing is kept about a reference that nobody has.
        if let Some(Pointer::Record(_)) = txn.get(&keys::pointer(reference)).await? {
            txn.put_until(keys::audit_of(reference, at, self.id), self.entry, Some(until));
        }
        Ok(())
    }
}

struct End<'a> {
    entry: &'a Audit,
    id: &'a str,
}

impl Operation for End<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let (at, until) = (self.entry.at, expires(self.entry.at));
        txn.overwrite_until(keys::audit(at, self.id), self.entry, Some(until));
        let Some(reference) = &self.entry.reference else { return Ok(()) };
        let of_person = keys::audit_of(reference, at, self.id);
        // An erasure has taken it along, and it must not come back.
        let is_there = txn.get::<serde_json::Value>(&of_person).await?.is_some();
        // Whom a registration is about is known only at its end.
        if is_there || self.entry.action == Action::Register {
            txn.put_until(of_person, self.entry, Some(until));
        }
        Ok(())
    }
}

impl Desk {
    /// The entries of a month such as `2027-01`, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audits(&self, month: &str, now: Timestamp) -> Result<Vec<Audit>, StoreError> {
        let entries = self.readable(&Range::prefix(format!("AUDIT#{month}"), ""), None, now).await?;
        let mut audits: Vec<Audit> = entries.into_iter().map(|(_, audit)| audit).collect();
        // Their keys have whole seconds.
        audits.sort_by_key(|audit| audit.at);
        Ok(audits)
    }
}

/// 24 months later, by the calendar.
fn expires(at: Timestamp) -> Timestamp {
    let later = at.to_zoned(TimeZone::UTC).checked_add(24.months());
    later.map_or(at, |zoned| zoned.timestamp())
}

fn id() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 6];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
