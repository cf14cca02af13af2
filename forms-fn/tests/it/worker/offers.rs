//! Offered seats: the next one's turn, the night, seats that are added.

use forms_fn::{Status, Step};

use super::world::{NOW, World};

/// One has the seat, three wait.
async fn one_seat() -> (World, Vec<forms_fn::Reference>) {
    let mut world = World::new();
    world.event().capacity = Some(1);
    let mut people = Vec::new();
    for name in ["ada", "bo", "cai", "dee"] {
        people.push(world.register(NOW, name).await);
    }
    world.tick(NOW).await;
    (world, people)
}

#[tokio::test]
async fn an_offer_that_ends_goes_to_the_next_in_one_pass() {
    let (world, people) = one_seat().await;
    assert_eq!(world.letters_to("bo"), ["waiting"]);
    assert!(world.letter("bo", "waiting").text.contains("number 1 on the waiting list"));
    world.step(NOW, &people[0], Step::Cancel).await;
    world.tick(NOW).await;
    assert_eq!(world.letters_to("bo"), ["waiting", "offered"]);
    let offered = world.letter("bo", "offered");
    assert!(
        offered.text.contains("before 2027-01-11 13:00 (Oslo time)"),
        "a folder without words for dates: {}",
        offered.text
    );
    assert_eq!(offered.text.matches("/en/forms/registration/my?t=").count(), 2, "to say yes, and to see");
    let report = world.tick("2027-01-11T12:00:00Z").await;
    assert_eq!((report.sent, report.put_off), (2, 0));
    let now = "2027-01-11T12:00:00Z";
    assert_eq!(world.status(&people[1], now).await, Status::Lapsed);
    assert_eq!(world.status(&people[2], now).await, Status::Offered);
    assert_eq!(world.letters_to("bo"), ["waiting", "offered", "lapsed"]);
    assert_eq!(world.letters_to("cai"), ["waiting", "offered"]);
    assert_eq!(world.letters_to("dee"), ["waiting"]);
}

#[tokio::test]
async fn an_offer_that_was_accepted_does_not_end() {
    let (world, people) = one_seat().await;
    world.step(NOW, &people[0], Step::Cancel).await;
    world.tick(NOW).await;
    world.step("2027-01-11T11:00:00Z", &people[1], Step::Accept).await;
    world.tick("2027-01-11T12:00:00Z").await;
    assert_eq!(world.letters_to("bo"), ["waiting", "offered", "confirmed"]);
    assert_eq!(world.letters_to("cai"), ["waiting"]);
    assert!(world.keys("DUE", NOW).await.iter().all(|key| !key.sk.contains("#offer#")));
}

#[tokio::test]
async fn offers_wait_for_the_morning_and_confirmations_do_not() {
    let (world, people) = one_seat().await;
    let (night, morning) = ("2027-01-10T21:30:00Z", "2027-01-11T07:00:00Z");
    world.step(night, &people[0], Step::Cancel).await;
    let report = world.tick(night).await;
    assert_eq!((report.sent, report.put_off), (1, 1), "half past ten in the evening in Oslo");
    assert_eq!(world.letters_to("ada"), ["confirmed", "cancelled"]);
    assert_eq!(world.letters_to("bo"), ["waiting"]);
    assert_eq!(world.tick("2027-01-11T06:59:59Z").await.sent, 0);
    assert_eq!(world.tick(morning).await.sent, 1);
    assert_eq!(world.letters_to("bo"), ["waiting", "offered"]);
}

#[tokio::test]
async fn an_offer_that_was_answered_before_it_was_sent_is_not_sent() {
    let (world, people) = one_seat().await;
    let night = "2027-01-10T21:30:00Z";
    world.step(night, &people[0], Step::Cancel).await;
    world.tick(night).await;
    world.step("2027-01-11T06:00:00Z", &people[1], Step::Cancel).await;
    world.tick("2027-01-11T08:00:00Z").await;
    assert_eq!(world.letters_to("bo"), ["waiting", "cancelled"]);
    assert_eq!(world.letters_to("cai"), ["waiting", "offered"]);
}

#[tokio::test]
async fn seats_that_are_added_are_offered() {
    let (mut world, people) = one_seat().await;
    world.event().capacity = Some(3);
    let report = world.tick(NOW).await;
    assert_eq!((report.offered, report.sent), (2, 2));
    assert_eq!(world.status(&people[2], NOW).await, Status::Offered);
    assert_eq!(world.status(&people[3], NOW).await, Status::Waiting);
    assert_eq!(world.tick(NOW).await.offered, 0);
}
