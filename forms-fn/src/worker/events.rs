//! Events: whoever registered is told what has changed, waits for a seat no longer than needed, and is reminded.

use forms::{After, EventStatus, Keep, Mark};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{PIECE, Pass, lost};
use crate::desk::{EventFacts, Known, Listed, Record, ShownEvent, Status, Terms, record_key};
use crate::folder::Event;
use crate::store::StoreError;

/// People who are told of one event in one pass.
const MOST: usize = 200;
/// Seats of one event that are handed on in one pass: this many times as many as one transaction takes.
const ROUNDS: usize = 20;
/// A reminder later than this before the start is none.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(3);

/// Looks at every event of the site, and at those that the store knows and the site doesn't show.
pub(super) async fn work(pass: &mut Pass<'_>) {
    let (folder, now) = (pass.folder, pass.now);
    let Some(listed) = pass.check("read the list of events", pass.app.desk.listed(now).await) else { return };
    lost::work(pass, &listed).await;
    for event in folder.events() {
        let known = listed.get(&event.id);
        if known.is_some_and(|known| known.is_finished(event.terms().ends, now)) {
            continue;
        }
        if !pass.has_time(PIECE) {
            return;
        }
        let done = one(pass, event, known).await;
        pass.check("look at an event", done);
    }
}

async fn one(pass: &mut Pass<'_>, event: &Event, listed: Option<&Listed>) -> Result<(), StoreError> {
    let (desk, terms, now) = (&pass.app.desk, event.terms(), pass.now);
    let seen = ShownEvent { event: &event.id, facts: facts(event), ends: terms.ends };
    let known = desk.look(&seen, now).await?;
    if listed.is_none_or(|listed| listed.lost_since.is_some()) {
        desk.list_event(&event.id, |listed| listed.lost_since = None, now).await?;
    }
    if known.facts.notify.is_some() {
        tell(pass, &event.id, terms.ends, &known.facts).await?;
    }
    let sealed = sealed_until(pass, event, &terms);
    if sealed.is_some_and(|until| now >= until) {
        desk.destroy_key(&event.id, now).await?;
    }
    if now >= terms.ends && sealed.is_none_or(|until| now >= until) && known.facts.notify.is_none() {
        finish(pass, event, &terms).await?;
    }
    if known.facts.is_cancelled() {
        return Ok(());
    }
    let paused = listed.is_some_and(|listed| listed.paused);
    if terms.has_no_date() {
        if known.counters.offered > 0 && !paused {
            desk.pause_offers(&event.id, now).await?;
        }
        return Ok(());
    }
    seat_line(pass, &terms).await?;
    if now >= terms.starts {
        return Ok(());
    }
    if paused {
        pass.report.offered += desk.resume_offers(&terms, now).await?;
    }
    seats(pass, &terms, &known).await?;
    remind(pass, &terms, &known.facts).await
}

/// Nothing is left to be done: from the next pass on the event isn't looked at.
async fn finish(pass: &Pass<'_>, event: &Event, terms: &Terms) -> Result<(), StoreError> {
    if terms.has_no_date() {
        return Ok(());
    }
    let ends = terms.ends;
    pass.app.desk.list_event(&event.id, |listed| listed.finished_for = Some(ends), pass.now).await
}

/// When the last sensitive answer of the event has been kept long enough: from then on its key opens nothing that may
/// be read. `None` for a form whose sensitive answers aren't all counted from the end of the event.
fn sealed_until(pass: &Pass<'_>, event: &Event, terms: &Terms) -> Option<Timestamp> {
    let definition = pass.folder.definition(event.info.form.as_deref()?)?;
    let sensitive = definition.fields.iter().filter(|field| field.mark == Mark::Sensitive);
    let days = sensitive.map(|field| match field.keep {
        Keep::Days { days, after: After::EventEnd } => Some(days),
        Keep::Days { .. } | Keep::Count | Keep::None => None,
    });
    let days = days.collect::<Option<Vec<u32>>>()?.into_iter().max()?;
    terms.ends.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()
}

