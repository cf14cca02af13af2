//! The commands that change a whole event: `cancel-event` and `destroy-key`.

use forms_fn::{Action, Audit};

use super::door::{self, Stop};
use super::output;
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct CancelArguments {
    /// Id of the event
    event: String,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DestroyArguments {
    /// Id of the event
    event: String,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    who: WhoArguments,
    /// Yes, nobody will ever read these answers again
    #[arg(long)]
    yes: bool,
}

/// Calls an event off. The site's page says it only when the event's file says so too.
pub(crate) async fn cancel(arguments: CancelArguments) -> Result<(), String> {
    let event = &arguments.event;
    let entry = Audit { event: Some(event.clone()), ..arguments.who.entry(Action::CallOff)? };
    door::organise(&arguments.store, entry, async |organiser| {
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let counters = organiser.desk.counters(event, organiser.now).await?;
        let known = site.is_some_and(|site| site.manifest().events.contains_key(event));
        if !known && counters.registered == 0 {
            return Err(Stop::Nothing(format!("neither the site nor the store knows an event `{event}`")));
        }
        if !organiser.desk.call_off(event, organiser.now).await? {
            return Err(Stop::Refused(format!("`{event}` has been called off already")));
        }
        let people = counters.taken() + counters.waiting;
        organiser.entry.count = people as usize;
        let words = format!(
            "{event} is called off: nobody can register any more, and the worker tells {people} people\n\
             Write `status: cancelled` into the event's file as well, so that its page says it.\n"
        );
        output::print(words.as_bytes()).map_err(Stop::Failed)
    })
    .await
}

/// Deletes the key of an event's sensitive answers.
pub(crate) async fn destroy_key(arguments: DestroyArguments) -> Result<(), String> {
    let event = &arguments.event;
    let entry = Audit { event: Some(event.clone()), ..arguments.who.entry(Action::DestroyKey)? };
    door::organise(&arguments.store, entry, async |organiser| {
        if !arguments.yes {
            return Err(Stop::Refused(format!(
                "after this nobody can read the sensitive answers to `{event}`, here or in any backup; \
                 if that is what you want, say it again with --yes"
            )));
        }
        if !organiser.desk.destroy_key(event, organiser.now).await? {
            return Err(Stop::Nothing(format!("`{event}` has no key")));
        }
        output::print(format!("{event} has no key any more\n").as_bytes()).map_err(Stop::Failed)
    })
    .await
}
