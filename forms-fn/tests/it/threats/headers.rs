//! What stands in the heads of our answers, and what never does.

use axum::http::{HeaderName, HeaderValue, Method};
use forms_fn::secret::LinkPurpose;

use crate::my::world::{AMINA, MY, World, world};
use crate::site::{Answer, FORM, ask};

const URL: &str = "/en/forms/registration";
const JSON: &str = "application/json";

/// On every answer. `Strict-Transport-Security` is for whatever speaks TLS before this program.
const COMMON: [(&str, &str); 6] = [
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("vary", "Accept"),
    ("x-content-type-options", "nosniff"),
    ("x-robots-tag", "noindex"),
];

/// What else each kind of answer has; `REF` and `TOKEN` are new each time. Left out are the language, where it is English,
/// the length, and the id of the request.
const SNAPSHOT: &str = r#"stored: 303 | content-type: text/html; charset=utf-8 | location: /en/forms/registration/received?ref=REF
stored, for a program: 201 | content-type: application/json | location: /en/forms/registration/received?ref=REF
to be checked: 200 | content-type: text/html; charset=utf-8
to be corrected: 422 | content-type: text/html; charset=utf-8
to be corrected, for a program: 422 | content-type: application/problem+json
closed: 410 | content-type: text/html; charset=utf-8
unreadable, for a program: 400 | content-type: application/problem+json
of another kind: 415 | content-type: text/html; charset=utf-8
the form: 200 | content-type: text/html; charset=utf-8
the form's head: 200 | content-type: text/html; charset=utf-8
the form in Arabic: 200 | content-language: ar | content-type: text/html; charset=utf-8
a nonce: 200 | content-type: application/json
the places: 200 | content-type: application/json
received: 200 | content-type: text/html; charset=utf-8
received, for a program: 200 | content-type: application/json
the own page: 200 | content-type: text/html; charset=utf-8
the own page, for a program: 200 | content-type: application/json
the own data: 200 | content-disposition: attachment; filename="XXXXX-XXXXX.json" | content-type: application/json
the own data to read: 200 | content-type: text/html; charset=utf-8
a dead link: 403 | content-type: text/html; charset=utf-8
an act: 303 | content-type: text/html; charset=utf-8 | location: /en/forms/registration/my?t=TOKEN&done=cancel
another method: 405 | allow: GET,HEAD,POST | content-type: text/html; charset=utf-8
another method of the service: 405 | allow: GET,HEAD
an unknown address: 404 | content-type: text/html; charset=utf-8
the description: 200 | content-type: application/json | etag: TAG
alive: 200 | content-type: text/plain; charset=utf-8
ready: 200 | content-type: text/plain; charset=utf-8
"#;

/// Headers: all of every kind of answer.
#[tokio::test]
async fn headers_of_every_kind_of_answer() {
    let world = world();
    let mut found = String::new();
    for (kind, answer) in kinds(&world).await {
        for (name, value) in COMMON {
            // It is the same for everybody and holds nobody's data.
            let may_be_kept = ["the description", "the places"].contains(&kind) && name == "cache-control";
            let value = if may_be_kept { "public, max-age=60" } else { value };
            assert_eq!(answer.header(name), value, "{kind}");
        }
        assert!(is_id(answer.header("x-request-id")), "{kind}");
        let length = answer.header("content-length").parse::<usize>().unwrap();
        assert!(length == answer.body.len() || kind.ends_with("head"), "{kind}");
        found += &format!("{kind}: {}", answer.status.as_u16());
        let mut rest: Vec<String> = answer.headers.iter().filter_map(rest).collect();
        rest.sort_unstable();
        for header in rest {
            found += &format!(" | {header}");
        }
        found.push('\n');
    }
    assert_eq!(found, SNAPSHOT, "\n{found}");
}

