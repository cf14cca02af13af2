//! Events that change, that are cancelled, and that are tomorrow.

use axum::http::Method;
use forms::EventStatus;
use forms_fn::{Change, Counters, Expected, Key, Reference, Step, Write};

use super::world::{NOW, World, both};
use crate::site::{FORM, ask, event_time, time};

/// Two have a seat, one waits, one has cancelled.
async fn four() -> World {
    let mut world = World::new();
    world.event().capacity = Some(3);
    world.tick(NOW).await;
    for name in ["ada", "bo", "cai", "dee"] {
        let reference = world.register(NOW, name).await;
        if name == "cai" {
            world.event().capacity = Some(2);
            world.step(NOW, &reference, Step::Cancel).await;
        }
    }
    world.tick(NOW).await;
    assert_eq!(world.letters_to("ada"), ["confirmed"]);
    assert_eq!(world.letters_to("cai"), ["cancelled"], "the confirmation was not sent any more");
    assert_eq!(world.letters_to("dee"), ["waiting"]);
    world
}

fn move_by_an_hour(world: &mut World) {
    let event = world.event();
    event.starts = event_time("2027-01-21T19:00:00+01:00[Europe/Oslo]");
    event.ends = event_time("2027-01-21T22:00:00+01:00[Europe/Oslo]");
    event.when = both("Thursday 21 January 2027, 19:00–22:00", "الخميس 21 يناير 2027");
}

#[tokio::test]
async fn a_new_time_is_told_once_to_everybody_who_comes_or_waits() {
    let mut world = four().await;
    move_by_an_hour(&mut world);
    let later = "2027-01-11T22:00:00Z";
    let report = world.tick(later).await;
    assert_eq!((report.told, report.sent), (3, 3), "at night, too: plans change");
    assert_eq!(world.tick(later).await.told, 0);
    assert_eq!(world.letters_to("cai"), ["cancelled"]);
    let (first, changed) = (world.letter("ada", "confirmed"), world.letter("ada", "event_changed"));
    assert!(changed.text.contains("When now: Thursday 21 January 2027, 19:00–22:00"), "{}", changed.text);
    let before = "Before: Thursday 21 January 2027, 18:00–21:00";
    assert!(changed.text.contains(before), "{}", changed.text);
    assert_eq!(changed.text.matches("The house, Oslo").count(), 1, "the place is the same: {}", changed.text);
    assert!(changed.text.contains("The event has a new time."), "{}", changed.text);
    assert_eq!(first.entry("UID"), changed.entry("UID"));
    let sequence = |mail: &super::world::Mail| mail.entry("SEQUENCE").parse::<u32>().unwrap();
    assert!(sequence(&changed) > sequence(&first));
    assert_eq!(changed.entry("METHOD"), "REQUEST");
    assert_eq!(changed.entry("DTSTART"), "TZID=Europe/Oslo:20270121T190000");
    assert!(world.letter("dee", "event_changed").calendar.is_none(), "who waits has no entry");
    let facts = world.desk.facts("ten", time(later)).await.unwrap().unwrap();
    assert_eq!((facts.sequence, facts.notify), (1, None));
    let counters = world.desk.counters("ten", time(later)).await.unwrap();
    assert_eq!(counters.ends, Some(time("2027-01-21T21:00:00Z")));
}

#[tokio::test]
async fn each_change_is_told_and_a_corrected_word_is_none() {
    let mut world = four().await;
    world.event().place.insert("en".to_owned(), "The house in Oslo".to_owned());
    world.event().title = both("A better title", "عنوان أفضل");
    assert_eq!(world.tick(NOW).await.told, 0);
    world.event().place = both("The garden, Oslo", "الحديقة، أوسلو");
    assert_eq!(world.tick(NOW).await.told, 3);
    world.event().status = EventStatus::MovedOnline;
    assert_eq!(world.tick(NOW).await.told, 3);
    world.event().status = EventStatus::Full;
    assert_eq!(world.tick(NOW).await.told, 3, "not online any more");
    world.event().status = EventStatus::Scheduled;
    assert_eq!(world.tick(NOW).await.told, 0, "no seats left is nothing to tell those who have one");
    assert_eq!(world.letters_to("ada"), ["confirmed", "event_changed", "event_changed", "event_changed"]);
}

