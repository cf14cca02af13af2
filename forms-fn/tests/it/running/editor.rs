//! The editor's process beside a server that runs: both work on one data folder of one machine.

use std::process::Command;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use forms_fn::accounts::{Accounts, Grant, Role};
use forms_fn::console::{beside, signed_in};
use forms_fn::installation::{self, Make};
use forms_fn::office::{Access, Invitation, Office, Organiser, Purpose, Scope};
use forms_fn::{App, Clock, Editor, FormsFolder};
use jiff::Timestamp;
use tower::ServiceExt;

use super::{Running, until};

const ORIGIN: &str = "https://edit.example.org";
const HOST: &str = "edit.example.org";
const AT_ONCE: usize = 20;

fn access() -> Access {
    let organiser = Organiser::named("karin").unwrap();
    Access { organiser, scope: Scope::Everything, purpose: Purpose::new("a look"), at: Timestamp::now() }
}

async fn invite(office: &Office, email: &str) {
    let grant = Grant::new(Role::Writer, Scope::Everything);
    let new = Invitation { name: email, email, lang: "en", grant };
    office.invite(&access(), &new).await.unwrap().take().await.unwrap();
}

fn post(path: &str, cookie: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nOrigin: null\r\nSec-Fetch-Site: same-origin\r\n\
         User-Agent: x\r\nAccept-Language: en\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// `name=value` of a cookie that an answer sets.
fn cookie<'a>(set: impl Iterator<Item = &'a str>, name: &str) -> String {
    let pairs: Vec<&str> = set.filter_map(|set| set.split(';').next()).collect();
    let found = pairs.iter().find(|pair| pair.starts_with(&format!("{name}=")));
    (*found.unwrap_or_else(|| panic!("no {name} in {pairs:?}"))).to_owned()
}

fn registers(server: &Running, guest: usize) {
    let body = format!("event=any&full_name=Guest+{guest}");
    let answer = server.ask(post("/en/forms/registration", "", &body).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
}

/// A worker of its own does what is due, and ends.
fn work(server: &Running) {
    let worker = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["worker", "--once", "--data"])
        .arg(server.folder.path().join("data"))
        .arg("--forms")
        .arg(server.forms())
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .env_remove("FORMS_SMTP")
        .output()
        .unwrap();
    assert!(worker.status.success(), "{}", String::from_utf8_lossy(&worker.stderr));
}

/// Subject and words of each letter that was written so far.
fn letters(server: &Running) -> Vec<(String, String)> {
    let paths = std::fs::read_dir(server.folder.path().join("data/mail")).unwrap();
    let read = |path: std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        (message.subject().unwrap().to_owned(), message.body_text(0).unwrap().into_owned())
    };
    paths.map(|entry| read(entry.unwrap().path())).collect()
}

/// The digits, and the address to which their link leads.
fn digits(server: &Running) -> (String, String) {
    work(server);
    let letters = letters(server);
    let link = letters.iter().find_map(|(_, text)| text.split_once("/desk/code?digits="));
    let (before, after) = link.expect("no letter with digits");
    let from = before.rfind("http").unwrap();
    (before[from..].to_owned(), after[..8].to_owned())
}

