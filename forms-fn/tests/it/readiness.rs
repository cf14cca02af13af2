//! Readiness tries what it promises, and refuses more than can be done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use forms_fn::worker::{self, Ending, Post};
use forms_fn::{App, Clock, Deadline, FormsFolder, Store};
use tokio::time::Instant;
use tower::ServiceExt;

use crate::running::{PATIENCE, Running, until};
use crate::site::{FORM, ask, site, time};

#[tokio::test]
async fn asking_leaves_nothing_to_be_read() {
    let site = site();
    assert_eq!(
        (site.get("/readyz").await.status.as_u16(), site.get("/readyz").await.body.as_str()),
        (200, "ok\n")
    );
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_store_that_takes_no_writes_or_is_locked_is_not_ready() {
    let site = site();
    let database = site.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = site.get("/readyz").await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    // Whoever asks again doesn't wait behind the one before.
    assert_eq!(site.get("/readyz").await.status, 503);
    database.execute_batch("ROLLBACK").unwrap();
    let deadline = Instant::now() + PATIENCE;
    while site.get("/readyz").await.status != 200 {
        assert!(Instant::now() < deadline, "it never is ready again");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_a_look_found_long_ago_says_nothing_of_now() {
    let site = site();
    let database = site.database();
    let looks = |database: &rusqlite::Connection| {
        let count = "SELECT count(*) FROM items WHERE pk = 'READY'";
        database.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(site.get("/readyz").await.status, 503);
    database.execute_batch("ROLLBACK").unwrap();
    // The look that waited for the lock comes back after whoever asked has gone.
    let deadline = Instant::now() + PATIENCE;
    while looks(&database) == 0 {
        assert!(Instant::now() < deadline, "the look never comes back");
        tokio::task::yield_now().await;
    }
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = site.get("/readyz").await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    database.execute_batch("ROLLBACK").unwrap();
}

#[tokio::test]
async fn without_the_store_of_keys_it_is_not_ready() {
    let site = site();
    let keys = rusqlite::Connection::open(site.path().join("keys.sqlite")).unwrap();
    keys.execute_batch("DROP TABLE items").unwrap();
    let answer = site.get("/readyz").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (503, "the store of keys takes no writes\n"));
    assert_eq!(site.get("/healthz").await.status, 200);
}

#[test]
fn a_damaged_database_is_not_ready() {
    let mut server = Running::start(&["--without-worker"]);
    for number in 0..30 {
        let body = format!("event=any&full_name=Guest+{number}");
        assert!(crate::crash::post(&server.address, &body).starts_with("HTTP/1.1 303 "));
    }
    server.signal("TERM");
    server.ended();
    let file = server.folder.path().join("data/submissions.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let page = 4096;
    assert!(bytes.len() > 8 * page, "{}", bytes.len());
    for at in [3, 5] {
        bytes[at * page..(at + 1) * page].fill(0xa5);
    }
    std::fs::write(&file, bytes).unwrap();
    let folder = std::mem::replace(&mut server.folder, tempfile::tempdir().unwrap());
    let server = Running::start_in(folder, &["--without-worker"], &[]);
    let answer = server.get("/readyz");
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("damaged"), "{answer}");
    until("the log doesn't say so", || server.log().contains("damaged").then_some(()));
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200 "));
}

/// Whether the clock of the next test has thrown already.
static THREW: AtomicBool = AtomicBool::new(false);

fn throws_once() -> jiff::Timestamp {
    assert!(THREW.swap(true, Ordering::SeqCst), "the clock broke");
    time("2027-01-10T12:00:00Z")
}

#[tokio::test]
async fn a_worker_that_breaks_off_is_told_and_begins_again() {
    let site = site();
    let forms = FormsFolder::from_parts(&crate::site::parts()).unwrap();
    let broken = App::new(forms, site.desk.clone(), Clock::System(throws_once));
    let folder = site.path().join("mail");
    let post = Post { transport: forms_fn::mail::Transport::Folder(folder), from: None };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let end = async move { drop(stopped.await) };
    let run = tokio::spawn(worker::run(broken.clone(), post, Duration::from_secs(3600), end));
    let deadline = Instant::now() + PATIENCE;
    while !THREW.load(Ordering::SeqCst) {
        tokio::task::yield_now().await;
    }
    let answer = ask(&broken, Method::GET, "/readyz", &[], "").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (503, "the worker broke off\n"));
    while ask(&broken, Method::GET, "/readyz", &[], "").await.status != 200 {
        assert!(Instant::now() < deadline, "it never works again");
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    run.await.unwrap();
}

#[tokio::test]
async fn more_requests_than_can_be_worked_on_are_asked_to_come_again() {
    let site = site();
    let full = site.app.clone().at_most(0);
    let headers = [("content-type", FORM)];
    let body = "event=ten&full_name=A";
    let answer = ask(&full, Method::POST, "/ar/forms/registration", &headers, body).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-language")), (503, "ar"));
    assert!(!answer.header("retry-after").is_empty());
    answer.assert_has(&["كثير من الناس يرسلون الآن"]);
    assert_eq!(ask(&full, Method::GET, "/healthz", &[], "").await.status, 200);
    site.assert_nothing_stored().await;
    let one = site.app.clone().at_most(1);
    for _ in 0..3 {
        assert_eq!(ask(&one, Method::POST, "/en/forms/registration", &headers, body).await.status, 303);
    }
}

#[tokio::test]
async fn what_takes_too_long_is_answered_and_says_that_nobody_knows() {
    let site = site();
    let database = site.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut request = Request::post("/en/forms/registration")
        .header("content-type", FORM)
        .header("sec-fetch-site", "same-origin")
        .header("user-agent", "Test/1")
        .header("accept-language", "en")
        .body(Body::from("event=ten&full_name=A"))
        .unwrap();
    request.extensions_mut().insert(Deadline(Instant::now() + Duration::from_millis(200)));
    let response = forms_fn::server(site.app.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let page = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(page.contains("We do not know yet if this was stored"), "{page}");
    assert!(!page.contains("Nothing was stored"), "{page}");
}

#[tokio::test]
async fn the_description_is_made_once_and_not_sent_again() {
    let site = site();
    let first = site.get("/openapi.json").await;
    let tag = first.header("etag").to_owned();
    assert!(
        tag.starts_with('"') && !first.header("cache-control").contains("no-store"),
        "{:?}",
        first.headers
    );
    for tags in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}")] {
        let again = ask(&site.app, Method::GET, "/openapi.json", &[("if-none-match", &tags)], "").await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{tags}");
        assert_eq!(again.header("etag"), tag);
    }
    // What it tells has changed: another event is open.
    let later = site.at("2027-01-12T12:00:00Z");
    let answer = ask(&later, Method::GET, "/openapi.json", &[("if-none-match", &tag)], "").await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), tag);
}

