//! The site's own files: what a schema says of them is what their readers take.

use std::collections::BTreeSet;

use forms::{Definition, FaultCode};
use generator::content::schema::{self, Ids, SiteFile};
use generator::diagnostic::Code;
use generator::source::{self, Source};
use generator::{config, entities, glossary, resources, towns, yaml};
use serde_json::{Value, json};

use crate::keys::faults;
use crate::site;

/// A field of each way to say something.
const FORM: &str = r#"
title: { en: Come }
intro: { en: [Two minutes., { count: undoMinutes, one: A minute to undo it., other: "{undoMinutes} minutes to undo it." }] }
submit: { en: Register }
about: event
deadlines: { undoMinutes: 15 }
thanks:
  confirmed: { title: { en: "Yes" }, text: { en: "{reference}" } }
  waiting: { title: { en: Later }, text: { en: "{reference}" } }
purposes: [{ id: list, basis: contract, text: { en: To know who comes. } }]
groups: [{ id: you, title: { en: You } }]
fields:
  - name: name
    group: you
    kind: text
    label: { en: Your name }
    help: { en: One is fine. }
    required: true
    minLength: 2
    maxLength: 12
    autocomplete: name
    personal: true
    purpose: list
    keep: { days: 30, after: event_end }
    errors: { required: { en: Write your name. } }
  - name: dishes
    group: you
    kind: choices
    label: { en: Dishes }
    options: [{ value: soup, label: { en: Soup } }, { value: bread, label: { en: Bread } }]
    pick: { min: 1, max: 2 }
    purpose: list
    keep: count
    when: { fact: food }
  - name: first
    group: you
    kind: choice
    label: { en: What comes first }
    options: [{ value: soup, label: { en: Soup } }]
    default: soup
    purpose: list
    keep: none
    when: { field: dishes, is: soup }
  - { name: phone, group: you, kind: phone, label: { en: Phone }, minDigits: 6, maxDigits: 9, purpose: list, keep: none, when: { filled: [name] } }
atLeastOne: [{ fields: [name, dishes], error: { en: Write one of them. } }]
"#;

fn small() -> (Source, Ids) {
    let folder = site::on_disk(site::TOLD);
    let source = source::read(folder.path()).unwrap();
    let ids = Ids::of(&source);
    (source, ids)
}

fn file_of(path: &str) -> Option<SiteFile> {
    match path.strip_prefix("content/")?.strip_suffix(".yaml")? {
        "site" => Some(SiteFile::Site),
        "organisations" => Some(SiteFile::Organisations),
        "topics" => Some(SiteFile::Topics),
        "resources" => Some(SiteFile::Resources),
        "glossary" => Some(SiteFile::Glossary),
        "towns" => Some(SiteFile::Towns),
        name => name.starts_with("forms/").then_some(SiteFile::Form),
    }
}

fn fit(source: &Source, ids: &Ids) -> usize {
    let files = source.texts.iter().filter_map(|(path, text)| Some((path, text, file_of(path)?)));
    let fit = files.map(|(path, text, file)| {
        let value: Value = yaml::parse(path, text).unwrap();
        assert_eq!(faults(&schema::schema_of_file(file, ids), &value), Vec::<String>::new(), "{path}");
    });
    fit.count()
}

#[test]
fn every_file_of_the_whole_site_and_of_a_small_one_fits_its_schema() {
    let source = source::read(&site::whole()).unwrap();
    assert_eq!(fit(&source, &Ids::of(&source)), 8);
    let (source, ids) = small();
    assert_eq!(fit(&source, &ids), 3);
}

#[test]
fn a_schema_names_what_there_is_in_the_site() {
    let source = source::read(&site::whole()).unwrap();
    let ids = Ids::of(&source);
    let settings = schema::schema_of_file(SiteFile::Site, &ids);
    assert_eq!(settings["properties"]["theme"]["enum"], json!(["default"]));
    let menu = settings["properties"]["menu"]["items"]["enum"].as_array().unwrap();
    assert!(menu.contains(&json!("organisations")) && menu.contains(&json!("pages/about")), "{menu:?}");
    let organisations = schema::schema_of_file(SiteFile::Organisations, &ids);
    let organisation = &organisations["additionalProperties"]["properties"];
    assert_eq!(organisation["role"]["enum"], json!(["coordinator", "partner"]));
    assert_eq!(organisation["lang"]["enum"], json!(["en", "da", "fi", "nb", "sv", "ar", "uk"]));
    assert_eq!(organisation["about"]["required"], organisation["lang"]["enum"]);
}

