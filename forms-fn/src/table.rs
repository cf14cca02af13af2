//! The desk on a table of DynamoDB. Who asks, and where AWS is, stands in the environment.
#![expect(clippy::disallowed_methods, reason = "the edge: environment")]

#[cfg(feature = "sqlite")]
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "lambda")]
use forms_fn::FirstLook;
#[cfg(feature = "sqlite")]
use forms_fn::installation::{self, Make};
use forms_fn::secret::{KeyProvider, Keyring, KmsKey};
use forms_fn::{Aws, Desk, DynamoStore, Store};

/// With `FORMS_KMS_KEY` a key of KMS wraps the keys of sensitive answers, without it the keyring does.
#[cfg(feature = "sqlite")]
pub(crate) fn desk(table: &str, keyring: Keyring) -> Result<Desk, String> {
    let aws = aws()?;
    Ok(desk_on(stores(&aws, table), Arc::new(keyring), &aws))
}

/// The same for a function, where no page that needs no store waits for one: the first operation looks whether the secrets
/// are those of the records, and nothing is read or written with others.
#[cfg(feature = "lambda")]
pub(crate) fn desk_after_look(table: &str, keyring: Keyring, new_secrets: bool) -> Result<Desk, String> {
    let (aws, keyring) = (aws()?, Arc::new(keyring));
    let looking = desk_on(stores(&aws, table), Arc::clone(&keyring), &aws);
    let of_table = table.to_owned();
    let look = FirstLook::new(move || {
        let (desk, table) = (looking.clone(), of_table.clone());
        async move { desk.belong_together(&table, new_secrets, jiff::Timestamp::now()).await }
    });
    Ok(desk_on(stores(&aws, table).map(|store| store.after(look.clone())), keyring, &aws))
}

/// The secrets that lie in the table of keys, for a function that has none in its environment.
#[cfg(feature = "lambda")]
pub(crate) async fn secrets(table: &str) -> Result<Keyring, String> {
    let aws = aws()?;
    let [_, keys] = stores(&aws, table).map(Store::DynamoDb);
    let kms = KmsKey::new(&aws, kms_key("`FORMS_KEYS` is not set, and")?);
    let found = forms_fn::secret::stored(&keys, &kms, jiff::Timestamp::now()).await?;
    found.ok_or_else(|| {
        format!("`FORMS_KEYS` is not set, and there are no secrets in `{}`: `forms-fn secrets put` puts them there", keys_of(table))
    })
}

/// Seals the secrets into the table of keys.
#[cfg(feature = "cli")]
pub(crate) async fn put_secrets(table: &str, keyring: &Keyring) -> Result<(), String> {
    let aws = aws()?;
    let [_, keys] = stores(&aws, table).map(Store::DynamoDb);
    let kms = KmsKey::new(&aws, kms_key("secrets lie in a table only sealed by KMS:")?);
    forms_fn::secret::put_stored(&keys, &kms, keyring, jiff::Timestamp::now()).await
}

fn kms_key(why: &str) -> Result<String, String> {
    optional("FORMS_KMS_KEY").ok_or_else(|| format!("{why} `FORMS_KMS_KEY` is not set"))
}

/// The table of records and that of keys.
fn stores(aws: &Aws, table: &str) -> [DynamoStore; 2] {
    [table.to_owned(), keys_of(table)].map(|name| DynamoStore::new(aws, name))
}

fn desk_on(stores: [DynamoStore; 2], keyring: Arc<Keyring>, aws: &Aws) -> Desk {
    let [records, keys] = stores.map(Store::DynamoDb);
    let provider = provider(&keyring, aws);
    Desk::new(records, keys, keyring, provider)
}

/// Who wraps the keys of sensitive answers.
pub(crate) fn provider(keyring: &Arc<Keyring>, aws: &Aws) -> KeyProvider {
    match optional("FORMS_KMS_KEY") {
        Some(key) => KeyProvider::Kms(KmsKey::new(aws, key), Arc::clone(keyring)),
        None => KeyProvider::File(Arc::clone(keyring)),
    }
}

/// The same with the secrets of a folder, which have to be those of the table.
#[cfg(feature = "sqlite")]
pub(crate) async fn with_folder(
    table: &str,
    data: &Path,
    make: Make,
    now: jiff::Timestamp,
) -> Result<Desk, String> {
    let records = Store::DynamoDb(DynamoStore::new(&aws()?, table));
    // A table that isn't there is told before anything is made in the folder.
    if let Err(error) = records.get(&forms_fn::Key::new("MARK", "-"), now).await {
        return Err(format!(
            "the table `{table}` can't be read: {error}\n  hint: is --table right? `forms-fn create-table` makes one"
        ));
    }
    let desk = desk(table, installation::keyring(data, &records, make, now).await?)?;
    let keys = PathBuf::from(keys_of(table));
    installation::agree(&desk, true, make, now, (&data.join("secrets.json"), &keys)).await?;
    Ok(desk)
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
