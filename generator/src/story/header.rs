//! A story as it is written, and its facts when they are complete.

use serde::Deserialize;

use super::{Business, NameForm, SECTORS, STAGES, Story, consent};
use crate::entities;
use crate::front_matter::{Checker, WrittenPicture, header, picture};
use crate::yaml::Located;

header! {
    /// The head of a story's file.
    StoryHeader {
        /// *Personal.* A text; for examples a description, never an invented name.
        display_name: Option<Located<String>>,
        date: Option<Located<String>>,
        name_form: Option<Located<NameForm>>,
        country: Option<Located<String>>,
        city: Option<String>,
        /// *Sensitive.*
        origin: Option<String>,
        business: Option<WrittenBusiness>,
        host: Option<Located<String>>,
        topics: Vec<Located<String>>,
        picture: Option<WrittenPicture>,
        related_events: Vec<Located<String>>,
        based_on: Vec<WrittenSource>,
        consent_ref: Option<Located<String>>,
        consent_scope: Vec<String>,
        review_on: Option<Located<String>>,
        demo: bool,
        status: Option<StoryStatus>,
    }
}

/// A business as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WrittenBusiness {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    url: Option<Located<String>>,
    sector: Located<String>,
    #[serde(default)]
    stage: Option<Located<String>>,
    #[serde(default)]
    started_year: Option<Located<i16>>,
}

/// A public page that a story sums up, as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenSource {
    pub(super) title: String,
    pub(super) url: Located<String>,
}

/// Whether a story may be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoryStatus {
    /// It may.
    Live,
    /// The person took it back.
    Withdrawn,
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

    /// The facts, if they are complete; every problem goes to the checker.
    pub(crate) fn facts(&self, checker: &mut Checker<'_>) -> Option<Story> {
        let known = checker.known;
        let date = checker.require("date", self.date.as_ref());
        let date = checker.date(date);
        let country = checker.require("country", self.country.as_ref());
        if let Some(country) = country.filter(|country| country.value != "other") {
            checker.problems.extend(entities::country(checker.path, country));
        }
        let name_form = checker.require("nameForm", self.name_form.as_ref());
        checker.require_text("displayName", self.display_name.as_ref());
        let host = checker.require("host", self.host.as_ref());
        if let Some(host) = host {
            checker.reference("organisation", host, known.organisations.iter().copied());
        }
        for topic in &self.topics {
            checker.reference("topic", topic, known.topics.iter().copied());
        }
        for event in &self.related_events {
            checker.reference("event", event, known.events.iter().map(String::as_str));
        }
        let business = checker.require("business", self.business.as_ref()).map(|b| business(checker, b));
        let picture = self.picture.as_ref().and_then(|written| picture(checker, written));
        consent::check(checker, self);
        let values = |list: &[Located<String>]| list.iter().map(|item| item.value.clone()).collect();
        Some(Story {
            date: date?,
            country: country?.value.clone(),
            city: self.city.clone(),
            origin: self.origin.clone(),
            name_form: name_form?.value,
            business: business?,
            host: host?.value.clone(),
            topics: values(&self.topics),
            picture,
            related_events: values(&self.related_events),
            based_on: self.based_on.iter().map(|page| (page.title.clone(), page.url.value.clone())).collect(),
            demo: self.demo,
        })
    }
}

fn business(checker: &mut Checker<'_>, written: &WrittenBusiness) -> Business {
    checker.word("sector", &written.sector, &SECTORS);
    if let Some(stage) = &written.stage {
        checker.word("stage", stage, &STAGES);
    }
    if let Some(url) = &written.url {
        checker.problems.extend(entities::web_address(checker.path, url));
    }
    if let Some(year) = &written.started_year
        && !(1900..=checker.known.today.year()).contains(&year.value)
    {
        let message = format!("a business can't have begun in {}", year.value);
        checker
            .error("front/value", year, message)
            .hint("write the year in which it began, or take the key away");
    }
    Business {
        name: written.name.clone(),
        url: written.url.as_ref().map(|url| url.value.clone()),
        sector: written.sector.value.clone(),
        stage: written.stage.as_ref().map(|stage| stage.value.clone()),
        started_year: written.started_year.as_ref().map(|year| year.value),
    }
}
