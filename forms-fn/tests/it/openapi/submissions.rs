//! What the description lets through is what the router takes: the same posts, judged by both.

use axum::http::Method;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::description;
use crate::my::world::{World, world};
use crate::site::{FORM, ask};

const LEAST: &str = r#"{ "event": "ten", "full_name": "A", "email": "a@example.org", "adult": true }"#;

/// What is changed in the least submission (`null` in the first place takes the member out), and whether the rest is good.
fn cases() -> Vec<(Value, bool)> {
    let long = "a".repeat(120);
    vec![
        (json!({}), true),
        (json!({ "phone": "+45 12 34 56 78" }), true),
        (json!({ "email": "", "phone": "12345678" }), true),
        (json!({ "phone": "١٢٣٤٥٦٧٨" }), true),
        (json!({ "full_name": "عائشة بنت علي" }), true),
        (json!({ "full_name": "  A  " }), true),
        (json!({ "full_name": long }), true),
        (json!({ "full_name": format!("  {long}  ") }), true),
        (json!({ "full_name": "🧵".repeat(120) }), true),
        (json!({ "full_name": "🧵".repeat(121) }), false),
        (json!({ "email": "\u{84}", "phone": "12345678" }), true),
        (json!({ "phone": format!("12345678{}", "\u{85} ".repeat(60)) }), true),
        (json!({ "email": format!("{}a@example.org ", " ".repeat(300)) }), true),
        (json!({ "full_name": "\u{200b}A \u{200f}" }), true),
        (json!({ "full_name": format!("\u{2066} {long}\u{2069}") }), true),
        (json!({ "email": "\u{feff}a@example.org\u{200e}" }), true),
        (json!({ "phone": "\u{200b} \u{2060}" }), true),
        (json!({ "phone": "\u{84}\u{ad}" }), true),
        (json!({ "stage": "idea" }), true),
        (json!({ "stage": "" }), true),
        (json!({ "diet": [] }), true),
        (json!({ "diet": ["meat"], "consent_needs": true }), true),
        (json!({ "diet": ["pork", "meat"], "consent_needs": true, "news": true }), true),
        (json!({ "news": false }), true),
        (json!({ "nonce": "0123456789abcdef" }), true),
        (json!({ "nonce": "" }), true),
        (json!({ "event": "any" }), true),
        (json!({ "event": "full-waitlist" }), true),
        (json!({ "full_name": "" }), false),
        (json!({ "full_name": "   " }), false),
        (json!({ "full_name": "\u{200b} \u{2066}" }), false),
        (json!({ "full_name": "\u{ad}" }), false),
        (json!({ "full_name": "\u{3164} \u{2800}" }), false),
        (json!({ "full_name": "\u{301}" }), false),
        (json!({ "full_name": format!("{long}\u{200b}a") }), false),
        (json!({ "full_name": "A\u{1b}B" }), false),
        (json!({ "full_name": "A\nB" }), false),
        (json!({ "full_name": format!("{long}a") }), false),
        (json!({ "email": "" }), false),
        (json!({ "email": "a@example" }), false),
        (json!({ "email": "a@example..org" }), false),
        (json!({ "email": "ä@example.org" }), false),
        (json!({ "email": "a@-example.org" }), false),
        (json!({ "phone": "12345" }), false),
        (json!({ "phone": "1234567890123456" }), false),
        (json!({ "phone": "12 34 56 x8" }), false),
        (json!({ "phone": format!("1234{}5678", " ".repeat(60)) }), false),
        (json!({ "email": format!("{}@example.org", "a".repeat(250)) }), false),
        (json!({ "stage": "Idea" }), false),
        (json!({ "diet": ["meat"] }), false),
        (json!({ "diet": ["tofu"], "consent_needs": true }), false),
        (json!({ "diet": ["meat", "meat"], "consent_needs": true }), false),
        (json!({ "consent_needs": true }), false),
        (json!({ "adult": false }), false),
        (json!({ "nonce": "short" }), false),
        (json!({ "nonce": "x".repeat(65) }), false),
        (json!({ "status": "confirmed" }), false),
        (json!({ "Full_name": "A" }), false),
        (json!({ "event": "nowhere" }), false),
        (json!({ "event": "closed" }), false),
        (json!({ "event": "" }), false),
    ]
}