/// What a change of state says to somebody with a seat, and to her calendar.
async fn told(world: &World, now: &str) -> (super::world::Mail, Option<String>) {
    assert_eq!(world.tick(now).await.told, 3);
    let mail = world.letter("ada", "event_changed");
    let dates = mail.text.matches("Thursday 21 January 2027").count();
    assert!(dates <= 1, "the same date before and now: {}", mail.text);
    let status = mail.calendar.is_some().then(|| mail.entry("STATUS"));
    (mail, status)
}

#[tokio::test]
async fn what_is_postponed_has_no_date_until_it_has_one() {
    let mut world = four().await;
    let sequence = |mail: &super::world::Mail| mail.entry("SEQUENCE").parse::<u32>().unwrap();
    world.event().status = EventStatus::Postponed;
    let (postponed, status) = told(&world, NOW).await;
    assert!(postponed.text.contains("The event is postponed. Please do not come on the old date."));
    assert!(postponed.text.contains("When now: The new date is not decided yet"), "{}", postponed.text);
    assert!(postponed.text.contains("Before: Thursday 21 January 2027, 18:00–21:00"), "{}", postponed.text);
    assert!(postponed.subject.starts_with("Postponed: "), "{}", postponed.subject);
    assert_eq!(status.as_deref(), Some("CANCELLED"), "nobody comes on the old date");
    assert!(sequence(&postponed) > sequence(&world.letter("ada", "confirmed")));
    // The old date passes; no reminder, and nobody is forgotten.
    assert_eq!(world.tick("2027-01-20T12:00:00Z").await.reminded, 0);
    let later = "2027-01-25T12:00:00Z";
    assert_eq!(world.tick(later).await.told, 0);
    world.event().status = EventStatus::Scheduled;
    world.event().starts = event_time("2027-03-04T18:00:00+01:00[Europe/Oslo]");
    world.event().ends = event_time("2027-03-04T21:00:00+01:00[Europe/Oslo]");
    world.event().when = both("Thursday 4 March 2027, 18:00–21:00", "الخميس 4 مارس 2027");
    let (again, status) = told(&world, later).await;
    assert!(again.text.contains("The event takes place after all."), "{}", again.text);
    assert!(again.text.contains("When now: Thursday 4 March 2027"), "{}", again.text);
    assert_eq!(status.as_deref(), Some("CONFIRMED"));
    assert!(sequence(&again) > sequence(&postponed));
}

/// A letter names a file only when it has one.
#[tokio::test]
async fn whoever_takes_a_cancellation_back_while_there_is_no_date_is_sent_to_no_file() {
    let mut world = World::new();
    let ada = world.register(NOW, "ada").await;
    world.tick(NOW).await;
    let first = world.letter("ada", "confirmed");
    assert!(first.calendar.is_some() && first.text.contains("attached"), "{}", first.text);
    world.step(NOW, &ada, Step::Cancel).await;
    world.event().status = EventStatus::Postponed;
    world.tick(NOW).await;
    let before = world.mails().len();
    world.step(NOW, &ada, Step::Undo).await;
    world.tick(NOW).await;
    let mails = world.mails();
    assert!(mails.len() > before, "nothing was written about it");
    for mail in mails.iter().filter(|mail| mail.calendar.is_none()) {
        assert!(!mail.text.contains("attached"), "{}", mail.text);
    }
}

