//! Whom the program calls: nobody whose address somebody else may choose.

use std::collections::BTreeSet;

use forms::Definition;
use serde_json::Value;

use crate::tree::{features, tree};

/// What others use to fetch an address.
const CLIENTS: [&str; 12] = [
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "hyper-rustls",
    "isahc",
    "minreq",
    "reqwest",
    "surf",
    "ureq",
    "wreq",
    "git2",
];
/// What these have to reach: the services of AWS, and the interface through which Lambda hands out requests.
const OWN_CLIENTS: [&str; 2] = ["aws-smithy-http-client", "lambda_runtime_api_client"];

/// SSRF by webhook: there are no webhooks, and nothing to send one with. Without AWS no HTTP client is linked at all; with
/// it, only the one that knows the addresses of its services.
#[test]
fn ssrf_the_forms_have_nobody_to_call() {
    let server = ["--no-default-features", "--features", "sqlite,cli,smtp,altcha"];
    let names = tree(&server);
    for name in CLIENTS.iter().chain(&OWN_CLIENTS) {
        assert!(!names.contains(*name), "{name}");
    }
    let client = "hyper feature \"client\"";
    assert!(!features(&server).contains(client), "hyper is here to serve");
    let names = tree(&["--all-features"]);
    for name in CLIENTS.iter().filter(|name| **name != "hyper-rustls") {
        assert!(!names.contains(*name), "{name}");
    }
    assert!(OWN_CLIENTS.iter().all(|name| names.contains(*name)), "the check would notice one");
    assert!(features(&["--all-features"]).contains(client));
}

/// SSRF by webhook: addresses in the manifest are those of our own pages, and a definition has none.
#[test]
fn ssrf_no_definition_and_no_manifest_names_an_address_to_call() {
    let manifest = serde_json::to_value(crate::site::manifest()).unwrap();
    let mut names = BTreeSet::new();
    collect(&manifest, &mut names);
    let hints = ["url", "uri", "hook", "callback", "endpoint", "notify", "target", "post", "http"];
    let found: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| hints.iter().any(|hint| name.contains(hint)))
        .collect();
    // Where the site lives, a map that people open and no program does, whether an event is postponed, and the path of its
    // page.
    assert_eq!(found, ["base_url", "map_url", "postponed", "url"]);

    let yaml =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixture/registration.yaml"));
    let yaml = yaml.unwrap();
    assert!(Definition::parse("registration", &yaml, &["en", "ar"]).is_ok());
    for key in ["webhook", "webhooks", "url", "callback", "post_to", "notify", "endpoint", "action"] {
        let with = format!("{key}: http://169.254.169.254/latest/meta-data/\n{yaml}");
        assert!(Definition::parse("registration", &with, &["en", "ar"]).is_err(), "{key}");
        let field =
            yaml.replacen("    kind: text\n", &format!("    kind: text\n    {key}: http://127.0.0.1/\n"), 1);
        assert!(Definition::parse("registration", &field, &["en", "ar"]).is_err(), "{key} of a field");
    }
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            names.insert(name.clone());
            collect(value, names);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}
