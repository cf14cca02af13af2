//! Lets people in at the door, and takes it back: each guest, those without a registration, and a whole list from paper.

use forms::{After, Keep, Role};
use jiff::{SignedDuration, Timestamp};

use super::work::{Subject, Work, unknown};
use super::{Access, Audited, Cause, Office, Stop};
use crate::desk::{Action, Status, Tap, Tapped};
use crate::reference::Reference;

/// Nobody comes longer than this before the start; a phone whose clock says so is wrong.
const BEFORE: SignedDuration = SignedDuration::from_hours(6);
/// For how long it is kept who came without a registration, where the event's form says nothing.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A press on a button at the door.
#[derive(Debug, Clone, Copy)]
pub struct DoorTap<'a> {
    /// Of which event.
    pub event: &'a str,
    /// What makes it the same press however often it is sent.
    pub nonce: &'a str,
    /// When it was pressed, if that isn't now: the phone had no network.
    pub at: Option<Timestamp>,
}

/// What came of letting a guest in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetIn {
    /// That they are let in, or since when they are there.
    pub tapped: Tapped,
    /// How their registration stands: the door refuses nobody, and says who wasn't expected.
    pub status: Status,
}

impl Office {
    /// Lets the guest of a registration in, however it stands.
    ///
    /// # Errors
    /// When it is refused, there is no such registration for the event, or the store fails.
    pub async fn check_in(
        &self,
        access: &Access,
        tap: DoorTap<'_>,
        reference: &Reference,
        people: u32,
    ) -> Result<Audited<LetIn>, Stop> {
        let mut work = self.begin(access, Action::CheckIn, about(tap, Some(reference))).await?;
        let let_in = check_in(&mut work, tap, reference, people).await;
        work.end(let_in).await
    }

    /// Takes back that a guest was let in.
    ///
    /// # Errors
    /// As for [`Self::check_in`].
    pub async fn undo_check_in(
        &self,
        access: &Access,
        tap: DoorTap<'_>,
        reference: &Reference,
    ) -> Result<Audited<Tapped>, Stop> {
        let mut work = self.begin(access, Action::UndoCheckIn, about(tap, Some(reference))).await?;
        let undone = undo_check_in(&mut work, tap, reference).await;
        work.end(undone).await
    }

    /// Lets somebody in who has no registration.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn walk_in(
        &self,
        access: &Access,
        tap: DoorTap<'_>,
        name: Option<&str>,
        people: u32,
    ) -> Result<Audited<Tapped>, Stop> {
        let mut work = self.begin(access, Action::WalkIn, about(tap, None)).await?;
        let let_in = walk_in(&mut work, tap, name, people).await;
        work.end(let_in).await
    }

    /// Takes back that somebody without a registration was let in.
    ///
    /// # Errors
    /// As for [`Self::walk_in`].
    pub async fn undo_walk_in(
        &self,
        access: &Access,
        tap: DoorTap<'_>,
        id: &str,
    ) -> Result<Audited<Tapped>, Stop> {
        let mut work = self.begin(access, Action::UndoCheckIn, about(tap, None)).await?;
        let undone = undo_walk_in(&mut work, tap, id).await;
        work.end(undone).await
    }

    /// Lets all in who are ticked on a list. Who is there already stays as they are. Returns how many are new.
    ///
    /// # Errors
    /// As for [`Self::check_in`]; who was let in before it failed stays so, and the same list can be sent again.
    pub async fn check_in_all(
        &self,
        access: &Access,
        tap: DoorTap<'_>,
        guests: &[(Reference, u32)],
    ) -> Result<Audited<usize>, Stop> {
        let mut work = self.begin(access, Action::CheckIn, about(tap, None)).await?;
        let let_in = check_in_all(&mut work, tap, guests).await;
        work.end(let_in).await
    }
}

fn about(tap: DoorTap<'_>, reference: Option<&Reference>) -> Subject {
    Subject { form: None, event: Some(tap.event.to_owned()), reference: reference.cloned() }
}

