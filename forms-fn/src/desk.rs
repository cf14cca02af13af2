//! The front desk: everything that can happen to a submission, each as one transaction.
//!
//! A submission comes in (`register`) and gets a seat, a place in the queue (`queue`) or an organiser's look. Later its
//! status changes step by step (`change`), where too many come at once it stands in line first (`line`), its answers change (`edit`, and `correction` right after sending), and at the end it is deleted because
//! somebody asks (`erase`) or because it has been kept long enough (`keep`, by the rules in `retention`). `seats` owns the
//! counters, `check_in` who is there, `vault` the sensitive answers, `mark` tells whether secrets, keys and records belong together, `receipts` the proof of consent, `letters` the outbox. `organise` is what only organisers do, `audit`
//! tells who did it, `statistics` and `report` count without telling about anybody.
//!
//! 1. The same nonce, or without one the same answers, is one record and one answer for 48 hours.
//! 2. `taken` never exceeds the capacity that a seat was given under, and always equals confirmed + offered.
//! 3. Giving a seat back and offering it to the next in line happen together.
//! 4. Record, receipts, uniqueness, seat and message are stored together or not at all.
//! 5. What has passed its date is not readable, whether or not it has been removed yet.
//! 6. Whoever waits comes before whoever comes later, also when seats are added meanwhile.

mod address;
#[cfg(feature = "office")]
mod ahead;
#[cfg(feature = "office")]
mod allowed;
mod archive;
mod attendance;
mod audit;
mod change;
mod check_in;
mod clock;
mod correction;
mod definitions;
mod digest;
pub(crate) mod draw;
pub(crate) mod due;
mod edit;
mod erase;
mod facts;
#[cfg(feature = "office")]
mod frozen;
mod keep;
pub(crate) mod keys;
mod letters;
pub(crate) mod line;
mod link;
mod listed;
mod many;
pub(crate) mod mark;
mod moving;
mod organise;
mod outbox;
mod overdue;
#[cfg(feature = "office")]
mod overview;
mod own_letter;
mod pause;
mod process;
mod queue;
mod read;
mod receipts;
mod record;
mod record_item;
mod record_process;
mod register;
mod report;
mod request;
pub mod retention;
mod running;
mod rush;
mod scope;
mod seats;
mod statistics;
mod steps;
mod still_wanted;
mod sweep;
mod tell;
mod terms;
mod unreadable;
mod vault;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify as Bell;

use crate::nonce::Nonce;
use crate::reference::Reference;
use crate::secret::{KeyProvider, Keyring};
use crate::store::{self, Key, Operation, Store, StoreError, Txn};

