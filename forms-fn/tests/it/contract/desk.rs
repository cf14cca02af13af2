//! What the desk promises about submissions, whatever the store: design, section 6, promises 1 to 6.

use std::collections::{BTreeMap, BTreeSet};

use forms_fn::screen::Sign;
use forms_fn::screen::buckets::{ADDRESS, ADDRESS_DAY, CONTACT, CONTACT_DAY, Limits, RateLimit};
use forms_fn::{
    Answered, Changed, ClockLook, Counters, Desk, Draw, Item, Key, Outcome, Record, Status, Step, Visible,
};
use jiff::{SignedDuration, Timestamp};

use super::now;
use crate::guests::{EVENT, Guests, Sent, count, everything, guest, records};
use crate::model::abandon;
use crate::site::time;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    the_same_nonce_is_one_record_and_one_answer_for_48_hours,
    forty_at_once_on_ten_seats,
    whoever_cancels_hands_the_seat_on_in_the_same_commit,
    all_parts_of_a_registration_are_stored_together,
    nothing_is_stored_when_there_is_no_seat,
    seats_of_several_events_are_read_at_once_in_their_order,
    what_has_passed_its_date_is_not_readable,
    a_registration_that_breaks_off_anywhere_can_be_sent_again,
    a_cancellation_that_breaks_off_anywhere_can_be_asked_again,
    an_erasure_leaves_nothing_however_many_messages_there_were,
    consents_stand_in_the_order_in_which_they_were_given,
    a_clock_that_leaps_is_doubted_until_somebody_says_that_it_is_right,
    of_many_at_once_no_more_go_through_than_the_limit_lets,
    an_address_has_its_limit_though_the_network_is_over_its_own,
);

/// A desk with this many seats.
fn desk(stage: &Stage, capacity: u32) -> (Guests, Desk) {
    let guests = Guests::new(Some(capacity));
    let desk = guests.desk(stage.store.clone());
    (guests, desk)
}

async fn counters(desk: &Desk) -> Counters {
    desk.counters(EVENT, now()).await.unwrap()
}

/// Confirmed, offered, waiting, as the counters and as the records tell it.
async fn assert_counts(desk: &Desk, wanted: (u32, u32, u32)) {
    let counters = counters(desk).await;
    assert_eq!((counters.confirmed, counters.offered, counters.waiting), wanted, "the counters");
    let records = records(&everything(desk.store(), now()).await);
    let of = |status| records.values().filter(|record| record.status() == status).count() as u32;
    assert_eq!((of(Status::Confirmed), of(Status::Offered), of(Status::Waiting)), wanted, "the records");
}

async fn the_same_nonce_is_one_record_and_one_answer_for_48_hours(stage: Stage) {
    let (guests, desk) = desk(&stage, 5);
    let send = |_| {
        let (guests, desk) = (guests.clone(), desk.clone());
        tokio::spawn(async move { guests.register(&desk, &guest(1), now()).await.unwrap() })
    };
    let mut outcomes = Vec::new();
    for task in (0..20).map(send).collect::<Vec<_>>() {
        outcomes.push(task.await.unwrap());
    }
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{outcomes:?}");
    assert_counts(&desk, (1, 0, 0)).await;
    let other = Sent { name: "Other".to_owned(), ..guest(1) };
    let almost = now() + SignedDuration::from_hours(48) - SignedDuration::from_secs(1);
    assert_eq!(guests.register(&desk, &other, almost).await.unwrap(), outcomes[0], "the nonce decides");
    let later = now() + SignedDuration::from_hours(48);
    let new = Sent { email: None, ..guest(1) };
    assert_ne!(guests.register(&desk, &new, later).await.unwrap(), outcomes[0]);
    assert_counts(&desk, (2, 0, 0)).await;
}

async fn seats_of_several_events_are_read_at_once_in_their_order(stage: Stage) {
    let (guests, desk) = desk(&stage, 5);
    guests.arrive(&desk, 1, now()).await;
    let taken =
        |all: Vec<Option<Counters>>| all.into_iter().map(|one| one.unwrap().taken()).collect::<Vec<_>>();
    let found = desk.counters_of(&["nobody", EVENT, "nobody-else"], now()).await.unwrap();
    assert_eq!(taken(found), [0, 1, 0]);
    assert_eq!(desk.counters_of(&[], now()).await.unwrap(), []);
}

