//! One record: what is shown closed, what is opened for a reason, and each act by its button.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::{Reference, Status};

use super::browser::{Browser, By};
use super::lists::host;
use crate::office::world::{World, now, organisation, world, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    what_was_told_in_confidence_is_opened_once_and_for_a_reason,
    seats_go_on_by_the_buttons_of_a_record,
    somebody_goes_ahead_for_a_reason_that_stays,
    an_address_is_put_right_after_both_were_shown,
    whoever_asks_for_it_is_deleted_after_a_page_that_says_what_goes,
);

async fn coordinator(world: &World) -> Browser {
    world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Strong).await
}

async fn status(world: &World, reference: &Reference) -> Status {
    world.desk.find(reference, now()).await.unwrap().unwrap().record.status()
}

#[track_caller]
fn has_no(answer: &Answer, words: &[&str]) {
    for words in words {
        assert!(!answer.body.contains(words), "`{words}` in:\n{}", answer.body);
    }
}

async fn what_was_told_in_confidence_is_opened_once_and_for_a_reason(stage: Stage) {
    let world = world_on(stage.store.clone());
    let amina = world.guest("ten", "Amina").await;
    let url = format!("/desk/r/{amina}");
    let mut of_host = host(&world).await;
    let closed = of_host.get(&url).await;
    closed.assert_has(&[
        "<h1><bdi>Amina</bdi></h1>",
        "1 answer in confidence",
        "has a place",
        "You have a place",
    ]);
    has_no(&closed, &["Pork", "/sealed", "/erase"]);
    let sealed = format!("{url}/sealed");
    let refused = of_host.post(&sealed, &[("reason", "I am curious")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    let mut browser = coordinator(&world).await;
    let asked = browser.post(&sealed, &[("reason", " ")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    asked.assert_has(&["Say in a few words why.", "aria-invalid=\"true\""]);
    has_no(&asked, &["Pork"]);
    let opened = browser.post(&sealed, &[("reason", "to order the food")]).await;
    assert_eq!(opened.status, StatusCode::OK);
    opened.assert_has(&["What do you not eat?", "Pork"]);
    assert_eq!(opened.header("cache-control"), "no-store");
    let after = browser.get(&url).await;
    after.assert_has(&["Read the answers in confidence", "to order the food"]);
    has_no(&after, &["Pork"]);
    // The person reads the same.
    let history = world.desk.dossier(&amina, now()).await.unwrap().unwrap().audit;
    assert!(history.iter().any(|entry| entry["purpose"] == "to order the food" && entry["action"] == "show"));
}

async fn seats_go_on_by_the_buttons_of_a_record(stage: Stage) {
    let world = world_on(stage.store.clone());
    let mut seated = Vec::new();
    for number in 0..10 {
        seated.push(world.guest("ten", &format!("Guest {number}")).await);
    }
    let waits = world.guest("ten", "Wanda").await;
    let held = world.doubtful("ten", "Hella").await;
    let mut browser = host(&world).await;
    let url = |reference: &Reference| format!("/desk/r/{reference}");
    browser.get(&url(&waits)).await.assert_has(&["waits, number 1 on the list"]);

    let cancelled = browser.submit(&url(&seated[0]), &[("act", "cancel"), ("reason", "is ill")]).await;
    cancelled.assert_has(&["Done: it is cancelled.", "has cancelled", "is ill"]);
    has_no(&cancelled, &["value=\"cancel\"", "value=\"resend\""]);
    assert_eq!(status(&world, &waits).await, Status::Offered);

    let missing = browser.post(&url(&waits), &[("act", "accept"), ("reason", "")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(&world, &waits).await, Status::Offered);
    let accepted =
        browser.submit(&url(&waits), &[("act", "accept"), ("reason", "said so on the telephone")]).await;
    accepted.assert_has(&["Done: the place is taken.", "has a place", "said so on the telephone"]);

    browser.get(&url(&held)).await.assert_has(&["it was sent within a second", "value=\"release\""]);
    let released = browser.submit(&url(&held), &[("act", "release")]).await;
    released.assert_has(&["Done: it is let in.", "waits, number 1 on the list"]);
    // Somebody else pressed the same button.
    let late = browser.submit(&url(&held), &[("act", "release")]).await;
    late.assert_has(&["Nothing was changed.", "Perhaps somebody else was faster"]);
    assert_eq!(browser.post(&url(&held), &[("act", "lapse")]).await.status, StatusCode::BAD_REQUEST);

    // Beyond the scope there is nothing.
    let other = world.guest("two", "Olga").await;
    assert_eq!(browser.get(&url(&other)).await.status, StatusCode::NOT_FOUND);
    let refused = browser.post(&url(&other), &[("act", "cancel"), ("reason", "x")]).await;
    assert_eq!((refused.status, status(&world, &other).await), (StatusCode::NOT_FOUND, Status::Confirmed));
}

async fn somebody_goes_ahead_for_a_reason_that_stays(stage: Stage) {
    let world = world_on(stage.store.clone());
    let first = world.guest("ten", "Guest").await;
    for number in 1..10 {
        world.guest("ten", &format!("Guest {number}")).await;
    }
    let (early, late) = (world.guest("ten", "Early").await, world.guest("ten", "Late").await);
    let mut browser = host(&world).await;
    let url = format!("/desk/r/{late}");
    let missing = browser.post(&url, &[("act", "ahead")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ahead = browser.submit(&url, &[("act", "ahead"), ("reason", "interprets for the group")]).await;
    ahead.assert_has(&["waits, number 1 on the list", "interprets for the group"]);
    has_no(&ahead, &["value=\"ahead\""]);
    browser.get(&format!("/desk/r/{early}")).await.assert_has(&["waits, number 2 on the list"]);
    browser.submit(&format!("/desk/r/{first}"), &[("act", "cancel")]).await;
    assert_eq!(status(&world, &late).await, Status::Offered);
    assert_eq!(status(&world, &early).await, Status::Waiting);
    let counters = world.desk.counters("ten", now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered, counters.waiting), (9, 1, 1));
}

async fn an_address_is_put_right_after_both_were_shown(stage: Stage) {
    let world = world_on(stage.store.clone());
    let amina = world.guest("ten", "Amina").await;
    let mut browser = host(&world).await;
    let url = format!("/desk/r/{amina}/address");
    browser.get(&url).await.assert_has(&["guest0@example.org"]);
    let wrong = browser.post(&url, &[("email", "amina@"), ("reason", "she called")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.assert_has(&["value=\"amina@\"", "value=\"she called\"", "This is not an e-mail address."]);
    let fields = [("email", "amina@example.org"), ("reason", "she called")];
    let both = browser.post(&url, &fields).await;
    assert_eq!(both.status, StatusCode::OK);
    both.assert_has(&["guest0@example.org", "amina@example.org", "name=\"confirm\""]);
    let address = |stored: forms_fn::Stored| stored.record.address().unwrap().to_owned();
    let find = async || address(world.desk.find(&amina, now()).await.unwrap().unwrap());
    assert_eq!(find().await, "guest0@example.org");
    let done = browser.submit(&url, &[fields[0], fields[1], ("confirm", "yes")]).await;
    done.assert_has(&["a letter goes there", "she called"]);
    assert_eq!(find().await, "amina@example.org");
}

async fn whoever_asks_for_it_is_deleted_after_a_page_that_says_what_goes(stage: Stage) {
    let world = world_on(stage.store.clone());
    let amina = world.guest("ten", "Amina").await;
    let url = format!("/desk/r/{amina}/erase");
    let mut of_host = host(&world).await;
    assert_eq!(of_host.get(&url).await.status, StatusCode::NOT_FOUND);
    assert_eq!(of_host.post(&url, &[("reason", "x")]).await.status, StatusCode::NOT_FOUND);
    let mut browser = coordinator(&world).await;
    browser.get(&url).await.assert_has(&["3 answers", "It can't be undone."]);
    let missing = browser.post(&url, &[("reason", "")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.desk.find(&amina, now()).await.unwrap().is_some());
    browser.submit(&url, &[("reason", "asked for it")]).await.assert_has(&["Done: everything is deleted."]);
    assert!(world.desk.find(&amina, now()).await.unwrap().is_none());
    assert_eq!(browser.get(&format!("/desk/r/{amina}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_is_released_met_and_closed() {
    let world = world();
    let nora = world.request("Nora", "NO").await;
    let url = format!("/desk/r/{nora}");
    let mut browser = coordinator(&world).await;
    browser
        .get(&url)
        .await
        .assert_has(&["it has a telephone number only", "/desk/requests?form=mentor-request"]);
    browser.submit(&url, &[("act", "called")]).await.assert_has(&["the call is ticked off"]);
    browser.submit(&url, &[("act", "release")]).await.assert_has(&["<b>open</b>"]);
    let wrong = browser.post(&url, &[("act", "met"), ("on", "tomorrow"), ("reason", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.assert_has(&["value=\"tomorrow\"", "Give a day between"]);
    let future = browser.submit(&url, &[("act", "met"), ("on", "2027-02-01")]).await;
    future.assert_has(&["Give a day between"]);
    browser
        .submit(&url, &[("act", "met"), ("on", "2027-01-10")])
        .await
        .assert_has(&["First meeting", "2027-01-10"]);
    browser.submit(&url, &[("act", "close")]).await.assert_has(&["<b>done</b>"]);
    // Neither by mail alone nor from another country.
    let mut by_code = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Code).await;
    assert_eq!(by_code.get(&url).await.status, StatusCode::NOT_FOUND);
    let mut abroad = world.organiser(&[(Role::Coordinator, organisation("havn"))], By::Strong).await;
    assert_eq!(abroad.get(&url).await.status, StatusCode::NOT_FOUND);
}

/// What the office refuses is said in the reader's words, never in the command line's.
#[tokio::test]
async fn what_is_refused_is_told_in_words_of_the_pages() {
    let world = world();
    let amina = world.guest("ten", "Amina").await;
    let mut browser = coordinator(&world).await;
    let url = format!("/desk/r/{amina}");
    let met = browser.submit(&url, &[("act", "met"), ("on", "2027-01-10"), ("reason", "x")]).await;
    met.assert_has(&["Nothing was changed.", "A first meeting is written down for requests for a mentor."]);
    let reference = amina.to_string();
    let fields = [("reference", reference.as_str()), ("nonce", "no nonce"), ("people", "1")];
    let mut evening = world
        .organiser_later(
            &[(Role::Host, organisation("fika"))],
            By::Code,
            jiff::SignedDuration::from_hours(11 * 24),
        )
        .await;
    let tapped = evening.post("/desk/events/ten/door/in", &fields).await;
    assert_eq!(tapped.status, StatusCode::CONFLICT, "{}", tapped.body);
    tapped.assert_has(&["The page was too old."]);
    has_no(&tapped, &["nonce of a tap"]);
}

#[tokio::test]
async fn a_request_leads_to_its_table_for_whoever_may_take_it() {
    let world = world();
    let nora = world.request("Nora", "NO").await;
    let mut browser = coordinator(&world).await;
    for url in [format!("/desk/r/{nora}"), "/desk/requests".to_owned()] {
        browser.get(&url).await.assert_has(&["href=\"/desk/requests/export\""]);
    }
    let amina = world.guest("ten", "Amina").await;
    has_no(&browser.get(&format!("/desk/r/{amina}")).await, &["/desk/requests/export"]);
}
