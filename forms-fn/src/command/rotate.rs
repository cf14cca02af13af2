//! `forms-fn rotate-keys`: new keys sign and wrap from now on, the old ones go on being understood.

use forms_fn::{Action, secret};

use super::door::{self, Stop};
use super::output;
use super::store::StoreArguments;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    who: WhoArguments,
}

pub(crate) async fn rotate(arguments: Arguments) -> Result<(), String> {
    let entry = arguments.who.entry(Action::RotateKeys)?;
    door::organise(&arguments.store, entry, async |_| {
        secret::rotate(&arguments.store.data).map_err(|e| Stop::Failed(e.to_string()))?;
        let words = "there are new keys: start `forms-fn serve` and the worker anew at once\n";
        output::tell(words);
        Ok(())
    })
    .await
}
