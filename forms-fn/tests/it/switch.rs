//! The form in another language with what was typed: nothing is checked, and nothing is stored.

use axum::http::Method;
use serde_json::json;

use crate::site::{FORM, ask, site};

const ARABIC: &str = "/ar/forms/registration";

#[tokio::test]
async fn what_was_typed_goes_along() {
    let site = site();
    let fresh = site.get("/en/forms/registration?event=ten").await;
    let (_, nonce) = fresh.body.split_once("name=\"nonce\" value=\"").unwrap();
    let (nonce, _) = nonce.split_once('"').unwrap();
    let typed = format!("event=ten&nonce={nonce}&full_name=&email=no+address&diet=meat&only_language=yes");
    let page = site.post(ARABIC, FORM, typed).await;
    assert_eq!(page.status, 200);
    page.assert_has(&[
        "<html lang=ar>",
        "value=\"no address\"",
        "value=\"meat\" checked>",
        &format!("name=\"nonce\" value=\"{nonce}\""),
        "name=\"event\" value=\"ten\"",
        "formaction=\"/en/forms/registration\"",
    ]);
    assert!(!page.body.contains("class=\"error-summary\""), "{}", page.body);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn complete_answers_are_not_stored_either() {
    let site = site();
    let typed = "event=ten&full_name=Amina&email=a%40example.org&website_url=x&only_language=yes";
    let page = site.post(ARABIC, FORM, typed).await;
    assert_eq!(page.status, 200);
    page.assert_has(&["value=\"Amina\""]);
    let (_, honeypot) = page.body.split_once("name=\"website_url\"").unwrap();
    let (honeypot, _) = honeypot.split_once('>').unwrap();
    assert!(!honeypot.contains("value="), "{honeypot}");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn nobody_goes_on_with_a_form_that_is_closed() {
    let site = site();
    let page = site.post(ARABIC, FORM, "event=closed&full_name=A&only_language=yes").await;
    assert_eq!(page.status, 410);
}

#[tokio::test]
async fn a_program_asks_for_another_language_by_the_address() {
    let site = site();
    let body = json!({ "event": "ten", "full_name": "A", "only_language": "yes" });
    let answer = site.json(&body.to_string()).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["errors"][0]["code"], "unknown");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_page_that_asks_once_more_can_be_read_in_another_language_too() {
    let site = site();
    let nonce = site.get("/en/forms/registration/nonce?event=ten").await.json()["nonce"].clone();
    let nonce = nonce.as_str().unwrap();
    let sent = |email: &str| format!("event=ten&nonce={nonce}&full_name=Amina&email={email}%40example.org");
    let later = site.at("2027-01-10T12:00:20Z");
    let send = async |body| {
        ask(&later, Method::POST, "/en/forms/registration", &[("content-type", FORM)], body).await
    };
    assert_eq!(send(sent("a")).await.status, 303);
    let asked = send(sent("b")).await;
    assert_eq!(asked.status, 409);
    // The switcher of the page has the address of an empty form.
    asked.assert_has(&["class=\"answers\"", "data-typed>", "formaction=\"/ar/forms/registration\""]);
    let switched = send(format!("{}&only_language=yes", sent("b"))).await;
    switched.assert_has(&["value=\"b@example.org\"", &format!("name=\"nonce\" value=\"{nonce}\"")]);
    assert_eq!(site.stored().await.len(), 1);
}
