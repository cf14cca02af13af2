//! Who is there: whatever is tapped, in whichever order and however often, the counter says what the items say.

mod thousands;

use forms_fn::transfer::{self, Lines, What};
use forms_fn::{Attended, Came, Changed, Desk, Outcome, Reference, Status, Step, Tap, Tapped, Terms};
use jiff::{SignedDuration, Timestamp};

use crate::guests::{EVENT, Guests, everything, guest};
use crate::site::time;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    two_phones_let_in_the_same_guest_once_and_the_earlier_moment_stays,
    whoever_isnt_expected_is_let_in_all_the_same,
    what_is_kept_of_the_door_goes_with_the_record_and_its_number_stays,
    an_event_that_is_moved_takes_along_who_is_there,
    a_store_that_is_moved_has_everybody,
    who_comes_for_the_first_time_is_counted_and_stays_counted,
);

/// The evening.
fn evening() -> Timestamp {
    time("2027-01-21T17:04:00Z")
}

fn kept_until() -> Timestamp {
    time("2027-04-21T20:00:00Z")
}

fn later(minutes: i64) -> Timestamp {
    evening() + SignedDuration::from_mins(minutes)
}

fn nonce(number: usize) -> String {
    format!("a-nonce-of-a-tap-{number:06}")
}

struct Door {
    guests: Guests,
    desk: Desk,
}

impl Door {
    fn new(stage: &Stage, capacity: u32) -> Self {
        let guests = Guests::new(Some(capacity));
        let desk = guests.desk(stage.store.clone());
        Self { guests, desk }
    }

    async fn guest(&self, number: usize) -> Reference {
        let now = time("2027-01-10T12:00:00Z");
        self.guests.arrive(&self.desk, number, now).await.reference
    }

    async fn let_in(&self, tap: usize, reference: &Reference, people: u32, at: Timestamp) -> Tapped {
        let nonce = nonce(tap);
        let tap = Tap::new(EVENT, &nonce, at).unwrap();
        self.desk.let_in(tap, reference, people, later(60)).await.unwrap()
    }

    async fn take_back(&self, tap: usize, reference: &Reference) -> Tapped {
        let nonce = nonce(tap);
        let tap = Tap::new(EVENT, &nonce, later(1)).unwrap();
        self.desk.take_back(tap, reference, later(60)).await.unwrap()
    }

    async fn walk_in(&self, tap: usize, name: Option<&str>, people: u32) -> Tapped {
        let nonce = nonce(tap);
        let tap = Tap::new(EVENT, &nonce, later(2)).unwrap();
        self.desk.walk_in(tap, name, people, kept_until(), later(60)).await.unwrap()
    }

    async fn walk_back(&self, tap: usize, id: &str) -> Tapped {
        let nonce = nonce(tap);
        let tap = Tap::new(EVENT, &nonce, later(3)).unwrap();
        self.desk.take_walk_in_back(tap, id, later(60)).await.unwrap()
    }

    async fn attended(&self) -> Attended {
        self.desk.attended(EVENT, later(60)).await.unwrap()
    }

    async fn erase(&self, reference: &Reference) -> bool {
        self.desk.erase(reference, Some(&self.guests.terms), later(60)).await.unwrap()
    }

    async fn came(&self) -> (u32, u32, u32, u32, u32) {
        let Came { parties, people, walk_ins, walk_in_people, left, .. } = self.attended().await.came;
        (parties, people, walk_ins, walk_in_people, left)
    }

