//! An event as it is written: every key may be missing, so that all that is missing is said at once.

use std::collections::BTreeMap;

use super::values::{Answer, Childcare, Diet, EventKind, EventStatus, Mode, RegistrationMode};
use crate::content::kinds::head;
use crate::content::{
    Clock, Country, EventId, FormId, LanguageTag, MailAddress, Moment, OfOrganisation, OfTopic, WebAddress,
    WrittenPrice, Zone, group, text_types,
};
use crate::front_matter::WrittenPicture;
use crate::yaml::Located;

text_types! {
    /// What somebody may be able to eat.
    pub(crate) WrittenDiet = Diet::SHAPE;
}

head! {
    /// The head of an event's file.
    EventHeader {
        /// For whom it is.
        Word "audience" audience: Option<String> = "For anybody who thinks about a business"
            .in_new("CHANGE who it is for");
        /// How to find the place.
        Word "directions" directions: Option<String> = "Bus 4A to the library, second floor"
            .in_new("CHANGE how to find the place");
        /// About the food.
        Word "foodNote" food_note: Option<String> = "Soup and bread, no pork" .in_new("# one sentence, where needed");
        /// About children.
        Word "childcareNote" childcare_note: Option<String> = "There is a room to play in"
            .in_new("# one sentence, where needed");
        /// About access.
        Word "accessNote" access_note: Option<String> = "The lift is behind the desk"
            .in_new("# one sentence, where needed");
        /// About pictures that are taken.
        Word "photoNote" photo_note: Option<String> = "We take pictures from behind only"
            .in_new("# one sentence, where needed");
        /// What happened, afterwards.
        Word "recap" recap: Option<String> = "Thirty people came, and four found a mentor";
        /// Each step: the time stands in every language and is the source's, the words are each language's.
        Word "programme" programme: Vec<WrittenStep> = "[{ time: \"17:30\", text: Doors open }]"
            .in_new("\n  - { time: \"17:30\", text: \"CHANGE doors open\" }\n  - { time: \"18:00\", text: \"CHANGE the evening begins\" }");
        /// The name of the place in this language; the source has `name` in `place`.
        Word "placeName" place_name: Option<Located<String>> = "The library" .in_translations();
        /// Each role of the source's speakers, and its words in this language.
        Word "speakerRoles" speaker_roles: Option<Located<BTreeMap<String, String>>> = "{ \"A bakery owner\": the same in this language }"
            .in_translations();
        /// What its registrations and its entry in calendars hang on, never seen by readers: it stays when the folder gets
        /// another name. Without it, the name of the folder.
        Fact "id" id: Option<Located<EventId>> = "dinner-aarhus"
            .in_new("@slug@").note("registrations hang on it: it stays when the folder gets another name");
        /// Ids of events that are gone and whose people this event takes over, with seats, waiting list and links.
        Fact "was" was: Vec<Located<EventId>> = "[dinner-odense]";
        /// What happens there.
        Fact "kind" kind: Option<Located<EventKind>> = "storytelling_dinner" .required().in_new("storytelling_dinner");
        /// Who invites, the first one first.
        Fact "hosts" hosts: Vec<Located<OfOrganisation>> = "[crossing-borders]"
            .required().in_new("[@organisation@]").note("ids of content/organisations.yaml");
        /// The first minute, by the clock at the place.
        Fact "starts" starts: Option<Located<Moment>> = "\"2027-03-04T17:30\""
            .required().in_new("\"@event-day@T17:30\"").note("the clock at the place, not yours")
            .also_called(&["start", "startDate", "date"]);
        /// The last minute, by the clock at the place.
        Fact "ends" ends: Option<Located<Moment>> = "\"2027-03-04T20:30\""
            .required().in_new("\"@event-day@T20:30\"").also_called(&["end", "endDate"]);
        /// Which clock that is.
        Fact "timeZone" time_zone: Option<Located<Zone>> = "Europe/Copenhagen"
            .required().in_new("@zone@");
        /// Where. The link of an online event isn't here: only those who are registered get it.
        Fact "place" place: Option<Located<WrittenPlace>> = "{ mode: in_person, name: Library, street: \"Street 1\", postcode: \"8000\", city: Aarhus, country: \"DK\" }"
            .required().in_new("{ mode: in_person, name: \"CHANGE the place\", street: \"CHANGE the street 1\", postcode: \"CHANGE the postcode\", city: @city@, country: \"@country@\" }")
            .also_called(&["location", "venue"]);
        /// The languages in which people speak.
        Fact "languagesSpoken" languages_spoken: Vec<Located<LanguageTag>> = "[en, da]"
            .in_new("@spoken@").also_called(&["languages"]);
        /// The languages into which is interpreted.
        Fact "interpretation" interpretation: Vec<Located<LanguageTag>> = "[ar]" .in_new("[]");
        /// How many guests there is room for.
        Fact "capacity" capacity: Option<Located<u32>> = "30"
            .in_new("30").also_called(&["seats", "places"]);
        /// Whether there is a list for when it is full.
        Fact "waitlist" waitlist: bool = "true" .in_new("true");
        /// What a guest pays.
        Fact "price" price: Option<Located<WrittenPrice>> = "free"
            .required().in_new("free").note("or { amount: 50, currency: @currency@ }").also_called(&["cost", "fee"]);
        /// What guests need to know who can't do everything: `yes`, `no` or `unknown` each.
        Fact "accessibility" accessibility: Option<WrittenAccessibility> = "{ stepFree: yes, toilet: unknown, hearing: unknown, quiet: unknown, captions: unknown }"
            .required().in_new("{ stepFree: \"unknown\", toilet: \"unknown\", hearing: \"unknown\", quiet: \"unknown\", captions: \"unknown\" }");
        /// Whether children are looked after.
        Fact "childcare" childcare: Option<Located<Childcare>> = "none" .in_new("none");
        /// From which age on children are looked after, in years; without it, all of them.
        Fact "childcareFrom" childcare_from: Option<Located<u32>> = "3";
        /// Whether and what people eat.
        Fact "food" food: Option<WrittenFood> = "{ served: true, diets: [vegetarian] }"
            .in_new("{ served: true, diets: [vegetarian] }");
        /// How and when guests sign up.
        Fact "registration" registration: Option<WrittenRegistration> = "{ mode: form, form: registration }"
            .required().in_new("@registration@");
        /// What the hosts say about it; that it is past, the site knows by itself.
        Fact "status" status: Option<Located<EventStatus>> = "scheduled" .required().in_new("scheduled");
        /// Who speaks.
        Fact "speakers" speakers: Vec<Located<WrittenSpeaker>> = "[{ role: \"A bakery owner\" }]";
        /// Whether pictures are taken.
        Fact "photoNotice" photo_notice: bool = "true";
        /// How many came, after the event.
        Fact "attendance" attendance: Option<WrittenAttendance> = "{ registered: 28, attended: 24 }";
        /// One more with every change of time, place or status, so that calendars take it.
        Fact "sequence" sequence: u32 = "0" .in_new("0").note("one more with every change of time, place or status");
        /// What it is about.
        Fact "topics" topics: Vec<Located<OfTopic>> = "[first-customers]"
            .also_called(&["tags", "categories"]);
        /// The picture above the text.
        Fact "picture" picture: Option<WrittenPicture> = "{ src: table.jpg, credit: M. Berg, people: false }" .also_called(&["image", "cover", "photo"]);
        /// An invented example: page, feed, calendar and letters say so, and search engines don't find it.
        Fact "demo" demo: bool = "false" .in_new("true").note("false for a real event");
    }
}

