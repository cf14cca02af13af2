//! The reference model: an event in the plainest terms, without a store. Whatever it says must happen, must happen.

use std::collections::{BTreeMap, BTreeSet};

use forms::Deadlines;
use forms_fn::{Changed, Occasion, Status, Terms};
use jiff::{SignedDuration, Timestamp};

use super::history::Act;
use super::tell::Told;

/// What one registration has become. People are named by the number of their registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) status: Status,
    /// When it came.
    pub(crate) at: Timestamp,
    /// Held for no other reason, and for no longer, than that too many came at once.
    pub(crate) in_line: bool,
    pub(crate) address: Option<usize>,
    /// Before everybody else (0) or not (1), and the number on the ticket.
    pub(crate) place: Option<(u8, u64)>,
    pub(crate) offer_until: Option<Timestamp>,
    /// The first with its address.
    pub(crate) first: bool,
    /// Sent with an address that was registered, and not confirmed from its mailbox.
    pub(crate) second: bool,
    pub(crate) cancelled: Option<(Timestamp, Status)>,
    /// In the order in which they were written.
    pub(crate) letters: Vec<Occasion>,
    /// Yes and no to the news, in their order.
    pub(crate) consents: Vec<bool>,
    /// Which act gave the answers.
    pub(crate) answers: usize,
    /// Which act's nonce it was sent with.
    pub(crate) nonce: usize,
}

/// What the desk must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Stored, or shown as if; `first` is the act that got this answer first.
    Stored {
        first: usize,
        status: Status,
        position: Option<u32>,
        keep_link: bool,
    },
    Full,
    Changed(Changed),
    Erased(bool),
    HandedOn(usize),
}

/// Seats that one transaction hands on; the worker goes on with the others.
const AT_ONCE: usize = 10;

/// The whole event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) people: BTreeMap<usize, Person>,
    pub(crate) erased: BTreeSet<usize>,
    /// By the act whose nonce it is: the answer, and how long it is remembered.
    nonces: BTreeMap<usize, (Answer, Timestamp)>,
    /// Who looked doubtful when they came.
    doubtful: BTreeSet<usize>,
    pub(crate) next: u64,
    pub(crate) registered: u64,
    pub(crate) cancelled: u64,
}

impl Event {
    pub(crate) fn new() -> Self {
        Self {
            people: BTreeMap::new(),
            erased: BTreeSet::new(),
            nonces: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            next: 0,
            registered: 0,
            cancelled: 0,
        }
    }

    /// What the store must tell.
    pub(crate) fn told(&self) -> Told {
        let mut people = self.people.clone();
        // The store knows the hash only.
        people.values_mut().for_each(|person| person.nonce = 0);
        Told {
            people,
            queue: self.queue(),
            next: self.next,
            registered: self.registered,
            cancelled: self.cancelled,
        }
    }

    /// Whether a nonce runs out after `then` and up to `now`.
    pub(crate) fn forgets_between(&self, then: Timestamp, now: Timestamp) -> bool {
        self.nonces.values().any(|(_, until)| then < *until && *until <= now)
    }

    pub(crate) fn count(&self, status: Status) -> usize {
        self.people.values().filter(|person| person.status == status).count()
    }

    /// Those who wait, the next one first.
    pub(crate) fn queue(&self) -> Vec<usize> {
        let mut waiting: Vec<_> =
            self.people.iter().filter(|(_, person)| person.status == Status::Waiting).collect();
        waiting.sort_by_key(|(_, person)| person.place);
        waiting.into_iter().map(|(who, _)| *who).collect()
    }

    fn seat_free(&self, terms: &Terms) -> bool {
        let taken = self.count(Status::Confirmed) + self.count(Status::Offered);
        terms.capacity.is_none_or(|capacity| taken < capacity as usize)
    }

    fn for_newcomer(&self, terms: &Terms) -> Option<Status> {
        let nobody_waits = self.count(Status::Waiting) == 0 || !terms.waitlist;
        if nobody_waits && self.seat_free(terms) {
            Some(Status::Confirmed)
        } else {
            terms.waitlist.then_some(Status::Waiting)
        }
    }

    /// The active registration of an address.
    fn holder(&self, address: Option<usize>) -> Option<usize> {
        let mut people = self.people.iter();
        let holds = |person: &Person| person.address == address && person.status.is_active() && person.first;
        people.find(|(_, person)| address.is_some() && holds(person)).map(|(who, _)| *who)
    }

