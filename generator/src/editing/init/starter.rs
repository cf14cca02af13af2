//! What was asked for → the files of a new site, in the words of its languages.
//!
//! The files lie in `starter` as the site has them, with gaps: `@title@` is a text in quotation marks, `@=title@` the same
//! without them, and `key: @each title@` the text in every language, one below the other. In the name of a file,
//! `@lang@` is the first language and `@each@` stands for one file a language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use forms::CountryFacts;
use icu_locale::{Locale, LocaleExpander};
use regex::{Captures, Regex};
use rust_embed::RustEmbed;

use super::NewSite;
use crate::content::names::{self, DisplayNames};
use crate::lang::Lang;
use crate::slug;
use crate::time;
use crate::yaml;

/// From the story to the event.
const DAYS_AHEAD: i64 = 90;

/// The files, by their paths in the site.
#[derive(RustEmbed)]
#[folder = "src/editing/init/starter"]
struct Files;

/// What they say in each language: `en.yaml`.
#[derive(RustEmbed)]
#[folder = "src/editing/init/words"]
struct AllWords;

/// How this repository publishes itself; a new site does the same.
const PUBLISHING: [(&str, &str, bool); 3] = [
    (".github/workflows/publish.yml", include_str!("../../../../.github/workflows/publish.yml"), false),
    (".ci/publish", include_str!("../../../../.ci/publish"), true),
    (".ci/programs", include_str!("../../../../.ci/programs"), false),
];

/// The texts of a language by their keys.
type Words = BTreeMap<String, String>;

/// A file of the new site.
pub(super) struct StarterFile {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) is_program: bool,
}

/// A language of the new site.
struct StarterLanguage {
    id: Lang,
    /// What it calls itself.
    name: String,
    /// The starter's texts in it. In a language without any, the site shows those of the first one and says so.
    words: Option<Words>,
}

/// What the gaps are filled with.
pub(super) struct Starter {
    /// The first language first; it has words.
    languages: Vec<StarterLanguage>,
    /// What is the same in every language.
    facts: Words,
}

impl Starter {
    /// Checks what was asked for, and takes what wasn't said from the first language.
    pub(super) fn of(new: &NewSite) -> Result<Self, String> {
        let mut languages: Vec<StarterLanguage> = Vec::new();
        for tag in &new.languages {
            let language = language(tag)?;
            if languages.iter().any(|other| other.id == language.id) {
                return Err(format!("the language `{tag}` is named twice"));
            }
            languages.push(language);
        }
        let first = languages.first_mut().ok_or("a site has at least one language")?;
        // The first language has a text of everything: in one that we don't speak it is English, to be written over.
        let first_words = first.words.get_or_insert_with(english);
        let country = country(new.country.as_deref(), &first.id)?;
        let zone = zone(new.time_zone.as_deref(), &country)?;
        let network = match new.name.as_deref().map(str::trim) {
            Some("") => return Err("`--name` is empty: write what the network calls itself".to_owned()),
            Some(name) => name.to_owned(),
            None => first_words["network"].clone(),
        };
        let id = slug::suggest(first.id.as_str(), &network);
        let event_day = new.today.saturating_add(jiff::Span::new().days(DAYS_AHEAD));
        let facts = [
            ("organisation", if matches!(&*id, "" | "null") { "our-network".to_owned() } else { id }),
            ("country", country),
            ("zone", zone),
            ("today", new.today.to_string()),
            ("eventDay", event_day.to_string()),
            ("lang", first.id.to_string()),
        ];
        let mut facts: Words = facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        if new.name.is_some() {
            facts.insert("network".to_owned(), network);
        }
        Ok(Self { languages, facts })
    }

    /// All files of the site.
    pub(super) fn files(&self) -> Vec<StarterFile> {
        let mut files = Vec::new();
        for template in Files::iter() {
            let text = text_of(Files::get(&template));
            let count = if template.contains("@each@") { self.languages.len() } else { 1 };
            for (lang, words) in self.spoken().take(count) {
                let path = template.replace("@each@", lang.as_str()).replace("@lang@", lang.as_str());
                let text = self.filled(&text, words);
                files.push(StarterFile { path, text, is_program: false });
            }
        }
        let publishing = PUBLISHING.into_iter().map(|(path, text, is_program)| StarterFile {
            path: path.to_owned(),
            text: text.to_owned(),
            is_program,
        });
        files.extend(publishing);
        files
    }

    /// The languages that have words, the first language first.
    fn spoken(&self) -> impl Iterator<Item = (&Lang, &Words)> {
        self.languages.iter().filter_map(|language| Some((&language.id, language.words.as_ref()?)))
    }

    fn filled(&self, template: &str, words: &Words) -> String {
        let mut text = String::new();
        for line in template.lines() {
            if line == "@languages@" {
                self.languages.iter().for_each(|language| text.push_str(&line_of(language)));
            } else if let Some((before, key)) = in_each(line) {
                let indent = " ".repeat(before.len() - before.trim_start().len() + 2);
                text.push_str(&format!("{before}\n"));
                for (id, words) in self.spoken() {
                    text.push_str(&format!("{indent}{id}: {}\n", quoted(self.say(key, words))));
                }
            } else {
                let gap = |gap: &Captures<'_>| match &gap[1] {
                    "=" => self.say(&gap[2], words).to_owned(),
                    _ => quoted(self.say(&gap[2], words)),
                };
                text.push_str(&GAP.replace_all(line, gap));
                text.push('\n');
            }
        }
        text
    }

    fn say<'a>(&'a self, key: &str, words: &'a Words) -> &'a str {
        self.facts.get(key).or_else(|| words.get(key)).expect("a test fills each gap in each language")
    }
}

