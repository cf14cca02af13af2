//! What is deleted when: answers by their fields, the record with the last of them, requests that nobody confirmed.

use forms_fn::worker::{self, MonthlyReport};
use forms_fn::{Changed, Counts, Key, Reference, Status, Step};

use super::world::{NOW, World};
use crate::site::{event_time, time};

/// The event ends on 21 January at 21 in Oslo.
const ENDS: &str = "2027-01-21T20:00:00Z";

async fn report(world: &World, month: &str, now: &str) -> MonthlyReport {
    worker::report(&world.app(now), month, time(now)).await.unwrap()
}

fn days(from: &str, days: i64) -> String {
    (time(from) + jiff::SignedDuration::from_hours(24 * days)).to_string()
}

#[tokio::test]
async fn answers_go_by_their_dates_and_the_record_with_the_last() {
    let world = World::new();
    let body = "event=ten&full_name=Canaryname&email=ada@example.net&diet=meat&heard=poster";
    let reference = world.send(NOW, "registration", body).await;
    world.tick(NOW).await;
    let answers = async |now: &str| {
        world.find(&reference, now).await.map(|stored| stored.answers.into_keys().collect::<Vec<_>>())
    };
    assert_eq!(answers(NOW).await.unwrap(), ["diet", "email", "full_name", "heard"]);
    let overdue = report(&world, "2027-01", ENDS).await;
    assert_eq!(
        overdue.overdue(),
        1,
        "how they heard of it is a number from now on, and no worker has come yet"
    );
    world.tick(ENDS).await;
    let counted =
        world.desk.store().get(&Key::new("STAT#registration", "ten"), time(ENDS)).await.unwrap().unwrap();
    let counted: Counts = serde_json::from_value(counted.body).unwrap();
    assert_eq!(counted["heard"]["poster"], 1);
    assert_eq!(report(&world, "2027-01", ENDS).await.overdue(), 0);
    let later = days(ENDS, 14);
    world.tick(&later).await;
    assert_eq!(answers(&later).await.unwrap(), ["email", "full_name"]);
    let february = report(&world, "2027-02", &later).await;
    let deleted: Vec<_> = february.deleted.iter().map(|row| (row.field.as_str(), row.answers)).collect();
    assert_eq!(deleted, [("diet", 1)]);
    assert!(february.table().contains("registration  diet       1"), "{}", february.table());
    let json = serde_json::to_value(&february).unwrap();
    assert_eq!(
        json["deleted"][0],
        serde_json::json!({ "form": "registration", "field": "diet", "answers": 1 })
    );
    let end = days(ENDS, 90);
    world.tick(&end).await;
    assert_eq!(answers(&end).await, None);
    assert_eq!(world.keys("E#ten", &end).await.iter().filter(|key| key.sk.starts_with("R#")).count(), 0);
    assert_eq!(world.keys("P#", &end).await, Vec::<Key>::new());
    assert_eq!(world.keys("DUE", &end).await, Vec::<Key>::new());
    let april = report(&world, "2027-04", &end).await;
    assert_eq!(april.overdue(), 0);
    let deleted: Vec<_> = april.deleted.iter().map(|row| (row.field.as_str(), row.answers)).collect();
    assert_eq!(deleted, [("email", 1), ("full_name", 1)], "what went with the whole record");
    let file = std::fs::read(world.folder.path().join("submissions.sqlite")).unwrap();
    assert!(!file.windows(10).any(|bytes| bytes == b"Canaryname"));
}

#[tokio::test]
async fn an_end_that_moves_moves_the_dates() {
    let mut world = World::new();
    let body = "event=ten&full_name=ada&email=ada@example.net&diet=meat";
    let reference = world.send(NOW, "registration", body).await;
    world.tick(NOW).await;
    world.event().starts = event_time("2027-01-12T18:00:00+01:00[Europe/Oslo]");
    world.event().ends = event_time("2027-01-12T21:00:00+01:00[Europe/Oslo]");
    world.tick(NOW).await;
    let earlier = days("2027-01-12T20:00:00Z", 14);
    world.tick(&earlier).await;
    let record = world.find(&reference, &earlier).await.unwrap().record;
    assert!(record.sealed.is_empty(), "nine days before the first date");
    assert_eq!(report(&world, "2027-01", &earlier).await.deleted[0].field, "diet");
}

#[tokio::test]
async fn a_request_that_nobody_confirms_goes_after_48_hours() {
    let world = World::new();
    let request = "name=Eve&goal=Help&email=eve@example.net&country=NO";
    let reference = world.send(NOW, "mentor-request", request).await;
    world.tick(NOW).await;
    let mail = world.letter("eve", "confirm_address");
    assert!(mail.text.contains("before 2027-01-12 13:00 (Oslo time)"), "by the clock of Oslo: {}", mail.text);
    assert_eq!(mail.text.matches("my?t=").count(), 1);
    world.tick("2027-01-12T11:59:59Z").await;
    assert_eq!(world.status(&reference, NOW).await, Status::Unconfirmed);
    world.tick("2027-01-12T12:00:00Z").await;
    assert!(world.find(&reference, NOW).await.is_none());
}

