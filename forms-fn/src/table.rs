//! The desk on a table of DynamoDB. Who asks, and where AWS is, stands in the environment.
#![expect(clippy::disallowed_methods, reason = "the edge: environment")]

use std::sync::Arc;

use forms_fn::secret::{KeyProvider, Keyring, KmsKey};
use forms_fn::{Aws, Desk, DynamoStore, Store};

/// With `FORMS_KMS_KEY` a key of KMS wraps the keys of sensitive answers, without it the keyring does.
pub(crate) fn desk(table: &str, keyring: Keyring) -> Result<Desk, String> {
    let (aws, keyring) = (aws()?, Arc::new(keyring));
    let provider = match optional("FORMS_KMS_KEY") {
        Some(key) => KeyProvider::Kms(KmsKey::new(&aws, key), Arc::clone(&keyring)),
        None => KeyProvider::File(Arc::clone(&keyring)),
    };
    let [records, keys] =
        [table.to_owned(), keys_of(table)].map(|name| Store::DynamoDb(DynamoStore::new(&aws, name)));
    Ok(Desk::new(records, keys, keyring, provider))
}

/// The table of keys beside a table of records.
pub(crate) fn keys_of(table: &str) -> String {
    format!("{table}-keys")
}

/// Region and credentials as Lambda gives them; `AWS_CA_BUNDLE` names a file of other roots to trust.
pub(crate) fn aws() -> Result<Aws, String> {
    let aws = Aws::from_variables(optional)?;
    let Some(bundle) = optional("AWS_CA_BUNDLE") else { return Ok(aws) };
    let pem = std::fs::read_to_string(&bundle).map_err(|e| format!("cannot read `{bundle}`: {e}"))?;
    aws.with_roots(pem).map_err(|e| format!("`{bundle}` can't be used: {e}"))
}

/// A variable; one that is empty counts as not set.
pub(crate) fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
