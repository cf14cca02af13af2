//! What organisers decide about one record: each act as a function, refused beyond the scope and where it can't be done.

use forms::{Code, Deadlines, Definition, EmailFault};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::work::{Subject, Work, unknown};
use super::{Access, Audited, Cause, Office, Stop};
use crate::desk::{Action, Changed, NoAddress, Status, Step, Stored, Terms};
use crate::export::LocalTime;
use crate::reference::Reference;

/// What has become of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// Which record.
    pub reference: Reference,
    /// How it stands now.
    pub status: Status,
    /// What the form promised that was answered.
    pub deadlines: Deadlines,
}

/// Telephone calls that nobody has to make any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallsMade {
    /// How many.
    pub number: usize,
    /// When the person was asked if the request is wanted still: how many days after that question it is deleted, unless the
    /// answer is written down, too.
    pub deleted_after_days: Option<u16>,
}

impl Office {
    /// Takes a step for somebody, or one that only organisers take.
    ///
    /// # Errors
    /// When it is refused or can't be done now, there is no such record, or the store fails.
    pub async fn step(
        &self,
        access: &Access,
        reference: &Reference,
        step: Step,
    ) -> Result<Audited<Acted>, Stop> {
        let action = step.action().ok_or_else(|| Stop::refused("this step is the person's own"))?;
        let mut work = self.begin(access, action, Subject::record(reference)).await?;
        let acted = take(&mut work, reference, step).await;
        work.end(acted).await
    }

    /// Gives a record another e-mail address; its letter goes there.
    ///
    /// # Errors
    /// As for [`Self::step`], and when no letter can be sent to the address.
    pub async fn correct(
        &self,
        access: &Access,
        reference: &Reference,
        email: &str,
    ) -> Result<Audited<Acted>, Stop> {
        let mut work = self.begin(access, Action::Correct, Subject::record(reference)).await?;
        let acted = correct(&mut work, reference, email).await;
        work.end(acted).await
    }

    /// Has the letter about how a record stands sent once more.
    ///
    /// # Errors
    /// As for [`Self::step`], and when there is no address.
    pub async fn resend(&self, access: &Access, reference: &Reference) -> Result<Audited<Acted>, Stop> {
        let mut work = self.begin(access, Action::Resend, Subject::record(reference)).await?;
        let acted = resend(&mut work, reference).await;
        work.end(acted).await
    }

    /// Writes down when mentor and mentee first met.
    ///
    /// # Errors
    /// As for [`Self::step`], and when the day can't be.
    pub async fn met(
        &self,
        access: &Access,
        reference: &Reference,
        on: Date,
    ) -> Result<Audited<Acted>, Stop> {
        let mut work = self.begin(access, Action::Met, Subject::record(reference)).await?;
        let acted = met(&mut work, reference, on).await;
        work.end(acted).await
    }

    /// Puts somebody who waits before all others who never had a seat.
    ///
    /// # Errors
    /// As for [`Self::step`], and when the record doesn't wait.
    pub async fn go_ahead(&self, access: &Access, reference: &Reference) -> Result<Audited<Acted>, Stop> {
        let mut work = self.begin(access, Action::Ahead, Subject::record(reference)).await?;
        let acted = go_ahead(&mut work, reference).await;
        work.end(acted).await
    }

    /// Ticks off the telephone calls about a record; an offered seat is held from then on.
    ///
    /// # Errors
    /// As for [`Self::step`], and when nobody has to call.
    pub async fn called(&self, access: &Access, reference: &Reference) -> Result<Audited<CallsMade>, Stop> {
        let mut work = self.begin(access, Action::Called, Subject::record(reference)).await?;
        let made = called(&mut work, reference).await;
        work.end(made).await
    }
}

pub(super) async fn take(work: &mut Work<'_>, reference: &Reference, step: Step) -> Result<Acted, Stop> {
    let (stored, form) = work.record(reference).await?;
    let terms = work.needed_terms(&stored)?;
    if let (Step::Release, Some(event), None) = (step, stored.record.event(), &terms) {
        let words = format!("the site has no event `{event}` any more, so nobody can get a seat");
        return Err(Stop::because(Cause::Lost, words));
    }
    let changed = work.desk.change(reference, step, terms.as_ref(), work.now).await?;
    let acted = work.acted(&stored, &form, changed)?;
    // Whoever says yes or no to an organiser needs no call about it.
    if matches!(step, Step::Accept | Step::Cancel | Step::Keep) {
        work.desk.called(reference, None, work.now).await?;
    }
    Ok(acted)
}

async fn correct(work: &mut Work<'_>, reference: &Reference, email: &str) -> Result<Acted, Stop> {
    let (stored, form) = work.record(reference).await?;
    let terms = work.known_terms(&stored);
    work.not_over(terms.as_ref())?;
    match work.desk.correct(reference, email, terms.as_ref(), work.now).await? {
        Err(NoAddress::NotAsked) => {
            let words = format!("the form `{}` asks for no address", stored.record.form);
            Err(Stop::because(Cause::NotAsked, words))
        }
        Err(NoAddress::Wrong(code)) => Err(Stop::because(Cause::NoAddress, no_address(email, code))),
        Ok(changed) => work.acted(&stored, &form, changed),
    }
}

