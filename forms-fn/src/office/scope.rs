//! What an organiser may see on this site and in this store: everything, or what belongs to one organisation, one event or one
//! country.

use std::collections::BTreeSet;

use forms::{Definition, Manifest, Role};
use jiff::Timestamp;

use super::{Cause, Stop, nearest};
use crate::desk::{Desk, Record, Scope};
use crate::folder::FormsFolder;
use crate::store::StoreError;

/// A scope as site and store make it: which events it has, and the requests of which countries.
#[derive(Debug)]
pub(super) enum Reach {
    Everything,
    Part { events: BTreeSet<String>, organisations: BTreeSet<String>, countries: BTreeSet<String> },
}

impl Reach {
    /// What a scope holds now. An event that the site has lost belongs to those who hosted it when it was seen last.
    pub(super) async fn of(
        scope: &Scope,
        desk: &Desk,
        site: Option<&FormsFolder>,
        now: Timestamp,
    ) -> Result<Self, Stop> {
        let Some(parts) = Parts::of(scope, site)? else { return Ok(Self::Everything) };
        let Parts { mut events, hosts, organisations, countries } = parts;
        if hosts.is_empty() {
            return Ok(Self::Part { events, organisations, countries });
        }
        let manifest = manifest(site)?;
        let has = |hosted: &[String]| hosts.iter().any(|wanted| wanted.any(manifest, hosted));
        events.extend(manifest.events.iter().filter(|(_, info)| has(&info.hosts)).map(|(id, _)| id.clone()));
        let lost = lost(desk, manifest, now).await?.into_iter();
        events.extend(lost.filter(|(_, hosted)| has(hosted)).map(|(id, _)| id));
        Ok(Self::Part { events, organisations, countries })
    }

    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }

    /// The events within reach; none where those are all.
    pub(super) fn events(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Everything => None,
            Self::Part { events, .. } => Some(events),
        }
    }

    /// Whether an event is within reach.
    pub(super) fn has_event(&self, event: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Part { events, .. } => events.contains(event),
        }
    }

    /// Where the records within reach lie: forms, with their events. None where that is everywhere.
    pub(super) fn partitions(&self, site: Option<&FormsFolder>) -> Option<Vec<(String, Option<String>)>> {
        let Self::Part { events, countries, .. } = self else { return None };
        let forms =
            site.filter(|_| !countries.is_empty()).into_iter().flat_map(|site| &site.manifest().forms);
        let of_forms = forms.map(|form| (form.clone(), None));
        // Records of an event lie together, by whichever form they were made.
        let of_events = events.iter().map(|event| (String::new(), Some(event.clone())));
        Some(of_forms.chain(of_events).collect())
    }

    /// Whether all that is an organisation's is within reach.
    pub(super) fn has_organisation(&self, id: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Part { organisations, .. } => organisations.contains(id),
        }
    }

    /// Whether a record is within reach: by its event, or, for a request, by the country that the person named.
    pub(super) fn has(&self, record: &Record, form: &Definition) -> bool {
        match (self, record.event()) {
            (Self::Part { events, .. }, Some(event)) => events.contains(event),
            (_, None) => self.has_request(named_country(record, form)),
            (Self::Everything, _) => true,
        }
    }

    /// Whether a role there is within reach: nobody gives what they don't have themselves.
    pub(super) fn has_scope(&self, scope: &Scope) -> bool {
        match (self, scope) {
            (Self::Everything, _) => true,
            (_, Scope::Event(event)) => self.has_event(event),
            (Self::Part { organisations, .. }, Scope::Organisation(id) | Scope::EventsOf(id)) => {
                organisations.contains(id)
            }
            (Self::Part { .. }, Scope::Everything | Scope::Country(_)) => false,
            (Self::Part { .. }, Scope::Several(scopes)) => scopes.iter().all(|scope| self.has_scope(scope)),
        }
    }

    /// Whether no request is within reach, from wherever it comes.
    pub(super) fn has_no_requests(&self) -> bool {
        matches!(self, Self::Part { countries, .. } if countries.is_empty())
    }

    /// Whether requests that name this country are within reach.
    pub(super) fn has_request(&self, named: Option<&str>) -> bool {
        match self {
            Self::Everything => true,
            Self::Part { countries, .. } => named.is_some_and(|named| countries.contains(named)),
        }
    }
}

