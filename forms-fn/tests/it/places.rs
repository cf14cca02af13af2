//! How much room is left: enough to choose an event by, and too little to learn from it who is registered.

use axum::http::Method;
use forms_fn::{Change, Counters, Expected, Key, Write};
use serde_json::{Value, json};

use crate::my::world::{NOW, World, world};
use crate::site::{ask, time};

const URL: &str = "/en/forms/registration/places";

async fn told(world: &World, url: &str) -> Value {
    let answer = world.get(url).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    answer.json()
}

#[tokio::test]
async fn an_event_has_enough_places_then_few_and_then_a_waiting_list() {
    let world = world();
    for (guests, expected) in [
        (4, json!({ "room": "enough" })),
        (1, json!({ "room": "few", "text": "Few places left" })),
        (4, json!({ "room": "few", "text": "Few places left" })),
        (1, json!({ "room": "waiting-list", "text": "All places are taken, waiting list" })),
    ] {
        let before = world.desk.counters("ten", time(NOW)).await.unwrap().taken();
        for guest in before..before + guests {
            let body = format!("event=ten&full_name=Guest&email=guest{guest}%40example.org&adult=yes");
            world.register(&body).await;
        }
        assert_eq!(told(&world, URL).await["ten"], expected, "{before} + {guests}");
    }
}

/// What can't be registered for now isn't in it, nor what has no number of places.
#[tokio::test]
async fn only_events_that_are_open_and_have_a_number_of_places_are_told() {
    let world = world();
    let told = told(&world, URL).await;
    let events: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(events, ["full-waitlist", "ten", "two"]);
    assert_eq!(told["full-waitlist"]["room"], "waiting-list", "the organisers said that it is full");
    assert_eq!(told["two"]["room"], "few");
}

#[tokio::test]
async fn an_event_without_a_waiting_list_has_no_room_when_it_is_full() {
    let world = world();
    for guest in 0..2 {
        let body = format!("event=two&full_name=Guest&email=guest{guest}%40example.org&adult=yes");
        world.register(&body).await;
    }
    assert_eq!(told(&world, URL).await["two"], json!({ "room": "none", "text": "All places are taken" }));
}

#[tokio::test]
async fn it_is_said_in_the_language_of_the_page_and_may_be_kept_for_a_minute() {
    let world = world();
    let answer = world.get("/ar/forms/registration/places").await;
    assert_eq!(answer.json()["two"]["text"], "بقيت أماكن قليلة");
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    assert_eq!(answer.header("content-language"), "ar");
}

#[tokio::test]
async fn a_form_without_events_has_no_places_and_an_unknown_one_no_answer() {
    let world = world();
    assert_eq!(told(&world, "/en/forms/mentor-request/places").await, json!({}));
    assert_eq!(world.get("/en/forms/nobody/places").await.status, 404);
    assert_eq!(ask(&world.app, Method::POST, URL, &[], "").await.status, 405);
}

/// Somebody called it off by the command line, and the site doesn't know yet.
#[tokio::test]
async fn of_an_event_that_was_called_off_nothing_is_said() {
    let world = world();
    world.register("event=ten&full_name=Guest&email=guest%40example.org&adult=yes").await;
    assert!(told(&world, URL).await.get("ten").is_some());
    let counters = Counters { called_off: true, ..world.desk.counters("ten", time(NOW)).await.unwrap() };
    let put = Change::Put { body: serde_json::to_value(&counters).unwrap(), expires: None };
    let write = Write { key: Key::new("E#ten", "SEATS"), expected: Expected::Anything, change: put };
    world.desk.store().commit(vec![write], time(NOW)).await.unwrap();
    assert_eq!(told(&world, URL).await.get("ten"), None);
}
