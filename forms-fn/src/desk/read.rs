//! What is stored, as those who may see it see it: pruned to what may still be kept, with the envelopes opened.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::Definition;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::check_in::CheckIn;
use super::letters::Logged;
use super::many::Closed;
use super::process::Place;
use super::receipts::{ConsentText, Receipt};
use super::record::{Record, Status};
use super::register::{Decoy, Pointer};
use super::seats::Counters;
use super::{Desk, keys, retention};
use crate::reference::Reference;
use crate::store::{Item, Key, Range, StoreError, why_unreadable};

/// One record that may be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The record itself; its answers and envelopes hold only what may still be kept.
    pub record: Record,
    /// All answers, those from the envelopes too: field name → text, number, list of texts or `true`.
    pub answers: BTreeMap<String, Value>,
    /// The place on the waiting list: 1 is the next to get a seat.
    pub position: Option<u32>,
}

/// What a page about a reference may show: nothing that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The form's id.
    pub form: String,
    /// Which text of the form was answered; none where nothing was stored.
    pub version: Option<String>,
    /// The event's id, for a form that belongs to one.
    pub event: Option<String>,
    /// What has become of it.
    pub status: Status,
    /// The place on the waiting list.
    pub position: Option<u32>,
    /// Until when an offered seat is held.
    pub offer_until: Option<Timestamp>,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// Whether what became of it is told by mail only: whoever knows an address must not learn here how its owner's
    /// registration stands.
    pub by_mail: bool,
    /// Whether it stands in line.
    pub in_line: bool,
}

/// Everything that is held about one record, for the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The record and its answers.
    pub stored: Stored,
    /// Proof of every yes and of every yes taken back, oldest first, with the words that were shown.
    pub receipts: Vec<(Receipt, Option<ConsentText>)>,
    /// The messages that were written.
    pub letters: Vec<Logged>,
    /// What organisers did with the record and why.
    pub audit: Vec<Value>,
    /// That and when the person came to the event.
    pub check_in: Option<CheckIn>,
}

/// Which records a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Visible {
    /// What organisers work with: everything but addresses that nobody has confirmed.
    Organisers,
    /// Really everything: for checks and tests.
    Everything,
}

impl Desk {
    /// The record of a reference.
    ///
    /// # Errors
    /// When the store fails or an archived form is missing.
    pub async fn find(&self, reference: &Reference, now: Timestamp) -> Result<Option<Stored>, StoreError> {
        let Some((stored, _)) = self.find_closed(reference, now).await? else { return Ok(None) };
        self.unsealed(stored, now).await.map(Some)
    }

    /// The same with the sensitive answers closed, and with the form by which the record was made.
    pub(crate) async fn find_closed(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<Closed>, StoreError> {
        let Some(Pointer::Record(partition)) = self.pointer(reference, now).await? else { return Ok(None) };
        let Some(item) = self.store.get(&keys::record(&partition, reference), now).await? else {
            return Ok(None);
        };
        let (record, definition) = self.pruned(item.body, now).await?;
        let place = record.place().filter(|_| record.status() == Status::Waiting);
        let position = self.position(record.event(), place, now).await?;
        Ok(Some((Stored { answers: record.answers.clone(), record, position }, definition)))
    }

    /// What the page after sending shows. It repeats no answer, and looks the same for a registration that was none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn shown(&self, reference: &Reference, now: Timestamp) -> Result<Option<Shown>, StoreError> {
        match self.pointer(reference, now).await? {
            None => Ok(None),
            Some(Pointer::Decoy(decoy)) => self.show_decoy(decoy, now).await.map(Some),
            Some(Pointer::Record(_)) => Ok(self.find(reference, now).await?.map(|stored| Shown {
                by_mail: stored.record.event().is_some() && stored.record.address_field.is_some(),
                event: stored.record.event().map(str::to_owned),
                status: stored.record.status(),
                in_line: stored.record.is_in_line(),
                position: stored.position,
                offer_until: stored.record.offer_until(),
                submitted_at: stored.record.submitted_at,
                form: stored.record.form,
                version: Some(stored.record.version),
            })),
        }
    }

    async fn show_decoy(&self, decoy: Decoy, now: Timestamp) -> Result<Shown, StoreError> {
        let position = self.position(decoy.event.as_deref(), decoy.place, now).await?;
        Ok(Shown {
            form: decoy.form,
            version: None,
            event: decoy.event,
            status: decoy.status,
            position,
            offer_until: None,
            submitted_at: decoy.submitted_at,
            in_line: false,
            by_mail: true,
        })
    }

