//! Events that the site shows no more, and events that have another name: nobody is forgotten, and nothing is promised.

use axum::http::Method;
use forms::EventStatus;
use forms_fn::secret::LinkPurpose;
use forms_fn::{Action, Key, Reference, Status, Step, transfer};

use super::world::{NOW, World, both};
use crate::site::{Answer, FORM, ask, event_time, time};

const MY: &str = "/en/forms/registration/my";
const SEVEN: &str = "2027-01-11T06:00:00Z";

/// Two seats: Ada and Bo have them, Cai waits.
async fn full() -> (World, [Reference; 3]) {
    let mut world = World::new();
    world.event().capacity = Some(2);
    world.tick(NOW).await;
    let mut people = Vec::new();
    for name in ["ada", "bo", "cai"] {
        people.push(world.register(NOW, name).await);
    }
    world.tick(NOW).await;
    (world, people.try_into().unwrap())
}

async fn page(world: &World, reference: &Reference, purpose: LinkPurpose, now: &str) -> Answer {
    let token = world.desk.keyring().link(purpose, reference, time("2027-02-01T00:00:00Z"));
    ask(&world.app(now), Method::GET, &format!("{MY}?t={token}"), &[], "").await
}

async fn press(
    world: &World,
    reference: &Reference,
    purpose: LinkPurpose,
    action: &str,
    now: &str,
) -> Answer {
    let token = world.desk.keyring().link(purpose, reference, time("2027-02-01T00:00:00Z"));
    let body = format!("action={action}&t={token}");
    ask(&world.app(now), Method::POST, MY, &[("content-type", FORM)], body).await
}