/// Only JSON can say these.
fn json_cases() -> Vec<(Value, bool)> {
    vec![
        (json!({ "stage": null, "phone": null, "diet": null, "news": null }), true),
        (json!({ "nonce": null }), true),
        (json!({ "event": null }), false),
        (json!({ "nonce": ["0123456789abcdef"] }), false),
        (json!({ "full_name": null }), false),
        (json!({ "full_name": 1 }), false),
        (json!({ "full_name": ["A"] }), false),
        (json!({ "full_name": { "a": 1 } }), false),
        (json!({ "adult": "yes" }), false),
        (json!({ "diet": "meat", "consent_needs": true }), false),
        (json!({ "diet": [1], "consent_needs": true }), false),
        (json!({ "news": 1 }), false),
    ]
}

#[tokio::test]
async fn json_is_judged_alike_by_schema_and_router() {
    let world = world();
    let schema = schema(&world, "registration.json").await;
    for (change, good) in cases().into_iter().chain(json_cases()) {
        let sent = changed(&change);
        assert_eq!(schema.is_valid(&sent), good, "the schema on {change}");
        assert_eq!(post(&world, "application/json", sent.to_string()).await, good, "the router on {change}");
    }
    for missing in ["event", "full_name", "email", "adult"] {
        let mut sent = changed(&json!({}));
        sent.as_object_mut().unwrap().remove(missing);
        assert!(!schema.is_valid(&sent), "the schema without {missing}");
        assert!(!post(&world, "application/json", sent.to_string()).await, "the router without {missing}");
    }
    assert!(!schema.is_valid(&json!([])) && !schema.is_valid(&json!("x")));
}

#[tokio::test]
async fn a_form_is_judged_alike_by_schema_and_router() {
    let world = world();
    let schema = schema(&world, "registration.form").await;
    for (change, good) in cases() {
        let sent = as_form(&changed(&change));
        assert_eq!(schema.is_valid(&sent), good, "the schema on {change}");
        assert_eq!(post(&world, FORM, encoded(&sent)).await, good, "the router on {change}");
    }
    for wrong in [json!({ "adult": "true" }), json!({ "adult": "on" }), json!({ "news": "1" })] {
        let mut sent = as_form(&changed(&json!({})));
        sent.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        assert!(!schema.is_valid(&sent), "the schema on {wrong}");
        assert!(!post(&world, FORM, encoded(&sent)).await, "the router on {wrong}");
    }
}

/// A page that was opened while the event asked more may send an answer there; a program is told.
#[tokio::test]
async fn what_an_event_asks_nobody_may_be_an_answer_in_a_form_and_nothing_in_json() {
    let site = crate::site::site();
    let document: Value = site.get("/openapi.json").await.json();
    let schema = |name: &str| {
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        jsonschema::validator_for(&whole(&document, &reference)).unwrap()
    };
    let sent = |children: Value| json!({ "event": "ten", "full_name": "A", "children": children });
    for (children, good, status) in [("2", true, 303), ("as many as come", false, 422), (" ", true, 303)] {
        let sent = sent(json!(children));
        assert_eq!(schema("registration.form").is_valid(&sent), good, "{sent}");
        assert_eq!(site.register(&encoded(&sent)).await.status, status, "{sent}");
    }
    for (children, status) in [(json!("2"), 400), (json!(1), 422)] {
        let sent = sent(children);
        assert!(!schema("registration.json").is_valid(&sent), "{sent}");
        assert_eq!(site.json(&sent.to_string()).await.status, status, "{sent}");
    }
}

