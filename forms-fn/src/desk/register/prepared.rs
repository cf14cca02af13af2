//! What of a registration doesn't hang on how its event stands: done once, before the attempts. Between reading the counters
//! and the commit every reading would be time in which somebody else changes them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::Registration;
use crate::desk::{Desk, address, keys, receipts, vault};
use crate::reference::Reference;
use crate::store::StoreError;

/// The reference, the sealed answers, and a first look at what is there already.
#[derive(Debug)]
pub(in crate::desk) struct Prepared {
    /// With 2^50 of them it is practically always new; if it isn't, no commit goes through, and the next sending draws another.
    pub(super) reference: Reference,
    /// What may be read without the event's key.
    pub(super) answers: BTreeMap<String, Value>,
    pub(super) sealed: BTreeMap<String, String>,
    /// The registration that the address had when this was looked up: a guess at what to read in one go.
    pub(super) known: Option<Reference>,
}

impl Prepared {
    /// Draws the reference, seals the answers, and looks in one reading for the address and for what the archive has.
    ///
    /// # Errors
    /// When the store fails, or the operating system has no randomness.
    pub(in crate::desk) async fn new(
        desk: &Desk,
        new: &Registration<'_>,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let reference = Reference::random().map_err(StoreError::while_doing("draw a reference"))?;
        let answers = new.submission.answers().iter();
        let answers = answers.map(|(name, answer)| (name.clone(), value(answer))).collect();
        let parted = vault::part(new.definition, answers);
        let key = keys::data_key(new.terms.map(|terms| terms.event.as_str()), &reference);
        let sealed = desk.vault.close(now, &key, &reference, &parted.sensitive).await?;
        let known = look(desk, new, now).await?;
        Ok(Self { reference, answers: parted.open, sealed, known })
    }
}

/// Who has the address; and what the archive has and this process hasn't seen there yet.
async fn look(desk: &Desk, new: &Registration<'_>, now: Timestamp) -> Result<Option<Reference>, StoreError> {
    let texts = receipts::texts(new.definition, new.submission, new.lang);
    let unseen = desk.archive.unseen(new.definition, texts);
    let mut wanted = unseen.keys();
    let contact = contact(desk, new);
    wanted.extend(contact.clone());
    let found = desk.store.get_many(&wanted, now).await?;
    desk.archive.remember(&unseen, &found);
    let known = contact.and_then(|_| found.last()?.as_ref());
    // What is damaged there is told by the attempt, which reads it again.
    Ok(known.and_then(|item| serde_json::from_value(item.body.clone()).ok()))
}

fn contact(desk: &Desk, new: &Registration<'_>) -> Option<crate::store::Key> {
    let field = address::filled(new.definition, new.submission)?;
    let text = new.submission.answer(field)?.as_text()?;
    Some(address::contact(desk, &new.terms?.event, text).0)
}

/// An answer as plain JSON: text, number, list of texts or `true`.
fn value(answer: &forms::Answer) -> Value {
    serde_json::to_value(answer).expect("texts, lists of texts, numbers and `true` are JSON")
}
