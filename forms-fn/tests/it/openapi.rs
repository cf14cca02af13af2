//! The description of the interface, held against the router that it describes.

mod document;
mod submissions;

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::Value;

use crate::my::world::{World, world};
use crate::site::{Answer, ask};

const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

pub(crate) async fn description(world: &World) -> Value {
    let answer = world.get("/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// The addresses of the document, with a language in them.
fn addresses(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.map(|(path, item)| (path.replace("{lang}", "en"), item)).collect()
}

/// The methods that the description names for an address; where GET is, HEAD is.
fn described(item: &Value) -> BTreeSet<String> {
    let named = item.as_object().unwrap().keys().map(|name| name.to_uppercase());
    let mut named: BTreeSet<String> =
        named.filter(|name| METHODS.iter().any(|method| method == name.as_str())).collect();
    if named.contains("GET") {
        named.insert("HEAD".to_owned());
    }
    named
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let world = world();
    let document = description(&world).await;
    let paths = document["paths"].as_object().unwrap();
    let mut patterns = BTreeSet::new();
    for form in ["registration", "mentor-request"] {
        let of_form = paths.keys().map(|path| path.replace(&format!("/forms/{form}"), "/forms/{form}"));
        let of_form = of_form.filter(|path| path.contains("{form}") || !path.contains("/forms/"));
        let found: BTreeSet<String> = of_form.collect();
        assert_eq!(found, forms_fn::routes().map(str::to_owned).collect(), "{form}");
        patterns.extend(found);
    }
    assert_eq!(patterns.len(), forms_fn::routes().count());
}

#[tokio::test]
async fn every_described_method_answers_as_described_and_others_are_named() {
    let world = world();
    let document = description(&world).await;
    for (url, item) in addresses(&document) {
        let allowed = described(item);
        for method in METHODS {
            let json = [("accept", "application/json"), ("content-type", "application/json")];
            let answer = ask(&world.app, method.clone(), &url, &json, "").await;
            if !allowed.contains(method.as_str()) {
                assert_eq!(answer.status, 405, "{method} {url}");
                let names: BTreeSet<String> = answer.header("allow").split(',').map(str::to_owned).collect();
                assert_eq!(names, allowed, "{method} {url}");
                continue;
            }
            assert!(!is_unknown(&answer), "{method} {url}: {}", answer.body);
            let operation = if method == Method::HEAD { "get" } else { &method.as_str().to_lowercase() };
            conforms(&document, &item[operation], &answer, &format!("{method} {url}"));
        }
        // A language that the site doesn't have makes any address unknown.
        if url.starts_with("/en/") {
            let elsewhere = ask(&world.app, Method::GET, &url.replacen("/en/", "/xx/", 1), &[], "").await;
            assert_eq!(elsewhere.status, 404, "{url}");
        }
    }
    assert_eq!(world.items().await, []);
}

/// Whether it is the answer of an address that nobody serves.
fn is_unknown(answer: &Answer) -> bool {
    answer.status == 404 && answer.body.contains("\"form-unknown\"")
}

/// The status, the kind and, for JSON, the shape of an answer stand in the description of its operation.
fn conforms(document: &Value, operation: &Value, answer: &Answer, context: &str) {
    let response = &operation["responses"][answer.status.as_str()];
    assert!(response.is_object(), "{context}: {} is not described", answer.status);
    let response = resolve(document, response);
    let kind = answer.header("content-type").split(';').next().unwrap();
    let Some(kinds) = response.get("content") else { return };
    assert!(kinds.get(kind).is_some(), "{context}: {} as `{kind}` is not described", answer.status);
    if kind.ends_with("json") && !answer.body.is_empty() {
        let schema = submissions::whole(document, &kinds[kind]["schema"]);
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&answer.json())
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{context}: {errors:?}");
    }
}

/// What a reference leads to, or the value itself.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}
