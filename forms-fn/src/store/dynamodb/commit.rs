//! Writes items: everything or nothing, in one transaction.
//!
//! A single write is a transaction too, though it costs twice as much: only a transaction carries a
//! token by which DynamoDB knows the SDK's second try after a lost answer. Without one that try
//! would find its own write, and the operation would be done twice.

use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Put, TransactWriteItem};
use jiff::Timestamp;

use super::attributes::{self, Attributes};
use super::{DynamoStore, failure};
use crate::store::item::revision;
use crate::store::{Change, CommitError, Expected, Item, Key, StoreError, Write};

/// A transaction takes no more.
const LONGEST: usize = 100;

pub(super) async fn commit(
    store: &DynamoStore,
    writes: Vec<Write>,
    now: Timestamp,
) -> Result<(), CommitError> {
    let table = &store.table;
    let parts: Vec<_> = writes.into_iter().filter(|write| !is_nothing(write)).collect();
    if parts.is_empty() {
        return Ok(());
    }
    if parts.len() > LONGEST {
        let cause = format!("{} writes, and DynamoDB takes {LONGEST} at once", parts.len());
        return Err(StoreError::new("commit", cause).into());
    }
    let parts: Result<_, _> = parts.into_iter().map(|write| part(table, write, now)).collect();
    let token = format!("{:016x}{:016x}", revision()?, revision()?);
    let transaction = store.client.transact_write_items().client_request_token(token);
    let answer = transaction.set_transact_items(Some(parts?)).send().await;
    answer.map(drop).map_err(|error| failure::of_commit(&error))
}

fn is_nothing(write: &Write) -> bool {
    matches!((&write.expected, &write.change), (Expected::Anything, Change::Keep))
}

/// What must be true, as an expression and its values.
struct Condition {
    expression: Option<&'static str>,
    values: Option<Attributes>,
}

fn part(table: &str, write: Write, now: Timestamp) -> Result<TransactWriteItem, StoreError> {
    let Condition { expression, values } = condition(write.expected, now);
    let expression = expression.map(str::to_owned);
    let item = TransactWriteItem::builder();
    Ok(match write.change {
        Change::Put { body, expires } => {
            let new = Item { key: write.key, revision: revision()?, body, expires };
            let put = Put::builder().table_name(table).set_item(Some(attributes::item(&new)?));
            let put = put.set_condition_expression(expression).set_expression_attribute_values(values);
            item.put(put.build().expect("table and item are set"))
        }
        Change::Delete => {
            let delete = Delete::builder().table_name(table).set_key(key(&write.key));
            let delete = delete.set_condition_expression(expression).set_expression_attribute_values(values);
            item.delete(delete.build().expect("table and key are set"))
        }
        Change::Keep => {
            let check = ConditionCheck::builder().table_name(table).set_key(key(&write.key));
            let check = check.set_condition_expression(expression).set_expression_attribute_values(values);
            item.condition_check(check.build().expect("table, key and condition are set"))
        }
    }
    .build())
}

fn key(key: &Key) -> Option<Attributes> {
    Some(attributes::key(key))
}

fn condition(expected: Expected, now: Timestamp) -> Condition {
    let now = (":now".to_owned(), attributes::number(now.as_second()));
    match expected {
        Expected::Anything => Condition { expression: None, values: None },
        Expected::Absent => Condition {
            expression: Some("attribute_not_exists(pk) OR expires <= :now"),
            values: Some([now].into()),
        },
        Expected::Revision(revision) => Condition {
            expression: Some("rev = :rev AND (attribute_not_exists(expires) OR expires > :now)"),
            values: Some([now, (":rev".to_owned(), attributes::number(revision))].into()),
        },
    }
}
