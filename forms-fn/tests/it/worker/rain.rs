//! Nobody can rain letters on an address, and what is too much is held and not lost.

use forms_fn::{Status, Step, Visible};

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
    assert_eq!((last.status, last.doubts.as_slice()), (Status::Held, &["contact-overrun".to_owned()][..]));
    // Somebody else isn't kept out by it.
    let other = world.register(LATER, "other").await;
    assert_eq!(world.status(&other, LATER).await, Status::Confirmed);
    // What an organiser lets in gets its letter.
    world.tick(LATER).await;
    let before = world.mails().len();
    let all = world.desk.list("registration", Some("ten"), Visible::Everything, time(LATER)).await.unwrap();
    let held = all.iter().find(|stored| stored.record.status == Status::Held).unwrap();
    world.step(LATER, &held.record.reference, Step::Release).await;
    world.tick(LATER).await;
    assert_eq!(world.mails().len(), before + 1);
}