    /// Somebody acts; what must be answered. `rush`: whether everybody stands in line.
    pub(crate) fn act(&mut self, act: Act, rush: bool, terms: &Terms, now: Timestamp) -> Answer {
        match act {
            Act::Register { .. } => self.register(act, rush, terms, now),
            Act::Seat => Answer::HandedOn(self.seat(terms, now)),
            Act::HandOn => Answer::HandedOn(self.hand_on(terms, now)),
            Act::Erase(who) => Answer::Erased(self.erase(who, terms, now)),
            Act::Edit { who, act, news } => Answer::Changed(self.edit(who, act, news)),
            Act::Withdraw(who) => Answer::Changed(self.withdraw(who)),
            Act::Cancel(who) | Act::Undo(who) | Act::Accept(who) | Act::Lapse(who) | Act::Release(who) => {
                Answer::Changed(self.change(act, who, terms, now))
            }
        }
    }

    fn register(&mut self, act: Act, rush: bool, terms: &Terms, now: Timestamp) -> Answer {
        let Act::Register { act, address, again, news, doubtful } = act else { unreachable!() };
        let nonce = again.unwrap_or(act);
        let stands = |answer: &Answer| match answer {
            Answer::Stored { first, .. } => {
                self.people.get(first).is_some_and(|person| person.status.is_active())
            }
            _ => true,
        };
        let before = self.nonces.get(&nonce);
        if let Some((answer, _)) = before.filter(|(answer, until)| now < *until && stands(answer)) {
            return answer.clone();
        }
        let seat = if doubtful { Some(Status::Held) } else { self.for_newcomer(terms) };
        let Some(status) = seat else { return Answer::Full };
        let known = self.holder(address);
        let status = match status {
            _ if rush => Status::Held,
            Status::Confirmed if known.is_some() => Status::Offered,
            status => status,
        };
        let place = (status == Status::Waiting).then_some((1, self.next));
        let position = place.map(|_| self.count(Status::Waiting) as u32 + 1);
        let answer = Answer::Stored { first: act, status, position, keep_link: address.is_none() };
        self.nonces.insert(nonce, (answer.clone(), now + SignedDuration::from_hours(48)));
        let consents = if news { vec![true] } else { Vec::new() };
        let person = Person {
            status,
            at: now,
            in_line: rush,
            address,
            place,
            offer_until: (status == Status::Offered).then(|| terms.offer_ends(now)),
            first: address.is_some() && known.is_none(),
            second: known.is_some(),
            cancelled: None,
            letters: Vec::new(),
            consents,
            answers: act,
            nonce,
        };
        self.people.insert(act, person);
        if doubtful {
            self.doubtful.insert(act);
        }
        if !rush {
            self.next += 1;
            self.registered += 1;
        }
        // Who stands in line hears how it stands when that is known.
        match known {
            _ if rush && !doubtful => {}
            Some(first) => self.tell(first, Occasion::Already),
            None => self.tell_status(act),
        }
        answer
    }

    /// Somebody leaves the line, and is counted. The number that this gives.
    fn leave_line(&mut self, who: usize) -> u64 {
        let number = self.next;
        let person = self.people.get_mut(&who).unwrap();
        if std::mem::take(&mut person.in_line) {
            self.next += 1;
            self.registered += 1;
        }
        number
    }

    /// In the order in which they came.
    fn seat(&mut self, terms: &Terms, now: Timestamp) -> usize {
        let mut line: Vec<(Timestamp, usize)> =
            self.people.iter().filter(|(_, p)| p.in_line).map(|(who, p)| (p.at, *who)).collect();
        line.sort_unstable();
        for (_, who) in &line {
            let number = self.leave_line(*who);
            if !self.doubtful.contains(who) {
                self.seat_one(*who, number, terms, now);
            }
        }
        line.len()
    }

    fn seat_one(&mut self, who: usize, number: u64, terms: &Terms, now: Timestamp) {
        let newcomer = self.for_newcomer(terms).unwrap_or(Status::Waiting);
        let known = self.holder(self.people[&who].address).filter(|_| self.people[&who].second);
        let person = self.people.get_mut(&who).unwrap();
        if person.second && known.is_none() {
            (person.first, person.second) = (true, false);
        }
        person.status =
            if newcomer == Status::Confirmed && person.second { Status::Offered } else { newcomer };
        person.place = (newcomer == Status::Waiting).then_some((1, number));
        person.offer_until = (person.status == Status::Offered).then(|| terms.offer_ends(now));
        match known {
            Some(first) => self.tell(first, Occasion::Already),
            None => self.tell_status(who),
        }
    }

