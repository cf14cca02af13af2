//! Proof of consent (GDPR, article 7 (1)): who agreed to which words, in which language, when. Receipts are only added,
//! never changed; taking a yes back is a receipt of its own.

use forms::{Definition, Submission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::keys;
use super::record::Record;
use crate::store::{StoreError, Txn};

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

/// Writes a receipt for every consent of the submission that the record doesn't have yet, and archives its words.
pub(crate) async fn give(
    txn: &mut Txn<'_>,
    record: &Record,
    definition: &Definition,
    submission: &Submission,
    had: &[String],
) -> Result<(), StoreError> {
    for consent in submission.consents().iter().filter(|consent| !had.contains(&consent.field)) {
        let Some(field) = definition.field(&consent.field) else { continue };
        let text = ConsentText { lang: record.lang.clone(), text: field.label.get(&record.lang).to_owned() };
        let text_hash = text.hash();
        let archive = keys::consent_text(&text_hash);
        if txn.peek::<ConsentText>(&archive).await?.is_none() {
            txn.put(archive, &text);
        }
        let receipt = Receipt {
            field: consent.field.clone(),
            purpose: consent.purpose.clone(),
            act: Act::Given,
            at: txn.now(),
            lang: record.lang.clone(),
            text_hash,
            version: definition.version.clone(),
        };
        txn.put(keys::receipt(&record.reference, &receipt.field, receipt.at), &receipt);
    }
    Ok(())
}

/// Writes that a yes was taken back.
pub(crate) fn take_back(txn: &mut Txn<'_>, record: &Record, given: &Receipt) {
    let receipt = Receipt { act: Act::Withdrawn, at: txn.now(), ..given.clone() };
    let at = keys::receipt(&record.reference, &format!("{}#withdrawn", receipt.field), receipt.at);
    txn.put(at, &receipt);
}
