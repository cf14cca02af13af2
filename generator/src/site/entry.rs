//! A document in all its languages.

mod borrow;
mod make;
mod own_words;

use std::collections::{BTreeMap, BTreeSet};

use super::freshness::Freshness;
use crate::content::EventId;
use crate::event::Event;
use crate::lang::Lang;
use crate::markdown::Outline;
use crate::url::Url;

pub(super) use make::{make, make_again};
pub use own_words::OwnWords;

/// A document in all its languages.
#[derive(Debug)]
pub struct Entry<F: ?Sized> {
    /// Its folder: `stories/bread`.
    pub id: String,
    /// The language in which it was written.
    pub source: Lang,
    /// The languages it really has, the source's among them; in boxes, since a map keeps room for eleven at least.
    pub translations: BTreeMap<Lang, Box<Translation>>,
    /// Its address in every language of the site: `/da/stories/bread/`.
    pub urls: BTreeMap<Lang, Url>,
    /// Old addresses that lead here.
    pub aliases: Vec<String>,
    /// Taken back: only the address is left, its texts and facts are empty.
    pub withdrawn: bool,
    /// What is the same in every language.
    pub facts: F,
}

impl<F: ?Sized> Entry<F> {
    /// The last part of the id: `bread`.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// Its address in a language of the site.
    #[must_use]
    pub fn url(&self, lang: &Lang) -> &Url {
        self.urls.get(lang).expect("a document has an address in every language of the site")
    }

    /// What a reader of this language sees: its own translation, or the source.
    #[must_use]
    pub fn translation(&self, lang: &Lang) -> (&Lang, &Translation) {
        let own = self.translations.get_key_value(lang);
        let shown = own.or_else(|| self.translations.get_key_value(&self.source));
        shown.map(|(lang, text)| (lang, &**text)).expect("an entry has its source")
    }

    /// Whether it has this language, and its text is in it.
    #[must_use]
    pub fn is_translated(&self, lang: &Lang) -> bool {
        self.translations.get(lang).is_some_and(|text| text.lender.is_none())
    }
}

impl Entry<Event> {
    /// What its registrations and its entry in calendars hang on.
    #[must_use]
    pub fn event_id(&self) -> EventId {
        self.facts.id.clone().unwrap_or_else(|| self.slug().into())
    }
}

/// One language of a document.
#[derive(Debug)]
pub struct Translation {
    /// The file.
    pub path: String,
    /// Its language.
    pub lang: Lang,
    /// The heading of the page.
    pub title: String,
    /// A sentence or two; empty only on pages.
    pub summary: String,
    /// What the picture shows; `None` if there is none or it only decorates.
    pub alt: Option<String>,
    /// Who made the picture, in this language; `None` if it is said as in the source.
    pub credit: Option<String>,
    /// Who has read it.
    pub review: Review,
    /// Whether its source has changed since, or says more.
    pub freshness: Freshness,
    /// The keys of those of these words that are the source's, in the source's language.
    pub borrowed: BTreeSet<&'static str>,
    /// The words of one line that only this kind of document has.
    pub words: OwnWords,
    /// What an event says besides.
    pub event: Option<Box<EventText>>,
    /// The text.
    pub body: Outline,
    /// The source, when the text is its text.
    pub lender: Option<Box<Lender>>,
    /// The hash of what other pages may have of its file: all but the words of its text.
    pub outside: u64,
    /// The hash of the head of its file.
    pub head: u64,
    /// Where each link of the body leads, by its index.
    pub targets: Vec<Target>,
}

/// Whose text a translation without one shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lender {
    /// The file.
    pub path: String,
    /// Its language.
    pub lang: Lang,
}

impl Translation {
    /// The file in which the text of the body stands, and its language.
    #[must_use]
    pub fn body_in(&self) -> (&str, &Lang) {
        self.lender.as_deref().map_or((&self.path, &self.lang), |lender| (&lender.path, &lender.lang))
    }
}

/// How a text came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Review {
    /// Written in this language.
    Source,
    /// Translated or read by a person.
    Human,
    /// Translated by a machine, read by nobody.
    Machine,
}

/// What is said at an event.
#[derive(Clone, Debug, Default)]
pub struct EventText {
    /// Time of day and what happens then.
    pub programme: Vec<(String, String)>,
    /// The places of lines of the programme whose words are the source's, in the source's language.
    pub borrowed_steps: BTreeSet<usize>,
    /// The roles of those who speak: the source's words and this language's.
    pub roles: BTreeMap<String, String>,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A document of the site.
    Document {
        /// `stories/bread`.
        id: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// A list: `stories/`, `events/past/`, `organisations/creatorium/`.
    Section {
        /// Below the language, with a slash at the end.
        path: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// A picture or file of the content.
    Asset {
        /// Its path in the source.
        path: String,
    },
    /// A place on the same page.
    Anchor(String),
    /// Another site or an e-mail address.
    External(String),
}
