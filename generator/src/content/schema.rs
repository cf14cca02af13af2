//! The declarations as JSON Schema 2020-12, for editors that complete and check YAML while it is written.
//!
//! A schema refuses what can be told of one file by its keys and their values; what hangs on other files, on the calendar
//! or on several keys at once is left to `spaces check`.

mod site_file;

pub use site_file::{SiteFile, schema_of_file};

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{HeadKey, Kind, Must, Referent, Shape, Stands};
use crate::source::Source;
use crate::{config, entities, yaml};

/// What ids of a site there are.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// Of organisations.
    pub organisations: Vec<String>,
    /// Of topics.
    pub topics: Vec<String>,
    /// Of forms.
    pub forms: Vec<String>,
    /// Of events: `events/dinner-aarhus`.
    pub events: Vec<String>,
    /// Of the site's languages.
    pub languages: Vec<String>,
    /// Of whatever a menu may name.
    pub in_menus: Vec<String>,
    /// Of themes.
    pub themes: Vec<String>,
}

impl Ids {
    /// Those of a site's files, whatever else is wrong with them.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let (Some(config), _) = config::parse(source) else { return Self::default() };
        let (organisations, _) = entities::organisations(source, &config);
        let (topics, _) = entities::topics(source, &config);
        let form =
            |path: &String| Some(path.strip_prefix("content/forms/")?.strip_suffix(".yaml")?.to_owned());
        let document = |path: &str| Some(path.strip_prefix("content/")?.rsplit_once('/')?.0.to_owned());
        let documents: BTreeSet<String> = source.documents().into_iter().filter_map(document).collect();
        let events = documents.iter().filter(|id| Kind::of_id(id) == Some(Kind::Event));
        let lists = config::Section::ALL.map(|section| section.as_str().to_owned());
        let theme = |path: &String| Some(path.strip_prefix("themes/")?.split_once('/')?.0.to_owned());
        let themes: BTreeSet<String> = source.texts.keys().filter_map(theme).collect();
        Self {
            organisations: organisations.into_iter().map(|organisation| organisation.id).collect(),
            topics: topics.into_iter().map(|topic| topic.id).collect(),
            forms: source.texts.keys().filter_map(form).collect(),
            events: events.cloned().collect(),
            languages: config.languages.iter().map(|language| language.id.to_string()).collect(),
            in_menus: lists.into_iter().chain(documents).collect(),
            themes: themes.into_iter().collect(),
        }
    }
}

/// Which files of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum File {
    /// The one that has the facts.
    Source,
    /// The others.
    Translation,
}

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the heads of a kind.
#[must_use]
pub fn schema(kind: Kind, file: File, ids: &Ids) -> Value {
    let mut schema = json!({ "$schema": DIALECT });
    extend(&mut schema, head(kind, file, ids));
    schema
}

/// The schema of the heads of all kinds: each file is of one of them.
#[must_use]
pub fn schema_of_all(file: File, ids: &Ids) -> Value {
    let name = |kind: Kind| format!("#/$defs/{}", kind.name());
    let kinds: Vec<Value> = Kind::ALL.map(|kind| json!({ "$ref": name(kind) })).into();
    let heads = Kind::ALL.map(|kind| (kind.name().to_owned(), head(kind, file, ids)));
    json!({ "$schema": DIALECT, "anyOf": kinds, "$defs": Map::from_iter(heads) })
}

fn head(kind: Kind, file: File, ids: &Ids) -> Value {
    let keys: Vec<&HeadKey> = kind.keys().filter(|key| may_stand(key, file)).collect();
    let properties = keys.iter().map(|key| (key.name.to_owned(), property(key, ids)));
    let required: Vec<&str> =
        keys.iter().filter(|key| must_stand(key, kind, file)).map(|key| key.name).collect();
    let what = match file {
        File::Source => format!("The head of a {}'s source", kind.name()),
        File::Translation => format!("The head of a {}'s translation", kind.name()),
    };
    let mut head = json!({
        "title": what,
        "type": "object",
        "properties": Map::from_iter(properties),
        "additionalProperties": false,
    });
    match kind.is_nothing_but().filter(|_| file == File::Source) {
        // Of what was taken back nothing else is asked.
        Some((key, word)) => extend(
            &mut head,
            json!({
                "if": { "properties": { key: { "const": word } }, "required": [key] },
                "else": { "required": required },
            }),
        ),
        None => extend(&mut head, json!({ "required": required })),
    }
    head
}

