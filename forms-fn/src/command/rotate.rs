//! `forms-fn rotate-keys`: new keys sign and wrap from now on, the old ones go on being understood.

use forms_fn::{Action, secret};

use super::output;
use super::store::StoreArguments;
use super::who::{Organiser, Subject, WhoArguments};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    who: WhoArguments,
}

pub(crate) async fn rotate(arguments: Arguments) -> Result<(), String> {
    let organiser = Organiser::open(&arguments.store, &arguments.who)?;
    organiser.note(Action::RotateKeys, Subject::default()).await?;
    secret::rotate(&arguments.store.data).map_err(|e| e.to_string())?;
    output::print(b"there are new keys: start `forms-fn serve` and the worker anew at once\n")
}
