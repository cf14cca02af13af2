//! The answers change; the address and the proofs stay.

use axum::http::Method;
use forms_fn::Act;
use forms_fn::secret::LinkPurpose;
use serde_json::json;

use super::world::{AMINA, MY, NOW, button, world};
use crate::site::{ask, time};

#[tokio::test]
async fn the_form_comes_back_with_the_answers_in_it() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::Change, &amina)).await;
    page.assert_has(&[
        "<h1>Change your answers</h1>",
        "value=\"Amina\"",
        "value=\"meat\" checked",
        "name=\"news\" value=\"yes\" checked",
        "The e-mail address cannot be changed here.",
        ">Change my answers</button>",
    ]);
    for gone in ["name=\"email\"", "name=\"phone\"", "name=\"adult\"", "name=\"nonce\""] {
        assert!(!page.body.contains(gone), "{gone}");
    }
}

#[tokio::test]
async fn new_answers_take_the_place_of_the_old_ones() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::Change, &amina)).await;
    let token = button(&page, "change");
    let body = format!("action=change&t={token}&full_name=Amina+B&diet=pork&consent_needs=yes");
    let done = world.post(MY, &body).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = world.get(done.header("location")).await;
    page.assert_has(&["Your answers are changed.", "Amina B", "<dd>Pork</dd>", "amina@example.org"]);

    let dossier = world.desk.dossier(&amina, time(NOW)).await.unwrap().unwrap();
    let answers = json!({ "full_name": "Amina B", "email": "amina@example.org", "diet": ["pork"], "consent_needs": true });
    assert_eq!(json!(dossier.stored.answers), answers);
    let acts = dossier.receipts.iter().map(|(receipt, _)| (receipt.field.as_str(), receipt.act));
    let mut acts: Vec<_> = acts.collect();
    acts.sort_by_key(|(field, act)| (*field, *act == Act::Withdrawn));
    let expected = [("consent_needs", Act::Given), ("news", Act::Given), ("news", Act::Withdrawn)];
    assert_eq!(acts, expected, "a yes that stays is not given again");
}

#[tokio::test]
async fn the_form_can_be_read_in_another_language_with_what_was_typed() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::Change, &amina)).await;
    page.assert_has(&["href=\"#form-languages\"", "formaction=\"/ar/forms/registration/my\"", "data-typed"]);
    let token = button(&page, "change");
    let body = format!("action=change&t={token}&full_name=Amina+B&diet=pork&only_language=yes");
    let switched = world.post(&MY.replace("/en/", "/ar/"), &body).await;
    assert_eq!(switched.status, 200);
    switched.assert_has(&[
        "<html lang=ar>",
        "value=\"Amina B\"",
        "value=\"pork\" checked",
        "formaction=\"/en/forms/registration/my\"",
    ]);
    assert!(!switched.body.contains("class=\"error-summary\""), "nothing was checked: {}", switched.body);
    assert!(!switched.body.contains("name=\"news\" value=\"yes\" checked"), "it was taken out before");
    let stored = world.desk.find(&amina, time(NOW)).await.unwrap().unwrap();
    assert_eq!(stored.answers["full_name"], "Amina", "nothing was stored");
    // The form in the other language can be sent.
    let token = button(&switched, "change");
    let done =
        world.post(&MY.replace("/en/", "/ar/"), &format!("action=change&t={token}&full_name=Amina+B")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let stored = world.desk.find(&amina, time(NOW)).await.unwrap().unwrap();
    assert_eq!(stored.answers["full_name"], "Amina B");
}

#[tokio::test]
async fn faults_are_told_and_what_was_written_is_kept() {
    let world = world();
    let amina = world.register(AMINA).await;
    let token = world.token(LinkPurpose::Change, &amina);
    let body = format!("action=change&t={token}&full_name=&diet=pork&email=new%40example.org");
    let answer = world.post(MY, &body).await;
    assert_eq!(answer.status, 422);
    answer.assert_has(&[
        "<title>Error: Change your answers",
        "error-summary",
        "Fill in “Your name”",
        "value=\"pork\" checked",
        "Something was sent that this form does not ask for.",
    ]);
    assert_eq!(answer.body.matches("<h1").count(), 1);
    let stored = world.desk.find(&amina, time(NOW)).await.unwrap().unwrap();
    assert_eq!(stored.answers["full_name"], "Amina");

    let body = json!({ "action": "change", "t": token, "full_name": "" }).to_string();
    let headers = [("content-type", "application/json")];
    let answer = ask(&world.app, Method::POST, MY, &headers, body).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["field"]), (422, &json!("full_name")));
}

#[tokio::test]
async fn nothing_changes_once_the_event_has_begun() {
    let world = world();
    let amina = world.register(AMINA).await;
    let begun = world.at("2027-01-21T17:00:00Z");
    let body = format!("action=change&t={}&full_name=B", world.token(LinkPurpose::Change, &amina));
    let headers = [("content-type", crate::site::FORM)];
    let late = ask(&begun, Method::POST, MY, &headers, body).await;
    assert_eq!(late.status, 409);
    late.assert_has(&["This cannot be done any more."]);
}

#[tokio::test]
async fn a_new_yes_is_proven_in_the_words_that_were_read() {
    let world = world();
    let amina = world.register("event=ten&full_name=Amina&email=amina%40example.org&adult=yes").await;
    let body =
        format!("action=change&t={}&full_name=Amina&news=yes", world.token(LinkPurpose::Change, &amina));
    let done = world.post(&MY.replace("/en/", "/ar/"), &body).await;
    assert_eq!(done.status, 303);
    let dossier = world.desk.dossier(&amina, time(NOW)).await.unwrap().unwrap();
    let (receipt, text) = &dossier.receipts[0];
    assert_eq!((receipt.lang.as_str(), text.as_ref().unwrap().text.as_str()), ("ar", "أخبروني"));
    assert_eq!(dossier.stored.record.lang, "en", "messages stay in the language of the first time");
}