async fn faults(world: &World, now: &str) -> Vec<String> {
    let found = transfer::verify(world.desk.store(), time(now)).await.unwrap();
    found.faults.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_event_that_the_site_has_lost_promises_nothing_and_comes_back_whole() {
    let (mut world, [ada, bo, cai]) = full().await;
    world.step(NOW, &bo, Step::Cancel).await;
    assert_eq!(world.status(&cai, NOW).await, Status::Offered);
    let event = world.manifest.events.remove("ten").unwrap();

    world.tick(NOW).await;
    assert!(world.letters_to("cai").is_empty() || world.letters_to("cai") == ["waiting"], "no offer leaves");
    let own = page(&world, &ada, LinkPurpose::See, NOW).await;
    own.assert_has(&[
        "We cannot find this event on our site any more.",
        "Write to norway@example.org.",
        "Dinner ten &amp; more",
        ">Cancel my registration</a>",
    ]);
    assert!(!own.body.contains("class=\"standing\""), "{}", own.body);
    assert!(!own.body.contains("Change my answers"), "{}", own.body);
    assert!(!page(&world, &cai, LinkPurpose::Accept, NOW).await.body.contains("value=\"accept\""));
    assert_eq!(press(&world, &cai, LinkPurpose::Accept, "accept", NOW).await.status, 409);
    assert_eq!(press(&world, &bo, LinkPurpose::Undo, "undo", NOW).await.status, 409);
    let received = format!("/en/forms/registration/received?ref={ada}");
    let received = ask(&world.app(NOW), Method::GET, &received, &[], "").await;
    received.assert_has(&["We cannot find this event on our site any more."]);
    assert!(!received.body.contains("reserved"), "{}", received.body);

    // A day later the offer would be over, and the organisers read about it.
    world.tick(SEVEN).await;
    let later = "2027-01-13T12:00:00Z";
    world.tick(later).await;
    assert_eq!(world.status(&cai, later).await, Status::Offered, "nobody could have said yes");
    let overview = world.mails().into_iter().find(|mail| mail.id.starts_with("digest.north")).unwrap();
    for words in ["Not on the site any more, but 2 people are registered", "forms-fn move-event", "18:00"] {
        assert!(overview.text.contains(words), "no `{words}` in {}", overview.text);
    }
    assert_eq!(faults(&world, later).await, [] as [&str; 0]);
    let site = forms_fn::FormsFolder::from_parts(&crate::site::parts()).unwrap();
    let found = transfer::verify_events(world.desk.store(), &site, time(later)).await.unwrap();
    assert!(found.is_empty(), "that site has the event: {found:?}");

    world.manifest.events.insert("ten".to_owned(), event);
    world.tick(later).await;
    let offer = world.find(&cai, later).await.unwrap().record.offer_until().unwrap();
    assert!(offer >= time("2027-01-14T12:00:00Z"), "the time begins anew: {offer}");
    assert_eq!(world.letters_to("cai").last().unwrap(), "offered");
    page(&world, &cai, LinkPurpose::Accept, later).await.assert_has(&["value=\"accept\""]);
    page(&world, &ada, LinkPurpose::See, later).await.assert_has(&["You have a place"]);
}

#[tokio::test]
async fn a_letter_about_a_lost_event_waits_until_it_is_there_again() {
    let mut world = World::new();
    world.tick(NOW).await;
    world.register(NOW, "ada").await;
    let event = world.manifest.events.remove("ten").unwrap();
    let report = world.tick(NOW).await;
    assert_eq!((report.sent, report.put_off), (0, 1));
    world.manifest.events.insert("ten".to_owned(), event);
    assert_eq!(world.tick("2027-01-10T12:10:00Z").await.sent, 1);
    assert_eq!(world.letters_to("ada"), ["confirmed"]);
}

#[tokio::test]
async fn a_lost_event_that_is_called_off_is_told() {
    let (mut world, [ada, ..]) = full().await;
    world.manifest.events.remove("ten");
    world.tick(NOW).await;
    assert!(world.desk.call_off("ten", time(NOW)).await.unwrap());
    assert_eq!(world.tick(NOW).await.told, 3);
    assert_eq!(world.letter("ada", "event_cancelled").entry("METHOD"), "CANCEL");
    page(&world, &ada, LinkPurpose::See, NOW).await.assert_has(&["This event is cancelled."]);
}

#[tokio::test]
async fn answers_and_the_key_of_a_lost_event_go_at_their_time() {
    let mut world = World::new();
    world.tick(NOW).await;
    world.send(NOW, "registration", "event=ten&full_name=ada&email=ada@example.net&diet=meat").await;
    let key = Key::new("E#ten", "KEY");
    let has_key = async |now: &str| world.desk.store().get(&key, time(now)).await.unwrap().is_some();
    assert!(has_key(NOW).await);
    world.manifest.events.remove("ten");
    for now in ["2027-01-20T12:00:00Z", "2027-01-30T12:00:00Z"] {
        world.tick(now).await;
        assert!(has_key(now).await, "{now}");
    }
    world.tick("2027-02-05T12:00:00Z").await;
    assert!(!has_key("2027-02-05T12:00:00Z").await, "14 days after the event");
    for now in ["2027-05-01T12:00:00Z", "2027-05-01T12:01:00Z"] {
        world.tick(now).await;
    }
    assert_eq!(faults(&world, "2027-05-01T12:01:00Z").await, [] as [&str; 0]);
    let left = world.keys("E#ten", "2027-05-01T12:01:00Z").await;
    assert!(!left.iter().any(|key| key.sk.starts_with("R#")), "{left:?}");
}

#[tokio::test]
async fn an_event_whose_folder_was_renamed_takes_its_people_along() {
    let (mut world, [ada, bo, cai]) = full().await;
    let diet = "event=ten&full_name=Dee&email=dee@example.net&diet=meat";
    let dee = world.send(NOW, "registration", diet).await;
    world.tick(NOW).await;
    let event = world.manifest.events.remove("ten").unwrap();
    world.manifest.events.insert("table".to_owned(), event);
    let uid = world.letter("ada", "confirmed").entry("UID");

    world.tick(NOW).await;
    let list = world.desk.list("registration", Some("table"), forms_fn::Visible::Organisers, time(NOW)).await;
    let list = list.unwrap();
    assert_eq!(list.len(), 4);
    let of =
        |reference: &Reference| list.iter().find(|stored| stored.record.reference == *reference).unwrap();
    assert_eq!(of(&dee).answers["diet"], serde_json::json!(["meat"]), "sealed with the key of the new name");
    assert_eq!((of(&cai).position, of(&dee).position), (Some(1), Some(2)), "the list keeps its order");
    assert_eq!(world.keys("E#ten", NOW).await, []);
    assert_eq!(world.letters_to("ada"), ["confirmed"], "{}", world.mails().pop().unwrap().text);
    let counters = world.desk.counters("table", time(NOW)).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting, counters.registered), (2, 2, 4));
    assert_eq!(faults(&world, NOW).await, [] as [&str; 0]);
    let audits = world.desk.audits("2027-01", time(NOW)).await.unwrap();
    assert!(audits.iter().any(|entry| entry.action == Action::MoveEvent && entry.count == 4));

    // A newcomer waits, an address that is known is known, and a change reaches the same calendar entry.
    let body = "event=table&full_name=Eve&email=eve@example.net";
    let eve = world.send(NOW, "registration", body).await;
    assert_eq!(world.status(&eve, NOW).await, Status::Waiting);
    world.send(NOW, "registration", "event=table&full_name=Ann&email=ada@example.net").await;
    let event = world.manifest.events.get_mut("table").unwrap();
    event.place = both("The garden, Oslo", "الحديقة، أوسلو");
    world.tick(NOW).await;
    // The first one is about the second form, which waits.
    assert_eq!(world.letters_to("ada"), ["confirmed", "event_changed", "already", "event_changed"]);
    assert_eq!(world.letter("ada", "event_changed").entry("UID"), uid);
    page(&world, &bo, LinkPurpose::See, NOW).await.assert_has(&["You have a place"]);
    assert_eq!(press(&world, &ada, LinkPurpose::Cancel, "cancel", NOW).await.status, 303);
}