fn no_address(email: &str, code: Code) -> String {
    let hint = match code {
        Code::Email(fault) => fault,
        _ => EmailFault::Other,
    };
    format!("no letter can be sent to `{email}`\n  hint: {hint}")
}

pub(super) async fn resend(work: &mut Work<'_>, reference: &Reference) -> Result<Acted, Stop> {
    let (stored, form) = work.record(reference).await?;
    if stored.record.address_field.is_none() {
        let words = format!("`{reference}` has no e-mail address: somebody has to call");
        return Err(Stop::because(Cause::NoAddress, words));
    }
    let terms = work.known_terms(&stored);
    work.not_over(terms.as_ref())?;
    let changed = work.desk.resend(reference, terms.as_ref(), work.now).await?;
    work.acted(&stored, &form, changed)
}

async fn met(work: &mut Work<'_>, reference: &Reference, on: Date) -> Result<Acted, Stop> {
    let (stored, form) = work.record(reference).await?;
    if stored.record.event().is_some() {
        let words = format!(
            "`{reference}` is a registration for an event and no request: a first meeting is written down for requests for a mentor"
        );
        return Err(Stop::because(Cause::OnlyRequests, words));
    }
    let at = on.to_zoned(TimeZone::UTC).map_err(|e| Stop::refused(e.to_string()))?.timestamp();
    let first = stored.record.submitted_at.to_zoned(TimeZone::UTC).date();
    if at > work.now || on < first {
        let words = format!("the first meeting was between {first} and today, not on {on}");
        return Err(Stop::because(Cause::NotThen, words));
    }
    let changed = work.desk.met(reference, at, work.now).await?;
    work.acted(&stored, &form, changed)
}

async fn go_ahead(work: &mut Work<'_>, reference: &Reference) -> Result<Acted, Stop> {
    let (stored, form) = work.record(reference).await?;
    let terms = work.needed_terms(&stored)?;
    let no_event = || Stop::because(Cause::Lost, format!("`{reference}` waits for no event of the site"));
    let changed = work.desk.go_ahead(reference, &terms.ok_or_else(no_event)?, work.now).await?;
    work.acted(&stored, &form, changed)
}

async fn called(work: &mut Work<'_>, reference: &Reference) -> Result<CallsMade, Stop> {
    let (stored, form) = work.record(reference).await?;
    let record = &stored.record;
    let is_open = record.status() == Status::Offered && record.offer_until().is_none();
    let terms = if is_open { work.needed_terms(&stored)? } else { None };
    let number = work.desk.called(reference, terms.as_ref(), work.now).await?;
    if number == 0 {
        let stop = Stop::nothing(format!("nobody has to call about `{reference}`"));
        return Err(stop.for_cause(Cause::TooLate));
    }
    work.count(1);
    let is_asked = record.asked_at().is_some() && record.status() == Status::Received;
    Ok(CallsMade { number, deleted_after_days: is_asked.then_some(form.deadlines.delete_after_days) })
}

impl Work<'_> {
    /// The terms of a record's event; without the site nobody could be offered the seat that becomes free.
    pub(super) fn needed_terms(&self, stored: &Stored) -> Result<Option<Terms>, Stop> {
        let Some(event) = stored.record.event() else { return Ok(None) };
        let site = self.site.ok_or_else(|| {
            Stop::refused("this is a registration for an event: say where the site's folder is with --forms")
        })?;
        Ok(site.terms(event))
    }

    /// The same as far as it is known: a letter needs no seat.
    pub(super) fn known_terms(&self, stored: &Stored) -> Option<Terms> {
        self.site?.terms(stored.record.event()?)
    }

    /// A letter would promise something about an event that is over.
    fn not_over(&self, terms: Option<&Terms>) -> Result<(), Stop> {
        match terms.filter(|terms| !terms.cancelled && self.now >= terms.ends) {
            Some(terms) => {
                let words = format!("`{}` is over: no letter is written about it", terms.event);
                Err(Stop::because(Cause::Over, words))
            }
            None => Ok(()),
        }
    }

    /// What became of it, or why nothing did.
    fn acted(&mut self, stored: &Stored, form: &Definition, changed: Changed) -> Result<Acted, Stop> {
        let reference = &stored.record.reference;
        match changed {
            Changed::Done(status) => {
                self.count(1);
                Ok(Acted { reference: reference.clone(), status, deadlines: form.deadlines })
            }
            Changed::TooLate(status) => {
                let words = format!("`{reference}` is {}: that can't be done now", status.as_str());
                Err(Stop::because(Cause::TooLate, words))
            }
            Changed::NotBefore(until) => Err(Stop::because(
                Cause::ManyLetters,
                format!(
                    "`{reference}`: the address has had as many letters as it may within an hour or a day, so this one isn't \
                     written and nothing has changed\n  hint: try again from {} on, or call",
                    LocalTime::of(self.site, stored.record.event()).tell_with_zone(until),
                ),
            )),
            Changed::Unknown => Err(unknown(reference)),
        }
    }
}