async fn received(world: &World) -> Reference {
    let request = "name=Eve&goal=Help&email=eve@example.net&country=NO";
    let reference = world.send(NOW, "mentor-request", request).await;
    let changed = world.desk.change(&reference, Step::Confirm, None, time(NOW)).await.unwrap();
    assert_eq!(changed, Changed::Done(Status::Received));
    world.tick(NOW).await;
    reference
}

#[tokio::test]
async fn whoever_does_not_answer_after_half_a_year_is_asked_once_and_then_forgotten() {
    let world = World::new();
    let reference = received(&world).await;
    assert_eq!(world.letters_to("eve"), ["received"], "the address is confirmed already");
    let half = days(NOW, 182);
    world.tick(&half).await;
    world.tick(&half).await;
    assert_eq!(world.letters_to("eve"), ["received", "still_wanted"]);
    let mail = world.letter("eve", "still_wanted");
    let token = mail.text.split("my?t=").nth(1).unwrap().split_whitespace().next().unwrap();
    let keep = forms_fn::secret::LinkPurpose::Keep;
    assert_eq!(world.desk.keyring().open(keep, token, time(&half)), Some(reference.clone()));
    world.tick(&days(NOW, 182 + 29)).await;
    assert_eq!(world.status(&reference, &half).await, Status::Received);
    world.tick(&days(NOW, 182 + 30)).await;
    let now = days(NOW, 182 + 30);
    assert_eq!(world.desk.find(&reference, time(&now)).await.unwrap(), None, "as the notice says");
}

#[tokio::test]
async fn whoever_answers_is_asked_again_after_as_long() {
    let world = World::new();
    let reference = received(&world).await;
    world.tick(&days(NOW, 182)).await;
    let yes = days(NOW, 190);
    world.desk.change(&reference, Step::Keep, None, time(&yes)).await.unwrap();
    world.tick(&days(NOW, 182 + 30)).await;
    assert_eq!(world.status(&reference, &yes).await, Status::Received);
    assert_eq!(world.letters_to("eve"), ["received", "still_wanted"]);
    world.tick(&days(NOW, 190 + 182)).await;
    assert_eq!(world.letters_to("eve"), ["received", "still_wanted", "still_wanted"]);
}

/// Everything about requests that nobody has asked about yet, long after the notice says that they are gone.
async fn assert_gone(world: &World, references: &[Reference]) {
    let long = days(NOW, 182 + 30);
    // What an older version wrote has no entries: the worker writes them, and the next pass works them off.
    world.tick(NOW).await;
    for _ in 0..3 {
        world.tick(&long).await;
    }
    let end = days(NOW, 2 * (182 + 30));
    for _ in 0..3 {
        world.tick(&end).await;
    }
    for reference in references {
        assert_eq!(world.find(reference, &end).await, None);
    }
    assert!(world.keys("F#", &end).await.is_empty());
}

async fn verified(world: &World, now: &str) -> Vec<String> {
    let verified = forms_fn::transfer::verify(world.desk.store(), time(now)).await.unwrap();
    verified.faults.into_iter().map(|fault| fault.what).collect()
}

#[tokio::test]
async fn a_request_that_is_held_or_came_by_telephone_goes_too_in_every_status() {
    let world = World::new();
    let mut references = Vec::new();
    for (name, step) in [("Held", None), ("Let-in", Some(Step::Release))] {
        let reference = world.send(NOW, "mentor-request", &format!("name={name}&goal=Help&country=NO")).await;
        assert_eq!(world.status(&reference, NOW).await, Status::Held, "no address: an organiser looks first");
        if let Some(step) = step {
            world.desk.change(&reference, step, None, time(NOW)).await.unwrap();
        }
        references.push(reference);
    }
    assert_eq!(verified(&world, NOW).await, Vec::<String>::new());
    assert_gone(&world, &references).await;
}

#[tokio::test]
async fn a_request_that_is_closed_goes_and_one_that_is_opened_again_has_an_end_again() {
    let world = World::new();
    let (closed, opened) = (received(&world).await, received_of(&world, "bo").await);
    world.desk.change(&closed, Step::Close, None, time(NOW)).await.unwrap();
    world.desk.change(&opened, Step::Cancel, None, time(NOW)).await.unwrap();
    world.desk.change(&opened, Step::Undo, None, time(NOW)).await.unwrap();
    assert_eq!(verified(&world, NOW).await, Vec::<String>::new());
    let later = days(NOW, 31);
    world.tick(&later).await;
    assert!(world.find(&closed, &later).await.is_none(), "its answers are counted from the closing");
    assert_gone(&world, &[closed, opened]).await;
}

