//! The list for the door: whom to expect, who is there, and how many that makes. Of a guest no more is told than whoever stands at
//! the door needs: no address, no number, no answer given in confidence.

use forms::{Definition, Field, Kind, Mark, Role, When};
use serde_json::Value;

use super::work::{Subject, Work, unknown};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Attended, Came, CheckIn, Closed, Status, WalkIn};
use crate::export::names::Alphabet;
use crate::export::{Search, Words, names};
use crate::reference::Reference;

/// So many who were let in last stand on the page, so that a slip can be taken back.
const LATEST: usize = 5;
/// The facts of an event for which people say how many children they bring.
const CHILDREN: [&str; 2] = ["childcare", "childcare_under_3"];
/// The fact for which people say what they want of photographs.
const PHOTOS: &str = "photos";

/// Of whom the list tells.
#[derive(Debug, Clone)]
pub enum DoorWhich {
    /// Of nobody but those who were let in last.
    Nobody,
    /// Of one guest.
    One(Reference),
    /// Of those whose name or reference this finds, however their registration stands.
    Found(Search),
    /// Of all who have a seat, were offered one, or wait.
    All,
    /// Of those who have a seat.
    Expected,
}

/// A guest as the door sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorGuest {
    /// What stands on the ticket.
    pub reference: Reference,
    /// What they are called.
    pub name: String,
    /// The same in Latin letters, where they wrote it and it differs.
    pub latin_name: String,
    /// How the registration stands.
    pub status: Status,
    /// How many children they bring.
    pub children: u32,
    /// What they want of photographs, in words.
    pub photos: String,
    /// Whether and when they came.
    pub check_in: Option<CheckIn>,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoorList {
    /// Those that were asked for, by name.
    pub guests: Vec<DoorGuest>,
    /// Those who were let in last, the newest first.
    pub latest: Vec<DoorGuest>,
    /// Those without a registration, the newest first.
    pub walk_ins: Vec<WalkIn>,
    /// How many people have a seat, children included.
    pub expected: u32,
    /// How many came.
    pub came: Came,
}

impl DoorGuest {
    /// How many they are. Each adult has a registration of their own.
    #[must_use]
    pub fn people(&self) -> u32 {
        1 + self.children
    }
}

impl Office {
    /// The list for the door of an event, in the words and the alphabet of a language.
    ///
    /// # Errors
    /// When it is refused, there is no such guest, or the store fails.
    pub async fn door(
        &self,
        access: &Access,
        event: &str,
        which: &DoorWhich,
        lang: &str,
    ) -> Result<Audited<DoorList>, Stop> {
        let subject = Subject {
            event: Some(event.to_owned()),
            reference: match which {
                DoorWhich::One(reference) => Some(reference.clone()),
                DoorWhich::Nobody | DoorWhich::Found(_) | DoorWhich::All | DoorWhich::Expected => None,
            },
            form: None,
        };
        let mut work = self.begin(access, Action::Door, subject).await?;
        let list = list(&mut work, event, which, lang).await;
        work.end(list).await
    }

    /// To which event the ticket of a reference is.
    ///
    /// # Errors
    /// When it is refused, there is no such registration, or the store fails.
    pub async fn event_at_door(
        &self,
        access: &Access,
        reference: &Reference,
    ) -> Result<Audited<String>, Stop> {
        let mut work = self.begin(access, Action::Door, Subject::record(reference)).await?;
        let event = event_of(&mut work, reference).await;
        work.end(event).await
    }
}

async fn event_of(work: &mut Work<'_>, reference: &Reference) -> Result<String, Stop> {
    let (stored, _) = work.record(reference).await?;
    stored.record.event().map(str::to_owned).ok_or_else(|| unknown(reference))
}

async fn list(work: &mut Work<'_>, event: &str, which: &DoorWhich, lang: &str) -> Result<DoorList, Stop> {
    work.needs_event(event)?;
    let records = work.desk.closed_partition("", Some(event), work.now).await?;
    let attended = work.desk.attended(event, work.now).await?;
    let words = Words { lang, labels: true, folder: work.site, between: ", " };
    let alphabet = Alphabet::of(lang);
    let tell = |closed: &Closed| guest(closed, &attended, words);
    let mut guests: Vec<DoorGuest> = records.iter().filter(|closed| which.has(closed)).map(tell).collect();
    if let (DoorWhich::One(reference), true) = (which, guests.is_empty()) {
        return Err(unknown(reference));
    }
    guests.sort_by(|one, other| alphabet.compare(&one.name, &other.name));
    let mut latest: Vec<DoorGuest> =
        records.iter().map(tell).filter(|guest| guest.check_in.is_some()).collect();
    latest.sort_by_key(|guest| std::cmp::Reverse(guest.check_in.as_ref().map(|here| here.at)));
    latest.truncate(LATEST);
    let seated = records.iter().filter(|(stored, _)| stored.record.status() == Status::Confirmed);
    let expected = seated.map(|closed| 1 + children(closed)).sum();
    work.count(guests.len());
    let Attended { came, mut walk_ins, .. } = attended;
    walk_ins.reverse();
    Ok(DoorList { guests, latest, walk_ins, expected, came })
}

impl DoorWhich {
    fn has(&self, closed: &Closed) -> bool {
        let (stored, form) = closed;
        let status = stored.record.status();
        match self {
            Self::Nobody => false,
            Self::One(reference) => stored.record.reference == *reference,
            Self::Found(search) => search.finds_name(stored, form),
            Self::All => matches!(status, Status::Confirmed | Status::Offered | Status::Waiting),
            Self::Expected => status == Status::Confirmed,
        }
    }
}

fn guest(closed: &Closed, attended: &Attended, words: Words<'_>) -> DoorGuest {
    let (stored, form) = closed;
    let tell = |field: Option<&Field>| {
        let field = field.filter(|field| field.mark != Mark::Sensitive);
        field.map(|field| words.answer(Some(field), stored.answers.get(&field.name))).unwrap_or_default()
    };
    let reference = stored.record.reference.clone();
    let (name, mut latin_name) = (tell(names::name_field(form)), tell(form.of_role(Role::LatinName)));
    // Who writes in Latin letters often fills in both.
    if latin_name == name {
        latin_name.clear();
    }
    DoorGuest {
        name,
        latin_name,
        status: stored.record.status(),
        children: children(closed),
        photos: tell(photos(form)),
        check_in: attended.check_ins.get(&reference).cloned(),
        reference,
    }
}

fn children((stored, form): &Closed) -> u32 {
    let number = |field: &Field| stored.answers.get(&field.name).and_then(Value::as_u64);
    let all: u64 = child_fields(form).filter_map(number).sum();
    u32::try_from(all).unwrap_or(u32::MAX)
}

/// The questions how many children come.
pub(super) fn child_fields(form: &Definition) -> impl Iterator<Item = &Field> {
    form.fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Integer { .. }) && asked_for(field, &CHILDREN))
}

/// The question what the person wants of photographs.
fn photos(form: &Definition) -> Option<&Field> {
    form.fields.iter().find(|field| matches!(field.kind, Kind::Choice { .. }) && asked_for(field, &[PHOTOS]))
}

/// Whether a question is asked because of one of these facts of the event.
fn asked_for(field: &Field, facts: &[&str]) -> bool {
    matches!(&field.when, Some(When::Fact(fact)) if facts.contains(&fact.as_str()))
}