/// A program that reads the description multiplies what the branches of one schema ask: with all events in one, a
/// well-kept one gave up at some sixty of them.
#[tokio::test]
async fn events_that_ask_the_same_share_a_schema_to_which_the_one_of_the_form_refers() {
    let site = crate::site::site();
    let mut parts = crate::site::parts();
    let mut manifest = crate::site::manifest();
    manifest.events.get_mut("ten").unwrap().facts = forms::Facts::none();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    site.app.swap(forms_fn::FormsFolder::from_parts(&parts).unwrap());
    let document: Value = site.get("/openapi.json").await.json();
    let schemas = &document["components"]["schemas"];
    for name in ["registration.json", "registration.form"] {
        let parts = schemas[name]["anyOf"].as_array().unwrap();
        assert_eq!(parts.len(), 2, "those with food, and the one without");
        let mut events = Vec::new();
        for part in parts {
            let reference = part["$ref"].as_str().unwrap_or_else(|| panic!("{name}: {part}"));
            let objects = document.pointer(reference.strip_prefix('#').unwrap()).unwrap()["anyOf"].as_array();
            let of_part = |object: &Value| object["properties"]["event"]["enum"].as_array().unwrap().clone();
            let of_parts: Vec<_> = objects.unwrap().iter().map(of_part).collect();
            assert!(of_parts.iter().all(|events| *events == of_parts[0]), "{reference}");
            events.extend(of_parts[0].iter().map(|event| event.as_str().unwrap().to_owned()));
        }
        let all = events.len();
        events.sort();
        events.dedup();
        assert_eq!(events.len(), all, "an event in two parts of {name}");
    }
}

/// The least submission with some members changed.
fn changed(change: &Value) -> Value {
    let mut sent: Map<String, Value> = serde_json::from_str(LEAST).unwrap();
    sent.extend(change.as_object().unwrap().clone());
    Value::Object(sent)
}

/// As a browser sends it: a box that isn't ticked is left out.
fn as_form(sent: &Value) -> Value {
    let members = sent.as_object().unwrap().iter().filter(|(_, value)| **value != json!(false));
    let text = |value: &Value| if *value == json!(true) { json!("yes") } else { value.clone() };
    Value::Object(members.map(|(name, value)| (name.clone(), text(value))).collect())
}

fn encoded(sent: &Value) -> String {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pair = |name: &str, value: &Value| format!("{name}={}", escape(value.as_str().unwrap()));
    let members = sent.as_object().unwrap().iter();
    let pairs = members.flat_map(|(name, value)| match value {
        Value::Array(values) => values.iter().map(|value| pair(name, value)).collect(),
        value => vec![pair(name, value)],
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Whether the router takes it. That an organiser looks first, or that the sender is shown the answers, is no refusal.
async fn post(world: &World, kind: &str, body: String) -> bool {
    let headers = [("content-type", kind)];
    let answer = ask(&world.app, Method::POST, "/en/forms/registration", &headers, body).await;
    match answer.status.as_u16() {
        200 | 201 | 303 => true,
        400 | 404 | 409 | 410 | 422 => false,
        status => panic!("{status}"),
    }
}

async fn schema(world: &World, name: &str) -> Validator {
    let document = description(world).await;
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    jsonschema::validator_for(&whole(&document, &reference)).unwrap()
}

/// A schema of the document as a document of its own, with everything that it may refer to.
pub(super) fn whole(document: &Value, schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["components"] = document["components"].clone();
    schema
}

/// Browsers send a line break as CR LF; it is one character where characters are counted.
#[test]
fn a_line_break_counts_as_one_character_in_both() {
    let yaml = include_str!("../my/mentor-request.yaml");
    let yaml = yaml.replace("maxLength: 2000", "minLength: 4\n    maxLength: 5");
    let definition = forms::Definition::parse("mentor-request", &yaml, &["en", "ar"]).unwrap();
    let facts = forms::Facts::none();
    let objects = forms::schema::objects(&definition, &facts, forms::schema::Encoding::Json, &[]);
    let schema = jsonschema::validator_for(&json!({ "anyOf": objects })).unwrap();
    for (goal, good) in [("a\r\nb", false), ("a\r\nbc", true), ("a\r\n\r\nb", true), ("a\r\n\r\nbcd", false)]
    {
        assert_eq!(schema.is_valid(&json!({ "email": "a@example.org", "goal": goal })), good, "{goal:?}");
        let values: forms::Values = [("email", "a@example.org"), ("goal", goal)].into_iter().collect();
        assert_eq!(definition.check(&values, &facts).is_ok(), good, "{goal:?}");
    }
}
