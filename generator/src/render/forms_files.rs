//! What forms-fn reads: the manifest of events, the form definitions and the interface texts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use forms::{
    CountryFacts, DateWords, EventInfo, LanguageInfo, Manifest, OrganisationInfo, SitePages, SitePath, Texts,
    TicketWords,
};
use serde::Serialize;

use super::{calendar, registration};
use crate::config::Funding;
use crate::content::{EventId, FormId};
use crate::entities::{self, Organisation};
use crate::event::Event;
use crate::lang::Lang;
use crate::page::PageKind;
use crate::render::{File, OutPath};
use crate::site::{Entry, Site};
use crate::url::Url;
use crate::view::{self, Ctx};

/// Where the manifest lies below the output folder.
pub(crate) const MANIFEST: &str = "forms/manifest.json";

/// What one language says.
pub(super) struct LanguageTexts {
    lang: Lang,
    dates: DateWords,
    /// Keys and names of the clocks of which the interface has no words of its own.
    clocks: Vec<(String, String)>,
    /// In the order of the site's events.
    events: Vec<EventWords>,
}

/// What it says of one event.
struct EventWords {
    title: String,
    url: SitePath,
    when: String,
    place: Option<String>,
    opens: Option<String>,
    closes: Option<String>,
    ticket: TicketWords,
}

/// The words of a language: of all events, and for dates that only forms-fn will know.
pub(super) fn words(ctx: &Ctx<'_>) -> LanguageTexts {
    let events = ctx
        .site
        .entries
        .events
        .iter()
        .map(|entry| EventWords {
            title: ctx.outward_title(entry),
            url: path(ctx.url_of(entry)),
            when: view::when(ctx, &entry.facts),
            place: calendar::place(ctx, entry),
            opens: entry.facts.registration.opens.as_ref().map(|at| view::moment(ctx, &entry.facts, at)),
            closes: entry.facts.registration.closes.as_ref().map(|at| view::moment(ctx, &entry.facts, at)),
            ticket: TicketWords { address: calendar::address(ctx, entry), ..view::ticket(ctx, entry) },
        })
        .collect();
    let clocks = zones(ctx.site).into_iter().map(|zone| view::clock(ctx, zone));
    let clocks = clocks.filter(|(key, _)| ctx.texts.get(key).is_none()).collect();
    LanguageTexts { lang: ctx.lang().clone(), dates: ctx.locale.date_words(), clocks, events }
}

/// The zones by whose clocks forms-fn says moments: those of the site, of its events and of its organisations.
fn zones(site: &Site) -> BTreeSet<&str> {
    let of_events = site.entries.events.iter().filter_map(|entry| entry.facts.starts.time_zone().iana_name());
    let countries = entities::countries(&site.organisations);
    let of_countries =
        countries.into_iter().filter_map(|code| CountryFacts::of(code).map(CountryFacts::zone));
    // UTC is no city's.
    let all = site.config.time_zone.iana_name().into_iter().chain(of_events).chain(of_countries);
    all.filter(|zone| zone.contains('/')).collect()
}

/// The words of a language with the names of clocks, which forms-fn can't know: it has no data of CLDR.
fn texts<'t>(texts: &'t Texts, words: Option<&LanguageTexts>) -> Cow<'t, Texts> {
    let Some(words) = words.filter(|words| !words.clocks.is_empty()) else { return Cow::Borrowed(texts) };
    let mut texts = texts.clone();
    words.clocks.iter().for_each(|(key, name)| texts.name(key, name.clone()));
    Cow::Owned(texts)
}

/// The manifest once it is known what stands beside it.
pub(crate) fn naming(manifest: &[u8], files: BTreeMap<String, String>) -> File {
    let manifest = Manifest::read(manifest).expect("we wrote it a moment ago");
    json(&Manifest { files, ..manifest })
}

/// The files below `forms/`; the shells are pages and come from their template.
pub(super) fn data(site: &Site, words: &[LanguageTexts]) -> Vec<(OutPath, File)> {
    let mut files = vec![(OutPath::new(MANIFEST), json(&manifest(site, words)))];
    let at = |path: String| OutPath::new(format!("forms/{path}.json"));
    files.extend(site.forms.iter().map(|form| (at(format!("definitions/{}", form.id)), json(form))));
    let of = |lang: &Lang| words.iter().find(|words| words.lang == *lang);
    let texts = site.texts.iter().map(|(lang, own)| (lang, texts(own, of(lang))));
    files.extend(texts.map(|(lang, texts)| (at(format!("texts/{lang}")), json(&texts))));
    files.extend(
        words.iter().map(|words| (at(format!("tickets/{}", words.lang)), json(&tickets(site, words)))),
    );
    files
}

