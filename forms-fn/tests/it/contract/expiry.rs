//! What has passed its time is not there, whether or not the store has removed it yet.

use forms_fn::{Change, Expected, Key, Range, Store};
use jiff::Timestamp;
use serde_json::json;

use super::{key, write};
use crate::site::time;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    no_read_finds_what_has_expired,
    an_expectation_takes_it_for_absent,
    a_limit_does_not_count_it,
    it_can_be_written_anew,
    purging_removes_only_what_has_expired,
);

const END: &str = "2027-01-10T12:00:00Z";

fn before() -> Timestamp {
    time("2027-01-10T11:59:59Z")
}

fn at() -> Timestamp {
    time(END)
}

fn until(text: &str) -> Change {
    Change::Put { body: json!("x"), expires: Some(time(text)) }
}

async fn put(store: &Store, sk: &str, change: Change) {
    store.commit(vec![write(key(sk), Expected::Anything, change)], before()).await.unwrap();
}

fn all() -> Range {
    Range::prefix("E#dinner", "")
}

async fn no_read_finds_what_has_expired(stage: Stage) {
    let store = &stage.store;
    put(store, "short", until(END)).await;
    let item = store.get(&key("short"), before()).await.unwrap().unwrap();
    assert_eq!(item.expires, Some(at()), "it is there to its last second");
    put(store, "long", until("2027-01-10T12:00:01Z")).await;
    for (now, count) in [(before(), 2), (at(), 1), (time("2027-01-10T12:00:01Z"), 0)] {
        let keys: [Key; 2] = ["short", "long"].map(key);
        let found = store.get_many(&keys, now).await.unwrap();
        assert_eq!(found.iter().flatten().count(), count, "{now}");
        assert_eq!(store.get(&key("short"), now).await.unwrap().is_some(), count == 2);
        assert_eq!(store.query(&all(), None, now).await.unwrap().len(), count);
        assert_eq!(store.count(&all(), now).await.unwrap() as usize, count);
        assert_eq!(store.scan(None, 10, now).await.unwrap().len(), count);
    }
}

async fn an_expectation_takes_it_for_absent(stage: Stage) {
    let store = &stage.store;
    put(store, "a", until(END)).await;
    let revision = store.get(&key("a"), before()).await.unwrap().unwrap().revision;
    let commit = |expected, change, now| {
        let writes = vec![write(key("a"), expected, change)];
        async move { store.commit(writes, now).await.is_ok() }
    };
    assert!(!commit(Expected::Absent, until(END), before()).await);
    assert!(!commit(Expected::Revision(revision), Change::Keep, at()).await);
    assert!(commit(Expected::Revision(revision), Change::Keep, before()).await);
    assert!(commit(Expected::Absent, Change::Keep, at()).await);
    assert!(commit(Expected::Absent, until("2027-01-11T12:00:00Z"), at()).await);
    assert!(!commit(Expected::Absent, Change::Delete, at()).await, "the new one is there");
}

async fn a_limit_does_not_count_it(stage: Stage) {
    let store = &stage.store;
    for i in 0..30 {
        let end = if i % 3 == 0 { "2027-02-01T00:00:00Z" } else { END };
        put(store, &format!("{i:02}"), until(end)).await;
    }
    let items = store.query(&all(), Some(7), at()).await.unwrap();
    assert_eq!(super::sks(&items), ["00", "03", "06", "09", "12", "15", "18"]);
    assert_eq!(store.scan(None, 10, at()).await.unwrap().len(), 10);
    assert_eq!(store.scan(None, 9, at()).await.unwrap().len(), 9);
}

async fn it_can_be_written_anew(stage: Stage) {
    let store = &stage.store;
    put(store, "a", until(END)).await;
    let forever = Change::Put { body: json!("new"), expires: None };
    store.commit(vec![write(key("a"), Expected::Absent, forever)], at()).await.unwrap();
    let item = store.get(&key("a"), time("2030-01-01T00:00:00Z")).await.unwrap().unwrap();
    assert_eq!((item.body, item.expires), (json!("new"), None));
}

async fn purging_removes_only_what_has_expired(stage: Stage) {
    let store = &stage.store;
    put(store, "short", until(END)).await;
    put(store, "long", until("2027-01-10T12:00:01Z")).await;
    put(store, "forever", Change::Put { body: json!("x"), expires: None }).await;
    store.purge(at()).await.unwrap();
    let left = store.query(&all(), None, at()).await.unwrap();
    assert_eq!(super::sks(&left), ["forever", "long"]);
}
