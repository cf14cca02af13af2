//! What is told when something fails, and to whom.

use axum::http::Method;
use forms_fn::Reference;
use forms_fn::secret::LinkPurpose;

use crate::site::{Answer, FORM, Site, ask, site, time};

/// Stands in what the database says, and must stay there.
const CANARY: &str = "kanarie9d21";

/// What a route asks of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    /// That there is one.
    Store,
    Reads,
    Writes,
    /// That there is one and that it takes a write; what stands in it is nobody's matter.
    Readiness,
}

/// Ways in which a store breaks: what the database is told, and the least need that fails by it.
const FAULTS: [(&str, Needs); 3] = [
    ("ALTER TABLE items RENAME TO kanarie9d21", Needs::Store),
    ("UPDATE items SET body = '\"kanarie9d21\"'", Needs::Reads),
    (
        "CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'kanarie9d21'); END;
         CREATE TRIGGER old BEFORE UPDATE ON items BEGIN SELECT RAISE(ABORT, 'kanarie9d21'); END;
         CREATE TRIGGER gone BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'kanarie9d21'); END",
        Needs::Writes,
    ),
];

/// Error detail: every route of the router, with every fault, as a page and as JSON. A route that is new must be added.
#[tokio::test]
async fn error_detail_stays_in_the_log_whatever_fails_on_whichever_route() {
    for (fault, least) in FAULTS {
        let site = site();
        let sent = site.register("event=ten&full_name=A&email=a%40example.org").await;
        let reference = Reference::parse(&sent.reference()).unwrap();
        site.database().execute_batch(fault).unwrap();
        for pattern in forms_fn::routes() {
            for (method, url, body, needs) in requests(&site, pattern, &reference) {
                for accept in ["text/html", "application/json"] {
                    let headers = [("content-type", FORM), ("accept", accept)];
                    let answer = ask(&site.app, method.clone(), &url, &headers, body.clone()).await;
                    let context = format!("{method} {pattern} as {accept} after {fault}");
                    let fails = match needs {
                        Needs::Readiness => least != Needs::Reads,
                        needs => needs >= least,
                    };
                    check(&site, &answer, fails, &context);
                }
            }
        }
    }
    assert!(!crate::logs::so_far().contains("a@example.org"), "nor does the log quote an answer");
}

fn check(site: &Site, answer: &Answer, fails: bool, context: &str) {
    if !fails {
        assert!(answer.status.as_u16() < 400, "{context}: {}", answer.status);
        return;
    }
    assert_eq!(answer.status, 503, "{context}");
    assert_eq!(answer.header("x-request-id").len(), 32, "{context}");
    let folder = site.path().to_str().unwrap();
    for detail in [CANARY, "items", "SQL", "sqlite", "serde", "expected", "line 1", "panicked", ".rs", folder]
    {
        assert!(!answer.body.contains(detail), "{context}: `{detail}` in {}", answer.body);
    }
    match answer.header("content-type") {
        "application/problem+json" => {
            let id = format!("urn:request:{}", answer.header("x-request-id"));
            assert_eq!((&answer.json()["instance"], &answer.json()["code"]), (&id.into(), &"failed".into()));
            assert_eq!(answer.header("retry-after"), "180");
        }
        "text/html; charset=utf-8" => {
            answer.assert_has(&["<h1>Sorry, there is a problem</h1>", "Nothing was stored"]);
            assert_eq!(answer.header("retry-after"), "180");
        }
        _ => {
            let says = [
                "the store takes no writes\n",
                "the store can't be read\n",
                "the database is damaged: restore a copy\n",
            ];
            assert!(says.contains(&answer.body.as_str()), "{context}: {}", answer.body);
        }
    }
}

/// Good requests for a route, each with what it needs.
fn requests(site: &Site, pattern: &str, reference: &Reference) -> Vec<(Method, String, String, Needs)> {
    let form = "/en/forms/registration";
    let token = |purpose| site.desk.keyring().link(purpose, reference, time("2027-02-01T00:00:00Z"));
    let get = |url: String, needs| (Method::GET, url, String::new(), needs);
    match pattern {
        "/{lang}/forms/{form}" => vec![
            get(format!("{form}?event=ten"), Needs::Reads),
            (Method::POST, form.to_owned(), "event=ten&full_name=B".to_owned(), Needs::Writes),
        ],
        "/{lang}/forms/{form}/received" => {
            vec![get(format!("{form}/received?ref={reference}"), Needs::Reads)]
        }
        "/{lang}/forms/{form}/nonce" => vec![get(format!("{form}/nonce?event=ten"), Needs::Nothing)],
        "/{lang}/forms/{form}/places" => {
            // An event of which the seats are damaged is left out, and noted.
            vec![get(format!("{form}/places"), Needs::Store)]
        }
        "/{lang}/forms/{form}/my" => vec![
            get(format!("{form}/my?t={}", token(LinkPurpose::See)), Needs::Reads),
            act(form, "cancel", &token(LinkPurpose::Cancel)),
            act(form, "change", &format!("{}&full_name=C", token(LinkPurpose::Change))),
            act(form, "erase", &token(LinkPurpose::Erase)),
        ],
        "/{lang}/forms/{form}/my/data" => {
            vec![get(format!("{form}/my/data?t={}", token(LinkPurpose::Export)), Needs::Reads)]
        }
        "/readyz" => vec![get(pattern.to_owned(), Needs::Readiness)],
        "/healthz" | "/openapi.json" | "/altcha" => vec![get(pattern.to_owned(), Needs::Nothing)],
        other => panic!("a new route: say here what it needs of the store: {other}"),
    }
}

fn act(form: &str, action: &str, token: &str) -> (Method, String, String, Needs) {
    (Method::POST, format!("{form}/my"), format!("action={action}&t={token}"), Needs::Writes)
}

/// Log injection, PII in logs: line breaks in an address or an answer begin no line of the log.
#[tokio::test]
async fn log_injection_every_line_is_one_object() {
    let site = site();
    let forged = "%0A%7B%22level%22%3A%22ERROR%22%2C%22message%22%3A%22forged%22%7D%0D%0A%1B%5B31m";
    for url in [
        format!("/en/forms/registration?event={forged}"),
        format!("/en/forms/{forged}"),
        format!("/{forged}/forms/registration"),
        format!("/en/forms/registration/received?ref={forged}"),
        format!("/en/forms/registration/my?t={forged}"),
        format!("/{forged}"),
    ] {
        site.get(&url).await;
        site.post(&url, FORM, format!("event=ten&full_name={forged}&{forged}={forged}")).await;
    }
    site.database().execute_batch("DROP TABLE items").unwrap();
    site.register(&format!("event=ten&full_name=A&nonce={forged}")).await;
    site.register("event=ten&full_name=A").await;
    let log = crate::logs::so_far();
    assert!(log.lines().count() > 12);
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(line["timestamp"].is_string() && line["fields"].is_object(), "{line}");
    }
    assert!(!log.contains("forged") && !log.contains('\u{1b}'));
}