/// Each example is what its key takes: an editor shows it.
#[test]
fn examples_fit_the_schema_of_their_own_keys() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let ids = Ids {
        languages: words(&["en", "da"]),
        themes: words(&["default"]),
        in_menus: words(&["pages/about", "pages/privacy", "stories"]),
        topics: words(&["food"]),
        ..Ids::default()
    };
    let settings = schema::schema_of_file(SiteFile::Site, &ids);
    let organisation = schema::schema_of_file(SiteFile::Organisations, &ids)["additionalProperties"].clone();
    let topic = schema::schema_of_file(SiteFile::Topics, &ids)["additionalProperties"].clone();
    let office = schema::schema_of_file(SiteFile::Resources, &ids)["items"].clone();
    let term = schema::schema_of_file(SiteFile::Glossary, &ids)["items"].clone();
    let words = term["properties"]["words"]["additionalProperties"].clone();
    let town = schema::schema_of_file(SiteFile::Towns, &ids)["items"].clone();
    let groups = [&settings["properties"]["funding"], &settings["properties"]["waitingList"]];
    for whole in [&settings, &organisation, &topic, &office, &term, &words, &town].into_iter().chain(groups) {
        for (name, property) in whole["properties"].as_object().unwrap() {
            assert!(property["description"].as_str().unwrap().ends_with('.'), "{name}");
            let examples = property["examples"].as_array().unwrap_or_else(|| panic!("{name} has an example"));
            for example in examples {
                assert_eq!(faults(property, example), Vec::<String>::new(), "{name}");
            }
        }
    }
}

/// The places of values within one, as JSON pointers, and those of its objects. Of deep ones that differ only in their
/// numbers, the first.
fn places(
    value: &Value,
    at: &str,
    seen: &mut BTreeSet<String>,
    all: &mut Vec<String>,
    objects: &mut Vec<String>,
) {
    let is_first = |at: &str, seen: &mut BTreeSet<String>| {
        let names = at.split('/').map(|name| if name.parse::<u8>().is_ok() { "*" } else { name });
        at.matches('/').count() <= 3 || seen.insert(names.collect::<Vec<_>>().join("/"))
    };
    let within: Vec<(String, &Value)> = match value {
        Value::Object(keys) => keys.iter().map(|(name, value)| (format!("{at}/{name}"), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(n, item)| (format!("{at}/{n}"), item)).collect()
        }
        _ => Vec::new(),
    };
    for (at, value) in within {
        if is_first(&at, seen) {
            places(value, &at, seen, all, objects);
            all.push(at);
        }
    }
    if value.is_object() {
        objects.push(at.to_owned());
    }
}

/// Each file that has one thing more, one less or one of another kind. Not an empty value, nor a number in place of a
/// text: some readers take these as nothing and as its digits, which an editor had better point at.
fn changed(whole: &Value) -> Vec<(String, Value)> {
    let (mut all, mut objects, mut files) = (Vec::new(), Vec::new(), Vec::new());
    places(whole, "", &mut BTreeSet::new(), &mut all, &mut objects);
    for at in &all {
        let is_text = whole.pointer(at).unwrap().is_string();
        let plain = [json!(7), json!(true)].into_iter().filter(|_| !is_text);
        let others = [json!("Zz 9"), json!(["x"]), json!([]), json!({}), json!({ "x": 1 })];
        for other in others.into_iter().chain(plain) {
            let mut file = whole.clone();
            *file.pointer_mut(at).unwrap() = other.clone();
            files.push((format!("{at} is {other}"), file));
        }
        let (above, name) = at.rsplit_once('/').unwrap();
        let mut file = whole.clone();
        if file.pointer_mut(above).unwrap().as_object_mut().is_some_and(|keys| keys.remove(name).is_some()) {
            files.push((format!("{at} is missing"), file));
        }
    }
    for at in objects {
        let mut file = whole.clone();
        file.pointer_mut(&at).unwrap()["wrongKey"] = json!("x");
        files.push((format!("{at} has another key"), file));
    }
    files
}

/// Whatever the schema refuses, the reader refuses, and the other way round as far as `of_one_place` tells it.
fn agree(schema: &Value, whole: &Value, read: impl Fn(&str) -> Vec<(String, bool)>) {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    assert_eq!(read(&whole.to_string()), []);
    let (mut refused, mut taken) = (0, 0);
    for (what, file) in changed(whole) {
        let problems = read(&file.to_string());
        match validator.is_valid(&file) {
            true => {
                taken += 1;
                assert!(!problems.iter().any(|(_, of_one_place)| *of_one_place), "{what}: {problems:?}");
            }
            false => {
                refused += 1;
                assert!(!problems.is_empty(), "only the schema refuses that {what}");
            }
        }
    }
    assert!(refused > 30 && taken > 3, "{refused} refused, {taken} taken");
}

fn value(path: &str, text: &str) -> Value {
    yaml::parse(path, text).unwrap()
}

fn of_settings(problems: Vec<generator::diagnostic::Diagnostic>) -> Vec<(String, bool)> {
    let of_one_place = |code: Code| {
        use Code::{FrontMissing, FrontUnknownKey, FrontValue, TextUntranslated};
        matches!(code, FrontMissing | FrontUnknownKey | FrontValue | TextUntranslated)
    };
    problems.into_iter().map(|it| (format!("{}: {}", it.code, it.message), of_one_place(it.code))).collect()
}