/// `@title@`, `@=title@`
static GAP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("@(=?)([A-Za-z.]+)@").expect("a pattern that compiles"));

/// The key of a line that says something in each language, and what stands before: `title: @each name@`.
fn in_each(line: &str) -> Option<(&str, &str)> {
    let (before, gap) = line.split_once(" @each ")?;
    Some((before, gap.strip_suffix('@')?))
}

/// A language as `site.yaml` has it.
fn line_of(language: &StarterLanguage) -> String {
    let StarterLanguage { id, name, .. } = language;
    let locale = own_words(id).map(|words| format!("locale: {}, ", quoted(&words["locale"])));
    format!("  - {{ id: \"{id}\", {}name: {} }}\n", locale.unwrap_or_default(), quoted(name))
}

/// A text as YAML reads it whatever is in it: its double quotation marks are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What is known of a language by its tag.
fn language(tag: &str) -> Result<StarterLanguage, String> {
    let id = names::known_language(tag).ok_or_else(|| {
        format!("there is no language `{tag}`: write its tag of BCP 47, such as `de`, `pt-BR` or `zh-Hans`")
    })?;
    let words = own_words(&id);
    let own_name = words.as_ref().map(|words| words["name"].clone());
    let name = own_name.or_else(|| DisplayNames::of(id.as_str()).language(id.as_str()));
    Ok(StarterLanguage { name: name.unwrap_or_else(|| id.to_string()), id, words })
}

/// The starter's words in a language.
fn own_words(id: &Lang) -> Option<Words> {
    let path = format!("{id}.yaml");
    let file = AllWords::get(&path)?;
    Some(yaml::parse(&path, &text_of(Some(file))).expect("a test reads all words"))
}

fn english() -> Words {
    own_words(&Lang::new("en")).expect("a test reads all words")
}

fn text_of(file: Option<rust_embed::EmbeddedFile>) -> String {
    let bytes = file.map(|file| file.data).unwrap_or_default();
    String::from_utf8(bytes.into_owned()).expect("a test reads each file")
}

/// Two capital letters: those that were given, or those of the land where most speak like that.
fn country(asked: Option<&str>, first: &Lang) -> Result<String, String> {
    if let Some(asked) = asked {
        let code = asked.to_ascii_uppercase();
        return CountryFacts::of(&code).map(|country| country.code.to_owned()).ok_or_else(|| {
            let near = if code == "UK" { " (`GB` is the United Kingdom, `UA` Ukraine)" } else { "" };
            format!("`{asked}` is not a country{near}: write the two letters of ISO 3166, such as `DE`")
        });
    }
    let locale = own_words(first).map_or_else(|| first.to_string(), |words| words["locale"].clone());
    let mut locale: Locale = locale.parse().unwrap_or(Locale::UNKNOWN);
    LocaleExpander::new_extended().maximize(&mut locale.id);
    Ok(locale.id.region.map_or_else(|| "GB".to_owned(), |region| region.to_string()))
}

/// The clock that was given, or that of the capital. Of a country of which we know none it is UTC, which is at least no
/// other town's.
fn zone(asked: Option<&str>, country: &str) -> Result<String, String> {
    let Some(asked) = asked else {
        return Ok(CountryFacts::of(country).map_or("UTC", CountryFacts::zone).to_owned());
    };
    let read = time::zone("--time-zone", asked, &(0..0));
    read.map(|_| asked.to_owned()).map_err(|problem| {
        let hints = problem.hints.iter().map(|hint| format!("; {hint}")).collect::<String>();
        format!("{}{hints}", problem.message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_words_for_each_gap() {
        let english = english();
        for path in AllWords::iter() {
            let id = path.trim_end_matches(".yaml");
            let words: Words = yaml::parse(&path, &text_of(AllWords::get(&path))).expect("words");
            assert!(words.keys().eq(english.keys()), "{id} has other keys than en");
            assert!(words.values().all(|text| !text.trim().is_empty()), "{id}");
            let new = NewSite {
                folder: "x".into(),
                languages: vec!["en".to_owned()],
                country: None,
                time_zone: None,
                name: None,
                today: jiff::civil::date(2026, 11, 30),
            };
            let starter = Starter::of(&new).expect("a starter");
            let language = StarterLanguage { words: Some(words), ..language(id).expect("a language") };
            let starter = Starter { languages: vec![language], ..starter };
            let written = starter.files();
            assert!(written.len() > 8 && written.iter().all(|file| !file.path.contains('@')));
        }
    }

    #[test]
    fn what_was_not_said_is_taken_from_the_language_and_the_country() {
        assert_eq!(country(None, &Lang::new("da")).as_deref(), Ok("DK"));
        assert_eq!(country(None, &Lang::new("en")).as_deref(), Ok("GB"));
        assert_eq!(country(None, &Lang::new("zh-Hans")).as_deref(), Ok("CN"));
        assert_eq!(country(Some("tr"), &Lang::new("da")).as_deref(), Ok("TR"));
        assert!(country(Some("Turkey"), &Lang::new("da")).is_err_and(|said| said.contains("ISO 3166")));
        assert_eq!(zone(None, "TR").as_deref(), Ok("Europe/Istanbul"));
        assert_eq!(zone(None, "EG").as_deref(), Ok("Africa/Cairo"));
        assert_eq!(zone(None, "AQ").as_deref(), Ok("UTC"));
        assert!(zone(Some("Berlin"), "DE").is_err_and(|said| said.contains("Europe/Berlin")));
    }
}
