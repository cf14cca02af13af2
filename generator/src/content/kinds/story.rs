//! A story's front matter → [`Story`]: what is the same in every language, complete and typed.

mod consent;
mod header;

use std::collections::BTreeSet;

use forms::CountryFacts;
use jiff::civil::Date;

use super::KindFacts;
use crate::content::words;
use crate::front_matter::Picture;

pub use header::StoryHeader;

/// The facts of a story.
#[derive(Clone, Debug)]
pub struct Story {
    /// Orders the stories and dates them in the feed.
    pub date: Date,
    /// The country of residence, or [`CountryFacts::OTHER`].
    pub country: String,
    /// Where the person lives or works.
    pub city: Option<String>,
    /// *Sensitive.* Where the person comes from; only if the person wants it to be said.
    pub origin: Option<String>,
    /// What kind of name `displayName` is.
    pub name_form: NameForm,
    /// What the person does for a living.
    pub business: Business,
    /// The organisation that published the story.
    pub host: String,
    /// Ids of topics.
    pub topics: Vec<String>,
    /// Beside the source file.
    pub picture: Option<Picture>,
    /// Ids of events.
    pub related_events: Vec<String>,
    /// Title and address of each public page that the story sums up.
    pub based_on: Vec<(String, String)>,
    /// An example, marked as such.
    pub demo: bool,
}

impl KindFacts for Story {
    fn rank(&self) -> i64 {
        let days = self.date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
        // The newest first.
        -days
    }

    fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    fn city(&self) -> Option<&str> {
        self.city.as_deref()
    }

    fn country(&self) -> Option<&str> {
        Some(&self.country)
    }

    fn hosts(&self) -> &[String] {
        std::slice::from_ref(&self.host)
    }

    fn topics(&self) -> &[String] {
        &self.topics
    }

    fn is_demo(&self) -> bool {
        self.demo
    }

    fn keep_events(&mut self, published: &BTreeSet<String>) {
        self.related_events.retain(|id| published.contains(id));
    }
}

/// *Personal.* A person's business.
#[derive(Clone, Debug, Default)]
pub struct Business {
    /// *Personal.* Its name.
    pub name: Option<String>,
    /// *Personal.* Its site.
    pub url: Option<String>,
    /// What it works in.
    pub sector: Sector,
    /// How far it is.
    pub stage: Option<Stage>,
    /// When it began.
    pub started_year: Option<i16>,
}

words! {
    /// What a business works in.
    #[derive(Default)]
    pub enum Sector {
        /// Cooking, baking, growing.
        Food = "food",
        /// Buying and selling.
        Trade = "trade",
        /// Hair, skin and nails.
        Beauty = "beauty",
        /// Of people.
        Care = "care",
        /// Making and mending.
        Crafts = "crafts",
        /// Of people and goods.
        Transport = "transport",
        /// Houses, and what belongs to them.
        Building = "building",
        /// Computers, and what runs on them.
        Tech = "tech",
        /// Music, pictures, words.
        Culture = "culture",
        /// Anything else.
        #[default]
        Other = "other",
    }
}

words! {
    /// How far a business is.
    pub enum Stage {
        /// It is thought of.
        Idea = "idea",
        /// It is tried out.
        Testing = "testing",
        /// It is about to be registered.
        Registering = "registering",
        /// It has customers.
        Running = "running",
        /// It has more and more of them.
        Growing = "growing",
    }
}

words! {
    /// What kind of name the reader sees.
    pub enum NameForm {
        /// *Personal.* First and last name.
        Full = "full",
        /// *Personal.* The first name.
        First = "first",
        /// Another name or a description.
        Pseudonym = "pseudonym",
    }
}

/// What is left of a story that was taken back: nothing about the person.
pub(crate) fn withdrawn() -> Story {
    Story {
        date: Date::constant(1970, 1, 1),
        country: CountryFacts::OTHER.to_owned(),
        city: None,
        origin: None,
        name_form: NameForm::Pseudonym,
        business: Business::default(),
        host: String::new(),
        topics: Vec::new(),
        picture: None,
        related_events: Vec::new(),
        based_on: Vec::new(),
        demo: false,
    }
}
