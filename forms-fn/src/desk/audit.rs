//! Who did what with personal data, why, and what came of it: one entry for each command, kept for 24 months. No answers
//! are in it.
//!
//! An entry is begun before anything is shown or changed, and ended afterwards: what broke off in between stays there as
//! begun. An entry about one record is written twice, so that the person sees it too, and so that it goes with the record.

mod action;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use action::Action;

use super::register::Pointer;
use super::scope::{self, Scope};
use super::{Desk, keys};
use crate::reference::Reference;
use crate::store::{Operation, Range, Store, StoreError, Txn, run};

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