#[tokio::test]
async fn another_event_is_never_taken_for_a_renamed_one() {
    let (mut world, _) = full().await;
    let mut event = world.manifest.events.remove("ten").unwrap();
    event.title = both("Another dinner", "عشاء آخر");
    world.manifest.events.insert("other".to_owned(), event.clone());
    world.tick(NOW).await;
    assert!(world.desk.listed(time(NOW)).await.unwrap()["ten"].lost_since.is_some());
    assert_eq!(world.desk.counters("other", time(NOW)).await.unwrap().registered, 0);

    // An organiser says that it is the same one: who was told another title and time hears of the time.
    event.starts = event_time("2027-01-21T19:00:00+01:00[Europe/Oslo]");
    world.manifest.events.insert("other".to_owned(), event);
    let terms = forms_fn::Terms { event: "other".to_owned(), ..terms_of(&world, "other") };
    let early = world.send(NOW, "registration", "event=other&full_name=Eve&email=cai@example.net").await;
    let moved = world.desk.move_event("ten", &terms, time(NOW)).await.unwrap().unwrap();
    assert_eq!((moved.records, moved.too_many), (3, true), "nobody loses a seat");
    assert_eq!(world.status(&early, NOW).await, Status::Confirmed);
    world.tick(NOW).await;
    assert!(world.letters_to("ada").contains(&"event_changed".to_owned()), "{:?}", world.letters_to("ada"));
    assert_eq!(faults(&world, NOW).await, [] as [&str; 0]);
    assert_eq!(
        world.desk.move_event("ten", &terms, time(NOW)).await.unwrap(),
        Err(forms_fn::NoMove::Unknown)
    );
}

fn terms_of(world: &World, event: &str) -> forms_fn::Terms {
    let app_forms = &world.manifest.events[event];
    forms_fn::Terms {
        event: event.to_owned(),
        capacity: app_forms.capacity,
        waitlist: true,
        starts: app_forms.starts.timestamp(),
        ends: app_forms.ends.timestamp(),
        zone: app_forms.starts.time_zone().clone(),
        offer: world.manifest.offer.clone(),
        full: false,
        cancelled: false,
    }
}

