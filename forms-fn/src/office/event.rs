//! What organisers decide about a whole event: call it off, follow it to its new name, give it a link, destroy its key.

use super::work::{Subject, Work};
use super::{Access, Audited, Cause, Office, Stop};
use crate::desk::{Action, Moved, NoMove};

/// An event that was called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalledOff {
    /// How many people hear of it.
    pub people: u32,
    /// How many of them have no e-mail address, so that somebody has to call.
    pub calls: usize,
}

/// An event that was followed to its new name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Its records went over now.
    Now(Moved),
    /// So many had gone over before.
    Before(usize),
}

/// What became of the link of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkChange {
    /// It has none any more.
    Removed,
    /// It had this one already.
    Same,
    /// It has this one now; so many people with a place get it.
    Set(u32),
}

/// The private link of an event, as whoever sets it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLink {
    /// The link.
    pub link: Option<String>,
    /// Whether the site says that the event is in a room only.
    pub is_in_a_room: bool,
}

/// What became of the key of an event's sensitive answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// It is destroyed.
    Destroyed,
    /// It was lost; the answers of so many people count as destroyed from now on.
    GivenUp(usize),
}

impl Office {
    /// Calls an event off: registration closes at once, and the worker tells everybody. The site's page says it only when the
    /// event's file says so too.
    ///
    /// # Errors
    /// When it is refused, the event is unknown or called off already, or the store fails.
    pub async fn call_off(&self, access: &Access, event: &str) -> Result<Audited<CalledOff>, Stop> {
        let mut work = self.begin(access, Action::CallOff, Subject::event(event)).await?;
        let called_off = call_off(&mut work, event).await;
        work.end(called_off).await
    }

    /// How many people would hear of it if an event were called off. One that nobody knows has none.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn people_of(&self, access: &Access, event: &str) -> Result<Audited<u32>, Stop> {
        let mut work = self.begin(access, Action::Events, Subject::event(event)).await?;
        let people = people_of(&mut work, event).await;
        work.end(people).await
    }

    /// Moves everything about an event whose folder got another name.
    ///
    /// # Errors
    /// When it is refused, the site shows the old name or not the new one, or the store fails.
    pub async fn move_event(&self, access: &Access, old: &str, new: &str) -> Result<Audited<Followed>, Stop> {
        let mut work = self.begin(access, Action::MoveEvent, Subject::event(new)).await?;
        let followed = follow(&mut work, old, new).await;
        work.end(followed).await
    }

    /// The private link of an event.
    ///
    /// # Errors
    /// When it is refused, the event is unknown, or the store fails.
    pub async fn event_link(&self, access: &Access, event: &str) -> Result<Audited<EventLink>, Stop> {
        let mut work = self.begin(access, Action::Events, Subject::event(event)).await?;
        let link = event_link(&mut work, event).await;
        work.end(link).await
    }

    /// Sets the private link of an event, or takes it away. One for an event in a room is refused unless somebody says that it
    /// is meant.
    ///
    /// # Errors
    /// When it is refused, the event is unknown, or the store fails.
    pub async fn set_link(
        &self,
        access: &Access,
        event: &str,
        link: Option<&str>,
        is_meant: bool,
    ) -> Result<Audited<LinkChange>, Stop> {
        let mut work = self.begin(access, Action::EventLink, Subject::event(event)).await?;
        let change = set_link(&mut work, event, link, is_meant).await;
        work.end(change).await
    }

    /// Makes the sensitive answers of an event unreadable for good, in every copy too. Somebody has to say that it is meant.
    ///
    /// # Errors
    /// When it is refused, there is no key, or the store fails.
    pub async fn destroy_key(
        &self,
        access: &Access,
        event: &str,
        is_meant: bool,
    ) -> Result<Audited<KeyChange>, Stop> {
        let mut work = self.begin(access, Action::DestroyKey, Subject::event(event)).await?;
        let change = destroy_key(&mut work, event, is_meant).await;
        work.end(change).await
    }
}

async fn call_off(work: &mut Work<'_>, event: &str) -> Result<CalledOff, Stop> {
    work.needs_event(event)?;
    let counters = work.desk.counters(event, work.now).await?;
    let known = work.site.is_some_and(|site| site.manifest().events.contains_key(event));
    if !known && counters.registered == 0 {
        return Err(no_event(event));
    }
    if !work.desk.call_off(event, work.now).await? {
        return Err(Stop::refused(format!("`{event}` has been called off already")));
    }
    let people = counters.taken() + counters.waiting;
    work.count(people as usize);
    Ok(CalledOff { people, calls: work.desk.without_address(event, work.now).await? })
}

