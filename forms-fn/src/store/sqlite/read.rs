//! Reads records back.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::nonce::Nonce;
use crate::reference::Reference;
use crate::store::{NONCE_LIFETIME, Outcome, Status, StoreError, Stored};

/// The columns that [`stored`] reads. The last one is the place in the queue: how many wait at or before this one.
const COLUMNS: &str =
    "reference, form, definition_version, event, lang, status, submitted_at, answers, consents,
    (SELECT count(*) FROM records AS ahead
     WHERE ahead.event = records.event AND ahead.status = 'waiting' AND ahead.position <= records.position)";

/// What the nonce led to, unless that is longer ago than nonces are remembered.
pub(super) fn replay(c: &Connection, nonce: &Nonce, now: Timestamp) -> Result<Option<Outcome>, StoreError> {
    let limit = (now - NONCE_LIFETIME).as_second();
    let sql = format!(
        "SELECT {COLUMNS} FROM records
         WHERE reference = (SELECT reference FROM nonces WHERE nonce = ?1 AND at > ?2)"
    );
    let found = c
        .query_row(&sql, params![nonce.key(), limit], stored)
        .optional()
        .map_err(StoreError::while_doing("look up a nonce"))?;
    Ok(found.map(|stored| Outcome::Stored {
        reference: stored.reference,
        status: stored.status,
        replayed: true,
    }))
}

pub(super) fn find(connection: &Connection, reference: &Reference) -> Result<Option<Stored>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM records WHERE reference = ?1");
    connection
        .query_row(&sql, [reference.plain()], stored)
        .optional()
        .map_err(StoreError::while_doing("find a record"))
}

pub(super) fn list(c: &Connection, form: &str, event: Option<&str>) -> Result<Vec<Stored>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM records WHERE form = ?1 AND (?2 IS NULL OR event = ?2) ORDER BY rowid"
    );
    let read = || -> rusqlite::Result<Vec<Stored>> {
        c.prepare(&sql)?.query_map(params![form, event], stored)?.collect()
    };
    read().map_err(StoreError::while_doing("list records"))
}

/// The place in the queue of the one who holds `position`: gaps don't count.
pub(super) fn place(connection: &Connection, event: &str, position: u32) -> Result<u32, StoreError> {
    connection
        .query_row(
            "SELECT count(*) FROM records WHERE event = ?1 AND status = 'waiting' AND position <= ?2",
            params![event, position],
            |row| row.get(0),
        )
        .map_err(StoreError::while_doing("read the waiting list"))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let reference: String = row.get(0)?;
    let status: String = row.get(5)?;
    let status = match status.as_str() {
        "confirmed" => Status::Confirmed,
        "waiting" => Status::Waiting { position: row.get(9)? },
        _ => Status::Received,
    };
    Ok(Stored {
        reference: Reference::parse(&reference).ok_or_else(|| unreadable(0))?,
        form: row.get(1)?,
        definition_version: row.get(2)?,
        event: row.get(3)?,
        lang: row.get(4)?,
        status,
        submitted_at: row.get(6)?,
        answers: json(row, 7)?,
        consents: json(row, 8)?,
    })
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column))
}

/// Says which column, and nothing of what stands in it: an error of serde_json would quote the answer.
fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "not what we write".into())
}
