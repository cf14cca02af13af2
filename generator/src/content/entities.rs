//! `organisations.yaml` and `topics.yaml` → who and what documents refer to by id.

mod language;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use forms::{CountryFacts, YamlPlaces};
use serde::Deserialize;

use crate::config::{Config, Translated, translated};
use crate::content::{Country, MailAddress, OfLanguage, Shaped, WebAddress, group, needed, validate, words};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::lang::Lang;
use crate::slug::is_slug;
use crate::source::Source;
use crate::yaml::{self, Located};

/// Where the organisations stand.
pub const ORGANISATIONS: &str = "content/organisations.yaml";
/// Where the topics stand.
pub const TOPICS: &str = "content/topics.yaml";

/// A partner of the project.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its key: `creatorium`.
    pub id: String,
    /// The full name, in its own spelling.
    pub name: String,
    /// A shorter one.
    pub short_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The language in which its people are written to.
    pub lang: Lang,
    /// Where it sits.
    pub city: String,
    /// Where that stands.
    pub(crate) city_place: Range<usize>,
    /// Its own site.
    pub website: Option<String>,
    /// Its page in a social network.
    pub social: Option<String>,
    /// What it is in the project.
    pub role: OrganisationRole,
    /// A role address, never a person's.
    pub email: Option<String>,
    /// A paragraph.
    pub about: Translated,
    /// Its place in lists, the smallest first.
    pub order: i64,
}

/// The countries of organisations by their codes, in order, and the word for all others.
#[must_use]
pub fn countries(organisations: &[Organisation]) -> Vec<&str> {
    let codes: BTreeSet<&str> =
        organisations.iter().map(|organisation| organisation.country.as_str()).collect();
    codes.into_iter().chain([CountryFacts::OTHER]).collect()
}

/// What a story or an event is about.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its key: `first-customers`.
    pub id: String,
    /// A word or two.
    pub label: Translated,
    /// A sentence.
    pub text: Translated,
}

group! {
    /// An organisation as it is written.
    WrittenOrganisation {
        /// The full name, in its own spelling.
        Fact "name" name: String = "Crossing Borders" .required();
        /// A shorter one, for lists.
        Fact "shortName" short_name: Option<String> = "Borders";
        /// Where it is.
        Fact "country" country: Located<Country> = "\"DK\"" .required();
        /// The language in which its people are written to; without it, that of its country.
        Fact "lang" lang: Option<Located<OfLanguage>> = "da";
        /// Where it sits, in its own spelling.
        Fact "city" city: Located<String> = "København" .required();
        /// Its own site.
        Fact "website" website: Option<Located<WebAddress>> = "https://example.org";
        /// Its page in a social network.
        Fact "social" social: Option<Located<WebAddress>> = "https://example.social/@borders";
        /// What it is in the project.
        Fact "role" role: OrganisationRole = "partner" .required();
        /// A paragraph.
        Word "about" about: Located<Translated> = "{ en: An organisation in Copenhagen, da: En organisation i København }" .required();
        /// Its place in lists, the smallest first.
        #[serde(default)]
        Fact "order" order: i64 = "10";
        /// A role address, never a person's.
        Fact "email" email: Option<Located<MailAddress>> = "denmark@example.org";
    }
}

words! {
    /// What an organisation is in the project.
    pub enum OrganisationRole {
        /// It leads the project.
        Coordinator = "coordinator",
        /// One of the others.
        Partner = "partner",
    }
}

group! {
    /// A topic as it is written.
    WrittenTopic {
        /// A word or two.
        Word "label" label: Located<Translated> = "{ en: Food, da: Mad }" .required();
        /// A sentence.
        Word "text" text: Located<Translated> = "{ en: Cooking and selling food, da: At lave og sælge mad }" .required();
    }
}

/// The organisations in their order; without the file there are none.
#[must_use]
pub fn organisations(source: &Source, config: &Config) -> (Vec<Organisation>, Vec<Diagnostic>) {
    let (written, mut problems) = read::<WrittenOrganisation>(source, ORGANISATIONS);
    for organisation in written.values() {
        problems.extend(text_problem(ORGANISATIONS, "about", &organisation.about, config));
        problems.extend(validate::country(ORGANISATIONS, &organisation.country));
        problems.extend(organisation.lang.as_ref().and_then(|lang| language::check(lang, config)));
        problems.extend(
            organisation.email.iter().filter_map(|email| validate::email_address(ORGANISATIONS, email)),
        );
        let urls = organisation.website.iter().chain(&organisation.social);
        problems.extend(urls.filter_map(|url| validate::web_address(ORGANISATIONS, url)));
    }
    let mut organisations: Vec<Organisation> =
        written.into_iter().map(|written| organisation(written, config)).collect();
    organisations.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    (organisations, problems)
}

/// The topics by id; without the file there are none.
#[must_use]
pub fn topics(source: &Source, config: &Config) -> (Vec<Topic>, Vec<Diagnostic>) {
    let (written, mut problems) = read::<WrittenTopic>(source, TOPICS);
    for topic in written.values() {
        problems.extend(text_problem(TOPICS, "label", &topic.label, config));
        problems.extend(text_problem(TOPICS, "text", &topic.text, config));
    }
    let topic =
        |(id, topic): (String, WrittenTopic)| Topic { id, label: topic.label.value, text: topic.text.value };
    (written.into_iter().map(topic).collect(), problems)
}

fn read<T: Shaped + for<'de> Deserialize<'de>>(
    source: &Source,
    path: &str,
) -> (BTreeMap<String, T>, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(path) else { return (BTreeMap::new(), Vec::new()) };
    match yaml::parse(path, text) {
        Ok(map) => (map, ids(path, text)),
        Err(problem) => (BTreeMap::new(), yaml::missing(path, text, problem, &needed(&T::SHAPE, "*."))),
    }
}

/// Ids that can't be part of an address, which each of them is.
fn ids(path: &str, text: &str) -> Vec<Diagnostic> {
    let places = YamlPlaces::of(text);
    let odd = places.iter().flat_map(YamlPlaces::keys).filter(|(id, _)| !is_slug(id));
    odd.map(|(part, place)| {
        let problem = Diagnostic::error(Code::UrlSlug, path, place, say!("file.notPart", part));
        problem.with_hint(say!("file.partHint"))
    })
    .collect()
}

fn organisation((id, written): (String, WrittenOrganisation), config: &Config) -> Organisation {
    Organisation {
        lang: language::of(&written, config),
        id,
        name: written.name,
        short_name: written.short_name,
        country: written.country.value.to_string(),
        city: written.city.value,
        city_place: written.city.span,
        website: written.website.map(|url| url.value.to_string()),
        social: written.social.map(|url| url.value.to_string()),
        role: written.role,
        email: written.email.map(|email| email.value.to_string()),
        about: written.about.value,
        order: written.order,
    }
}

fn text_problem(path: &str, key: &str, text: &Located<Translated>, config: &Config) -> Option<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    translated(path, key, text, &languages)
}
