//! The headers of every answer, HEAD, health, and living in another router.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use axum::routing::get;
use tower::ServiceExt;

use crate::site::{Answer, FORM, ask, site};

/// Nothing else may be sent, so that no header appears by accident.
const ALLOWED: [&str; 13] = [
    "allow",
    "cache-control",
    "content-language",
    "content-length",
    "content-security-policy",
    "content-type",
    "location",
    "referrer-policy",
    "retry-after",
    "vary",
    "x-content-type-options",
    "x-request-id",
    "x-robots-tag",
];

#[tokio::test]
async fn every_answer_has_these_headers_and_no_others() {
    let site = site();
    let post = |kind, body: &'static str| site.post("/en/forms/registration", kind, body);
    let answers = [
        post(FORM, "event=ten&full_name=A").await,
        post("application/json", r#"{"event":"ten","full_name":"B"}"#).await,
        post(FORM, "event=ten").await,
        post(FORM, "event=closed&full_name=A").await,
        post("application/json", "{").await,
        post("text/plain", "").await,
        site.get("/en/forms/registration?event=ten").await,
        site.get("/en/forms/registration/received?ref=x").await,
        site.get("/healthz").await,
        site.get("/nowhere").await,
        ask(&site.app, Method::PUT, "/en/forms/registration", &[], "").await,
        ask(&site.app, Method::POST, "/healthz", &[], "").await,
    ];
    let mut ids = BTreeSet::new();
    for answer in &answers {
        check(answer);
        assert!(ids.insert(answer.header("x-request-id")), "each request has an id of its own");
    }
}

fn check(answer: &Answer) {
    for name in answer.headers.keys() {
        assert!(ALLOWED.contains(&name.as_str()), "{name} in an answer {}", answer.status);
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("content-language"), "en");
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let site = site();
    for url in ["/en/forms/registration?event=ten", "/en/forms/nothing", "/healthz"] {
        let get = site.get(url).await;
        let head = ask(&site.app, Method::HEAD, url, &[], "").await;
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{url}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{url}");
    }
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn health_tells_whether_the_store_answers() {
    let site = site();
    assert_eq!(site.get("/healthz").await.status, 200);
    assert_eq!(site.get("/readyz").await.status, 200);
    site.database().execute_batch("DROP TABLE items").unwrap();
    assert_eq!(site.get("/healthz").await.status, 200, "the program itself runs");
    assert_eq!(site.get("/readyz").await.status, 503);
}

#[tokio::test]
async fn the_routes_live_beside_the_pages_of_another_router() {
    let site = site();
    let router =
        axum::Router::new().fallback(get(|| async { "a page" })).merge(forms_fn::router(site.app.clone()));
    let ask = |url: &str| router.clone().oneshot(Request::get(url).body(Body::empty()).unwrap());
    let page = ask("/en/events/ten/").await.unwrap();
    assert_eq!((page.status().as_u16(), page.headers().get("x-request-id")), (200, None));
    let form = ask("/en/forms/registration?event=ten").await.unwrap();
    assert!(form.status().is_success() && form.headers().contains_key("x-request-id"));
}

#[tokio::test]
async fn another_folder_counts_from_the_next_request_on() {
    let site = site();
    assert_eq!(site.get("/en/forms/registration?event=ten").await.status, 200);
    let mut manifest = crate::site::manifest();
    manifest.events.remove("ten");
    let mut parts = crate::site::parts();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    site.app.swap(forms_fn::FormsFolder::from_parts(&parts).unwrap());
    assert_eq!(site.get("/en/forms/registration?event=ten").await.status, 404);
    site.app.swap(forms_fn::FormsFolder::default());
    assert_eq!(site.get("/en/forms/registration?event=ten").await.status, 503);
}

#[tokio::test]
async fn a_page_from_before_a_publication_is_still_taken() {
    let site = site();
    let mut parts = crate::site::parts();
    let definition: serde_json::Value =
        serde_json::from_slice(&parts["definitions/registration.json"]).unwrap();
    let mut without = definition.clone();
    let fields = without["fields"].as_array_mut().unwrap();
    fields.retain(|field| field["name"] != "news");
    parts.insert("definitions/registration.json".to_owned(), serde_json::to_vec(&without).unwrap());
    site.app.swap(forms_fn::FormsFolder::from_parts(&parts).unwrap());
    let answer = site.register("event=ten&full_name=Amina&news=yes").await;
    assert_eq!(answer.status, 303, "nobody could correct what isn't asked: {}", answer.body);
    assert!(!site.stored().await[0].answers.contains_key("news"), "and it isn't kept");
    assert_eq!(site.register("event=ten&full_name=Amina&olds=yes").await.status, 422, "what never was asked");
}

#[tokio::test]
async fn what_an_event_asks_no_more_is_put_aside() {
    let site = site();
    let mut parts = crate::site::parts();
    let mut manifest = crate::site::manifest();
    // There is no food any more, so nobody is asked what they don't eat.
    manifest.events.get_mut("ten").unwrap().facts = forms::Facts::none();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    site.app.swap(forms_fn::FormsFolder::from_parts(&parts).unwrap());
    let answer = site.register("event=ten&full_name=Amina&diet=pork").await;
    assert_eq!(answer.status, 303, "nobody could correct what isn't asked: {}", answer.body);
    assert!(!site.stored().await[0].answers.contains_key("diet"), "and it isn't kept");
}