#[tokio::test]
async fn verify_finds_a_record_without_an_end_and_the_worker_gives_it_one() {
    let world = World::new();
    let held = world.send(NOW, "mentor-request", "name=Old&goal=Help&country=NO").await;
    for key in world.keys("DUE", NOW).await {
        let write =
            forms_fn::Write { key, expected: forms_fn::Expected::Anything, change: forms_fn::Change::Delete };
        world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
    }
    assert_eq!(verified(&world, NOW).await, ["the entry `close` that leads to its end is missing"]);
    world.tick(NOW).await;
    assert_eq!(verified(&world, NOW).await, Vec::<String>::new());
    assert_gone(&world, &[held]).await;
}

async fn received_of(world: &World, name: &str) -> Reference {
    let request = format!("name={name}&goal=Help&email={name}@example.net&country=NO");
    let reference = world.send(NOW, "mentor-request", &request).await;
    world.desk.change(&reference, Step::Confirm, None, time(NOW)).await.unwrap();
    reference
}

/// Every answer that was sent is reported once when it is gone, whatever took it: its date, the whole record, or the person.
#[tokio::test]
async fn the_reports_of_all_months_tell_every_answer_that_was_deleted() {
    let world = World::new();
    let mut sent = std::collections::BTreeMap::<String, u32>::new();
    let mut people = Vec::new();
    for (name, more) in
        [("ada", "&diet=meat&heard=poster"), ("bo", "&news=yes"), ("cy", "&diet=pork"), ("di", "")]
    {
        let body = format!("event=ten&full_name={name}&email={name}@example.net{more}");
        let reference = world.send(NOW, "registration", &body).await;
        for field in world.find(&reference, NOW).await.unwrap().answers.into_keys() {
            *sent.entry(field).or_default() += 1;
        }
        people.push(reference);
    }
    world.tick(NOW).await;
    assert!(world.desk.erase(&people[3], Some(&world.terms()), time(NOW)).await.unwrap());
    let end = days(ENDS, 400);
    for at in [ENDS, &days(ENDS, 14), &days(ENDS, 90), &end] {
        world.tick(at).await;
    }
    assert_eq!(world.keys("E#ten", &end).await.iter().filter(|key| key.sk.starts_with("R#")).count(), 0);
    let mut told = std::collections::BTreeMap::<String, u32>::new();
    for month in ["2027-01", "2027-02", "2027-03", "2027-04", "2028-02"] {
        for row in report(&world, month, &end).await.deleted {
            *told.entry(row.field).or_default() += row.answers;
        }
    }
    assert_eq!(told, sent);
}

/// The letter of a request whose address nobody confirmed waits for a mail server that is away; what was due later waits, too.
#[tokio::test]
async fn what_leads_to_a_record_that_is_gone_goes_within_a_day() {
    let world = World::new();
    world.send(NOW, "mentor-request", "name=Eve&goal=Help&email=eve@example.net&country=NO").await;
    let over = days(NOW, 2);
    let left = async |now: &str| {
        let mut left = world.keys("OUT", now).await.len() + world.keys("DUE", now).await.len();
        left += world.keys("CALL", now).await.len();
        left
    };
    let reference = world.keys("P#", NOW).await.remove(0).pk["P#".len()..].parse::<String>().unwrap();
    let reference = Reference::parse(&reference).unwrap();
    assert!(world.desk.drop_unconfirmed(&reference, time(&over)).await.unwrap());
    assert!(left(&over).await > 0, "nobody has looked yet");
    assert_eq!(verified(&world, &over).await, Vec::<String>::new(), "it was there until just now");
    assert_ne!(verified(&world, &days(NOW, 9)).await, Vec::<String>::new(), "nobody took it away");
    world.tick(&days(NOW, 9)).await;
    assert_eq!(left(&days(NOW, 9)).await, 0);
    assert_eq!(verified(&world, &days(NOW, 9)).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_private_link_of_an_event_goes_with_its_last_record() {
    let world = World::new();
    world.register(NOW, "ada").await;
    world.tick(NOW).await;
    world.desk.set_link("ten", Some("https://meet.example.net/j/1"), time(NOW)).await.unwrap();
    world.tick(NOW).await;
    let link = async |now: &str| world.desk.link("ten", time(now)).await.unwrap();
    for day in [89, 90] {
        world.tick(&days(ENDS, day)).await;
        assert!(link(&days(ENDS, day)).await.is_some(), "day {day}");
    }
    // The store is looked through once a day.
    let next = days(ENDS, 91);
    world.tick(&next).await;
    assert_eq!(link(&next).await, None);
    let items = world.desk.store().scan(None, 10_000, time(&next)).await.unwrap();
    assert!(items.iter().all(|item| !item.body.to_string().contains("meet.example.net")));
}