fn may_stand(key: &HeadKey, file: File) -> bool {
    match key.stands {
        Stands::Everywhere => true,
        Stands::InSource => file == File::Source,
        Stands::InTranslations => file == File::Translation,
    }
}

fn must_stand(key: &HeadKey, kind: Kind, file: File) -> bool {
    key.is_required(kind) && (file == File::Source || key.must != Must::InSource)
}

fn property(key: &HeadKey, ids: &Ids) -> Value {
    let mut property = json!({ "description": key.help() });
    if let Ok(example) = yaml::parse::<Value>("", key.example) {
        extend(&mut property, json!({ "examples": [example] }));
    }
    extend(&mut property, value(key.shape, ids));
    property
}

/// The schema of values of a shape.
fn value(shape: Shape, ids: &Ids) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match shape {
        Shape::Line => json!({ "type": "string" }),
        Shape::Day => extended(text(r"^\d{4}-\d{2}-\d{2}$"), json!({ "format": "date" })),
        Shape::Moment => text(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"),
        Shape::Clock => text(r"^([01]\d|2[0-3]):[0-5]\d$"),
        Shape::Zone => text(r"^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$"),
        Shape::Country { or_other: false } => text("^[A-Z]{2}$"),
        Shape::Country { or_other: true } => text("^([A-Z]{2}|other)$"),
        Shape::LanguageTag => text("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
        Shape::WebAddress => extended(text(r"^https?://\S+$"), json!({ "format": "uri" })),
        Shape::MailAddress => extended(text(r"^[^@\s]+@[^@\s]+$"), json!({ "format": "email" })),
        Shape::Address => text("^/"),
        Shape::Fingerprint => text("^[0-9a-f]{12}$"),
        Shape::Slug => text("^[a-z0-9]+(-[a-z0-9]+)*$"),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Whole { from, to } => whole(from, to),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::Id(of) => id(of, ids),
        Shape::PictureFile => json!({ "type": "string", "minLength": 1 }),
        Shape::Price => json!({ "oneOf": [{ "const": "free" }, price()] }),
        Shape::List(item) => json!({ "type": "array", "items": value(*item, ids) }),
        Shape::Group(keys) => group(keys, ids),
        Shape::InEachLanguage => forms::schema::text(&ids.languages),
        Shape::ByLanguage(each) => {
            let (tag, each) = (value(Shape::LanguageTag, ids), value(*each, ids));
            json!({ "type": "object", "propertyNames": tag, "additionalProperties": each })
        }
        Shape::Translations => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    }
}

/// JSON knows no bounds as wide as those of our numbers, so the widest are left out.
fn whole(from: i64, to: i64) -> Value {
    let mut whole = json!({ "type": "integer" });
    if from > i64::MIN {
        extend(&mut whole, json!({ "minimum": from }));
    }
    if to < i64::MAX {
        extend(&mut whole, json!({ "maximum": to }));
    }
    whole
}

fn id(of: Referent, ids: &Ids) -> Value {
    let known = match of {
        Referent::Organisation => &ids.organisations,
        Referent::Topic => &ids.topics,
        Referent::Form => &ids.forms,
        Referent::Event => &ids.events,
        Referent::Language => &ids.languages,
        Referent::Menu => &ids.in_menus,
        Referent::Theme => &ids.themes,
    };
    match known.as_slice() {
        // There is none to name.
        [] => json!({ "not": {} }),
        known => json!({ "type": "string", "enum": known }),
    }
}

fn price() -> Value {
    json!({
        "type": "object",
        "properties": {
            "amount": { "type": ["number", "string"] },
            "currency": { "type": "string", "pattern": "^[A-Z]{3}$" },
        },
        "required": ["amount", "currency"],
        "additionalProperties": false,
    })
}

fn group(keys: &[HeadKey], ids: &Ids) -> Value {
    let properties = keys.iter().map(|key| (key.name.to_owned(), property(key, ids)));
    let required = keys.iter().filter(|key| key.must != Must::Nowhere).map(|key| key.name);
    json!({
        "type": "object",
        "properties": Map::from_iter(properties),
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn extended(mut value: Value, more: Value) -> Value {
    extend(&mut value, more);
    value
}

fn extend(value: &mut Value, more: Value) {
    if let (Value::Object(keys), Value::Object(more)) = (value, more) {
        keys.extend(more);
    }
}
