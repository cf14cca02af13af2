//! `forms-fn verify`: whether everything in a store agrees, and whether its secrets and keys are the right ones.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use forms_fn::secret::{self, KeyProvider};
use forms_fn::transfer::{self, Inconsistency};
use forms_fn::{Action, Audit, Desk, Key, Store, has_records};
use jiff::Timestamp;

use super::door::{self, Ended, Stop};
use super::output;
use super::site::SiteArguments;
use super::store::Part;
use super::transfer::Place;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Folder of `secrets.json`, for a store in DynamoDB
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    secrets: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

/// References and keys of items are told, no answers. A store that can't be written any more is checked all the same.
pub(crate) async fn verify(arguments: Arguments) -> Result<(), String> {
    let store = arguments.place.store.open(arguments.place.part())?;
    let mut entry = arguments.who.entry_of_anybody(Action::Verify);
    let records = arguments.place.store.open(Part::Records)?;
    let begun = entry.begin(&records).await;
    let checked = check(&arguments, &store, &mut entry).await;
    entry.outcome = door::outcome(&checked);
    let told = match begun {
        Ok(begun) => begun.end(&records, &entry).await,
        Err(error) => Err(error),
    };
    if let Err(error) = told {
        eprintln!("warning: the audit can't tell that this was checked: {error}");
    }
    door::told(checked)
}

async fn check(arguments: &Arguments, store: &Store, entry: &mut Audit) -> Ended {
    let mut verified = transfer::verify(store, Timestamp::now()).await?;
    entry.count = verified.records;
    if !arguments.place.keys {
        verified.faults.extend(seals(arguments, store).await?);
        verified.faults.extend(events(arguments, store).await?);
    }
    let mut out = output::stdout().lock();
    for fault in &verified.faults {
        // A reader such as `head` may leave early.
        drop(writeln!(out, "{fault}"));
    }
    match verified.faults.len() {
        0 => {
            drop(writeln!(out, "{} items, {} records: fine", verified.items, verified.records));
            Ok(())
        }
        faults => Err(Stop::Failed(format!("{faults} of {} items don't agree", verified.items))),
    }
}

/// Whether the site shows all events that people are registered for.
async fn events(arguments: &Arguments, records: &Store) -> Result<Vec<Inconsistency>, Stop> {
    match arguments.site.load().map_err(Stop::Refused)? {
        Some(site) => {
            super::tell_of_letters(&site);
            Ok(transfer::verify_events(records, &site, Timestamp::now()).await?)
        }
        None => {
            eprintln!(
                "note: whether the site shows all events wasn't checked; say where its folder is with --forms"
            );
            Ok(Vec::new())
        }
    }
}

/// Opens the envelopes, if the secrets are at hand.
async fn seals(arguments: &Arguments, records: &Store) -> Result<Vec<Inconsistency>, Stop> {
    let place = &arguments.place.store;
    let Some(folder) = place.data.as_deref().or(arguments.secrets.as_deref()) else {
        eprintln!("note: whether the secrets fit wasn't checked; say where `secrets.json` is with --secrets");
        return Ok(Vec::new());
    };
    let now = Timestamp::now();
    let keyring = secret::load(folder).map_err(|e| Stop::Failed(e.to_string()))?;
    let keys = place.open(Part::Keys);
    let (keyring, keys) = match (keyring, keys) {
        (Some(keyring), Ok(keys)) => (Arc::new(keyring), keys),
        // A store that nobody has written into yet needs neither.
        _ if !has_records(records, now).await? => return Ok(Vec::new()),
        (None, _) => return Ok(vec![missing(folder, "secrets.json")]),
        (_, Err(_)) => return Ok(vec![missing(folder, "keys.sqlite")]),
    };
    let provider = match place.data {
        Some(_) => KeyProvider::File(Arc::clone(&keyring)),
        None => provider(&keyring).map_err(Stop::Failed)?,
    };
    let desk = Desk::new(records.clone(), keys, keyring, provider);
    Ok(transfer::verify_seals(&desk, now).await?)
}

#[cfg(feature = "aws")]
fn provider(keyring: &Arc<secret::Keyring>) -> Result<KeyProvider, String> {
    crate::table::provider(keyring)
}

#[cfg(not(feature = "aws"))]
fn provider(keyring: &Arc<secret::Keyring>) -> Result<KeyProvider, String> {
    Ok(KeyProvider::File(Arc::clone(keyring)))
}

fn missing(folder: &Path, file: &str) -> Inconsistency {
    Inconsistency {
        key: Key::new("MARK", "-"),
        what: format!("`{}` is missing, and there are records", folder.join(file).display()),
        hint: "put the old file back: without it no link works, or no sensitive answer can be read; if it is lost \
               for good, start once with `forms-fn serve --new-secrets`",
    }
}
