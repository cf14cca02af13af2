//! `forms-fn verify`: whether everything in a store agrees, and whether its secrets and keys are the right ones.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use forms_fn::office::Stop;
use forms_fn::office::moving::{self, Verification, VerifyQuery};
use forms_fn::secret::{KeyProvider, Keyring};

use super::office::WhoArguments;
use super::output;
use super::site::SiteArguments;
use super::transfer::StoreArgument;

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Folder of `secrets.json`, for a store in DynamoDB
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    secrets: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

pub(crate) async fn verify(arguments: VerifyArguments) -> Result<(), String> {
    let place = arguments.store.place.place()?;
    let site = if arguments.store.keys { None } else { arguments.site.load()? };
    site.iter().for_each(crate::tell_of_letters);
    let query =
        VerifyQuery { which: arguments.store.which(), site: site.as_ref(), secrets: arguments.secrets() };
    let in_a_folder = arguments.store.place.data.is_some();
    let provider = |keyring: &Arc<Keyring>| match in_a_folder {
        true => Ok(KeyProvider::File(Arc::clone(keyring))),
        false => provider(keyring),
    };
    let access = arguments.who.access_of_anybody();
    let verified = moving::verify(&place, &query, provider, &access).await;
    arguments.store.place.warn_if_open(&verified);
    output::show(verified, print).await
}

impl VerifyArguments {
    fn secrets(&self) -> Option<&Path> {
        self.store.place.data.as_deref().or(self.secrets.as_deref())
    }
}

fn print(Verification { items, records, faults }: &Verification) -> Result<(), Stop> {
    let mut out = output::stdout().lock();
    for fault in faults {
        // A reader such as `head` may leave early.
        drop(writeln!(out, "{fault}"));
    }
    match faults.len() {
        0 => {
            drop(writeln!(out, "{items} items, {records} records: fine"));
            Ok(())
        }
        faults => Err(Stop::failed(format!("{faults} of {items} items don't agree"))),
    }
}

#[cfg(feature = "aws")]
fn provider(keyring: &Arc<Keyring>) -> Result<KeyProvider, String> {
    Ok(crate::table::provider(keyring, &crate::table::aws()?))
}

#[cfg(not(feature = "aws"))]
fn provider(keyring: &Arc<Keyring>) -> Result<KeyProvider, String> {
    Ok(KeyProvider::File(Arc::clone(keyring)))
}