fn facts(event: &Event) -> EventFacts {
    let info = &event.info;
    let status = match info.status {
        // That all seats are taken is nothing to write to those who have one.
        EventStatus::Scheduled | EventStatus::Full => EventStatus::Scheduled,
        known @ (EventStatus::MovedOnline | EventStatus::Postponed | EventStatus::Cancelled) => known,
    };
    EventFacts {
        starts: info.starts.clone(),
        ends: info.ends.clone(),
        status,
        title: info.title.clone(),
        when: info.when.clone(),
        place: info.place.clone(),
        form: info.form.clone(),
        hosts: info.hosts.clone(),
        link: None,
        sequence: info.sequence,
        reminded_for: None,
        notify: None,
    }
}

/// Tells those who don't know yet; when nobody is left, the news are old.
pub(super) async fn tell(
    pass: &mut Pass<'_>,
    event: &str,
    ends: Timestamp,
    facts: &EventFacts,
) -> Result<(), StoreError> {
    let (desk, now, sequence) = (&pass.app.desk, pass.now, facts.sequence);
    let records = desk.records_where(event, |record| record.notified() < sequence, now).await?;
    for record in records.iter().take(MOST) {
        let told = desk.tell(event, &record_key(record), sequence, ends, now).await?;
        pass.report.told += usize::from(told);
    }
    if records.len() > MOST {
        pass.report.more = true;
        return Ok(());
    }
    desk.told(event, sequence, now).await
}

/// Those who came while too many came at once.
async fn seat_line(pass: &mut Pass<'_>, terms: &Terms) -> Result<(), StoreError> {
    while pass.has_time(PIECE) {
        // With 10,000 of them this takes a while, and the rush goes on by the clock.
        let seated = pass.app.desk.seat_line(terms, pass.app.now()).await?;
        pass.report.seated += seated;
        if seated == 0 {
            return Ok(());
        }
    }
    Ok(())
}

/// Free seats for those who wait, when the capacity was raised.
async fn seats(pass: &mut Pass<'_>, terms: &Terms, known: &Known) -> Result<(), StoreError> {
    if known.counters.waiting == 0 || !known.counters.seat_free(terms) {
        return Ok(());
    }
    for _ in 0..ROUNDS {
        let offered = pass.app.desk.hand_on(terms, pass.now).await?;
        pass.report.offered += offered;
        if offered == 0 {
            break;
        }
    }
    Ok(())
}

/// The day before at ten in the morning, by the event's clock.
async fn remind(pass: &mut Pass<'_>, terms: &Terms, facts: &EventFacts) -> Result<(), StoreError> {
    let (desk, now, starts) = (&pass.app.desk, pass.now, terms.starts);
    let Some(from) = remind_from(terms) else { return Ok(()) };
    let is_time = from <= now && now < starts - REMIND_BEFORE && terms.quiet_until(now).is_none();
    if !is_time || facts.reminded_for == Some(starts) {
        return Ok(());
    }
    // Whoever got the seat since then has just been told all of it.
    let wanted = |record: &Record| {
        record.status() == Status::Confirmed
            && record.submitted_at < from
            && record.reminded_for() != Some(starts)
    };
    let records = desk.records_where(&terms.event, wanted, now).await?;
    for record in records.iter().take(MOST) {
        let reminded = desk.remind(&record_key(record), starts, now).await?;
        pass.report.reminded += usize::from(reminded);
    }
    if records.len() > MOST {
        pass.report.more = true;
        return Ok(());
    }
    desk.reminded(&terms.event, starts, now).await
}

fn remind_from(terms: &Terms) -> Option<Timestamp> {
    let day = terms.starts.to_zoned(terms.zone.clone()).date().checked_sub(1.day()).ok()?;
    Some(day.to_datetime(time(10, 0, 0, 0)).to_zoned(terms.zone.clone()).ok()?.timestamp())
}
