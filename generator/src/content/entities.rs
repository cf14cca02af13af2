//! `organisations.yaml` and `topics.yaml` → who and what documents refer to by id.

mod language;

use std::collections::BTreeMap;

use forms::EmailFault;
use serde::Deserialize;

use crate::config::{Config, Translated, translated};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::lang::Lang;
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
    /// Its own site.
    pub website: Option<String>,
    /// Its page in a social network.
    pub social: Option<String>,
    /// `coordinator` or `partner`.
    pub role: String,
    /// A role address, never a person's.
    pub email: Option<String>,
    /// A paragraph.
    pub about: Translated,
    /// Its place in lists, the smallest first.
    pub order: i64,
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WrittenOrganisation {
    name: String,
    #[serde(default)]
    short_name: Option<String>,
    country: Located<String>,
    #[serde(default)]
    lang: Option<Located<String>>,
    city: String,
    #[serde(default)]
    website: Option<Located<String>>,
    #[serde(default)]
    social: Option<Located<String>>,
    role: Role,
    about: Located<Translated>,
    #[serde(default)]
    order: i64,
    #[serde(default)]
    email: Option<Located<String>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Role {
    Coordinator,
    Partner,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTopic {
    label: Located<Translated>,
    text: Located<Translated>,
}

/// The keys that an organisation and a topic can't be without.
const OF_ORGANISATION: [&str; 5] = ["*.name", "*.country", "*.city", "*.role", "*.about"];
const OF_TOPIC: [&str; 2] = ["*.label", "*.text"];

/// The organisations in their order; without the file there are none.
#[must_use]
pub fn organisations(source: &Source, config: &Config) -> (Vec<Organisation>, Vec<Diagnostic>) {
    let (written, mut problems) = read::<WrittenOrganisation>(source, ORGANISATIONS, &OF_ORGANISATION);
    for organisation in written.values() {
        problems.extend(text_problem(ORGANISATIONS, "about", &organisation.about, config));
        problems.extend(country(ORGANISATIONS, &organisation.country));
        problems.extend(organisation.lang.as_ref().and_then(|lang| language::check(lang, config)));
        problems.extend(organisation.email.iter().filter_map(|email| email_address(ORGANISATIONS, email)));
        let urls = organisation.website.iter().chain(&organisation.social);
        problems.extend(urls.filter_map(|url| web_address(ORGANISATIONS, url)));
    }
    let mut organisations: Vec<Organisation> =
        written.into_iter().map(|written| organisation(written, config)).collect();
    organisations.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    (organisations, problems)
}

/// The topics by id; without the file there are none.
#[must_use]
pub fn topics(source: &Source, config: &Config) -> (Vec<Topic>, Vec<Diagnostic>) {
    let (written, mut problems) = read::<WrittenTopic>(source, TOPICS, &OF_TOPIC);
    for topic in written.values() {
        problems.extend(text_problem(TOPICS, "label", &topic.label, config));
        problems.extend(text_problem(TOPICS, "text", &topic.text, config));
    }
    let topic =
        |(id, topic): (String, WrittenTopic)| Topic { id, label: topic.label.value, text: topic.text.value };
    (written.into_iter().map(topic).collect(), problems)
}

fn read<T: for<'de> Deserialize<'de>>(
    source: &Source,
    path: &str,
    required: &[&str],
) -> (BTreeMap<String, T>, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(path) else { return (BTreeMap::new(), Vec::new()) };
    match yaml::parse(path, text) {
        Ok(map) => (map, Vec::new()),
        Err(problem) => (BTreeMap::new(), yaml::missing(path, text, problem, required)),
    }
}

fn organisation((id, written): (String, WrittenOrganisation), config: &Config) -> Organisation {
    Organisation {
        lang: language::of(&written, config),
        id,
        name: written.name,
        short_name: written.short_name,
        country: written.country.value,
        city: written.city,
        website: written.website.map(|url| url.value),
        social: written.social.map(|url| url.value),
        role: match written.role {
            Role::Coordinator => "coordinator".to_owned(),
            Role::Partner => "partner".to_owned(),
        },
        email: written.email.map(|email| email.value),
        about: written.about.value,
        order: written.order,
    }
}

fn text_problem(path: &str, key: &str, text: &Located<Translated>, config: &Config) -> Option<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    translated(path, key, text, &languages)
}

/// A country that isn't two capital letters.
pub(crate) fn country<T: AsRef<str>>(path: &str, country: &Located<T>) -> Option<Diagnostic> {
    let code = country.value.as_ref();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let problem =
        Diagnostic::error(Code::FrontValue, path, country.span.clone(), say!("value.noCountry", code));
    let is_letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    Some(problem.with_hint(match is_letters {
        true => say!("value.countryCapitals", example = &code.to_uppercase()),
        false => say!("value.countryHint"),
    }))
}

/// A web address that isn't one, or that could run a script.
pub(crate) fn web_address<T: AsRef<str>>(path: &str, url: &Located<T>) -> Option<Diagnostic> {
    let text = url.value.as_ref();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace)) {
        return None;
    }
    let problem = Diagnostic::error(Code::FrontValue, path, url.span.clone(), say!("value.noWeb", text));
    Some(problem.with_hint(say!("value.webHint")))
}

/// An address that no letter reaches: the same check as that of the forms.
pub(crate) fn email_address<T: AsRef<str>>(path: &str, email: &Located<T>) -> Option<Diagnostic> {
    let fault = forms::email::canonical(email.value.as_ref()).err()?;
    let message = say!("value.noMail", address = email.value.as_ref());
    let problem = Diagnostic::error(Code::FrontValue, path, email.span.clone(), message);
    Some(problem.with_hint(match fault {
        EmailFault::Dots => say!("value.mailDots"),
        EmailFault::Several => say!("value.mailSeveral"),
        EmailFault::Letters => say!("value.mailLetters"),
        EmailFault::End => say!("value.mailEnd"),
        EmailFault::Other => say!("value.mailOther"),
    }))
}
