//! The program as a Lambda function: everything that it needs stands in the environment.
//!
//! `FORMS_DIR` is the folder that the generator made, `FORMS_TABLE` the table and `FORMS_KEYS` the
//! keyring (what stands in `secrets.json`). `FORMS_ROLE=worker` makes it the function that a
//! schedule calls; otherwise it answers the forms. `aws/template.yaml` sets all of them.

use std::path::Path;

use forms_fn::secret::Keyring;
use forms_fn::{App, Desk, lambda};

use crate::table::{self, optional};

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
    let keyring = Keyring::parse(&needed("FORMS_KEYS")?);
    table::desk(&table, keyring.map_err(|e| format!("`FORMS_KEYS` can't be used: {e}"))?)
}

/// `FORMS_DATA` is a folder for SQLite. Lambda keeps no disk, so that only serves for trials.
#[cfg(feature = "sqlite")]
fn trial() -> Result<Desk, String> {
    let data = needed("FORMS_DATA").map_err(|_| "`FORMS_TABLE` is not set".to_owned())?;
    crate::desk(Path::new(&data), None)
}

#[cfg(not(feature = "sqlite"))]
fn trial() -> Result<Desk, String> {
    Err("`FORMS_TABLE` is not set".to_owned())
}

fn needed(name: &str) -> Result<String, String> {
    optional(name).ok_or_else(|| format!("`{name}` is not set"))
}
