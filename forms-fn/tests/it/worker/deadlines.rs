//! What a form promises is what is done and what is said, to whoever answered it.

use axum::http::Method;
use forms_fn::office::{Access, Office, Organiser, Purpose, Scope};
use forms_fn::secret::LinkPurpose;
use forms_fn::{Change, Changed, Expected, Reference, Status, Step, Write, transfer};
use jiff::{SignedDuration, Timestamp};

use super::world::{NOW, World};
use crate::site::{Answer, ask, time};

const EVE: &str = "name=Eve&goal=Help&email=eve@example.net&country=NO";

/// A site whose form for requests promises this.
fn world(form: &'static str, deadlines: &'static str) -> World {
    let mut world = World::new();
    world.deadlines.insert(form, deadlines);
    world
}

fn after(from: &str, hours: i64) -> String {
    (time(from) + SignedDuration::from_hours(hours)).to_string()
}

/// A second before.
fn before(at: &str) -> String {
    (time(at) - SignedDuration::from_secs(1)).to_string()
}

async fn get(world: &World, now: &str, url: &str) -> Answer {
    let page = ask(&world.app(now), Method::GET, url, &[], "").await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// A person's own page, or what a link asks there.
async fn own(world: &World, now: &str, form: &str, purpose: LinkPurpose, reference: &Reference) -> Answer {
    let token = world.desk.keyring().link(purpose, reference, time("2027-02-01T00:00:00Z"));
    get(world, now, &format!("/en/forms/{form}/my?t={token}")).await
}

async fn step(world: &World, now: &str, reference: &Reference, step: Step) -> Changed {
    let is_guest = world.find(reference, now).await.unwrap().record.event().is_some();
    let terms = is_guest.then(|| world.terms());
    world.desk.change(reference, step, terms.as_ref(), time(now)).await.unwrap()
}

/// Whose address is confirmed.
async fn received(world: &World) -> Reference {
    let reference = world.send(NOW, "mentor-request", EVE).await;
    assert_eq!(step(world, NOW, &reference, Step::Confirm).await, Changed::Done(Status::Received));
    world.tick(NOW).await;
    reference
}

#[tokio::test]
async fn an_address_is_to_be_confirmed_within_the_hours_of_the_form() {
    let world = world("mentor-request", "{ confirmHours: 3 }");
    let reference = world.send(NOW, "mentor-request", EVE).await;
    world.tick(NOW).await;
    let letter = world.letter("eve", "confirm_address");
    let words = "Do it within 3 hours, before 2027-01-10 16:00 (Oslo time).";
    assert!(letter.text.contains(words), "{}", letter.text);
    let end = after(NOW, 3);
    world.tick(&before(&end)).await;
    assert_eq!(world.status(&reference, NOW).await, Status::Unconfirmed);
    assert_eq!(step(&world, &end, &reference, Step::Confirm).await, Changed::TooLate(Status::Unconfirmed));
    world.tick(&end).await;
    assert!(world.find(&reference, NOW).await.is_none());
}

#[tokio::test]
async fn a_request_is_asked_about_after_the_months_of_the_form() {
    let world = world("mentor-request", "{ askAgainMonths: 2 }");
    received(&world).await;
    let asked = after(NOW, 24 * 182 / 3);
    world.tick(&before(&asked)).await;
    assert_eq!(world.letters_to("eve"), ["received"]);
    world.tick(&asked).await;
    let letter = world.letter("eve", "still_wanted");
    assert!(letter.text.contains("You asked us for a mentor 2 months ago."), "{}", letter.text);
}

#[tokio::test]
async fn a_request_that_nobody_answers_for_goes_after_the_days_of_the_form() {
    let world = world("mentor-request", "{ deleteAfterDays: 1 }");
    let reference = received(&world).await;
    let asked = after(NOW, 24 * 182);
    world.tick(&asked).await;
    let letter = world.letter("eve", "still_wanted");
    assert!(letter.text.contains("press the button before 2027-07-12 14:00"), "{}", letter.text);
    let end = after(&asked, 24);
    world.tick(&before(&end)).await;
    assert_eq!(world.status(&reference, &asked).await, Status::Received);
    world.tick(&end).await;
    assert!(world.find(&reference, &end).await.is_none());
}

#[tokio::test]
async fn whoever_has_no_address_is_called_and_the_caller_learns_how_long_an_answer_may_take() {
    let world = world("mentor-request", "{ deleteAfterDays: 9 }");
    let reference = world.send(NOW, "mentor-request", "name=Eve&goal=Help&country=NO").await;
    step(&world, NOW, &reference, Step::Release).await;
    let asked = after(NOW, 24 * 182);
    world.tick(&asked).await;
    let access = Access {
        organiser: Organiser::named("karin").unwrap(),
        scope: Scope::Everything,
        purpose: Purpose::new("called"),
        at: time(&asked),
    };
    let made = Office::new(world.desk.clone(), None).called(&access, &reference).await.unwrap();
    assert_eq!(made.take().await.unwrap().0.deleted_after_days, Some(9));
}

#[tokio::test]
async fn a_letter_and_both_pages_promise_an_answer_within_the_working_days_of_the_form() {
    let world = world("mentor-request", "{ answerWorkingDays: 1 }");
    let reference = received(&world).await;
    let letter = world.letter("eve", "received");
    assert!(letter.text.contains("in your country answers within 1 working day."), "{}", letter.text);
    let page = get(&world, NOW, &format!("/en/forms/mentor-request/received?ref={reference}")).await;
    page.assert_has(&["A person answers within 1 working day. If you have heard nothing by then"]);
    let page = own(&world, NOW, "mentor-request", LinkPurpose::See, &reference).await;
    page.assert_has(&["Your address is confirmed. A person answers within 1 working day."]);
}

#[tokio::test]
async fn a_cancellation_can_be_undone_within_the_minutes_of_the_form() {
    let world = world("registration", "{ undoMinutes: 1 }");
    let ada = world.register(NOW, "ada").await;
    let question = own(&world, NOW, "registration", LinkPurpose::Cancel, &ada).await;
    question.assert_has(&["For 1 minute you can undo this if the place is still free."]);
    assert_eq!(step(&world, NOW, &ada, Step::Cancel).await, Changed::Done(Status::Cancelled));
    let page = own(&world, NOW, "registration", LinkPurpose::See, &ada).await;
    page.assert_has(&["You can undo it until 2027-01-10 13:01."]);
    let late = "2027-01-10T12:01:01Z";
    assert_eq!(step(&world, late, &ada, Step::Undo).await, Changed::TooLate(Status::Cancelled));
    let page = own(&world, late, "registration", LinkPurpose::See, &ada).await;
    assert!(!page.body.contains("You can undo it"));
    let in_time = "2027-01-10T12:01:00Z";
    assert_eq!(step(&world, in_time, &ada, Step::Undo).await, Changed::Done(Status::Confirmed));
}

/// The site shortens every deadline after the first request.
#[tokio::test]
async fn what_was_promised_is_kept_when_the_form_promises_less_from_now_on() {
    let mut world = World::new();
    let first = world.send(NOW, "mentor-request", EVE).await;
    let short =
        "{ undoMinutes: 1, confirmHours: 1, answerWorkingDays: 2, askAgainMonths: 1, deleteAfterDays: 1 }";
    world.deadlines.insert("mentor-request", short);
    let second = world.send(NOW, "mentor-request", &EVE.replace("eve", "bo")).await;
    world.tick(NOW).await;
    assert!(world.letter("eve", "confirm_address").text.contains("within 48 hours"));
    assert!(world.letter("bo", "confirm_address").text.contains("within 1 hour,"));
    world.tick(&after(NOW, 1)).await;
    assert!(world.find(&second, NOW).await.is_none(), "it was promised an hour");

    let confirmed = before(&after(NOW, 48));
    assert_eq!(step(&world, &confirmed, &first, Step::Confirm).await, Changed::Done(Status::Received));
    let page = get(&world, &confirmed, &format!("/en/forms/mentor-request/received?ref={first}")).await;
    page.assert_has(&["A person answers within 10 working days."]);
    let asked = after(NOW, 24 * 182);
    world.tick(&before(&asked)).await;
    assert_eq!(world.letters_to("eve").last().unwrap(), "received");
    world.tick(&asked).await;
    assert!(world.letter("eve", "still_wanted").text.contains("6 months ago"));
    let end = after(&asked, 24 * 30);
    world.tick(&before(&end)).await;
    assert!(world.find(&first, &asked).await.is_some());
    world.tick(&end).await;
    assert!(world.find(&first, &asked).await.is_none());
}

#[tokio::test]
async fn a_guest_can_undo_for_as_long_as_was_promised_with_the_form() {
    let mut world = World::new();
    let guest = world.register(NOW, "ada").await;
    world.deadlines.insert("registration", "{ undoMinutes: 1 }");
    step(&world, NOW, &guest, Step::Cancel).await;
    let page = own(&world, NOW, "registration", LinkPurpose::See, &guest).await;
    page.assert_has(&["You can undo it until 2027-01-10 13:15."]);
    let late = "2027-01-10T12:15:00Z";
    assert_eq!(step(&world, late, &guest, Step::Undo).await, Changed::Done(Status::Confirmed));
}

/// Who changes the answers sees the form as it is now, and what it promises holds from then on.
#[tokio::test]
async fn a_request_that_is_changed_has_the_deadlines_of_the_form_by_which_it_was_changed() {
    let mut world = world("mentor-request", "{ askAgainMonths: 1 }");
    let reference = received(&world).await;
    world.deadlines.insert("mentor-request", "{ askAgainMonths: 2 }");
    let (url, token) = ("/en/forms/mentor-request/my", LinkPurpose::Change);
    let token = world.desk.keyring().link(token, &reference, time("2027-02-01T00:00:00Z"));
    let body = format!("action=change&t={token}&name=Eve&goal=Other+help&country=NO");
    let headers = [("content-type", crate::site::FORM)];
    let changed = ask(&world.app(NOW), Method::POST, url, &headers, body).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    world.tick(&after(NOW, 24 * 182 / 6)).await;
    assert_eq!(world.letters_to("eve"), ["received"], "the entry of before asks too early");
    world.tick(&after(NOW, 24 * 182 / 3)).await;
    assert_eq!(world.letters_to("eve"), ["received", "still_wanted"]);
}

#[tokio::test]
async fn a_form_that_was_stored_before_there_were_deadlines_keeps_those_of_then() {
    let mut world = world("mentor-request", "{ confirmHours: 1 }");
    let reference = world.send(NOW, "mentor-request", EVE).await;
    let items = world.desk.store().scan(None, 10_000, time(NOW)).await.unwrap();
    let mut stored = items.into_iter().find(|item| item.key.pk == "DEF#mentor-request").unwrap();
    let deadlines = stored.body.as_object_mut().unwrap().remove("deadlines").unwrap();
    assert_eq!(deadlines["confirm_hours"], 1);
    let change = Change::Put { body: stored.body, expires: None };
    let write = Write { key: stored.key, expected: Expected::Anything, change };
    world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
    world.desk = world.other_desk();
    assert!(verified(&world, time(NOW)).await.is_empty());
    let end = after(NOW, 48);
    world.tick(&before(&end)).await;
    assert_eq!(world.status(&reference, NOW).await, Status::Unconfirmed);
    world.tick(&end).await;
    assert!(world.find(&reference, NOW).await.is_none());
}

async fn verified(world: &World, now: Timestamp) -> Vec<String> {
    let verified = transfer::verify(world.desk.store(), now).await.unwrap();
    verified.faults.into_iter().map(|fault| fault.what).collect()
}
