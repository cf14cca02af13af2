//! The daily overview: numbers and titles, once a day, and nothing when nothing happened.

use forms_fn::worker;

use super::world::{Mail, NOW, World};
use crate::site::time;

/// Seven in the morning in Oslo, and six in the morning in Finland's time an hour earlier.
const SEVEN: &str = "2027-01-11T06:00:00Z";

fn overviews(world: &World) -> Vec<Mail> {
    world.mails().into_iter().filter(|mail| mail.id.starts_with("digest.")).collect()
}

#[tokio::test]
async fn an_organisation_reads_numbers_of_its_own_events_and_requests() {
    let mut world = World::new();
    world.event().capacity = Some(2);
    let first = world.register(NOW, "ada").await;
    world.register(NOW, "bo").await;
    world.register(NOW, "cai").await;
    world.send(NOW, "registration", "event=ten&full_name=dee&phone=%2B4712345678").await;
    world.step(NOW, &first, forms_fn::Step::Cancel).await;
    let request = "name=Eve&goal=Help&email=eve@example.net&country=NO";
    let request = world.send(NOW, "mentor-request", request).await;
    world.desk.change(&request, forms_fn::Step::Confirm, None, time(NOW)).await.unwrap();
    let elsewhere = "name=Fay&goal=Help&email=fay@example.net&country=DK";
    world.send(NOW, "mentor-request", elsewhere).await;
    assert_eq!(world.tick("2027-01-11T05:59:59Z").await.digests, 0);
    assert_eq!(world.tick(SEVEN).await.digests, 1);
    let mails = overviews(&world);
    assert_eq!(mails.len(), 1, "Finland has no news");
    let mail = &mails[0];
    assert_eq!((mail.id.as_str(), mail.to.as_str()), ("digest.north.2027-01-11", "norway@example.org"));
    for words in [
        "Dinner ten & more",
        "4 new registrations",
        "1 person on the waiting list",
        "1 cancellation",
        "Ask for a mentor",
        "1 new request",
        "1 person without e-mail",
    ] {
        assert!(mail.text.contains(words), "no `{words}` in {}", mail.text);
    }
    for name in ["ada", "bo@", "Eve", "eve@", "12345678", "my?t="] {
        assert!(!mail.text.contains(name), "`{name}` in {}", mail.text);
    }
}

#[tokio::test]
async fn it_comes_once_a_day_whoever_sends_it_and_only_with_news() {
    let world = World::new();
    world.register(NOW, "ada").await;
    let other = world.other_desk();
    let (post, now) = (world.post(), time(SEVEN));
    let (one, two) = (world.app(SEVEN), world.app_of(&other, SEVEN));
    let (first, second) = tokio::join!(worker::tick(&one, &post, now), worker::tick(&two, &post, now));
    assert_eq!(first.digests + second.digests, 1);
    assert_eq!(world.tick("2027-01-11T15:00:00Z").await.digests, 0);
    assert_eq!(world.tick("2027-01-12T06:00:00Z").await.digests, 0, "nothing is new");
    world.register("2027-01-12T06:30:00Z", "bo").await;
    assert_eq!(world.tick("2027-01-12T07:00:00Z").await.digests, 0);
    assert_eq!(world.tick("2027-01-13T06:00:00Z").await.digests, 1);
    assert_eq!(overviews(&world).len(), 2);
    assert!(overviews(&world)[1].text.contains("1 new registration"));
}

#[tokio::test]
async fn an_overview_that_was_not_sent_is_tried_again_and_then_part_of_the_next() {
    let world = World::new();
    world.register(NOW, "ada").await;
    let file = world.folder.path().join("no-folder");
    std::fs::write(&file, "").unwrap();
    let broken = worker::Post { transport: forms_fn::mail::Transport::Folder(file), from: None };
    let report = worker::tick(&world.app(SEVEN), &broken, time(SEVEN)).await;
    assert_eq!((report.digests, report.failures), (0, 0));
    assert_eq!(world.tick("2027-01-11T06:04:00Z").await.digests, 0, "another may be at it");
    let report = worker::tick(&world.app(SEVEN), &broken, time("2027-01-11T06:06:00Z")).await;
    assert_eq!(report.digests, 0);
    assert_eq!(world.tick("2027-01-12T06:00:00Z").await.digests, 1);
    assert!(overviews(&world)[0].text.contains("1 new registration"));
}
