//! Messages: what they say and don't, and that each is sent once, or given up visibly.

use forms_fn::worker::{self, Post};
use forms_fn::{Change, Expected, Item, Key, Occasion, Range, Write};

use super::world::{NOW, World};
use crate::site::time;

async fn outbox(world: &World) -> Vec<Item> {
    let range = Range::prefix("OUT", "");
    world.desk.store().query(&range, None, time(NOW)).await.unwrap()
}

#[tokio::test]
async fn a_confirmation_says_what_the_form_says_and_brings_the_entry() {
    let world = World::new();
    let reference = world.register(NOW, "ada").await;
    assert_eq!(world.tick(NOW).await.sent, 1);
    let mail = world.letter("ada", "confirmed");
    assert_eq!(mail.subject, "You have a place: Dinner ten & more");
    for words in [
        "Thursday 21 January 2027, 18:00–21:00",
        "The house, Oslo",
        &reference.to_string(),
        "https://example.org/en/forms/registration/my?t=",
        "Responsible: North",
    ] {
        assert!(mail.text.contains(words), "no `{words}` in {}", mail.text);
    }
    assert_eq!(mail.entry("METHOD"), "REQUEST");
    assert!(mail.entry("UID").starts_with("ten-") && mail.entry("UID").ends_with("@example.org"));
    assert!(!mail.entry("UID").contains(&reference.to_string().replace('-', "")));
    let token = mail.text.split("my?t=").nth(1).unwrap().split_whitespace().next().unwrap();
    let opened = world.desk.keyring().open(forms_fn::secret::LinkPurpose::See, token, time(NOW));
    assert_eq!(opened, Some(reference.clone()));
    let dossier = world.desk.dossier(&reference, time(NOW)).await.unwrap().unwrap();
    assert_eq!(
        dossier.letters[0].sent_at.map(|at| at.strftime("%F %H:%M").to_string()).as_deref(),
        Some("2027-01-10 12:00")
    );
    assert_eq!(outbox(&world).await, []);
}

#[tokio::test]
async fn the_language_is_the_one_that_was_asked_for() {
    let world = World::new();
    let body = "event=ten&full_name=ada&email=ada@example.net&message_language=ar";
    world.send(NOW, "registration", body).await;
    world.tick(NOW).await;
    let mail = world.letter("ada", "confirmed");
    assert_eq!(mail.lang, "ar");
    assert!(mail.text.contains("/ar/forms/registration/my?t="), "{}", mail.text);
    assert!(mail.subject.contains("عشاء"), "{}", mail.subject);
}

#[tokio::test]
async fn no_answer_is_in_any_message() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    let body =
        "event=ten&full_name=Canaryname&email=ada@example.net&diet=meat&heard=poster&phone=%2B4712345678";
    let reference = world.send(NOW, "registration", body).await;
    let body = "event=ten&full_name=Canaryother&email=bo@example.net&diet=meat&phone=%2B4712345678";
    world.send(NOW, "registration", body).await;
    let request = "name=Canarymentee&goal=Canarygoal&email=cai@example.net&country=NO";
    world.send(NOW, "mentor-request", request).await;
    // Once more with the same address.
    world.send(NOW, "registration", "event=ten&full_name=Canarytwice&email=ada@example.net").await;
    world.tick(NOW).await;
    world.step("2027-01-10T13:00:00Z", &reference, forms_fn::Step::Cancel).await;
    world.event().place = super::world::both("Elsewhere", "مكان آخر");
    for now in
        ["2027-01-10T13:00:00Z", "2027-01-11T06:00:00Z", "2027-01-11T13:00:00Z", "2027-01-20T10:00:00Z"]
    {
        world.tick(now).await;
    }
    let mails = world.mails();
    assert!(mails.len() >= 8, "{:?}", mails.iter().map(|mail| &mail.id).collect::<Vec<_>>());
    for mail in mails {
        let raw = String::from_utf8(mail.bytes).unwrap();
        let shown =
            [raw.as_str(), mail.text.as_str(), mail.subject.as_str(), mail.calendar.as_deref().unwrap_or("")];
        for canary in ["anary", "poster", "12345678", "meat"] {
            assert!(shown.iter().all(|text| !text.contains(canary)), "`{canary}` in {}: {raw}", mail.id);
        }
    }
}

#[tokio::test]
async fn two_workers_send_each_message_once() {
    let world = World::new();
    for number in 0..12 {
        world.register(NOW, &format!("guest{number}")).await;
    }
    let desks: Vec<_> = (0..4).map(|_| world.other_desk()).collect();
    let mut tasks = Vec::new();
    for desk in &desks {
        let (app, post) = (world.app_of(desk, NOW), world.post());
        tasks.push(tokio::spawn(async move { worker::tick(&app, &post, time(NOW)).await }));
    }
    let mut sent = 0;
    for task in tasks {
        let report = task.await.unwrap();
        assert_eq!(report.failures, 0);
        sent += report.sent;
    }
    assert_eq!((sent, world.mails().len()), (12, 12));
    assert_eq!(outbox(&world).await, []);
}

