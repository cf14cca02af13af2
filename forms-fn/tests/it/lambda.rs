//! The same program as a Lambda function, against a stand-in for the runtime's HTTP interface.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use forms_fn::{Store, Visible};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::crash::write_forms;
use crate::runtime::{Function, event};
use crate::site::FORM;

/// The function with the fixture's forms, and SQLite behind it.
struct Lambda {
    folder: TempDir,
    function: Function,
}

impl Lambda {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_forms(&folder.path().join("forms"));
        let variables: BTreeMap<&str, OsString> = [
            ("FORMS_DIR", folder.path().join("forms").into_os_string()),
            ("FORMS_DATA", folder.path().join("data").into_os_string()),
        ]
        .into();
        let function = Function::start(Path::new(env!("CARGO_BIN_EXE_forms-fn")), &variables).await;
        Self { folder, function }
    }

    /// The answers to every registration of the event that is always open.
    async fn stored(&self) -> Vec<(String, Value)> {
        let desk = crate::site::desk(Store::open(&self.folder.path().join("data")).unwrap());
        let now = jiff::Timestamp::from_second(1_799_582_400).unwrap();
        let stored = desk.list("registration", Some("any"), Visible::Everything, now).await.unwrap();
        let one =
            |one: &forms_fn::Stored| (one.record.reference.to_string(), one.answers["full_name"].clone());
        stored.iter().map(one).collect()
    }

    async fn post(&mut self, kind: &str, body: &[u8]) -> Value {
        let event = post(kind, &STANDARD.encode(body));
        self.function.invoke(&event).await.unwrap()
    }
}

/// A POST of the registration form, with a body in base64.
fn post(kind: &str, base64: &str) -> Value {
    event("POST", "/en/forms/registration", &[("content-type", kind)], base64, true)
}

fn status(answer: &Value) -> u64 {
    answer["statusCode"].as_u64().unwrap()
}

#[tokio::test]
async fn a_form_that_comes_through_the_gateway_is_stored() {
    let mut lambda = Lambda::start().await;
    let answer = lambda.post(FORM, b"event=any&full_name=%C3%86").await;
    assert_eq!(status(&answer), 303, "{answer}");
    let location = answer["headers"]["location"].as_str().unwrap();
    let stored = lambda.stored().await;
    assert_eq!(stored.len(), 1);
    assert!(location.contains(&format!("?ref={}&", stored[0].0)), "{location}");
    assert_eq!(stored[0].1, "Æ");
}

#[tokio::test]
async fn what_is_not_utf8_is_refused_and_never_replaced() {
    let mut lambda = Lambda::start().await;
    let bodies: [&[u8]; 4] = [
        b"event=any&full_name=%FF",
        b"event=any&full_name=\xff",
        b"event=any&full_name=%C3",
        b"event=any&full_name=%ED%A0%80",
    ];
    for body in bodies {
        let answer = lambda.post(FORM, body).await;
        assert_eq!(status(&answer), 400, "{}", body.escape_ascii());
    }
    let answer = lambda.post("application/json", b"{\"event\":\"any\",\"full_name\":\"\xff\"}").await;
    assert_eq!(status(&answer), 400);
    assert!(lambda.stored().await.is_empty());
}

