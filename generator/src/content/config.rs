//! `content/site.yaml` → [`Config`]: names, languages, menus and what funding asks to be said.

mod base_url;
mod check;
mod waiting_list;

pub use base_url::{BaseUrl, NotBaseUrl};
pub(crate) use check::translated;

use std::collections::BTreeMap;
use std::ops::Range;

use forms::OfferRules;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, say};
use crate::lang::{Lang, Language};
use crate::source::Source;
use crate::yaml::{self, Located};

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

/// What holds for the whole site.
#[derive(Clone, Debug)]
pub struct Config {
    /// Short name of the site.
    pub title: Translated,
    /// One line below the name.
    pub tagline: Translated,
    /// For search engines and feeds.
    pub description: Translated,
    /// Where the site stands.
    pub base_url: BaseUrl,
    /// The folder below `themes/`.
    pub theme: String,
    /// IANA zone of dates that belong to no event.
    pub time_zone: String,
    /// The first is the default.
    pub languages: Vec<Language>,
    /// Document ids (`pages/about`) or the sections `stories`, `events`, `organisations`.
    pub menu: Vec<String>,
    /// As `menu`.
    pub footer_menu: Vec<String>,
    /// A role address, not a person's.
    pub contact_email: String,
    /// What the funder wants to be said.
    pub funding: Funding,
    /// How seats that become free are offered to those who wait.
    pub offer: OfferRules,
    /// Where the entries of the menus stand in `site.yaml`, for later checks.
    pub(crate) menu_spans: Vec<(String, Range<usize>)>,
}

/// The funder's words.
#[derive(Clone, Debug)]
pub struct Funding {
    /// Who paid.
    pub acknowledgement: Translated,
    /// Whose views the content holds.
    pub disclaimer: Translated,
    /// The number of the contract.
    pub project_number: Option<String>,
}

impl Config {
    /// The first language: of addresses without a language and of sources.
    #[must_use]
    pub fn default_language(&self) -> &Language {
        self.languages.first().expect("a configuration without languages is refused")
    }
}

/// The keys that [`Written`] can't be without, so that all that are missing are said at once.
const REQUIRED: [&str; 12] = [
    "title",
    "tagline",
    "description",
    "baseUrl",
    "timeZone",
    "languages",
    "languages.*.id",
    "languages.*.locale",
    "languages.*.name",
    "contact.email",
    "funding.acknowledgement",
    "funding.disclaimer",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    title: Located<Translated>,
    tagline: Located<Translated>,
    description: Located<Translated>,
    base_url: Located<String>,
    #[serde(default)]
    theme: Option<Located<String>>,
    time_zone: Located<String>,
    languages: Located<Vec<WrittenLanguage>>,
    #[serde(default)]
    menu: Vec<Located<String>>,
    #[serde(default)]
    footer_menu: Vec<Located<String>>,
    contact: WrittenContact,
    funding: WrittenFunding,
    #[serde(default)]
    waiting_list: waiting_list::Written,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLanguage {
    id: Located<String>,
    locale: Located<String>,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenContact {
    email: Located<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WrittenFunding {
    acknowledgement: Located<Translated>,
    disclaimer: Located<Translated>,
    #[serde(default)]
    project_number: Option<String>,
}

/// Reads and checks the configuration; `None` when it has errors.
#[must_use]
pub fn parse(source: &Source) -> (Option<Config>, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else {
        let problem = Diagnostic::error(Code::FileMissing, PATH, None, say!("site.none"));
        return (None, vec![problem.with_hint(say!("site.rootHint"))]);
    };
    let written: Written = match yaml::parse(PATH, text) {
        Ok(written) => written,
        Err(problem) => return (None, yaml::missing(PATH, text, problem, &REQUIRED)),
    };
    let mut problems = check::languages(&written.languages);
    problems.extend(check::values(&written, source));
    problems.extend(waiting_list::check(&written.waiting_list));
    if problems.is_empty() { (Some(config(written)), problems) } else { (None, problems) }
}

fn config(written: Written) -> Config {
    let menu_spans = written.menu.iter().chain(&written.footer_menu);
    let menu_spans = menu_spans.map(|entry| (entry.value.clone(), entry.span.clone())).collect();
    let values = |entries: Vec<Located<String>>| entries.into_iter().map(|entry| entry.value).collect();
    Config {
        title: written.title.value,
        tagline: written.tagline.value,
        description: written.description.value,
        // The checks have refused any other.
        base_url: written.base_url.value.parse().unwrap_or_default(),
        theme: written.theme.map_or_else(|| "default".to_owned(), |theme| theme.value),
        time_zone: written.time_zone.value,
        languages: written.languages.value.iter().filter_map(check::language).collect(),
        menu: values(written.menu),
        footer_menu: values(written.footer_menu),
        contact_email: written.contact.email.value,
        funding: Funding {
            acknowledgement: written.funding.acknowledgement.value,
            disclaimer: written.funding.disclaimer.value,
            project_number: written.funding.project_number,
        },
        offer: waiting_list::rules(written.waiting_list),
        menu_spans,
    }
}
