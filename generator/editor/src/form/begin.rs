//! The first text of a document.

use std::collections::BTreeSet;

use generator::content::{Kind, Role, Unsaid};
use generator::site::Site;
use generator::slug;
use generator::write_back::{self, Edit};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What somebody wants to write.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    /// What it is.
    pub kind: Kind,
    /// In which language of the site.
    pub lang: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// The text of an earlier one whose facts it takes, but for its days.
    pub like: Option<&'a str>,
    /// Organisations of which it has to be; empty where any will do.
    pub organisations: &'a BTreeSet<String>,
    /// Today.
    pub today: Date,
}

/// Why there is no such document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotBegun {
    /// No address can be made of the title.
    NoTitle,
    /// The language isn't one of the site.
    NoLanguage,
    /// The earlier one can't be read.
    NoModel,
}

/// Facts of an earlier one that are never those of the next.
const OWN: [&str; 18] = [
    "id",
    "was",
    "starts",
    "ends",
    "date",
    "sequence",
    "attendance",
    "aliases",
    "slug",
    "status",
    "recap",
    "source",
    "consentRef",
    "consentScope",
    "reviewOn",
    "publish",
    "expire",
    "demo",
];

/// Path and text of a new document. Its folder is named by title and, of an event, is one that no other has.
///
/// # Errors
/// [`NotBegun`].
pub fn begin(
    beginning: &Beginning<'_>,
    site: &Site,
    is_taken: impl Fn(&str) -> bool,
) -> Result<(String, String), NotBegun> {
    let is_language = site.config.languages.iter().any(|language| language.id.as_str() == beginning.lang);
    if !is_language {
        return Err(NotBegun::NoLanguage);
    }
    let stem = slug::suggest(beginning.lang, beginning.title);
    if stem.is_empty() {
        return Err(NotBegun::NoTitle);
    }
    let folder = |name: &str| format!("content/{}/{name}", beginning.kind.folder());
    let numbered = (2..1000).map(|number| format!("{stem}-{number}"));
    let name = std::iter::once(stem.clone()).chain(numbered).find(|name| !is_taken(&folder(name)));
    let folder = folder(&name.ok_or(NotBegun::NoTitle)?);
    let mut edits = vec![Edit::set(["title"], beginning.title)];
    if site.config.default_language().id.as_str() != beginning.lang {
        edits.push(Edit::set(["source"], true));
    }
    let mut facts = match beginning.like {
        Some(text) => of_model(beginning.kind, text)?,
        None => usual(beginning, site),
    };
    facts.iter_mut().for_each(|(name, value)| make_theirs(name, value, beginning.organisations));
    edits.extend(facts.into_iter().map(|(key, value)| Edit::set([key.as_str()], value)));
    let text = write_back::head("---\ntitle: x\n---\n", beginning.kind, &edits);
    Ok((format!("{folder}/index.{}.md", beginning.lang), text.map_err(|_| NotBegun::NoModel)?))
}

/// The facts of an earlier one.
fn of_model(kind: Kind, text: &str) -> Result<Vec<(String, Value)>, NotBegun> {
    let written = write_back::written(text).map_err(|_| NotBegun::NoModel)?;
    let head = written.head.as_object().cloned().unwrap_or_default();
    let is_fact =
        |name: &str| kind.key(name).is_some_and(|key| key.role == Role::Fact) && !OWN.contains(&name);
    let mut facts: Vec<(String, Value)> = head.into_iter().filter(|(name, _)| is_fact(name)).collect();
    for (name, value) in &mut facts {
        // When one can register is another day, too; a picture lies beside the other document.
        if name == "registration"
            && let Some(keys) = value.as_object_mut()
        {
            keys.remove("opens");
            keys.remove("closes");
        }
    }
    facts.retain(|(name, _)| name != "picture");
    if kind == Kind::Event {
        facts.push(("status".to_owned(), json!("scheduled")));
    }
    Ok(facts)
}

/// What is like a document of others is one of their own organisation.
fn make_theirs(name: &str, value: &mut Value, organisations: &BTreeSet<String>) {
    let Some(own) = organisations.first() else { return };
    let is_own = |value: &Value| value.as_str().is_some_and(|id| organisations.contains(id));
    match (name, &*value) {
        ("host", one) if !is_own(one) => *value = json!(own),
        ("hosts", Value::Array(many)) if !many.iter().any(is_own) => *value = json!([own]),
        _ => {}
    }
}

/// What most documents of a kind say, for the first organisation of the site that may be theirs.
fn usual(beginning: &Beginning<'_>, site: &Site) -> Vec<(String, Value)> {
    let own = site.organisations.iter().find(|one| beginning.organisations.contains(&one.id));
    let organisation = own.or(site.organisations.first());
    let id = organisation.map(|one| one.id.clone()).unwrap_or_default();
    let country = organisation.map(|one| one.country.clone()).unwrap_or_default();
    let fact = |name: &str, value: Value| (name.to_owned(), value);
    match beginning.kind {
        Kind::Event => vec![
            fact("kind", json!("storytelling_dinner")),
            fact("hosts", json!([id])),
            fact("timeZone", json!(site.config.time_zone.iana_name().unwrap_or("UTC"))),
            fact("place", json!({ "mode": "in_person", "country": country })),
            fact("price", json!("free")),
            fact(
                "accessibility",
                json!({ "stepFree": "unknown", "toilet": "unknown", "hearing": "unknown", "quiet": "unknown", "captions": "unknown" }),
            ),
            fact("registration", json!({ "mode": "form" })),
            fact("status", json!("scheduled")),
        ],
        Kind::Story => vec![
            fact("date", json!(beginning.today.to_string())),
            fact("country", json!(country)),
            fact("host", json!(id)),
        ],
        Kind::Page => vec![fact("kind", json!("page"))],
    }
}

/// The first text of a translation: what it has to say, with the source's name where a name is the same in every language.
#[must_use]
pub fn begin_translation(kind: Kind, source: &Value, fingerprint: Option<&str>) -> String {
    let mut edits = vec![Edit::set(["review"], "machine")];
    edits.extend(fingerprint.map(|hash| Edit::set(["sourceHash"], hash)));
    for key in kind.keys().filter(|key| key.role == Role::Word && key.unsaid == Unsaid::Same) {
        edits.extend(source.get(key.name).map(|value| Edit::set([key.name], value.clone())));
    }
    let text = write_back::head("---\nreview: x\n---\n", kind, &edits);
    text.unwrap_or_else(|_| "---\nreview: machine\n---\n".to_owned())
}
