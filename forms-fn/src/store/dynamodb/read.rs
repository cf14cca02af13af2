//! Reads items. What has passed its time is not there.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{KeysAndAttributes, Select};
use jiff::Timestamp;

use super::attributes::{self, Attributes};
use super::{DynamoStore, failure};
use crate::store::{Item, Key, Range, StoreError, operation};

/// `BatchGetItem` takes no more.
const BATCH: usize = 100;
/// How often to ask again for what a batch left out, which it does when the table is asked for too much.
const ATTEMPTS: u32 = 8;
/// The expression that leaves out what has passed its time.
const ALIVE: &str = "attribute_not_exists(expires) OR expires > :now";
/// Sorts behind every character of a key.
const LAST: char = '\u{10FFFF}';

pub(super) async fn get_many(
    store: &DynamoStore,
    keys: &[Key],
    now: Timestamp,
) -> Result<Vec<Option<Item>>, StoreError> {
    let found = match keys {
        [key] => get(store, key).await?.into_iter().collect(),
        _ => batches(store, keys).await?,
    };
    let alive = found.into_iter().filter(|item| item.expires.is_none_or(|expires| expires > now));
    let found: BTreeMap<Key, Item> = alive.map(|item| (item.key.clone(), item)).collect();
    Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
}

async fn get(store: &DynamoStore, key: &Key) -> Result<Option<Item>, StoreError> {
    let request = store.client.get_item().table_name(&store.table).consistent_read(true);
    let answer = request.set_key(Some(attributes::key(key))).send().await;
    let answer = answer.map_err(failure::while_doing("read an item"))?;
    answer.item().map(attributes::read).transpose()
}

async fn batches(store: &DynamoStore, keys: &[Key]) -> Result<Vec<Item>, StoreError> {
    // A batch that names a key twice is refused.
    let keys: Vec<&Key> = keys.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut items = Vec::with_capacity(keys.len());
    for batch in keys.chunks(BATCH) {
        get_batch(store, batch.iter().map(|key| attributes::key(key)).collect(), &mut items).await?;
    }
    Ok(items)
}

/// Asks until nothing is left out.
async fn get_batch(
    store: &DynamoStore,
    mut keys: Vec<Attributes>,
    items: &mut Vec<Item>,
) -> Result<(), StoreError> {
    for attempt in 0..ATTEMPTS {
        let wanted = KeysAndAttributes::builder().consistent_read(true).set_keys(Some(keys)).build();
        let wanted = wanted.expect("the keys are set");
        let answer = store.client.batch_get_item().request_items(&store.table, wanted).send().await;
        let answer = answer.map_err(failure::while_doing("read items"))?;
        for attributes in answer.responses().and_then(|tables| tables.get(&store.table)).into_iter().flatten()
        {
            items.push(attributes::read(attributes)?);
        }
        let left = answer.unprocessed_keys.and_then(|mut tables| tables.remove(&store.table));
        keys = left.map(|left| left.keys).unwrap_or_default();
        if keys.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(operation::wait(attempt)).await;
    }
    Err(StoreError::busy("read items", "some were left out at every attempt"))
}

pub(super) async fn query(
    store: &DynamoStore,
    range: &Range,
    limit: Option<usize>,
    now: Timestamp,
) -> Result<Vec<Item>, StoreError> {
    let Some(request) = within(store, range, now) else { return Ok(Vec::new()) };
    let limit = limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    let mut start = None;
    while items.len() < limit {
        // Counts what it looks at, expired items too, so it may take several pages to find enough.
        let page = i32::try_from(limit - items.len()).ok();
        let answer = request.clone().set_limit(page).set_exclusive_start_key(start).send().await;
        let answer = answer.map_err(failure::while_doing("read a range"))?;
        for attributes in answer.items() {
            items.push(attributes::read_any(attributes)?);
        }
        start = answer.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    Ok(items)
}

pub(super) async fn count(store: &DynamoStore, range: &Range, now: Timestamp) -> Result<u32, StoreError> {
    let Some(request) = within(store, range, now) else { return Ok(0) };
    let request = request.select(Select::Count);
    let mut count = 0_u32;
    let mut start = None;
    loop {
        let answer = request.clone().set_exclusive_start_key(start).send().await;
        let answer = answer.map_err(failure::while_doing("count a range"))?;
        count = count.saturating_add(u32::try_from(answer.count()).unwrap_or_default());
        start = answer.last_evaluated_key;
        if start.is_none() {
            return Ok(count);
        }
    }
}

/// The query of a range; `None` for one that holds nothing.
///
/// DynamoDB knows only bounds that are included, so the upper one is the last text before the range's.
fn within(store: &DynamoStore, range: &Range, now: Timestamp) -> Option<QueryFluentBuilder> {
    let mut last = range.to.clone();
    let next = last.pop()?;
    last.extend([char::from_u32(u32::from(next).checked_sub(1)?)?, LAST]);
    if range.from > last {
        return None;
    }
    let request = store.client.query().table_name(&store.table).consistent_read(true);
    let request = request
        .filter_expression(ALIVE)
        .expression_attribute_values(":pk", attributes::text(&range.pk))
        .expression_attribute_values(":last", attributes::text(last))
        .expression_attribute_values(":now", attributes::number(now.as_second()));
    // An empty text is no bound: no key is empty.
    Some(if range.from.is_empty() {
        request.key_condition_expression("pk = :pk AND sk <= :last")
    } else {
        request
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":first", attributes::text(&range.from))
    })
}

pub(super) async fn scan(
    store: &DynamoStore,
    after: Option<&Key>,
    limit: usize,
    now: Timestamp,
) -> Result<Vec<Item>, StoreError> {
    let request = store.client.scan().table_name(&store.table).consistent_read(true).filter_expression(ALIVE);
    let request = request.expression_attribute_values(":now", attributes::number(now.as_second()));
    let mut items = Vec::new();
    let mut start = after.map(attributes::key);
    while items.len() < limit {
        let page = i32::try_from(limit - items.len()).ok();
        let answer = request.clone().set_limit(page).set_exclusive_start_key(start).send().await;
        let answer = answer.map_err(failure::while_doing("read all items"))?;
        for attributes in answer.items() {
            items.push(attributes::read_any(attributes)?);
        }
        start = answer.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    Ok(items)
}