group! {
    /// A line of the programme.
    WrittenStep {
        /// The time of day.
        Fact "time" time: Located<Clock> = "\"17:30\"" .required();
        /// What happens then.
        Word "text" text: String = "Doors open" .required();
    }
}

group! {
    /// A place.
    WrittenPlace {
        /// Whether people meet in a room, online or both.
        Fact "mode" mode: Mode = "in_person" .required();
        /// The house.
        Word "name" name: Option<String> = "Library" .said_as("placeName");
        /// Street and number.
        Fact "street" street: Option<String> = "\"Street 1\"";
        /// In quotation marks: some begin with a zero.
        Fact "postcode" postcode: Option<String> = "\"8000\"";
        /// In its own spelling.
        Fact "city" city: Option<String> = "Aarhus";
        /// The country; of the host if the event is online.
        Fact "country" country: Option<Located<Country>> = "\"DK\"" .required();
        /// A map.
        Fact "mapUrl" map_url: Option<Located<WebAddress>> = "\"https://www.openstreetmap.org/node/1\"";
    }
}

group! {
    /// Five answers; one that isn't given is "unknown".
    WrittenAccessibility {
        /// No steps on the way in.
        #[serde(default)]
        Fact "stepFree" step_free: Answer = "yes";
        /// A toilet for wheelchair users.
        #[serde(default)]
        Fact "toilet" toilet: Answer = "yes";
        /// A hearing loop or the like.
        #[serde(default)]
        Fact "hearing" hearing: Answer = "no";
        /// A quiet room.
        #[serde(default)]
        Fact "quiet" quiet: Answer = "unknown";
        /// Live captions.
        #[serde(default)]
        Fact "captions" captions: Answer = "unknown";
    }
}

