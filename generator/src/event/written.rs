//! An event as it is written: every key may be missing, so that all that is missing is said at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::values::{Answer, Childcare, EventKind, EventStatus, Mode, RegistrationMode};
use crate::front_matter::{WrittenPicture, header};
use crate::yaml::Located;

header! {
    /// The head of an event's file.
    EventHeader {
        audience: Option<String>,
        directions: Option<String>,
        food_note: Option<String>,
        childcare_note: Option<String>,
        access_note: Option<String>,
        photo_note: Option<String>,
        recap: Option<String>,
        programme: Vec<WrittenStep>,
        /// In a translation: the name of the place.
        place_name: Option<Located<String>>,
        /// In a translation: each role of the source's speakers, and its words.
        speaker_roles: Option<Located<BTreeMap<String, String>>>,
        kind: Option<Located<EventKind>>,
        hosts: Vec<Located<String>>,
        starts: Option<Located<String>>,
        ends: Option<Located<String>>,
        time_zone: Option<Located<String>>,
        place: Option<Located<WrittenPlace>>,
        languages_spoken: Vec<Located<String>>,
        interpretation: Vec<Located<String>>,
        capacity: Option<Located<u32>>,
        waitlist: bool,
        price: Option<Located<Value>>,
        accessibility: Option<WrittenAccessibility>,
        childcare: Option<Located<Childcare>>,
        food: Option<WrittenFood>,
        registration: Option<WrittenRegistration>,
        status: Option<Located<EventStatus>>,
        speakers: Vec<Located<WrittenSpeaker>>,
        photo_notice: bool,
        attendance: Option<WrittenAttendance>,
        sequence: u32,
        topics: Vec<Located<String>>,
        picture: Option<WrittenPicture>,
        demo: bool,
    }
}

impl EventHeader {
    /// The name of the place, as the source has it.
    pub(crate) fn place_name_of_source(&self) -> Option<&str> {
        self.place.as_ref()?.value.name.as_deref()
    }

    /// The roles of those who speak, as the source has them.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &str> {
        self.speakers.iter().filter_map(|speaker| speaker.value.role.as_deref())
    }

    /// From when guests sign up, as it is written.
    pub(crate) fn registration_opens(&self) -> Option<&Located<String>> {
        self.registration.as_ref()?.opens.as_ref()
    }

    /// The texts that every language has for itself, by key; one for each line of the programme.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let notes = Self::NOTES.into_iter().filter_map(|key| Some((key, self.written(key)?)));
        notes.chain(self.programme.iter().map(|step| ("programme", step.text.as_str())))
    }

    /// The keys of texts of one line.
    pub(crate) const NOTES: [&str; 7] =
        ["audience", "directions", "foodNote", "childcareNote", "accessNote", "photoNote", "recap"];

    /// A text of one line by its key, if it says something.
    pub(crate) fn note_of(&self, key: &str) -> Option<&str> {
        self.written(key).filter(|note| !note.trim().is_empty())
    }

    fn written(&self, key: &str) -> Option<&str> {
        let note = match key {
            "audience" => &self.audience,
            "directions" => &self.directions,
            "foodNote" => &self.food_note,
            "childcareNote" => &self.childcare_note,
            "accessNote" => &self.access_note,
            "photoNote" => &self.photo_note,
            "recap" => &self.recap,
            _ => return None,
        };
        note.as_deref()
    }

    /// For each line of this programme the place of the line of another that is about the same time, if there is one.
    pub(crate) fn programme_in(&self, other: &EventHeader) -> Vec<Option<usize>> {
        let mut free: Vec<Option<&str>> =
            other.programme.iter().map(|step| Some(step.time.value.as_str())).collect();
        let mut take = |step: &WrittenStep| {
            let at = free.iter().position(|time| *time == Some(step.time.value.as_str()))?;
            free[at] = None;
            Some(at)
        };
        self.programme.iter().map(&mut take).collect()
    }

    /// Where a text of one line belongs, by its key.
    pub(crate) fn note(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "audience" => &mut self.audience,
            "directions" => &mut self.directions,
            "foodNote" => &mut self.food_note,
            "childcareNote" => &mut self.childcare_note,
            "accessNote" => &mut self.access_note,
            "photoNote" => &mut self.photo_note,
            "recap" => &mut self.recap,
            _ => return None,
        })
    }
}

/// A line of the programme.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenStep {
    pub(crate) time: Located<String>,
    pub(crate) text: String,
}

/// A place.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WrittenPlace {
    pub(super) mode: Mode,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) street: Option<String>,
    #[serde(default)]
    pub(super) postcode: Option<String>,
    #[serde(default)]
    pub(super) city: Option<String>,
    pub(super) country: Located<String>,
    #[serde(default)]
    pub(super) map_url: Option<Located<String>>,
}

/// Five answers; one that isn't given is "unknown".
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct WrittenAccessibility {
    pub(super) step_free: Answer,
    pub(super) toilet: Answer,
    pub(super) hearing: Answer,
    pub(super) quiet: Answer,
    pub(super) captions: Answer,
}

/// Food.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenFood {
    pub(super) served: bool,
    #[serde(default)]
    pub(super) diets: Vec<Located<String>>,
}

/// Registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRegistration {
    pub(super) mode: Located<RegistrationMode>,
    #[serde(default)]
    pub(super) form: Option<Located<String>>,
    #[serde(default)]
    pub(super) opens: Option<Located<String>>,
    #[serde(default)]
    pub(super) closes: Option<Located<String>>,
    #[serde(default)]
    pub(super) url: Option<Located<String>>,
    #[serde(default)]
    pub(super) email: Option<Located<String>>,
}

/// Somebody who speaks.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WrittenSpeaker {
    /// *Personal.*
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) consent_ref: Option<String>,
}

/// Numbers of people.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenAttendance {
    pub(super) registered: u32,
    pub(super) attended: u32,
}
