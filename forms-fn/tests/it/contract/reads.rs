//! Reading: what comes back, in which order, and how much of it.

use std::collections::BTreeMap;

use forms_fn::{Item, Key, Range, Store};
use serde_json::json;

use super::{fill, get, key, now, put, sks};
use crate::stage::{Stage, on_every_store};

on_every_store!(
    what_was_written_is_read,
    several_items_come_in_the_order_of_their_keys,
    a_range_is_sorted_by_bytes,
    a_range_begins_with_its_first_and_ends_before_its_last,
    a_limit_takes_the_first,
    a_prefix_is_a_range,
    a_count_is_what_a_query_finds,
    partitions_know_nothing_of_each_other,
    a_long_list_is_read_whole,
    a_scan_sees_everything_once,
    everything_is_there_after_opening_again,
);

async fn what_was_written_is_read(stage: Stage) {
    let body =
        json!({ "name": "Øst عشاء 🎉", "many": ["a", ""], "none": null, "n": -3, "deep": { "yes": true } });
    stage.store.commit(vec![put(key("R#1"), body.clone())], now()).await.unwrap();
    let item = get(&stage.store, &key("R#1")).await.unwrap();
    assert_eq!((&item.key, &item.body, item.expires), (&key("R#1"), &body, None));
    assert_eq!(get(&stage.store, &key("R#2")).await, None);
    assert_eq!(get(&stage.store, &Key::new("E#other", "R#1")).await, None);
}

async fn several_items_come_in_the_order_of_their_keys(stage: Stage) {
    fill(&stage.store, &["a", "b", "c"]).await;
    let wanted = ["c", "x", "a", "c"].map(key);
    let found = stage.store.get_many(&wanted, now()).await.unwrap();
    let found: Vec<Option<&str>> =
        found.iter().map(|item| item.as_ref().map(|item| item.key.sk.as_str())).collect();
    assert_eq!(found, [Some("c"), None, Some("a"), Some("c")]);
    assert_eq!(stage.store.get_many(&[], now()).await.unwrap(), []);
    // More than one request of DynamoDB takes.
    let many: Vec<Key> = (0..250).map(|i| key(&format!("{i:03}"))).collect();
    for part in many.chunks(50) {
        let writes = part.iter().map(|key| put(key.clone(), json!(1))).collect();
        stage.store.commit(writes, now()).await.unwrap();
    }
    let found = stage.store.get_many(&many, now()).await.unwrap();
    let keys: Vec<Key> = found.into_iter().map(|item| item.unwrap().key).collect();
    assert_eq!(keys, many);
}

async fn query(store: &Store, range: Range, limit: Option<usize>) -> Vec<Item> {
    store.query(&range, limit, now()).await.unwrap()
}

async fn a_range_is_sorted_by_bytes(stage: Stage) {
    fill(&stage.store, &["b", "B", "a#2", "a#10", "a", "Z", "~", "0"]).await;
    let all = query(&stage.store, Range::between("E#dinner", "", "\u{7f}"), None).await;
    assert_eq!(sks(&all), ["0", "B", "Z", "a", "a#10", "a#2", "b", "~"]);
}

async fn a_range_begins_with_its_first_and_ends_before_its_last(stage: Stage) {
    fill(&stage.store, &["a", "b", "b#", "c", "c#1", "d"]).await;
    let some = query(&stage.store, Range::between("E#dinner", "b", "c#1"), None).await;
    assert_eq!(sks(&some), ["b", "b#", "c"]);
    assert_eq!(query(&stage.store, Range::between("E#dinner", "b", "b"), None).await, []);
    assert_eq!(query(&stage.store, Range::between("E#dinner", "c", "b"), None).await, []);
}

async fn a_limit_takes_the_first(stage: Stage) {
    fill(&stage.store, &["a", "b", "c"]).await;
    for (limit, found) in [(0, vec![]), (1, vec!["a"]), (2, vec!["a", "b"]), (9, vec!["a", "b", "c"])] {
        let items = query(&stage.store, Range::prefix("E#dinner", ""), Some(limit)).await;
        assert_eq!(sks(&items), found);
    }
}

async fn a_prefix_is_a_range(stage: Stage) {
    fill(&stage.store, &["W", "W#0#1", "W#1#1", "W$", "V#", "X#1"]).await;
    assert_eq!(sks(&query(&stage.store, Range::prefix("E#dinner", "W#"), None).await), ["W#0#1", "W#1#1"]);
}

async fn a_count_is_what_a_query_finds(stage: Stage) {
    fill(&stage.store, &["W#1", "W#2", "W#3", "X"]).await;
    for (range, count) in [
        (Range::prefix("E#dinner", "W#"), 3),
        (Range::between("E#dinner", "W#", "W#3"), 2),
        (Range::prefix("E#dinner", "Y"), 0),
        (Range::prefix("E#nobody", ""), 0),
    ] {
        assert_eq!(stage.store.count(&range, now()).await.unwrap(), count, "{range:?}");
    }
}

async fn partitions_know_nothing_of_each_other(stage: Stage) {
    let places = [("E#a", "1"), ("E#ab", "1"), ("E#a", "2"), ("E", "#a")];
    let writes = places.map(|(pk, sk)| put(Key::new(pk, sk), json!(pk))).to_vec();
    stage.store.commit(writes, now()).await.unwrap();
    assert_eq!(sks(&query(&stage.store, Range::prefix("E#a", ""), None).await), ["1", "2"]);
}

async fn a_long_list_is_read_whole(stage: Stage) {
    // 3 MB: a page of DynamoDB has one.
    let long = "x".repeat(30_000);
    for part in 0..4 {
        let writes = (0..25).map(|i| put(key(&format!("{part}{i:02}")), json!(long))).collect();
        stage.store.commit(writes, now()).await.unwrap();
    }
    let all = query(&stage.store, Range::prefix("E#dinner", ""), None).await;
    assert_eq!(all.len(), 100);
    assert!(all.is_sorted_by(|a, b| a.key < b.key));
    assert_eq!(query(&stage.store, Range::prefix("E#dinner", ""), Some(60)).await, all[..60]);
    assert_eq!(stage.store.count(&Range::prefix("E#dinner", ""), now()).await.unwrap(), 100);
}

async fn a_scan_sees_everything_once(stage: Stage) {
    let mut written = BTreeMap::new();
    for partition in 0..13 {
        let keys = (0..=partition).map(|i| Key::new(format!("P#{partition}"), format!("{i:02}")));
        let keys: Vec<Key> = keys.collect();
        let writes = keys.iter().map(|key| put(key.clone(), json!(key.pk))).collect();
        stage.store.commit(writes, now()).await.unwrap();
        written.extend(keys.into_iter().map(|key| (key.clone(), json!(key.pk))));
    }
    for limit in [1, 7, 91, 92, 1000] {
        let mut seen = BTreeMap::new();
        let mut last: Option<Key> = None;
        loop {
            let items = stage.store.scan(last.as_ref(), limit, now()).await.unwrap();
            assert!(items.len() <= limit);
            let is_end = items.len() < limit;
            last = items.last().map(|item| item.key.clone());
            for item in items {
                assert_eq!(seen.insert(item.key, item.body), None, "twice");
            }
            if is_end {
                break;
            }
        }
        assert_eq!(seen, written, "in steps of {limit}");
    }
}

async fn everything_is_there_after_opening_again(stage: Stage) {
    fill(&stage.store, &["a"]).await;
    let before = get(&stage.store, &key("a")).await;
    assert_eq!(get(&stage.reopened(), &key("a")).await, before);
    assert!(before.is_some());
}
