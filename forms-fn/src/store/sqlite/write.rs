//! Writes a record with its nonce and its seat, inside the caller's transaction.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::{read, seats};
use crate::reference::Reference;
use crate::store::{NONCE_LIFETIME, Outcome, Registration, Status, StoreError, record};

/// Everything that one registration changes, or what the same nonce led to before.
pub(super) fn register(transaction: &Transaction<'_>, new: &Registration) -> Result<Outcome, StoreError> {
    forget_old_nonces(transaction, new.now)?;
    if let Some(outcome) = read::replay(transaction, &new.nonce, new.now)? {
        return Ok(outcome);
    }
    let status = match &new.event {
        Some(seats) => seats::take(transaction, seats)?,
        None => Some(Status::Received),
    };
    let Some(status) = status else { return Ok(Outcome::Full) };
    let reference = free_reference(transaction)?;
    insert_record(transaction, new, &reference, status)?;
    insert_nonce(transaction, new, &reference)?;
    let status = match (status, &new.event) {
        (Status::Waiting { position }, Some(seats)) => {
            Status::Waiting { position: read::place(transaction, &seats.event, position)? }
        }
        (status, _) => status,
    };
    Ok(Outcome::Stored { reference, status, replayed: false })
}

fn forget_old_nonces(transaction: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let limit = (now - NONCE_LIFETIME).as_second();
    transaction
        .execute("DELETE FROM nonces WHERE at <= ?1", [limit])
        .map(drop)
        .map_err(StoreError::while_doing("forget old nonces"))
}

/// Draws until the reference is new; with 2^50 of them the first one practically always is.
fn free_reference(transaction: &Transaction<'_>) -> Result<Reference, StoreError> {
    loop {
        let reference = Reference::random().map_err(StoreError::while_doing("draw a reference"))?;
        if read::find(transaction, &reference)?.is_none() {
            return Ok(reference);
        }
    }
}

fn insert_record(
    transaction: &Transaction<'_>,
    new: &Registration,
    reference: &Reference,
    status: Status,
) -> Result<(), StoreError> {
    let submission = &new.submission;
    let position = match status {
        Status::Waiting { position } => Some(position),
        Status::Confirmed | Status::Received => None,
    };
    // An error of serde_json would quote the answer, so it is replaced by words of ours.
    let consents = serde_json::to_string(submission.consents())
        .map_err(|_| StoreError::new("write the consents", "they don't fit into JSON"))?;
    transaction
        .execute(
            "INSERT INTO records (reference, form, definition_version, event, lang, status, position,
                                  submitted_at, answers, consents)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                reference.plain(),
                submission.form(),
                submission.version(),
                new.event.as_ref().map(|seats| &seats.event),
                new.lang,
                status.as_str(),
                position,
                new.now.to_string(),
                record::answers(submission).to_string(),
                consents,
            ],
        )
        .map(drop)
        .map_err(StoreError::while_doing("write a record"))
}

fn insert_nonce(tx: &Transaction<'_>, new: &Registration, reference: &Reference) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO nonces (nonce, reference, at) VALUES (?1, ?2, ?3)",
        params![new.nonce.key(), reference.plain(), new.now.as_second()],
    )
    .map(drop)
    .map_err(StoreError::while_doing("write a nonce"))
}
