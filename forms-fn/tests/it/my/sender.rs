//! People without e-mail get their own link on the page after sending, and nobody else does.

use axum::http::Method;
use serde_json::json;

use super::world::{link, reference, world};
use crate::site::{FORM, ask};

const PHONE: &str = "event=ten&full_name=Amina&phone=12345678&adult=yes";
const REGISTRATION: &str = "/en/forms/registration";

#[tokio::test]
async fn whoever_has_just_sent_the_form_sees_the_link() {
    let world = world();
    let sent = world.post(REGISTRATION, PHONE).await;
    let location = sent.header("location").to_owned();
    let page = world.get(&location).await;
    page.assert_has(&["You gave no e-mail address, so we cannot send you a link. Keep this one."]);
    let own = world.get(&link(&page, "See, change or cancel")).await;
    own.assert_has(&["<h1>Your registration</h1>", "Amina"]);

    let told = location.split_once("&k=").unwrap().0;
    let page = world.get(told).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("/my?t="), "the reference alone opens nothing");
    let later = world.at("2027-01-10T12:10:00Z");
    let page = ask(&later, Method::GET, &location, &[], "").await;
    assert!(!page.body.contains("/my?t="), "an address that is passed on opens nothing ten minutes later");
    let other = world.post(REGISTRATION, &PHONE.replace("Amina", "Bo")).await;
    let mixed = format!(
        "{REGISTRATION}/received?ref={}&k={}",
        reference(&other),
        location.split_once("&k=").unwrap().1
    );
    assert!(!world.get(&mixed).await.body.contains("/my?t="), "the token of another record");
}

#[tokio::test]
async fn a_program_gets_the_link_in_the_answer() {
    let world = world();
    let body = json!({ "event": "ten", "full_name": "Amina", "phone": "12345678", "adult": true });
    let headers = [("content-type", "application/json")];
    let sent = ask(&world.app, Method::POST, REGISTRATION, &headers, body.to_string()).await;
    assert_eq!(sent.status, 201);
    let link = sent.json()["link"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&link).await.status, 200);
    let later = world.at("2027-01-10T12:10:00Z");
    let again = ask(&later, Method::POST, REGISTRATION, &headers, body.to_string()).await;
    assert_eq!(
        (&again.json()["reference"], &again.json()["link"]),
        (&sent.json()["reference"], &json!(null))
    );
}

#[tokio::test]
async fn with_an_address_the_link_comes_by_mail_only() {
    let world = world();
    let sent = world.post(REGISTRATION, &format!("{PHONE}&email=amina%40example.org")).await;
    assert!(!sent.header("location").contains("&k="));
}

/// Existence leak: a stranger who knows somebody's number learns nothing from the link. The number was never confirmed,
/// and a family may share it, so it makes no two registrations one: each sender gets a page of their own.
#[tokio::test]
async fn existence_leak_a_number_that_is_known_is_answered_like_one_that_is_not() {
    let world = world();
    let headers = [("content-type", FORM)];
    let first = ask(&world.app, Method::POST, REGISTRATION, &headers, PHONE).await;
    let second = PHONE.replace("Amina", "Stranger");
    let second = ask(&world.app, Method::POST, REGISTRATION, &headers, second).await;
    let mut own = Vec::new();
    for sent in [&first, &second] {
        let page = world.get(sent.header("location")).await;
        let page = world.get(&link(&page, "See, change or cancel")).await;
        assert_eq!(page.status, 200);
        own.push(page.body);
    }
    assert!(own[0].contains("Amina") && !own[0].contains("Stranger"));
    assert!(own[1].contains("Stranger") && !own[1].contains("Amina"));
}
