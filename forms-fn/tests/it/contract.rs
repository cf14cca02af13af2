//! What every store promises, and what the desk promises on every store. One suite, run on each.

mod commits;
mod desk;
mod expiry;
mod reads;

use forms_fn::{Change, CommitError, Expected, Item, Key, Store, Write};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::site::time;

fn now() -> Timestamp {
    time("2027-01-10T12:00:00Z")
}

fn key(sk: &str) -> Key {
    Key::new("E#dinner", sk)
}

fn write(key: Key, expected: Expected, change: Change) -> Write {
    Write { key, expected, change }
}

/// Writes an item whatever stands there.
fn put(key: Key, body: Value) -> Write {
    write(key, Expected::Anything, Change::Put { body, expires: None })
}

async fn fill(store: &Store, sks: &[&str]) {
    let writes = sks.iter().map(|sk| put(key(sk), json!({ "is": sk }))).collect();
    store.commit(writes, now()).await.unwrap();
}

async fn get(store: &Store, key: &Key) -> Option<Item> {
    store.get(key, now()).await.unwrap()
}

async fn revision(store: &Store, key: &Key) -> i64 {
    get(store, key).await.unwrap().revision
}

async fn assert_conflict(store: &Store, writes: Vec<Write>) {
    let result = store.commit(writes, now()).await;
    assert!(matches!(result, Err(CommitError::Conflict)), "{result:?}");
}

fn sks(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.key.sk.as_str()).collect()
}
