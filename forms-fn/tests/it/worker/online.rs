//! Events online: who has a place gets the link, and nobody else; and the time where the reader lives.

use axum::http::Method;
use forms::EventStatus;
use forms_fn::secret::LinkPurpose;
use forms_fn::{Reference, Step};

use super::world::{NOW, World};
use crate::site::{ask, event_time, time};

const ROOM: &str = "https://meet.example.net/j/123?pwd=abc";

async fn page(world: &World, reference: &Reference) -> String {
    let token = world.desk.keyring().link(LinkPurpose::See, reference, time("2027-02-01T00:00:00Z"));
    let url = format!("/en/forms/registration/my?t={token}");
    ask(&world.app(NOW), Method::GET, &url, &[], "").await.body
}

#[tokio::test]
async fn the_link_goes_to_those_with_a_place_and_to_nobody_else() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    world.event().online = true;
    world.tick(NOW).await;
    let ada = world.register(NOW, "ada").await;
    let bo = world.register(NOW, "bo").await;
    world.tick(NOW).await;
    assert!(
        world.letter("ada", "confirmed").text.contains("You get the link from us before the event begins.")
    );
    assert!(!world.letter("bo", "waiting").text.contains("take part online"));

    assert_eq!(world.desk.set_link("ten", Some(ROOM), time(NOW)).await.unwrap(), None);
    assert_eq!(world.tick(NOW).await.told, 1);
    let told = world.letter("ada", "event_changed");
    assert!(
        told.text.contains(ROOM) && told.text.contains("The link to the event online is new."),
        "{}",
        told.text
    );
    assert!(!told.text.contains("Before:"), "{}", told.text);
    assert!(told.calendar.as_ref().unwrap().replace("\r\n ", "").contains(ROOM));
    assert_eq!(world.letters_to("bo"), ["waiting"]);
    assert!(page(&world, &ada).await.contains(ROOM.replace('&', "&amp;").as_str()));
    assert!(!page(&world, &bo).await.contains("meet.example.net"));
    for url in ["/en/forms/registration?event=ten", &format!("/en/forms/registration/received?ref={ada}")] {
        let public = ask(&world.app(NOW), Method::GET, url, &[], "").await;
        assert!(!public.body.contains("meet.example.net"), "{url}");
    }

    // Whoever gets the place later finds it in the letter, and whoever gave it up sees it no more.
    world.step(NOW, &ada, Step::Cancel).await;
    world.step(NOW, &bo, Step::Accept).await;
    world.tick(NOW).await;
    assert!(world.letter("bo", "confirmed").text.contains(ROOM));
    assert!(!world.letter("ada", "cancelled").text.contains("meet.example.net"));
    assert!(!page(&world, &ada).await.contains("meet.example.net"));
    world.tick("2027-01-20T09:00:00Z").await;
    assert!(world.letter("bo", "reminder").text.contains(ROOM));

    world.desk.set_link("ten", None, time(NOW)).await.unwrap();
    assert_eq!(world.tick(NOW).await.told, 0);
    assert!(!page(&world, &bo).await.contains("meet.example.net"));
    world.desk.set_link("ten", Some(ROOM), time(NOW)).await.unwrap();
    world.event().status = EventStatus::Cancelled;
    world.tick(NOW).await;
    assert!(!page(&world, &bo).await.contains("meet.example.net"));
    assert!(!world.letter("bo", "event_cancelled").text.contains("meet.example.net"));
}

#[tokio::test]
async fn organisers_hear_that_a_link_is_missing_in_the_week_before() {
    let mut world = World::new();
    world.event().online = true;
    let overview =
        |world: &World| world.mails().into_iter().filter(|mail| mail.id.starts_with("digest.")).count();
    world.tick("2027-01-13T07:00:00Z").await;
    assert_eq!(overview(&world), 0);
    world.tick("2027-01-15T07:00:00Z").await;
    assert_eq!(overview(&world), 1);
    let text = world.mails().pop().unwrap().text;
    assert!(text.contains("The link to this event online is missing."), "{text}");
    world.desk.set_link("ten", Some(ROOM), time(NOW)).await.unwrap();
    world.tick("2027-01-16T07:00:00Z").await;
    assert_eq!(overview(&world), 1);
}

#[tokio::test]
async fn a_letter_about_an_event_online_tells_the_time_of_other_countries() {
    let mut world = World::new();
    world.register(NOW, "ada").await;
    world.tick(NOW).await;
    assert!(!world.letter("ada", "confirmed").text.contains("That is"), "in a room the clock is the room's");
    world.event().online = true;
    world.register(NOW, "bo").await;
    world.tick(NOW).await;
    let text = world.letter("bo", "confirmed").text;
    assert!(text.contains("That is 2027-01-21 19:00 (Helsinki time)."), "{text}");
    assert_eq!(text.matches("That is").count(), 1, "Oslo and Stockholm have the event's time: {text}");
}

#[tokio::test]
async fn letters_about_the_end_of_time_are_written() {
    let mut world = World::new();
    world.event().starts = event_time("9999-12-29T18:00:00+01:00[Europe/Oslo]");
    world.event().ends = event_time("9999-12-29T21:00:00+01:00[Europe/Oslo]");
    world.event().closes = None;
    world.register(NOW, "ada").await;
    assert_eq!(world.tick(NOW).await.sent, 1);
    assert_eq!(world.letters_to("ada"), ["confirmed"]);
}
