//! What only DynamoDB has: limits, a network between, and a service that may be asked for too much.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use forms_fn::office::{Access, ListQuery, Office, Order, Organiser, Purpose, Scope, Which};
use forms_fn::{Aws, CommitError, DynamoStore, Key, Range, Store};
use serde_json::json;

use super::{commit, dynamodb, get, now, put};
use crate::emulator::{Emulator, table_name};
use crate::guests::{EVENT, Guests, Sent, guest};

/// The store at an address, with the emulator's credentials.
fn at(endpoint: &str, table: &str) -> DynamoStore {
    let variable = |name: &str| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(endpoint.to_owned()),
        "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:1".to_owned()),
        "AWS_REGION" => Some("eu-north-1".to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
        _ => None,
    };
    DynamoStore::new(&Aws::from_variables(variable).unwrap(), table)
}

fn failure(result: Result<(), CommitError>) -> forms_fn::StoreError {
    match result {
        Err(CommitError::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn more_than_a_transaction_takes_is_an_error_before_it_is_sent() {
    let own = dynamodb(Emulator::Dynoxide).await;
    let writes = (0..101).map(|i| put("a", &format!("{i:03}"), json!(i))).collect();
    let error = failure(own.store.commit(writes, now()).await);
    assert_eq!(error.to_string(), "cannot commit: 101 writes, and DynamoDB takes 100 at once");
    assert_eq!(own.store.count(&Range::prefix("a", ""), now()).await.unwrap(), 0);
    commit(&own.store, (0..100).map(|i| put("a", &format!("{i:03}"), json!(i)))).await;
    assert_eq!(own.store.count(&Range::prefix("a", ""), now()).await.unwrap(), 100);
}

#[tokio::test]
async fn an_item_that_is_too_long_is_named_by_its_length_alone() {
    let own = dynamodb(Emulator::Dynoxide).await;
    let long = "kanarie".repeat(60_000);
    let error = failure(own.store.commit(vec![put("a", "1", json!(long))], now()).await);
    assert!(error.to_string().contains("it has 420004 bytes"), "{error}");
    assert!(!error.to_string().contains("kanarie"));
    let fits = "k".repeat(409_400);
    commit(&own.store, [put("a", "1", json!(fits))]).await;
    assert_eq!(get(&own.store, "a", "1").await.unwrap().body, fits);
}

#[tokio::test]
async fn a_table_is_made_once() {
    let name = table_name();
    let store = DynamoStore::new(&Emulator::Dynoxide.aws(), &name);
    store.create_table().await.unwrap();
    let error = store.create_table().await.unwrap_err();
    assert_eq!(error.to_string(), "cannot make the table: ResourceInUseException");
    let other = Store::DynamoDb(DynamoStore::new(&Emulator::Dynoxide.aws(), "missing"));
    let error = other.get(&Key::new("a", "1"), now()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read an item: ResourceNotFoundException");
    assert!(!error.is_busy());
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_a_failure() {
    let store = Store::DynamoDb(at("http://127.0.0.1:1", "t"));
    let error = store.get(&Key::new("a", "1"), now()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read an item: no connection");
    let error = failure(store.commit(vec![put("a", "1", json!(1))], now()).await);
    assert!(!error.is_busy(), "nobody knows what was stored: {error}");
}

#[tokio::test]
async fn a_service_that_is_asked_for_too_much_is_asked_again_and_then_busy() {
    let service = Service::start(|_| Reply::Own(400, error("ProvisionedThroughputExceededException")));
    let store = Store::DynamoDb(at(&service.address, "t"));
    let read = store.get(&Key::new("a", "1"), now()).await.unwrap_err();
    assert!(read.is_busy(), "{read}");
    assert_eq!(service.calls(), 5, "the SDK asks five times");
    let error = failure(store.commit(vec![put("a", "1", json!(1))], now()).await);
    assert!(error.is_busy(), "{error}");
}

/// The first answer was lost, and the second try hears that the first is still at work.
#[tokio::test]
async fn a_commit_that_is_still_under_way_may_have_been_done() {
    let service = Service::start(|_| Reply::Own(400, error("TransactionInProgressException")));
    let store = Store::DynamoDb(at(&service.address, "t"));
    let error = failure(store.commit(vec![put("a", "1", json!(1))], now()).await);
    assert!(error.is_unsure() && !error.is_busy(), "nobody may say that nothing was stored: {error}");
}

#[tokio::test]
async fn what_a_batch_leaves_out_is_asked_for_again() {
    let own = dynamodb(Emulator::Dynoxide).await;
    commit(&own.store, [put("a", "1", json!(1)), put("a", "2", json!(2))]).await;
    let keys = [Key::new("a", "1"), Key::new("a", "2")];
    let left = json!({ "Responses": { "t": [] }, "UnprocessedKeys": { "t": { "ConsistentRead": true, "Keys": [
        { "pk": { "S": "a" }, "sk": { "S": "1" } }, { "pk": { "S": "a" }, "sk": { "S": "2" } } ] } } });
    let item = |sk: &str| json!({ "pk": { "S": "a" }, "sk": { "S": sk }, "rev": { "N": "1" }, "body": { "S": "7" } });
    let all = json!({ "Responses": { "t": [item("2"), item("1")] }, "UnprocessedKeys": {} });
    let service = Service::start(move |call| {
        Reply::Own(200, if call < 2 { left.to_string() } else { all.to_string() })
    });
    let store = Store::DynamoDb(at(&service.address, "t"));
    let found = store.get_many(&keys, now()).await.unwrap();
    assert!(found.iter().all(|item| item.as_ref().unwrap().body == 7), "{found:?}");
    assert_eq!(service.calls(), 3);
}

#[tokio::test]
async fn an_item_that_is_not_ours_is_an_error_that_quotes_nothing() {
    for body in ["{", "kanarie", ""] {
        let item = json!({ "Item": { "pk": { "S": "a" }, "sk": { "S": "1" }, "rev": { "N": "1" }, "body": { "S": body } } });
        let service = Service::start(move |_| Reply::Own(200, item.to_string()));
        let store = Store::DynamoDb(at(&service.address, "t"));
        let error = store.get(&Key::new("a", "1"), now()).await.unwrap_err();
        assert_eq!(error.to_string(), "cannot read an item: it isn't what we write");
    }
}

/// A form is some 60 KB: it is looked for in the archive until it was seen there, and not with every registration. The same goes
/// for the words of a consent.
#[tokio::test]
async fn what_is_known_to_be_archived_is_not_fetched_again() {
    let table = table_name();
    DynamoStore::new(&Emulator::Dynoxide.aws(), &table).create_table().await.unwrap();
    let service = Service::start(|_| Reply::Forwarded);
    let guests = Guests::new(None);
    let desk = guests.desk(Store::DynamoDb(at(&service.address, &table)));
    let fetched = |asked: &[String], what: &str| asked.iter().filter(|asked| asked.contains(what)).count();
    for number in 0..4 {
        service.asked();
        let sent = Sent { news: true, ..guest(number) };
        guests.register(&desk, &sent, now()).await.unwrap();
        let asked = service.asked();
        // The first one puts them there, and the second one sees them.
        for what in ["DEF#registration", "TEXT#"] {
            assert_eq!(fetched(&asked, what) > 0, number < 2, "{what} for number {number}: {asked:?}");
        }
    }
}

/// Whoever changes the counters between the reading of them and the commit makes it fail. So there is no other reading in
/// between: neither for a seat nor for a place on the list, neither for a new address nor for one that is known.
#[tokio::test]
async fn between_the_counters_and_the_commit_nothing_is_read() {
    let table = table_name();
    DynamoStore::new(&Emulator::Dynoxide.aws(), &table).create_table().await.unwrap();
    let service = Service::start(|_| Reply::Forwarded);
    let guests = Guests::new(Some(4));
    let desk = guests.desk(Store::DynamoDb(at(&service.address, &table)));
    for number in 0..3 {
        guests.arrive(&desk, number, now()).await;
    }
    let anew = Sent { nonce: "nonce-of-a-second-one-1".to_owned(), ..guest(2) };
    for (what, sent) in [("a seat", anew), ("a place on the list", guest(4)), ("the next place", guest(5))] {
        service.asked();
        let outcome = guests.register(&desk, &sent, now()).await.unwrap();
        let asked = service.asked();
        let counters = asked.iter().position(|asked| asked.contains("SEATS")).unwrap();
        assert!(asked[counters].starts_with("BatchGetItem"), "{what}: {asked:?}");
        assert!(asked[counters + 1].starts_with("TransactWriteItems"), "{what}: {asked:?}");
        // The event's key, the address, all that it hangs on, the commit.
        assert_eq!(asked.len(), 4, "{what}: {asked:?}");
        assert!(matches!(outcome, forms_fn::Outcome::Stored(_)), "{what}: {outcome:?}");
    }
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered, counters.waiting), (3, 1, 2));
}

/// What all records hang on is read once: the entry and its end, the event, the form and its versions, the records, when the
/// event ends; and where sensitive answers are opened, the key, and how many have been opened on this day, in two. Where those are more
/// than is usual, the stewards are looked up in three.
#[tokio::test]
async fn a_list_of_two_hundred_takes_as_many_requests_as_one_of_two() {
    for people in [2, 200] {
        let table = table_name();
        let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), &table);
        direct.create_table().await.unwrap();
        let (guests, desk) = (Guests::new(None), Store::DynamoDb(direct));
        let arrived = guests.desk(desk);
        for number in 0..people {
            guests.arrive(&arrived, number, now()).await;
        }
        let service = Service::start(|_| Reply::Forwarded);
        let office = || Office::new(guests.desk(Store::DynamoDb(at(&service.address, &table))), None);
        let access = Access {
            organiser: Organiser::named("karin").unwrap(),
            scope: Scope::Everything,
            purpose: Purpose::new("a look"),
            at: now(),
        };
        let which = Which { form: Some("registration".to_owned()), event: Some(EVENT.to_owned()) };
        let query = ListQuery { which, order: Order::Name(None), ..ListQuery::default() };
        let page = office().list(&access, &query).await.unwrap().take().await.unwrap().0;
        let closed = service.calls();
        assert_eq!((page.records.len(), closed), (people, 7));
        assert!(page.records.iter().all(|stored| !stored.answers.contains_key("diet")));
        let page = office().open(&access, &query).await.unwrap().take().await.unwrap().0;
        assert_eq!(
            (page.records.len(), service.calls() - closed),
            (people, if people > 30 { 13 } else { 10 })
        );
        assert!(page.records.iter().all(|stored| stored.answers.contains_key("diet")));
    }
}

/// The store is looked through once, whatever is in it; the entry and its end, and the form of all records.
#[tokio::test]
async fn an_overview_of_twenty_events_takes_as_many_requests_as_one_of_two() {
    for events in [2, 20] {
        let table = table_name();
        let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), &table);
        direct.create_table().await.unwrap();
        let mut guests = Guests::new(None);
        let arrived = guests.desk(Store::DynamoDb(direct));
        for number in 0..events {
            guests.terms.event = format!("dinner-{number:02}");
            guests.arrive(&arrived, number, now()).await;
        }
        let service = Service::start(|_| Reply::Forwarded);
        let office = Office::new(guests.desk(Store::DynamoDb(at(&service.address, &table))), None);
        let access = Access {
            organiser: Organiser::named("karin").unwrap(),
            scope: Scope::Everything,
            purpose: None,
            at: now(),
        };
        let lines = office.events(&access).await.unwrap().take().await.unwrap().0;
        assert_eq!((lines.len(), service.calls()), (events, 4));
        assert!(lines.iter().all(|line| line.taken == 1), "{lines:?}");
    }
}

