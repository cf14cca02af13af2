//! Who comes while too many come at once stands in line: stored, in nobody's way, and seated in the order of coming.

use forms_fn::{
    Answered, Change, Changed, Desk, Expected, Key, Outcome, Reference, Status, Step, Visible, Write,
    transfer,
};
use jiff::{SignedDuration, Timestamp};

use crate::guests::{EVENT, Guests, Sent, everything, guest};
use crate::site::time;
use crate::stage::{Stage, on_every_store};

on_every_store! {
    everybody_is_seated_in_the_order_in_which_they_came,
    whoever_comes_later_stands_behind_them,
    a_second_form_with_an_address_is_seated_and_told_like_one_that_came_alone,
    a_transaction_has_room_for_second_forms_alone,
    who_gives_up_in_line_has_a_place_on_the_list_to_take_back,
    an_event_with_another_name_takes_its_line_along,
    who_would_get_nothing_is_told_so_at_once,
}

/// More than one transaction seats, and a rest.
const PEOPLE: usize = 33;

pub(crate) fn now() -> Timestamp {
    time("2027-01-10T12:00:00Z")
}

/// The moment at which somebody comes.
fn moment(number: usize) -> Timestamp {
    now() + SignedDuration::from_micros(i64::try_from(number).unwrap())
}

/// Says that too many come at once, as whoever meets them does.
pub(crate) async fn rush(desk: &Desk, event: &str, at: Timestamp) {
    let key = Key::new(format!("E#{event}"), "RUSH");
    let change = Change::Put { body: true.into(), expires: Some(at + SignedDuration::from_secs(180)) };
    desk.store().commit(vec![Write { key, expected: Expected::Anything, change }], at).await.unwrap();
}

async fn come(guests: &Guests, desk: &Desk, sent: &Sent, number: usize) -> Answered {
    match guests.register(desk, sent, moment(number)).await.unwrap() {
        Outcome::Stored(answered) => answered,
        other => panic!("{other:?}"),
    }
}

/// So many in line, in the order of their numbers.
async fn line(guests: &Guests, desk: &Desk, people: usize) -> Vec<Reference> {
    rush(desk, EVENT, now()).await;
    let mut references = Vec::new();
    for number in 0..people {
        let answered = come(guests, desk, &guest(number), number).await;
        assert_eq!((answered.status, answered.in_line, answered.position), (Status::Held, true, None));
        references.push(answered.reference);
    }
    references
}

async fn status(desk: &Desk, reference: &Reference) -> Status {
    desk.find(reference, now()).await.unwrap().unwrap().record.status()
}

async fn nothing_is_off(desk: &Desk) {
    let verified = transfer::verify(desk.store(), now()).await.unwrap();
    assert_eq!(verified.faults, Vec::new());
}

async fn everybody_is_seated_in_the_order_in_which_they_came(stage: Stage) {
    let guests = Guests::new(Some(10));
    let desk = guests.desk(stage.store.clone());
    let people = line(&guests, &desk, PEOPLE).await;
    nothing_is_off(&desk).await;
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.taken(), counters.registered), (0, 0), "the counters know nothing of them");
    // Two workers at once seat nobody twice.
    let other = guests.desk(stage.reopened());
    let (one, two) = tokio::join!(
        desk.seat_line(&guests.terms, moment(PEOPLE)),
        other.seat_line(&guests.terms, moment(PEOPLE))
    );
    assert_eq!(one.unwrap() + two.unwrap(), PEOPLE);
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting, counters.registered), (10, 23, PEOPLE as u64));
    let list = desk.list("registration", Some(EVENT), Visible::Everything, now()).await.unwrap();
    for (number, reference) in people.iter().enumerate() {
        let stored = list.iter().find(|stored| stored.record.reference == *reference).unwrap();
        let (status, position) = match number.checked_sub(10) {
            None => (Status::Confirmed, None),
            Some(before) => (Status::Waiting, Some(before as u32 + 1)),
        };
        assert_eq!((stored.record.status(), stored.position), (status, position), "number {number}");
        assert_eq!(stored.record.number(), number as u64);
        assert_eq!(stored.record.letters, 1, "one letter, that says how it stands");
    }
    nothing_is_off(&desk).await;
    // Sent again it is what it was.
    let again = come(&guests, &desk, &guest(3), PEOPLE + 1).await;
    assert_eq!(again.reference, people[3]);
}