#[tokio::test]
async fn whoever_was_moved_there_and_back_goes_along_once_more() {
    let (mut world, [ada, ..]) = full().await;
    let event = world.manifest.events.remove("ten").unwrap();
    world.manifest.events.insert("table".to_owned(), event);
    // The site has the new name, and the records are back at the old one.
    let terms = terms_of(&world, "table");
    world.desk.move_event("ten", &terms, time(NOW)).await.unwrap().unwrap();
    let back = forms_fn::Terms { event: "ten".to_owned(), ..terms };
    world.desk.move_event("table", &back, time(NOW)).await.unwrap().unwrap();
    world.tick(NOW).await;
    assert_eq!(world.find(&ada, NOW).await.unwrap().record.event(), Some("table"));
    assert_eq!(faults(&world, NOW).await, [] as [&str; 0]);
}

#[tokio::test]
async fn an_event_that_is_over_and_done_is_not_looked_at_again() {
    let mut world = World::new();
    world.tick(NOW).await;
    let later = "2027-06-01T12:00:00Z";
    world.tick(later).await;
    world.tick(later).await;
    assert!(world.desk.listed(time(later)).await.unwrap()["ten"].finished_for.is_some());
    // It would be seen that it has another title now.
    world.event().title = both("Another title", "عنوان");
    world.tick(later).await;
    let facts = world.desk.facts("ten", time(later)).await.unwrap().unwrap();
    assert_eq!(facts.title["en"], "Dinner ten & more");
    // A new date is seen.
    world.event().starts = event_time("2027-06-21T18:00:00+02:00[Europe/Oslo]");
    world.event().ends = event_time("2027-06-21T21:00:00+02:00[Europe/Oslo]");
    world.tick(later).await;
    let facts = world.desk.facts("ten", time(later)).await.unwrap().unwrap();
    assert_eq!(facts.title["en"], "Another title");
}

#[tokio::test]
async fn an_offer_stands_still_while_there_is_no_date() {
    let (mut world, [_, bo, cai]) = full().await;
    world.step(NOW, &bo, Step::Cancel).await;
    world.event().status = EventStatus::Postponed;
    world.tick(NOW).await;
    let own = page(&world, &cai, LinkPurpose::See, NOW).await;
    own.assert_has(&["A place is kept for you.", ">No, thank you</a>"]);
    assert!(!own.body.contains("value=\"accept\""), "{}", own.body);
    let later = "2027-01-15T12:00:00Z";
    world.tick(later).await;
    assert_eq!(world.status(&cai, later).await, Status::Offered);
    assert_eq!(faults(&world, later).await, [] as [&str; 0]);
    world.event().status = EventStatus::Scheduled;
    world.event().starts = event_time("2027-02-21T18:00:00+01:00[Europe/Oslo]");
    world.event().ends = event_time("2027-02-21T21:00:00+01:00[Europe/Oslo]");
    world.tick(later).await;
    assert_eq!(world.letters_to("cai").last().unwrap(), "offered");
    let until = world.find(&cai, later).await.unwrap().record.offer_until().unwrap();
    assert!(until > time("2027-01-16T11:00:00Z"), "{until}");
    world.tick(&until.to_string()).await;
    assert_eq!(world.status(&cai, &until.to_string()).await, Status::Lapsed, "and then it ends as always");
}

#[tokio::test]
async fn people_of_an_event_that_is_gone_go_over_to_the_one_that_says_so() {
    let (mut world, [ada, _, cai]) = full().await;
    let mut event = world.manifest.events.remove("ten").unwrap();
    event.title.values_mut().for_each(|title| *title = "A supper".to_owned());
    event.was = vec!["ten".to_owned()];
    world.manifest.events.insert("supper".to_owned(), event);
    world.tick(NOW).await;
    assert_eq!(world.status(&ada, NOW).await, Status::Confirmed);
    assert_eq!(world.status(&cai, NOW).await, Status::Waiting);
    let own = page(&world, &ada, LinkPurpose::See, NOW).await;
    own.assert_has(&["A supper"]);
    assert_eq!(faults(&world, NOW).await, [] as [&str; 0]);
}
