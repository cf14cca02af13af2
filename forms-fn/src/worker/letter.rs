//! A message of the outbox, its record and the words of its form → a [`Letter`], or the finding that nobody needs it.
//!
//! No answer stands in a letter but the address that it goes to: what somebody wants to see is behind the link.

mod write;

use forms::{Deadlines, Definition, Role};
use jiff::{SignedDuration, Timestamp};

use super::about::{self, Happening};
use super::own::Own;
use super::{Pass, online};
use crate::desk::{Desk, Difference, LATER, OWN_LETTER, Occasion, Outgoing, Record, SECOND, Status, Stored};
use crate::folder::{FormsFolder, Language};
use crate::mail::Letter;
use crate::reference::Reference;
use crate::store::StoreError;

pub(super) use write::{footer, links, moment, one_line, reply_to, sender, url};

/// A reminder later than this before the start is none.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(3);
/// A letter about an event that the site doesn't show is looked at again after this time.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What to do with a message of the outbox.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Send this.
    Send(Box<Letter>),
    /// It is night where the event is.
    Wait(Timestamp),
    /// The record, its address or the reason is gone.
    Drop,
}

/// Everything that a letter is made of.
pub(super) struct Source<'a> {
    pub(super) folder: &'a FormsFolder,
    pub(super) language: &'a Language,
    pub(super) outgoing: &'a Outgoing,
    pub(super) record: &'a Record,
    /// What the form promised that was answered.
    pub(super) deadlines: &'a Deadlines,
    pub(super) position: Option<u32>,
    pub(super) address: &'a str,
    pub(super) happening: Option<&'a Happening>,
    /// The private link of an event online, for somebody with a place.
    pub(super) link: Option<&'a str>,
    /// The registration that was sent later with the same address.
    pub(super) second: Option<&'a Record>,
}

/// Decides by the record as it is now.
pub(super) async fn verdict(
    pass: &Pass<'_>,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    let desk = &pass.app.desk;
    let Some(stored) = desk.find(&outgoing.reference, now).await? else { return Ok(Verdict::Drop) };
    let Some(address) = address(&stored) else { return Ok(Verdict::Drop) };
    let Some(definition) = desk.definition_of(&outgoing.reference, now).await? else {
        return Ok(Verdict::Drop);
    };
    let Some(language) = language(pass.folder, &definition, &stored.record) else { return Ok(Verdict::Drop) };
    let record = &stored.record;
    let happening = about::happening(desk, pass.folder, record, &language.id, now).await?;
    let happening = happening.as_ref();
    if let Some(name) = outgoing.details.get(OWN_LETTER) {
        let own = Own {
            pass,
            outgoing,
            stored: &stored,
            form: &definition,
            language,
            happening,
            address: &address,
        };
        return own.verdict(name, now).await;
    }
    if is_moot(outgoing, record, &definition.deadlines, happening, now) {
        return Ok(Verdict::Drop);
    }
    if let Some(later) = held_back(outgoing.occasion, record, happening, now) {
        return Ok(later);
    }
    if let Some(morning) = waits(outgoing.occasion, record, happening, now) {
        return Ok(Verdict::Wait(morning));
    }
    let newest = pass.folder.definition(&record.form);
    let name = outgoing.occasion.as_str();
    let words = definition.mails.get(name).or_else(|| newest?.mails.get(name));
    let Some(words) = words else { return Ok(Verdict::Drop) };
    let second = second(desk, outgoing, &address, now).await?;
    let link = match record.event().filter(|_| online::has_link(record, happening)) {
        Some(event) => desk.link(event, now).await?,
        None => None,
    };
    let source = Source {
        folder: pass.folder,
        language,
        outgoing,
        record,
        deadlines: &definition.deadlines,
        position: stored.position,
        address: &address,
        happening,
        link: link.as_deref(),
        second: second.as_ref(),
    };
    Ok(Verdict::Send(Box::new(write::letter(pass, &source, words))))
}

/// The other registration of the mailbox that a letter tells of. One of the two may have gone to another address meanwhile: its
/// owner has nothing to do with the other one.
async fn second(
    desk: &Desk,
    outgoing: &Outgoing,
    address: &str,
    now: Timestamp,
) -> Result<Option<Record>, StoreError> {
    let named = outgoing.details.get(SECOND).and_then(|text| Reference::parse(text));
    let Some(reference) = named else { return Ok(None) };
    let found = desk.find(&reference, now).await?.map(|stored| stored.record);
    Ok(found.filter(|second| second.has_address(address)))
}

/// The address may be kept for a shorter time than the record.
fn address(stored: &Stored) -> Option<String> {
    let field = stored.record.address_field.as_ref()?;
    Some(stored.answers.get(field)?.as_str()?.to_owned())
}