#[tokio::test]
async fn each_change_of_state_has_its_sentence() {
    let mut world = four().await;
    world.event().status = EventStatus::MovedOnline;
    world.event().place = both("Online", "عبر الإنترنت");
    let (online, status) = told(&world, NOW).await;
    assert!(online.text.contains("The event takes place online now."), "{}", online.text);
    assert!(online.text.contains("Before: The house, Oslo"), "{}", online.text);
    assert_eq!(status.as_deref(), Some("CONFIRMED"));
    world.event().status = EventStatus::Postponed;
    told(&world, NOW).await;
    world.event().status = EventStatus::Scheduled;
    let (again, status) = told(&world, NOW).await;
    assert!(again.text.contains("The event takes place after all."), "{}", again.text);
    assert!(!again.text.contains("Before:"), "there is nothing old to tell: {}", again.text);
    assert_eq!(status.as_deref(), Some("CONFIRMED"));
    world.event().status = EventStatus::Cancelled;
    assert_eq!(world.tick(NOW).await.told, 3);
    world.event().status = EventStatus::Scheduled;
    let (again, status) = told(&world, NOW).await;
    assert!(again.subject.starts_with("It takes place after all: "), "{}", again.subject);
    assert_eq!(status.as_deref(), Some("CONFIRMED"));
}

#[tokio::test]
async fn whoever_waits_for_a_postponed_event_is_offered_nothing_and_can_still_leave() {
    let mut world = four().await;
    world.event().status = EventStatus::Postponed;
    world.event().capacity = Some(10);
    let report = world.tick(NOW).await;
    assert_eq!((report.told, report.offered), (3, 0), "a seat on no day");
    world.event().status = EventStatus::Scheduled;
    assert_eq!(world.tick(NOW).await.offered, 1);
}

#[tokio::test]
async fn a_crash_while_people_are_told_loses_and_doubles_nobody() {
    let mut world = four().await;
    move_by_an_hour(&mut world);
    // Another process tells the same people at the same time.
    let others = world.other_desk();
    let (post, now) = (world.post(), time(NOW));
    let (one, two) = (world.app(NOW), world.app_of(&others, NOW));
    let (first, second) =
        tokio::join!(forms_fn::worker::tick(&one, &post, now), forms_fn::worker::tick(&two, &post, now));
    assert_eq!((first.told + second.told, first.failures + second.failures), (3, 0));
    // The news are put back as if nobody had said that all were told.
    let key = Key::new("E#ten", "FACTS");
    let mut facts = world.desk.store().get(&key, now).await.unwrap().unwrap().body;
    facts["notify"] = serde_json::json!({ "kind": "changed", "before": {}, "at": "2027-01-10T13:00:00Z" });
    let put = Change::Put { body: facts, expires: None };
    let write = Write { key, expected: Expected::Anything, change: put };
    world.desk.store().commit(vec![write], now).await.unwrap();
    world.tick(NOW).await;
    world.tick(NOW).await;
    for name in ["ada", "bo"] {
        assert_eq!(world.letters_to(name), ["confirmed", "event_changed"]);
    }
    assert_eq!(world.letters_to("dee"), ["waiting", "event_changed"]);
    assert_eq!(world.desk.facts("ten", now).await.unwrap().unwrap().notify, None);
}

#[tokio::test]
async fn a_cancelled_event_is_told_and_taken_out_of_calendars() {
    let mut world = four().await;
    world.event().status = EventStatus::Cancelled;
    assert_eq!(world.tick(NOW).await.told, 3);
    assert_eq!(world.letters_to("dee"), ["waiting", "event_cancelled"]);
    let mail = world.letter("ada", "event_cancelled");
    assert_eq!((mail.entry("METHOD"), mail.entry("STATUS")), ("CANCEL".to_owned(), "CANCELLED".to_owned()));
    assert_eq!(mail.entry("UID"), world.letter("ada", "confirmed").entry("UID"));
    let report = world.tick("2027-01-20T12:00:00Z").await;
    assert_eq!((report.reminded, report.offered, report.sent), (0, 0, 0));
}

