//! `forms-fn confirm-clock`: the worker doubts a clock that is far beyond its last pass; somebody says that it is right.

use forms_fn::Action;
use forms_fn::office::Scope;

use super::office::{StoreArguments, WhoArguments};
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct ConfirmClockArguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    who: WhoArguments,
}

pub(crate) async fn confirm(arguments: ConfirmClockArguments) -> Result<(), String> {
    let access = arguments.who.access(Action::ConfirmClock, Scope::Everything)?;
    let office = arguments.store.office(|| Ok(None)).await?;
    let confirmed = office.confirm_clock(&access).await;
    output::show(confirmed, |()| {
        output::tell(&format!("it is {}: the worker goes on from here\n", access.at));
        Ok(())
    })
    .await
}
