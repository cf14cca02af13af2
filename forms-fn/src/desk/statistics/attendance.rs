//! Who came in a quarter, for whoever reads numbers: how many, how many of them for the first time, in which languages.
//!
//! Single events aren't told of, so what they make together may be exact. The events of a quarter that are alike – in country, kind
//! and hosts – are one number, and that is remembered as it was when somebody read it: a later one takes its place only
//! when every number in it is the same or at least five away, so that nobody learns of a few by the difference. What is told of
//! several quarters is the sum of what is told of each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::bounds::Set;
use super::cross::{Cross, CrossLine, Part, Published};
use super::suppress::LEAST;
use crate::desk::check_in::{Came, GuestCounts};
use crate::desk::{Desk, keys};
use crate::store::{Key, Operation, StoreError, Txn, run};

/// What events have in common that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Alike {
    pub(crate) country: String,
    pub(crate) kind: String,
    pub(crate) hosts: BTreeSet<String>,
}

/// How many came to events that are alike. Never shown as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WhoCame {
    people: u32,
    guests: GuestCounts,
}

/// A quarter; what is alike stands in it once.
pub(crate) type Quarter = Vec<(Alike, WhoCame)>;

/// What may be told of a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Everybody who came, by country and kind of event.
    pub people: Option<Cross>,
    /// Registrations whose guests came for the first time, as far as anything is kept, in the same way.
    pub first: Option<Cross>,
    /// Registrations whose guests came, by the language in which they read the form.
    pub languages: Option<Cross>,
    /// Everybody who came, by organisation; an event of two is in both.
    pub organisations: Vec<CrossLine>,
}

impl WhoCame {
    pub(crate) fn add(&mut self, came: &Came) {
        self.people += came.all();
        self.guests.merge(&came.guests);
    }

    /// Whether somebody who has read the other one learns of at least five people, or of nobody.
    fn may_follow(&self, before: &Self) -> bool {
        let languages: BTreeSet<&String> =
            self.guests.languages.keys().chain(before.guests.languages.keys()).collect();
        let of = |who: &Self, lang: &String| who.guests.languages.get(lang).copied().unwrap_or_default();
        let numbers = [
            (self.people, before.people),
            (self.guests.first, before.guests.first),
            (self.guests.again, before.guests.again),
        ];
        let by_language = languages.into_iter().map(|lang| (of(self, lang), of(before, lang)));
        numbers.into_iter().chain(by_language).all(|(now, then)| now == then || now.abs_diff(then) >= LEAST)
    }
}

/// Replaces what was last told of a quarter, where that tells of nobody.
struct Tell<'a> {
    quarter: &'a str,
    counted: &'a Quarter,
}

impl Operation for Tell<'_> {
    /// What is told.
    type Output = Quarter;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Quarter, StoreError> {
        let key = keys::quarter(self.quarter);
        let told = txn.get::<Quarter>(&key).await?;
        match told {
            Some(told) if !may_follow(self.counted, &told) => Ok(told),
            Some(told) if told == *self.counted => Ok(told),
            None if self.counted.is_empty() => Ok(Quarter::new()),
            _ => {
                txn.put(key, self.counted);
                Ok(self.counted.clone())
            }
        }
    }
}

fn may_follow(counted: &Quarter, told: &Quarter) -> bool {
    let of = |quarter: &Quarter| -> BTreeMap<Alike, WhoCame> { quarter.iter().cloned().collect() };
    let (now, then) = (of(counted), of(told));
    let nobody = WhoCame::default();
    now.keys()
        .chain(then.keys())
        .all(|alike| now.get(alike).unwrap_or(&nobody).may_follow(then.get(alike).unwrap_or(&nobody)))
}

impl Desk {
    /// What is told of a quarter that is over, when this was counted now.
    pub(crate) async fn quarter(
        &self,
        quarter: &str,
        counted: &Quarter,
        now: Timestamp,
    ) -> Result<Quarter, StoreError> {
        run(&self.store, now, &Tell { quarter, counted }).await
    }

    /// How many came to several events, in their order and read at once. What is damaged is noted and counts as nobody.
    pub(crate) async fn came_to(&self, events: &[&str], now: Timestamp) -> Result<Vec<Came>, StoreError> {
        let counters: Vec<Key> = events.iter().map(|event| keys::came(event)).collect();
        let found = self.store.get_many(&counters, now).await?.into_iter();
        let read = |item: Option<crate::store::Item>| {
            let Some(item) = item else { return Ok(Came::default()) };
            let came = self.unless_unreadable(&item.key, crate::desk::read::parse(item.body))?;
            Ok(came.unwrap_or_default())
        };
        found.map(read).collect()
    }
}

impl Attendance {
    /// What may be told of a quarter to somebody who sees these of its events; `None` for whoever sees all. What is told of all
    /// of them together is known to everybody.
    pub(crate) fn of(quarter: &Quarter, within: Option<&dyn Fn(&Alike) -> bool>) -> Self {
        let all: Set = (0..quarter.len()).collect();
        let own = within.map(|is_within| -> Set {
            all.iter().copied().filter(|at| is_within(&quarter[*at].0)).collect()
        });
        let by = |number: fn(&WhoCame) -> (u32, Option<u32>)| -> Vec<Part> {
            let part = |(alike, who): &(Alike, WhoCame)| {
                let (number, others) = number(who);
                Part { row: alike.country.clone(), column: alike.kind.clone(), number, others }
            };
            quarter.iter().map(part).collect()
        };
        let people = by(|who| (who.people, None));
        let first = by(|who| (who.guests.first, Some(who.guests.again)));
        let mut told = Published::new(&people);
        let of_all = told.cross(&all);
        let organisations = told.sums(&hosts(quarter));
        let people = own.as_ref().map_or(of_all, |own| told.cross(own));
        let organisations = organisations.into_iter().filter(|_| own.is_none()).collect();
        Self {
            people,
            first: one(&first, &all, own.as_ref()),
            languages: languages(quarter, own.as_ref()),
            organisations,
        }
    }
}

/// The table of some, after that of all.
fn one(parts: &[Part], all: &Set, own: Option<&Set>) -> Option<Cross> {
    let mut told = Published::new(parts);
    let of_all = told.cross(all);
    own.map_or(of_all, |own| told.cross(own))
}

/// The events of each organisation.
fn hosts(quarter: &Quarter) -> BTreeMap<String, Set> {
    let mut hosts: BTreeMap<String, Set> = BTreeMap::new();
    for (at, (alike, _)) in quarter.iter().enumerate() {
        for host in &alike.hosts {
            hosts.entry(host.clone()).or_default().insert(at);
        }
    }
    hosts
}

/// A row for each language.
fn languages(quarter: &Quarter, own: Option<&Set>) -> Option<Cross> {
    let (mut parts, mut within) = (Vec::new(), Set::new());
    for (at, (_, who)) in quarter.iter().enumerate() {
        for (lang, number) in &who.guests.languages {
            if own.is_none_or(|own| own.contains(&at)) {
                within.insert(parts.len());
            }
            parts.push(Part { row: lang.clone(), column: String::new(), number: *number, others: None });
        }
    }
    one(&parts, &(0..parts.len()).collect(), own.map(|_| &within))
}