#[test]
fn the_schema_and_the_reader_of_the_settings_agree() {
    let (source, ids) = small();
    let mut whole = value(config::PATH, &source.texts[config::PATH]);
    whole["waitingList"] = json!({ "offerHours": 24, "quietFrom": "21:00", "quietTo": "08:00" });
    whole["funding"]["projectNumber"] = json!("N-1");
    agree(&schema::schema_of_file(SiteFile::Site, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(config::PATH.to_owned(), text.to_owned());
        let mut problems = of_settings(config::parse(&source).1);
        // What a menu names is looked up when all documents are there.
        let is_unknown =
            |entry: &Value| entry.as_str().is_some_and(|entry| !ids.in_menus.iter().any(|id| id == entry));
        let written: Value = yaml::parse(config::PATH, text).unwrap();
        let menus = ["menu", "footerMenu"].into_iter().filter_map(|menu| written[menu].as_array());
        problems.extend(menus.flatten().filter(|it| is_unknown(it)).map(|it| (it.to_string(), false)));
        problems
    });
}

#[test]
fn the_schemas_and_the_readers_of_organisations_and_topics_agree() {
    let (source, ids) = small();
    let config = config::parse(&source).0.unwrap();
    let mut whole = value(entities::ORGANISATIONS, &source.texts[entities::ORGANISATIONS]);
    let more = json!({
        "shortName": "C", "lang": "nb", "website": "https://c.example", "social": "https://s.example/c", "order": 3,
        "email": "hello@c.example",
    });
    whole["creatorium"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    agree(&schema::schema_of_file(SiteFile::Organisations, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(entities::ORGANISATIONS.to_owned(), text.to_owned());
        of_settings(entities::organisations(&source, &config).1)
    });
    let mut whole = value(entities::TOPICS, &source.texts[entities::TOPICS]);
    whole["drink"] = whole["food"].clone();
    agree(&schema::schema_of_file(SiteFile::Topics, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(entities::TOPICS.to_owned(), text.to_owned());
        of_settings(entities::topics(&source, &config).1)
    });
}

#[test]
fn the_schema_and_the_reader_of_offices_agree() {
    let (source, ids) = small();
    let config = config::parse(&source).0.unwrap();
    let topics = entities::topics(&source, &config).0;
    let name = json!({ "en": "Tax", "da": "Skat", "nb": "Skatt" });
    let whole = json!([{
        "id": "tax-dk", "country": "DK", "topics": ["food"], "name": name, "about": name,
        "url": { "da": "https://skat.example/", "en": "https://skat.example/en" }, "checked": "2026-11-02",
        "source": "A letter",
    }]);
    agree(&schema::schema_of_file(SiteFile::Resources, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(resources::PATH.to_owned(), text.to_owned());
        of_settings(resources::parse(&source, &config, &topics).1)
    });
}

#[test]
fn the_schema_and_the_reader_of_the_glossary_agree() {
    let (source, ids) = small();
    let config = config::parse(&source).0.unwrap();
    let whole = json!([{
        "term": "mentor day", "meaning": "A day on which one asks several people",
        "words": { "da": { "use": "mentordag", "avoid": ["mentordøgn"] }, "en": { "use": "mentor day" } },
    }]);
    agree(&schema::schema_of_file(SiteFile::Glossary, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(glossary::PATH.to_owned(), text.to_owned());
        of_settings(glossary::parse(&source, &config).1)
    });
}

#[test]
fn the_schema_and_the_reader_of_towns_agree() {
    let (source, ids) = small();
    let config = config::parse(&source).0.unwrap();
    let whole = json!([
        { "name": "København", "words": { "en": "Copenhagen" } },
        { "name": "Oslo", "words": { "en": "Oslo", "da": "Oslo", "nb": "Oslo" } },
    ]);
    agree(&schema::schema_of_file(SiteFile::Towns, &ids), &whole, |text| {
        let mut source = source.clone();
        source.texts.insert(towns::PATH.to_owned(), text.to_owned());
        of_settings(towns::parse(&source, &config).1)
    });
}

#[test]
fn each_fault_of_a_form_has_a_name_among_all_problems() {
    let unknown = FaultCode::ALL.iter().filter(|code| Code::named(code.as_str()).is_none());
    assert_eq!(unknown.collect::<Vec<_>>(), [] as [&FaultCode; 0]);
}

#[test]
fn the_schema_and_the_reader_of_a_form_agree() {
    let whole = value("form.yaml", FORM);
    agree(&Definition::schema(&["en"]), &whole, |text| {
        let problems = Definition::parse("form", text, &["en"]).err().unwrap_or_default();
        let of_one_place = |code| {
            use FaultCode::{
                BadCondition, BadName, BadValue, EmptyList, MissingKey, NotForKind, UnknownFact, UnknownKey,
                UnknownLanguage, Untranslated, WrongType,
            };
            matches!(
                code,
                BadCondition
                    | BadName
                    | BadValue
                    | EmptyList
                    | MissingKey
                    | NotForKind
                    | UnknownFact
                    | UnknownKey
                    | UnknownLanguage
                    | Untranslated
                    | WrongType
            )
        };
        problems
            .into_iter()
            .map(|it| (format!("{}: {}", it.code, it.message), of_one_place(it.code)))
            .collect()
    });
}