/// Puts another manifest in place, as a publication does.
fn publish(server: &Running, change: impl Fn(&mut serde_json::Value)) {
    let path = server.forms().join("manifest.json");
    let mut manifest = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    std::fs::write(path, manifest.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_that_is_published_reaches_all_who_are_counted_and_a_build_is_all_it_takes() {
    let server = Running::start(&["--without-worker"]);
    publish(&server, |manifest| {
        let event = &mut manifest["events"]["any"];
        event["starts"] = event["ends"].to_string().replace("T21:", "T18:").parse().unwrap();
    });
    for guest in ["amina", "bo", "cai"] {
        let body = format!("event=any&full_name={guest}&email={guest}%40example.org");
        let answer = server.ask(post("/en/forms/registration", "", &body).as_bytes());
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    }
    work(&server);
    let cancelled = |server: &Running| {
        let letters = letters(server);
        letters.iter().filter(|(subject, _)| subject.starts_with("The event is cancelled")).count()
    };
    assert_eq!(cancelled(&server), 0);
    let data = server.folder.path().join("data");
    let desk = installation::open(&data, Make::WHERE_NOTHING_IS, Timestamp::now()).await.unwrap();
    let folder = FormsFolder::load(&server.forms()).unwrap();
    let counted = Office::new(desk, Some(std::sync::Arc::new(folder))).people_of(&access(), "any").await;
    let counted = counted.unwrap().take().await.unwrap().0;
    publish(&server, |manifest| manifest["events"]["any"]["status"] = "cancelled".into());
    work(&server);
    assert_eq!((counted, cancelled(&server)), (3, 3));
    // Nobody hears of it twice.
    work(&server);
    assert_eq!(cancelled(&server), 3);
}

/// A worker that makes one pass, and the next one much later.
struct Slow(std::process::Child);

impl Slow {
    fn start(server: &Running) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
            .args(["worker", "--every", "10h", "--data"])
            .arg(server.folder.path().join("data"))
            .arg("--forms")
            .arg(server.forms())
            .env_remove("AWS_LAMBDA_RUNTIME_API")
            .env_remove("FORMS_SMTP")
            .spawn();
        Self(child.unwrap())
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_another_process_leaves_without_waiting_for_the_next_pass() {
    let server = Running::start(&["--without-worker"]);
    let data = server.folder.path().join("data");
    let desk = installation::open(&data, Make::WHERE_NOTHING_IS, Timestamp::now()).await.unwrap();
    let office = Office::new(desk, None);
    let count = |letters: usize| {
        let mail = data.join("mail");
        let written = || std::fs::read_dir(&mail).map_or(0, |all| all.filter(is_letter).count());
        until("no letter comes", || (written() == letters).then_some(()));
    };
    invite(&office, "ida@example.org").await;
    let _worker = Slow::start(&server);
    // This one is of the only pass, and those are not.
    count(1);
    invite(&office, "bo@example.org").await;
    count(2);
    invite(&office, "cai@example.org").await;
    count(3);
}

fn is_letter(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|extension| extension == "eml"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_works_on_the_data_folder_of_a_server_that_runs() {
    let server = Running::start(&["--without-worker"]);
    let data = server.folder.path().join("data");
    let desk = installation::open(&data, Make::WHERE_NOTHING_IS, Timestamp::now()).await.unwrap();
    let folder = FormsFolder::load(&server.forms()).unwrap();
    let app = App::new(folder, desk.clone(), Clock::System(Timestamp::now));
    let app = app.with_editor(Editor::here([ORIGIN]).unwrap());
    let office = Office::new(desk.clone(), None);

    // Both write at the same time, and nothing of either is lost.
    std::thread::scope(|threads| {
        let registrations = threads.spawn(|| (0..AT_ONCE).for_each(|guest| registers(&server, guest)));
        let runtime = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            runtime.block_on(async {
                for person in 0..AT_ONCE {
                    invite(&office, &format!("person{person}@example.org")).await;
                }
            });
        });
        registrations.join().unwrap();
    });
    let now = Timestamp::now();
    assert_eq!(Accounts::new(desk.clone()).all(now).await.unwrap().len(), AT_ONCE);
    let counters = desk.counters("any", now).await.unwrap();
    assert_eq!(counters.registered, AT_ONCE as u64);

    // Digits asked for here, sent by a third process, typed at the server: the session is known to all.
    let request = Request::post("/desk/sign-in")
        .header("host", HOST)
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("email=person7%40example.org&next=%2Fedit%2F"))
        .unwrap();
    let asked = beside(app.clone(), axum::Router::new()).oneshot(request).await.unwrap();
    let set = asked.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let attempt = cookie(set, "__Host-desk-code");
    let (origin, digits) = digits(&server);
    assert_eq!(origin, ORIGIN);
    let entered = server.ask(post("/desk/code", &attempt, &format!("digits={digits}")).as_bytes());
    assert!(entered.starts_with("HTTP/1.1 303 "), "{entered}");
    let set = entered.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let session = cookie(set, "__Host-desk");
    let mut headers = HeaderMap::new();
    headers.insert("host", HOST.parse().unwrap());
    headers.insert("cookie", session.parse().unwrap());
    let who = signed_in(&app, &headers).await.unwrap().expect("the session of the server");
    assert_eq!((who.name(), who.grants().count()), ("person7@example.org", 1));

    // Disabled here, out there.
    let me =
        format!("GET /desk/me HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nCookie: {session}\r\n\r\n");
    assert!(server.ask(me.as_bytes()).starts_with("HTTP/1.1 200 "));
    office.disable(&access(), who.account()).await.unwrap().take().await.unwrap();
    assert!(server.ask(me.as_bytes()).starts_with("HTTP/1.1 303 "));
    assert!(signed_in(&app, &headers).await.unwrap().is_none());
}
