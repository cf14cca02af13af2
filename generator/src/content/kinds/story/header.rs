//! A story as it is written, and its facts when they are complete.

use forms::CountryFacts;

use super::super::KindHead;
use super::{Business, NameForm, Sector, Stage, Story, consent};
use crate::content::kinds::head;
use crate::content::{
    Day, OfEvent, OfOrganisation, OfTopic, Shape, Unsaid, WebAddress, group, text_types, validate, words,
};
use crate::diagnostic::{Code, say};
use crate::front_matter::{Checker, WrittenPicture, picture};
use crate::yaml::{Located, texts};

text_types! {
    /// What a business works in.
    pub(crate) WrittenSector = Sector::SHAPE;
    /// How far a business is.
    pub(crate) WrittenStage = Stage::SHAPE;
    /// Where a person lives, or `other`.
    pub(crate) Residence = Shape::Country { or_other: true };
}

words! {
    /// Whether a story may be read.
    pub(crate) enum StoryStatus {
        /// It may.
        Live = "live",
        /// The person took it back.
        Withdrawn = "withdrawn",
    }
}

head! {
    /// The head of a story's file.
    StoryHeader {
        /// The name as the person wants it; in an example a description, never an invented name.
        Word "displayName" display_name: Option<Located<String>> = "Amina"
            .required().unsaid(Unsaid::Same).in_new("CHANGE the name as the person wants it")
            .also_called(&["author"]);
        /// What kind of name that is.
        Fact "nameForm" name_form: Option<Located<NameForm>> = "first" .required().in_new("pseudonym");
        /// Orders the stories, the newest first, and dates them in the feed.
        Fact "date" date: Option<Located<Day>> = "\"2027-03-04\"" .required().in_new("\"@today@\"");
        /// Where the person lives.
        Fact "country" country: Option<Located<Residence>> = "\"DK\""
            .required().in_new("\"@country@\"").note("where the person lives: the two letters of ISO 3166, or other");
        /// The city of the person or the business. Leave it out where it would tell who the person is.
        Fact "city" city: Option<String> = "Aarhus"
            .in_new("# @city@").note("leave it out where it would tell who the person is");
        /// Where the person comes from; only if the person wants it to be said.
        Fact "origin" origin: Option<String> = "Syria";
        /// What the person does for a living.
        Fact "business" business: Option<WrittenBusiness> = "{ sector: food }"
            .required().in_new("");
        /// The organisation that publishes the story.
        Fact "host" host: Option<Located<OfOrganisation>> = "crossing-borders"
            .required().in_new("@organisation@").note("an id of content/organisations.yaml");
        /// What the story is about.
        Fact "topics" topics: Vec<Located<OfTopic>> = "[first-customers]"
            .in_new("[]").note("ids of content/topics.yaml").also_called(&["tags", "categories"]);
        /// The picture above the story.
        Fact "picture" picture: Option<WrittenPicture> = "{ src: oven.jpg, credit: M. Berg, people: false }"
            .in_new("# { src: picture.jpg, credit: \"Who made it\", people: false }")
            .also_called(&["image", "cover", "photo"]);
        /// Events at which the person speaks or spoke.
        Fact "relatedEvents" related_events: Vec<Located<OfEvent>> = "[events/dinner-aarhus]";
        /// Public pages that the story sums up.
        Fact "basedOn" based_on: Vec<WrittenSource> = "[{ title: An interview, url: \"https://example.org/1\" }]";
        /// An invented example: page and feed say so, search engines don't find it, and no consent is needed.
        Fact "demo" demo: bool = "false"
            .in_new("true").note("an example, no real person. For a real one: demo: false, and these three");
        /// Where the signed consent is kept; never the consent itself.
        Fact "consentRef" consent_ref: Option<Located<String>> = "\"2027-014\""
            .private().in_new("# \"2027-014\"").note("where the signed consent is kept; never the consent itself");
        /// What the person has agreed to.
        Fact "consentScope" consent_scope: Vec<String> = "[web]" .private().in_new("# [web]");
        /// When the person is to be asked again.
        Fact "reviewOn" review_on: Option<Located<Day>> = "\"2029-01-01\"" .private().in_new("# \"2029-01-01\"");
        /// Whether it may be read. Of a story that was taken back only a note at its address is left.
        Fact "status" status: Option<StoryStatus> = "withdrawn";
    }
}