async fn check_in(
    work: &mut Work<'_>,
    tap: DoorTap<'_>,
    reference: &Reference,
    people: u32,
) -> Result<LetIn, Stop> {
    let status = guest(work, tap.event, reference).await?;
    let tap = at_the_door(work, tap).await?;
    let tapped = work.desk.let_in(tap, reference, people, work.now).await?;
    if tapped == Tapped::Unknown {
        return Err(unknown(reference));
    }
    work.count(1);
    Ok(LetIn { tapped, status })
}

async fn undo_check_in(work: &mut Work<'_>, tap: DoorTap<'_>, reference: &Reference) -> Result<Tapped, Stop> {
    guest(work, tap.event, reference).await?;
    let tap = at_the_door(work, tap).await?;
    let tapped = work.desk.take_back(tap, reference, work.now).await?;
    work.count(1);
    Ok(tapped)
}

async fn walk_in(
    work: &mut Work<'_>,
    tap: DoorTap<'_>,
    name: Option<&str>,
    people: u32,
) -> Result<Tapped, Stop> {
    let kept_until = kept_until(work, tap.event).await?;
    let tap = at_the_door(work, tap).await?;
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    let tapped = work.desk.walk_in(tap, name, people, kept_until, work.now).await?;
    work.count(1);
    Ok(tapped)
}

async fn undo_walk_in(work: &mut Work<'_>, tap: DoorTap<'_>, id: &str) -> Result<Tapped, Stop> {
    let tap = at_the_door(work, tap).await?;
    let tapped = work.desk.take_walk_in_back(tap, id, work.now).await?;
    work.count(1);
    Ok(tapped)
}

async fn check_in_all(
    work: &mut Work<'_>,
    tap: DoorTap<'_>,
    guests: &[(Reference, u32)],
) -> Result<usize, Stop> {
    let tap = at_the_door(work, tap).await?;
    let before = work.desk.attended(tap.event(), work.now).await?.check_ins;
    let new = guests.iter().filter(|(reference, _)| !before.contains_key(reference));
    let mut number = 0;
    for (reference, people) in new {
        let tapped = work.desk.let_in(tap, reference, *people, work.now).await?;
        number += usize::from(matches!(tapped, Tapped::LetIn { .. }));
        work.count(number);
    }
    Ok(number)
}

/// How the registration of a guest of this event stands.
async fn guest(work: &mut Work<'_>, event: &str, reference: &Reference) -> Result<Status, Stop> {
    let (stored, _) = work.record(reference).await?;
    if stored.record.event() != Some(event) {
        return Err(unknown(reference));
    }
    Ok(stored.record.status())
}

/// The tap at a moment that can be: nobody comes tomorrow, or long before the start.
async fn at_the_door<'t>(work: &Work<'_>, tap: DoorTap<'t>) -> Result<Tap<'t>, Stop> {
    work.needs_event(tap.event)?;
    let starts = work.site.and_then(|site| site.terms(tap.event)).map(|terms| terms.starts);
    let first = starts.and_then(|starts| starts.checked_sub(BEFORE).ok()).unwrap_or(Timestamp::MIN);
    let at = tap.at.unwrap_or(work.now).max(first).min(work.now);
    Tap::new(tap.event, tap.nonce, at)
        .ok_or_else(|| Stop::because(Cause::OldPage, "the page sent no nonce of a tap"))
}

/// Who came without a registration is known as long as the names of those who have one.
async fn kept_until(work: &Work<'_>, event: &str) -> Result<Timestamp, Stop> {
    work.needs_event(event)?;
    let of_site = work.site.and_then(|site| site.terms(event)).map(|terms| terms.ends);
    let ends = match of_site {
        Some(ends) => ends,
        None => work.desk.counters(event, work.now).await?.ends.unwrap_or(work.now),
    };
    let form = work.site.and_then(|site| {
        let form = site.manifest().events.get(event)?.form.as_deref()?;
        site.definition(form)?.of_role(Role::Name)
    });
    let kept = match form.map(|field| field.keep) {
        Some(Keep::Days { days, after: After::EventEnd }) => SignedDuration::from_hours(24 * i64::from(days)),
        _ => KEPT,
    };
    Ok(ends.max(work.now).checked_add(kept).unwrap_or(Timestamp::MAX))
}