pub use audit::{Action, Audit, AuditOutcome, Begun};
pub use change::{Changed, Step};
pub use check_in::{Attended, Came, CheckIn, CountedGuest, GuestCounts, Tap, Tapped, WalkIn};
pub use clock::{ClockLook, ClockNote, DoubtedClock};
pub(crate) use correction::{Correction, NotCorrected, Sent};
pub(crate) use definitions::contact_fields;
pub(crate) use digest::{Belongs, Digest};
pub use draw::Draw;
pub use due::{Due, Duty};
pub use erase::{Counts, Tombstone};
pub use facts::{Difference, EventFacts, News, Notify};
pub(crate) use facts::{Known, ShownEvent};
#[cfg(feature = "office")]
pub use frozen::FrozenReport;
pub use keep::Retained;
#[cfg(feature = "altcha")]
pub(crate) use keys::work as work_key;
pub(crate) use keys::{
    another as another_key, bucket as bucket_key, record_of as record_key, time as time_key,
};
pub use letters::{Call, Logged, Occasion, Outgoing};
pub(crate) use letters::{LATER, OWN_LETTER, SECOND};
#[cfg(feature = "office")]
pub use link::{NoLink, check_link};
pub use listed::Listed;
#[cfg(feature = "office")]
pub(crate) use many::Closed;
pub use mark::{Mark, has_records};
pub use moving::{Moved, NoMove};
pub use outbox::Dead;
pub(crate) use outbox::{Claimed, End, WAITS};
pub(crate) use overdue::Numbers;
#[cfg(feature = "office")]
pub(crate) use overview::StoredEvent;
#[cfg(feature = "office")]
pub use own_letter::LetterDraft;
pub use own_letter::{Audience, OwnLetter, OwnWords};
#[cfg(feature = "office")]
pub(crate) use own_letter::{NewLetter, NotWritten, Standing, fresh_id, is_over};
pub use process::Place;
pub use read::{Dossier, Shown, Stored, Visible};
pub(crate) use receipts::standing_of;
pub use receipts::{Act, ConsentText, Receipt};
pub use record::{Cancelled, Record, Status};
pub(crate) use record_item::RecordItem;
#[cfg(feature = "console")]
pub(crate) use register::PHONE_ONLY;
pub use register::{Answered, Outcome, Registration};
pub(crate) use register::{NONCE_LIFETIME, Pointer};
pub use report::Deletions;
pub(crate) use running::Pass;
pub use running::{Concern, RunningFacts};
pub use rush::Rush;
pub use scope::Scope;
pub use seats::Counters;
pub(crate) use statistics::Figures;
#[cfg(feature = "office")]
pub(crate) use statistics::{Alike, LEAST, Quarter, WhoCame};
pub use statistics::{AnswerCounts, Row, Statistics};
#[cfg(feature = "office")]
pub use statistics::{Attendance, Cross, CrossCell, CrossLine};
pub use steps::NoAddress;
pub use terms::Terms;
pub use unreadable::Unreadable;
pub(crate) use vault::Envelope;

/// The store and the keys, with the rules between them. Clones share both.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Store,
    keyring: Arc<Keyring>,
    vault: vault::Vault,
    archive: archive::Archive,
    passed_over: unreadable::PassedOver,
    /// Woken when something was stored that may want to be sent.
    stored: Arc<Bell>,
}

impl Desk {
    /// Puts the parts together. `keys` holds the keys of sensitive answers: a store of its own, so that no copy of the
    /// records takes them along.
    #[must_use]
    pub fn new(store: Store, keys: Store, keyring: Arc<Keyring>, provider: KeyProvider) -> Self {
        Self {
            store,
            keyring,
            vault: vault::Vault::new(keys, provider),
            archive: archive::Archive::default(),
            passed_over: unreadable::PassedOver::default(),
            stored: Arc::default(),
        }
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The store of the keys of sensitive answers.
    pub(crate) fn keys(&self) -> &Store {
        self.vault.keys()
    }

    /// The keys for links and nonces.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Stores a registration, or tells what the same nonce led to before.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing was stored.
    pub async fn register(&self, new: &Registration<'_>, now: Timestamp) -> Result<Outcome, StoreError> {
        let prepared = &register::Prepared::new(self, new, now).await?;
        let register = |in_line| register::Register { desk: self, new, prepared, instead_of: None, in_line };
        let Some(terms) = new.terms else { return self.run(now, &register(false)).await?.done() };
        let until = match store::run_unless_crowded(&self.store, now, &register(false)).await? {
            Some(register::Attempted::Done(outcome)) => {
                self.stored.notify_one();
                return Ok(outcome);
            }
            Some(register::Attempted::Rush(until)) => until,
            None => None,
        };
        if let Err(error) = self.mark_rush(&terms.event, until, now).await {
            tracing::warn!(%error, "somebody may be seated before those who stand in line");
        }
        self.run(now, &register(true)).await?.done()
    }

    /// What this nonce led to in the last 48 hours; nothing when that was given back meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn answered(&self, nonce: &Nonce, now: Timestamp) -> Result<Option<Answered>, StoreError> {
        match self.read(&keys::nonce(nonce.key()), now).await? {
            Some(answered) => self.if_it_stands(answered, now).await,
            None => Ok(None),
        }
    }

