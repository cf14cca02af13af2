//! A submission comes in: record, seat, uniqueness, receipts and message in one transaction.

mod prepared;
mod reading;
pub(super) mod told;

use forms::{Definition, Submission};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Desk;
use super::attendance::{Attendance, AttendanceState};
use super::draw::{self, Draw};
use super::listed::Listed;
use super::process::{Place, Process};
use super::record::{Record, Status};
use super::request::{OpenRequest, Request};
use super::seats::Counters;
use super::terms::Terms;
use super::{address, due, keys, line, queue, receipts};
use crate::nonce::Nonce;
use crate::reference::Reference;
use crate::screen::Sign;
use crate::store::{Key, Operation, StoreError, Txn};

pub(super) use prepared::Prepared;

/// How long a nonce is remembered: a browser's back button the next day included.
pub(crate) const NONCE_LIFETIME: SignedDuration = SignedDuration::from_hours(48);

/// Why a request without an address is held.
pub(crate) const PHONE_ONLY: &str = "phone-only";

/// What is to be stored, all at once.
#[derive(Debug)]
pub struct Registration<'a> {
    /// The checked answers.
    pub submission: &'a Submission,
    /// The form by which they were checked.
    pub definition: &'a Definition,
    /// The event, for a form that belongs to one.
    pub terms: Option<&'a Terms>,
    /// The language in which the form was read.
    pub lang: &'a str,
    /// What makes it the same act of sending.
    pub nonce: Nonce,
    /// Why an organiser should look at it first; empty when nothing is doubtful.
    pub doubts: Vec<String>,
    /// What else to write, each item until a time: what the screen remembers of the sender.
    pub marks: Vec<(Key, Value, Timestamp)>,
    /// What it draws from; what finds nothing left is held.
    pub draws: Vec<Draw>,
}

/// What became of a [`Registration`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Stored(Answered),
    /// No seat and no waiting list: nothing was stored.
    Full,
    /// The organisers have called the event off: nothing was stored.
    CalledOff,
}

/// What the person is told. The same for the same nonce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// What the person writes down.
    pub reference: Reference,
    /// With a seat, waiting for one, or without seats at all.
    pub status: Status,
    /// 1 is the next to get a seat.
    pub position: Option<u32>,
    /// Whether no message can be sent, so that the page has to show the person's own link.
    pub keep_link: bool,
    /// The fingerprint of the answers: the same nonce with others is another act.
    #[serde(default)]
    pub answers: String,
    /// When it arrived.
    #[serde(default)]
    pub at: Timestamp,
    /// Too many came at once: it stands in line, and is seated in a moment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_line: bool,
}

/// Where a record is; or what a page shows of one that isn't there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pointer {
    /// The partition of the record.
    Record(String),
    /// What versions until 0.1.0 wrote for 48 hours when an address was registered already.
    Decoy(Decoy),
}

/// What a page shows of a registration that was none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Decoy {
    pub(crate) form: String,
    pub(crate) event: Option<String>,
    pub(crate) lang: String,
    pub(crate) status: Status,
    pub(crate) place: Option<Place>,
    pub(crate) submitted_at: Timestamp,
}

/// The registration, ready to be attempted.
pub(super) struct Register<'a> {
    pub(super) desk: &'a Desk,
    pub(super) new: &'a Registration<'a>,
    /// What doesn't hang on the counters.
    pub(super) prepared: &'a Prepared,
    /// What the same person sent before with another address, and what isn't there any more: its seat or its place on the list
    /// is taken over.
    pub(super) instead_of: Option<&'a Record>,
    /// Whether it stands in line, so that the counters are neither expected nor changed.
    pub(super) in_line: bool,
}

/// What an attempt led to.
#[derive(Debug)]
pub(super) enum Attempted {
    /// This.
    Done(Outcome),
    /// Everybody stands in line now, until then; nothing was written.
    Rush(Option<Timestamp>),
}

impl Attempted {
    /// What it led to, where nobody asked whether everybody stands in line.
    pub(super) fn done(self) -> Result<Outcome, StoreError> {
        match self {
            Self::Done(outcome) => Ok(outcome),
            Self::Rush(_) => Err(StoreError::busy("register", "everybody stands in line")),
        }
    }
}

