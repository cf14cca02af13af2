//! Sending twice is sending once, and no seat is given twice.

use std::collections::BTreeSet;

use axum::http::Method;
use forms_fn::{Reference, Status, Step};

use crate::site::{FORM, Site, ask, site, time};

fn now() -> jiff::Timestamp {
    time("2027-01-10T12:00:00Z")
}

/// Confirmed, offered and waiting at the event of ten seats.
async fn seats(site: &Site) -> (u32, u32, u32) {
    let counters = site.counters("ten").await;
    (counters.confirmed, counters.offered, counters.waiting)
}

/// Sends all bodies at once and returns status and address of each answer.
async fn all_at_once(site: &Site, bodies: Vec<String>) -> Vec<(u16, String)> {
    let send = |body: String| {
        let app = site.app.clone();
        tokio::spawn(async move {
            let headers = [("content-type", FORM)];
            let answer = ask(&app, Method::POST, "/en/forms/registration", &headers, body).await;
            (answer.status.as_u16(), answer.header("location").to_owned())
        })
    };
    let tasks: Vec<_> = bodies.into_iter().map(send).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test]
async fn the_same_nonce_fifty_times_is_one_record_and_one_answer() {
    let site = site();
    let body = "event=ten&full_name=A&nonce=0123456789abcdef0123456789abcdef".to_owned();
    let answers = all_at_once(&site, vec![body; 50]).await;
    assert_eq!(BTreeSet::from_iter(&answers).len(), 1);
    assert_eq!(answers[0].0, 303);
    assert_eq!(site.stored().await.len(), 1);
    assert_eq!(seats(&site).await, (1, 0, 0));
}

#[tokio::test]
async fn without_a_nonce_the_same_answers_are_the_same_act() {
    let site = site();
    let first = site.register("event=ten&full_name=A&email=").await;
    let again = site.register("full_name=+A+&event=ten").await;
    assert_eq!(first.reference(), again.reference());
    let other_event = site.register("event=two&full_name=A").await;
    assert_ne!(first.reference(), other_event.reference());
    let other_name = site.register("event=ten&full_name=B").await;
    assert_ne!(first.reference(), other_name.reference());
    assert_eq!(site.stored().await.len(), 3);
}

#[tokio::test]
async fn a_nonce_belongs_to_one_event() {
    let site = site();
    let first = site.register("event=ten&full_name=A&nonce=0123456789abcdef").await;
    let second = site.register("event=two&full_name=A&nonce=0123456789abcdef").await;
    assert_ne!(first.reference(), second.reference());
    assert_eq!(site.stored().await.len(), 2);
}

#[tokio::test]
async fn a_nonce_is_remembered_for_48_hours() {
    let site = site();
    let (body, headers) = ("event=any&full_name=A", [("content-type", FORM)]);
    let first = site.register(body).await;
    let url = "/en/forms/registration";
    let late = ask(&site.at("2027-01-12T11:59:59Z"), Method::POST, url, &headers, body).await;
    assert_eq!(late.reference(), first.reference());
    let later = ask(&site.at("2027-01-12T12:00:00Z"), Method::POST, url, &headers, body).await;
    assert_ne!(later.reference(), first.reference());
    assert_eq!(site.stored().await.len(), 2);
}

#[tokio::test]
async fn sending_again_gets_the_first_answer_even_after_closing() {
    let site = site();
    let (url, headers) = ("/en/forms/registration", [("content-type", FORM)]);
    let open = site.at("2027-01-18T10:59:59Z");
    let closed = site.at("2027-01-18T11:00:00Z");
    let first = ask(&open, Method::POST, url, &headers, "event=ten&full_name=A").await;
    let again = ask(&closed, Method::POST, url, &headers, "event=ten&full_name=A").await;
    assert_eq!(again.reference(), first.reference());
    let other = ask(&closed, Method::POST, url, &headers, "event=ten&full_name=B").await;
    assert_eq!(other.status, 410, "it closes at noon in Oslo, which is eleven in UTC");
    assert_eq!(site.stored().await.len(), 1);
}

