//! Every event of the store is on the site, and whoever takes part online has the link in time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Deserialize;

use super::Inconsistency;
use crate::desk::{Counters, EventFacts, Record, keys};
use crate::folder::FormsFolder;
use crate::store::{Item, Key, Store};
use crate::transfer::{TransferError, each};

const LOST: &str =
    "put the event back on the site; if it has another name now: `forms-fn move-event OLD NEW`";
const NO_LINK: &str = "set it with `forms-fn event-link`";

/// Compares the events of a store with those of the site. Nothing is changed.
///
/// # Errors
/// When the store fails.
pub async fn verify_events(
    store: &Store,
    site: &FormsFolder,
    now: Timestamp,
) -> Result<Vec<Inconsistency>, TransferError> {
    let mut seen = EventNames::default();
    each(store, now, |item| {
        seen.see(item);
        Ok(())
    })
    .await?;
    let events = &site.manifest().events;
    let lost = seen
        .people
        .iter()
        .filter(|(id, people)| **people > 0 && !events.contains_key(*id))
        .filter_map(|(id, people)| {
            let facts = seen.facts.get(id);
            let starts = facts.map(|facts| facts.starts.zoned());
            let postponed = facts.is_some_and(EventFacts::is_postponed);
            let ends = || facts.map(|facts| facts.ends.timestamp());
            let ends = seen.ends.get(id).copied().or_else(ends);
            let is_over = !postponed && ends.is_some_and(|ends| now >= ends);
            let when = starts.map(|starts| starts.strftime(" (%Y-%m-%d)").to_string()).unwrap_or_default();
            let what =
                format!("the site has no event `{id}`{when}, and {people} people are registered for it");
            (!is_over).then(|| Inconsistency { key: keys::listed(id), what, hint: LOST })
        });
    let near = events.keys().filter(|id| site.needs_link(id, now) && !seen.links.contains(*id));
    let near = near.map(|id| {
        let what = format!("people take part online in `{id}` soon, and the link is missing");
        Inconsistency { key: keys::link(id), what, hint: NO_LINK }
    });
    Ok(lost.chain(near).collect())
}

#[derive(Default)]
struct EventNames {
    people: BTreeMap<String, usize>,
    facts: BTreeMap<String, EventFacts>,
    ends: BTreeMap<String, Timestamp>,
    links: BTreeSet<String>,
}

impl EventNames {
    /// What can't be read is told elsewhere.
    fn see(&mut self, item: Item) {
        let Key { pk, sk } = &item.key;
        let Some(id) = pk.strip_prefix("E#").map(str::to_owned) else { return };
        match sk.as_str() {
            "FACTS" => self.facts.extend(EventFacts::deserialize(&item.body).ok().map(|facts| (id, facts))),
            "SEATS" => {
                let ends = Counters::deserialize(&item.body).ok().and_then(|counters| counters.ends);
                self.ends.extend(ends.map(|ends| (id, ends)));
            }
            "LINK" => _ = self.links.insert(id),
            _ if sk.starts_with("R#") => {
                let active = Record::deserialize(&item.body).is_ok_and(|record| record.status().is_active());
                *self.people.entry(id).or_default() += usize::from(active);
            }
            _ => {}
        }
    }
}
