//! Records as programs left them in the store: those of 0.1, what their types allowed besides, and those of a newer program.

use forms_fn::{Change, Expected, Item, Key, Place, Record, Status, Step, Visible, Write, transfer};
use serde_json::{Value, json};

use crate::guests::{EVENT, Guests, everything};
use crate::site::time;
use crate::stage;

/// A record of 0.1 in each status that each process has, one a line.
const RECORDS: &str = include_str!("items/records-0.1.ndjson");
const NOW: &str = "2027-01-10T12:05:00Z";

fn all() -> Vec<Value> {
    RECORDS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first one with a status, of a registration or of a request, with other values.
fn with(status: &str, of_event: bool, changes: Value) -> Value {
    let wanted = |item: &Value| item["status"] == status && item["event"].is_string() == of_event;
    let mut item = all().into_iter().find(wanted).unwrap();
    item.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    item
}

fn read(item: &Value) -> Record {
    serde_json::from_value(item.clone()).unwrap()
}

#[test]
fn every_record_of_an_older_program_is_read_and_written_as_it_was() {
    let mut seen = Vec::new();
    for item in all() {
        let record = read(&item);
        assert_eq!(item["status"], record.status().as_str());
        let mut written = serde_json::to_value(&record).unwrap();
        let format = written.as_object_mut().unwrap().remove("format");
        assert_eq!((written, format), (item, Some(json!(1))), "an older program reads it on");
        seen.push(record.status());
    }
    assert!(Status::ALL.iter().all(|status| seen.contains(status)), "{seen:?}");
}

#[test]
fn what_the_first_program_did_not_know_may_be_left_out() {
    let known =
        ["reference", "form", "version", "event", "lang", "status", "submitted_at", "answers", "nonce"];
    let mut item = with("confirmed", true, json!({}));
    item.as_object_mut().unwrap().retain(|name, _| known.contains(&name.as_str()));
    let record = read(&item);
    assert_eq!((record.status(), record.event(), record.number()), (Status::Confirmed, Some("dinner"), 0));
}

/// Neither was ever written by a step, and both could be.
#[test]
fn what_is_missing_is_read_as_what_harms_nobody() {
    let now = time(NOW);
    let untold = read(&with("offered", true, json!({ "offer_until": null })));
    assert_eq!((untold.status(), untold.offer_until(), untold.is_paused()), (Status::Offered, None, false));
    let (terms, deadlines) = (Guests::new(None).terms, forms::Deadlines::default());
    assert!(Step::Accept.is_allowed(&untold, &deadlines, Some(&terms), false, now), "no time has begun");
    assert!(!Step::Lapse.is_allowed(&untold, &deadlines, Some(&terms), false, time("2027-01-20T12:00:00Z")));

    let waiting = read(&with("waiting", true, json!({ "place": null })));
    assert_eq!(waiting.place(), Some(Place { class: 1, number: waiting.number() }));

    let cancelled = read(&with("cancelled", true, json!({ "cancelled": null })));
    assert_eq!(cancelled.cancelled().unwrap().at, cancelled.submitted_at);

    let at = "2027-01-11T08:00:00Z";
    let closed = read(&with("closed", false, json!({ "closed_at": null, "kept_at": at })));
    assert_eq!(closed.closed_at(), Some(time(at)), "so that its answers end some day");
}

#[test]
fn what_a_state_does_not_have_is_not_read() {
    let more =
        json!({ "offer_until": NOW, "paused": true, "doubts": ["markup"], "closed_at": NOW, "kept_at": NOW });
    let plain = read(&with("confirmed", true, json!({})));
    assert!(read(&with("confirmed", true, more)) == plain);
    let both = read(&with("offered", true, json!({ "paused": true })));
    assert!(!both.is_paused() && both.offer_until().is_some(), "a time that runs was told");
}

#[test]
fn a_status_of_the_other_process_is_none() {
    let error = |item| serde_json::from_value::<Record>(item).unwrap_err().to_string();
    for status in ["unconfirmed", "received", "closed"] {
        let item = with("confirmed", true, json!({ "status": status }));
        assert_eq!(error(item), "a registration for an event never has its status");
        let was = json!({ "cancelled": { "at": NOW, "was": status } });
        assert_eq!(error(with("cancelled", true, was)), "a registration for an event never has its status");
    }
    for status in ["confirmed", "offered", "waiting", "lapsed"] {
        let item = with("received", false, json!({ "status": status }));
        assert_eq!(error(item), "without an event nothing has its status");
    }
}

#[tokio::test]
async fn a_record_of_a_newer_program_is_named_and_left_alone() {
    let stage = stage::sqlite().await;
    let guests = Guests::new(Some(3));
    let desk = guests.desk(stage.store.clone());
    let now = time(NOW);
    let newer = guests.arrive(&desk, 1, now).await.reference;
    let other = guests.arrive(&desk, 2, now).await.reference;
    let items = everything(&stage.store, now).await;
    let plain = newer.to_string().replace('-', "");
    let Item { key, body, .. } = items[&Key::new(format!("E#{EVENT}"), format!("R#{plain}"))].clone();
    let mut body = body;
    body["format"] = json!(2);
    // It may have words for what this program doesn't know.
    body["status"] = json!("invited");
    let change = Change::Put { body: body.clone(), expires: None };
    let write = Write { key: key.clone(), expected: Expected::Anything, change };
    stage.store.commit(vec![write], now).await.unwrap();

    let words = "cannot read an item: a newer forms-fn wrote it; put that version in place here, too";
    assert_eq!(desk.find(&newer, now).await.unwrap_err().to_string(), words);
    let change = desk.change(&newer, Step::Cancel, Some(&guests.terms), now).await;
    assert_eq!(change.unwrap_err().to_string(), words);
    let list = desk.list("registration", Some(EVENT), Visible::Everything, now).await.unwrap();
    assert_eq!(list.iter().map(|stored| &stored.record.reference).collect::<Vec<_>>(), [&other]);
    let unreadable = desk.take_unreadable();
    assert!(unreadable.iter().any(|one| one.key == key && one.why == words), "{unreadable:?}");
    let faults = transfer::verify(&stage.store, now).await.unwrap().faults;
    let found = faults.iter().find(|fault| fault.key == key).unwrap();
    assert_eq!(
        (found.what.as_str(), found.hint),
        ("a newer forms-fn wrote it", "put that version in place here, too")
    );
    assert_eq!(everything(&stage.store, now).await[&key].body, body);
}

#[tokio::test]
async fn records_of_an_older_program_move_and_go_on() {
    let source = stage::sqlite().await;
    let guests = Guests::new(Some(1));
    let desk = guests.desk(source.store.clone());
    let now = time(NOW);
    let first = guests.arrive(&desk, 1, now).await.reference;
    let second = guests.arrive(&desk, 2, now).await.reference;
    for item in
        everything(&source.store, now).await.into_values().filter(|item| item.key.sk.starts_with("R#"))
    {
        let mut body = item.body;
        assert_eq!(body.as_object_mut().unwrap().remove("format"), Some(json!(1)));
        let change = Change::Put { body, expires: None };
        let write = Write { key: item.key, expected: Expected::Anything, change };
        source.store.commit(vec![write], now).await.unwrap();
    }
    let mut file = Vec::new();
    transfer::export(&source.store, transfer::What::Everything, now, &mut file).await.unwrap();
    let moved = stage::sqlite().await;
    let mut lines = transfer::Lines::check(std::io::Cursor::new(file)).unwrap();
    transfer::import(&moved.store, &mut lines, &[], now).await.unwrap();
    assert_eq!(transfer::verify(&moved.store, now).await.unwrap().faults, []);
    let desk = guests.desk(moved.store.clone());
    desk.change(&first, Step::Cancel, Some(&guests.terms), now).await.unwrap();
    assert_eq!(desk.find(&second, now).await.unwrap().unwrap().record.status(), Status::Offered);
    assert_eq!(transfer::verify(&moved.store, now).await.unwrap().faults, []);
}
