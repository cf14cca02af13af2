//! Everything that the generator hands over (`OUT/forms`).
//!
//! ```text
//! manifest.json            languages, events with their clocks and seats, pages
//! definitions/<form>.json  forms::Definition
//! texts/<lang>.json        forms::Texts
//! tickets/<lang>.json      forms::Tickets
//! shells/<lang>.html       a page of the site with @@title@@, @@main@@ and @@path@@
//! desk/shell.html          a page for organisers, in no language yet: @@lang@@
//! ```
//!
//! There are two ways in. [`FormsFolder::load`] checks everything at once, for whoever can wait and wants to know every
//! fault. [`FormsFolder::lazy`] is for a folder that was checked when it was packaged: a Lambda function starts often,
//! and each start serves one language and one form at first, so that parsing all of them would be most of the start.
//! Both parse a part in the same place, so what the one refuses the other can't hand out.

mod build;
mod check;
mod dates;
mod event;
mod fault;
mod files;
mod load;
mod parse;
mod part;
mod shell;
mod site;
mod stamp;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use forms::html::Links;
use forms::{Definition, Direction, Manifest, SitePages, SitePath, Texts, Tickets, addresses};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::desk::Terms;

pub(crate) use dates::Dates;
pub(crate) use event::{Event, RegistrationState, in_language, without_date};
pub use fault::FolderFault;
pub(crate) use fault::line;
use files::Files;
use part::Lazy;
pub(crate) use shell::{Filling, Shell};
pub(crate) use site::{zone_in, zone_of};
pub use stamp::FolderStamp;
pub use words::missing as missing_texts;

/// What is wrong with a part of the folder, or with all of it.
pub(crate) type Faults = Vec<FolderFault>;

/// The forms of a site, with the words and the pages to show them in.
#[derive(Debug, Default)]
pub struct FormsFolder {
    /// What it says of the site and of its events.
    manifest: Manifest,
    languages: BTreeMap<String, Lazy<Arc<Language>>>,
    language_names: Vec<(String, String)>,
    definitions: BTreeMap<String, Lazy<Definition>>,
    desk_shell: Lazy<Shell>,
    events: BTreeMap<String, Event>,
    build: String,
    /// The release that it lies in, if it lies in one.
    release: Option<String>,
    /// Where the parts are that nobody has asked for yet.
    files: Files,
}

/// One language of the site.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) id: String,
    pub(crate) dir: Direction,
    pub(crate) texts: Texts,
    /// What guests need on the day of each event.
    pub(crate) tickets: Tickets,
    pub(crate) dates: Dates,
    pub(crate) shell: Shell,
}

impl FormsFolder {
    /// Reads the folder from disk and checks all of it.
    ///
    /// # Errors
    /// Every fault of the folder: files that are missing or can't be read, those of another build than the manifest,
    /// and what [`Self::from_parts`] finds.
    pub fn load(dir: &Path) -> Result<Self, Vec<FolderFault>> {
        let (folder, mixed) = Self::load_mixed(dir)?;
        if mixed.is_empty() { Ok(folder) } else { Err(mixed) }
    }

    /// The same for those who have no other folder: each file is sound, and told is which of them are of another build
    /// than the manifest, because one is under way or was broken off.
    ///
    /// # Errors
    /// As for [`Self::load`], but for those files.
    pub fn load_mixed(dir: &Path) -> Result<(Self, Vec<FolderFault>), Vec<FolderFault>> {
        let parts = load::parts(dir)?;
        let folder = Self { release: load::release(dir), ..Self::checked(parts.clone())? };
        let mixed = build::mixed(&folder.manifest, &parts);
        Ok((folder, mixed))
    }

    /// What tells one state of the folder from another: sizes, times and numbers of its files. None when there is no
    /// manifest to be seen.
    #[must_use]
    pub fn stamp(dir: &Path) -> Option<FolderStamp> {
        stamp::of(dir)
    }

