//! The first text of a document.

use std::collections::BTreeSet;

use generator::content::{Kind, Role, Unsaid};
use generator::entities::Organisation;
use generator::site::Site;
use generator::slug;
use generator::write_back::{self, Edit};
use jiff::Span;
use jiff::civil::{Date, DateTime};
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
    /// The text of the earlier one in the language of the new one, if that is another than the first text.
    pub like_in: Option<&'a str>,
    /// Whose it is, if somebody has said so.
    pub organisation: Option<&'a str>,
    /// Organisations of which it has to be; empty where any will do.
    pub organisations: &'a BTreeSet<String>,
    /// The day of an event, if it is known.
    pub day: Option<Date>,
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
    /// It isn't known whose it is, or it would be of an organisation for which they don't write.
    NoOrganisation,
}

/// Facts of an earlier event that are never those of the next. Who spoke on one evening has promised nothing for another.
const OWN: [&str; 15] = [
    "id",
    "was",
    "starts",
    "ends",
    "sequence",
    "attendance",
    "aliases",
    "slug",
    "status",
    "speakers",
    "picture",
    "publish",
    "expire",
    "demo",
    "source",
];

/// Facts of an earlier story or post that another may have; the rest tells of a person, or of what was new then.
const OF_STORIES: [&str; 3] = ["country", "host", "topics"];

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
    let facts = facts(beginning, site)?;
    edits.extend(facts.into_iter().map(|(key, value)| Edit::set([key.as_str()], value)));
    let text = write_back::head("---\ntitle: x\n---\n", beginning.kind, &edits);
    Ok((format!("{folder}/index.{}.md", beginning.lang), text.map_err(|_| NotBegun::NoModel)?))
}

/// What is known of it before anything is written.
fn facts(beginning: &Beginning<'_>, site: &Site) -> Result<Vec<(String, Value)>, NotBegun> {
    let is_theirs = |id: &str| beginning.organisations.is_empty() || beginning.organisations.contains(id);
    let theirs: Vec<&Organisation> = site.organisations.iter().filter(|one| is_theirs(&one.id)).collect();
    let said = match (beginning.organisation, &theirs[..]) {
        (Some(id), _) => Some(*theirs.iter().find(|one| one.id == id).ok_or(NotBegun::NoOrganisation)?),
        (None, [one]) => Some(*one),
        (None, _) => None,
    };
    let Some(text) = beginning.like else {
        return match (beginning.kind, said) {
            (Kind::Page, _) => Ok(vec![("kind".to_owned(), json!("page"))]),
            // It may be everybody's.
            (Kind::Post, None) if beginning.organisations.is_empty() => Ok(vec![today(beginning)]),
            (_, Some(organisation)) => Ok(usual(beginning, site, organisation)),
            (_, None) => Err(NotBegun::NoOrganisation),
        };
    };
    let mut facts = of_model(beginning.kind, text, beginning.day)?;
    said_in(&mut facts, beginning.like_in);
    for (name, value) in &mut facts {
        let ids: Vec<&str> = match (name.as_str(), &*value) {
            ("host", Value::String(id)) => vec![id],
            ("hosts", Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        let is_so = said.map_or(ids.iter().any(|id| is_theirs(id)), |one| ids.contains(&one.id.as_str()));
        if !is_so {
            let id = &said.ok_or(NotBegun::NoOrganisation)?.id;
            *value = if name == "host" { json!(id) } else { json!([id]) };
        }
    }
    Ok(facts)
}

/// The facts of an earlier one; of an event with the same times on another day.
fn of_model(kind: Kind, text: &str, day: Option<Date>) -> Result<Vec<(String, Value)>, NotBegun> {
    let written = write_back::written(text).map_err(|_| NotBegun::NoModel)?;
    let head = written.head.as_object().cloned().unwrap_or_default();
    let later = day.zip(day_of(head.get("starts"))).and_then(|(day, was)| day.since(was).ok());
    let is_taken = |name: &str| {
        let is_fact = kind.key(name).is_some_and(|key| key.role == Role::Fact);
        is_fact
            && if matches!(kind, Kind::Story | Kind::Post) {
                OF_STORIES.contains(&name)
            } else {
                !OWN.contains(&name)
            }
    };
    let mut facts: Vec<(String, Value)> = Vec::new();
    for (name, mut value) in head {
        match &*name {
            "starts" | "ends" => match moved(&value, later) {
                Some(moved) => value = moved,
                None => continue,
            },
            // When one can register is as long before as it was.
            "registration" => {
                if let Some(keys) = value.as_object_mut() {
                    for name in ["opens", "closes"] {
                        let Some(was) = keys.remove(name) else { continue };
                        keys.extend(moved(&was, later).map(|moved| (name.to_owned(), moved)));
                    }
                }
            }
            name if !is_taken(name) => continue,
            _ => {}
        }
        facts.push((name, value));
    }
    if kind == Kind::Event {
        facts.push(("status".to_owned(), json!("scheduled")));
        if later.is_none() {
            facts.extend(day.map(|day| ("starts".to_owned(), json!(day.to_string()))));
        }
    }
    Ok(facts)
}

/// The facts that are words, such as the name of a place, as the earlier one says them in this language; without those that it doesn't.
fn said_in(facts: &mut [(String, Value)], text: Option<&str>) {
    let Some(written) = text.and_then(|text| write_back::written(text).ok()) else { return };
    for (_, place) in facts.iter_mut().filter(|(name, _)| name == "place") {
        let Some(keys) = place.as_object_mut() else { continue };
        match written.head.get("placeName") {
            Some(name) if keys.contains_key("name") => keys.insert("name".to_owned(), name.clone()),
            _ => keys.remove("name"),
        };
    }
}

/// The day of a moment, as the clock at the place shows it.
fn day_of(moment: Option<&Value>) -> Option<Date> {
    moment?.as_str()?.parse::<DateTime>().ok().map(DateTime::date)
}

/// The same time of day so much later; none where it isn't known by how much, or no time is written.
fn moved(moment: &Value, later: Option<Span>) -> Option<Value> {
    let moment = moment.as_str()?.parse::<DateTime>().ok()?.checked_add(later?).ok()?;
    Some(json!(moment.strftime("%Y-%m-%dT%H:%M").to_string()))
}

/// The day on which a story or post was begun, for its date.
fn today(beginning: &Beginning<'_>) -> (String, Value) {
    ("date".to_owned(), json!(beginning.today.to_string()))
}

/// What most documents of a kind say.
fn usual(beginning: &Beginning<'_>, site: &Site, organisation: &Organisation) -> Vec<(String, Value)> {
    let (id, country) = (&organisation.id, &organisation.country);
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
        ]
        .into_iter()
        .chain(beginning.day.map(|day| fact("starts", json!(day.to_string()))))
        .collect(),
        Kind::Story => vec![
            today(beginning),
            fact("country", json!(country)),
            fact("host", json!(id)),
        ],
        Kind::Post => vec![today(beginning), fact("host", json!(id))],
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
