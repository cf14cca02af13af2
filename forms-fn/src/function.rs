//! The program as a Lambda function: everything that it needs stands in the environment.
//!
//! `FORMS_DIR` is the folder that the generator made (`forms` beside the program, if it isn't set), `FORMS_TABLE` the table and `FORMS_KEYS` the
//! keyring (what stands in `secrets.json`; without it the one that `forms-fn secrets put` has put into the table of keys). `FORMS_ROLE=worker` makes it the function that a
//! schedule calls, which sends mail as `post` says, if it was built with the feature `smtp`; `FORMS_ROLE=desk` the one that
//! answers organisers, if with `console`; otherwise it answers the forms. `aws/template.yaml` sets all of them.

#![expect(clippy::disallowed_methods, reason = "the edge: clock")]

#[cfg(feature = "smtp")]
mod emf;

use std::path::{Path, PathBuf};

use forms_fn::lambda::OriginSecret;
use forms_fn::secret::Keyring;
use forms_fn::{App, Desk, FormsFolder, lambda};

use crate::table::{self, optional};

pub(crate) async fn run() -> Result<(), String> {
    let folder = folder()?;
    let folder = folder.as_path();
    match optional("FORMS_ROLE").as_deref() {
        None => {
            let secret = origin_secret()?;
            lambda::serve(App::new(checked_before(folder)?, desk().await?, crate::CLOCK), secret).await
        }
        Some("worker") => work(folder).await,
        Some("desk") => organisers(App::new(checked_before(folder)?, desk().await?, crate::CLOCK)).await,
        Some(other) => Err(format!("`FORMS_ROLE` is `{other}`; it can be `worker`, `desk` or not set")),
    }
}

#[cfg(feature = "console")]
async fn organisers(app: App) -> Result<(), String> {
    lambda::serve_console(app, origin_secret()?).await
}

/// The function that everybody can ask has no office.
#[cfg(not(feature = "console"))]
async fn organisers(_: App) -> Result<(), String> {
    Err("this program was built without its feature `console`: `forms-fn/package --desk` builds it"
        .to_owned())
}

/// The package has the folder beside the program, wherever Lambda puts it.
fn folder() -> Result<PathBuf, String> {
    if let Some(folder) = optional("FORMS_DIR") {
        return Ok(PathBuf::from(folder));
    }
    let root = optional("LAMBDA_TASK_ROOT").ok_or("neither `FORMS_DIR` nor `LAMBDA_TASK_ROOT` is set")?;
    Ok(Path::new(&root).join("forms"))
}

/// What the CDN sends along, where one stands before the function.
fn origin_secret() -> Result<Option<OriginSecret>, String> {
    let secret = optional("FORMS_ORIGIN_SECRET").map(|text| OriginSecret::parse(&text)).transpose();
    secret.map_err(|e| format!("`FORMS_ORIGIN_SECRET`: {e}"))
}

/// `forms-fn/package` has checked the folder and told of letters without words, and a sender must not wait until all of it
/// is parsed once more.
fn checked_before(folder: &Path) -> Result<FormsFolder, String> {
    FormsFolder::lazy(folder).map_err(|faults| crate::refused(folder, &faults))
}

#[cfg(feature = "smtp")]
async fn work(folder: &Path) -> Result<(), String> {
    // It looks at every event and writes in every language, so it parses everything anyway.
    let app = crate::app_of(crate::forms(folder)?, desk().await?);
    let post = crate::post::through_server()?;
    lambda::on_schedule(|end| tick(app.clone(), post.clone(), end)).await
}

/// The function that everybody can ask writes no letters: that would make each of its starts slower.
#[cfg(not(feature = "smtp"))]
async fn work(_: &Path) -> Result<(), String> {
    Err("this program was built without its feature `smtp`: `forms-fn/package --desk` builds it".to_owned())
}

/// One round of the worker. What failed is in the log; saying so makes Lambda's alarms count it.
#[cfg(feature = "smtp")]
async fn tick(app: App, post: forms_fn::worker::Post, end: tokio::time::Instant) -> Result<(), String> {
    let ending = forms_fn::worker::Ending::at(end);
    let report = forms_fn::worker::tick_until(&app, &post, jiff::Timestamp::now(), &ending).await;
    tracing::info!(?report, "worked");
    if let Some(stack) = optional("FORMS_STACK") {
        emf::tell(&app, &stack, &report).await;
    }
    if report.failures > 0 { Err(format!("{} pieces of work failed", report.failures)) } else { Ok(()) }
}

async fn desk() -> Result<Desk, String> {
    let Some(table) = optional("FORMS_TABLE") else { return trial().await };
    let keyring = match optional("FORMS_KEYS") {
        Some(keys) => Keyring::parse(&keys).map_err(|e| format!("`FORMS_KEYS` can't be used: {e}"))?,
        None => table::secrets(&table).await?,
    };
    table::desk_after_look(&table, keyring, optional("FORMS_NEW_SECRETS").is_some())
}

/// `FORMS_DATA` is a folder for SQLite. Lambda keeps no disk, so that only serves for trials.
#[cfg(feature = "sqlite")]
async fn trial() -> Result<Desk, String> {
    let data = needed("FORMS_DATA").map_err(|_| "`FORMS_TABLE` is not set".to_owned())?;
    crate::desk(Path::new(&data), None, forms_fn::installation::Make::WHERE_NOTHING_IS).await
}

#[cfg(not(feature = "sqlite"))]
async fn trial() -> Result<Desk, String> {
    Err("`FORMS_TABLE` is not set".to_owned())
}

#[cfg(feature = "sqlite")]
fn needed(name: &str) -> Result<String, String> {
    optional(name).ok_or_else(|| format!("`{name}` is not set"))
}
