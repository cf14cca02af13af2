//! A clock that is wrong deletes nothing; one that is right after a long rest does as soon as somebody says so.

use axum::http::Method;
use forms_fn::{ClockLook, Key, Range, transfer, worker};

use super::world::{NOW, World};
use crate::site::{ask, time};

const BODY: &str = "event=ten&full_name=ada&email=ada@example.net&diet=meat";
const WRONG: &str = "2045-06-01T12:00:00Z";

async fn pass(world: &World, now: &str) -> worker::Report {
    worker::tick(&world.app(now), &world.post(), time(now)).await
}

/// Everything in the store, whatever has passed its date, but what is remembered of the clock and of overviews.
async fn everything(world: &World) -> Vec<Key> {
    let early = jiff::Timestamp::UNIX_EPOCH;
    let items = world.desk.store().scan(None, 10_000, early).await.unwrap();
    let is_note = |key: &Key| key.pk == "CLOCK" || key.pk.starts_with("DIGEST#");
    // When a letter is due may change.
    let name =
        |key: Key| if key.pk == "OUT" { Key::new("OUT", key.sk.split_once('#').unwrap().1) } else { key };
    items.into_iter().map(|item| item.key).filter(|key| !is_note(key)).map(name).collect()
}

async fn records(world: &World, now: &str) -> usize {
    world.desk.store().query(&Range::prefix("E#ten", "R#"), None, time(now)).await.unwrap().len()
}

#[tokio::test]
async fn a_leap_of_the_clock_deletes_nothing_and_says_so() {
    let world = World::new();
    let reference = world.send(NOW, "registration", BODY).await;
    pass(&world, NOW).await;
    let before = everything(&world).await;
    for wrong in [WRONG, "2045-06-01T12:00:30Z", "2045-06-02T12:00:00Z", "2045-06-09T12:00:00Z"] {
        let report = pass(&world, wrong).await;
        assert!(report.clock_doubted && report.duties == 0 && report.failures == 0, "{report:?}");
    }
    assert_eq!(everything(&world).await, before);
    let said = world.mails();
    let said = said.iter().find(|mail| mail.to == "norway@example.org").unwrap();
    assert!(said.text.contains("2045") && said.text.contains("forms-fn confirm-clock"), "{}", said.text);
    let verified = transfer::verify(world.desk.store(), time(NOW)).await.unwrap();
    assert!(verified.faults.iter().any(|fault| fault.what.contains("2045-06-09")), "{:?}", verified.faults);
    let ready = ask(&world.app(WRONG), Method::GET, "/readyz", &[], String::new()).await;
    assert!(ready.status == 200 && ready.body.contains("confirm-clock"), "{}", ready.body);
    let later = "2027-01-10T13:00:00Z";
    assert!(!pass(&world, later).await.clock_doubted);
    assert!(transfer::verify(world.desk.store(), time(later)).await.unwrap().faults.is_empty());
    assert!(world.find(&reference, later).await.is_some());
}

#[tokio::test]
async fn a_store_without_a_note_of_the_time_goes_by_its_newest_record() {
    let world = World::new();
    world.send(NOW, "registration", BODY).await;
    let before = everything(&world).await;
    assert!(pass(&world, WRONG).await.clock_doubted);
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn an_empty_store_begins_by_any_clock() {
    let world = World::new();
    assert!(!pass(&world, WRONG).await.clock_doubted);
}

#[tokio::test]
async fn an_erasure_under_a_wrong_clock_takes_only_what_was_asked_for() {
    let world = World::new();
    let gone = world.send(NOW, "registration", BODY).await;
    world.send(NOW, "registration", "event=ten&full_name=bo&email=bo@example.net").await;
    pass(&world, NOW).await;
    let nonces = async |world: &World| {
        everything(world).await.into_iter().filter(|key| key.pk.starts_with("N#")).count()
    };
    let before = nonces(&world).await;
    assert!(world.desk.erase(&gone, None, time(WRONG)).await.unwrap());
    assert!(nonces(&world).await >= before - 1);
}

#[tokio::test]
async fn after_months_of_rest_a_word_is_enough_and_nothing_else() {
    let world = World::new();
    world.send(NOW, "registration", BODY).await;
    pass(&world, NOW).await;
    for back in
        ["2027-08-01T12:00:00Z", "2027-08-01T18:00:00Z", "2027-08-02T12:00:00Z", "2027-08-03T12:00:00Z"]
    {
        assert!(pass(&world, back).await.clock_doubted, "{back}");
    }
    let third = "2027-08-03T12:00:00Z";
    world.desk.confirm_clock(time(third)).await.unwrap();
    assert!(!pass(&world, third).await.clock_doubted);
    assert_eq!(records(&world, third).await, 0);
}

#[tokio::test]
async fn after_a_weekend_of_rest_an_hour_is_enough_if_the_clock_goes_on_evenly() {
    let world = World::new();
    let look = async |now: &str| world.desk.look_at_clock(time(now)).await.unwrap() == ClockLook::Right;
    assert!(look(NOW).await);
    assert!(look("2027-01-11T13:00:00Z").await, "once a day");
    assert!(!look("2027-01-14T13:00:00Z").await);
    assert!(!look("2027-01-14T13:59:00Z").await);
    // It leaps again, so the hour begins anew.
    assert!(!look("2027-01-17T12:00:00Z").await);
    assert!(look("2027-01-17T13:00:00Z").await);
    assert!(look("2027-01-17T13:00:30Z").await);
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_believed_in_the_end() {
    let world = World::new();
    let look = async |now: &str| world.desk.look_at_clock(time(now)).await.unwrap();
    look(WRONG).await;
    for back in [NOW, "2027-01-11T12:00:00Z", "2027-01-12T12:00:00Z", "2027-01-13T12:00:00Z"] {
        assert_eq!(look(back).await, ClockLook::Right, "what is due then is due in any case");
    }
    assert!(matches!(look(WRONG).await, ClockLook::Ahead { until: None, .. }));
}

#[tokio::test]
async fn a_letter_that_was_written_in_the_future_is_sent_when_the_clock_is_back() {
    let world = World::new();
    world.send(NOW, "registration", "event=ten&full_name=bo&email=bo@example.net").await;
    pass(&world, NOW).await;
    let before = world.mails().len();
    world.send(WRONG, "mentor-request", "name=Eve&goal=Help&email=eve@example.net&country=NO").await;
    assert_eq!(pass(&world, "2027-01-10T12:05:00Z").await.sent, 1);
    assert_eq!(world.mails().len(), before + 1);
}