    /// How the seats of an event stand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn counters(&self, event: &str, now: Timestamp) -> Result<Counters, StoreError> {
        Ok(self.read(&keys::seats(event), now).await?.unwrap_or_default())
    }

    /// The same of several events, in their order and read at once; `None` where that is damaged, which is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn counters_of(
        &self,
        events: &[&str],
        now: Timestamp,
    ) -> Result<Vec<Option<Counters>>, StoreError> {
        let seats: Vec<Key> = events.iter().map(|event| keys::seats(event)).collect();
        let found = self.store.get_many(&seats, now).await?.into_iter();
        found
            .map(|item| match item {
                Some(item) => self.unless_unreadable(&item.key, parse(item.body)),
                None => Ok(Some(Counters::default())),
            })
            .collect()
    }

    /// Everything that is held about one record.
    ///
    /// # Errors
    /// When the store fails or an archived form is missing.
    pub async fn dossier(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<Dossier>, StoreError> {
        let Some(stored) = self.find(reference, now).await? else { return Ok(None) };
        self.dossier_of(stored, now).await.map(Some)
    }

    /// What is held about a record besides its answers, which stay as they come.
    pub(crate) async fn dossier_of(&self, stored: Stored, now: Timestamp) -> Result<Dossier, StoreError> {
        let reference = &stored.record.reference;
        // All of it lies together, and is read at once.
        let papers = self.store.query(&Range::prefix(keys::person(reference), ""), None, now).await?;
        let mut receipts: Vec<Receipt> = of_kind(&papers, "C#")?;
        receipts.sort_by_key(|receipt| receipt.number);
        let texts: Vec<Key> = receipts.iter().map(|receipt| keys::consent_text(&receipt.text_hash)).collect();
        let texts = self.store.get_many(&texts, now).await?;
        let mut proven = Vec::with_capacity(receipts.len());
        for (receipt, text) in receipts.into_iter().zip(texts) {
            proven.push((receipt, text.map(|text| parse(text.body)).transpose()?));
        }
        let mut letters: Vec<Logged> = of_kind(&papers, "M#")?;
        letters.sort_by_key(|letter| letter.at);
        let mut audit: Vec<Value> = of_kind(&papers, "A#")?;
        // Their keys have whole seconds.
        audit.sort_by_key(|entry| entry["at"].as_str().and_then(|at| at.parse::<Timestamp>().ok()));
        let check_in = match stored.record.event() {
            Some(event) => self.check_in_of(event, reference, now).await?,
            None => None,
        };
        Ok(Dossier { stored, receipts: proven, letters, audit, check_in })
    }

    /// A record with its sensitive answers closed, its form, and the letters about it; nothing for one that is damaged, which is
    /// noted.
    #[cfg(feature = "office")]
    pub(crate) async fn with_letters(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<(Stored, Arc<Definition>, Vec<Logged>)>, StoreError> {
        let key = keys::pointer(reference);
        let found = self.find_closed(reference, now).await;
        let Some((stored, form)) = self.unless_unreadable(&key, found)?.flatten() else { return Ok(None) };
        let letters = self.all::<Logged>(reference, "M#", now).await;
        let letters = self.unless_unreadable(&key, letters)?;
        Ok(letters.map(|letters| (stored, form, letters)))
    }

    /// The items of one kind about a record.
    #[cfg(feature = "office")]
    async fn all<T: serde::de::DeserializeOwned>(
        &self,
        reference: &Reference,
        prefix: &str,
        now: Timestamp,
    ) -> Result<Vec<T>, StoreError> {
        let items = self.store.query(&Range::prefix(keys::person(reference), prefix), None, now).await?;
        items.into_iter().map(|item| parse(item.body)).collect()
    }

    pub(crate) async fn pointer(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<Pointer>, StoreError> {
        self.read(&keys::pointer(reference), now).await
    }

    /// One item of a known shape.
    pub(crate) async fn read<T: serde::de::DeserializeOwned>(
        &self,
        key: &Key,
        now: Timestamp,
    ) -> Result<Option<T>, StoreError> {
        self.store.get(key, now).await?.map(|item| parse(item.body)).transpose()
    }

    async fn position(
        &self,
        event: Option<&str>,
        place: Option<Place>,
        now: Timestamp,
    ) -> Result<Option<u32>, StoreError> {
        match (event, place) {
            (Some(event), Some(place)) => {
                Ok(Some(self.store.count(&keys::before(event, place), now).await? + 1))
            }
            _ => Ok(None),
        }
    }

    /// Whether somebody's sensitive answers, as far as they may still be kept, can't be read although nobody destroyed their
    /// key.
    pub(crate) async fn lacks_key(&self, record: &Record, now: Timestamp) -> Result<bool, StoreError> {
        let body = serde_json::to_value(record).map_err(StoreError::while_doing("look at a record"))?;
        let (record, _) = self.pruned(body, now).await?;
        let at = keys::data_key(record.event(), &record.reference);
        Ok(self.vault.open(now, &at, &record).await?.is_lost)
    }

    async fn pruned(&self, body: Value, now: Timestamp) -> Result<(Record, Arc<Definition>), StoreError> {
        let mut record: Record = parse(body)?;
        let definition = self.archive.get(&self.store, &record.form, &record.version, now).await?;
        let ends = match record.event() {
            Some(event) => self.counters(event, now).await?.ends,
            None => None,
        };
        retention::prune(&mut record, &definition, ends, now);
        Ok((record, definition))
    }

    /// Opens the envelopes of one record.
    async fn unsealed(&self, stored: Stored, now: Timestamp) -> Result<Stored, StoreError> {
        let Stored { record, mut answers, position } = stored;
        let at = keys::data_key(record.event(), &record.reference);
        let opened = self.vault.open(now, &at, &record).await?;
        if opened.is_lost {
            self.note_without_key(&record.reference);
        }
        answers.extend(opened.answers);
        Ok(Stored { record, answers, position })
    }
}

/// The items of one kind among those about a record.
fn of_kind<T: serde::de::DeserializeOwned>(papers: &[Item], prefix: &str) -> Result<Vec<T>, StoreError> {
    let of_kind = papers.iter().filter(|item| item.key.sk.starts_with(prefix));
    of_kind.map(|item| parse(item.body.clone())).collect()
}

/// An error of serde would quote what stands there, so it is replaced by words of ours.
pub(super) fn parse<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, StoreError> {
    T::deserialize(&body).map_err(|_| StoreError::damage("read an item", why_unreadable(&body)))
}
