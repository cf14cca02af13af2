//! Writing: everything or nothing, and only when what was expected is true.

use std::collections::BTreeSet;

use forms_fn::{Change, CommitError, Expected, Key, Range, Store};
use serde_json::json;

use super::{assert_conflict, fill, get, key, now, put, revision, write};
use crate::stage::{Stage, on_every_store};

on_every_store!(
    nothing_happens_when_one_expectation_fails,
    absent_means_that_it_is_not_there,
    a_revision_means_that_nobody_wrote_since,
    anything_means_anything,
    a_kept_item_only_guards,
    a_deleted_item_is_gone,
    a_revision_never_comes_again,
    a_hundred_writes_are_one_commit,
    a_big_body_is_kept,
    an_empty_commit_is_nothing,
    fifty_at_once_lose_no_count,
    of_two_that_take_the_last_one_gets_it,
);

const KEEP: Change = Change::Keep;

fn body(text: &str) -> Change {
    Change::Put { body: json!(text), expires: None }
}

async fn text(store: &Store, sk: &str) -> Option<String> {
    get(store, &key(sk)).await.map(|item| item.body.as_str().unwrap().to_owned())
}

async fn nothing_happens_when_one_expectation_fails(stage: Stage) {
    let store = &stage.store;
    store.commit(vec![put(key("old"), json!("old"))], now()).await.unwrap();
    for failing in 0..4 {
        let mut writes = vec![
            put(key("new"), json!("new")),
            write(key("old"), Expected::Anything, Change::Delete),
            put(Key::new("E#other", "x"), json!("x")),
        ];
        writes.insert(failing, write(key("missing"), Expected::Revision(1), body("y")));
        assert_conflict(store, writes).await;
        assert_eq!(store.scan(None, 10, now()).await.unwrap().len(), 1);
        assert_eq!(text(store, "old").await.as_deref(), Some("old"));
    }
}

async fn absent_means_that_it_is_not_there(stage: Stage) {
    let store = &stage.store;
    store.commit(vec![write(key("a"), Expected::Absent, body("first"))], now()).await.unwrap();
    assert_conflict(store, vec![write(key("a"), Expected::Absent, body("second"))]).await;
    assert_conflict(store, vec![write(key("a"), Expected::Absent, KEEP), put(key("b"), json!("b"))]).await;
    assert_conflict(store, vec![write(key("a"), Expected::Absent, Change::Delete)]).await;
    assert_eq!(text(store, "a").await.as_deref(), Some("first"));
    assert_eq!(text(store, "b").await, None);
    store
        .commit(vec![write(key("c"), Expected::Absent, KEEP), put(key("b"), json!("b"))], now())
        .await
        .unwrap();
    assert_eq!((text(store, "b").await.as_deref(), text(store, "c").await), (Some("b"), None));
}

async fn a_revision_means_that_nobody_wrote_since(stage: Stage) {
    let store = &stage.store;
    fill(store, &["a"]).await;
    let first = revision(store, &key("a")).await;
    store.commit(vec![write(key("a"), Expected::Revision(first), body("second"))], now()).await.unwrap();
    assert_conflict(store, vec![write(key("a"), Expected::Revision(first), body("third"))]).await;
    assert_conflict(store, vec![write(key("a"), Expected::Revision(first), Change::Delete)]).await;
    let second = revision(store, &key("a")).await;
    store.commit(vec![write(key("a"), Expected::Revision(second), Change::Delete)], now()).await.unwrap();
    assert_conflict(store, vec![write(key("a"), Expected::Revision(second), body("fourth"))]).await;
    assert_eq!(text(store, "a").await, None);
}

async fn anything_means_anything(stage: Stage) {
    let store = &stage.store;
    for change in [Change::Delete, body("a"), body("b"), Change::Delete, body("c")] {
        store.commit(vec![write(key("a"), Expected::Anything, change)], now()).await.unwrap();
    }
    assert_eq!(text(store, "a").await.as_deref(), Some("c"));
    store.commit(vec![write(key("a"), Expected::Anything, KEEP)], now()).await.unwrap();
    assert_eq!(text(store, "a").await.as_deref(), Some("c"));
}