/// Those who met line up: each commits once when it comes and then when it is its turn, and in between it meets at most one of
/// those who have just come. So there are at most two commits for each time that somebody sends the form, however many want the
/// same seats and however slow the store is.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_do_not_wear_each_other_out() {
    const PEOPLE: usize = 20;
    let table = table_name();
    DynamoStore::new(&Emulator::Dynoxide.aws(), &table).create_table().await.unwrap();
    let service = Service::start(|_| Reply::Forwarded);
    let guests = Guests::new(Some(10));
    let desk = guests.desk(Store::DynamoDb(at(&service.address, &table)));
    // The first one of all makes the event's key.
    guests.arrive(&desk, PEOPLE, now()).await;
    let (before, sent) = (service.commits(), Arc::new(AtomicUsize::new(0)));
    let arrive = |number| {
        let (guests, desk, sent) = (guests.clone(), desk.clone(), Arc::clone(&sent));
        tokio::spawn(async move {
            loop {
                sent.fetch_add(1, Ordering::SeqCst);
                match guests.register(&desk, &guest(number), now()).await {
                    Err(error) if error.is_busy() => {}
                    stored => return stored.unwrap(),
                }
            }
        })
    };
    for task in (0..PEOPLE).map(arrive).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let counters = desk.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting), (10, 11));
    let (commits, sent) = (service.commits() - before, sent.load(Ordering::SeqCst));
    assert!(commits <= 2 * sent, "{commits} commits for {sent} forms");
}