#[tokio::test]
async fn the_case_of_the_content_type_does_not_matter() {
    let mut lambda = Lambda::start().await;
    let form =
        lambda.post("Application/X-WWW-Form-URLEncoded; Charset=UTF-8", b"event=any&full_name=A").await;
    assert_eq!(status(&form), 303, "{form}");
    let json = lambda.post("APPLICATION/JSON", br#"{"event":"any","full_name":"B"}"#).await;
    assert!([201, 303].contains(&status(&json)), "{json}");
    let other = lambda.post("text/plain", b"event=any&full_name=C").await;
    assert_eq!(status(&other), 415, "{other}");
    let names: Vec<Value> = lambda.stored().await.iter().map(|one| one.1.clone()).collect();
    assert_eq!(names, ["A", "B"]);
}

#[tokio::test]
async fn a_body_that_claims_to_be_base64_is_refused_and_the_function_goes_on() {
    let mut lambda = Lambda::start().await;
    for body in ["event=any&full_name=A", "%%%", "ZXZlbnQ", "ZXZlbnQ=\n", "ZXZlbnR=", "é"] {
        let answer = lambda.function.invoke(&post(FORM, body)).await.unwrap();
        assert_eq!(status(&answer), 400, "{body}: {answer}");
        assert_eq!(answer["headers"]["content-language"], "en");
        let accepting = [("content-type", FORM), ("accept", "application/json")];
        let event = event("POST", "/en/forms/registration", &accepting, body, true);
        let answer = lambda.function.invoke(&event).await.unwrap();
        assert_eq!(answer["headers"]["content-type"], "application/problem+json", "{answer}");
    }
    assert!(lambda.stored().await.is_empty());
    assert_eq!(status(&lambda.post(FORM, b"event=any&full_name=A").await), 303, "it goes on");
    assert!(lambda.function.is_running(), "and it is the same process");
}

#[tokio::test]
async fn no_address_and_no_header_ends_the_function() {
    let mut lambda = Lambda::start().await;
    for (pointer, value) in [
        ("/headers/host", json!("not a host")),
        ("/headers/host", json!("999.999.999.999")),
        ("/headers/host", json!("[")),
        ("/headers/x-forwarded-proto", json!("no scheme")),
        ("/requestContext/domainName", json!("not a host")),
        ("/rawPath", json!("")),
        ("/rawPath", json!("@example.com")),
        ("/rawPath", json!("/en/forms/<å b>\\\"{}|^`?#%")),
        ("/rawPath", json!("/é".repeat(40_000))),
        ("/rawPath", Value::Null),
        ("/rawQueryString", json!("event=<å b>\"#{}|^`")),
        ("/rawQueryString", json!("e=".repeat(60_000))),
        ("/rawQueryString", Value::Null),
        ("/requestContext/stage", json!("p r o d")),
        ("/requestContext/stage", Value::Null),
    ] {
        let mut event = event("GET", "/en/forms/registration", &[("x-forwarded-proto", "https")], "", false);
        *event.pointer_mut(pointer).unwrap() = value.clone();
        let answer = lambda.function.invoke(&event).await.unwrap();
        assert!(status(&answer) < 500, "{pointer} {value}: {answer}");
        assert!(lambda.function.is_running(), "{pointer} {value}");
    }
}

#[tokio::test]
async fn an_event_of_another_kind_is_a_reported_failure_and_the_function_goes_on() {
    let mut lambda = Lambda::start().await;
    for event in [json!({ "source": "aws.events" }), json!([1]), json!("x"), Value::Null] {
        let failure = lambda.function.invoke(&event).await.unwrap_err();
        assert!(failure["errorMessage"].is_string(), "{failure}");
    }
    assert_eq!(status(&lambda.post(FORM, b"event=any&full_name=A").await), 303);
}

#[tokio::test]
async fn a_named_stage_is_no_part_of_the_address() {
    let mut lambda = Lambda::start().await;
    for path in ["/prod/healthz", "/healthz"] {
        let mut event = event("GET", path, &[], "", false);
        event["requestContext"]["stage"] = json!("prod");
        let answer = lambda.function.invoke(&event).await.unwrap();
        assert_eq!(status(&answer), 200, "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let mut lambda = Lambda::start().await;
    let body = format!("event=any&full_name={}", "a".repeat(4_000_000));
    assert_eq!(status(&lambda.post(FORM, body.as_bytes()).await), 413);
    let answer = lambda.function.invoke(&event("GET", "/healthz", &[], "", false)).await.unwrap();
    assert_eq!(answer["headers"]["cache-control"], "no-store", "answers carry the headers of the router");
}

#[tokio::test]
async fn forms_end_in_the_table() {
    crate::table::forms_end_in_the_table(Path::new(env!("CARGO_BIN_EXE_forms-fn"))).await;
}

#[tokio::test]
async fn the_worker_answers_its_schedule() {
    crate::table::the_worker_answers_its_schedule(Path::new(env!("CARGO_BIN_EXE_forms-fn"))).await;
}

#[tokio::test]
async fn organisers_are_let_in_by_a_function_of_their_own() {
    crate::table::organisers_are_let_in(Path::new(env!("CARGO_BIN_EXE_forms-fn")), None).await;
}

#[tokio::test]
async fn other_secrets_are_refused_by_the_first_operation() {
    let program = Path::new(env!("CARGO_BIN_EXE_forms-fn"));
    crate::table::other_secrets_are_refused_by_the_first_operation(program).await;
}

#[tokio::test]
async fn a_page_of_a_form_needs_no_store() {
    crate::table::a_page_of_a_form_needs_no_store(Path::new(env!("CARGO_BIN_EXE_forms-fn"))).await;
}

#[tokio::test]
async fn the_worker_tells_its_numbers() {
    crate::table::the_worker_tells_its_numbers(Path::new(env!("CARGO_BIN_EXE_forms-fn"))).await;
}

#[tokio::test]
async fn a_letter_under_way_at_the_end_is_not_sent_again() {
    let program = Path::new(env!("CARGO_BIN_EXE_forms-fn"));
    crate::table::a_letter_under_way_at_the_end_is_not_sent_again(program).await;
}

#[tokio::test]
async fn a_table_that_was_set_back_forgets_again() {
    crate::table::a_table_that_was_set_back_forgets_again(Path::new(env!("CARGO_BIN_EXE_forms-fn"))).await;
}

const NEW: &str = "new-secret-0123456789";
const OLD: &str = "old-secret-0123456789";

/// A function behind a CDN, with its folder of forms beside the program.
async fn behind_a_cdn(secret: &str) -> Lambda {
    let folder = tempfile::tempdir().unwrap();
    write_forms(&folder.path().join("forms"));
    let variables: BTreeMap<&str, OsString> = [
        ("LAMBDA_TASK_ROOT", folder.path().as_os_str().to_owned()),
        ("FORMS_DATA", folder.path().join("data").into_os_string()),
        ("FORMS_ORIGIN_SECRET", secret.into()),
    ]
    .into();
    let function = Function::start(Path::new(env!("CARGO_BIN_EXE_forms-fn")), &variables).await;
    Lambda { folder, function }
}

#[tokio::test]
async fn nobody_goes_round_the_cdn() {
    let mut lambda = behind_a_cdn(&format!("{NEW},{OLD}")).await;
    let body = "event=any&full_name=A";
    let mut ask = async |method: &str, path: &str, secret: Option<&str>| {
        let secret = secret.map(|secret| ("x-origin-secret", secret));
        let headers: Vec<_> = [("content-type", FORM)].into_iter().chain(secret).collect();
        status(&lambda.function.invoke(&event(method, path, &headers, body, false)).await.unwrap())
    };
    let twice = format!("{NEW}, {NEW}");
    let wrong =
        [None, Some(""), Some("other-secret-0123456"), Some("new-secret-012345678"), Some(twice.as_str())];
    for secret in wrong {
        assert_eq!(ask("POST", "/en/forms/registration", secret).await, 403, "{secret:?}");
        assert_eq!(ask("GET", "/healthz", secret).await, 403, "{secret:?}");
    }
    for secret in [NEW, OLD] {
        assert_eq!(ask("GET", "/healthz", Some(secret)).await, 200);
        assert_eq!(ask("GET", "/en/forms/mentor-request", Some(secret)).await, 200);
    }
    assert!(lambda.stored().await.is_empty());
}

/// The 31st form of a network in an hour is held; who the network is, the CDN tells at the right end.
#[tokio::test]
async fn the_cdn_tells_who_sends() {
    let mut lambda = behind_a_cdn(NEW).await;
    let mut number = 0;
    let mut became = async |headers: &[(&str, &str)]| {
        number += 1;
        let body = json!({ "event": "any", "full_name": format!("G {number}"), "email": format!("g{number}@example.net") });
        let more =
            [("content-type", "application/json"), ("accept", "application/json"), ("x-origin-secret", NEW)];
        let headers: Vec<_> = headers.iter().copied().chain(more).collect();
        let sent = event("POST", "/en/forms/registration", &headers, &body.to_string(), false);
        let answer = lambda.function.invoke(&sent).await.unwrap();
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        body["status"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    for spoofed in 0..30 {
        let forwarded = format!("198.51.100.{spoofed}, 203.0.113.7");
        assert_ne!(became(&[("x-forwarded-for", &forwarded)]).await, "held", "{spoofed}");
    }
    assert_eq!(became(&[("x-forwarded-for", "198.51.100.99, 203.0.113.7")]).await, "held");
    assert_ne!(became(&[("x-forwarded-for", "203.0.113.7, 192.0.2.44")]).await, "held");
    // What the CDN says itself goes before.
    let viewer = ("cloudfront-viewer-address", "203.0.113.7:40112");
    assert_eq!(became(&[viewer, ("x-forwarded-for", "192.0.2.45")]).await, "held");
    let viewer = ("cloudfront-viewer-address", "2001:db8:1:2::7:40112");
    assert_ne!(became(&[viewer, ("x-forwarded-for", "203.0.113.7")]).await, "held");
}

#[test]
fn a_secret_that_could_be_guessed_is_refused() {
    use forms_fn::lambda::OriginSecret;
    for bad in
        ["", "short", "new-secret-0123456789,", "a-secret-0123456789,b-secret-0123456789,c-secret-0123456789"]
    {
        assert!(OriginSecret::parse(bad).is_err(), "{bad}");
    }
    let debug = format!("{:?}", OriginSecret::parse(NEW).unwrap());
    assert!(!debug.contains("secret-"), "{debug}");
}
