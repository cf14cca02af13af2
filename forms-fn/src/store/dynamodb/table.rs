//! Makes the table.

use std::time::Duration;

use aws_sdk_dynamodb::client::Waiters;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TimeToLiveSpecification,
};

use super::{DynamoStore, failure};
use crate::store::StoreError;

/// DynamoDB needs some ten seconds.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) async fn create(store: &DynamoStore) -> Result<(), StoreError> {
    let request = store.client.create_table().table_name(&store.table);
    let request = request.billing_mode(BillingMode::PayPerRequest).deletion_protection_enabled(true);
    let request = request.attribute_definitions(attribute("pk")).attribute_definitions(attribute("sk"));
    let request = request.key_schema(element("pk", KeyType::Hash)).key_schema(element("sk", KeyType::Range));
    request.send().await.map_err(failure::while_doing("make the table"))?;
    let ready = store.client.wait_until_table_exists().table_name(&store.table).wait(PATIENCE).await;
    ready.map_err(|_| StoreError::new("make the table", "it isn't ready yet"))?;
    let on_expires = TimeToLiveSpecification::builder().attribute_name("expires").enabled(true).build();
    let request = store.client.update_time_to_live().table_name(&store.table);
    let request = request.time_to_live_specification(on_expires.expect("both are set"));
    request.send().await.map(drop).map_err(failure::while_doing("let items expire"))
}

fn attribute(name: &str) -> AttributeDefinition {
    let definition = AttributeDefinition::builder().attribute_name(name);
    definition.attribute_type(ScalarAttributeType::S).build().expect("both are set")
}

fn element(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("both are set")
}
