//! The commands that change a whole event: `cancel-event`, `move-event`, `event-link` and `destroy-key`.

use forms_fn::{Action, Audit, NoMove};

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
pub(crate) struct MoveArguments {
    /// Id that the event had
    old: String,
    /// Id that it has now: the name of its folder
    new: String,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
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
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

/// A whole address that a letter and a calendar can carry as it is.
fn link(text: &str) -> Result<String, String> {
    let whole = || "write the whole address: https://meet.example.org/room".to_owned();
    let address: axum::http::Uri = text.parse().map_err(|_| whole())?;
    if address.scheme_str() == Some("http") {
        return Err(
            "write https://: with http:// anybody on the way could read where people meet, and lead them to \
                    another place"
                .to_owned(),
        );
    }
    let web = address.scheme_str() == Some("https");
    let host = address.authority().is_some_and(|authority| !authority.host().is_empty());
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'));
    if web && host && plain && text.len() <= LONGEST_LINK { Ok(text.to_owned()) } else { Err(whole()) }
}

/// Links of meetings have some hundred characters.
const LONGEST_LINK: usize = 1000;

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
        let calls = match organiser.desk.without_address(event, organiser.now).await? {
            0 => String::new(),
            calls => format!(
                ", of whom {calls} have no e-mail address and have to be called: forms-fn list --calls shows them after \
                 the worker's next round"
            ),
        };
        let words = format!(
            "{event} is called off: nobody can register any more, and the worker tells {people} people{calls}\n\
             Write `status: cancelled` into the event's file as well, so that its page says it.\n"
        );
        output::tell(&words);
        Ok(())
    })
    .await
}

/// Moves everything about an event whose folder got another name.
pub(crate) async fn move_event(arguments: MoveArguments) -> Result<(), String> {
    let MoveArguments { old, new, .. } = &arguments;
    let entry = Audit { event: Some(new.clone()), ..arguments.who.entry(Action::MoveEvent)? };
    let site = arguments.site.needed()?;
    door::organise(&arguments.store, entry, async |organiser| {
        if site.manifest().events.contains_key(old) {
            return Err(Stop::Refused(format!(
                "the site still has the event `{old}`: its registrations stay with it"
            )));
        }
        let Some(terms) = site.terms(new) else {
            return Err(Stop::Refused(format!("the site has no event `{new}`: is --forms the newest build?")));
        };
        let moved = match organiser.desk.move_event(old, &terms, organiser.now).await? {
            Ok(moved) => moved,
            Err(NoMove::Same) => return Err(Stop::Refused("both names are the same".to_owned())),
            Err(NoMove::Unknown) => {
                let moved = organiser.desk.moved_from(old, new, organiser.now).await?;
                if moved > 0 {
                    organiser.entry.count = moved;
                    output::tell(&format!(
                        "{moved} records of {old} are with {new} already: the worker, or somebody before, has moved them\n"
                    ));
                    return Ok(());
                }
                return Err(Stop::Nothing(format!("the store knows no event `{old}`")));
            }
        };
        organiser.entry.count = moved.records;
        let mut words = format!("{} records of {old} are with {new} now\n", moved.records);
        if moved.too_many {
            words += "More people have a place than there are places: nobody gets another one until there is room.\n";
        }
        output::tell(&words);
        Ok(())
    })
    .await
}

/// Sets the private link of an event, or takes it away.
pub(crate) async fn set_link(arguments: LinkArguments) -> Result<(), String> {
    let event = &arguments.event;
    let entry = Audit { event: Some(event.clone()), ..arguments.who.entry(Action::EventLink)? };
    door::organise(&arguments.store, entry, async |organiser| {
        let (desk, now) = (&organiser.desk, organiser.now);
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let shown = site.as_ref().and_then(|site| site.manifest().events.get(event));
        if shown.is_none() && !desk.knows(event, now).await? {
            return Err(Stop::Nothing(format!("neither the site nor the store knows an event `{event}`")));
        }
        let link = arguments.link.as_deref().filter(|_| !arguments.remove);
        let is_in_a_room = shown.is_some_and(|event| !event.online);
        if link.is_some() && is_in_a_room && !arguments.yes {
            return Err(Stop::Refused(format!(
                "the page of `{event}` doesn't say that people can take part online, and all with a place would get the link\n  \
                 hint: `forms-fn events` shows which events there are; if it is the right one, write its place with \
                 `mode: online` into the event's file, or say it again with --yes"
            )));
        }
        let before = desk.set_link(event, link, now).await?;
        let confirmed = desk.counters(event, now).await?.confirmed;
        let words = match (link, before) {
            (None, None) => return Err(Stop::Nothing(format!("`{event}` has no link"))),
            (None, Some(_)) => format!("{event} has no link any more\n"),
            (Some(link), Some(before)) if link == before => format!("{event} has this link already\n"),
            (Some(_), _) => format!(
                "{event} has this link now: the worker sends it to the {confirmed} people with a place, and \
                 whoever gets one later finds it in the letter\n"
            ),
        };
        output::tell(&words);
        if is_in_a_room {
            eprintln!("note: the page of `{event}` doesn't say that people can take part online");
        }
        Ok(())
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
            let people = organiser.desk.give_up_key(event, organiser.now).await?;
            if people == 0 {
                return Err(Stop::Nothing(format!("`{event}` has no key")));
            }
            output::tell(&format!(
                "{event} had no key any more: the sensitive answers of {people} people count as destroyed from now on\n"
            ));
            return Ok(());
        }
        output::tell(&format!("{event} has no key any more\n"));
        organiser.wiped().await
    })
    .await
}