async fn a_clock_that_leaps_is_doubted_until_somebody_says_that_it_is_right(stage: Stage) {
    let (guests, desk) = desk(&stage, 5);
    let far = now() + SignedDuration::from_hours(24 * 365);
    guests.arrive(&desk, 1, now()).await;
    for at in [far, far + SignedDuration::from_hours(24)] {
        let look = desk.look_at_clock(at).await.unwrap();
        assert!(matches!(look, ClockLook::Ahead { until: None, .. }), "{look:?}");
    }
    desk.confirm_clock(far).await.unwrap();
    assert_eq!(desk.look_at_clock(far).await.unwrap(), ClockLook::Right);
}

async fn of_many_at_once_no_more_go_through_than_the_limit_lets(stage: Stage) {
    let (mut guests, desk) = desk(&stage, 100);
    let draw = |key: &str, event, sign| Draw {
        key: Key::new(key, "-"),
        limits: Limits { hour: ADDRESS, day: ADDRESS_DAY, event },
        sign,
    };
    let event = Some((EVENT.to_owned(), RateLimit { tokens: 12, ..ADDRESS_DAY }));
    guests.draws = vec![draw("B#net#one", event, Sign::AddressOverrun)];
    let sender = |sender: usize| {
        let (guests, desk) = (guests.clone(), desk.clone());
        tokio::spawn(async move {
            for number in 0..3 {
                guests.arrive(&desk, 100 * sender + number, now()).await;
            }
        })
    };
    for task in (0..16).map(sender).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_counts(&desk, (12, 0, 0)).await;
    let records = records(&everything(desk.store(), now()).await);
    let held: Vec<_> = records.values().filter(|record| record.status() == Status::Held).collect();
    assert_eq!(held.len(), 36, "none is lost");
    assert!(held.iter().all(|record| record.doubts() == ["event-overrun"]));
    guests.draws = vec![draw("B#net#two", None, Sign::AddressOverrun)];
    for number in 5000..5031 {
        guests.arrive(&desk, number, now()).await;
    }
    assert_counts(&desk, (42, 0, 0)).await;
}

async fn an_address_has_its_limit_though_the_network_is_over_its_own(stage: Stage) {
    let (mut guests, desk) = desk(&stage, 100);
    let event = Some((EVENT.to_owned(), RateLimit { tokens: 1, ..ADDRESS_DAY }));
    let network = Limits { hour: ADDRESS, day: ADDRESS_DAY, event };
    let mailbox = Limits { hour: CONTACT, day: CONTACT_DAY, event: None };
    let draw = |key: &str, limits, sign| Draw { key: Key::new(key, "-"), limits, sign };
    guests.draws = vec![
        draw("B#net#one", network, Sign::AddressOverrun),
        draw("B#mail#vic", mailbox, Sign::ContactOverrun),
    ];
    for number in 0..20 {
        let sent = Sent { email: Some("vic@example.org".to_owned()), ..guest(number) };
        guests.register(&desk, &sent, now()).await.unwrap();
    }
    let all = everything(desk.store(), now()).await;
    let letters = all.keys().filter(|key| key.pk.starts_with("OUT")).count();
    assert_eq!(letters, 6, "each of them is about a form that is held, but for the first");
    assert_eq!(records(&all).len(), 20, "none is lost");
}

async fn forty_at_once_on_ten_seats(stage: Stage) {
    let (guests, desk) = desk(&stage, 10);
    let arrive = |number| {
        let (guests, desk) = (guests.clone(), desk.clone());
        tokio::spawn(async move { guests.arrive(&desk, number, now()).await })
    };
    let mut answers: Vec<Answered> = Vec::new();
    for task in (0..40).map(arrive).collect::<Vec<_>>() {
        answers.push(task.await.unwrap());
    }
    assert_counts(&desk, (10, 0, 30)).await;
    let mut positions: Vec<u32> = answers.iter().filter_map(|answered| answered.position).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=30).collect::<Vec<u32>>(), "as they were told");
    let list = desk.list("registration", Some(EVENT), Visible::Everything, now()).await.unwrap();
    for answered in &answers {
        let stored = list.iter().find(|stored| stored.record.reference == answered.reference).unwrap();
        assert_eq!((stored.record.status(), stored.position), (answered.status, answered.position));
    }
}

