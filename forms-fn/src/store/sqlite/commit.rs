//! Writes items: everything or nothing.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::open::BUSY;
use crate::store::{Change, CommitError, Expected, StoreError, Write};

pub(super) fn commit(c: &mut Connection, writes: &[Write], now: Timestamp) -> Result<(), CommitError> {
    // IMMEDIATE takes the write lock first: nobody can write between our look and our write.
    let transaction = c
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(StoreError::while_doing("begin"))?;
    for write in writes {
        if !is_met(&transaction, write, now).map_err(StoreError::while_doing("look before a write"))? {
            return Err(CommitError::Conflict);
        }
    }
    for write in writes {
        apply(&transaction, write)?;
    }
    transaction.commit().map_err(StoreError::while_doing("commit"))?;
    Ok(())
}

fn is_met(transaction: &Transaction<'_>, write: &Write, now: Timestamp) -> rusqlite::Result<bool> {
    let wanted = match write.expected {
        Expected::Anything => return Ok(true),
        Expected::Absent => None,
        Expected::Revision(revision) => Some(revision),
    };
    let found: Option<i64> = transaction
        .prepare_cached(
            "SELECT revision FROM items WHERE pk = ?1 AND sk = ?2 AND (expires IS NULL OR expires > ?3)",
        )?
        .query_row(params![write.key.pk, write.key.sk, now.as_second()], |row| row.get(0))
        .optional()?;
    Ok(found == wanted)
}

fn apply(transaction: &Transaction<'_>, write: &Write) -> Result<(), StoreError> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        transaction.prepare_cached(sql)?.execute(values).map(drop)
    };
    let key = &write.key;
    let done = match &write.change {
        Change::Keep => Ok(()),
        Change::Delete => run("DELETE FROM items WHERE pk = ?1 AND sk = ?2", &[&key.pk, &key.sk]),
        Change::Put { body, expires } => run(
            "INSERT OR REPLACE INTO items (pk, sk, revision, body, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                &key.pk,
                &key.sk,
                &super::super::item::revision()?,
                &body.to_string(),
                &expires.map(Timestamp::as_second),
            ],
        ),
    };
    done.map_err(StoreError::while_doing("write an item"))
}

/// Removes what has passed its time.
pub(super) fn purge(c: &mut Connection, now: Timestamp) -> Result<(), StoreError> {
    let removed = c.execute("DELETE FROM items WHERE expires <= ?1", [now.as_second()]);
    removed.map_err(StoreError::while_doing("purge"))?;
    Ok(())
}

/// `secure_delete` has overwritten the pages in memory; this brings them into the file and empties the log. Returns whether
/// nobody held it back. SQLite itself would wait for readers with the lock of writers in its hand, so it isn't told to.
pub(super) fn wipe(c: &mut Connection) -> Result<bool, StoreError> {
    let wipe = || -> rusqlite::Result<bool> {
        c.busy_timeout(Duration::ZERO)?;
        let busy = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        c.busy_timeout(BUSY)?;
        busy.map(|busy| busy == 0)
    };
    wipe().map_err(StoreError::while_doing("purge"))
}