#[tokio::test]
async fn a_hundred_people_on_ten_seats() {
    let site = site();
    let bodies = (0..100).map(|i| format!("event=ten&full_name=Guest+{i}")).collect();
    let answers = all_at_once(&site, bodies).await;
    assert!(answers.iter().all(|(status, _)| *status == 303));
    assert_eq!(BTreeSet::from_iter(&answers).len(), 100);
    let stored = site.stored().await;
    let confirmed = stored.iter().filter(|record| record.record.status() == Status::Confirmed).count();
    assert_eq!(confirmed, 10);
    let mut waiting: Vec<u32> = stored.iter().filter_map(|record| record.position).collect();
    waiting.sort_unstable();
    assert_eq!(waiting, (1..=90).collect::<Vec<u32>>());
    assert_eq!(seats(&site).await, (10, 0, 90));
}

#[tokio::test]
async fn without_a_waiting_list_the_last_seat_is_the_last() {
    let site = site();
    let bodies = (0..20).map(|i| format!("event=two&full_name=Guest+{i}")).collect();
    let answers = all_at_once(&site, bodies).await;
    let count = |wanted: u16| answers.iter().filter(|(status, _)| *status == wanted).count();
    assert_eq!((count(303), count(409)), (2, 18));
    assert_eq!(site.stored().await.len(), 2);
    let page = site.get("/en/forms/registration?event=two").await;
    assert_eq!(page.status, 409);
    page.assert_has(&["All places are taken. Look at the other events."]);
}

#[tokio::test]
async fn the_organisers_full_means_waiting() {
    let site = site();
    let form = site.get("/en/forms/registration?event=full-waitlist").await;
    assert_eq!(form.status, 200);
    form.assert_has(&["All places are taken, but you can join the waiting list."]);
    let first = site.json(r#"{"event":"full-waitlist","full_name":"A"}"#).await;
    let second = site.json(r#"{"event":"full-waitlist","full_name":"B"}"#).await;
    assert_eq!((&first.json()["status"], &first.json()["position"]), (&"waiting".into(), &1.into()));
    assert_eq!(second.json()["position"], 2);
    let again = site.json(r#"{"event":"full-waitlist","full_name":"B"}"#).await;
    assert_eq!(again.json(), second.json());
    let page = site.get(second.header("location")).await;
    page.assert_has(&[
        "You are on the waiting list",
        "You are number 2 on the waiting list",
        "We call you when a place is free.",
    ]);
}

#[tokio::test]
async fn the_position_tells_how_many_are_before_you_now() {
    let site = site();
    let mut last = site.register("event=full-waitlist&full_name=A").await;
    for name in ["B", "C"] {
        last = site.register(&format!("event=full-waitlist&full_name={name}")).await;
    }
    let first = site.stored().await.swap_remove(0).record.reference;
    site.desk.change(&first, Step::Cancel, None, now()).await.unwrap();
    let page = site.get(last.header("location")).await;
    page.assert_has(&["You are number 2 on the waiting list"]);
    let next = site.json(r#"{"event":"full-waitlist","full_name":"D"}"#).await;
    assert_eq!(next.json()["position"], 3);
}

#[tokio::test]
async fn whoever_waits_comes_before_whoever_comes_later() {
    let site = site();
    let mut answers = Vec::new();
    for i in 0..11 {
        answers.push(site.register(&format!("event=ten&full_name=Guest+{i}")).await.reference());
    }
    let (first, last) = (Reference::parse(&answers[0]).unwrap(), &answers[10]);
    let page = site.get(&format!("/en/forms/registration/received?ref={last}")).await;
    page.assert_has(&["You are number 1 on the waiting list"]);
    // Without the terms of the event nobody is asked, so the seat stays free.
    site.desk.change(&first, Step::Cancel, None, now()).await.unwrap();
    let late = site.json(r#"{"event":"ten","full_name":"Late"}"#).await;
    assert_eq!(late.json()["status"], "waiting");
}
