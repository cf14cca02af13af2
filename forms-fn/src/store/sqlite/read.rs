//! Reads items. What has passed its time is not there.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::store::{Item, Key, Range, StoreError};

/// SQLite's own word for "all of them".
const NO_LIMIT: i64 = -1;

pub(super) fn get_many(
    c: &mut Connection,
    keys: &[Key],
    now: Timestamp,
) -> Result<Vec<Option<Item>>, StoreError> {
    let mut read = || -> rusqlite::Result<Vec<Option<Item>>> {
        // One transaction, so that all items are of the same moment.
        let snapshot = c.transaction()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT pk, sk, revision, body, expires FROM items
             WHERE pk = ?1 AND sk = ?2 AND (expires IS NULL OR expires > ?3)",
        )?;
        let mut one =
            |key: &Key| statement.query_row(params![key.pk, key.sk, now.as_second()], item).optional();
        keys.iter().map(&mut one).collect()
    };
    read().map_err(|error| match error {
        rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
            StoreError::damage("read items", error)
        }
        error => StoreError::new("read items", error),
    })
}

pub(super) fn query(
    c: &mut Connection,
    range: &Range,
    limit: Option<usize>,
    now: Timestamp,
) -> Result<Vec<Item>, StoreError> {
    let limit = limit.map_or(NO_LIMIT, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    let read = || -> rusqlite::Result<Vec<Item>> {
        c.prepare_cached(
            "SELECT pk, sk, revision, body, expires FROM items
             WHERE pk = ?1 AND sk >= ?2 AND sk < ?3 AND (expires IS NULL OR expires > ?4)
             ORDER BY sk LIMIT ?5",
        )?
        .query_map(params![range.pk, range.from, range.to, now.as_second(), limit], any_item)?
        .collect()
    };
    read().map_err(StoreError::while_doing("read a range"))
}

pub(super) fn count(c: &mut Connection, range: &Range, now: Timestamp) -> Result<u32, StoreError> {
    let read = || -> rusqlite::Result<u32> {
        c.prepare_cached(
            "SELECT count(*) FROM items
             WHERE pk = ?1 AND sk >= ?2 AND sk < ?3 AND (expires IS NULL OR expires > ?4)",
        )?
        .query_row(params![range.pk, range.from, range.to, now.as_second()], |row| row.get(0))
    };
    read().map_err(StoreError::while_doing("count a range"))
}

pub(super) fn scan(
    c: &mut Connection,
    after: Option<&Key>,
    limit: usize,
    now: Timestamp,
) -> Result<Vec<Item>, StoreError> {
    let (pk, sk) = after.map_or(("", ""), |key| (key.pk.as_str(), key.sk.as_str()));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let read = || -> rusqlite::Result<Vec<Item>> {
        c.prepare_cached(
            "SELECT pk, sk, revision, body, expires FROM items
             WHERE (pk, sk) > (?1, ?2) AND (expires IS NULL OR expires > ?3)
             ORDER BY pk, sk LIMIT ?4",
        )?
        .query_map(params![pk, sk, now.as_second(), limit], any_item)?
        .collect()
    };
    read().map_err(StoreError::while_doing("read all items"))
}

/// Among many: a body that is damaged is nothing, so that the others are read. Who wants it says that it isn't what we write.
fn any_item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let body = row.get::<_, String>(3).ok().and_then(|body| serde_json::from_str(&body).ok());
    with_body(row, body.unwrap_or(Value::Null))
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let body: String = row.get(3)?;
    with_body(row, serde_json::from_str(&body).map_err(|_| unreadable(3))?)
}

fn with_body(row: &Row<'_>, body: Value) -> rusqlite::Result<Item> {
    let expires: Option<i64> = row.get(4)?;
    Ok(Item {
        key: Key::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?),
        revision: row.get(2)?,
        body,
        expires: expires.map(Timestamp::from_second).transpose().map_err(|_| unreadable(4))?,
    })
}

/// Says which column, and nothing of what stands in it: an error of serde_json would quote the answer.
fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "not what we write".into())
}
