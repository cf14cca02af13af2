//! The program as a Lambda function: everything that it needs stands in the environment.
//!
//! `FORMS_DIR` is the folder that the generator made, `FORMS_TABLE` the table and `FORMS_KEYS` the
//! keyring (what stands in `secrets.json`). With `FORMS_KMS_KEY` a key of KMS wraps the keys of
//! sensitive answers, without it the keyring does. `FORMS_ROLE=worker` makes it the function that a
//! schedule calls; otherwise it answers the forms. `aws/template.yaml` sets all of them.
#![expect(clippy::disallowed_methods, reason = "the edge: environment")]

use std::path::Path;
use std::sync::Arc;

use forms_fn::secret::{KeyProvider, Keyring, KmsKey};
use forms_fn::{App, Aws, Desk, DynamoStore, Store, lambda};

pub(crate) async fn run() -> Result<(), String> {
    let app = crate::app(Path::new(&needed("FORMS_DIR")?), desk()?)?;
    match optional("FORMS_ROLE").as_deref() {
        None => lambda::serve(app).await,
        Some("worker") => lambda::on_schedule(|| tick(app.clone())).await,
        Some(other) => Err(format!("`FORMS_ROLE` is `{other}`; it can be `worker` or not set")),
    }
}

/// One round of the worker.
async fn tick(_app: App) -> Result<(), String> {
    tracing::info!("nothing to do yet");
    Ok(())
}

fn desk() -> Result<Desk, String> {
    let Some(table) = optional("FORMS_TABLE") else { return trial() };
    let keyring = needed("FORMS_KEYS")?;
    let keyring = Keyring::parse(&keyring).map_err(|e| format!("`FORMS_KEYS` can't be used: {e}"))?;
    let (aws, keyring) = (aws()?, Arc::new(keyring));
    let keys = match optional("FORMS_KMS_KEY") {
        Some(key) => KeyProvider::Kms(KmsKey::new(&aws, key)),
        None => KeyProvider::File(Arc::clone(&keyring)),
    };
    Ok(Desk::new(Store::DynamoDb(DynamoStore::new(&aws, table)), keyring, keys))
}

/// `FORMS_DATA` is a folder for SQLite. Lambda keeps no disk, so that only serves for trials.
#[cfg(feature = "sqlite")]
fn trial() -> Result<Desk, String> {
    let data = needed("FORMS_DATA").map_err(|_| "`FORMS_TABLE` is not set".to_owned())?;
    crate::desk(Path::new(&data))
}

#[cfg(not(feature = "sqlite"))]
fn trial() -> Result<Desk, String> {
    Err("`FORMS_TABLE` is not set".to_owned())
}

/// The access to AWS that Lambda puts into the environment.
fn aws() -> Result<Aws, String> {
    let aws = Aws::from_variables(optional)?;
    let Some(bundle) = optional("AWS_CA_BUNDLE") else { return Ok(aws) };
    let pem = std::fs::read_to_string(&bundle).map_err(|e| format!("cannot read `{bundle}`: {e}"))?;
    aws.with_roots(pem).map_err(|e| format!("`{bundle}` can't be used: {e}"))
}

fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn needed(name: &str) -> Result<String, String> {
    optional(name).ok_or_else(|| format!("`{name}` is not set"))
}
