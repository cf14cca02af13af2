//! `content/site.yaml` → [`Config`]: names, languages, menus and what funding asks to be said.

mod base_url;
mod check;
mod waiting_list;

pub use base_url::{BaseUrl, NotBaseUrl};
pub(crate) use check::translated;

use std::collections::BTreeMap;
use std::ops::Range;

use forms::OfferRules;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::content::{
    HeadValue, LanguageTag, MailAddress, OfMenu, OfTheme, Shape, Shaped, WebAddress, Zone, group, needed,
    words,
};
use crate::diagnostic::{Code, Diagnostic, any_error, say};
use crate::lang::{Lang, Language};
use crate::source::Source;
use crate::yaml::{self, Located};
use waiting_list::WrittenWaitingList;

/// Where the configuration stands.
pub const PATH: &str = "content/site.yaml";

/// One text in every language of the site.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Translated(pub(crate) BTreeMap<String, String>);

impl Translated {
    /// The text in this language; every language is there, since the checks have seen to it.
    #[must_use]
    pub fn get(&self, lang: &Lang) -> &str {
        self.0.get(lang.as_str()).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

impl Shaped for Translated {
    const SHAPE: Shape = Shape::InEachLanguage;
}

impl HeadValue for Translated {}

/// What holds for the whole site.
#[derive(Clone, Debug)]
pub struct Config {
    /// Short name of the site.
    pub title: Translated,
    /// One line below the name, of a site that has one.
    pub tagline: Option<Translated>,
    /// For search engines and feeds.
    pub description: Translated,
    /// Where the site stands.
    pub base_url: BaseUrl,
    /// The folder below `themes/`.
    pub theme: String,
    /// The zone of dates that belong to no event.
    pub time_zone: TimeZone,
    /// The first is the default.
    pub languages: Vec<Language>,
    /// Where the menu at the top leads.
    pub menu: Vec<MenuTarget>,
    /// Where the menu at the bottom leads.
    pub footer_menu: Vec<MenuTarget>,
    /// A role address, not a person's.
    pub contact_email: String,
    /// What the funder wants to be said.
    pub funding: Funding,
    /// How seats that become free are offered to those who wait.
    pub offer: OfferRules,
    /// Where the entries of the menus stand in `site.yaml`, for later checks.
    pub(crate) menu_spans: Vec<(String, Range<usize>)>,
    /// Where the languages stand in `site.yaml`, in their order.
    pub(crate) language_spans: Vec<Range<usize>>,
}

/// The funder's words, of a site that has a funder.
#[derive(Clone, Debug, Default)]
pub struct Funding {
    /// Who paid.
    pub acknowledgement: Option<Translated>,
    /// Whose views the content holds.
    pub disclaimer: Option<Translated>,
    /// The number of the contract.
    pub project_number: Option<String>,
}

impl Config {
    /// For each language those that lend it words, the nearest first.
    #[must_use]
    pub fn instead(&self) -> forms::Instead {
        let ids = |language: &Language| language.instead.iter().map(ToString::to_string).collect();
        self.languages.iter().map(|language| (language.id.to_string(), ids(language))).collect()
    }

    /// The first language: of addresses without a language and of sources.
    #[must_use]
    pub fn default_language(&self) -> &Language {
        self.languages.first().expect("a configuration without languages is refused")
    }
}

words! {
    /// A part of the site that begins with a list.
    pub enum Section {
        /// All stories.
        Stories = "stories",
        /// The events that are still to come.
        Events = "events",
        /// All posts.
        Posts = "posts",
        /// The partners.
        Organisations = "organisations",
    }
}

/// Where an entry of a menu leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MenuTarget {
    /// To a list.
    Section(Section),
    /// To the document with this id: `pages/about`.
    Document(String),
}

impl MenuTarget {
    fn of(written: &str) -> Self {
        let section = Section::ALL.into_iter().find(|section| section.as_str() == written);
        section.map_or_else(|| Self::Document(written.to_owned()), Self::Section)
    }
}

group! {
    /// The file as it is written.
    WrittenConfig {
        /// Short name of the site.
        Word "title" title: Located<Translated> = "{ en: Supportive Spaces, da: Støttende rum }" .required();
        /// One line below the name.
        Word "tagline" tagline: Option<Located<Translated>> = "{ en: Dinners and mentors, da: Middage og mentorer }";
        /// For search engines and feeds: a sentence or two.
        Word "description" description: Located<Translated> = "{ en: Who we are, da: Hvem vi er }" .required();
        /// Where the site stands: scheme and host, and the path if it stands below one; no slash at the end.
        Fact "baseUrl" base_url: Located<WebAddress> = "https://example.org" .required();
        /// The folder below `themes/`; without it, `default`.
        Fact "theme" theme: Option<Located<OfTheme>> = "default";
        /// The clock of dates that belong to no event.
        Fact "timeZone" time_zone: Located<Zone> = "Europe/Copenhagen" .required();
        /// The languages of the site. The first is that of sources and of addresses without a language.
        Fact "languages" languages: Located<Vec<WrittenLanguage>> = "[{ id: en, locale: en-GB, name: English }]" .required();
        /// The menu at the top, in its order: folders of documents such as `pages/about`, or the lists `stories`, `events`, `posts`
        /// and `organisations`.
        #[serde(default)]
        Fact "menu" menu: Vec<Located<OfMenu>> = "[pages/about, stories]";
        /// The menu at the bottom, as `menu`.
        #[serde(default)]
        Fact "footerMenu" footer_menu: Vec<Located<OfMenu>> = "[pages/privacy]";
        /// Whom readers can write to.
        Fact "contact" contact: WrittenContact = "{ email: hello@example.org }" .required();
        /// What the funder wants to be said, if there is one.
        Word "funding" funding: Option<WrittenFunding> = "{ acknowledgement: { en: Paid by, da: Betalt af }, disclaimer: { en: Our words, da: Vores ord } }";
        /// How a seat that becomes free is offered to those who wait.
        Fact "waitingList" waiting_list: Option<WrittenWaitingList> = "{ offerHours: 24, quietFrom: \"21:00\", quietTo: \"08:00\" }";
    }
}

group! {
    /// A language of the site.
    WrittenLanguage {
        /// Its name in addresses and in the names of files: a BCP 47 tag, `nb` or `zh-Hans`.
        Fact "id" id: Located<LanguageTag> = "en" .required();
        /// Its BCP 47 tag, by which dates and numbers are written; without it, `id`.
        Fact "locale" locale: Option<Located<LanguageTag>> = "en-GB";
        /// What it calls itself.
        Fact "name" name: String = "English" .required();
        /// The language whose words readers see where this one has none yet; without it, the first one of the site.
        Fact "fallback" fallback: Option<Located<LanguageTag>> = "en";
    }
}

group! {
    /// Whom readers can write to.
    WrittenContact {
        /// A role address, not a person's.
        Fact "email" email: Located<MailAddress> = "hello@example.org" .required();
    }
}

group! {
    /// What the funder wants to be said.
    WrittenFunding {
        /// Who paid.
        Word "acknowledgement" acknowledgement: Option<Located<Translated>> = "{ en: Paid by, da: Betalt af }";
        /// Whose views the content holds.
        Word "disclaimer" disclaimer: Option<Located<Translated>> = "{ en: Our words, da: Vores ord }";
        /// The number of the contract.
        Fact "projectNumber" project_number: Option<String> = "\"NPAD-2020/1\"";
    }
}

/// Reads and checks the configuration; `None` when it has errors.
#[must_use]
pub fn parse(source: &Source) -> (Option<Config>, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else {
        let problem = Diagnostic::error(Code::FileMissing, PATH, None, say!("site.none"));
        return (None, vec![problem.with_hint(say!("site.rootHint"))]);
    };
    let written: WrittenConfig = match yaml::parse(PATH, text) {
        Ok(written) => written,
        Err(problem) => {
            return (None, yaml::missing(PATH, text, problem, &needed(&WrittenConfig::SHAPE, "")));
        }
    };
    let mut problems = check::languages(&written.languages);
    problems.extend(check::values(&written, source));
    problems.extend(written.waiting_list.iter().flat_map(waiting_list::check));
    if !any_error(&problems) { (Some(config(written)), problems) } else { (None, problems) }
}

/// The languages, each with those that lend it words: what it names, what that one names, and the first.
fn with_instead(written: &[WrittenLanguage]) -> Vec<Language> {
    let mut languages: Vec<Language> = written.iter().filter_map(check::language).collect();
    let named = |id: &str| {
        let of = written.iter().find(|language| language.id.value.eq_ignore_ascii_case(id))?;
        Lang::of_tag(&of.fallback.as_ref()?.value)
    };
    let first = languages.first().map(|language| language.id.clone());
    for language in &mut languages {
        let mut instead: Vec<Lang> = Vec::new();
        let mut next = named(language.id.as_str());
        // Two may name each other.
        while let Some(lang) = next.filter(|lang| *lang != language.id && !instead.contains(lang)) {
            next = named(lang.as_str());
            instead.push(lang);
        }
        instead.extend(first.clone().filter(|first| *first != language.id && !instead.contains(first)));
        language.instead = instead;
    }
    languages
}

fn config(written: WrittenConfig) -> Config {
    let menu_spans = written.menu.iter().chain(&written.footer_menu);
    let menu_spans = menu_spans.map(|entry| (entry.value.to_string(), entry.span.clone())).collect();
    Config {
        title: written.title.value,
        tagline: written.tagline.map(|text| text.value),
        description: written.description.value,
        // The checks have refused an address that is none, and below a zone that is none.
        base_url: written.base_url.value.parse().unwrap_or_default(),
        theme: written.theme.map_or_else(|| "default".to_owned(), |theme| theme.value.to_string()),
        time_zone: TimeZone::get(&written.time_zone.value).unwrap_or(TimeZone::UTC),
        language_spans: written.languages.value.iter().map(|language| language.id.span.clone()).collect(),
        languages: with_instead(&written.languages.value),
        menu: written.menu.iter().map(|entry| MenuTarget::of(&entry.value)).collect(),
        footer_menu: written.footer_menu.iter().map(|entry| MenuTarget::of(&entry.value)).collect(),
        contact_email: written.contact.email.value.to_string(),
        funding: written.funding.map(funding).unwrap_or_default(),
        offer: waiting_list::rules(written.waiting_list),
        menu_spans,
    }
}

fn funding(written: WrittenFunding) -> Funding {
    Funding {
        acknowledgement: written.acknowledgement.map(|text| text.value),
        disclaimer: written.disclaimer.map(|text| text.value),
        project_number: written.project_number,
    }
}
