//! What the buttons do.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;
use forms_fn::{Status, Step};

use super::world::{AMINA, MY, button, link, reference, world};
use crate::site::{FORM, ask, time};

#[tokio::test]
async fn cancelling_takes_one_button_and_can_be_undone_for_fifteen_minutes() {
    let world = world();
    let amina = world.register(AMINA).await;
    let question = world.get(&world.link(LinkPurpose::Cancel, &amina)).await;
    question.assert_has(&["<h1>Do you want to cancel?</h1>", ">No, go back</a>"]);
    assert_eq!(question.body.matches("<button").count(), 1);

    let done = world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await;
    assert_eq!(done.status, 303);
    let page = world.get(done.header("location")).await;
    page.assert_has(&["You have cancelled.", "You have no place at this event.", ">Undo</button>"]);
    assert_eq!(world.status(&amina).await, Status::Cancelled);

    let undone = world.press(done.header("location"), "undo").await;
    let page = world.get(undone.header("location")).await;
    page.assert_has(&["Everything is as before.", "You have a place"]);
    assert_eq!(world.status(&amina).await, Status::Confirmed);

    let again = world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await;
    let page = world.get(again.header("location")).await;
    let late = world.at("2027-01-10T12:15:01Z");
    let body = format!("action=undo&t={}", button(&page, "undo"));
    let late = ask(&late, Method::POST, MY, &[("content-type", FORM)], body).await;
    assert_eq!(late.status, 409);
    late.assert_has(&["This cannot be done any more.", "<h1>Your registration</h1>"]);
}

#[tokio::test]
async fn the_pages_own_link_leads_to_the_question() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    let done = world.press(&link(&page, "Cancel my registration"), "cancel").await;
    assert_eq!(done.status, 303);
    assert_eq!(world.status(&amina).await, Status::Cancelled);
}

#[tokio::test]
async fn a_seat_that_was_given_up_is_offered_and_taken_or_declined() {
    let world = world();
    let amina = world.register(AMINA).await;
    world.fill(9).await;
    let bo = world.register("event=ten&full_name=Bo&email=bo%40example.org&adult=yes").await;
    let cy = world.register("event=ten&full_name=Cy&email=cy%40example.org&adult=yes").await;
    world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await;
    assert_eq!(world.status(&bo).await, Status::Offered);

    let question = world.get(&world.link(LinkPurpose::Accept, &bo)).await;
    question.assert_has(&["<h1>Do you want the place?</h1>", "Say yes before 2027-01-11 13:00."]);
    let declined = world.press(&link(&question, "No, thank you"), "cancel").await;
    assert_eq!(declined.status, 303);
    assert_eq!(world.status(&bo).await, Status::Cancelled);
    assert_eq!(world.status(&cy).await, Status::Offered);

    let taken = world.press(&world.link(LinkPurpose::See, &cy), "accept").await;
    world.get(taken.header("location")).await.assert_has(&["The place is yours.", "You have a place"]);
    let back = world.press(&world.link(LinkPurpose::See, &bo), "undo").await;
    let page = world.get(back.header("location")).await;
    page.assert_has(&["Your chair has gone to somebody else. You are first on the waiting list."]);
}

#[tokio::test]
async fn leaving_the_waiting_list_has_words_of_its_own() {
    let world = world();
    world.fill(10).await;
    let amina = world.register(AMINA).await;
    let question = world.get(&world.link(LinkPurpose::Cancel, &amina)).await;
    question.assert_has(&["<h1>Do you want to leave the waiting list?</h1>"]);
    let done = world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await;
    world.get(done.header("location")).await.assert_has(&["You have left the waiting list."]);
    let undone = world.press(done.header("location"), "undo").await;
    let page = world.get(undone.header("location")).await;
    page.assert_has(&["Everything is as before.", "You are number 1 on the waiting list"]);
}