#[tokio::test]
async fn a_crash_after_sending_sends_the_same_message_again() {
    let world = World::new();
    world.register(NOW, "ada").await;
    let mut item = outbox(&world).await.pop().unwrap();
    world.tick(NOW).await;
    let first = world.letter("ada", "confirmed");
    // What would lie there if the worker had died before it said that the message was sent.
    item.body["claimed_until"] = "2027-01-10T12:05:00Z".into();
    let put = Change::Put { body: item.body.clone(), expires: None };
    let write = Write { key: item.key.clone(), expected: Expected::Anything, change: put };
    world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
    assert_eq!(world.tick("2027-01-10T12:04:59Z").await.sent, 0, "it is still another's");
    assert_eq!(world.tick("2027-01-10T12:05:00Z").await.sent, 1);
    let mails = world.mails();
    assert_eq!(mails.len(), 1, "the same Message-ID");
    assert_eq!(mails[0].bytes, first.bytes);
    assert_eq!(outbox(&world).await, []);
}

#[tokio::test]
async fn what_cannot_be_sent_is_tried_for_two_days_and_then_given_up() {
    let world = World::new();
    let reference = world.register(NOW, "ada").await;
    let file = world.folder.path().join("no-folder");
    std::fs::write(&file, "").unwrap();
    let post = Post { transport: forms_fn::mail::Transport::Folder(file), from: None };
    let waits = [60, 300, 1800, 7200, 21_600, 43_200, 86_400];
    let mut now = time(NOW);
    for (tries, wait) in waits.into_iter().enumerate() {
        let report = worker::tick(&world.app(NOW), &post, now).await;
        assert_eq!((report.put_off, report.dead), (1, 0), "after {tries} tries");
        let due: jiff::Timestamp = outbox(&world).await[0].key.sk.split('#').next().unwrap().parse().unwrap();
        let waited = due.duration_since(now).as_secs();
        assert!((wait..=wait * 5 / 4 + 1).contains(&waited), "{waited} after {tries} tries");
        assert_eq!(worker::tick(&world.app(NOW), &post, now).await.put_off, 0, "not before it is due");
        now = due;
    }
    let report = worker::tick(&world.app(NOW), &post, now).await;
    assert_eq!((report.put_off, report.dead), (0, 1));
    assert_eq!(outbox(&world).await, []);
    let dead = world.desk.store().query(&Range::prefix("DEAD", ""), None, now).await.unwrap();
    let dead: forms_fn::Dead = serde_json::from_value(dead[0].body.clone()).unwrap();
    assert_eq!(
        (dead.letter.reference.clone(), dead.letter.occasion),
        (reference.clone(), Occasion::Confirmed)
    );
    assert_eq!(dead.letter.tries, 8);
    assert!(!dead.why.contains("example.net") && !dead.why.is_empty());
    let dossier = world.desk.dossier(&reference, now).await.unwrap().unwrap();
    assert_eq!(dossier.letters[0].failed, Some(dead.why));
}

#[tokio::test]
async fn what_was_erased_is_not_written_to() {
    let world = World::new();
    let reference = world.register(NOW, "ada").await;
    world.desk.erase(&reference, None, time(NOW)).await.unwrap();
    assert_eq!(world.tick(NOW).await.sent, 0);
    assert_eq!((world.mails().len(), outbox(&world).await), (0, vec![]));
    assert_eq!(world.keys("P#", NOW).await, Vec::<Key>::new());
}

#[tokio::test]
async fn a_confirmation_goes_out_at_once_while_the_worker_waits() {
    let world = World::new();
    let (app, post) = (world.app(NOW), world.post());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let hour = std::time::Duration::from_secs(3600);
    let run = tokio::spawn(worker::run(app, post, hour, async move { drop(stopped.await) }));
    // Its first pass writes what it knows of the event.
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while world.keys("E#ten", NOW).await.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "the worker does nothing");
        tokio::task::yield_now().await;
    }
    world.register(NOW, "ada").await;
    while world.letters_to("ada").is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "nothing is sent");
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    run.await.unwrap();
    assert_eq!(world.letters_to("ada"), ["confirmed"]);
}

/// A worker that is killed again and again while it sends: the mail server may have had the letter each time.
#[tokio::test]
async fn a_message_whose_sender_vanishes_is_begun_twice_and_then_given_up() {
    let world = World::new();
    world.register(NOW, "ada").await;
    let item = outbox(&world).await.pop().unwrap();
    let mut now = time(NOW);
    for unknown in 0..2 {
        // What lies there while a worker has it.
        let mut body = outbox(&world).await.pop().unwrap().body;
        body["tries"] = (unknown + 1).into();
        body["unknown"] = unknown.into();
        body["claimed_until"] = now.to_string().into();
        let change = Change::Put { body, expires: None };
        let write = Write { key: item.key.clone(), expected: Expected::Anything, change };
        world.desk.store().commit(vec![write], now).await.unwrap();
        now += jiff::SignedDuration::from_mins(20);
        if unknown == 0 {
            continue;
        }
        let report = world.tick(&now.to_string()).await;
        assert_eq!((report.sent, report.dead), (0, 1));
    }
    assert_eq!((world.mails().len(), outbox(&world).await), (0, vec![]));
    assert_eq!(world.keys("DEAD", NOW).await.len(), 1, "an organiser sees it");
}
