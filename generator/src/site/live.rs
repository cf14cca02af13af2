//! What links can lead to: the published documents with their anchors, and the lists.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::Bundle;
use crate::entities::Organisation;

pub(super) use crate::content::kinds::Facts;

/// A published document with its facts.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) bundle: Bundle,
    pub(super) facts: Facts,
    pub(super) withdrawn: bool,
}

/// Everything that a link may name.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    /// By id.
    pub(super) documents: BTreeMap<&'a str, &'a Live>,
    pub(super) withdrawn: BTreeSet<&'a str>,
    /// `stories`, `events/past`, `organisations/creatorium`, `stories/country/dk`,
    /// `events/kind/mentor-day`.
    pub(super) sections: BTreeSet<String>,
    /// The id of the front page.
    pub(super) home: Option<&'a str>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(live: &'a [Live], organisations: &[Organisation]) -> Self {
        Self {
            documents: live.iter().map(|live| (live.bundle.id.as_str(), live)).collect(),
            withdrawn: live
                .iter()
                .filter(|live| live.withdrawn)
                .map(|live| live.bundle.id.as_str())
                .collect(),
            sections: sections(live, organisations),
            home: live.iter().find(|live| live.facts.is_home()).map(|live| live.bundle.id.as_str()),
        }
    }
}

/// The lists that the site has: stories and events have theirs at any time; posts, a country, a topic or a kind of
/// events when something is in it.
pub(super) fn sections(live: &[Live], organisations: &[Organisation]) -> BTreeSet<String> {
    let fixed = ["stories", "events", "events/past", "organisations"];
    let mut sections: BTreeSet<String> = fixed.into_iter().map(str::to_owned).collect();
    sections.extend(organisations.iter().map(|organisation| format!("organisations/{}", organisation.id)));
    for live in live.iter().filter(|live| !live.withdrawn && live.facts.is_listed()) {
        let kind = live.bundle.source.kind();
        if kind.has_lists() {
            sections.insert(kind.folder().to_owned());
            let topics = live.facts.topics();
            let of_topics = topics.iter().map(|topic| kind.list_of_topic(topic));
            let lists = live.facts.country().map(|country| kind.list_of_country(country));
            let of_events = live.facts.event_kind().map(|sort| kind.list_of_sort(sort.as_str()));
            let lists = lists.into_iter().chain(of_topics).chain(of_events);
            sections.extend(lists.map(|list| list.trim_end_matches('/').to_owned()));
            sections.extend(topics.first().map(|_| "topics".to_owned()));
        }
    }
    sections
}