group! {
    /// Food.
    WrittenFood {
        /// Whether there is any.
        Fact "served" served: bool = "true" .required();
        /// What people can eat.
        #[serde(default)]
        Fact "diets" diets: Vec<Located<WrittenDiet>> = "[vegetarian, halal]";
    }
}

group! {
    /// Registration.
    WrittenRegistration {
        /// By our form, on another site, by e-mail, or not at all.
        Fact "mode" mode: Located<RegistrationMode> = "form" .required();
        /// Which of our forms.
        Fact "form" form: Option<Located<FormId>> = "registration";
        /// From when.
        Fact "opens" opens: Option<Located<Moment>> = "\"2027-02-01T09:00\"";
        /// Until when; without it, until the event starts.
        Fact "closes" closes: Option<Located<Moment>> = "\"2027-03-03T12:00\"";
        /// Another site's form.
        Fact "url" url: Option<Located<WebAddress>> = "\"https://example.org/sign-up\"";
        /// A role address, never a person's; without it, the first host's.
        Fact "email" email: Option<Located<MailAddress>> = "hello@example.org";
    }
}

group! {
    /// Somebody who speaks.
    WrittenSpeaker {
        /// The name, with consent only.
        Fact "name" name: Option<String> = "Amina";
        /// What the person is.
        Word "role" role: Option<String> = "\"A bakery owner\"" .said_as("speakerRoles");
        /// Where the signed consent is kept; never the consent itself.
        Fact "consentRef" consent_ref: Option<String> = "\"2027-014\"" .private();
    }
}

group! {
    /// Numbers of people.
    WrittenAttendance {
        /// How many had signed up.
        Fact "registered" registered: u32 = "28" .required();
        /// How many came.
        Fact "attended" attended: u32 = "24" .required();
    }
}

impl EventHeader {
    /// The name of the key that says how to find the place: tickets and letters say it, too.
    pub(crate) const DIRECTIONS: &str = "directions";

    /// The roles of those who speak, as the source has them.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &str> {
        self.speakers.iter().filter_map(|speaker| speaker.value.role.as_deref())
    }

    /// From when guests sign up, as it is written.
    pub(crate) fn registration_opens(&self) -> Option<&Located<Moment>> {
        self.registration.as_ref()?.opens.as_ref()
    }

    /// For each line of this programme the place of the line of another that is about the same time, if there is one.
    pub(crate) fn programme_in(&self, other: &EventHeader) -> Vec<Option<usize>> {
        let mut free: Vec<Option<&Clock>> =
            other.programme.iter().map(|step| Some(&step.time.value)).collect();
        let mut take = |step: &WrittenStep| {
            let at = free.iter().position(|time| *time == Some(&step.time.value))?;
            free[at] = None;
            Some(at)
        };
        self.programme.iter().map(&mut take).collect()
    }
}