    /// Takes the files from memory: path below `forms/`, always with `/`, and what stands there.
    ///
    /// # Errors
    /// Every fault: files that are missing or aren't what their name says, what the manifest names and hasn't, words that
    /// a page would need. A manifest with a value that is none is a fault by itself, and then nothing else is looked at.
    pub fn from_parts(parts: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<FolderFault>> {
        Self::checked(parts.clone())
    }

    /// Reads the manifest only. Languages and forms are parsed when somebody first asks for them; one with a fault is
    /// answered with status 503 and a line in the log.
    ///
    /// # Errors
    /// The faults of the manifest.
    pub fn lazy(dir: &Path) -> Result<Self, Vec<FolderFault>> {
        let folder = Self { release: load::release(dir), ..Self::unread(Files::Disk(dir.to_owned()))? };
        let faults = check::manifest(&folder.manifest);
        if faults.is_empty() { Ok(folder) } else { Err(faults) }
    }

    fn checked(parts: BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<FolderFault>> {
        let mut folder = Self::unread(Files::Memory(parts))?;
        let faults = folder.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        // Every part is parsed now, so the bytes may go.
        folder.files = Files::default();
        Ok(folder)
    }

    /// Names the build: the first twelve digits of the SHA-256 of its manifest, which has the hash of each other file.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.build
    }

    /// The id of the release that it lies in, if it lies in one.
    #[must_use]
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    fn unread(files: Files) -> Result<Self, Vec<FolderFault>> {
        let (manifest, build) = parse::manifest(&files)?;
        Ok(Self {
            build,
            release: None,
            languages: manifest.languages.iter().map(|info| (info.id.clone(), Lazy::unread())).collect(),
            language_names: manifest
                .languages
                .iter()
                .map(|info| (info.id.clone(), info.name.clone()))
                .collect(),
            desk_shell: Lazy::unread(),
            definitions: manifest.forms.iter().map(|form| (form.clone(), Lazy::unread())).collect(),
            events: manifest
                .events
                .iter()
                .map(|(id, info)| (id.clone(), Event::new(id, info, &manifest.offer)))
                .collect(),
            manifest,
            files,
        })
    }

    /// A language, or `None` for one that the site doesn't have.
    ///
    /// # Errors
    /// The faults of its texts and its shell.
    pub(crate) fn find_language(&self, id: &str) -> Result<Option<&Arc<Language>>, Faults> {
        let info = self.manifest.languages.iter().find(|info| info.id == id);
        let (Some(part), Some(info)) = (self.languages.get(id), info) else { return Ok(None) };
        part.get(|| parse::language(&self.files, &self.manifest, info).map(Arc::new)).map(Some)
    }

    /// A form as it is now, or `None` for one that the site doesn't have.
    ///
    /// # Errors
    /// The faults of its definition.
    pub(crate) fn find_definition(&self, form: &str) -> Result<Option<&Definition>, Faults> {
        let Some(part) = self.definitions.get(form) else { return Ok(None) };
        part.get(|| parse::definition(&self.files, form)).map(Some)
    }

    /// The page around everything that organisers see.
    ///
    /// # Errors
    /// Its faults.
    pub(crate) fn desk_shell(&self) -> Result<&Shell, Faults> {
        self.desk_shell.get(|| parse::desk_shell(&self.files))
    }

    /// The words of a language, or `None` for one that the site doesn't have.
    #[must_use]
    pub fn texts(&self, lang: &str) -> Option<&Texts> {
        self.language(lang).map(|language| &language.texts)
    }

    /// [`Self::find_language`] for those who go on without it.
    pub(crate) fn language(&self, id: &str) -> Option<&Language> {
        or_log(self.find_language(id)).map(AsRef::as_ref)
    }

    /// For readers of a language that we don't have. `None` only when the folder is empty or this language has faults.
    pub(crate) fn default_language(&self) -> Option<&Language> {
        self.shared_default_language().map(AsRef::as_ref)
    }

    /// The same for those who keep it as long as they like.
    pub(crate) fn shared_default_language(&self) -> Option<&Arc<Language>> {
        or_log(self.find_language(&self.manifest.default_language))
    }

    /// Id and own name of each language, for fields that ask for one.
    pub(crate) fn language_names(&self) -> &[(String, String)] {
        &self.language_names
    }

    /// The words of answers for whoever reads this language.
    #[cfg(feature = "office")]
    pub(crate) fn wording<'a>(&'a self, lang: &'a str) -> forms::Wording<'a> {
        forms::Wording { lang, texts: self.texts(lang), languages: &self.language_names }
    }

    /// The own name of one language.
    #[cfg(feature = "office")]
    pub(crate) fn language_name(&self, id: &str) -> Option<String> {
        self.language_names.iter().find_map(|(known, name)| (known == id).then(|| name.clone()))
    }

    /// Where the site lives, without a final slash.
    pub(crate) fn base_url(&self) -> &str {
        &self.manifest.base_url
    }

    /// The path below which the site stands: `/spaces`; empty when it has its host for itself.
    pub(crate) fn base_path(&self) -> &str {
        addresses::path_of(&self.manifest.base_url)
    }

    /// An address as browsers have to ask for it, from one that begins at the root of the site.
    pub(crate) fn address(&self, address: &str) -> String {
        format!("{}{address}", self.base_path())
    }

    /// The ids of the languages, in the order of the switcher.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.manifest.languages.iter().map(|info| info.id.as_str())
    }