    async fn if_it_stands(&self, answered: Answered, now: Timestamp) -> Result<Option<Answered>, StoreError> {
        let shown = self.shown(&answered.reference, now).await?;
        Ok(shown.filter(|shown| shown.status.is_active()).map(|_| answered))
    }

    /// Leaves no trace of what was deleted in either store. Returns whether that is so: it isn't as long as somebody reads
    /// an older state, such as a copy that is being made. Each pass of the worker tries again.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn wipe(&self) -> Result<bool, StoreError> {
        let wiped = self.store.wipe().await? && self.keys().wipe().await?;
        if !wiped {
            tracing::warn!(
                "somebody reads the store, so what was deleted stays in its log until a later pass"
            );
        }
        Ok(wiped)
    }

    /// Deletes the answers of a record that have been kept long enough, and the record with the last of them.
    ///
    /// # Errors
    /// When the store fails or is too busy.
    pub async fn retain(
        &self,
        reference: &Reference,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<Retained, StoreError> {
        let Some(definition) = self.definition_of(reference, now).await? else {
            return Ok(Retained::Unknown);
        };
        let ends = terms.map(|terms| terms.ends);
        let retain = keep::Retain { reference, definition: &definition, ends };
        let retained = self.run(now, &retain).await?;
        if retained == Retained::Empty {
            self.remove(reference, terms, false, now).await?;
        }
        Ok(retained)
    }

    /// Deletes a request whose address was not confirmed in time.
    ///
    /// # Errors
    /// When the store fails or is too busy.
    pub async fn drop_unconfirmed(&self, reference: &Reference, now: Timestamp) -> Result<bool, StoreError> {
        self.drop_at_its_end(reference, Duty::Unconfirmed, now).await
    }

    /// Deletes a request whose end is this duty, when the time for it has come. Returns whether it did.
    async fn drop_at_its_end(
        &self,
        reference: &Reference,
        end: Duty,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(stored) = self.find(reference, now).await? else { return Ok(false) };
        let definition = self.form_of(&stored.record, now).await?;
        match due::end_of(&stored.record, &definition.deadlines) {
            Some((at, duty)) if duty == end && now >= at => self.remove(reference, None, false, now).await,
            _ => Ok(false),
        }
    }

    /// Offers free seats to those who wait; returns to how many.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn hand_on(&self, terms: &Terms, now: Timestamp) -> Result<usize, StoreError> {
        self.run(now, &change::HandOn { terms }).await
    }

    /// Waits until this process has stored something: a message may wait to be sent.
    pub(crate) async fn stored(&self) {
        self.stored.notified().await;
    }

    /// Attempts an operation until its commit goes through, and wakes the worker.
    pub(crate) async fn run<O: Operation>(
        &self,
        now: Timestamp,
        operation: &O,
    ) -> Result<O::Output, StoreError> {
        let output = store::run(&self.store, now, operation).await?;
        self.stored.notify_one();
        Ok(output)
    }

    async fn remove(
        &self,
        reference: &Reference,
        terms: Option<&Terms>,
        asked: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let definition = self.definition_of(reference, now).await?;
        while store::run(&self.store, now, &erase::Clear { reference }).await? {}
        let erase = erase::Erase { reference, terms, definition: definition.as_deref(), asked };
        let erased = self.run(now, &erase).await?;
        self.vault.drop_key(now, &keys::data_key(None, reference)).await?;
        self.called(reference, None, now).await?;
        Ok(erased)
    }
}

/// The record of a reference and its key, inside a transaction.
async fn load(txn: &mut Txn<'_>, reference: &Reference) -> Result<Option<(Key, Record)>, StoreError> {
    match txn.get::<register::Pointer>(&keys::pointer(reference)).await? {
        Some(register::Pointer::Record(partition)) => {
            let key = keys::record(&partition, reference);
            Ok(txn.get::<Record>(&key).await?.map(|record| (key, record)))
        }
        _ => Ok(None),
    }
}
