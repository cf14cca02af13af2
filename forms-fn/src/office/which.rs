//! Which records are meant: those of a form, of one event or of all, as far as the scope goes.

use std::collections::BTreeSet;

use forms::{About, Definition};

use super::work::Work;
use super::{Cause, Stop, nearest};
use crate::desk::{Closed, Counters, Status, Stored, Visible};
use crate::folder::FormsFolder;

/// The records of a form or of an event, as somebody named them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// The form's id; without it, the form of the event, or the only one that there is.
    pub form: Option<String>,
    /// The event's id; without it, all records of the form.
    pub event: Option<String>,
}

impl Which {
    /// The form that is meant; refused where neither the site nor the store knows it or the event: a mistyped name would look
    /// as if nobody had come.
    pub(super) async fn known_form(&self, work: &Work<'_>) -> Result<String, Stop> {
        if let Some(event) = &self.event {
            work.needs_event(event)?;
            check_event(work, event).await?;
        }
        let form = self.form(work).await?;
        let forms: Vec<&str> = on_site(work.site).collect();
        if !forms.contains(&form.as_str()) && work.desk.versions(&form, work.now).await?.is_empty() {
            return Err(Stop::nothing(nearest::unknown("form", &form, &forms)));
        }
        Ok(form)
    }

    /// The one that is named, that the site says, by which people registered, or the only one.
    async fn form(&self, work: &Work<'_>) -> Result<String, Stop> {
        let of_event = || work.site?.manifest().events.get(self.event.as_deref()?)?.form.clone();
        if let Some(form) = self.form.clone().or_else(of_event) {
            return Ok(form);
        }
        let mut forms = match &self.event {
            Some(event) => work.desk.forms_of(event, work.now).await?,
            None => BTreeSet::new(),
        };
        if forms.is_empty() {
            forms = work.desk.forms(work.now).await?;
            forms.extend(on_site(work.site).map(str::to_owned));
        }
        match (forms.first(), forms.len()) {
            (Some(form), 1) => Ok(form.clone()),
            _ => Err(self.ambiguous(&forms)),
        }
    }

    fn ambiguous(&self, forms: &BTreeSet<String>) -> Stop {
        let there_are = nearest::names(&forms.iter().map(String::as_str).collect::<Vec<_>>());
        let words = match &self.event {
            _ if forms.is_empty() => {
                "nobody has sent a form yet: say where the site's folder is with --forms".to_owned()
            }
            Some(event) => format!("which form of `{event}` is meant? Say it with --form: {there_are}"),
            None => format!("say which form with --form: {there_are}; or which event with --event"),
        };
        Stop::because(Cause::WhichForm, words)
    }

    /// The records that are meant, oldest first and with their sensitive answers closed. An event that the site has lost is told
    /// of.
    pub(super) async fn records(&self, work: &mut Work<'_>, form: &str) -> Result<Vec<Closed>, Stop> {
        if let Some(event) = &self.event {
            work.needs_event(event)?;
            let records = of(work, form, Some(event)).await?;
            work.tell_if_lost(event, &records).await?;
            return Ok(records);
        }
        let mut records = of(work, form, None).await?;
        for event in events(work, form).await? {
            let of_event = of(work, form, Some(&event)).await?;
            if !of_event.is_empty() {
                work.tell_if_lost(&event, &of_event).await?;
            }
            records.extend(of_event);
        }
        Ok(records)
    }
}

/// The records of a form, of one event or of none, within reach.
async fn of(work: &Work<'_>, form: &str, event: Option<&str>) -> Result<Vec<Closed>, Stop> {
    let mut records = work.desk.closed_list(form, event, Visible::Organisers, work.now).await?;
    records.retain(|(stored, form)| work.reach().has(&stored.record, form));
    Ok(records)
}

/// The forms of the site.
fn on_site(site: Option<&FormsFolder>) -> impl Iterator<Item = &str> {
    site.into_iter().flat_map(|site| site.manifest().forms.iter().map(String::as_str))
}

async fn check_event(work: &Work<'_>, event: &str) -> Result<(), Stop> {
    let on_site = work.site.into_iter().flat_map(|site| site.manifest().events.keys());
    let mut known: Vec<&str> = on_site.map(String::as_str).collect();
    if known.contains(&event) || work.desk.counters(event, work.now).await? != Counters::default() {
        return Ok(());
    }
    let in_store = work.desk.events(work.now).await?;
    if in_store.contains(event) {
        return Ok(());
    }
    known.extend(in_store.iter().map(String::as_str));
    known.retain(|event| work.reach().has_event(event));
    known.sort_unstable();
    known.dedup();
    Err(Stop::nothing(nearest::unknown("event", event, &known)))
}

/// The events of a form within reach, and those that the site has lost; without the site, all that the store knows; none for a
/// form without events.
pub(super) async fn events(work: &Work<'_>, form: &str) -> Result<Vec<String>, Stop> {
    let mut events = all_events(work, form).await?;
    events.retain(|event| work.reach().has_event(event));
    Ok(events)
}

async fn all_events(work: &Work<'_>, form: &str) -> Result<Vec<String>, Stop> {
    if let Some(site) = work.site.filter(|site| site.definition(form).is_some()) {
        let events = site.manifest().events.iter();
        let of_form = events.filter(|(_, event)| event.form.as_deref() == Some(form));
        let mut all: Vec<String> = of_form.map(|(id, _)| id.clone()).collect();
        let lost = work.desk.events(work.now).await?.into_iter();
        all.extend(lost.filter(|id| !site.manifest().events.contains_key(id)));
        return Ok(all);
    }
    let versions = work.desk.versions(form, work.now).await?;
    if versions.iter().any(|definition| definition.about == About::Event) {
        return Ok(work.desk.events(work.now).await?.into_iter().collect());
    }
    Ok(Vec::new())
}

impl Work<'_> {
    /// The records of all events and forms within reach that are wanted, oldest first. Whoever sees a part only reads that part.
    pub(super) async fn search(
        &self,
        wanted: impl Fn(&Stored, &Definition) -> bool,
    ) -> Result<Vec<Closed>, Stop> {
        let wanted = |stored: &Stored, form: &Definition| {
            let is_seen = stored.record.status() != Status::Unconfirmed;
            is_seen && self.reach().has(&stored.record, form) && wanted(stored, form)
        };
        let Some(partitions) = self.reach().partitions(self.site) else {
            return Ok(self.desk.closed_search(wanted, self.now).await?);
        };
        let mut found = Vec::new();
        for (form, event) in partitions {
            let records = self.desk.closed_partition(&form, event.as_deref(), self.now).await?;
            found.extend(records.into_iter().filter(|(stored, form)| wanted(stored, form)));
        }
        found.sort_by_key(|(stored, _)| stored.record.submitted_at);
        Ok(found)
    }
}
