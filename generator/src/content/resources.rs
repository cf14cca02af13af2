//! `resources.yaml` → offices that readers can ask, and their pages, by country, topic and language.

mod check;
mod lookup;

use std::ops::Range;

use jiff::civil::Date;
use serde::Deserialize;

use crate::config::{Config, Translated};
use crate::content::{ByLanguage, Country, Day, OfTopic, Shaped as _, Slug, WebAddress, group, needed};
use crate::diagnostic::Diagnostic;
use crate::entities::Topic;
use crate::source::Source;
use crate::time;
use crate::yaml::{self, Located};

pub use check::plausible;
pub(crate) use lookup::{about, answering, of};

/// Where the offices stand.
pub const PATH: &str = "content/resources.yaml";

/// An office that one can ask about something.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its key: `tax-se`.
    pub id: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Ids of the topics that it knows about.
    pub topics: Vec<String>,
    /// The office.
    pub name: Translated,
    /// What one finds there.
    pub about: Translated,
    /// Its pages, each with the tag of its language, in the order of the file; none while nobody knows them.
    pub pages: Vec<(String, String)>,
    /// The day on which somebody looked at the pages.
    pub checked: Option<Date>,
    /// Where that day stands, or the id, for what is wrong with it later.
    place: Range<usize>,
}

group! {
    /// An office as it is written.
    WrittenResource {
        /// Its name in this file, which no other has.
        Fact "id" id: Located<Slug> = "tax-se" .required();
        /// The country in which it can be asked.
        Fact "country" country: Located<Country> = "\"SE\"" .required();
        /// What it can be asked about.
        Fact "topics" topics: Vec<Located<OfTopic>> = "[food]" .required();
        /// The office, as readers of each language know it.
        Word "name" name: Located<Translated> = "{ en: Swedish Tax Agency, da: Det svenske skattevæsen }" .required();
        /// What one finds there, in a line.
        Word "about" about: Located<Translated> = "{ en: Register a business, da: Registrer en virksomhed }" .required();
        /// Its pages by the language in which they are. The reader's own is shown, or else the English one, or the first; `{}`
        /// while nobody knows one.
        Fact "url" url: ByLanguage<Located<WebAddress>> = "{ sv: \"https://www.skatteverket.se/\" }" .required();
        /// The day on which somebody opened the pages and read them; needed where a page stands.
        Fact "checked" checked: Option<Located<Day>> = "\"2026-11-29\"";
        /// Where the address was read, for the editors.
        Fact "source" source: Option<String> = "https://example.org/start" .private();
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(transparent)]
struct WrittenResources(Vec<WrittenResource>);

/// The offices in their order; without the file there are none.
#[must_use]
pub fn parse(source: &Source, config: &Config, topics: &[Topic]) -> (Vec<Resource>, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else { return (Vec::new(), Vec::new()) };
    let WrittenResources(written) = match yaml::parse(PATH, text) {
        Ok(written) => written,
        Err(problem) => {
            let needed = needed(&WrittenResource::SHAPE, "*.");
            return (Vec::new(), yaml::missing(PATH, text, problem, &needed));
        }
    };
    let mut problems = check::twice(&written);
    problems.extend(written.iter().flat_map(|one| check::one(one, config, topics)));
    (written.into_iter().map(resource).collect(), problems)
}

fn resource(written: WrittenResource) -> Resource {
    let place = written.checked.as_ref().map_or(&written.id.span, |checked| &checked.span).clone();
    let page = |(tag, url): (Located<String>, Located<WebAddress>)| (tag.value, url.value.to_string());
    Resource {
        id: written.id.value.to_string(),
        country: written.country.value.to_string(),
        topics: yaml::texts(&written.topics),
        name: written.name.value,
        about: written.about.value,
        pages: written.url.0.into_iter().map(page).collect(),
        checked: written.checked.and_then(|day| time::date(PATH, &day).ok()),
        place,
    }
}