async fn whoever_comes_later_stands_behind_them(stage: Stage) {
    let guests = Guests::new(Some(2));
    let desk = guests.desk(stage.store);
    let people = line(&guests, &desk, 2).await;
    // Another process, which has met nobody.
    let later = come(&guests, &guests.desk(desk.store().clone()), &guest(2), 2).await;
    assert!(later.in_line);
    desk.seat_line(&guests.terms, moment(3)).await.unwrap();
    for reference in &people {
        assert_eq!(status(&desk, reference).await, Status::Confirmed);
    }
    assert_eq!(status(&desk, &later.reference).await, Status::Waiting);
    // When the rush is over everybody is seated at once again.
    let after = now() + SignedDuration::from_mins(4);
    let Outcome::Stored(answered) = guests.register(&desk, &guest(4), after).await.unwrap() else { panic!() };
    assert_eq!((answered.status, answered.position, answered.in_line), (Status::Waiting, Some(2), false));
}

async fn a_second_form_with_an_address_is_seated_and_told_like_one_that_came_alone(stage: Stage) {
    let guests = Guests::new(Some(10));
    let desk = guests.desk(stage.store);
    rush(&desk, EVENT, now()).await;
    let first = come(&guests, &desk, &guest(1), 1).await;
    let second = Sent { nonce: "nonce-of-the-second-one".to_owned(), name: "Bo".to_owned(), ..guest(1) };
    let second = come(&guests, &desk, &second, 2).await;
    let told = |answered: &Answered| Answered {
        reference: first.reference.clone(),
        answers: String::new(),
        at: now(),
        ..answered.clone()
    };
    assert_eq!(told(&second), told(&first), "both senders see the same");
    assert_eq!(desk.seat_line(&guests.terms, moment(3)).await.unwrap(), 2);
    assert_eq!(status(&desk, &first.reference).await, Status::Confirmed);
    let record = desk.find(&second.reference, now()).await.unwrap().unwrap().record;
    assert_eq!((record.status(), record.is_second()), (Status::Offered, true), "it waits for a yes");
    assert!(record.offer_until().is_some());
    let letters = desk.dossier(&first.reference, now()).await.unwrap().unwrap().letters;
    let occasions: Vec<&str> = letters.iter().map(|letter| letter.occasion.as_str()).collect();
    assert_eq!(occasions, ["confirmed", "already"]);
    nothing_is_off(&desk).await;
}

async fn a_transaction_has_room_for_second_forms_alone(stage: Stage) {
    let guests = Guests::new(Some(100));
    let desk = guests.desk(stage.store);
    for number in 0..14 {
        guests.arrive(&desk, number, now()).await;
    }
    rush(&desk, EVENT, now()).await;
    for number in 0..14 {
        let nonce = format!("nonce-of-a-second-form-{number:02}");
        let answered = come(&guests, &desk, &Sent { nonce, ..guest(number) }, 14 + number).await;
        assert!(answered.in_line);
    }
    assert_eq!(desk.seat_line(&guests.terms, moment(30)).await.unwrap(), 14);
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered), (14, 14));
    nothing_is_off(&desk).await;
}

async fn who_gives_up_in_line_has_a_place_on_the_list_to_take_back(stage: Stage) {
    let guests = Guests::new(Some(10));
    let desk = guests.desk(stage.store);
    let people = line(&guests, &desk, 3).await;
    let change = async |step| desk.change(&people[1], step, Some(&guests.terms), moment(4)).await.unwrap();
    assert_eq!(change(Step::Cancel).await, Changed::Done(Status::Cancelled));
    assert!(desk.erase(&people[2], Some(&guests.terms), moment(4)).await.unwrap());
    nothing_is_off(&desk).await;
    assert_eq!(desk.seat_line(&guests.terms, moment(5)).await.unwrap(), 1);
    assert_eq!(change(Step::Undo).await, Changed::Done(Status::Waiting));
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting, counters.registered), (1, 1, 3));
    assert!(everything(desk.store(), now()).await.keys().all(|key| !key.pk.starts_with("LINE#")));
    nothing_is_off(&desk).await;
}

async fn an_event_with_another_name_takes_its_line_along(stage: Stage) {
    let guests = Guests::new(Some(2));
    let desk = guests.desk(stage.store);
    let people = line(&guests, &desk, 3).await;
    let renamed = forms_fn::Terms { event: "dinner-renamed".to_owned(), ..guests.terms.clone() };
    let moved = desk.move_event(EVENT, &renamed, moment(4)).await.unwrap().unwrap();
    assert_eq!((moved.records, moved.too_many), (3, false));
    let counters = desk.counters("dinner-renamed", now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting), (2, 1));
    assert_eq!(status(&desk, &people[2]).await, Status::Waiting);
}

async fn who_would_get_nothing_is_told_so_at_once(stage: Stage) {
    let mut guests = Guests::new(Some(0));
    guests.terms.waitlist = false;
    let desk = guests.desk(stage.store);
    rush(&desk, EVENT, now()).await;
    assert_eq!(guests.register(&desk, &guest(1), now()).await.unwrap(), Outcome::Full);
    assert!(everything(desk.store(), now()).await.keys().all(|key| !key.pk.starts_with("LINE#")));
}
