//! The document by itself: what OpenAPI 3.1 wants of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::description;
use crate::my::world::world;

/// The members that OpenAPI 3.1.0 knows, section 4.8, as far as a document of ours may use them.
const ROOT: [&str; 4] = ["openapi", "info", "paths", "components"];
const OPERATION: [&str; 5] = ["operationId", "summary", "parameters", "requestBody", "responses"];
const PARAMETER: [&str; 5] = ["name", "in", "required", "schema", "description"];
const RESPONSE: [&str; 3] = ["description", "headers", "content"];

#[tokio::test]
async fn every_schema_is_json_schema_2020_12() {
    let world = world();
    let document = description(&world).await;
    let mut schemas = 0;
    each(&document, "", &mut |at, value| {
        if at.ends_with("/schema") || (at.starts_with("/components/schemas/") && at.matches('/').count() == 3)
        {
            let result = jsonschema::draft202012::meta::validate(value);
            assert!(result.is_ok(), "{at}: {}", result.unwrap_err());
            schemas += 1;
        }
    });
    assert!(schemas > 50, "{schemas}");
    let broken = serde_json::json!({ "type": "text" });
    assert!(!jsonschema::draft202012::meta::is_valid(&broken), "the check would notice it");
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_component_is_used() {
    let world = world();
    let document = description(&world).await;
    let mut used = BTreeSet::new();
    each(&document, "", &mut |at, value| {
        if let (true, Some(reference)) = (at.ends_with("/$ref"), value.as_str()) {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{at}: {reference}");
            used.insert(pointer.to_owned());
        }
    });
    for (kind, components) in document["components"].as_object().unwrap() {
        for name in components.as_object().unwrap().keys() {
            assert!(used.contains(&format!("/components/{kind}/{name}")), "nothing uses {kind} {name}");
        }
    }
}

#[tokio::test]
async fn every_operation_has_what_the_standard_wants() {
    let world = world();
    let document = description(&world).await;
    assert_eq!(document["openapi"], "3.1.0");
    only(&document, &ROOT, "the document");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with('/'), "{path}");
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            let context = format!("{method} {path}");
            only(operation, &OPERATION, &context);
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{context}: `{id}` comes twice");
            assert!(operation["summary"].is_string(), "{context}");
            parameters(&document, path, item, operation);
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(status.parse::<u16>().is_ok_and(|status| (200..600).contains(&status)), "{context}");
                let response = super::resolve(&document, response);
                only(response, &RESPONSE, &context);
                assert!(response["description"].is_string(), "{context} {status}");
            }
        }
    }
    assert!(ids.len() > 12, "{ids:?}");
}

/// Each part in braces of a path is a parameter, and the other way round; no parameter comes twice.
fn parameters(document: &Value, path: &str, item: &Value, operation: &Value) {
    let lists = [&item["parameters"], &operation["parameters"]];
    let all: Vec<&Value> = lists.iter().filter_map(|list| list.as_array()).flatten().collect();
    let mut found = BTreeSet::new();
    for parameter in all.into_iter().map(|parameter| super::resolve(document, parameter)) {
        only(parameter, &PARAMETER, path);
        let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
        assert!(found.insert((place.to_owned(), name.to_owned())), "{path}: {name} comes twice");
        assert!(place != "path" || parameter["required"] == true, "{path}: {name}");
    }
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path: BTreeSet<String> =
        found.into_iter().filter(|(place, _)| place == "path").map(|(_, name)| name).collect();
    assert_eq!(in_path, named.map(str::to_owned).collect(), "{path}");
}

#[track_caller]
fn only(value: &Value, known: &[&str], context: &str) {
    for name in value.as_object().unwrap_or_else(|| panic!("{context} is no object")).keys() {
        assert!(known.contains(&name.as_str()), "{context}: `{name}`");
    }
}

/// Every value of the document with its pointer.
fn each(value: &Value, at: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(at, value);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            each(value, &format!("{at}/{name}"), visit);
        }),
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(number, value)| each(value, &format!("{at}/{number}"), visit));
        }
        _ => {}
    }
}