#[tokio::test]
async fn organisers_call_off_without_the_site() {
    let world = four().await;
    let key = Key::new("E#ten", "SEATS");
    let mut counters: Counters = world.desk.counters("ten", time(NOW)).await.unwrap();
    counters.called_off = true;
    let put = Change::Put { body: serde_json::to_value(&counters).unwrap(), expires: None };
    let write = Write { key, expected: Expected::Anything, change: put };
    world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
    assert_eq!(world.tick(NOW).await.told, 3);
    assert_eq!(world.tick(NOW).await.told, 0);
    assert_eq!(world.letters_to("bo"), ["confirmed", "event_cancelled"]);
}

#[tokio::test]
async fn a_reminder_comes_once_at_ten_the_day_before() {
    let mut world = four().await;
    assert_eq!(world.tick("2027-01-20T08:59:59Z").await.reminded, 0, "nearly ten in Oslo");
    let report = world.tick("2027-01-20T09:00:00Z").await;
    assert_eq!((report.reminded, report.sent), (2, 2));
    assert_eq!(world.tick("2027-01-20T09:00:30Z").await.reminded, 0);
    assert_eq!(world.letters_to("bo"), ["confirmed", "reminder"]);
    assert!(world.letter("bo", "reminder").calendar.is_none());
    assert_eq!(world.letters_to("dee"), ["waiting"]);
    world.event().starts = event_time("2027-01-22T18:00:00+01:00[Europe/Oslo]");
    world.event().ends = event_time("2027-01-22T21:00:00+01:00[Europe/Oslo]");
    world.tick("2027-01-20T09:01:00Z").await;
    assert_eq!(world.tick("2027-01-21T09:00:00Z").await.reminded, 2, "for the new day");
    assert_eq!(world.letters_to("bo"), ["confirmed", "reminder", "event_changed", "reminder"]);
}

#[tokio::test]
async fn a_reminder_that_is_late_waits_for_the_morning_and_not_beyond_three_hours_before() {
    let mut world = four().await;
    world.event().starts = event_time("2027-01-21T10:30:00+01:00[Europe/Oslo]");
    world.tick(NOW).await;
    assert_eq!(world.tick("2027-01-20T20:30:00Z").await.reminded, 0, "half past nine in the evening");
    assert_eq!(world.tick("2027-01-21T07:00:00Z").await.reminded, 0, "two and a half hours before");
}

#[tokio::test]
async fn what_is_postponed_is_kept_beyond_its_old_date_and_not_for_ever() {
    let mut world = four().await;
    world.event().status = EventStatus::Postponed;
    world.tick(NOW).await;
    let later = "2027-06-01T12:00:00Z";
    world.tick(later).await;
    let registered = world.desk.counters("ten", time(later)).await.unwrap();
    assert_eq!((registered.confirmed, registered.waiting), (2, 1));
    assert_eq!(registered.ends, Some(time("2028-01-21T20:00:00Z")));
    world.event().status = EventStatus::Scheduled;
    world.event().starts = event_time("2027-09-04T18:00:00+02:00[Europe/Oslo]");
    world.event().ends = event_time("2027-09-04T21:00:00+02:00[Europe/Oslo]");
    world.event().when = both("Saturday 4 September 2027, 18:00–21:00", "السبت 4 سبتمبر 2027");
    let (again, _) = told(&world, later).await;
    assert!(again.text.contains("The event takes place after all."), "{}", again.text);
    let ends = world.desk.counters("ten", time(later)).await.unwrap().ends;
    assert_eq!(ends, Some(time("2027-09-04T19:00:00Z")), "and then it goes by the new date");
    world.event().status = EventStatus::Postponed;
    world.tick(later).await;
    world.tick("2028-12-10T12:00:00Z").await;
    let names = world.keys("", "2028-12-10T12:00:00Z").await;
    assert!(names.iter().all(|key| !key.sk.starts_with("R#") && !key.pk.starts_with("P#")), "{names:?}");
}