async fn kinds(world: &World) -> Vec<(&'static str, Answer)> {
    let post = |kind: &'static str, body: &'static str| ask_as(world, Method::POST, URL, kind, body);
    let sent = post(FORM, AMINA).await;
    let amina = crate::my::world::reference(&sent);
    let see = world.link(LinkPurpose::See, &amina);
    let data = format!("{MY}/data?t={}", world.token(LinkPurpose::Export, &amina));
    let received = format!("{URL}/received?ref={amina}");
    vec![
        ("stored", sent),
        (
            "stored, for a program",
            post(JSON, r#"{"event":"ten","full_name":"B","email":"b@example.org","adult":true}"#).await,
        ),
        (
            "to be checked",
            post(FORM, "event=ten&full_name=C&email=c%40example.org&adult=yes&website_url=x").await,
        ),
        ("to be corrected", post(FORM, "event=ten").await),
        ("to be corrected, for a program", post(JSON, r#"{"event":"ten"}"#).await),
        ("closed", post(FORM, "event=closed&full_name=A").await),
        ("unreadable, for a program", post(JSON, "{").await),
        ("of another kind", post("text/plain", "").await),
        ("the form", world.get(&format!("{URL}?event=ten")).await),
        ("the form's head", ask(&world.app, Method::HEAD, &format!("{URL}?event=ten"), &[], "").await),
        ("the form in Arabic", world.get("/ar/forms/registration?event=ten").await),
        ("a nonce", world.get(&format!("{URL}/nonce?event=ten")).await),
        ("the places", world.get(&format!("{URL}/places")).await),
        ("received", world.get(&received).await),
        ("received, for a program", world.get_json(&received).await),
        ("the own page", world.get(&see).await),
        ("the own page, for a program", world.get_json(&see).await),
        ("the own data", world.get(&data).await),
        ("the own data to read", world.get(&format!("{data}&format=html")).await),
        ("a dead link", world.get(&format!("{MY}?t=x")).await),
        ("an act", world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await),
        ("another method", ask(&world.app, Method::PUT, URL, &[], "").await),
        ("another method of the service", ask(&world.app, Method::POST, "/healthz", &[], "").await),
        ("an unknown address", world.get("/nowhere").await),
        ("the description", world.get("/openapi.json").await),
        ("alive", world.get("/healthz").await),
        ("ready", world.get("/readyz").await),
    ]
}

async fn ask_as(world: &World, method: Method, url: &str, kind: &str, body: &'static str) -> Answer {
    ask(&world.app, method, url, &[("content-type", kind)], body).await
}

fn is_id(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A header that only some answers have.
fn rest((name, value): (&HeaderName, &HeaderValue)) -> Option<String> {
    let (name, value) = (name.as_str(), value.to_str().unwrap());
    let everywhere =
        ["content-length", "x-request-id"].contains(&name) || (name, value) == ("content-language", "en");
    if everywhere || COMMON.iter().any(|(common, _)| *common == name) {
        return None;
    }
    let part = |part: &str| match part.split_once('=') {
        Some(("ref", _)) => "ref=REF".to_owned(),
        Some(("t", _)) => "t=TOKEN".to_owned(),
        _ => part.to_owned(),
    };
    let query = |query: &str| query.split('&').map(part).collect::<Vec<_>>().join("&");
    let value = match name {
        "location" => value.split('?').map(query).collect::<Vec<_>>().join("?"),
        "etag" => "TAG".to_owned(),
        "content-disposition" => value.replace(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit(), "X"),
        _ => value.to_owned(),
    };
    Some(format!("{name}: {value}"))
}

/// HTTP response splitting: line breaks in every part of a request.
#[tokio::test]
async fn response_splitting_no_byte_of_a_request_begins_a_header() {
    let world = world();
    let amina = world.register(AMINA).await;
    let cancel = world.token(LinkPurpose::Cancel, &amina);
    for lines in ["%0D%0A", "%0A", "%0D", "%E5%98%8A%E5%98%8D", "%00", "%C2%85", "%E2%80%A8", "%250D%250A"] {
        let evil =
            format!("{lines}Set-Cookie:%20evil=1{lines}Location:%20https://evil.example{lines}{lines}evil");
        let urls = [
            format!("/en/forms/registration?event={evil}"),
            format!("/en/forms/registration?event=ten&x={evil}"),
            format!("/en{evil}/forms/registration"),
            format!("/en/forms/registration{evil}"),
            format!("/en/forms/registration/received?ref={amina}{evil}"),
            format!("/en/forms/registration/my?t={evil}"),
            format!("/en/forms/registration/my?t={cancel}&done={evil}"),
            format!("/{evil}"),
        ];
        let bodies = [
            format!("event=ten{evil}&full_name=A&email=a%40example.org&adult=yes"),
            format!("event=ten&full_name={evil}&email={evil}&adult=yes&nonce={evil}"),
            format!("event=ten&full_name=Amina&email=amina%40example.org&adult=yes&stage={evil}"),
            format!("action=cancel{evil}&t={cancel}{evil}"),
            format!("action=cancel&t={cancel}&done={evil}&lang={evil}"),
        ];
        for url in &urls {
            own_head(&world.get(url).await, url);
            for body in &bodies {
                own_head(&world.post(url, body).await, url);
                own_head(&world.post(MY, body).await, url);
            }
        }
    }
}

#[track_caller]
fn own_head(answer: &Answer, url: &str) {
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap();
        assert!(name != "set-cookie" && !value.contains("evil"), "{name}: {value} for {url}");
        assert!(value.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{name} for {url}");
    }
    let location = answer.header("location");
    let own = ["", "/en/forms/registration/received?ref=", "/en/forms/registration/my?t="];
    assert!(
        location.is_empty() || own[1..].iter().any(|own| location.starts_with(own)),
        "{location} for {url}"
    );
}

/// Open redirect: no parameter, field or header says where an answer leads.
#[tokio::test]
async fn open_redirect_an_answer_leads_to_our_own_pages_only() {
    let world = world();
    let targets = [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "%2F%2Fevil.example",
        "https:evil.example",
        "javascript:alert(1)//evil",
        "/%09/evil.example",
        "https://example.org@evil.example",
        "%68ttps%3A%2F%2Fevil.example",
        "///evil.example",
        "https://example.org.evil.example",
    ];
    let names =
        ["next", "redirect", "return", "return_to", "url", "to", "continue", "ref", "lang", "done", "k"];
    for (number, target) in targets.into_iter().enumerate() {
        for name in names {
            let query: String = target.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let body = format!("event=ten&full_name=G&email=g{number}{name}%40example.org&adult=yes");
            for url in
                [format!("{URL}?{name}={query}"), format!("{URL}?{name}={}", target.replace('\\', "%5C"))]
            {
                let headers = [
                    ("content-type", FORM),
                    ("referer", "https://evil.example/"),
                    ("x-forwarded-host", "evil.example"),
                    ("x-original-url", "//evil.example"),
                ];
                let answer = ask(&world.app, Method::POST, &url, &headers, body.clone()).await;
                assert_eq!(answer.status, 303, "{url}");
                own_head(&answer, &url);
                assert!(!world.get(&format!("{url}&event=ten")).await.body.contains("evil"), "{url}");
            }
            let field = world.post(URL, &format!("{body}&{name}={query}")).await;
            assert_eq!(field.status, 422, "a field `{name}` is unknown");
            own_head(&field, URL);
        }
        for path in
            ["//evil.example/forms/registration", "/en//evil.example", "/en/forms//evil.example/received"]
        {
            let answer = world.get(path).await;
            assert_eq!(answer.status, 404, "there is no tidying up of addresses");
            own_head(&answer, path);
        }
    }
}
