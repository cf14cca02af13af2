//! Everything that the generator hands over (`OUT/forms`), checked once and then only read.
//!
//! ```text
//! manifest.json            languages, events with their clocks and seats, pages
//! definitions/<form>.json  forms::Definition
//! texts/<lang>.json        forms::Texts
//! shells/<lang>.html       a page of the site with @@title@@, @@main@@ and @@path@@
//! ```

mod dates;
mod event;
mod fault;
mod load;
mod parse;
mod shell;
mod site;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use forms::html::Links;
use forms::{Definition, Manifest, Texts};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::desk::Terms;

pub(crate) use dates::Dates;
pub(crate) use event::{Event, RegistrationState, in_language};
pub use fault::FolderFault;
pub(crate) use shell::{Filling, Shell};
pub(crate) use site::zone_of;

/// The forms of a site, with the words and the pages to show them in.
#[derive(Debug, Default)]
pub struct FormsFolder {
    languages: Vec<Language>,
    default_language: usize,
    definitions: BTreeMap<String, Definition>,
    events: BTreeMap<String, Event>,
    /// What it says of the site as a whole.
    manifest: Manifest,
    time_zone: Option<TimeZone>,
}

/// One language of the site.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) id: String,
    pub(crate) name: String,
    /// `ltr` or `rtl`.
    pub(crate) dir: String,
    pub(crate) texts: Texts,
    pub(crate) dates: Dates,
    pub(crate) shell: Shell,
}

impl FormsFolder {
    /// Reads the folder from disk.
    ///
    /// # Errors
    /// Every fault of the folder: files that are missing or can't be read, and what [`Self::from_parts`] finds.
    pub fn load(dir: &Path) -> Result<Self, Vec<FolderFault>> {
        Self::from_parts(&load::parts(dir)?)
    }

    /// Takes the files from memory: path below `forms/`, always with `/`, and what stands there.
    ///
    /// # Errors
    /// Every fault: files that are missing or aren't what their name says, events whose times or
    /// form don't fit, words that a page would need.
    pub fn from_parts(parts: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<FolderFault>> {
        parse::folder(parts)
    }

    pub(crate) fn language(&self, id: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.id == id)
    }

    /// For readers of a language that we don't have. `None` only when the folder is empty.
    pub(crate) fn default_language(&self) -> Option<&Language> {
        self.languages.get(self.default_language)
    }

    /// Id and own name of each language, for fields that ask for one.
    pub(crate) fn language_names(&self) -> Vec<(String, String)> {
        self.languages.iter().map(|language| (language.id.clone(), language.name.clone())).collect()
    }

    /// Where the site lives, without a final slash.
    pub(crate) fn base_url(&self) -> &str {
        &self.manifest.base_url
    }

    /// The ids of the languages, in the order of the switcher.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| language.id.as_str())
    }

    /// The events that take registrations through a form now.
    pub(crate) fn open_events<'a>(
        &'a self,
        form: &'a str,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Event> {
        let takes = move |event: &&Event| {
            event.info.form.as_deref() == Some(form) && event.state(now) == RegistrationState::Open
        };
        self.events.values().filter(takes)
    }

    /// A form as it is now.
    #[must_use]
    pub fn definition(&self, form: &str) -> Option<&Definition> {
        self.definitions.get(form)
    }

    /// All forms as they are now.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// What the generator said of the site and of its events.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The terms under which an event gives seats now.
    #[must_use]
    pub fn terms(&self, event: &str) -> Option<Terms> {
        self.events.get(event).map(Event::terms)
    }

    pub(crate) fn event(&self, id: &str) -> Option<&Event> {
        self.events.get(id)
    }

    /// The zone of moments that belong to no event.
    pub(crate) fn time_zone(&self) -> TimeZone {
        self.time_zone.clone().unwrap_or(TimeZone::UTC)
    }

    /// The pages that forms link to, in the language or else in the default one.
    pub(crate) fn links(&self, lang: &str) -> Links {
        let page = |name: &str| {
            let urls = self.manifest.pages.get(name)?;
            urls.get(lang).or_else(|| urls.get(&self.default_language()?.id)).cloned()
        };
        Links { privacy: page("privacy"), code_of_conduct: page("code-of-conduct") }
    }
}
