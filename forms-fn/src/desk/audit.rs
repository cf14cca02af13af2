//! Who did what with personal data, and why: one entry for each command, kept for 24 months. No answers are in it.
//!
//! An entry about one record is written twice, so that the person sees it too, and so that it goes with the record.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::{Desk, keys};
use crate::reference::Reference;
use crate::store::{Operation, Range, StoreError, Txn, run};

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read a list of records.
    List,
    /// Read everything about one record.
    Show,
    /// Took records out of the store.
    Export,
    /// Let a held record in.
    Release,
    /// Closed a request.
    Close,
    /// Wrote down when mentor and mentee first met.
    Met,
    /// Told somebody by telephone.
    Called,
    /// Cancelled for somebody.
    Cancel,
    /// Deleted everything about somebody who asked for it.
    Erase,
    /// Called an event off.
    CallOff,
    /// Read the figures of an event or a form.
    Statistics,
    /// Made new keys.
    RotateKeys,
    /// Made the sensitive answers of an event unreadable.
    DestroyKey,
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
            Self::Show => "show",
            Self::Export => "export",
            Self::Release => "release",
            Self::Close => "close",
            Self::Met => "met",
            Self::Called => "called",
            Self::Cancel => "cancel",
            Self::Erase => "erase",
            Self::CallOff => "call_off",
            Self::Statistics => "statistics",
            Self::RotateKeys => "rotate_keys",
            Self::DestroyKey => "destroy_key",
            Self::Other => "other",
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
    /// What.
    pub action: Action,
    /// With records of which form.
    pub form: Option<String>,
    /// Of which event.
    pub event: Option<String>,
    /// With which record, if it was one.
    pub reference: Option<Reference>,
    /// With how many records.
    pub count: usize,
}

/// The entry, ready to be written.
struct Note<'a> {
    entry: &'a Audit,
    id: String,
}

impl Operation for Note<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let at = self.entry.at;
        let until = expires(at);
        txn.put_until(keys::audit(at, &self.id), self.entry, Some(until));
        if let Some(reference) = &self.entry.reference {
            txn.put_until(keys::audit_of(reference, at, &self.id), self.entry, Some(until));
        }
        Ok(())
    }
}

impl Desk {
    /// Writes an entry. Whoever reads or changes personal data does so before anything is shown.
    ///
    /// # Errors
    /// When the store fails: then nothing may be shown.
    pub async fn note(&self, entry: &Audit, now: Timestamp) -> Result<(), StoreError> {
        let id = id().map_err(StoreError::while_doing("draw an id"))?;
        run(&self.store, now, &Note { entry, id }).await
    }

    /// The entries of a month such as `2027-01`, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audits(&self, month: &str, now: Timestamp) -> Result<Vec<Audit>, StoreError> {
        let items = self.store.query(&Range::prefix(format!("AUDIT#{month}"), ""), None, now).await?;
        items.into_iter().map(|item| super::read::parse(item.body)).collect()
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
