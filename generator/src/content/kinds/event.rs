//! An event's front matter → [`Event`]: what is the same in every language, complete and typed.

mod announced;
mod facts;
mod state;
mod values;
mod written;

use jiff::Zoned;

use super::KindFacts;
use crate::content::{EventId, FormId};
use crate::front_matter::Picture;

pub use announced::announced;
pub use state::State;
pub use values::{Answer, Childcare, Diet, EventKind, EventStatus, Mode, Price, RegistrationMode};
pub use written::EventHeader;
pub(crate) use written::WrittenStep;

/// The name of an event's own entry for calendars, which stands beside its page.
pub const CALENDAR: &str = "event.ics";

/// The folder of its poster, below its page.
pub const POSTER: &str = "poster/";

/// The facts of an event.
#[derive(Clone, Debug)]
pub struct Event {
    /// What its registrations hang on, if it isn't the name of its folder.
    pub id: Option<EventId>,
    /// Events that are gone and whose people it takes over.
    pub was: Vec<EventId>,
    /// What happens there.
    pub kind: EventKind,
    /// Ids of organisations, at least one.
    pub hosts: Vec<String>,
    /// The first minute, in the event's own zone.
    pub starts: Zoned,
    /// The last minute, after `starts`.
    pub ends: Zoned,
    /// Where.
    pub place: Venue,
    /// Tags of the languages in which people speak; empty means unknown.
    pub languages_spoken: Vec<String>,
    /// Tags of the languages into which is interpreted.
    pub interpretation: Vec<String>,
    /// How many guests there is room for.
    pub capacity: Option<u32>,
    /// Whether there is a list for when it is full.
    pub waitlist: bool,
    /// What a guest pays.
    pub price: Price,
    /// Five answers.
    pub accessibility: Accessibility,
    /// Whether children are looked after, if that is known.
    pub childcare: Option<Childcare>,
    /// From which age on, in years.
    pub childcare_from: Option<u32>,
    /// Whether and what people eat.
    pub food: Food,
    /// How a guest signs up.
    pub registration: Registration,
    /// What the hosts say about it.
    pub status: EventStatus,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Whether pictures are taken.
    pub photo_notice: bool,
    /// Registered and attended, in numbers of people, after the event.
    pub attendance: Option<(u32, u32)>,
    /// Raised by one with every change of time, place or status (RFC 5545, 3.8.7.4).
    pub sequence: u32,
    /// Ids of topics.
    pub topics: Vec<String>,
    /// Beside the source file.
    pub picture: Option<Picture>,
    /// An example, marked as such.
    pub demo: bool,
}

impl KindFacts for Event {
    fn rank(&self) -> i64 {
        self.starts.timestamp().as_second()
    }

    fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    fn city(&self) -> Option<&str> {
        self.place.city.as_deref()
    }

    fn country(&self) -> Option<&str> {
        Some(&self.place.country)
    }

    fn event_kind(&self) -> Option<EventKind> {
        Some(self.kind)
    }

    fn hosts(&self) -> &[String] {
        &self.hosts
    }

    fn topics(&self) -> &[String] {
        &self.topics
    }

    /// There are time and place, too.
    fn is_text(&self) -> bool {
        false
    }

    fn is_demo(&self) -> bool {
        self.demo
    }
}

/// Where an event happens. The link of an online event isn't here: only those registered get it.
#[derive(Clone, Debug)]
pub struct Venue {
    /// In a room, online or both.
    pub mode: Mode,
    /// The house.
    pub name: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// As text: Finland has zeros in front.
    pub postcode: Option<String>,
    /// In its own spelling.
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2; of the host if the event is online.
    pub country: String,
    /// A map.
    pub map_url: Option<String>,
}

/// What a guest may need to know before coming.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accessibility {
    /// No steps on the way in.
    pub step_free: Answer,
    /// A toilet for wheelchair users.
    pub toilet: Answer,
    /// A hearing loop or the like.
    pub hearing: Answer,
    /// A quiet room.
    pub quiet: Answer,
    /// Live captions.
    pub captions: Answer,
}

/// Food at an event.
#[derive(Clone, Debug, Default)]
pub struct Food {
    /// Whether there is any.
    pub served: bool,
    /// What people can eat.
    pub diets: Vec<Diet>,
}

/// How a guest signs up.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The way.
    pub mode: RegistrationMode,
    /// Our form.
    pub form: Option<FormId>,
    /// From when.
    pub opens: Option<Zoned>,
    /// Until when; without it until the event starts.
    pub closes: Option<Zoned>,
    /// Another site's form.
    pub url: Option<String>,
    /// A role address.
    pub email: Option<String>,
}

/// Somebody who speaks at an event.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// *Personal.* With consent only.
    pub name: Option<String>,
    /// "A bakery owner".
    pub role: Option<String>,
}
