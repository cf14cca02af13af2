//! Somebody is registered on the telephone, by the form of the event and its rules.

use axum::http::StatusCode;
use forms_fn::Status;
use forms_fn::office::Scope;

use super::lists::host;
use crate::office::world::{now, world_on};
use crate::stage::{Stage, on_every_store};

on_every_store!(
    somebody_without_e_mail_is_registered_and_called_when_a_place_is_free,
    a_full_event_keeps_what_was_typed
);

const URL: &str = "/desk/events/ten/register";

async fn somebody_without_e_mail_is_registered_and_called_when_a_place_is_free(stage: Stage) {
    let world = world_on(stage.store.clone());
    let first = world.guest("ten", "Guest").await;
    for number in 1..10 {
        world.guest("ten", &format!("Guest {number}")).await;
    }
    let mut browser = host(&world).await;
    browser.get(URL).await.assert_has(&[
        "name=\"full_name\"",
        "name=\"person-language\"",
        "name=\"reason\"",
        "العربية",
    ]);
    let wrong = browser.post(URL, &[("person-language", "ar"), ("reason", ""), ("full_name", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.assert_has(&["error-summary", "Say in a few words why.", "value=\"ar\" lang=\"ar\" selected"]);
    let fields =
        [("person-language", "ar"), ("reason", "called us"), ("full_name", "Wanda"), ("diet", "pork")];
    let record = browser.submit(URL, &fields).await;
    record.assert_has(&[
        "the person is registered",
        "<h1><bdi>Wanda</bdi></h1>",
        "العربية",
        "called us",
        "waits, number 1",
    ]);
    let found =
        world.desk.list("registration", Some("ten"), forms_fn::Visible::Everything, now()).await.unwrap();
    let wanda = found.iter().find(|stored| stored.record.text("full_name") == Some("Wanda")).unwrap();
    assert_eq!((wanda.record.lang.as_str(), wanda.record.address()), ("ar", None));

    // Her clock starts when she has been told.
    let url = format!("/desk/r/{}", wanda.record.reference);
    browser.submit(&format!("/desk/r/{first}"), &[("act", "cancel")]).await;
    let offered = browser.get(&url).await;
    offered.assert_has(&["is asked to say yes", "value=\"called\""]);
    assert!(!offered.body.contains("The place is held until"), "{}", offered.body);
    browser.get("/desk").await.assert_has(&["Please call", "Wanda", "A place is free for you"]);
    browser.submit(&url, &[("act", "called")]).await.assert_has(&["The place is held until"]);
    let accepted = browser.submit(&url, &[("act", "accept"), ("reason", "said yes")]).await;
    accepted.assert_has(&["Done: the place is taken."]);
    let wanda = world.desk.find(&wanda.record.reference, now()).await.unwrap().unwrap();
    assert_eq!(wanda.record.status(), Status::Confirmed);
}

async fn a_full_event_keeps_what_was_typed(stage: Stage) {
    let world = world_on(stage.store.clone());
    for name in ["A", "B"] {
        world.guest("two", name).await;
    }
    let mut browser = world
        .organiser(
            &[(forms_fn::accounts::Role::Host, Scope::Event("two".to_owned()))],
            super::browser::By::Code,
        )
        .await;
    let url = "/desk/events/two/register";
    let full =
        browser.post(url, &[("person-language", "en"), ("reason", "called"), ("full_name", "Late")]).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    full.assert_has(&["All places are taken", "value=\"Late\"", "value=\"called\""]);
    assert_eq!(browser.get(URL).await.status, StatusCode::NOT_FOUND);
    let beyond = browser.post(URL, &[("person-language", "en"), ("reason", "x"), ("full_name", "X")]).await;
    assert_eq!(beyond.status, StatusCode::NOT_FOUND);
}