impl Operation for Register<'_> {
    type Output = Attempted;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Attempted, StoreError> {
        let nonce = keys::nonce(self.new.nonce.key());
        let contact = self.contact();
        self.load(txn, contact.as_ref()).await?;
        if let Some(answered) = txn.get::<Answered>(&nonce).await?
            && self.instead_of.is_none()
            && stands(txn, &answered).await?
        {
            return Ok(Attempted::Done(Outcome::Stored(answered)));
        }
        if let Some(until) = self.rush(txn)? {
            return Ok(Attempted::Rush(Some(until)));
        }
        let mut counters = self.counters(txn).await?;
        if counters.called_off {
            return Ok(Attempted::Done(Outcome::CalledOff));
        }
        let looked = draw::look(txn, &self.new.draws).await?;
        let doubts = self.doubts(&looked.over);
        let is_rain = doubts.iter().any(|doubt| doubt == Sign::ContactOverrun.as_str());
        let Some(mut process) = self.process(&counters, doubts) else {
            return Ok(Attempted::Done(Outcome::Full));
        };
        looked.draw(txn);
        let known = self.known(txn, contact.as_ref()).await?;
        if let (Process::Attendance(attendance), Some(_)) = (&mut process, &known) {
            attendance.make_second();
        }
        let mut record = self.record(txn.now(), process);
        let (status, place) = (record.status(), record.place());
        self.take_over(txn, status).await?;
        let answered = Answered {
            reference: record.reference.clone(),
            status,
            position: self.position(txn, &counters, place).await?,
            keep_link: record.address_field.is_none(),
            answers: Nonce::fingerprint(record.event(), self.new.submission).key().to_owned(),
            at: record.submitted_at,
            in_line: self.in_line,
        };
        if let (Status::Offered, Some(terms)) = (status, self.new.terms) {
            queue::hold(txn, terms, &mut record);
        }
        told::tell(txn, &mut record, known, contact.map(|(_, pseudonym)| pseudonym), is_rain);
        self.store(txn, &mut record, &mut counters).await?;
        txn.put_until(nonce, &answered, Some(txn.now() + NONCE_LIFETIME));
        for (key, value, until) in &self.new.marks {
            txn.overwrite_until(key.clone(), value, Some(*until));
        }
        Ok(Attempted::Done(Outcome::Stored(answered)))
    }
}