async fn people_of(work: &mut Work<'_>, event: &str) -> Result<u32, Stop> {
    work.needs_event(event)?;
    let counters = work.desk.counters(event, work.now).await?;
    Ok(counters.taken() + counters.waiting)
}

fn no_event(event: &str) -> Stop {
    Stop::nothing(format!("neither the site nor the store knows an event `{event}`"))
}

async fn follow(work: &mut Work<'_>, old: &str, new: &str) -> Result<Followed, Stop> {
    // Both: nobody takes people along from where they may not see, or to there.
    work.needs_event(old)?;
    work.needs_event(new)?;
    let site = work.site.ok_or_else(|| {
        Stop::refused("to follow an event to its new name, say where the site's folder is with --forms")
    })?;
    if site.manifest().events.contains_key(old) {
        let words = format!("the site still has the event `{old}`: its registrations stay with it");
        return Err(Stop::refused(words));
    }
    let Some(terms) = site.terms(new) else {
        return Err(Stop::refused(format!("the site has no event `{new}`: is --forms the newest build?")));
    };
    match work.desk.move_event(old, &terms, work.now).await? {
        Ok(moved) => {
            work.count(moved.records);
            Ok(Followed::Now(moved))
        }
        Err(NoMove::Same) => Err(Stop::refused("both names are the same")),
        Err(NoMove::Unknown) => moved_before(work, old, new).await,
    }
}

async fn moved_before(work: &mut Work<'_>, old: &str, new: &str) -> Result<Followed, Stop> {
    let moved = work.desk.moved_from(old, new, work.now).await?;
    if moved == 0 {
        return Err(Stop::nothing(format!("the store knows no event `{old}`")));
    }
    work.count(moved);
    Ok(Followed::Before(moved))
}

async fn event_link(work: &mut Work<'_>, event: &str) -> Result<EventLink, Stop> {
    let is_in_a_room = in_a_room(work, event).await?;
    Ok(EventLink { link: work.desk.link(event, work.now).await?, is_in_a_room })
}

/// Whether the site says that an event within reach is in a room only.
async fn in_a_room(work: &mut Work<'_>, event: &str) -> Result<bool, Stop> {
    work.needs_event(event)?;
    let shown = work.site.and_then(|site| site.manifest().events.get(event));
    if shown.is_none() && !work.desk.knows(event, work.now).await? {
        return Err(no_event(event));
    }
    Ok(shown.is_some_and(|event| !event.online))
}

async fn set_link(
    work: &mut Work<'_>,
    event: &str,
    link: Option<&str>,
    is_meant: bool,
) -> Result<LinkChange, Stop> {
    let is_in_a_room = in_a_room(work, event).await?;
    if link.is_some() && is_in_a_room && !is_meant {
        let words = format!(
            "the page of `{event}` doesn't say that people can take part online, and all with a place would get the link\n  \
             hint: `forms-fn events` shows which events there are; if it is the right one, write its place with \
             `mode: online` into the event's file, or say it again with --yes"
        );
        return Err(Stop::because(Cause::InARoom, words));
    }
    let before = work.desk.set_link(event, link, work.now).await?;
    let confirmed = work.desk.counters(event, work.now).await?.confirmed;
    let change = match (link, before) {
        (None, None) => return Err(Stop::nothing(format!("`{event}` has no link"))),
        (None, Some(_)) => LinkChange::Removed,
        (Some(link), Some(before)) if link == before => LinkChange::Same,
        (Some(_), _) => LinkChange::Set(confirmed),
    };
    if is_in_a_room {
        work.note(format!("note: the page of `{event}` doesn't say that people can take part online"));
    }
    Ok(change)
}

async fn destroy_key(work: &mut Work<'_>, event: &str, is_meant: bool) -> Result<KeyChange, Stop> {
    work.needs_event(event)?;
    if !is_meant {
        return Err(Stop::refused(format!(
            "after this nobody can read the sensitive answers to `{event}`, here or in any backup; \
             if that is what you want, say it again with --yes"
        )));
    }
    if work.desk.destroy_key(event, work.now).await? {
        work.wipe().await?;
        return Ok(KeyChange::Destroyed);
    }
    match work.desk.give_up_key(event, work.now).await? {
        0 => Err(Stop::nothing(format!("`{event}` has no key"))),
        people => Ok(KeyChange::GivenUp(people)),
    }
}
