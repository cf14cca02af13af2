//! How the event goes × how the record stands → what the page says, and what it offers.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;
use forms_fn::{App, Change, Clock, Expected, FormsFolder, Key, Reference, Status, Write};
use serde_json::{Value, json};

use super::world::{AMINA, MY, World, world};
use crate::site::{ask, manifest, time};

const NOW: &str = "2027-01-10T12:00:00Z";
/// State, time, and how the site is made to show it.
const STATES: [&str; 7] = ["scheduled", "moved_online", "full", "postponed", "cancelled", "begun", "over"];
const STATUSES: [Status; 6] =
    [Status::Confirmed, Status::Offered, Status::Waiting, Status::Held, Status::Cancelled, Status::Lapsed];

/// What is offered, besides what always is; and a sentence that the page has.
fn expected(state: &str, status: Status) -> (&'static [&'static str], &'static str) {
    use Status::{Cancelled, Confirmed, Held, Lapsed, Offered, Waiting};
    let ahead = ["scheduled", "moved_online", "full"].contains(&state);
    match (state, status) {
        ("cancelled", _) => (&[], "This event is cancelled."),
        ("over", _) => (&[], "This event is over."),
        ("postponed", Cancelled) => (&["undo"], "You have no place at this event."),
        (_, Cancelled) if ahead => (&["undo"], "You have no place at this event."),
        (_, Cancelled) => (&[], "You have no place at this event."),
        (_, Lapsed) => (&[], "The time to say yes is over"),
        ("lost", _) => (&["cancel"], "We cannot find this event on our site any more."),
        ("begun", Confirmed) => (&[], "You have a place"),
        ("begun", _) => (&[], "This event has begun."),
        ("postponed", Offered) => (&["cancel", "change"], "A place is kept for you."),
        ("postponed", _) => (&["cancel", "change"], "This event is postponed."),
        (_, Confirmed) => (&["cancel", "change"], "You have a place"),
        (_, Offered) => (&["accept", "cancel", "change"], "A place is free for you."),
        (_, Waiting) => (&["cancel", "change"], "You are number 1 on the waiting list"),
        (_, Held) => (&["cancel", "change"], "A person looks at it first"),
        (_, other) => panic!("{other:?}"),
    }
}

/// The same store, with the event as it goes.
fn app(world: &World, state: &str) -> App {
    let now = match state {
        "begun" => "2027-01-21T18:00:00Z",
        "over" => "2027-01-22T12:00:00Z",
        _ => NOW,
    };
    let mut manifest = manifest();
    match state {
        "lost" => _ = manifest.events.remove("ten"),
        "begun" | "over" => {}
        status => {
            manifest.events.get_mut("ten").unwrap().status = serde_json::from_value(json!(status)).unwrap();
        }
    }
    let mut parts = super::world::parts();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    App::new(FormsFolder::from_parts(&parts).unwrap(), world.desk.clone(), Clock::Fixed(time(now)))
}

/// Puts the record into a status, as it would be at the time of the state.
async fn put(world: &World, reference: &Reference, status: Status, now: &str) {
    let key = Key::new("E#ten", format!("R#{}", reference.to_string().replace('-', "")));
    let mut body = world.desk.store().get(&key, time(NOW)).await.unwrap().unwrap().body;
    let until = (status == Status::Offered).then(|| time("2027-01-21T17:00:00Z"));
    body["status"] = json!(status);
    body["place"] = json!((status == Status::Waiting).then(|| json!({ "class": 1, "number": 1 })));
    body["offer_until"] = json!(until);
    let cancelled = json!({ "at": now, "was": Status::Confirmed });
    body["cancelled"] = json!((status == Status::Cancelled).then_some(cancelled));
    let change = Change::Put { body, expires: None };
    let write = Write { key, expected: Expected::Anything, change };
    world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
}

#[tokio::test]
async fn every_state_and_status_has_its_words_and_its_acts() {
    let world = world();
    let amina = world.register(AMINA).await;
    for state in STATES.into_iter().chain(["lost"]) {
        let app = app(&world, state);
        for status in STATUSES {
            let now = if state == "begun" { "2027-01-21T18:00:00Z" } else { NOW };
            put(&world, &amina, status, now).await;
            let (acts, words) = expected(state, status);
            let link = world.link(LinkPurpose::See, &amina);
            let page = ask(&app, Method::GET, &link, &[], "").await;
            let case = format!("{state} × {}", status.as_str());
            assert!(page.body.contains(words), "{case}: no `{words}` in {}", page.body);
            let holds = page.body.contains("You have a place");
            assert_eq!(
                holds,
                words == "You have a place" || (state, status) == ("postponed", Status::Confirmed),
                "{case}"
            );
            for (act, button) in [
                ("undo", ">Undo</button>"),
                ("accept", ">Yes, I want the place</button>"),
                ("change", ">Change my answers</a>"),
            ] {
                assert_eq!(page.body.contains(button), acts.contains(&act), "{case}: {act}");
            }
            let facts = ask(&app, Method::GET, &link, &[("accept", "application/json")], "").await.json();
            let offered: Vec<&String> = facts["acts"].as_object().unwrap().keys().collect();
            let mut all: Vec<&str> = acts.to_vec();
            all.extend(["erase", "withdraw"]);
            all.sort_unstable();
            assert_eq!(offered, all, "{case}");
            // What isn't offered isn't done either.
            for act in ["undo", "accept", "change"] {
                if !acts.contains(&act) {
                    refused(&world, &app, &amina, act, &case).await;
                }
            }
        }
    }
}

async fn refused(world: &World, app: &App, amina: &Reference, act: &str, case: &str) {
    let purpose = match act {
        "undo" => LinkPurpose::Undo,
        "accept" => LinkPurpose::Accept,
        _ => LinkPurpose::Change,
    };
    let before = world.desk.find(amina, time(NOW)).await.unwrap().unwrap().record;
    let mut body: Value = json!({ "full_name": "B", "adult": true });
    body["action"] = json!(act);
    body["t"] = json!(world.token(purpose, amina));
    let body = body.to_string();
    let answer = ask(app, Method::POST, MY, &[("content-type", "application/json")], body).await;
    let after = world.desk.find(amina, time(NOW)).await.unwrap().unwrap().record;
    assert_eq!(before, after, "{case}: {act} {}", answer.body);
}

#[tokio::test]
async fn a_button_to_undo_does_nothing_the_next_time() {
    let world = world();
    let amina = world.register(AMINA).await;
    let done = world.press(&world.link(LinkPurpose::Cancel, &amina), "cancel").await;
    let page = world.get(done.header("location")).await;
    let old = super::world::button(&page, "undo");
    let undo = async |token: &str| world.post(MY, &format!("action=undo&t={token}")).await;
    assert_eq!(undo(&old).await.status, 303);
    assert_eq!(world.status(&amina).await, Status::Confirmed);
    let own = world.get(&world.link(LinkPurpose::See, &amina)).await;
    let cancelled = world.press(&super::world::link(&own, "Cancel my registration"), "cancel").await;
    assert_eq!(cancelled.status, 303);
    assert_eq!(undo(&old).await.status, 403, "it was for the first time");
    assert_eq!(world.status(&amina).await, Status::Cancelled);
    let page = world.get(cancelled.header("location")).await;
    assert_eq!(undo(&super::world::button(&page, "undo")).await.status, 303);
}
