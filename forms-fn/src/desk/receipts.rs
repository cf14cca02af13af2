//! Proof of consent (GDPR, article 7 (1)): who agreed to which words, in which language, when. Receipts are only added,
//! never changed; taking a yes back is a receipt of its own.

use std::collections::BTreeMap;

use forms::{Definition, Field, Submission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::keys;
use super::record::Record;
use crate::reference::Reference;
use crate::store::{Range, StoreError, Txn};

/// One yes, or one yes taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The field that was ticked.
    pub field: String,
    /// What for.
    pub purpose: String,
    /// Given or taken back.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// The language in which the words were read.
    pub lang: String,
    /// SHA-256 of the words, in hex; the words are archived under it.
    pub text_hash: String,
    /// The version of the form.
    pub version: String,
    /// Which of the record's receipts it is. It tells what came last, also within a second and when a clock was set back.
    #[serde(default)]
    pub number: u32,
}

/// What a receipt proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The person said yes.
    Given,
    /// The person took the yes back.
    Withdrawn,
}

/// The words of a consent as they were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    /// In this language.
    pub lang: String,
    /// Exactly these words.
    pub text: String,
}

impl ConsentText {
    /// The words of a field as a reader of a language sees them.
    pub(crate) fn of(field: &Field, lang: &str) -> Self {
        Self { lang: lang.to_owned(), text: field.label.get(lang).to_owned() }
    }

    /// The name under which they are archived: SHA-256 of `lang NUL text`, in hex.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut sha = Sha256::new();
        sha.update(self.lang.as_bytes());
        sha.update([0]);
        sha.update(self.text.as_bytes());
        sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What stands and what was written before.
#[derive(Debug, Default)]
pub(crate) struct Receipts {
    /// The consents that stand, by field: the last receipt of each is one that was given.
    pub(crate) given: BTreeMap<String, Receipt>,
    /// The number of the next receipt.
    pub(crate) next: u32,
}

/// What stands of a record, by its receipts.
pub(crate) async fn standing(txn: &Txn<'_>, reference: &Reference) -> Result<Receipts, StoreError> {
    let items = txn.query(&Range::prefix(keys::person(reference), "C#"), None).await?;
    Ok(standing_of(items.into_iter().filter_map(|item| serde_json::from_value(item.body).ok()).collect()))
}

/// What stands by all receipts of a record, in the order of their keys.
pub(crate) fn standing_of(mut receipts: Vec<Receipt>) -> Receipts {
    receipts.sort_by_key(|receipt| receipt.number);
    let next = receipts.last().map_or(0, |last| last.number + 1);
    let mut given = BTreeMap::new();
    for receipt in receipts {
        match receipt.act {
            Act::Given => drop(given.insert(receipt.field.clone(), receipt)),
            Act::Withdrawn => drop(given.remove(&receipt.field)),
        }
    }
    Receipts { given, next }
}

/// Writes a receipt for every consent of the submission that doesn't stand yet, and archives its words in the language in which
/// they were read.
pub(crate) async fn give(
    txn: &mut Txn<'_>,
    archive: &Archive,
    record: &Record,
    definition: &Definition,
    submission: &Submission,
    lang: &str,
    standing: &Receipts,
) -> Result<(), StoreError> {
    let is_new = |field: &String| !standing.given.contains_key(field);
    for (consent, number) in submission.consents().iter().filter(|c| is_new(&c.field)).zip(standing.next..) {
        let Some(field) = definition.field(&consent.field) else { continue };
        let text_hash = archive.put_text(txn, &ConsentText::of(field, lang)).await?;
        let receipt = Receipt {
            field: consent.field.clone(),
            purpose: consent.purpose.clone(),
            act: Act::Given,
            at: txn.now(),
            lang: lang.to_owned(),
            text_hash,
            version: definition.version.clone(),
            number,
        };
        txn.put(keys::receipt(&record.reference, &receipt), &receipt);
    }
    Ok(())
}

/// The hashes of the words to which a submission says yes.
pub(crate) fn texts(definition: &Definition, submission: &Submission, lang: &str) -> Vec<String> {
    let fields = submission.consents().iter().filter_map(|consent| definition.field(&consent.field));
    fields.map(|field| ConsentText::of(field, lang).hash()).collect()
}

/// Writes that a yes was taken back.
pub(crate) fn take_back(txn: &mut Txn<'_>, record: &Record, field: &str, standing: &mut Receipts) {
    let Some(given) = standing.given.remove(field) else { return };
    let receipt = Receipt { act: Act::Withdrawn, at: txn.now(), number: standing.next, ..given };
    standing.next += 1;
    txn.put(keys::receipt(&record.reference, &receipt), &receipt);
}