async fn whoever_cancels_hands_the_seat_on_in_the_same_commit(stage: Stage) {
    let (guests, desk) = desk(&stage, 4);
    let mut seated = Vec::new();
    for number in 0..10 {
        let answered = guests.arrive(&desk, number, now()).await;
        seated.extend((answered.status == Status::Confirmed).then_some(answered.reference));
    }
    let cancel = |reference| {
        let (guests, desk) = (guests.clone(), desk.clone());
        tokio::spawn(async move { desk.change(&reference, Step::Cancel, Some(&guests.terms), now()).await })
    };
    let tasks: Vec<_> = seated.into_iter().map(cancel).collect();
    // Whoever looks meanwhile never sees a free seat beside somebody who waits.
    while tasks.iter().any(|task| !task.is_finished()) {
        let seen = counters(&desk).await;
        assert_eq!((seen.taken(), seen.offered + seen.waiting), (4, 6), "{seen:?}");
        tokio::task::yield_now().await;
    }
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), Changed::Done(Status::Cancelled));
    }
    assert_counts(&desk, (0, 4, 2)).await;
    let list = desk.list("registration", Some(EVENT), Visible::Everything, now()).await.unwrap();
    let offered: Vec<&str> = list
        .iter()
        .filter(|stored| stored.record.status() == Status::Offered)
        .map(|stored| stored.answers["full_name"].as_str().unwrap())
        .collect();
    assert_eq!(offered, ["Guest 4", "Guest 5", "Guest 6", "Guest 7"], "in their order");
}

async fn all_parts_of_a_registration_are_stored_together(stage: Stage) {
    let (guests, desk) = desk(&stage, 1);
    let sent = Sent { news: true, ..guest(1) };
    guests.register(&desk, &sent, now()).await.unwrap();
    let items = everything(desk.store(), now()).await;
    assert_eq!(parts(&items), WHOLE);
    assert_eq!(items.len(), WHOLE.iter().map(|(.., count)| count).sum::<usize>(), "{:?}", items.keys());
}

/// What one registration writes: partition, place, how many.
const WHOLE: [(&str, &str, usize); 13] = [
    ("E#", "R#", 1),
    ("E#", "SEATS", 1),
    ("E#", "KEY", 1),
    ("EVENTS", "", 1),
    ("P#", "-", 1),
    ("P#", "C#news#", 1),
    ("P#", "M#", 1),
    ("U#", "-", 1),
    ("N#", "-", 1),
    ("OUT", "", 1),
    ("DUE", "", 1),
    ("DEF#", "", 1),
    ("TEXT#", "-", 1),
];

fn parts(items: &BTreeMap<Key, Item>) -> [(&'static str, &'static str, usize); 13] {
    WHOLE.map(|(pk, sk, _)| (pk, sk, count(items, pk, sk)))
}

async fn nothing_is_stored_when_there_is_no_seat(stage: Stage) {
    let (mut guests, desk) = desk(&stage, 1);
    guests.terms.waitlist = false;
    guests.arrive(&desk, 1, now()).await;
    let before = everything(desk.store(), now()).await;
    assert_eq!(guests.register(&desk, &guest(2), now()).await.unwrap(), Outcome::Full);
    assert_eq!(everything(desk.store(), now()).await, before);
}

async fn what_has_passed_its_date_is_not_readable(stage: Stage) {
    let (guests, desk) = desk(&stage, 1);
    let reference = guests.arrive(&desk, 1, now()).await.reference;
    let fields = async |at: &str| -> Vec<String> {
        let stored = desk.find(&reference, time(at)).await.unwrap().unwrap();
        let list = desk.list("registration", Some(EVENT), Visible::Everything, time(at)).await.unwrap();
        assert_eq!(list[0].answers, stored.answers);
        let dossier = desk.dossier(&reference, time(at)).await.unwrap().unwrap();
        assert_eq!(dossier.stored.answers, stored.answers);
        stored.answers.into_keys().collect()
    };
    // 14 days for what somebody eats and 90 for the name, from the end of the event.
    assert_eq!(fields("2027-02-04T19:59:59Z").await, ["diet", "email", "full_name"]);
    assert_eq!(fields("2027-02-04T20:00:00Z").await, ["email", "full_name"]);
    assert_eq!(fields("2027-04-21T20:00:00Z").await, [] as [&str; 0]);
}

async fn a_registration_that_breaks_off_anywhere_can_be_sent_again(stage: Stage) {
    let (guests, _) = desk(&stage, 100);
    let mut finished = 0;
    for polls in 0..60 {
        let desk = guests.desk(stage.reopened());
        let sent = guest(polls as usize);
        let broken = abandon(guests.register(&desk, &sent, now()), polls).await;
        let desk = guests.desk(stage.reopened());
        let again = guests.register(&desk, &sent, now()).await.unwrap();
        if let Some(outcome) = broken {
            assert_eq!(outcome.unwrap(), again);
            finished += 1;
        }
        assert_counts(&desk, (polls + 1, 0, 0)).await;
    }
    assert!((1..60).contains(&finished), "some broke off and some did not: {finished}");
}

