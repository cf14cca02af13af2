//! The commands that change a whole event: `cancel-event`, `move-event`, `event-link` and `destroy-key`.

use forms_fn::office::{CalledOff, Followed, KeyChange, LinkChange, Scope};
use forms_fn::{Action, NoLink, check_link};

use super::office::{OfficeArguments, StoreArguments, WhoArguments};
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct CancelArguments {
    /// Id of the event
    event: String,
    #[command(flatten)]
    office: OfficeArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MoveArguments {
    /// Id that the event had
    old: String,
    /// Id that it has now: the name of its folder
    new: String,
    #[command(flatten)]
    office: OfficeArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct LinkArguments {
    /// Id of the event
    event: String,
    /// Where people take part: https://meet.example.org/room
    #[arg(value_name = "URL", value_parser = link, required_unless_present = "remove")]
    link: Option<String>,
    /// Take the link away
    #[arg(long, conflicts_with = "link")]
    remove: bool,
    /// Yes, people take part online, although the event's page doesn't say so
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    office: OfficeArguments,
}

/// A whole address that a letter and a calendar can carry as it is.
fn link(text: &str) -> Result<String, String> {
    let why = |no| match no {
        NoLink::NotWhole => "write the whole address: https://meet.example.org/room",
        NoLink::NotSafe => {
            "write https://: with http:// anybody on the way could read where people meet, and lead them to another place"
        }
    };
    check_link(text).map(|()| text.to_owned()).map_err(|no| why(no).to_owned())
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
    let (office, access) = arguments.office.open(Action::CallOff).await?;
    let called_off = office.call_off(&access, event).await;
    output::show(called_off, |CalledOff { people, calls }| {
        let calls = match calls {
            0 => String::new(),
            calls => format!(
                ", of whom {calls} have no e-mail address and have to be called: forms-fn list --calls shows them after \
                 the worker's next round"
            ),
        };
        output::tell(&format!(
            "{event} is called off: nobody can register any more, and the worker tells {people} people{calls}\n\
             Write `status: cancelled` into the event's file as well, so that its page says it.\n"
        ));
        Ok(())
    })
    .await
}

/// Moves everything about an event whose folder got another name.
pub(crate) async fn move_event(arguments: MoveArguments) -> Result<(), String> {
    let MoveArguments { old, new, office } = arguments;
    office.site.needed()?;
    let (office, access) = office.open(Action::MoveEvent).await?;
    let followed = office.move_event(&access, &old, &new).await;
    output::show(followed, |followed| {
        output::tell(&moved(&old, &new, followed));
        Ok(())
    })
    .await
}

fn moved(old: &str, new: &str, followed: &Followed) -> String {
    match followed {
        Followed::Now(moved) => {
            let more = "More people have a place than there are places: nobody gets another one until there is room.\n";
            let more = if moved.too_many { more } else { "" };
            format!("{} records of {old} are with {new} now\n{more}", moved.records)
        }
        Followed::Before(moved) => format!(
            "{moved} records of {old} are with {new} already: the worker, or somebody before, has moved them\n"
        ),
    }
}

/// Sets the private link of an event, or takes it away.
pub(crate) async fn set_link(arguments: LinkArguments) -> Result<(), String> {
    let LinkArguments { event, link, remove, yes, office } = arguments;
    let (office, access) = office.open(Action::EventLink).await?;
    let link = link.as_deref().filter(|_| !remove);
    let change = office.set_link(&access, &event, link, yes).await;
    output::show(change, |change| {
        output::tell(&match change {
            LinkChange::Removed => format!("{event} has no link any more\n"),
            LinkChange::Same => format!("{event} has this link already\n"),
            LinkChange::Set(people) => format!(
                "{event} has this link now: the worker sends it to the {people} people with a place, and whoever gets one \
                 later finds it in the letter\n"
            ),
        });
        Ok(())
    })
    .await
}

/// Deletes the key of an event's sensitive answers.
pub(crate) async fn destroy_key(arguments: DestroyArguments) -> Result<(), String> {
    let event = &arguments.event;
    let access = arguments.who.access(Action::DestroyKey, Scope::Everything)?;
    let office = arguments.store.office(|| Ok(None)).await?;
    let change = office.destroy_key(&access, event, arguments.yes).await;
    output::show(change, |change| {
        output::tell(&match change {
            KeyChange::Destroyed => format!("{event} has no key any more\n"),
            KeyChange::GivenUp(people) => format!(
                "{event} had no key any more: the sensitive answers of {people} people count as destroyed from now on\n"
            ),
        });
        Ok(())
    })
    .await
}
