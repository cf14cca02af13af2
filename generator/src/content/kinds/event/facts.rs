//! The head of an event's file → [`Event`], with everything that is missing or can't be.

mod people;
mod registration;
mod time;
mod venue;

use super::super::KindHead;
use super::values::EventKind;
use super::written::EventHeader;
use super::{Accessibility, Childcare, Event, Food};
use crate::content::EventId;
use crate::diagnostic::{Code, say};
use crate::front_matter::{Checker, WrittenPicture, picture};
use crate::slug::is_slug;
use crate::yaml::texts;

impl KindHead for EventHeader {
    type Facts = Event;

    const HAS_LISTS: bool = true;

    const NEW_TEXT: &'static str = "CHANGE this text: what happens, what to bring, what comes after.\n";

    fn picture(&self) -> Option<&WrittenPicture> {
        self.picture.as_ref()
    }

    fn anchors(&self) -> &'static [&'static str] {
        // A translation without a programme shows its source's.
        if self.programme.is_empty() { &["register"] } else { &["programme", "register"] }
    }

    fn facts(&self, checker: &mut Checker<'_>, _above: Option<String>) -> Option<Event> {
        self.references(checker);
        let id = self.id(checker);
        let kind = checker.require("kind", self.kind.as_ref());
        let times = time::check(checker, self);
        let place =
            checker.require("place", self.place.as_ref()).and_then(|place| venue::place(checker, place));
        let price =
            checker.require("price", self.price.as_ref()).and_then(|price| venue::price(checker, price));
        let accessibility = checker.require("accessibility", self.accessibility.as_ref());
        let food = self.food(checker);
        let registration = registration::check(checker, self);
        let status = checker.require("status", self.status.as_ref());
        let speakers = people::speakers(checker, &self.speakers);
        let childcare = self.asked_of_real_events(checker);
        let picture = self.picture.as_ref().and_then(|written| picture(checker, written));
        let (starts, ends) = times?;
        Some(Event {
            id,
            was: self.was.iter().map(|was| was.value.clone()).collect(),
            kind: kind?.value,
            hosts: texts(&self.hosts),
            starts,
            ends,
            place: place?,
            languages_spoken: texts(&self.languages_spoken),
            interpretation: texts(&self.interpretation),
            capacity: self.capacity.as_ref().map(|capacity| capacity.value),
            waitlist: self.waitlist,
            price: price?,
            accessibility: accessibility.map(|a| Accessibility {
                step_free: a.step_free,
                toilet: a.toilet,
                hearing: a.hearing,
                quiet: a.quiet,
                captions: a.captions,
            })?,
            childcare,
            childcare_from: self.childcare_from.as_ref().map(|age| age.value),
            food: food?,
            registration: registration?,
            status: status?.value,
            speakers,
            photo_notice: self.photo_notice,
            attendance: self.attendance.as_ref().map(|counts| (counts.registered, counts.attended)),
            sequence: self.sequence,
            topics: texts(&self.topics),
            picture,
            demo: self.demo,
        })
    }
}

impl EventHeader {
    fn id(&self, checker: &mut Checker<'_>) -> Option<EventId> {
        for id in self.id.iter().chain(&self.was).filter(|id| !is_slug(&id.value)) {
            checker.error(Code::FrontValue, id, say!("event.noId", id = &*id.value));
            checker.hint(say!("event.idHint"));
        }
        self.id.as_ref().map(|id| id.value.clone())
    }

    fn references(&self, checker: &mut Checker<'_>) {
        if self.hosts.is_empty() {
            checker.missing(Code::FrontMissing, "hosts");
        }
        for host in &self.hosts {
            checker.organisation(host);
        }
        checker.topics(&self.topics);
        for language in self.languages_spoken.iter().chain(&self.interpretation) {
            if language.value.parse::<icu_locale::LanguageIdentifier>().is_err() {
                checker.error(Code::FrontValue, language, say!("language.noTag", tag = &*language.value));
                checker.hint(say!("event.languageHint"));
            }
        }
    }

    /// A dinner without a word about food isn't announced.
    fn food(&self, checker: &mut Checker<'_>) -> Option<Food> {
        let is_dinner = self.kind.as_ref().is_some_and(|kind| kind.value == EventKind::StorytellingDinner);
        let Some(food) = &self.food else {
            return if is_dinner { checker.require("food", None) } else { Some(Food::default()) };
        };
        let diets = food.diets.iter().filter_map(|diet| checker.word("diet", diet)).collect();
        Some(Food { served: food.served, diets })
    }

    /// What we can't know of an event that others announced long ago.
    fn asked_of_real_events(&self, checker: &mut Checker<'_>) -> Option<Childcare> {
        let is_example = self.demo;
        if is_example && self.languages_spoken.is_empty() {
            checker.missing(Code::FrontMissing, "languagesSpoken");
        }
        if is_example && self.childcare.is_none() {
            checker.missing(Code::FrontMissing, "childcare");
            checker.hint(say!("event.childcareHint"));
        }
        self.childcare.as_ref().map(|childcare| childcare.value)
    }
}
