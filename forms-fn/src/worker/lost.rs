//! Events that people registered for and that the site doesn't show: organisers are told, offers stand still, who was called
//! off hears of it, and the key of sensitive answers goes at its time. One that is there under another name is followed.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{PIECE, Pass, events};
use crate::desk::{Action, Audit, AuditOutcome, Counters, EventFacts, Listed, Record, ShownEvent};
use crate::folder::Event;
use crate::store::StoreError;

/// Looks at each of them for which something is left to be done.
pub(super) async fn work(pass: &mut Pass<'_>, listed: &BTreeMap<String, Listed>) {
    let known = &pass.folder.manifest().events;
    let lost: Vec<_> = listed
        .iter()
        .filter(|(id, _)| !known.contains_key(*id))
        .filter(|(_, known)| !is_done(known))
        .collect();
    for (id, known) in lost {
        if !pass.has_time(PIECE) {
            return;
        }
        let done = one(pass, id, known).await;
        pass.check("look at an event that the site has lost", done);
    }
}

fn is_done(listed: &Listed) -> bool {
    listed.lost_since.is_some() && listed.finished_for.is_some()
}

async fn one(pass: &mut Pass<'_>, id: &str, listed: &Listed) -> Result<(), StoreError> {
    let (desk, now) = (&pass.app.desk, pass.now);
    let lost = Lost::find(pass, id).await?;
    // Who was at an event that is over was there, whatever has its place now.
    let takes_over = |event: &&Event| !lost.is_over(now) && event.info.was.iter().any(|was| was == id);
    let said = pass.folder.events().find(takes_over);
    let other = match (&listed.moves_to, &lost.facts) {
        (Some(to), _) => pass.folder.event(to),
        (None, _) if said.is_some() => said,
        (None, Some(facts)) if listed.lost_since.is_none() => other_name(pass, facts).await?,
        _ => None,
    };
    if let Some(event) = other {
        return follow(pass, id, event).await;
    }
    if listed.lost_since.is_none() {
        desk.list_event(id, |listed| listed.lost_since = Some(now), now).await?;
        if lost.people > 0 && !lost.is_over(now) {
            lost.log(id);
        }
    }
    if lost.counters.offered > 0 && !listed.paused {
        desk.pause_offers(id, now).await?;
    }
    if let (Some(facts), Some(ends)) = (&lost.facts, lost.ends) {
        let facts = EventFacts { notify: None, ..facts.clone() };
        let known = desk.look(&ShownEvent { event: id, facts, ends }, now).await?;
        if known.facts.notify.is_some() {
            return events::tell(pass, id, ends, &known.facts).await;
        }
    }
    end(pass, id, &lost).await
}

/// The key goes when no sensitive answer is left; then there is nothing more to do.
async fn end(pass: &Pass<'_>, id: &str, lost: &Lost) -> Result<(), StoreError> {
    let (desk, now) = (&pass.app.desk, pass.now);
    let is_empty = lost.records == 0;
    if lost.sealed || !(is_empty || lost.is_over(now)) {
        return Ok(());
    }
    desk.destroy_key(id, now).await?;
    let ends = lost.ends.unwrap_or(now);
    desk.list_event(id, |listed| listed.finished_for = Some(ends), now).await
}

/// What the store knows of a lost event.
pub(super) struct Lost {
    pub(super) facts: Option<EventFacts>,
    counters: Counters,
    ends: Option<Timestamp>,
    /// Those who come, may come, or are looked at.
    pub(super) people: usize,
    records: usize,
    sealed: bool,
}

impl Lost {
    pub(super) async fn find(pass: &Pass<'_>, id: &str) -> Result<Self, StoreError> {
        let (desk, now) = (&pass.app.desk, pass.now);
        let facts = desk.facts(id, now).await?;
        let counters = desk.counters(id, now).await?;
        let records: Vec<Record> = desk.records_where(id, |_| true, now).await?;
        let known = || facts.as_ref().map(|facts| facts.ends.timestamp());
        Ok(Self {
            ends: counters.ends.or_else(known),
            people: records.iter().filter(|record| record.status().is_active()).count(),
            sealed: records.iter().any(|record| !record.sealed.is_empty()),
            records: records.len(),
            facts,
            counters,
        })
    }

    /// Whether it has been, as far as anybody knows. What was postponed is still to come.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        let postponed = self.facts.as_ref().is_some_and(EventFacts::is_postponed);
        !postponed && self.ends.is_some_and(|ends| now >= ends)
    }

    fn log(&self, id: &str) {
        let (event, people) = (id, self.people);
        let starts = self.facts.as_ref().map(|facts| facts.starts.to_string());
        tracing::error!(
            event,
            people,
            starts,
            "the site doesn't show an event any more that people are registered for; bring it back, or, if it has another \
             name now: forms-fn move-event {id} NEW"
        );
    }
}

/// The event of the site that can be no other: new to the store, with the same form, title and times.
async fn other_name<'a>(pass: &Pass<'a>, facts: &EventFacts) -> Result<Option<&'a Event>, StoreError> {
    let same = |event: &&Event| {
        let info = &event.info;
        let titled = info.title.iter().any(|(lang, title)| facts.title.get(lang) == Some(title));
        let times = info.starts == facts.starts && info.ends == facts.ends;
        titled
            && times
            && info.form.is_some()
            && facts.form.as_ref().is_none_or(|form| info.form.as_ref() == Some(form))
    };
    let mut found = None;
    for event in pass.folder.events().filter(same) {
        if pass.app.desk.facts(&event.id, pass.now).await?.is_some() {
            continue;
        }
        if found.is_some() {
            return Ok(None);
        }
        found = Some(event);
    }
    Ok(found)
}

/// Moves everything to the new name, and writes down that it did.
async fn follow(pass: &Pass<'_>, id: &str, event: &Event) -> Result<(), StoreError> {
    let (desk, now) = (&pass.app.desk, pass.now);
    desk.list_event(id, |listed| listed.moves_to = Some(event.id.clone()), now).await?;
    let mut entry = Audit {
        at: now,
        actor: "worker".to_owned(),
        purpose: Some(format!("the site shows `{id}` under another name")),
        scope: None,
        action: Action::MoveEvent,
        outcome: AuditOutcome::Begun,
        form: event.info.form.clone(),
        event: Some(event.id.clone()),
        reference: None,
        account: None,
        count: 0,
    };
    let begun = entry.begin(desk.store()).await?;
    let moved = desk.move_event(id, &event.terms(), now).await?;
    entry.outcome = AuditOutcome::Done;
    entry.count = moved.map_or(0, |moved| moved.records);
    begun.end(desk.store(), &entry).await?;
    let (from, to, people) = (id, event.id.as_str(), entry.count);
    tracing::warn!(from, to, people, "an event has another name now; its registrations have gone along");
    Ok(())
}