/// Somebody else changes the counters between each reading and each commit. After so many attempts whoever meets that stands in
/// line, and whoever comes then stands there without trying. Nobody is told to come again, and nobody is lost.
#[tokio::test]
async fn who_meets_others_at_every_attempt_stands_in_line() {
    let table = table_name();
    let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), &table);
    direct.create_table().await.unwrap();
    let service = Service::start(|_| Reply::Conflict("SEATS"));
    let guests = Guests::new(Some(1));
    let desk = guests.desk(Store::DynamoDb(at(&service.address, &table)));
    let mut people = Vec::new();
    for (number, attempts) in [(0, 12), (1, 0), (2, 0)] {
        service.asked();
        let at = now() + jiff::SignedDuration::from_micros(number);
        let sent = guest(usize::try_from(number).unwrap());
        let forms_fn::Outcome::Stored(answered) = guests.register(&desk, &sent, at).await.unwrap() else {
            panic!("it is stored")
        };
        assert!(answered.in_line);
        let asked = service.asked();
        let tried = asked.iter().filter(|asked| asked.starts_with("Transact") && asked.contains("SEATS"));
        assert_eq!(tried.count(), attempts, "number {number}");
        people.push(answered.reference);
    }
    let worker = guests.desk(Store::DynamoDb(direct));
    assert_eq!(worker.seat_line(&guests.terms, now()).await.unwrap(), 3);
    let counters = worker.counters(EVENT, now()).await.unwrap();
    assert_eq!((counters.confirmed, counters.waiting, counters.registered), (1, 2, 3));
    let first = worker.find(&people[0], now()).await.unwrap().unwrap().record;
    assert_eq!(first.status(), forms_fn::Status::Confirmed);
}