/// The language that the person asked for, or else the one in which the form was read.
pub(crate) fn language<'a>(
    folder: &'a FormsFolder,
    definition: &Definition,
    record: &Record,
) -> Option<&'a Language> {
    let asked = definition
        .of_role(Role::Language)
        .and_then(|field| record.text(&field.name))
        .and_then(|lang| folder.language(lang));
    asked.or_else(|| folder.language(&record.lang)).or_else(|| folder.default_language())
}

/// Whether what the message says has become wrong since it was written.
fn is_moot(
    outgoing: &Outgoing,
    record: &Record,
    deadlines: &Deadlines,
    happening: Option<&Happening>,
    now: Timestamp,
) -> bool {
    let status = record.status();
    if outgoing.details.contains_key(LATER) && outgoing.number < record.letters {
        return true;
    }
    let cancelled = happening.is_some_and(|happening| happening.cancelled);
    match outgoing.occasion {
        Occasion::EventCancelled => !cancelled || !status.is_active(),
        Occasion::Cancelled => status != Status::Cancelled,
        // It tells of the second registration, too.
        Occasion::Already => !status.is_active() && !outgoing.details.contains_key(SECOND),
        Occasion::ConfirmAddress => {
            status != Status::Unconfirmed || now >= record.submitted_at + deadlines.confirm()
        }
        Occasion::Received => status != Status::Received,
        Occasion::StillWanted => {
            status != Status::Received || record.kept_at().is_some_and(|kept| kept >= outgoing.at)
        }
        Occasion::Closed => status != Status::Closed,
        // Without its letter there are no words for it.
        Occasion::OwnWords => true,
        _ if cancelled => true,
        Occasion::Confirmed => status != Status::Confirmed,
        Occasion::Waiting => status != Status::Waiting,
        Occasion::Held => status != Status::Held,
        Occasion::Lapsed => status != Status::Lapsed,
        Occasion::Offered => {
            status != Status::Offered || record.offer_until().is_none_or(|until| now >= until)
        }
        Occasion::EventChanged => !status.is_active() || differences(outgoing, happening).is_none(),
        Occasion::Reminder if happening.is_some_and(|happening| happening.postponed) => true,
        Occasion::Reminder => {
            let starts = happening.map(|happening| happening.starts.timestamp());
            let meant = detail_time(outgoing, "starts");
            status != Status::Confirmed
                || starts.is_none_or(|starts| now >= starts - REMIND_BEFORE || meant != Some(starts))
        }
    }
}

/// While the site doesn't show an event, no letter promises anything about it: it waits until the event is there again, or
/// its time is over. That somebody has cancelled is true all the same.
fn held_back(
    occasion: Occasion,
    record: &Record,
    happening: Option<&Happening>,
    now: Timestamp,
) -> Option<Verdict> {
    record.event()?;
    if matches!(occasion, Occasion::Cancelled | Occasion::EventCancelled) {
        return None;
    }
    match happening {
        Some(happening) if !happening.is_lost() => None,
        Some(happening) if happening.postponed || now < happening.ends.timestamp() => {
            Some(Verdict::Wait(now.checked_add(LOOK_AGAIN).unwrap_or(now)))
        }
        _ => Some(Verdict::Drop),
    }
}

/// What has changed about the event, as far as it still holds; none when another message tells what holds now.
fn differences(outgoing: &Outgoing, happening: Option<&Happening>) -> Option<Vec<Difference>> {
    let words = outgoing.details.get("differences").map_or("", String::as_str);
    let all: Vec<Difference> = words.split(' ').filter_map(Difference::parse).collect();
    let postponed = happening.is_some_and(|happening| happening.postponed);
    let holds = |one: &Difference| match one {
        Difference::Postponed => postponed,
        Difference::Place => true,
        Difference::Again | Difference::Online | Difference::InRoom | Difference::Time | Difference::Link => {
            !postponed
        }
    };
    let held: Vec<Difference> = all.iter().copied().filter(holds).collect();
    // A message that an older version of this program wrote names none.
    (all.is_empty() || !held.is_empty()).then_some(held)
}

/// Offers and reminders wake nobody. An offer that would be over by the morning goes at once: silence would cost the seat.
fn waits(
    occasion: Occasion,
    record: &Record,
    happening: Option<&Happening>,
    now: Timestamp,
) -> Option<Timestamp> {
    let morning = happening?.terms.as_ref()?.quiet_until(now)?;
    match occasion {
        Occasion::Offered => record.offer_until().is_some_and(|until| morning < until).then_some(morning),
        Occasion::Reminder => Some(morning),
        _ => None,
    }
}

fn detail_time(outgoing: &Outgoing, name: &str) -> Option<Timestamp> {
    outgoing.details.get(name)?.parse().ok()
}