    /// The events that take registrations through a form now.
    pub(crate) fn open_events<'a>(
        &'a self,
        form: &'a str,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Event> {
        let of_form = self.events().filter(move |event| event.info.form.as_deref() == Some(form));
        of_form.filter(move |event| event.state(now) == RegistrationState::Open)
    }

    /// A form as it is now, or `None` for one that the site doesn't have. One with faults leaves a line in the log.
    #[must_use]
    pub fn definition(&self, form: &str) -> Option<&Definition> {
        or_log(self.find_definition(form))
    }

    /// All forms as they are now, by id.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.keys().filter_map(|form| self.definition(form))
    }

    /// The forms that lack words for letters which they should send, each with the kinds that nobody gets: people would wait
    /// for them. The generator says it, too; but an older one, or a folder that somebody wrote, may have passed it over.
    pub fn letters_without_words(&self) -> impl Iterator<Item = (&str, Vec<&'static str>)> {
        self.definitions().filter_map(|form| {
            let kinds = form.about.mail_kinds().iter().copied();
            let missing: Vec<&str> = kinds.filter(|kind| !form.mails.contains_key(*kind)).collect();
            (!missing.is_empty()).then_some((form.id.as_str(), missing))
        })
    }

    /// What the generator said of the site and of its events.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The terms under which an event gives seats now.
    #[must_use]
    pub fn terms(&self, event: &str) -> Option<Terms> {
        self.event(event).map(Event::terms)
    }

    /// Whether people can take part in an event online so soon that those with a place should have the link.
    #[must_use]
    pub fn needs_link(&self, event: &str, now: Timestamp) -> bool {
        self.event(event).is_some_and(|event| event.needs_link(now))
    }

    /// An event, or `None` for one that the site doesn't have.
    pub(crate) fn event(&self, id: &str) -> Option<&Event> {
        self.events.get(id)
    }

    /// All events, by id.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// The zone of moments that belong to no event.
    pub(crate) fn time_zone(&self) -> TimeZone {
        self.manifest.time_zone.time_zone().clone()
    }

    /// The pages that forms link to, in the language or else in the default one.
    pub(crate) fn links(&self, lang: &str) -> Links {
        let page = |urls: &BTreeMap<String, SitePath>| {
            let url = urls.get(lang).or_else(|| urls.get(&self.manifest.default_language));
            url.map(|url| url.as_str().to_owned())
        };
        let SitePages { code_of_conduct, privacy } = &self.manifest.pages;
        Links { privacy: page(privacy), code_of_conduct: page(code_of_conduct) }
    }
}

/// The part, or nothing and a line in the log. Who answers a request asks with `find_…` and tells the request's id, too.
fn or_log<T>(found: Result<Option<T>, Faults>) -> Option<T> {
    found.unwrap_or_else(|faults| {
        log(&faults);
        None
    })
}

fn log(faults: &[FolderFault]) {
    if !faults.is_empty() {
        let detail = line(faults);
        tracing::error!(detail, "the forms can't be used");
    }
}