async fn a_cancellation_that_breaks_off_anywhere_can_be_asked_again(stage: Stage) {
    let (guests, desk) = desk(&stage, 1);
    let mut seated = guests.arrive(&desk, 0, now()).await.reference;
    let mut finished = 0;
    for polls in 0..40 {
        let next = guests.arrive(&desk, polls as usize + 1, now()).await;
        assert_eq!(next.status, Status::Waiting);
        let broken = guests.desk(stage.reopened());
        let broken = abandon(broken.change(&seated, Step::Cancel, Some(&guests.terms), now()), polls).await;
        finished += usize::from(broken.is_some());
        let again = desk.change(&seated, Step::Cancel, Some(&guests.terms), now()).await.unwrap();
        assert!(matches!(again, Changed::Done(Status::Cancelled) | Changed::TooLate(Status::Cancelled)));
        assert_counts(&desk, (0, 1, 0)).await;
        desk.change(&next.reference, Step::Accept, Some(&guests.terms), now()).await.unwrap();
        let record: Record = desk.find(&next.reference, now()).await.unwrap().unwrap().record;
        assert_eq!((record.status(), record.letters), (Status::Confirmed, 3), "told once of each");
        seated = next.reference;
    }
    assert!((1..40).contains(&finished), "some broke off and some did not: {finished}");
}

/// A transaction of DynamoDB has a hundred parts.
async fn an_erasure_leaves_nothing_however_many_messages_there_were(stage: Stage) {
    let (guests, desk) = desk(&stage, 1);
    let first = guests.arrive(&desk, 1, now()).await;
    let waiting: Vec<Answered> =
        [guests.arrive(&desk, 2, now()).await, guests.arrive(&desk, 3, now()).await].into();
    for i in 0..120 {
        let again = Sent { nonce: format!("somebody-tries-{i:03}"), ..guest(1) };
        guests.register(&desk, &again, now()).await.unwrap();
    }
    let letters = desk.dossier(&first.reference, now()).await.unwrap().unwrap().letters;
    assert_eq!(letters.len(), 121);
    assert!(desk.erase(&first.reference, Some(&guests.terms), now()).await.unwrap());
    let items = everything(desk.store(), now()).await;
    let about: BTreeSet<&Key> = items.keys().filter(|key| key.pk == format!("P#{}", plain(&first))).collect();
    assert_eq!(about, BTreeSet::new());
    assert_eq!(items.keys().filter(|key| key.sk == format!("R#{}", plain(&first))).count(), 0);
    // A second registration of an address waits like any other.
    assert_counts(&desk, (0, 1, 121)).await;
    let next = desk.find(&waiting[0].reference, now()).await.unwrap().unwrap();
    assert_eq!(next.record.status(), Status::Offered);
}

fn plain(answered: &Answered) -> String {
    answered.reference.to_string().replace('-', "")
}

/// Also within one second, and when the clock was set back.
async fn consents_stand_in_the_order_in_which_they_were_given(stage: Stage) {
    let (guests, desk) = desk(&stage, 1);
    let sent = |news| Sent { news, ..guest(1) };
    let Outcome::Stored(answered) = guests.register(&desk, &sent(true), now()).await.unwrap() else {
        panic!("there is a seat")
    };
    let second = SignedDuration::from_secs(1);
    let at: [Timestamp; 6] = [now(), now(), now() - second, now() - second, now() + second, now() + second];
    for (round, at) in at.into_iter().enumerate() {
        let submission = guests.submission(&sent(round % 2 == 1));
        let edit =
            desk.edit(&answered.reference, &submission, &guests.definition, Some(guests.terms.ends), at);
        assert_eq!(edit.await.unwrap(), Changed::Done(Status::Confirmed));
    }
    let dossier = desk.dossier(&answered.reference, now()).await.unwrap().unwrap();
    let acts: Vec<&str> = dossier
        .receipts
        .iter()
        .map(|(receipt, _)| if receipt.act == forms_fn::Act::Given { "given" } else { "taken back" })
        .collect();
    let pair = ["given", "taken back"];
    assert_eq!(acts, [pair, pair, pair].concat().into_iter().chain(["given"]).collect::<Vec<_>>());
    let last = now() + second + second;
    assert_eq!(
        desk.withdraw(&answered.reference, "news", last).await.unwrap(),
        Changed::Done(Status::Confirmed)
    );
    let again = desk.withdraw(&answered.reference, "news", last).await.unwrap();
    assert_eq!(again, Changed::TooLate(Status::Confirmed), "nothing stands any more");
}