#[tokio::test]
async fn taking_a_yes_back_deletes_what_rested_on_it_and_keeps_the_proof() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    let token = button(&page, "withdraw");
    let done = world.post(MY, &format!("action=withdraw&field=consent_needs&t={token}")).await;
    let page = world.get(done.header("location")).await;
    page.assert_has(&["You have taken back your yes.", "You took back your yes: 2027-01-10 13:00"]);
    assert!(!page.body.contains("What do you not eat?"));
    assert!(page.body.contains("You said yes"), "what was proven stays proven");
    let none = world.post(MY, &format!("action=withdraw&t={token}")).await;
    assert_eq!(none.status, 400);
}

#[tokio::test]
async fn an_address_is_confirmed_by_a_button_and_a_request_is_kept_or_taken_back() {
    let world = world();
    let my = "/en/forms/mentor-request/my";
    let sent = world.post("/en/forms/mentor-request", "email=olena%40example.org&goal=a").await;
    let olena = reference(&sent);
    let url = |purpose| format!("{my}?t={}", world.token(purpose, &olena));
    let question = world.get(&url(LinkPurpose::Confirm)).await;
    question.assert_has(&["<h1>Is this your e-mail address?</h1>", "olena@example.org"]);
    assert_eq!(world.status(&olena).await, Status::Unconfirmed);
    let body = format!("action=confirm&t={}", button(&question, "confirm"));
    let done = world.post(my, &body).await;
    let page = world.get(done.header("location")).await;
    page.assert_has(&["<h1>Your request</h1>", "Your address is confirmed.", ">Take back my request</a>"]);
    let twice = world.post(my, &body).await;
    assert_eq!(twice.status, 303, "pressing twice is no fault");

    let still = world.get(&url(LinkPurpose::Keep)).await;
    still.assert_has(&["<h1>Do you still want a mentor?</h1>"]);
    let kept = world.post(my, &format!("action=keep&t={}", button(&still, "keep"))).await;
    world.get(kept.header("location")).await.assert_has(&["We keep looking for a mentor for you."]);

    let question = world.get(&link(&still, "Take back my request")).await;
    question.assert_has(&["<h1>Do you want to take back your request?</h1>"]);
    let body = format!("action=cancel&t={}", button(&question, "cancel"));
    let done = world.post(my, &body).await;
    let page = world.get(done.header("location")).await;
    page.assert_has(&["Your request is closed.", "Will be deleted: 2027-02-09"]);
    let undone = world.post(my, &format!("action=undo&t={}", button(&page, "undo"))).await;
    let page = world.get(undone.header("location")).await;
    page.assert_has(&["Everything is as before.", "Kept for 30 days after your request is closed"]);
}

#[tokio::test]
async fn a_link_to_what_is_not_possible_any_more_shows_how_it_stands() {
    let world = world();
    let amina = world.register(AMINA).await;
    world.desk.change(&amina, Step::Cancel, None, time(super::world::NOW)).await.unwrap();
    for purpose in [LinkPurpose::Cancel, LinkPurpose::Accept, LinkPurpose::Change, LinkPurpose::Confirm] {
        let page = world.get(&world.link(purpose, &amina)).await;
        assert_eq!(page.status, 200);
        page.assert_has(&["<h1>Your registration</h1>", "You have no place at this event."]);
    }
}

#[tokio::test]
async fn a_button_to_cancel_does_nothing_after_an_undo() {
    let world = world();
    let amina = world.register(AMINA).await;
    let question = world.get(&world.link(LinkPurpose::Cancel, &amina)).await;
    let body = format!("action=cancel&t={}", button(&question, "cancel"));
    let done = world.post(MY, &body).await;
    world.press(done.header("location"), "undo").await;
    assert_eq!(world.post(MY, &body).await.status, 403, "a tab that sends it again");
    assert_eq!(world.status(&amina).await, Status::Confirmed);
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    world.press(&link(&page, "Cancel my registration"), "cancel").await;
    assert_eq!(world.status(&amina).await, Status::Cancelled, "a new one works");
}
