//! Which stories belong together: by topic, then by country and kind of work, then by day.
//!
//! Nothing is compared with everything. Stories are listed under each topic, country and kind of work by
//! their day, and only the few that stand nearest in those lists are weighed against each other, once for all
//! languages. Words and dates are numbers here from the beginning, since every story is weighed a hundred times.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::event::Event;
use crate::lang::Lang;
use crate::site::{Entry, Site};
use crate::story::{Sector, Story};

/// How many stories of a list are weighed on each side of a day.
const NEAR: usize = 12;

/// The stories of a site, to be asked for those like another.
#[derive(Debug)]
pub struct Index<'a> {
    stories: Vec<Traits>,
    /// The number of each thing that stories share.
    numbers: BTreeMap<Shared<'a>, usize>,
    /// The stories that share it, by that number.
    lists: Vec<Vec<usize>>,
    /// For each story those that were weighed for it, the best first.
    ranked: Vec<OnceLock<Box<[usize]>>>,
    /// For each language, whether a story has it.
    translated: BTreeMap<&'a Lang, Vec<bool>>,
    /// The newest story that names an event.
    naming: BTreeMap<&'a str, usize>,
}

/// What stories may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared<'a> {
    Topic(&'a str),
    Country(&'a str),
    Sector(Sector),
    /// All of them, so that a story without company gets its neighbours in time.
    Site,
}

/// What a story has, or what is asked for; a number that is missing is nobody's.
#[derive(Debug)]
struct Traits {
    topics: Vec<usize>,
    country: Option<usize>,
    sector: Option<usize>,
    site: Option<usize>,
    /// Counted from one day for all, so that a distance is a subtraction.
    day: i32,
}

/// The greater, the closer; no two stories weigh the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    topics: usize,
    same: u8,
    days: Reverse<i32>,
    at: Reverse<usize>,
}

impl<'a> Index<'a> {
    /// The index of the stories of a site that may be shown.
    #[must_use]
    pub fn of(site: &'a Site) -> Index<'a> {
        Index::new(site.entries.stories.iter().filter(|entry| !entry.withdrawn).map(|entry| &**entry))
    }

    /// The index of stories, the newest first; they are known by their place in it.
    pub fn new(stories: impl Iterator<Item = &'a Entry<Story>>) -> Index<'a> {
        let entries: Vec<&Entry<Story>> = stories.collect();
        let mut numbers = BTreeMap::new();
        let mut number = |shared: Shared<'a>| {
            let next = numbers.len();
            Some(*numbers.entry(shared).or_insert(next))
        };
        let stories: Vec<Traits> =
            entries.iter().map(|entry| Traits::of_story(&entry.facts, &mut number)).collect();
        let mut lists = vec![Vec::new(); numbers.len()];
        let (mut translated, mut naming) = (BTreeMap::new(), BTreeMap::new());
        for (at, (entry, traits)) in entries.iter().zip(&stories).enumerate() {
            traits.all().for_each(|shared| lists[shared].push(at));
            for lang in entry.translations.keys() {
                translated.entry(lang).or_insert_with(|| vec![false; entries.len()])[at] = true;
            }
            for event in &entry.facts.related_events {
                naming.entry(event.as_str()).or_insert(at);
            }
        }
        let ranked = stories.iter().map(|_| OnceLock::new()).collect();
        Index { stories, numbers, lists, ranked, translated, naming }
    }

    /// The places of at most `count` stories like the one at `at`, the best for a reader of `lang` first: those in that
    /// language before the others.
    #[must_use]
    pub fn like(&self, at: usize, lang: &Lang, count: usize) -> Vec<usize> {
        let is_read = self.is_read(lang);
        let ranked = self.candidates(at).iter().copied();
        let (first, then) = (ranked.clone().filter(|&at| is_read(at)), ranked.filter(|&at| !is_read(at)));
        first.chain(then).take(count).collect()
    }

    /// The stories that are weighed for the one at `at`, the best first: a few for each thing that they may share.
    #[must_use]
    pub fn candidates(&self, at: usize) -> &[usize] {
        self.ranked[at].get_or_init(|| {
            let wanted = &self.stories[at];
            let others = self.near(wanted).filter(|&other| other != at);
            let mut weights: Vec<Weight> = others.map(|other| self.weight(wanted, other)).collect();
            weights.sort_unstable_by(|a, b| b.cmp(a));
            // A story stands in several lists.
            weights.dedup();
            weights.into_iter().map(|weight| weight.at.0).collect()
        })
    }

    /// The place of a story for an event: one that names it, or else the best with a topic of the event.
    #[must_use]
    pub fn for_event(&self, event: &Entry<Event>, lang: &Lang) -> Option<usize> {
        if let Some(&at) = self.naming.get(event.id.as_str()) {
            return Some(at);
        }
        let wanted = Traits::of_event(&event.facts, |shared| self.numbers.get(&shared).copied());
        let is_read = self.is_read(lang);
        let weights = self.near(&wanted).map(|at| (is_read(at), self.weight(&wanted, at)));
        weights.filter(|(_, weight)| weight.topics > 0).max().map(|(_, weight)| weight.at.0)
    }

    /// Whether a story is there in a language.
    fn is_read(&self, lang: &Lang) -> impl Fn(usize) -> bool {
        let translated = self.translated.get(lang);
        move |at| translated.is_some_and(|translated| translated[at])
    }

    /// A story is here once for each list that it stands in.
    fn near(&self, wanted: &Traits) -> impl Iterator<Item = usize> {
        wanted.all().flat_map(|shared| {
            let list = &self.lists[shared];
            let here = list.partition_point(|&at| self.stories[at].day > wanted.day);
            list[here.saturating_sub(NEAR)..list.len().min(here + NEAR)].iter().copied()
        })
    }

    fn weight(&self, wanted: &Traits, at: usize) -> Weight {
        let story = &self.stories[at];
        Weight {
            topics: wanted.topics.iter().filter(|topic| story.topics.contains(topic)).count(),
            same: u8::from(story.country == wanted.country) + u8::from(story.sector == wanted.sector),
            days: Reverse((story.day - wanted.day).abs()),
            at: Reverse(at),
        }
    }
}

impl Traits {
    fn of_story<'a>(story: &'a Story, mut number: impl FnMut(Shared<'a>) -> Option<usize>) -> Traits {
        Traits {
            topics: story.topics.iter().filter_map(|topic| number(Shared::Topic(topic))).collect(),
            country: number(Shared::Country(&story.country)),
            sector: number(Shared::Sector(story.business.sector)),
            site: number(Shared::Site),
            day: day(story.date),
        }
    }

    fn of_event<'a>(event: &'a Event, number: impl Fn(Shared<'a>) -> Option<usize>) -> Traits {
        Traits {
            topics: event.topics.iter().filter_map(|topic| number(Shared::Topic(topic))).collect(),
            country: number(Shared::Country(&event.place.country)),
            sector: None,
            site: number(Shared::Site),
            day: day(event.starts.date()),
        }
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        self.topics.iter().copied().chain(self.country).chain(self.site).chain(self.sector)
    }
}

/// Days since the year 0.
fn day(date: Date) -> i32 {
    date.since(Date::ZERO).map_or(0, |span| span.get_days())
}