#[tokio::test]
async fn the_letter_that_is_written_once_more_says_how_the_event_goes() {
    let mut world = four().await;
    let ada = world.register(NOW, "eve").await;
    world.event().status = EventStatus::Postponed;
    let terms = forms_fn::Terms { starts: forms_fn::Terms::NO_DATE, ..world.terms() };
    world.tick(NOW).await;
    world.desk.resend(&ada, Some(&terms), time(NOW)).await.unwrap();
    world.tick(NOW).await;
    assert_eq!(world.letters_to("eve"), ["waiting", "event_changed", "event_changed"]);
    let letter = world.letter("eve", "event_changed");
    assert!(letter.subject.starts_with("Postponed: "), "{}", letter.subject);
    world.event().status = EventStatus::Cancelled;
    world.tick(NOW).await;
    let terms = world.terms();
    world.desk.correct(&ada, "new@example.net", Some(&terms), time(NOW)).await.unwrap().unwrap();
    world.tick(NOW).await;
    assert_eq!(world.letters_to("new"), ["event_cancelled"]);
    world.event().status = EventStatus::Scheduled;
    let over = "2027-01-22T12:00:00Z";
    let changed = world.desk.resend(&ada, Some(&world.terms()), time(over)).await.unwrap();
    assert_eq!(changed, forms_fn::Changed::TooLate(forms_fn::Status::Waiting));
}

#[tokio::test]
async fn an_address_for_somebody_who_was_to_be_called_begins_the_offer() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    let first = world.register(NOW, "first").await;
    let waits = world.send(NOW, "registration", "event=ten&full_name=Waits&phone=12345678").await;
    world.step(NOW, &first, Step::Cancel).await;
    let terms = world.terms();
    world.desk.correct(&waits, "waits@example.net", Some(&terms), time(NOW)).await.unwrap().unwrap();
    let until = world.find(&waits, NOW).await.unwrap().record.offer_until();
    assert_eq!(until, Some(terms.offer_ends(time(NOW))));
    assert_eq!(world.desk.calls(time(NOW)).await.unwrap().len(), 0);
    world.tick(NOW).await;
    assert_eq!(world.letters_to("waits"), ["offered"]);
}

#[tokio::test]
async fn whoever_is_looked_at_still_hears_that_the_event_is_cancelled() {
    let mut world = World::new();
    // A program can't look at its answers again, so an organiser looks at once.
    let headers = [("content-type", FORM), ("accept", "application/json")];
    let body = "event=ten&full_name=held&email=held@example.net&website_url=x";
    let sent = ask(&world.app(NOW), Method::POST, "/en/forms/registration", &headers, body).await;
    let held = Reference::parse(sent.json()["reference"].as_str().unwrap()).unwrap();
    world.tick(NOW).await;
    assert_eq!(world.status(&held, NOW).await, forms_fn::Status::Held);
    world.event().status = EventStatus::Cancelled;
    world.tick(NOW).await;
    assert_eq!(world.letters_to("held"), ["held", "event_cancelled"]);
    let released = world.desk.change(&held, Step::Release, Some(&world.terms()), time(NOW)).await.unwrap();
    assert_eq!(released, forms_fn::Changed::TooLate(forms_fn::Status::Held));
}

#[tokio::test]
async fn an_own_seat_comes_back_when_the_organisers_give_no_more() {
    let mut world = World::new();
    world.event().capacity = Some(3);
    let ada = world.register(NOW, "ada").await;
    world.register(NOW, "bo").await;
    world.event().status = EventStatus::Full;
    world.step(NOW, &ada, Step::Cancel).await;
    world.step(NOW, &ada, Step::Undo).await;
    assert_eq!(world.status(&ada, NOW).await, forms_fn::Status::Confirmed);
    let late = world.register(NOW, "late").await;
    assert_eq!(world.status(&late, NOW).await, forms_fn::Status::Waiting, "nobody else gets one");
}

#[tokio::test]
async fn nobody_is_sent_to_the_house_of_an_event_that_moved_online() {
    let mut world = four().await;
    world.event().status = EventStatus::MovedOnline;
    let (letter, _) = told(&world, NOW).await;
    assert_eq!(letter.text.matches("The house").count(), 1, "as the old place only: {}", letter.text);
    assert_eq!(letter.entry("LOCATION"), "Online");
}