/// By the ids of events.
fn tickets<'w>(site: &Site, words: &'w LanguageTexts) -> BTreeMap<String, &'w TicketWords> {
    let ids = site.entries.events.iter().map(|entry| entry.event_id().to_string());
    ids.zip(words.events.iter().map(|event| &event.ticket)).collect()
}

fn manifest(site: &Site, words: &[LanguageTexts]) -> Manifest {
    let languages = site.config.languages.iter().map(|language| LanguageInfo {
        id: language.id.to_string(),
        name: language.name.clone(),
        dir: language.direction,
    });
    let events = site
        .entries
        .events
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.event_id().to_string(), info(entry, at, words)));
    Manifest {
        version: Manifest::VERSION,
        base_url: site.config.base_url.to_string(),
        site_title: per_language(site, |lang| site.config.title.get(lang).to_owned()),
        languages: languages.collect(),
        default_language: view::default_lang(site).to_string(),
        events: events.collect(),
        pages: SitePages {
            code_of_conduct: page_urls(site, PageKind::CodeOfConduct),
            privacy: page_urls(site, PageKind::Privacy),
        },
        forms: site.forms.iter().map(|form| form.id.clone()).collect(),
        organisations: site.organisations.iter().map(organisation).collect(),
        funding: funding(site),
        project_number: site.config.funding.project_number.clone(),
        offer: site.config.offer.clone(),
        time_zone: site.config.time_zone.clone().into(),
        dates: words.iter().map(|words| (words.lang.to_string(), words.dates.clone())).collect(),
        files: BTreeMap::new(),
    }
}

fn per_language(site: &Site, text: impl Fn(&Lang) -> String) -> BTreeMap<String, String> {
    site.config.languages.iter().map(|language| (language.id.to_string(), text(&language.id))).collect()
}

/// The funder's sentences, as at the foot of every page; nothing for a site that has none.
fn funding(site: &Site) -> BTreeMap<String, String> {
    let Funding { acknowledgement, disclaimer, .. } = &site.config.funding;
    let sentences: Vec<_> = [acknowledgement, disclaimer].into_iter().flatten().collect();
    if sentences.is_empty() {
        return BTreeMap::new();
    }
    let in_language = |lang: &Lang| sentences.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(" ");
    per_language(site, in_language)
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
    EventInfo {
        form: facts.registration.form.as_ref().map(FormId::to_string),
        starts: facts.starts.clone().into(),
        ends: facts.ends.clone().into(),
        opens: facts.registration.opens.clone().map(Into::into),
        closes: facts.registration.closes.clone().map(Into::into),
        time_zone: facts.starts.time_zone().clone().into(),
        capacity: facts.capacity,
        waitlist: facts.waitlist,
        status: facts.status,
        online: facts.is_online(),
        facts: registration::facts(facts),
        title: said(words, at, |words| Some(&words.title)),
        url: said(words, at, |words| Some(&words.url)),
        when: said(words, at, |words| Some(&words.when)),
        opens_text: said(words, at, |words| words.opens.as_ref()),
        closes_text: said(words, at, |words| words.closes.as_ref()),
        sequence: facts.sequence,
        place: said(words, at, |words| words.place.as_ref()),
        country: Some(facts.place.country.clone()),
        kind: Some(facts.kind.as_str().to_owned()),
        map_url: facts.place.map_url.clone().filter(|_| view::is_in_room(facts)),
        hosts: facts.hosts.clone(),
        was: facts.was.iter().map(EventId::to_string).collect(),
    }
}

/// What each language says of one event.
fn said<T: Clone>(
    words: &[LanguageTexts],
    at: usize,
    pick: fn(&EventWords) -> Option<&T>,
) -> BTreeMap<String, T> {
    let said = |words: &LanguageTexts| Some((words.lang.to_string(), pick(words.events.get(at)?)?.clone()));
    words.iter().filter_map(said).collect()
}

/// The addresses of the page of a kind; none when the site has no such page.
fn page_urls(site: &Site, kind: PageKind) -> BTreeMap<String, SitePath> {
    let page = site.entries.pages.iter().find(|entry| entry.facts.kind == kind);
    let urls = page.into_iter().flat_map(|page| &page.urls);
    urls.map(|(lang, url)| (lang.to_string(), path(url))).collect()
}

fn path(url: &Url) -> SitePath {
    url.as_str().parse().expect("our addresses begin at the root of the site")
}

/// Without indentation: forms-fn reads this at each start of a function.
fn json(value: &impl Serialize) -> File {
    let mut bytes = serde_json::to_vec(value).expect("plain data with text keys");
    bytes.push(b'\n');
    File::Bytes(bytes)
}
