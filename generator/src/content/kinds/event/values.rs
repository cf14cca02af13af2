//! The values that an event's keys may have.

use crate::content::{HeadValue, Shape, Shaped, Word, words};
use crate::yaml::Located;

words! {
    /// What happens at an event.
    pub enum EventKind {
        /// A meal and a story.
        StorytellingDinner = "storytelling_dinner",
        /// Short talks for two.
        MentorDay = "mentor_day",
        /// Something is practised.
        Training = "training",
        /// A season begins.
        Kickoff = "kickoff",
        /// By video.
        OnlineSession = "online_session",
        /// Somebody speaks, others listen.
        Talk = "talk",
        /// For the partners.
        PartnerMeeting = "partner_meeting",
    }
}

impl EventKind {
    /// Whether everybody is invited. What isn't has a page for those who know its address, and stands in no list.
    #[must_use]
    pub fn is_public(self) -> bool {
        match self {
            Self::PartnerMeeting => false,
            Self::StorytellingDinner
            | Self::MentorDay
            | Self::Training
            | Self::Kickoff
            | Self::OnlineSession
            | Self::Talk => true,
        }
    }
}

words! {
    /// Where people meet.
    pub enum Mode {
        /// In a room.
        InPerson = "in_person",
        /// By video.
        Online = "online",
        /// Both.
        Hybrid = "hybrid",
    }
}

words! {
    /// An honest answer.
    #[derive(Default)]
    pub enum Answer {
        /// It is there.
        Yes = "yes",
        /// It isn't.
        No = "no",
        /// Nobody has asked yet.
        #[default]
        Unknown = "unknown",
    }
}

/// Both programs know an event's status as this.
pub use forms::EventStatus;

impl Word for EventStatus {
    const WORDS: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl Shaped for EventStatus {
    const SHAPE: Shape = Shape::Choice(&STATUS_WORDS);

    fn of_line(text: Located<String>) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.as_str() == text.value)
    }
}

impl HeadValue for EventStatus {}

const STATUS_WORDS: [&str; EventStatus::ALL.len()] = {
    let (mut words, mut at) = ([""; EventStatus::ALL.len()], 0);
    while at < words.len() {
        words[at] = EventStatus::ALL[at].as_str();
        at += 1;
    }
    words
};

words! {
    /// Whether children are looked after.
    pub enum Childcare {
        /// No.
        None = "none",
        /// They may come along.
        ChildrenWelcome = "children_welcome",
        /// Yes.
        CareOffered = "care_offered",
    }
}

words! {
    /// How guests sign up.
    pub enum RegistrationMode {
        /// By our form.
        Form = "form",
        /// On another site.
        External = "external",
        /// By e-mail.
        Email = "email",
        /// They just come, or can't.
        None = "none",
    }
}

/// What a guest pays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Price {
    /// Nothing.
    Free,
    /// So much.
    Amount {
        /// A decimal number with a point.
        amount: String,
        /// ISO 4217.
        currency: String,
    },
}

words! {
    /// What people may be able to eat.
    pub enum Diet {
        /// No meat and no fish.
        Vegetarian = "vegetarian",
        /// Nothing of animals.
        Vegan = "vegan",
        /// As Islam asks.
        Halal = "halal",
        /// As Judaism asks.
        Kosher = "kosher",
        /// No wheat, rye or barley.
        GlutenFree = "gluten_free",
        /// No sugar of milk.
        LactoseFree = "lactose_free",
    }
}