    /// Everything in the store agrees, but for what the worker has yet to do.
    async fn assert_agrees(&self) {
        let verified = transfer::verify(self.desk.store(), later(60)).await.unwrap();
        let door = |fault: &transfer::Inconsistency| {
            let sk = fault.key.sk.as_str();
            sk == "CAME"
                || sk == "SEATS"
                || sk.starts_with("D#")
                || sk.starts_with("G#")
                || fault.key.pk.starts_with("TAP")
        };
        let faults: Vec<String> =
            verified.faults.iter().filter(|f| door(f)).map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

async fn two_phones_let_in_the_same_guest_once_and_the_earlier_moment_stays(stage: Stage) {
    let door = Door::new(&stage, 5);
    let guest = door.guest(1).await;
    assert_eq!(door.let_in(1, &guest, 3, later(6)).await, Tapped::LetIn { at: later(6) });
    assert_eq!(door.let_in(1, &guest, 3, later(6)).await, Tapped::LetIn { at: later(6) }, "sent again");
    assert_eq!(door.let_in(2, &guest, 1, later(9)).await, Tapped::Already { at: later(6) });
    assert_eq!(
        door.let_in(3, &guest, 1, later(4)).await,
        Tapped::Already { at: later(4) },
        "it had no network"
    );
    assert_eq!(door.came().await, (1, 3, 0, 0, 0));
    assert_eq!(door.attended().await.check_ins[&guest].at, later(4));
    assert_eq!(door.take_back(4, &guest).await, Tapped::TakenBack);
    assert_eq!(door.take_back(5, &guest).await, Tapped::NotHere);
    assert_eq!(
        door.let_in(1, &guest, 3, later(6)).await,
        Tapped::LetIn { at: later(6) },
        "its answer, and no more"
    );
    assert_eq!(door.came().await, (0, 0, 0, 0, 0));
    assert_eq!(door.let_in(6, &guest, 2, later(8)).await, Tapped::LetIn { at: later(8) });
    assert_eq!(door.take_back(4, &guest).await, Tapped::TakenBack, "its answer, and no more");
    assert_eq!(door.came().await, (1, 2, 0, 0, 0));
    door.assert_agrees().await;
}

async fn whoever_isnt_expected_is_let_in_all_the_same(stage: Stage) {
    let door = Door::new(&stage, 1);
    let (seated, waiting) = (door.guest(1).await, door.guest(2).await);
    assert_eq!(door.let_in(1, &waiting, 1, later(0)).await, Tapped::LetIn { at: later(0) });
    let status = door.desk.find(&waiting, later(60)).await.unwrap().unwrap().record.status();
    assert_eq!(status, Status::Waiting, "the list knows nothing of the door");
    let before = time("2027-01-20T12:00:00Z");
    let cancelled = door.desk.change(&seated, Step::Cancel, Some(&door.guests.terms), before).await.unwrap();
    assert_eq!(cancelled, Changed::Done(Status::Cancelled));
    assert_eq!(door.let_in(2, &seated, 1, later(1)).await, Tapped::LetIn { at: later(1) });
    assert_eq!(door.walk_in(3, Some("Nobody knows"), 2).await, Tapped::LetIn { at: later(2) });
    assert_eq!(door.walk_in(3, Some("Nobody knows"), 2).await, Tapped::LetIn { at: later(2) });
    assert_eq!(door.walk_in(4, None, 1).await, Tapped::LetIn { at: later(2) });
    assert_eq!(door.came().await, (2, 2, 2, 3, 0));
    assert_eq!(door.attended().await.came.all(), 5, "of one");
    let elsewhere = Tap::new("another-event", "a-nonce-of-a-tap", later(0)).unwrap();
    assert_eq!(door.desk.let_in(elsewhere, &seated, 1, later(60)).await.unwrap(), Tapped::Unknown);
    let unknown = Reference::parse("00000-00000").unwrap();
    assert_eq!(door.let_in(5, &unknown, 1, later(0)).await, Tapped::Unknown);
    assert!(Tap::new(EVENT, "short", later(0)).is_none());
    door.assert_agrees().await;
}

async fn what_is_kept_of_the_door_goes_with_the_record_and_its_number_stays(stage: Stage) {
    let door = Door::new(&stage, 5);
    let guest = door.guest(1).await;
    door.let_in(1, &guest, 2, later(0)).await;
    door.walk_in(2, Some("Nobody knows"), 3).await;
    assert!(door.erase(&guest).await);
    assert_eq!(door.came().await, (0, 0, 1, 3, 2));
    assert!(door.attended().await.check_ins.is_empty());
    assert_eq!(door.let_in(3, &guest, 2, later(0)).await, Tapped::Unknown, "nothing about them comes back");
    let after = door.desk.attended(EVENT, kept_until()).await.unwrap();
    assert_eq!((after.walk_ins.len(), after.came.all()), (0, 5));
    let verified = transfer::verify(door.desk.store(), kept_until()).await.unwrap();
    assert!(verified.faults.iter().all(|fault| fault.key.sk != "CAME"), "{:?}", verified.faults);
    let all = everything(door.desk.store(), kept_until()).await;
    let told = all.values().filter(|item| item.body.to_string().contains("Nobody knows"));
    assert_eq!(told.count(), 0);
}

async fn an_event_that_is_moved_takes_along_who_is_there(stage: Stage) {
    let door = Door::new(&stage, 50);
    let (guest, erased) = (door.guest(1).await, door.guest(2).await);
    door.let_in(1, &guest, 2, later(0)).await;
    door.let_in(2, &erased, 1, later(0)).await;
    door.erase(&erased).await;
    for number in 0..35 {
        door.walk_in(10 + number, None, 1).await;
    }
    let to = Terms { event: "supper".to_owned(), ..door.guests.terms.clone() };
    door.desk.move_event(EVENT, &to, later(60)).await.unwrap().unwrap();
    let moved = door.desk.attended("supper", later(60)).await.unwrap();
    assert_eq!((moved.check_ins.len(), moved.walk_ins.len(), moved.came.all()), (1, 35, 38));
    assert_eq!(door.attended().await, Attended::default());
    door.assert_agrees().await;
}

async fn a_store_that_is_moved_has_everybody(stage: Stage) {
    let door = Door::new(&stage, 5);
    let guest = door.guest(1).await;
    door.let_in(1, &guest, 2, later(0)).await;
    door.walk_in(2, Some("Nobody knows"), 3).await;
    let mut file = Vec::new();
    transfer::export(door.desk.store(), What::Everything, later(60), &mut file).await.unwrap();
    let other = crate::stage::sqlite().await;
    let mut lines = Lines::check(std::io::Cursor::new(file)).unwrap();
    transfer::import(&other.store, &mut lines, &[], later(60)).await.unwrap();
    let copy = door.guests.desk(other.store.clone());
    assert_eq!(copy.attended(EVENT, later(60)).await.unwrap(), door.attended().await);
}

/// The same address at two events: new at the first, known at the second, whatever becomes of the records; and nothing that is
/// kept of it outlives them.
async fn who_comes_for_the_first_time_is_counted_and_stays_counted(stage: Stage) {
    let door = Door::new(&stage, 50);
    let mut later_event = door.guests.clone();
    later_event.terms.event = "supper".to_owned();
    let came_to = async |desk: &Desk, event: &str| {
        let guests = desk.came(event, later(60)).await.unwrap().guests;
        (guests.first, guests.again, guests.languages.get("en").copied().unwrap_or_default())
    };
    let registered = time("2027-01-10T12:00:00Z");
    let mut anna = Vec::new();
    for (number, event) in [(1, EVENT), (2, EVENT), (1, "supper"), (3, "supper")] {
        let (guests, tap) =
            if event == EVENT { (&door.guests, 10 + number) } else { (&later_event, 20 + number) };
        let sent = crate::guests::Sent { nonce: format!("nonce-of-{event}-{number:06}"), ..guest(number) };
        let Ok(Outcome::Stored(answered)) = guests.register(&door.desk, &sent, registered).await else {
            panic!("{event} {number}");
        };
        let nonce = nonce(tap);
        let tap = Tap::new(event, &nonce, later(1)).unwrap();
        for _ in 0..2 {
            door.desk.let_in(tap, &answered.reference, 2, later(60)).await.unwrap();
        }
        if number == 1 {
            anna.push(answered.reference);
        }
    }
    assert_eq!(came_to(&door.desk, EVENT).await, (2, 0, 2));
    assert_eq!(came_to(&door.desk, "supper").await, (1, 1, 2), "one of two was there before");
    door.assert_agrees().await;
    // Taken back, it is as if they had not come; and let in again, they are known still.
    let (back, again) = (nonce(31), nonce(32));
    let back = Tap::new("supper", &back, later(2)).unwrap();
    door.desk.take_back(back, &anna[1], later(60)).await.unwrap();
    assert_eq!(came_to(&door.desk, "supper").await, (1, 0, 1));
    door.desk.let_in(Tap::new("supper", &again, later(3)).unwrap(), &anna[1], 2, later(60)).await.unwrap();
    assert_eq!(came_to(&door.desk, "supper").await, (1, 1, 2));
    let traces = async || {
        let all = everything(door.desk.store(), later(60)).await;
        all.keys().filter(|key| key.pk.starts_with("CAME#")).count()
    };
    assert_eq!(traces().await, 4);
    for reference in &anna {
        assert!(door.erase(reference).await);
    }
    assert_eq!(traces().await, 2, "nothing tells that they came");
    assert_eq!(came_to(&door.desk, EVENT).await, (2, 0, 2));
    assert_eq!(came_to(&door.desk, "supper").await, (1, 1, 2), "but the number does");
    let to = Terms { event: "dinner-again".to_owned(), ..door.guests.terms.clone() };
    door.desk.move_event(EVENT, &to, later(60)).await.unwrap().unwrap();
    assert_eq!(came_to(&door.desk, "dinner-again").await, (2, 0, 2), "who is gone is taken along, too");
    let verified = transfer::verify(door.desk.store(), later(60)).await.unwrap();
    assert!(verified.faults.iter().all(|fault| !fault.key.pk.starts_with("CAME")), "{:?}", verified.faults);
}