    fn change(&mut self, act: Act, who: usize, terms: &Terms, now: Timestamp) -> Changed {
        use Status::{Cancelled, Confirmed, Held, Lapsed, Offered, Waiting};
        let Some(person) = self.people.get(&who) else { return Changed::Unknown };
        let over = now >= terms.starts;
        let had_seat = matches!(person.status, Confirmed | Offered);
        let to = match (act, person.status) {
            (Act::Cancel(_), Confirmed | Offered | Waiting | Held) if !over => Some(Cancelled),
            (Act::Undo(_), Cancelled) if !over => self.undone(person, terms, now),
            (Act::Accept(_), Offered) if !over && person.offer_until.is_none_or(|end| now < end) => {
                Some(Confirmed)
            }
            (Act::Lapse(_), Offered) if person.offer_until.is_some_and(|end| now >= end) => Some(Lapsed),
            (Act::Release(_), Held) if !over => Some(self.for_newcomer(terms).unwrap_or(Waiting)),
            _ => None,
        };
        let Some(to) = to else { return Changed::TooLate(person.status) };
        if person.in_line {
            let number = self.leave_line(who);
            // Nobody knows whether it would have been a seat.
            if matches!(act, Act::Cancel(_)) && !self.doubtful.contains(&who) {
                let person = self.people.get_mut(&who).unwrap();
                (person.status, person.place) = (Status::Waiting, Some((1, number)));
            }
        }
        let person = &self.people[&who];
        let (from, ticket) = (person.status, self.next);
        let person = self.people.get_mut(&who).unwrap();
        person.status = to;
        person.offer_until = None;
        person.cancelled = (to == Cancelled).then_some((now, from));
        self.cancelled += u64::from(to == Cancelled);
        self.cancelled -= u64::from(from == Cancelled);
        if to == Waiting {
            self.next += 1;
            let undo = matches!(act, Act::Undo(_));
            let kept = person.place.filter(|_| undo);
            person.place = Some(kept.unwrap_or((u8::from(!undo), ticket)));
        }
        if had_seat && !matches!(to, Confirmed | Offered) {
            self.hand_on(terms, now);
        }
        let person = self.people.get_mut(&who).unwrap();
        let silent = person.second && matches!(to, Cancelled | Lapsed);
        person.second &= to != Confirmed;
        if !silent {
            self.tell_status(who);
        }
        Changed::Done(to)
    }

    /// What an undo leads to; nothing when it is too late.
    fn undone(&self, person: &Person, terms: &Terms, now: Timestamp) -> Option<Status> {
        let (at, was) = person.cancelled?;
        if now > at + Deadlines::default().undo() || person.first && self.holder(person.address).is_some() {
            return None;
        }
        Some(match was {
            Status::Confirmed | Status::Offered if self.seat_free(terms) => Status::Confirmed,
            Status::Confirmed | Status::Offered => Status::Waiting,
            other => other,
        })
    }

    fn hand_on(&mut self, terms: &Terms, now: Timestamp) -> usize {
        let mut asked = 0;
        while asked < AT_ONCE && now < terms.starts && self.seat_free(terms) {
            let Some(who) = self.queue().first().copied() else { break };
            let person = self.people.get_mut(&who).unwrap();
            person.status = Status::Offered;
            // Without an address nobody could know before somebody calls.
            person.offer_until = person.address.map(|_| terms.offer_ends(now));
            self.tell(who, Occasion::Offered);
            asked += 1;
        }
        asked
    }

    fn edit(&mut self, who: usize, act: usize, news: bool) -> Changed {
        let Some(person) = self.people.get_mut(&who) else { return Changed::Unknown };
        if !person.status.is_active() {
            return Changed::TooLate(person.status);
        }
        person.answers = act;
        if person.consents.last().copied().unwrap_or(false) != news {
            person.consents.push(news);
        }
        Changed::Done(person.status)
    }

    fn withdraw(&mut self, who: usize) -> Changed {
        let Some(person) = self.people.get_mut(&who) else { return Changed::Unknown };
        if person.consents.last() != Some(&true) {
            return Changed::TooLate(person.status);
        }
        person.consents.push(false);
        Changed::Done(person.status)
    }

    fn erase(&mut self, who: usize, terms: &Terms, now: Timestamp) -> bool {
        if !self.people.contains_key(&who) {
            return false;
        }
        self.leave_line(who);
        let person = self.people.remove(&who).unwrap();
        let own = |answer: &Answer| matches!(answer, Answer::Stored { first, .. } if *first == who);
        if self.nonces.get(&person.nonce).is_some_and(|(answer, _)| own(answer)) {
            self.nonces.remove(&person.nonce);
        }
        self.erased.insert(who);
        self.hand_on(terms, now);
        true
    }

    fn tell(&mut self, who: usize, occasion: Occasion) {
        self.people.get_mut(&who).unwrap().letters.push(occasion);
    }

    /// What somebody is told when the status has changed; nothing when an organiser has to look once more.
    fn tell_status(&mut self, who: usize) {
        let person = &self.people[&who];
        let first = person.letters.is_empty();
        let occasion = match person.status {
            Status::Confirmed => Occasion::Confirmed,
            Status::Waiting => Occasion::Waiting,
            Status::Cancelled => Occasion::Cancelled,
            Status::Lapsed => Occasion::Lapsed,
            Status::Held if first && !person.second => Occasion::Held,
            _ => return,
        };
        self.tell(who, occasion);
    }
}
