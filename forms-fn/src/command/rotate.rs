//! `forms-fn rotate-keys`: new keys sign and wrap from now on, the old ones go on being understood.

use forms_fn::Action;
use forms_fn::office::Scope;

use super::office::{StoreArguments, WhoArguments};
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct RotateArguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    who: WhoArguments,
}

pub(crate) async fn rotate(arguments: RotateArguments) -> Result<(), String> {
    let access = arguments.who.access(Action::RotateKeys, Scope::Everything)?;
    let office = arguments.store.office(|| Ok(None)).await?;
    let rotated = office.rotate_keys(&access, &arguments.store.data).await;
    output::show(rotated, |()| {
        output::tell("there are new keys: start `forms-fn serve` and the worker anew at once\n");
        Ok(())
    })
    .await
}
