//! Posts and questions that come from pages of other sites.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use forms_fn::secret::LinkPurpose;
use tower::ServiceExt;

use crate::my::world::{AMINA, MY, world};
use crate::refusals::assert_problem;
use crate::site::{FORM, Site, ask, site, time};

const OWN: &str = "https://example.org";
const EVIL: &str = "https://evil.example";
/// A minute before the site's time, so that nobody was too fast.
const DRAWN: &str = "2027-01-10T11:59:00Z";

/// What becomes of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stored,
    /// The page with the answers, to be sent once more.
    Asked,
    Refused,
}

use Fate::{Asked, Refused, Stored};

/// `Sec-Fetch-Site` and `Origin`; then what becomes of the post without a nonce and with one that we signed.
type Case = (Option<&'static str>, Option<&'static str>, Fate, Fate);

/// A page of ours names us or says `same-origin`. What says nothing needs our nonce; what says another site is refused,
/// nonce or not: the page of another site may fetch a nonce of its own.
const CASES: [Case; 24] = [
    (None, None, Asked, Stored),
    (None, Some(OWN), Stored, Stored),
    (None, Some("null"), Asked, Stored),
    (None, Some(EVIL), Refused, Refused),
    (Some("same-origin"), None, Stored, Stored),
    (Some("same-origin"), Some(OWN), Stored, Stored),
    (Some("same-origin"), Some("null"), Stored, Stored),
    (Some("same-origin"), Some("https://example.org:443"), Stored, Stored),
    (Some("same-site"), None, Stored, Stored),
    (Some("same-site"), Some(OWN), Stored, Stored),
    (Some("same-site"), Some("null"), Stored, Stored),
    (Some("same-site"), Some("https://www.example.org"), Stored, Stored),
    (Some("none"), None, Stored, Stored),
    (Some("none"), Some(OWN), Stored, Stored),
    (Some("none"), Some("null"), Stored, Stored),
    (Some("cross-site"), None, Refused, Refused),
    // The form stands on the site's own host and is sent to another one.
    (Some("cross-site"), Some(OWN), Stored, Stored),
    (Some("cross-site"), Some("null"), Refused, Refused),
    (Some("cross-site"), Some(EVIL), Refused, Refused),
    (Some("cross-site"), Some("https://example.org.evil.example"), Refused, Refused),
    (Some("anything"), None, Asked, Stored),
    (Some("anything"), Some(OWN), Stored, Stored),
    (Some("anything"), Some("null"), Asked, Stored),
    (Some("anything"), Some(EVIL), Refused, Refused),
];

/// CSRF on plain posts: the table of headers and nonces.
#[tokio::test]
async fn csrf_on_plain_posts_by_header_and_nonce() {
    let site = site();
    let mut wanted = 0;
    for (number, (sec_fetch_site, origin, bare, signed)) in CASES.into_iter().enumerate() {
        let ours = site.desk.keyring().nonce("registration", Some("any"), time(DRAWN));
        let other = site.desk.keyring().nonce("registration", Some("ten"), time(DRAWN));
        for (nonce, fate) in [("", bare), (&ours, signed), (&other, bare)] {
            let body = format!("event=any&full_name=Guest+{number}+{}&nonce={nonce}", nonce.len());
            let found = fate_of(&site, sec_fetch_site, origin, body).await;
            assert_eq!(found, fate, "{sec_fetch_site:?} {origin:?} nonce `{nonce}`");
            wanted += usize::from(fate == Stored);
        }
    }
    assert_eq!(site.stored().await.len(), wanted, "what was refused or asked is not stored");
}

async fn fate_of(site: &Site, sec_fetch_site: Option<&str>, origin: Option<&str>, body: String) -> Fate {
    let request = Request::post("/en/forms/registration").header("content-type", FORM);
    let mut request = request.header("user-agent", "Test/1").header("accept-language", "en");
    for (name, value) in [("sec-fetch-site", sec_fetch_site), ("origin", origin)] {
        request = value.into_iter().fold(request, |request, value| request.header(name, value));
    }
    let router: Router = forms_fn::server(site.app.clone());
    let answer = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    match answer.status() {
        StatusCode::SEE_OTHER => Stored,
        StatusCode::OK => Asked,
        StatusCode::FORBIDDEN => Refused,
        status => panic!("{status}"),
    }
}

/// CSRF on plain posts: the person's own page has no login that another site could ride on. Every act takes a token that
/// only the page itself shows.
#[tokio::test]
async fn csrf_an_act_on_the_own_page_takes_its_own_token() {
    let world = world();
    let amina = world.register(AMINA).await;
    let before = world.items().await;
    let headers = [("content-type", FORM), ("sec-fetch-site", "cross-site"), ("origin", EVIL)];
    let see = world.token(LinkPurpose::See, &amina);
    for token in ["", "x", &amina.to_string(), &see] {
        let body = format!("action=cancel&t={token}");
        let answer = ask(&world.app, Method::POST, &format!("{MY}?t={see}"), &headers, body).await;
        assert_eq!(answer.status, 403, "{token}");
    }
    assert_eq!(world.items().await, before);
}

/// CORS misconfiguration: no origin, reflected or `null`, may read an answer, and no preflight is granted.
#[tokio::test]
async fn cors_no_origin_is_ever_allowed_to_read() {
    let site = site();
    let mut asked = 0;
    for pattern in forms_fn::routes() {
        let url = pattern.replace("{lang}", "en").replace("{form}", "registration");
        for origin in [OWN, EVIL, "null", "https://example.org.evil.example", "http://localhost"] {
            let preflight = [
                ("origin", origin),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "content-type"),
            ];
            let answer = ask(&site.app, Method::OPTIONS, &url, &preflight, "").await;
            assert_eq!(answer.status, 405, "{url}");
            let plain = [("origin", origin), ("content-type", FORM)];
            let mut answers = vec![answer];
            for method in [Method::GET, Method::HEAD, Method::POST] {
                answers.push(ask(&site.app, method, &url, &plain, "event=ten").await);
            }
            for answer in answers {
                let allows = |name: &str| name.starts_with("access-control") || name == "timing-allow-origin";
                assert!(
                    !answer.headers.keys().any(|name| allows(name.as_str())),
                    "{url}: {:?}",
                    answer.headers
                );
                let mut values = answer.headers.values().map(|value| value.to_str().unwrap());
                assert!(!values.any(|value| value.contains("evil") || value == "null"), "{url}");
                asked += 1;
            }
        }
    }
    assert!(asked >= 8 * 5 * 4);
    site.assert_nothing_stored().await;
}

/// CORS misconfiguration: a page may send text, forms and multipart anywhere without a preflight. None of these is JSON.
#[tokio::test]
async fn cors_what_a_page_can_send_without_asking_is_no_json() {
    let site = site();
    let json = r#"{"event":"ten","full_name":"A"}"#;
    for kind in ["text/plain", "text/plain; application/json", "multipart/form-data; boundary=x", ""] {
        let answer = site.post("/en/forms/registration", kind, json).await;
        assert_eq!(answer.status, 415, "{kind}");
    }
    let form = site.post("/en/forms/registration", FORM, json).await;
    assert_eq!(form.status, 404, "as a form it has no event");
    for origin in [EVIL, "null"] {
        let headers =
            [("content-type", "application/json"), ("sec-fetch-site", "cross-site"), ("origin", origin)];
        let answer = ask(&site.app, Method::POST, "/en/forms/registration", &headers, json).await;
        assert_problem(&answer, 403, "other-site", "");
    }
    site.assert_nothing_stored().await;
}
