//! A person changes the answers. The address stays: it is what makes the registration theirs. `correction` is for those who
//! have just sent the form.

use std::collections::BTreeMap;

use forms::{Definition, Submission, When};
use jiff::Timestamp;
use serde_json::Value;

use super::change::Changed;
use super::correction::Correction;
use super::draw;
use super::record::Record;
use super::{Desk, address, due, keys, receipts, vault};
use crate::reference::Reference;
use crate::store::{Operation, StoreError, Txn};

/// New answers for one record, ready to be attempted.
pub(super) struct Edit<'a> {
    pub(super) desk: &'a Desk,
    pub(super) reference: &'a Reference,
    pub(super) submission: &'a Submission,
    pub(super) definition: &'a Definition,
    /// The language in which the form was read now; otherwise the one of the first time.
    pub(super) lang: Option<&'a str>,
    pub(super) ends: Option<Timestamp>,
    /// The number and the spelling of the address are corrected too, for whoever has just sent the form from the same page;
    /// with what the screen remembers of it.
    pub(super) contacts: Option<&'a Correction<'a>>,
}

impl Operation for Edit<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        if !record.status().is_active() {
            return Ok(Changed::TooLate(record.status()));
        }
        if let Some(Correction { draws, .. }) = self.contacts {
            let looked = draw::look(txn, draws).await?;
            if let Some(until) = looked.again {
                return Ok(Changed::NotBefore(until));
            }
            looked.draw(txn);
        }
        let answers = self.answers(&record);
        let parted = vault::part(self.definition, answers);
        let at = keys::data_key(record.event(), self.reference);
        record.sealed = self.desk.vault.close(txn.now(), &at, self.reference, &parted.sensitive).await?;
        record.answers = parted.open;
        record.version.clone_from(&self.definition.version);
        record.changed_at = Some(txn.now());
        self.desk.archive.put(txn, self.definition).await?;
        self.consents(txn, &record).await?;
        due::status(txn, &record, &self.definition.deadlines);
        due::retain(txn, &record, self.definition, self.ends);
        if let Some(Correction { marks, .. }) = self.contacts {
            self.correct(txn, &mut record);
            for (key, value, until) in marks {
                txn.overwrite_until(key.clone(), value, Some(*until));
            }
        }
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}

impl Edit<'_> {
    /// The new answers, and the address and the number by which the record is known.
    fn answers(&self, record: &Record) -> BTreeMap<String, Value> {
        let new = self.submission.answers().iter();
        let mut answers: BTreeMap<String, Value> = new
            .filter_map(|(name, answer)| Some((name.clone(), serde_json::to_value(answer).ok()?)))
            .collect();
        if self.contacts.is_some() {
            return answers;
        }
        for name in super::contact_fields(self.definition) {
            answers.remove(&name);
            if let Some(kept) = record.answers.get(&name) {
                answers.insert(name, kept.clone());
            }
        }
        answers
    }

    /// The spelling of the address and the number may be others now. The letter is written once more: not about a second
    /// registration, of which the owner of the address has read already.
    fn correct(&self, txn: &mut Txn<'_>, record: &mut Record) {
        let field = address::field(self.definition).map(|field| field.name.as_str());
        record.address_field = field.filter(|name| record.answers.contains_key(*name)).map(str::to_owned);
        if !record.is_second() {
            address::write(txn, record);
        }
    }

    /// A new yes gets its receipt, a yes that isn't there any more gets one too. What was proven stays proven.
    async fn consents(&self, txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
        let mut standing = receipts::standing(txn, self.reference).await?;
        let now: Vec<&str> =
            self.submission.consents().iter().map(|consent| consent.field.as_str()).collect();
        let over: Vec<String> =
            standing.given.keys().filter(|field| !now.contains(&field.as_str())).cloned().collect();
        for field in over {
            receipts::take_back(txn, record, &field, &mut standing);
        }
        let lang = self.lang.unwrap_or(&record.lang);
        let archive = &self.desk.archive;
        receipts::give(txn, archive, record, self.definition, self.submission, lang, &standing).await
    }
}

/// One yes is taken back, and the answers that needed it are deleted at once.
pub(super) struct Withdraw<'a> {
    pub(super) reference: &'a Reference,
    pub(super) field: &'a str,
    pub(super) definition: &'a Definition,
}

impl Operation for Withdraw<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let mut standing = receipts::standing(txn, self.reference).await?;
        let Some(given) = standing.given.get(self.field) else {
            return Ok(Changed::TooLate(record.status()));
        };
        let purpose = given.purpose.clone();
        receipts::take_back(txn, &record, self.field, &mut standing);
        // What a yes is asked for when it is filled rests on that yes, and so does what serves the same purpose.
        let asked_for: &[String] =
            match self.definition.field(self.field).and_then(|field| field.when.as_ref()) {
                Some(When::Filled(names)) => names,
                _ => &[],
            };
        let rests_on_it = |name: &str| {
            let same_purpose = self.definition.field(name).is_none_or(|field| field.purpose == purpose);
            same_purpose || name == self.field || asked_for.iter().any(|asked| asked == name)
        };
        record.answers.retain(|name, _| !rests_on_it(name));
        record.sealed.retain(|name, _| !rests_on_it(name));
        record.changed_at = Some(txn.now());
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}