/// The answer to a commit is lost on its way. The SDK sends the same again, and DynamoDB knows it by its token.
#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_done_once() {
    let table = table_name();
    DynamoStore::new(&Emulator::Dynoxide.aws(), &table).create_table().await.unwrap();
    let service = Service::start(|call| if call == 0 { Reply::Lost } else { Reply::Forwarded });
    let store = Store::DynamoDb(at(&service.address, &table));
    let absent = super::expecting(forms_fn::Expected::Absent, put("a", "1", json!(1)));
    store.commit(vec![absent], now()).await.unwrap();
    assert_eq!(service.calls(), 2, "it was sent twice");
    assert_eq!(get(&store, "a", "1").await.unwrap().body, 1);
}

/// What becomes of a request.
enum Reply {
    /// This status and body.
    Own(u16, String),
    /// The emulator's answer.
    Forwarded,
    /// The same; but a transaction about such an item finds that somebody else is changing it.
    Conflict(&'static str),
    /// The emulator does what was asked, and nobody hears of it.
    Lost,
}

/// Stands between the store and the emulator.
struct Service {
    address: String,
    calls: Arc<AtomicU32>,
    /// The tokens of all commits: one that is sent again has the same.
    tokens: Arc<Mutex<BTreeSet<String>>>,
    /// What was asked: the operation and its body.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn start(reply: impl Fn(u32) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&calls);
        let tokens = Arc::<Mutex<BTreeSet<String>>>::default();
        let seen = Arc::clone(&tokens);
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = message(&stream) else { continue };
                seen.lock().unwrap().extend(token(&request));
                heard.lock().unwrap().extend(operation(&request));
                let answer = match reply(counted.fetch_add(1, Ordering::SeqCst)) {
                    Reply::Own(status, body) => own(status, &body),
                    Reply::Conflict(item)
                        if operation(&request)
                            .is_some_and(|asked| asked.starts_with("Transact") && asked.contains(item)) =>
                    {
                        own(400, &cancelled())
                    }
                    Reply::Forwarded | Reply::Conflict(_) => forward(&request),
                    Reply::Lost => {
                        forward(&request);
                        continue;
                    }
                };
                stream.write_all(&answer).unwrap();
            }
        });
        Self { address, calls, tokens, asked }
    }

    /// What was asked since the last look.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn commits(&self) -> usize {
        self.tokens.lock().unwrap().len()
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }
}

/// The operation and its body.
fn operation(request: &[u8]) -> Option<String> {
    let request = String::from_utf8_lossy(request);
    let (_, rest) = request.split_once("DynamoDB_20120810.")?;
    let (name, _) = rest.split_once("\r\n")?;
    let (_, body) = request.split_once("\r\n\r\n")?;
    Some(format!("{name} {body}"))
}

/// The token of a commit.
fn token(request: &[u8]) -> Option<String> {
    let body = request.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let body: serde_json::Value = serde_json::from_slice(&request[body..]).ok()?;
    Some(body["ClientRequestToken"].as_str()?.to_owned())
}

/// A transaction that met another one.
fn cancelled() -> String {
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "x",
        "CancellationReasons": [{ "Code": "TransactionConflict" }],
    })
    .to_string()
}

fn error(code: &str) -> String {
    json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "x" }).to_string()
}

/// One request a connection, so that each one is seen.
fn own(status: u16, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn forward(request: &[u8]) -> Vec<u8> {
    let address = Emulator::Dynoxide.address().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request).unwrap();
    let answer = message(&stream).unwrap();
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let mut closing = answer[..end].to_vec();
    closing.extend_from_slice(b"\r\nConnection: close");
    closing.extend_from_slice(&answer[end..]);
    closing
}

/// Head and body of a request or of an answer; `None` when the other side hung up.
fn message(stream: &TcpStream) -> Option<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut bytes, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        bytes.extend_from_slice(line.as_bytes());
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let head = bytes.len();
    bytes.resize(head + length, 0);
    reader.read_exact(&mut bytes[head..]).ok()?;
    Some(bytes)
}
