//! Items as attributes: `pk`, `sk` and `body` (JSON) are texts, `rev` and `expires` (seconds) numbers.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::store::{Item, Key, StoreError};

/// DynamoDB counts 400 KB of names and values; the names and numbers of ours stay below 100 bytes.
const LONGEST: usize = 400 * 1024 - 100;

pub(super) type Attributes = HashMap<String, AttributeValue>;

pub(super) fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub(super) fn number(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

pub(super) fn key(key: &Key) -> Attributes {
    [("pk".to_owned(), text(&key.pk)), ("sk".to_owned(), text(&key.sk))].into()
}

/// The item as it is written.
pub(super) fn item(item: &Item) -> Result<Attributes, StoreError> {
    let body = item.body.to_string();
    let length = item.key.pk.len() + item.key.sk.len() + body.len();
    if length > LONGEST {
        let cause = format!("it has {length} bytes, and DynamoDB takes {LONGEST} at most");
        return Err(StoreError::new("write an item", cause));
    }
    let mut attributes = key(&item.key);
    attributes.insert("rev".to_owned(), number(item.revision));
    attributes.insert("body".to_owned(), text(body));
    if let Some(expires) = item.expires {
        attributes.insert("expires".to_owned(), number(expires.as_second()));
    }
    Ok(attributes)
}

/// The item as it was read.
pub(super) fn read(attributes: &Attributes) -> Result<Item, StoreError> {
    // Says nothing of what stands there: an error of serde_json would quote the answer.
    parse(attributes).ok_or_else(|| StoreError::damage("read an item", "it isn't what we write"))
}

/// The same among many: a body that is damaged is nothing, so that the others are read. Who wants it says that it isn't what
/// we write.
pub(super) fn read_any(attributes: &Attributes) -> Result<Item, StoreError> {
    if parse(attributes).is_some() {
        return read(attributes);
    }
    let mut without = attributes.clone();
    without.insert("body".to_owned(), text("null"));
    read(&without)
}

fn parse(attributes: &Attributes) -> Option<Item> {
    let text = |name: &str| attributes.get(name)?.as_s().ok();
    let number = |value: &AttributeValue| value.as_n().ok()?.parse::<i64>().ok();
    let expires = match attributes.get("expires") {
        Some(value) => Some(Timestamp::from_second(number(value)?).ok()?),
        None => None,
    };
    Some(Item {
        key: read_key(attributes)?,
        revision: number(attributes.get("rev")?)?,
        body: serde_json::from_str(text("body")?).ok()?,
        expires,
    })
}

pub(super) fn read_key(attributes: &Attributes) -> Option<Key> {
    let text = |name: &str| attributes.get(name)?.as_s().ok();
    Some(Key::new(text("pk")?, text("sk")?))
}
