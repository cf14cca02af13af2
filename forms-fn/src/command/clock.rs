//! `forms-fn confirm-clock`: the worker doubts a clock that is far beyond its last pass; somebody says that it is right.

use forms_fn::Action;

use super::door;
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

pub(crate) async fn confirm(arguments: Arguments) -> Result<(), String> {
    let entry = arguments.who.entry(Action::ConfirmClock)?;
    door::organise(&arguments.store, entry, async |organiser| {
        organiser.desk.confirm_clock(organiser.now).await?;
        let words = format!("it is {}: the worker goes on from here\n", organiser.now);
        output::tell(&words);
        Ok(())
    })
    .await
}