impl Register<'_> {
    /// Why an organiser should look: what the screen saw, and the limits that were reached meanwhile.
    fn doubts(&self, over: &[Sign]) -> Vec<String> {
        let mut doubts = self.new.doubts.clone();
        for sign in over {
            if !doubts.iter().any(|doubt| doubt == sign.as_str()) {
                doubts.push(sign.as_str().to_owned());
            }
        }
        doubts
    }

    /// What the form leads to; `None` when there is nothing to get.
    fn process(&self, counters: &Counters, doubts: Vec<String>) -> Option<Process> {
        let Some(terms) = self.new.terms else { return Some(Process::Request(self.request(doubts))) };
        Some(Process::Attendance(Attendance {
            event: terms.event.clone(),
            first_event: None,
            number: counters.next,
            contact: None,
            second: false,
            notified: 0,
            reminded_for: None,
            state: self.state(terms, counters, doubts)?,
        }))
    }

    fn request(&self, doubts: Vec<String>) -> Request {
        Request::Open(match (doubts.is_empty(), self.address()) {
            (true, Some(_)) => OpenRequest::Unconfirmed,
            // Nobody can confirm a telephone number by a link: an organiser calls first.
            (true, None) => OpenRequest::Held { doubts: vec![PHONE_ONLY.to_owned()] },
            (false, _) => OpenRequest::Held { doubts },
        })
    }

    /// What a newcomer gets at an event: an organiser's look, a seat or a place on the list.
    fn state(&self, terms: &Terms, counters: &Counters, doubts: Vec<String>) -> Option<AttendanceState> {
        if self.in_line {
            // Who would get neither a seat nor a place is told so at once.
            counters.for_newcomer(terms).or((!doubts.is_empty()).then_some(Status::Held))?;
            let doubts = doubts.into_iter().chain([line::IN_LINE.to_owned()]).collect();
            return Some(AttendanceState::Held { doubts });
        }
        let before = self.instead_of.map(Record::status);
        let is_seated = before.is_some_and(Status::has_seat);
        let has_waited = before == Some(Status::Waiting);
        if !doubts.is_empty() {
            return Some(AttendanceState::Held { doubts });
        }
        if is_seated || (!has_waited && counters.seat_for_newcomer(terms)) {
            return Some(AttendanceState::Confirmed { place: None });
        }
        let place = self.place_before().map_or(Place::last(counters.next), |(_, place)| place);
        (has_waited || terms.waitlist).then_some(AttendanceState::Waiting { place })
    }

    /// The place on a list that is taken over, and of which event it is.
    fn place_before(&self) -> Option<(&str, Place)> {
        self.instead_of.and_then(|first| first.event().zip(first.place()))
    }

    /// The place that is taken over is read since another reference is going to be written there.
    async fn take_over(&self, txn: &mut Txn<'_>, status: Status) -> Result<(), StoreError> {
        if let Some((event, place)) = self.place_before().filter(|_| status == Status::Waiting) {
            txn.get::<Reference>(&keys::place(event, place)).await?;
        }
        Ok(())
    }

    /// The field that holds the e-mail address, if it was filled.
    fn address(&self) -> Option<&str> {
        address::filled(self.new.definition, self.new.submission)
    }

    /// The key and the pseudonym under which the address has its first registration.
    fn contact(&self) -> Option<(Key, String)> {
        let event = &self.new.terms?.event;
        let text = self.new.submission.answer(self.address()?)?.as_text()?;
        Some(address::contact(self.desk, event, text))
    }

    fn record(&self, now: Timestamp, process: Process) -> Record {
        let (new, prepared) = (self.new, self.prepared);
        Record {
            reference: prepared.reference.clone(),
            form: new.submission.form().to_owned(),
            version: new.submission.version().to_owned(),
            lang: new.lang.to_owned(),
            submitted_at: now,
            changed_at: None,
            answers: prepared.answers.clone(),
            sealed: prepared.sealed.clone(),
            address_field: self.address().map(str::to_owned),
            nonce: new.nonce.key().to_owned(),
            letters: 0,
            undone: 0,
            moved: 0,
            process,
        }
    }

    /// Everything that one registration writes.
    async fn store(
        &self,
        txn: &mut Txn<'_>,
        record: &mut Record,
        counters: &mut Counters,
    ) -> Result<(), StoreError> {
        let new = self.new;
        if let (Some(pseudonym), Some(event)) = (record.contact(), record.event()) {
            txn.put(keys::contact(event, pseudonym), &record.reference);
        }
        if self.in_line {
            line::enter(txn, record);
        } else if let Some(terms) = new.terms {
            if counters.registered == 0 {
                txn.overwrite(keys::listed(&terms.event), &Listed::default());
            }
            counters.step(Some(terms), self.instead_of.map(|first| first.status()), Some(record.status()));
            queue::join(txn, counters, record);
            txn.put(keys::seats(&terms.event), counters);
        }
        self.desk.archive.put(txn, new.definition).await?;
        let nothing = receipts::Receipts::default();
        let archive = &self.desk.archive;
        receipts::give(txn, archive, record, new.definition, new.submission, new.lang, &nothing).await?;
        due::status(txn, record, &new.definition.deadlines);
        due::retain(txn, record, new.definition, new.terms.map(|terms| terms.ends));
        let partition = keys::partition(&record.form, record.event());
        txn.put(keys::record(&partition, &record.reference), record);
        // Wasn't read: that nobody has the reference is a condition of the commit.
        txn.put(keys::pointer(&record.reference), &Pointer::Record(partition));
        Ok(())
    }
}

/// Whether the same act sent again means what it led to: whoever has given the seat back registers anew.
async fn stands(txn: &mut Txn<'_>, answered: &Answered) -> Result<bool, StoreError> {
    if let Some((_, record)) = super::load(txn, &answered.reference).await? {
        return Ok(record.status().is_active());
    }
    Ok(txn.get::<Pointer>(&keys::pointer(&answered.reference)).await?.is_some())
}