group! {
    /// A business as it is written.
    WrittenBusiness {
        /// Its name.
        Fact "name" name: Option<String> = "Amina's bakery";
        /// Its site.
        Fact "url" url: Option<Located<WebAddress>> = "\"https://example.org\"";
        /// What it works in.
        Fact "sector" sector: Located<WrittenSector> = "food" .required().in_new("food");
        /// How far it is.
        Fact "stage" stage: Option<Located<WrittenStage>> = "running" .in_new("running");
        /// The year in which it began.
        Fact "startedYear" started_year: Option<Located<i16>> = "2024";
    }
}

group! {
    /// A public page that a story sums up, as it is written.
    WrittenSource {
        /// Its title.
        Fact "title" title: String = "An interview" .required();
        /// Its address.
        Fact "url" url: Located<WebAddress> = "\"https://example.org/1\"" .required();
    }
}
impl StoryHeader {
    /// A head that says nothing but that the story was taken back.
    pub(crate) fn withdrawn() -> Self {
        Self { status: Some(StoryStatus::Withdrawn), ..Self::default() }
    }

    /// Whether only the address is to be left.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.status == Some(StoryStatus::Withdrawn)
    }
}

impl KindHead for StoryHeader {
    type Facts = Story;

    const HAS_LISTS: bool = true;

    const NEW_TEXT: &'static str =
        "CHANGE this text. Begin with the person's own words.\n\n## How it began\n\nCHANGE this text.\n";

    const NOTHING_BUT: Option<(&'static str, &'static str)> =
        Some(("status", StoryStatus::Withdrawn.as_str()));

    fn picture(&self) -> Option<&WrittenPicture> {
        self.picture.as_ref()
    }

    fn facts(&self, checker: &mut Checker<'_>, _above: Option<String>) -> Option<Story> {
        let known = checker.known;
        let date = checker.require("date", self.date.as_ref());
        let date = checker.date(date);
        let country = checker.require("country", self.country.as_ref());
        if let Some(country) = country.filter(|country| &*country.value != CountryFacts::OTHER) {
            checker.problems.extend(validate::country(checker.path, country));
        }
        let name_form = checker.require("nameForm", self.name_form.as_ref());
        checker.require_text("displayName", self.display_name.as_ref());
        let host = checker.require("host", self.host.as_ref());
        if let Some(host) = host {
            checker.organisation(host);
        }
        checker.topics(&self.topics);
        for event in &self.related_events {
            checker.reference(
                |name| say!("front.noEvent", name),
                event,
                known.events.iter().map(String::as_str),
            );
        }
        let business = checker.require("business", self.business.as_ref()).and_then(|b| business(checker, b));
        let picture = self.picture.as_ref().and_then(|written| picture(checker, written));
        consent::check(checker, self);
        Some(Story {
            date: date?,
            country: country?.value.to_string(),
            city: self.city.clone(),
            origin: self.origin.clone(),
            name_form: name_form?.value,
            business: business?,
            host: host?.value.to_string(),
            topics: texts(&self.topics),
            picture,
            related_events: texts(&self.related_events),
            based_on: self
                .based_on
                .iter()
                .map(|page| (page.title.clone(), page.url.value.to_string()))
                .collect(),
            demo: self.demo,
        })
    }
}

fn business(checker: &mut Checker<'_>, written: &WrittenBusiness) -> Option<Business> {
    let sector = checker.word("sector", &written.sector);
    let stage = written.stage.as_ref().and_then(|stage| checker.word("stage", stage));
    if let Some(url) = &written.url {
        checker.problems.extend(validate::web_address(checker.path, url));
    }
    if let Some(year) = &written.started_year
        && !(1900..=checker.known.today.year()).contains(&year.value)
    {
        let message = say!("value.noYear", year = &year.value);
        checker.error(Code::FrontValue, year, message).hint(say!("value.yearHint"));
    }
    Some(Business {
        name: written.name.clone(),
        url: written.url.as_ref().map(|url| url.value.to_string()),
        sector: sector?,
        stage,
        started_year: written.started_year.as_ref().map(|year| year.value),
    })
}