/// Lambda ends a function whatever it does: the program has to be faster than that.
#[test]
fn the_template_gives_each_function_the_time_that_the_program_takes() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/aws/template.yaml");
    let template = std::fs::read_to_string(template).unwrap();
    let timeout = |function: &str| -> Duration {
        let (_, rest) = template.split_once(&format!("\n  {function}:\n")).unwrap();
        let (_, rest) = rest.split_once("\n      Timeout: ").unwrap();
        Duration::from_secs(rest.lines().next().unwrap().parse().unwrap())
    };
    assert!(
        timeout("Answer") > forms_fn::LONGEST_REQUEST,
        "an answer is sent before Lambda ends the function"
    );
    assert!(timeout("Work") >= worker::LEAST, "a letter to the slowest mail server ends before the function");
    assert!(timeout("Work") <= Duration::from_secs(900), "Lambda gives no more");
}

/// The worker looks through the records once a day, and at its first pass; whoever answers requests never may.
#[test]
fn the_template_lets_only_the_worker_look_through_the_records() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/aws/template.yaml");
    let template = std::fs::read_to_string(template).unwrap();
    let part = |name: &str| {
        let (_, rest) = template.split_once(&format!("\n  {name}:\n")).unwrap();
        rest.split("\n\n").next().unwrap().to_owned()
    };
    let scan = "Action: dynamodb:Scan\n                Resource: !GetAtt Table.Arn\n";
    assert!(part("WorkRole").contains(scan), "{}", part("WorkRole"));
    for name in ["UseTheStore", "AnswerRole"] {
        assert!(!part(name).contains("dynamodb:Scan"), "{name}");
    }
}

#[tokio::test]
async fn a_letter_is_not_begun_that_would_not_be_done_in_time() {
    let world = crate::worker::world::World::new();
    world.register(crate::worker::world::NOW, "ada").await;
    let (app, now) = (world.app(crate::worker::world::NOW), time(crate::worker::world::NOW));
    let soon = Ending::at(Instant::now() + Duration::from_secs(60));
    let report = worker::tick_until(&app, &world.post(), now, &soon).await;
    assert_eq!((report.sent, report.more, report.failures), (0, true, 0), "{report:?}");
    assert!(world.mails().is_empty());
    let later = Ending::at(Instant::now() + worker::LEAST + PATIENCE);
    assert_eq!(worker::tick_until(&app, &world.post(), now, &later).await.sent, 1);
}

#[test]
fn programs_that_start_at_once_all_find_the_store() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let open = || Store::open(folder.path()).and_then(|_| Store::open_keys(folder.path())).map(drop);
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            for one in all {
                one.join().unwrap().unwrap();
            }
        });
    }
}
