//! Nobody can rain letters on an address, and what is too much is held and not lost.

use forms_fn::{Changed, Status, Step, Visible};

use super::world::{NOW, World};
use crate::site::time;

const LATER: &str = "2027-01-10T12:30:00Z";

#[tokio::test]
async fn an_address_gets_no_more_than_six_letters_in_an_hour_however_it_is_written() {
    let world = World::new();
    let mut last = None;
    for number in 0..60 {
        let tag = if number % 3 == 0 { String::new() } else { format!("%2B{number}") };
        let who = format!("email=Victim{tag}@example.net");
        last = Some(match number % 2 {
            0 => {
                let body = format!("name=Eve+{number}&goal=Help&country=NO&{who}");
                world.send(NOW, "mentor-request", &body).await
            }
            _ => world.send(NOW, "registration", &format!("event=ten&full_name=Guest+{number}&{who}")).await,
        });
    }
    world.tick(LATER).await;
    let rain = world.mails().into_iter().filter(|mail| mail.to.to_lowercase().contains("victim")).count();
    assert!((1..=6).contains(&rain), "{rain} letters");
    let last = world.find(&last.unwrap(), LATER).await.unwrap().record;
    assert_eq!((last.status(), last.doubts()), (Status::Held, &["contact-overrun".to_owned()][..]));
    // Somebody else isn't kept out by it.
    let other = world.register(LATER, "other").await;
    assert_eq!(world.status(&other, LATER).await, Status::Confirmed);
    // What an organiser lets in gets its letter.
    world.tick(LATER).await;
    let before = world.mails().len();
    let all = world.desk.list("registration", Some("ten"), Visible::Everything, time(LATER)).await.unwrap();
    let held = all.iter().find(|stored| stored.record.status() == Status::Held).unwrap();
    world.step(LATER, &held.record.reference, Step::Release).await;
    world.tick(LATER).await;
    assert_eq!(world.mails().len(), before + 1);
}

/// What organisers write again draws from what the address may get of registrations.
#[tokio::test]
async fn letters_that_are_written_again_are_bounded_and_the_organiser_is_told_until_when() {
    let world = World::new();
    let (ada, bo) = (world.register(NOW, "ada").await, world.register(NOW, "bo").await);
    world.tick(NOW).await;
    let (terms, now) = (world.terms(), time(NOW));
    let mut refused = 0;
    for _ in 0..20 {
        match world.desk.resend(&ada, Some(&terms), now).await.unwrap() {
            Changed::Done(_) => {}
            Changed::NotBefore(until) => {
                assert!(now < until && until <= time(LATER), "{until}");
                refused += 1;
            }
            other => panic!("{other:?}"),
        }
        world.tick(NOW).await;
    }
    assert_eq!((world.letters_to("ada").len(), refused), (6, 15));
    let ada_address = world.find(&ada, NOW).await.unwrap().record.address().unwrap().to_owned();
    let bo_address = world.find(&bo, NOW).await.unwrap().record.address().unwrap().to_owned();
    let changed = world.desk.correct(&bo, &ada_address, Some(&terms), now).await.unwrap().unwrap();
    assert!(matches!(changed, Changed::NotBefore(_)), "{changed:?}");
    let kept = world.find(&bo, NOW).await.unwrap().record;
    assert_eq!(kept.address(), Some(bo_address.as_str()), "nothing has changed");
    let later = world.desk.resend(&ada, Some(&terms), time(LATER)).await.unwrap();
    assert!(matches!(later, Changed::Done(_)), "{later:?}");
}

#[tokio::test]
async fn cancelling_and_undoing_again_and_again_rains_no_letters() {
    let world = World::new();
    let ada = world.register(NOW, "ada").await;
    world.tick(NOW).await;
    for _ in 0..12 {
        world.step(NOW, &ada, Step::Cancel).await;
        world.tick(NOW).await;
        world.step(NOW, &ada, Step::Undo).await;
        world.tick(NOW).await;
    }
    let letters = world.letters_to("ada");
    assert!((3..=7).contains(&letters.len()), "the first cancellation and six more: {letters:?}");
    assert_eq!(letters.iter().filter(|kind| *kind == "cancelled").count().min(1), 1, "{letters:?}");
    assert_eq!(world.status(&ada, NOW).await, Status::Confirmed, "what was done is done");
    // What had to wait tells how it stands, once.
    world.tick(LATER).await;
    let all = world.letters_to("ada");
    assert_eq!(
        (all.len(), all.last().map(String::as_str)),
        (letters.len() + 1, Some("confirmed")),
        "{all:?}"
    );
}

/// From however many networks it comes.
#[tokio::test]
async fn an_event_that_fills_within_an_hour_is_named_to_the_organisers() {
    let mut world = World::new();
    world.event().capacity = Some(20);
    for number in 0..11 {
        world.register(NOW, &format!("guest{number}")).await;
    }
    world.tick("2027-01-11T12:00:00Z").await;
    let told = world.mails().into_iter().find(|mail| mail.text.contains("more than half of the places"));
    assert!(told.expect("an overview").text.contains("Number of forms: 11."));
}
