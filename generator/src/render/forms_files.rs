//! What forms-fn reads: the manifest of events, the form definitions and the interface texts.

use std::collections::BTreeMap;

use forms::{DateWords, EventInfo, LanguageInfo, Manifest, OrganisationInfo};
use serde::Serialize;

use super::{calendar, registration};
use crate::config::Funding;
use crate::content::{EventId, FormId};
use crate::entities::Organisation;
use crate::event::{Event, EventStatus, Mode};
use crate::lang::Lang;
use crate::page::PageKind;
use crate::render::{File, OutPath};
use crate::site::{Entry, Site};
use crate::view::{self, Ctx};

/// Where the manifest lies below the output folder.
pub(crate) const MANIFEST: &str = "forms/manifest.json";

/// The version of the manifest's own shape.
const VERSION: u32 = 1;

/// The kinds of pages that answers of forms-fn link to; the name is the one in the manifest.
const PAGES: [(&str, PageKind); 2] =
    [("privacy", PageKind::Privacy), ("code-of-conduct", PageKind::CodeOfConduct)];

/// What one language says.
pub(super) struct LanguageTexts {
    lang: Lang,
    dates: DateWords,
    /// In the order of the site's events.
    events: Vec<EventWords>,
}

/// What it says of one event.
struct EventWords {
    title: String,
    url: String,
    when: String,
    place: Option<String>,
    opens: Option<String>,
    closes: Option<String>,
}

/// The words of a language: of all events, and for dates that only forms-fn will know.
pub(super) fn words(ctx: &Ctx<'_>) -> LanguageTexts {
    let events = ctx
        .site
        .entries
        .events
        .iter()
        .map(|entry| EventWords {
            title: ctx.text_of(entry).title.clone(),
            url: ctx.url_of(entry).to_string(),
            when: view::when(ctx, &entry.facts),
            place: calendar::place(ctx, entry),
            opens: entry.facts.registration.opens.as_ref().map(|opens| view::moment(ctx, opens)),
            closes: entry.facts.registration.closes.as_ref().map(|closes| view::moment(ctx, closes)),
        })
        .collect();
    LanguageTexts { lang: ctx.lang().clone(), dates: ctx.locale.date_words(), events }
}

/// The manifest once it is known what stands beside it.
pub(crate) fn naming(manifest: &[u8], files: BTreeMap<String, String>) -> File {
    let manifest: Manifest = serde_json::from_slice(manifest).expect("we wrote it a moment ago");
    json(&Manifest { files, ..manifest })
}

/// The files below `forms/`; the shells are pages and come from their template.
pub(super) fn data(site: &Site, words: &[LanguageTexts]) -> Vec<(OutPath, File)> {
    let mut files = vec![(OutPath::new(MANIFEST), json(&manifest(site, words)))];
    let at = |path: String| OutPath::new(format!("forms/{path}.json"));
    files.extend(site.forms.iter().map(|form| (at(format!("definitions/{}", form.id)), json(form))));
    files.extend(site.texts.iter().map(|(lang, texts)| (at(format!("texts/{lang}")), json(texts))));
    files
}

fn manifest(site: &Site, words: &[LanguageTexts]) -> Manifest {
    let languages = site.config.languages.iter().map(|language| LanguageInfo {
        id: language.id.to_string(),
        name: language.name.clone(),
        dir: language.direction.as_str().to_owned(),
    });
    let events = site
        .entries
        .events
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.event_id().to_string(), info(entry, at, words)));
    Manifest {
        version: VERSION,
        base_url: site.config.base_url.to_string(),
        site_title: per_language(site, |lang| site.config.title.get(lang).to_owned()),
        languages: languages.collect(),
        default_language: view::default_lang(site).to_string(),
        events: events.collect(),
        pages: PAGES
            .iter()
            .filter_map(|(name, kind)| Some(((*name).to_owned(), page_urls(site, *kind)?)))
            .collect(),
        forms: site.forms.iter().map(|form| form.id.clone()).collect(),
        organisations: site.organisations.iter().map(organisation).collect(),
        funding: per_language(site, |lang| funding(&site.config.funding, lang)),
        project_number: site.config.funding.project_number.clone(),
        offer: site.config.offer.clone(),
        time_zone: site.config.time_zone.clone(),
        dates: words.iter().map(|words| (words.lang.to_string(), words.dates.clone())).collect(),
        files: BTreeMap::new(),
    }
}

fn per_language(site: &Site, text: impl Fn(&Lang) -> String) -> BTreeMap<String, String> {
    site.config.languages.iter().map(|language| (language.id.to_string(), text(&language.id))).collect()
}

/// Both sentences, as at the foot of every page.
fn funding(funding: &Funding, lang: &Lang) -> String {
    format!("{} {}", funding.acknowledgement.get(lang), funding.disclaimer.get(lang))
}

fn organisation(organisation: &Organisation) -> (String, OrganisationInfo) {
    let info = OrganisationInfo {
        name: organisation.name.clone(),
        // In the spelling that mail is sent to.
        email: organisation.email.as_deref().and_then(|email| forms::email::canonical(email).ok()),
        country: organisation.country.clone(),
        lang: organisation.lang.to_string(),
    };
    (organisation.id.clone(), info)
}

fn info(entry: &Entry<Event>, at: usize, words: &[LanguageTexts]) -> EventInfo {
    let facts = &entry.facts;
    let per_language = |pick: fn(&EventWords) -> Option<&String>| -> BTreeMap<String, String> {
        words
            .iter()
            .filter_map(|words| Some((words.lang.to_string(), pick(words.events.get(at)?)?.clone())))
            .collect()
    };
    EventInfo {
        form: facts.registration.form.as_ref().map(FormId::to_string),
        starts: facts.starts.to_string(),
        ends: facts.ends.to_string(),
        opens: facts.registration.opens.as_ref().map(ToString::to_string),
        closes: facts.registration.closes.as_ref().map(ToString::to_string),
        time_zone: facts.starts.time_zone().iana_name().unwrap_or("UTC").to_owned(),
        capacity: facts.capacity,
        waitlist: facts.waitlist,
        status: facts.status.as_str().to_owned(),
        online: facts.status == EventStatus::MovedOnline || facts.place.mode != Mode::InPerson,
        facts: registration::facts(facts),
        title: per_language(|words| Some(&words.title)),
        url: per_language(|words| Some(&words.url)),
        when: per_language(|words| Some(&words.when)),
        opens_text: per_language(|words| words.opens.as_ref()),
        closes_text: per_language(|words| words.closes.as_ref()),
        sequence: facts.sequence,
        place: per_language(|words| words.place.as_ref()),
        hosts: facts.hosts.clone(),
        was: facts.was.iter().map(EventId::to_string).collect(),
    }
}

fn page_urls(site: &Site, kind: PageKind) -> Option<BTreeMap<String, String>> {
    let page = site.entries.pages.iter().find(|entry| entry.facts.kind == kind)?;
    Some(page.urls.iter().map(|(lang, url)| (lang.to_string(), url.to_string())).collect())
}

/// Without indentation: forms-fn reads this at each start of a function.
fn json(value: &impl Serialize) -> File {
    let mut bytes = serde_json::to_vec(value).expect("plain data with text keys");
    bytes.push(b'\n');
    File::Bytes(bytes)
}
