//! The commands that change a whole event: `cancel-event` and `destroy-key`.

use forms_fn::Action;

use super::output;
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::{Organiser, Subject, WhoArguments};

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
    let organiser = Organiser::open(&arguments.store, &arguments.who)?;
    let event = &arguments.event;
    let site = arguments.site.load()?;
    let counters = organiser.desk.counters(event, organiser.now).await.map_err(|e| e.to_string())?;
    let known = site.is_some_and(|site| site.manifest().events.contains_key(event));
    if !known && counters.registered == 0 {
        return Err(format!("neither the site nor the store knows an event `{event}`"));
    }
    let people = counters.taken() + counters.waiting;
    let subject = Subject { event: Some(event), count: people as usize, ..Subject::default() };
    organiser.note(Action::CallOff, subject).await?;
    if !organiser.desk.call_off(event, organiser.now).await.map_err(|e| e.to_string())? {
        return Err(format!("`{event}` has been called off already"));
    }
    let words = format!(
        "{event} is called off: nobody can register any more, and the worker tells {people} people\n\
         Write `status: cancelled` into the event's file as well, so that its page says it.\n"
    );
    output::print(words.as_bytes())
}

/// Deletes the key of an event's sensitive answers.
pub(crate) async fn destroy_key(arguments: DestroyArguments) -> Result<(), String> {
    let event = &arguments.event;
    if !arguments.yes {
        return Err(format!(
            "after this nobody can read the sensitive answers to `{event}`, here or in any backup; \
             if that is what you want, say it again with --yes"
        ));
    }
    let organiser = Organiser::open(&arguments.store, &arguments.who)?;
    organiser.note(Action::DestroyKey, Subject { event: Some(event), ..Subject::default() }).await?;
    if organiser.desk.destroy_key(event, organiser.now).await.map_err(|e| e.to_string())? {
        output::print(format!("{event} has no key any more\n").as_bytes())
    } else {
        Err(format!("`{event}` has no key"))
    }
}