/// What a scope names, taken apart.
#[derive(Default)]
struct Parts<'a> {
    events: BTreeSet<String>,
    hosts: Vec<Hosts<'a>>,
    /// Those that are named with all that is theirs.
    organisations: BTreeSet<String>,
    countries: BTreeSet<String>,
}

impl<'a> Parts<'a> {
    /// None where that is everything.
    fn of(scope: &'a Scope, site: Option<&FormsFolder>) -> Result<Option<Self>, Stop> {
        let mut parts = Self::default();
        Ok(if parts.add(scope, site)? { None } else { Some(parts) })
    }

    /// Whether it is everything.
    fn add(&mut self, scope: &'a Scope, site: Option<&FormsFolder>) -> Result<bool, Stop> {
        match scope {
            Scope::Everything => return Ok(true),
            Scope::Event(event) => drop(self.events.insert(event.clone())),
            Scope::EventsOf(id) => {
                country_of(manifest(site)?, id)?;
                self.hosts.push(Hosts::One(id));
            }
            Scope::Organisation(id) => {
                self.countries.insert(country_of(manifest(site)?, id)?);
                self.organisations.insert(id.clone());
                self.hosts.push(Hosts::One(id));
            }
            Scope::Country(country) => {
                self.countries.insert(country.clone());
                self.hosts.push(Hosts::Of(country));
            }
            Scope::Several(scopes) => {
                for scope in scopes {
                    if self.add(scope, site)? {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }
}

/// Whose events are wanted.
enum Hosts<'a> {
    One(&'a str),
    Of(&'a str),
}

impl Hosts<'_> {
    fn any(&self, manifest: &Manifest, hosts: &[String]) -> bool {
        hosts.iter().any(|host| match self {
            Self::One(id) => host == id,
            Self::Of(country) => {
                manifest.organisations.get(host).is_some_and(|host| host.country == *country)
            }
        })
    }
}

fn manifest(site: Option<&FormsFolder>) -> Result<&Manifest, Stop> {
    let needed = "which events belong to an organisation or a country stands in the site: say where its folder is with --forms";
    site.map(FormsFolder::manifest).ok_or_else(|| Stop::refused(needed))
}

fn country_of(manifest: &Manifest, organisation: &str) -> Result<String, Stop> {
    let known = manifest.organisations.get(organisation).map(|organisation| organisation.country.clone());
    known.ok_or_else(|| {
        let known: Vec<&str> = manifest.organisations.keys().map(String::as_str).collect();
        let known = nearest::names(&known);
        let words = format!("the site has no organisation `{organisation}`\n  hint: there are {known}");
        Stop::because(Cause::LostOrganisation, words)
    })
}

/// The events of the store that the site doesn't show, with those who hosted them.
async fn lost(
    desk: &Desk,
    manifest: &Manifest,
    now: Timestamp,
) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let is_lost = |id: &String| !manifest.events.contains_key(id);
    let lost: Vec<String> = desk.listed(now).await?.into_keys().filter(is_lost).collect();
    let facts = desk.facts_of(&lost, now).await?;
    let hosts = facts.into_iter().map(|facts| facts.map(|facts| facts.hosts).unwrap_or_default());
    Ok(lost.into_iter().zip(hosts).collect())
}

/// The country that somebody named in a form.
fn named_country<'r>(record: &'r Record, form: &Definition) -> Option<&'r str> {
    record.text(&form.of_role(Role::Country)?.name)
}
