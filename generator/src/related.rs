//! Which stories belong together: by topic, then by country and kind of work, then by day.
//!
//! Nothing is compared with everything. Stories are listed under each topic, country and kind of work by
//! their day, and only the few that stand nearest in those lists are weighed against each other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::event::Event;
use crate::lang::Lang;
use crate::site::Entry;
use crate::story::Story;

/// How many stories of a list are weighed on each side of a day.
const NEAR: usize = 12;

/// The stories of a site, to be asked for those like another.
#[derive(Debug)]
pub struct Index<'a> {
    stories: Vec<&'a Entry<Story>>,
    /// The day of each, counted from one day for all.
    days: Vec<i32>,
    lists: BTreeMap<Shared<'a>, Vec<usize>>,
    /// The newest story that names an event.
    naming: BTreeMap<&'a str, usize>,
}

/// What stories may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared<'a> {
    Topic(&'a str),
    Country(&'a str),
    Sector(&'a str),
    /// All of them, so that a story without company gets its neighbours in time.
    Site,
}

/// What is asked for.
struct Wanted<'a> {
    topics: &'a [String],
    country: &'a str,
    sector: Option<&'a str>,
    date: Date,
}

impl<'a> Index<'a> {
    /// The index of stories, the newest first; they are known by their place in it.
    pub fn new(stories: impl Iterator<Item = &'a Entry<Story>>) -> Index<'a> {
        let stories: Vec<&Entry<Story>> = stories.collect();
        let (mut lists, mut naming) = (BTreeMap::<Shared<'a>, Vec<usize>>::new(), BTreeMap::new());
        for (at, entry) in stories.iter().enumerate() {
            for shared in Wanted::story(&entry.facts).shared() {
                lists.entry(shared).or_default().push(at);
            }
            for event in &entry.facts.related_events {
                naming.entry(event.as_str()).or_insert(at);
            }
        }
        let days = stories.iter().map(|entry| day(entry.facts.date)).collect();
        Index { stories, days, lists, naming }
    }

    /// The places of at most `count` stories like the one at `at`, the best for a reader of `lang` first.
    #[must_use]
    pub fn like(&self, at: usize, lang: &Lang, count: usize) -> Vec<usize> {
        let wanted = Wanted::story(&self.stories[at].facts);
        let mut found = self.candidates(at);
        found.sort_by_cached_key(|&other| Reverse(self.weight(&wanted, other, lang)));
        found.truncate(count);
        found
    }

    /// The stories that are weighed for the one at `at`: a few for each thing that they may share.
    #[must_use]
    pub fn candidates(&self, at: usize) -> Vec<usize> {
        let near = self.near(&Wanted::story(&self.stories[at].facts));
        near.into_iter().filter(|&other| other != at).collect()
    }

    /// The place of a story for an event: one that names it, or else the best with a topic of the event.
    #[must_use]
    pub fn for_event(&self, event: &Entry<Event>, lang: &Lang) -> Option<usize> {
        if let Some(&at) = self.naming.get(event.id.as_str()) {
            return Some(at);
        }
        let facts = &event.facts;
        let wanted = Wanted {
            topics: &facts.topics,
            country: &facts.place.country,
            sector: None,
            date: facts.starts.date(),
        };
        let shares_topic = |at: &usize| wanted.topics_of(&self.stories[*at].facts) > 0;
        let found = self.near(&wanted).into_iter().filter(shares_topic);
        found.max_by_key(|&at| self.weight(&wanted, at, lang))
    }

    fn near(&self, wanted: &Wanted<'_>) -> Vec<usize> {
        let mut near = Vec::new();
        for list in wanted.shared().iter().filter_map(|shared| self.lists.get(shared)) {
            let here = list.partition_point(|&at| self.stories[at].facts.date > wanted.date);
            let nearest = here.saturating_sub(NEAR)..list.len().min(here + NEAR);
            near.extend(&list[nearest]);
        }
        near.sort_unstable();
        near.dedup();
        near
    }

    /// The greater, the closer; no two stories weigh the same.
    fn weight(&self, wanted: &Wanted<'_>, at: usize, lang: &Lang) -> impl Ord + use<> {
        let entry = self.stories[at];
        let facts = &entry.facts;
        let days = (self.days[at] - day(wanted.date)).abs();
        let same = u8::from(facts.country == wanted.country)
            + u8::from(Some(facts.business.sector.as_str()) == wanted.sector);
        (entry.is_translated(lang), wanted.topics_of(facts), same, Reverse(days), Reverse(at))
    }
}

/// Days since the year 0, so that a distance is a subtraction.
fn day(date: Date) -> i32 {
    date.since(Date::ZERO).map_or(0, |span| span.get_days())
}

impl<'a> Wanted<'a> {
    fn story(story: &'a Story) -> Wanted<'a> {
        Wanted {
            topics: &story.topics,
            country: &story.country,
            sector: Some(&story.business.sector),
            date: story.date,
        }
    }

    fn shared(&self) -> Vec<Shared<'a>> {
        let mut shared: Vec<Shared<'a>> = self.topics.iter().map(|topic| Shared::Topic(topic)).collect();
        shared.extend([Shared::Country(self.country), Shared::Site]);
        shared.extend(self.sector.map(Shared::Sector));
        shared
    }

    fn topics_of(&self, story: &Story) -> usize {
        self.topics.iter().filter(|topic| story.topics.contains(topic)).count()
    }
}
