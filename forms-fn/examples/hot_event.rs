//! Many send the same form at the same moment, each to a function of its own, as on Lambda: who is stored, how, and after how
//! long. `cargo run -p forms-fn --example hot_event -- DIST/forms EVENT 300 http://127.0.0.1:8000`, with an emulator of
//! DynamoDB at that address, makes a table and fills it through the real router, two weeks before the event. The form asks for
//! what that of `generator/tests/site` does, and its event is `dinner`.
#![recursion_limit = "256"]
#![expect(clippy::disallowed_methods, reason = "measures with the machine's clock")]
#![expect(clippy::unwrap_used, reason = "a measurement that can't go on has failed")]
#![expect(clippy::print_stdout, reason = "prints what it measured")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{App, Aws, Clock, Counters, Desk, DynamoStore, FormsFolder, Store, router};
use jiff::SignedDuration;
use serde_json::Value;
use tower::ServiceExt;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [forms, event, people, endpoint] = arguments.as_slice() else {
        panic!("FOLDER EVENT PEOPLE ADDRESS, as in the first lines of this file");
    };
    let people: usize = people.parse().unwrap();
    let folder = || FormsFolder::load(Path::new(forms)).unwrap();
    let terms = folder().terms(event).unwrap();
    let now = terms.starts - SignedDuration::from_hours(14 * 24);
    let table = format!("hot-{}", std::process::id());
    let keyring = Arc::new(Keyring::generate());
    // Nobody shares a client, nor what a process remembers.
    let desk = || {
        let store = Store::DynamoDb(DynamoStore::new(&aws(endpoint), &table));
        Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(Arc::clone(&keyring)))
    };
    DynamoStore::new(&aws(endpoint), &table).create_table().await.unwrap();
    let app = || App::new(folder(), desk(), Clock::Fixed(now));
    send(app(), event, 0).await;
    let apps: Vec<App> = (1..=people).map(|_| app()).collect();
    let (from, mut tasks, mut told) = (Instant::now(), Vec::new(), BTreeMap::<String, usize>::new());
    for (number, app) in (1..).zip(apps) {
        let event = event.clone();
        tasks.push(tokio::spawn(async move { send(app, &event, number).await }));
    }
    let mut took = Vec::with_capacity(people);
    for task in tasks {
        let (status, time) = task.await.unwrap();
        *told.entry(status).or_default() += 1;
        took.push(time);
    }
    took.sort_unstable();
    println!("{people} at once in {:.1?}: {told:?}", from.elapsed());
    println!("answers: median {:.1?}, last {:.1?}", took[people / 2], took[people - 1]);
    let (worker, from) = (desk(), Instant::now());
    let mut seated = 0;
    loop {
        let some = worker.seat_line(&terms, now).await.unwrap();
        seated += some;
        if some == 0 {
            break;
        }
    }
    println!("{seated} seated from the line in {:.1?}", from.elapsed());
    let Counters { confirmed, offered, waiting, registered, .. } = worker.counters(event, now).await.unwrap();
    println!("of {registered} registered {confirmed} have a seat, {offered} an offer, {waiting} wait");
    assert_eq!(usize::try_from(registered).unwrap(), people + 1 - refused(&told), "nobody is lost");
}

fn aws(endpoint: &str) -> Aws {
    let variable = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some(endpoint.to_owned()),
        "AWS_REGION" => Some("eu-north-1".to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
        _ => None,
    };
    Aws::from_variables(variable).unwrap()
}

/// What somebody is told, and after how long.
async fn send(app: App, event: &str, number: usize) -> (String, Duration) {
    let body = serde_json::json!({
        "event": event, "full_name": format!("Guest {number}"), "email": format!("guest{number}@example.org"),
        "country": "DK", "message_language": "en",
    });
    let headers = [
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("accept-language", "en"),
        ("sec-fetch-site", "same-origin"),
        ("user-agent", "x"),
    ];
    let request = Request::post("/en/forms/registration");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request.body(Body::from(body.to_string())).unwrap();
    let from = Instant::now();
    let answer = router(app).oneshot(request).await.unwrap();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let value: Value = serde_json::from_slice(&body).unwrap();
    let told = value.get("status").filter(|status| status.is_string()).or_else(|| value.get("code"));
    (told.and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned), from.elapsed())
}

/// How many were told to come again.
fn refused(told: &BTreeMap<String, usize>) -> usize {
    told.iter()
        .filter(|(status, _)| !["reserved", "waiting", "in_line"].contains(&status.as_str()))
        .map(|(_, n)| n)
        .sum()
}
