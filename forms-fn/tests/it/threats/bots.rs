//! Programs that fill in forms, and what holds them up.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use forms_fn::Status;
use forms_fn::Visible;
use tower::ServiceExt;

use crate::site::{BROWSER, FORM, Site, ask, site};

const URL: &str = "/en/forms/registration";
/// Five seconds after the site's time: nobody looks at a page for less.
const LATER: &str = "2027-01-10T12:00:05Z";
const TRAPPED: &str = "event=ten&full_name=Bot&diet=meat&website_url=https%3A%2F%2Fspam.example";

/// Bots: who fills in the field that nobody sees is shown the answers, and may send them as a person. A program that
/// fills in the field again is held for an organiser, without a seat.
#[tokio::test]
async fn bots_that_fill_the_field_nobody_sees_get_the_answers_to_check() {
    let site = site();
    let page = site.register(TRAPPED).await;
    assert_eq!(page.status, 200);
    page.assert_has(&[
        "<dd><bdi>Bot</bdi></dd>",
        "name=\"full_name\" value=\"Bot\"",
        "name=\"event\" value=\"ten\"",
    ]);
    assert!(!page.body.contains("spam.example"), "it is nobody's answer");
    site.assert_nothing_stored().await;

    let nonce = hidden(&page.body, "nonce");
    let again = format!("event=ten&full_name=Bot&diet=meat&nonce={nonce}");
    let (app, headers) = (site.at(LATER), [("content-type", FORM)]);
    let trapped = ask(&app, Method::POST, URL, &headers, format!("{again}&website_url=x")).await;
    assert_eq!(trapped.status, 303);
    assert_eq!(site.stored().await[0].record.status(), Status::Held);
    assert_eq!(site.counters("ten").await.taken(), 0);

    let person = site.register(TRAPPED).await;
    let again = format!("event=ten&full_name=Bot&diet=meat&nonce={}", hidden(&person.body, "nonce"));
    assert_eq!(ask(&app, Method::POST, URL, &headers, again).await.status, 303);
    assert_eq!(site.counters("ten").await.taken(), 1, "a person whose browser filled it in has a seat");
}

/// Bots: a program can't look at a page, so what is doubtful is held at once. It isn't told why.
#[tokio::test]
async fn bots_that_send_json_are_held_and_never_refused() {
    let site = site();
    let body = r#"{"event":"ten","full_name":"<a href=https://spam.example>","website_url":"x"}"#;
    let answer = site.json(body).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (201, &"held".into()));
    let stored = site.stored().await;
    assert_eq!(stored[0].record.doubts(), ["no-nonce", "honeypot", "short-link", "markup"]);
    assert!(stored[0].answers.keys().all(|name| name != "website_url"));
    let seen = site.get(answer.header("location")).await;
    assert!(!seen.body.contains("honeypot") && !answer.body.contains("honeypot"));
    assert_eq!(site.counters("ten").await.taken(), 0);
}

/// Replay / double submit: a proof of work counts for one post.
#[cfg(feature = "altcha")]
#[tokio::test]
async fn bots_work_is_spent_once() {
    use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    let site = site();
    let challenge =
        forms_fn::screen::altcha::challenge(site.desk.keyring(), crate::site::time(LATER)).unwrap();
    let challenge: Challenge = serde_json::from_str(&challenge).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    let work = STANDARD.encode(serde_json::to_vec(&Payload { challenge, solution }).unwrap());
    let work = work.replace('+', "%2B").replace('=', "%3D");
    let send = |name: &'static str, work: String| {
        let body = format!("event=any&full_name={name}&altcha={work}");
        let app = site.at(LATER);
        // Nobody says where it comes from.
        async move { ask(&app, Method::POST, URL, &[("content-type", FORM), ("sec-fetch-site", "")], body).await }
    };
    assert_eq!(send("Without", String::new()).await.status, 200);
    assert_eq!(send("Forged", "e30%3D".to_owned()).await.status, 200);
    assert_eq!(send("First", work.clone()).await.status, 303);
    assert_eq!(send("Second", work).await.status, 200, "spent");
    assert_eq!(site.stored().await.len(), 1);
}

/// IP spoofing of limits: without a proxy of ours only the other end of the connection counts.
#[tokio::test]
async fn ip_spoofing_a_forwarded_header_fills_no_bucket_and_empties_none() {
    let site = site();
    for guest in 0..30 {
        assert_eq!(from(&site, "192.0.2.1:1000", &format!("198.51.100.{guest}"), guest).await, 303);
    }
    let held = async || {
        let all = site
            .desk
            .list("registration", Some("any"), Visible::Everything, crate::site::time(LATER))
            .await
            .unwrap();
        all.iter().filter(|stored| stored.record.status() == Status::Held).count()
    };
    assert_eq!(held().await, 0);
    assert_eq!(from(&site, "192.0.2.2:1000", "203.0.113.9", 30).await, 303);
    assert_eq!(held().await, 1, "the neighbours' bucket is empty");
    assert_eq!(from(&site, "192.0.2.1:1000", "127.0.0.1, 203.0.113.7", 31).await, 303);
    assert_eq!(from(&site, "198.51.100.7:1000", "192.0.2.1", 32).await, 303);
    assert_eq!(held().await, 2, "nobody can empty another's");
    assert_eq!(site.stored().await.len(), 33);
}

async fn from(site: &Site, peer: &str, forwarded: &str, guest: usize) -> u16 {
    let body = format!("event=any&full_name=Guest+{guest}");
    let mut request = Request::post(URL).header("content-type", FORM);
    for (name, value) in BROWSER.into_iter().chain([
        ("x-forwarded-for", forwarded),
        ("x-real-ip", forwarded),
        ("forwarded", "for=203.0.113.1"),
        ("cf-connecting-ip", "203.0.113.2"),
    ]) {
        request = request.header(name, value);
    }
    let mut request = request.body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    let answer = forms_fn::server(site.app.clone()).oneshot(request).await.unwrap();
    answer.status().as_u16()
}

/// The value of a hidden field of the page.
fn hidden(html: &str, name: &str) -> String {
    let (_, after) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split_once('"').unwrap().0.to_owned()
}
