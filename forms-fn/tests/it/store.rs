//! What every store promises, asked of each of them: SQLite, DynamoDB, and a second opinion on DynamoDB.

mod dynamodb;

use forms_fn::{Change, CommitError, DynamoStore, Expected, Item, Key, Range, Store, Write};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::emulator::{Emulator, table_name};
use crate::site::time;

/// A store that nobody else uses; the folder is SQLite's.
pub(crate) struct Own {
    pub(crate) store: Store,
    _folder: Option<TempDir>,
}

pub(crate) fn sqlite() -> Own {
    let folder = tempfile::tempdir().unwrap();
    Own { store: Store::open(folder.path()).unwrap(), _folder: Some(folder) }
}

pub(crate) async fn dynamodb(emulator: Emulator) -> Own {
    let store = DynamoStore::new(&emulator.aws(), table_name());
    store.create_table().await.unwrap();
    Own { store: Store::DynamoDb(store), _folder: None }
}

/// Each of the promises is a test of its own on SQLite and on DynamoDB. The second opinion starts
/// slowly, so there they are one test.
macro_rules! on_every_store {
    ($($promise:ident),* $(,)?) => {
        mod sqlite_store {
            $(#[tokio::test] async fn $promise() { super::$promise(&super::sqlite().store).await; })*
        }
        mod dynamodb_store {
            use crate::emulator::Emulator::Dynoxide;
            $(#[tokio::test] async fn $promise() { super::$promise(&super::dynamodb(Dynoxide).await.store).await; })*
        }
        #[tokio::test]
        async fn a_second_opinion_on_dynamodb_agrees() {
            $($promise(&dynamodb(Emulator::Ministack).await.store).await;)*
        }
    };
}

on_every_store!(
    what_was_committed_is_read,
    many_items_are_read_in_the_order_of_their_keys,
    a_commit_happens_whole_or_not_at_all,
    an_expectation_that_is_not_met_is_a_conflict,
    what_has_passed_its_time_is_not_there,
    a_range_holds_its_first_and_not_its_last,
    a_range_of_megabytes_is_read_to_its_end,
    a_scan_finds_everything_once,
    of_those_who_want_the_last_seat_one_gets_it,
    texts_come_back_as_they_went,
);

fn now() -> Timestamp {
    time("2027-01-10T12:00:00Z")
}

fn put(pk: &str, sk: &str, body: Value) -> Write {
    let change = Change::Put { body, expires: None };
    Write { key: Key::new(pk, sk), expected: Expected::Anything, change }
}

fn until(pk: &str, sk: &str, expires: Timestamp) -> Write {
    let change = Change::Put { body: json!(sk), expires: Some(expires) };
    Write { key: Key::new(pk, sk), expected: Expected::Anything, change }
}

fn expecting(expected: Expected, write: Write) -> Write {
    Write { expected, ..write }
}

fn without_change(expected: Expected, key: Key) -> Write {
    Write { key, expected, change: Change::Keep }
}

async fn get(store: &Store, pk: &str, sk: &str) -> Option<Item> {
    store.get(&Key::new(pk, sk), now()).await.unwrap()
}

async fn commit(store: &Store, writes: impl IntoIterator<Item = Write>) {
    store.commit(writes.into_iter().collect(), now()).await.unwrap();
}

/// Commits what must not go through, and sees that nothing of it did.
async fn refused(store: &Store, write: Write) {
    let canary = put("refused", "canary", json!(1));
    let result = store.commit(vec![canary, write.clone()], now()).await;
    assert!(matches!(result, Err(CommitError::Conflict)), "{write:?}: {result:?}");
    assert_eq!(get(store, "refused", "canary").await, None, "{write:?}");
}

async fn keys(store: &Store, range: Range, limit: Option<usize>) -> Vec<String> {
    store.query(&range, limit, now()).await.unwrap().into_iter().map(|item| item.key.sk).collect()
}

async fn what_was_committed_is_read(store: &Store) {
    assert_eq!(get(store, "E#ten", "SEATS").await, None);
    let expires = now() + SignedDuration::from_hours(48);
    let body = json!({ "taken": 1, "list": [true, null, "x"], "empty": "" });
    commit(store, [put("E#ten", "SEATS", body.clone()), until("N#1", "-", expires)]).await;
    let seats = get(store, "E#ten", "SEATS").await.unwrap();
    assert_eq!((seats.body, seats.expires), (body, None));
    assert_eq!(get(store, "N#1", "-").await.unwrap().expires, Some(expires));

    commit(store, [put("E#ten", "SEATS", json!(2))]).await;
    let again = get(store, "E#ten", "SEATS").await.unwrap();
    assert_eq!(again.body, 2);
    assert_ne!(again.revision, seats.revision, "every write changes the revision");
    let delete = Write { change: Change::Delete, ..put("E#ten", "SEATS", json!(0)) };
    commit(store, [delete.clone()]).await;
    assert_eq!(get(store, "E#ten", "SEATS").await, None);
    commit(store, [delete]).await;
}

async fn many_items_are_read_in_the_order_of_their_keys(store: &Store) {
    let name = |i: usize| Key::new(format!("P#{i}"), "-");
    for batch in (0..250).collect::<Vec<_>>().chunks(100) {
        commit(store, batch.iter().map(|i| put(&format!("P#{i}"), "-", json!(i)))).await;
    }
    let wanted: Vec<Key> = (0..260).rev().chain([3, 3]).map(name).collect();
    let found = store.get_many(&wanted, now()).await.unwrap();
    let bodies: Vec<Option<u64>> = found.iter().map(|item| item.as_ref()?.body.as_u64()).collect();
    let expected = (0..260).rev().chain([3, 3]).map(|i| (i < 250).then_some(i as u64));
    assert_eq!(bodies, expected.collect::<Vec<_>>());
    assert_eq!(store.get_many(&[], now()).await.unwrap(), []);
}

async fn a_commit_happens_whole_or_not_at_all(store: &Store) {
    commit(store, [put("a", "1", json!("old"))]).await;
    let absent = expecting(Expected::Absent, put("a", "1", json!("new")));
    let mut writes: Vec<Write> = (0..99).map(|i| put("b", &format!("{i:02}"), json!(i))).collect();
    writes.push(absent);
    assert!(matches!(store.commit(writes.clone(), now()).await, Err(CommitError::Conflict)));
    assert_eq!(store.count(&Range::prefix("b", ""), now()).await.unwrap(), 0);
    assert_eq!(get(store, "a", "1").await.unwrap().body, "old");
    writes.pop();
    commit(store, writes).await;
    assert_eq!(store.count(&Range::prefix("b", ""), now()).await.unwrap(), 99);
    commit(store, []).await;
}

async fn an_expectation_that_is_not_met_is_a_conflict(store: &Store) {
    commit(store, [put("a", "1", json!(1))]).await;
    let first = get(store, "a", "1").await.unwrap();
    let (known, unknown) = (Expected::Revision(first.revision), Expected::Revision(first.revision ^ 1));
    let delete = Write { change: Change::Delete, ..put("a", "1", json!(0)) };
    for expected in [Expected::Absent, unknown] {
        refused(store, expecting(expected, put("a", "1", json!(2)))).await;
        refused(store, expecting(expected, delete.clone())).await;
        refused(store, without_change(expected, Key::new("a", "1"))).await;
    }
    refused(store, expecting(known, put("a", "2", json!(2)))).await;
    refused(store, without_change(known, Key::new("a", "2"))).await;
    assert_eq!(get(store, "a", "1").await.unwrap(), first, "it was left alone");

    let checks =
        [without_change(known, Key::new("a", "1")), without_change(Expected::Absent, Key::new("a", "2"))];
    commit(store, checks.into_iter().chain([put("a", "3", json!(3))])).await;
    assert_eq!(get(store, "a", "1").await.unwrap().revision, first.revision, "a check writes nothing");
    commit(store, [without_change(Expected::Anything, Key::new("a", "4"))]).await;
    commit(
        store,
        [expecting(known, put("a", "1", json!(2))), expecting(Expected::Absent, put("a", "2", json!(2)))],
    )
    .await;
    refused(store, expecting(known, delete)).await;
}

async fn what_has_passed_its_time_is_not_there(store: &Store) {
    let second = SignedDuration::from_secs(1);
    let writes = [until("n", "1", now() - second), until("n", "2", now()), until("n", "3", now() + second)];
    commit(store, writes.into_iter().chain([put("n", "4", json!("4"))])).await;
    assert_eq!(keys(store, Range::prefix("n", ""), None).await, ["3", "4"]);
    assert_eq!(keys(store, Range::prefix("n", ""), Some(1)).await, ["3"], "what is gone doesn't count");
    assert_eq!(store.count(&Range::prefix("n", ""), now()).await.unwrap(), 2);
    assert_eq!(store.scan(None, 10, now()).await.unwrap().len(), 2);
    for sk in ["1", "2"] {
        assert_eq!(get(store, "n", sk).await, None);
        // Anybody who knew its revision would take it for what it was before.
        let revision =
            store.get(&Key::new("n", sk), now() - second - second).await.unwrap().unwrap().revision;
        refused(store, expecting(Expected::Revision(revision), put("n", sk, json!("late")))).await;
        commit(store, [without_change(Expected::Absent, Key::new("n", sk))]).await;
    }
    let many = [Key::new("n", "1"), Key::new("n", "3")];
    assert_eq!(store.get_many(&many, now()).await.unwrap()[0], None);
    commit(store, [expecting(Expected::Absent, put("n", "1", json!("new")))]).await;
    assert_eq!(get(store, "n", "1").await.unwrap().expires, None, "nothing of the old one is left");
    store.purge(now()).await.unwrap();
    assert_eq!(keys(store, Range::prefix("n", ""), None).await, ["1", "3", "4"]);
}

async fn a_range_holds_its_first_and_not_its_last(store: &Store) {
    let names = ["R#1", "R#2", "R", "W#0#1", "W#1#10", "W#1#9", "W#1", "W", "Z"];
    commit(store, names.map(|sk| put("E#a", sk, json!(sk)))).await;
    commit(store, [put("E#b", "W#0#0", json!(0)), put("E", "W#0#0", json!(0))]).await;
    let all = keys(store, Range::prefix("E#a", ""), None).await;
    assert_eq!(all, ["R", "R#1", "R#2", "W", "W#0#1", "W#1", "W#1#10", "W#1#9", "Z"], "sorted by bytes");
    assert_eq!(keys(store, Range::prefix("E#a", "W#"), None).await, ["W#0#1", "W#1", "W#1#10", "W#1#9"]);
    assert_eq!(keys(store, Range::prefix("E#a", "W#"), Some(2)).await, ["W#0#1", "W#1"]);
    let between = |from, to| Range::between("E#a", from, to);
    assert_eq!(keys(store, between("R#1", "R#2"), None).await, ["R#1"]);
    assert_eq!(keys(store, between("R#2", "W"), None).await, ["R#2"]);
    for empty in [between("R#2", "R#2"), between("W", "R"), between("", ""), between("x", "y")] {
        assert_eq!(keys(store, empty.clone(), None).await, [""; 0], "{empty:?}");
        assert_eq!(store.count(&empty, now()).await.unwrap(), 0, "{empty:?}");
    }
    assert_eq!(store.count(&between("R#1", "R#2"), now()).await.unwrap(), 1);
    assert_eq!(store.count(&Range::prefix("E#a", "W#"), now()).await.unwrap(), 4);
    assert_eq!(keys(store, Range::prefix("E#a", "W#"), Some(0)).await, [""; 0]);
}

async fn a_range_of_megabytes_is_read_to_its_end(store: &Store) {
    let long = "å".repeat(100_000);
    for i in 0..16 {
        commit(store, [put("long", &format!("{i:02}"), json!(long))]).await;
    }
    let range = Range::prefix("long", "");
    let items = store.query(&range, None, now()).await.unwrap();
    assert_eq!(items.len(), 16);
    assert!(items.iter().all(|item| item.body == long));
    assert_eq!(store.count(&range, now()).await.unwrap(), 16);
    let wanted: Vec<Key> = items.into_iter().map(|item| item.key).collect();
    assert!(store.get_many(&wanted, now()).await.unwrap().iter().all(Option::is_some));
}

async fn a_scan_finds_everything_once(store: &Store) {
    let names: Vec<Key> = (0..57).map(|i| Key::new(format!("P#{}", i % 9), format!("{i:02}"))).collect();
    commit(store, names.iter().map(|key| put(&key.pk, &key.sk, json!(0)))).await;
    let mut found: Vec<Key> = Vec::new();
    loop {
        let items = store.scan(found.last(), 10, now()).await.unwrap();
        found.extend(items.iter().map(|item| item.key.clone()));
        if items.len() < 10 {
            break;
        }
    }
    found.sort();
    let mut names = names;
    names.sort();
    assert_eq!(found, names);
}

async fn of_those_who_want_the_last_seat_one_gets_it(store: &Store) {
    commit(store, [put("E#race", "SEATS", json!(0))]).await;
    let guests: Vec<_> = (0..20).map(|guest| tokio::spawn(take_seat(store.clone(), guest))).collect();
    let mut seated = 0;
    for guest in guests {
        seated += u32::from(guest.await.unwrap());
    }
    assert_eq!(seated, 5);
    assert_eq!(get(store, "E#race", "SEATS").await.unwrap().body, 5);
    assert_eq!(store.count(&Range::prefix("E#race", "R#"), now()).await.unwrap(), 5);
}

/// Tries until the five seats are gone.
async fn take_seat(store: Store, guest: u32) -> bool {
    loop {
        let seats = get(&store, "E#race", "SEATS").await.unwrap();
        let taken = seats.body.as_u64().unwrap();
        if taken == 5 {
            return false;
        }
        let next = put("E#race", "SEATS", json!(taken + 1));
        let record = put("E#race", &format!("R#{guest}"), json!(guest));
        let writes =
            vec![expecting(Expected::Revision(seats.revision), next), expecting(Expected::Absent, record)];
        match store.commit(writes, now()).await {
            Ok(()) => return true,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Failed(error)) => panic!("{error}"),
        }
    }
}

async fn texts_come_back_as_they_went(store: &Store) {
    for text in [
        "",
        " ",
        "\u{0}",
        "æøå",
        "عائشة",
        "ሰላም",
        "👩‍👩‍👧",
        "\"\\\n\r\t",
        "\u{2028}",
        "'; DROP TABLE items; --",
        "{\"S\":\"x\"}",
    ] {
        commit(store, [put("text", "-", json!({ text: [text] }))]).await;
        assert_eq!(get(store, "text", "-").await.unwrap().body, json!({ text: [text] }), "{text:?}");
    }
    for number in [json!(i64::MAX), json!(i64::MIN), json!(u64::MAX), json!(0.1)] {
        commit(store, [put("number", "-", number.clone())]).await;
        assert_eq!(get(store, "number", "-").await.unwrap().body, number);
    }
}
