//! Links by which volunteers without an account come to the door of one event: given, listed, ended.

use jiff::Timestamp;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::accounts::{self, AccountId, Accounts, DoorLink, DoorLinkId, NewDoorLink};
use crate::desk::Action;

/// Whom a host lets help at the door.
#[derive(Debug, Clone, Copy)]
pub struct Volunteer<'a> {
    /// At which event.
    pub event: &'a str,
    /// Their name, if the host says one: the log then has it.
    pub name: Option<&'a str>,
    /// The account of the host.
    pub giver: &'a AccountId,
}

impl Office {
    /// The links that were given for an event, the newest first.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn door_links(
        &self,
        access: &Access,
        event: &str,
    ) -> Result<Audited<Vec<(DoorLinkId, DoorLink)>>, Stop> {
        let mut work = self.begin(access, Action::DoorLinks, Subject::event(event)).await?;
        let links = of_event(&work, event).await;
        work.count(links.as_ref().map_or(0, Vec::len));
        work.end(links).await
    }

    /// Gives a volunteer a link.
    ///
    /// # Errors
    /// When it is refused, the event is over or isn't on the site, or the store fails.
    pub async fn give_door_link(
        &self,
        access: &Access,
        volunteer: Volunteer<'_>,
    ) -> Result<Audited<DoorLinkId>, Stop> {
        let work = self.begin(access, Action::GiveDoorLink, Subject::event(volunteer.event)).await?;
        let given = give(&work, access, volunteer).await;
        work.end(given).await
    }

    /// Ends a link; one that is ended already stays so.
    ///
    /// # Errors
    /// When it is refused, the event has no such link, or the store fails.
    pub async fn end_door_link(
        &self,
        access: &Access,
        event: &str,
        link: &DoorLinkId,
    ) -> Result<Audited<()>, Stop> {
        let work = self.begin(access, Action::EndDoorLink, Subject::event(event)).await?;
        let ended = end(&work, event, link).await;
        work.end(ended).await
    }
}

async fn of_event(work: &Work<'_>, event: &str) -> Result<Vec<(DoorLinkId, DoorLink)>, Stop> {
    work.needs_event(event)?;
    let mut links = Accounts::new(work.desk.clone()).door_links(work.now).await?;
    links.retain(|(_, link)| link.event == event);
    Ok(links)
}

async fn give(work: &Work<'_>, access: &Access, volunteer: Volunteer<'_>) -> Result<DoorLinkId, Stop> {
    let Volunteer { event, name, giver } = volunteer;
    work.needs_event(event)?;
    let ends = ends(work, event)?;
    if !accounts::door_is_open_after(ends, work.now) {
        return Err(Stop::refused(format!("the event `{event}` is over")));
    }
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    let new = NewDoorLink { event, ends, volunteer: name, by: access.organiser.name(), giver };
    Ok(Accounts::new(work.desk.clone()).give_door_link(&new, work.now).await?)
}

/// When the event ends; a link ends after it, so an event that the site has lost gets none.
fn ends(work: &Work<'_>, event: &str) -> Result<Timestamp, Stop> {
    let terms = work.site.and_then(|site| site.terms(event)).filter(|terms| !terms.has_no_date());
    terms.map(|terms| terms.ends).ok_or_else(|| Stop::nothing(format!("the site has no day for `{event}`")))
}

async fn end(work: &Work<'_>, event: &str, link: &DoorLinkId) -> Result<(), Stop> {
    let links = of_event(work, event).await?;
    if links.iter().all(|(id, _)| id != link) {
        return Err(Stop::nothing(format!("the event `{event}` has no link `{}`", link.as_str())));
    }
    Accounts::new(work.desk.clone()).end_door_link(link, work.now).await?;
    Ok(())
}