async fn a_kept_item_only_guards(stage: Stage) {
    let store = &stage.store;
    fill(store, &["guard"]).await;
    let before = get(store, &key("guard")).await.unwrap();
    let guarded = |sk: &str| {
        vec![write(key("guard"), Expected::Revision(before.revision), KEEP), put(key(sk), json!(sk))]
    };
    store.commit(guarded("a"), now()).await.unwrap();
    assert_eq!(get(store, &key("guard")).await, Some(before.clone()), "its revision too");
    fill(store, &["guard"]).await;
    assert_conflict(store, guarded("b")).await;
    assert_eq!((text(store, "a").await.as_deref(), text(store, "b").await), (Some("a"), None));
}

async fn a_deleted_item_is_gone(stage: Stage) {
    let store = &stage.store;
    fill(store, &["a", "b"]).await;
    store.commit(vec![write(key("a"), Expected::Anything, Change::Delete)], now()).await.unwrap();
    assert_eq!(get(store, &key("a")).await, None);
    assert_eq!(store.count(&Range::prefix("E#dinner", ""), now()).await.unwrap(), 1);
    assert_eq!(store.scan(None, 10, now()).await.unwrap().len(), 1);
    store.commit(vec![write(key("a"), Expected::Absent, body("again"))], now()).await.unwrap();
    assert_eq!(text(store, "a").await.as_deref(), Some("again"));
}

async fn a_revision_never_comes_again(stage: Stage) {
    let store = &stage.store;
    let mut seen = BTreeSet::new();
    for round in 0..100 {
        fill(store, &["a"]).await;
        assert!(seen.insert(revision(store, &key("a")).await), "the same body has a new revision");
        if round % 3 == 0 {
            store.commit(vec![write(key("a"), Expected::Anything, Change::Delete)], now()).await.unwrap();
        }
    }
}

async fn a_hundred_writes_are_one_commit(stage: Stage) {
    let store = &stage.store;
    let many = || (0..99).map(|i| write(key(&format!("{i:02}")), Expected::Absent, body("x")));
    let last = |expected| write(key("last"), expected, body("x"));
    assert_conflict(store, many().chain([last(Expected::Revision(1))]).collect()).await;
    assert_eq!(store.scan(None, 200, now()).await.unwrap(), []);
    store.commit(many().chain([last(Expected::Absent)]).collect(), now()).await.unwrap();
    assert_eq!(store.scan(None, 200, now()).await.unwrap().len(), 100);
}

async fn a_big_body_is_kept(stage: Stage) {
    let store = &stage.store;
    // Every field of every form at its longest is less.
    let big = "ø\"\n".repeat(60_000);
    store.commit(vec![put(key("big"), json!({ "text": big }))], now()).await.unwrap();
    assert_eq!(get(store, &key("big")).await.unwrap().body["text"], big);
}

async fn an_empty_commit_is_nothing(stage: Stage) {
    stage.store.commit(Vec::new(), now()).await.unwrap();
    assert_eq!(stage.store.scan(None, 10, now()).await.unwrap(), []);
}

async fn fifty_at_once_lose_no_count(stage: Stage) {
    fill(&stage.store, &["other"]).await;
    let one = |_| {
        let store = stage.store.clone();
        tokio::spawn(async move {
            loop {
                let item = get(&store, &key("counter")).await;
                let expected = item.as_ref().map_or(Expected::Absent, |i| Expected::Revision(i.revision));
                let count = item.and_then(|item| item.body.as_u64()).unwrap_or_default();
                let next = Change::Put { body: json!(count + 1), expires: None };
                match store.commit(vec![write(key("counter"), expected, next)], now()).await {
                    Ok(()) => return,
                    Err(CommitError::Conflict) => tokio::task::yield_now().await,
                    Err(CommitError::Failed(error)) => panic!("{error}"),
                }
            }
        })
    };
    for task in (0..50).map(one).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(get(&stage.store, &key("counter")).await.unwrap().body, 50);
}

async fn of_two_that_take_the_last_one_gets_it(stage: Stage) {
    for round in 0..20 {
        let seat = key(&format!("seat{round}"));
        let take = |name: &'static str| {
            let (store, seat) = (stage.store.clone(), seat.clone());
            tokio::spawn(
                async move { store.commit(vec![write(seat, Expected::Absent, body(name))], now()).await },
            )
        };
        let (a, b) = (take("a"), take("b"));
        let results = [("a", a.await.unwrap()), ("b", b.await.unwrap())];
        let winners: Vec<&str> =
            results.iter().filter(|(_, result)| result.is_ok()).map(|(name, _)| *name).collect();
        assert_eq!(winners.len(), 1, "{results:?}");
        assert_eq!(get(&stage.store, &seat).await.unwrap().body, winners[0]);
    }
}
