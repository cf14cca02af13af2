//! What links can lead to: the published documents with their anchors, and the lists.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::Bundle;
use crate::entities::Organisation;
use crate::event::Event;
use crate::page::{Page, PageKind};
use crate::story::Story;

/// The facts of any document.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there are hundreds at most, and each is moved once")]
pub(super) enum Facts {
    Story(Story),
    Event(Event),
    Page(Page),
}

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
    /// `stories`, `events/past`, `organisations/creatorium`, `stories/country/dk`.
    pub(super) sections: BTreeSet<String>,
    /// The id of the front page.
    pub(super) home: Option<&'a str>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(live: &'a [Live], organisations: &[Organisation]) -> Self {
        let is_home = |live: &&Live| matches!(&live.facts, Facts::Page(page) if page.kind == PageKind::Home);
        Self {
            documents: live.iter().map(|live| (live.bundle.id.as_str(), live)).collect(),
            withdrawn: live
                .iter()
                .filter(|live| live.withdrawn)
                .map(|live| live.bundle.id.as_str())
                .collect(),
            sections: sections(live, organisations),
            home: live.iter().find(is_home).map(|live| live.bundle.id.as_str()),
        }
    }
}

/// The lists that the site has: a country or topic has one when something is in it.
pub(super) fn sections(live: &[Live], organisations: &[Organisation]) -> BTreeSet<String> {
    let fixed = ["stories", "events", "events/past", "organisations"];
    let mut sections: BTreeSet<String> = fixed.into_iter().map(str::to_owned).collect();
    sections.extend(organisations.iter().map(|organisation| format!("organisations/{}", organisation.id)));
    for live in live.iter().filter(|live| !live.withdrawn) {
        match &live.facts {
            Facts::Story(story) => {
                sections.insert(format!("stories/country/{}", story.country.to_lowercase()));
                sections.extend(story.topics.iter().map(|topic| format!("stories/topic/{topic}")));
                sections.extend(story.topics.first().map(|_| "topics".to_owned()));
            }
            Facts::Event(event) => {
                sections.insert(format!("events/country/{}", event.place.country.to_lowercase()));
                sections.extend(event.topics.iter().map(|topic| format!("events/topic/{topic}")));
                sections.extend(event.topics.first().map(|_| "topics".to_owned()));
            }
            Facts::Page(_) => {}
        }
    }
    sections
}
