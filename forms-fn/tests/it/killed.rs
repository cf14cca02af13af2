//! The real program, killed before each of its writes; a disk that is full; a store that goes away and comes back.
//!
//! `strace` kills it: a debugger's view of every write is the only way to stop between two of them. `./check test`
//! installs it.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use forms_fn::{Item, Key, Store, transfer};
use jiff::Timestamp;

use crate::crash::{start, write_forms};
use crate::guests::everything;
use crate::transfer::forms_fn;

/// Whatever SQLite does to its files. Its shared memory is no write: it is made anew after a crash.
const WRITES: &str = "pwrite64,fsync,fdatasync,ftruncate,unlink";
/// More than one registration takes.
const MOST: u32 = 200;
const BODY: &str = "event=ten&full_name=Amina&email=amina%40example.org&diet=pork&news=yes";

/// A server under strace, which kills it when one of its threads comes to its nth write.
struct Doomed {
    server: Child,
    strace: Child,
}

impl Doomed {
    /// The server is up already, so that only the writes of what comes now are counted.
    fn new(server: Child, nth: u32) -> Self {
        let inject = format!("inject={WRITES}:signal=KILL:when={nth}");
        let mut strace = Command::new("strace")
            .args(["-f", "-e", &format!("trace={WRITES}"), "-e", &inject, "-p", &server.id().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("`strace` is needed: run the tests by `./check test`, which installs it");
        let mut output = BufReader::new(strace.stderr.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.contains("attached"), "strace may not look into the server: {line}");
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Self { server, strace }
    }

    /// Whether the server lived until now.
    fn end(mut self) -> bool {
        let lived = self.server.try_wait().unwrap().is_none();
        drop(self.server.kill());
        self.server.wait().unwrap();
        self.strace.wait().unwrap();
        lived
    }
}

/// Sends the form; nothing when the server hung up before it answered.
fn post(address: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!(
        "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\nUser-Agent: x\r\nAccept-Language: en\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    (!answer.is_empty()).then(|| String::from_utf8(answer).unwrap())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// What is stored, after a look at whether all of it agrees.
async fn stored(data: &Path) -> BTreeMap<Key, Item> {
    let output = forms_fn(&["verify", "--data", "."], data);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    everything(&Store::open(data).unwrap(), Timestamp::now()).await
}

/// The kinds of items, each as often as it is there; without what the screen remembers of senders, by the hour.
fn kinds(items: &BTreeMap<Key, Item>) -> Vec<String> {
    let kind = |text: &str| text.split('#').next().unwrap_or_default().chars().take(4).collect::<String>();
    let sk = |key: &Key| if key.pk.starts_with(['P', 'E']) { kind(&key.sk) } else { String::new() };
    // Nor what the start and the look at it leave.
    let others = ["B#", "AUDIT#", "MARK"];
    let kept = items.keys().filter(|key| !others.iter().any(|other| key.pk.starts_with(other)));
    let mut kinds: Vec<String> = kept.map(|key| format!("{} {}", kind(&key.pk), sk(key))).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn killed_before_any_write_there_is_all_of_a_registration_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (forms, base) = (folder.path().join("forms"), folder.path().join("base"));
    write_forms(&forms);
    let (server, address) = start(&forms, &base);
    stop(server);
    drop(address);
    let whole = {
        let data = folder.path().join("whole");
        copy(&base, &data);
        let (server, address) = start(&forms, &data);
        assert!(post(&address, BODY).unwrap().starts_with("HTTP/1.1 303 "));
        stop(server);
        kinds(&stored(&data).await)
    };
    assert!(whole.len() >= 10, "{whole:?}");
    for nth in 1..MOST {
        let data = folder.path().join(nth.to_string());
        copy(&base, &data);
        let (server, address) = start(&forms, &data);
        let doomed = Doomed::new(server, nth);
        let answer = post(&address, BODY);
        let lived = doomed.end();
        let found = kinds(&stored(&data).await);
        assert!(found.is_empty() || found == whole, "killed at write {nth}: {found:?}");
        if let Some(answer) = &answer {
            assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
            assert_eq!(found, whole, "what was answered is there");
        }
        // Whoever got no answer sends again, and there is one registration.
        let (server, address) = start(&forms, &data);
        assert!(post(&address, BODY).unwrap().starts_with("HTTP/1.1 303 "));
        stop(server);
        assert_eq!(kinds(&stored(&data).await), whole);
        if lived && answer.is_some() {
            println!("killed at each of {} writes", nth - 1);
            assert!(nth > 4, "there were writes to be killed at: {nth}");
            return;
        }
    }
    panic!("{MOST} writes were not enough");
}

#[tokio::test]
async fn killed_before_any_write_of_its_start_it_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("forms");
    write_forms(&forms);
    for nth in 1..MOST {
        let data = folder.path().join(nth.to_string());
        let inject = format!("inject={WRITES},write,rename,link:signal=KILL:when={nth}");
        let mut child = Command::new("strace")
            .args(["-f", "-qq", "-e", &format!("trace={WRITES},write,rename,link"), "-e", &inject])
            .arg(env!("CARGO_BIN_EXE_forms-fn"))
            .args(["serve", "--without-worker", "--addr", "127.0.0.1:0", "--data"])
            .arg(&data)
            .arg("--forms")
            .arg(&forms)
            .env_remove("AWS_LAMBDA_RUNTIME_API")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("`strace` is needed: run the tests by `./check test`, which installs it");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        if line.is_empty() {
            child.wait().unwrap();
            let (server, address) = start(&forms, &data);
            assert!(post(&address, BODY).unwrap().starts_with("HTTP/1.1 303 "), "killed at write {nth}");
            stop(server);
            stored(&data).await;
            continue;
        }
        // Up: whatever is traced ends with its tracer's child.
        assert!(nth > 5, "there were writes to be killed at: {nth}");
        let children = format!("/proc/{0}/task/{0}/children", child.id());
        let server = std::fs::read_to_string(children).unwrap();
        assert!(Command::new("kill").args(["-9", server.trim()]).status().unwrap().success());
        child.wait().unwrap();
        return;
    }
    panic!("{MOST} writes were not enough");
}

/// Ends a server as a service manager does.
fn stop(mut server: Child) {
    let kill = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(kill.success());
    server.wait().unwrap();
}

#[tokio::test]
async fn a_full_disk_stores_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (forms, data) = (folder.path().join("forms"), folder.path().join("data"));
    write_forms(&forms);
    let (server, _) = start(&forms, &data);
    stop(server);
    // No file may grow beyond 150 KB; the signal that comes with that is ignored, so that writing fails as on a full disk.
    let mut server = Command::new("sh")
        .args(["-c", r#"trap '' XFSZ; ulimit -f 300; exec "$@""#, "sh", env!("CARGO_BIN_EXE_forms-fn")])
        .args(["serve", "--without-worker", "--addr", "127.0.0.1:0", "--data"])
        .arg(&data)
        .arg("--forms")
        .arg(&forms)
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stored_ones = 0;
    let refused = loop {
        let answer = post(&address, &format!("event=any&full_name=Guest+{stored_ones}")).unwrap();
        if !answer.starts_with("HTTP/1.1 303 ") {
            break answer;
        }
        stored_ones += 1;
        assert!(stored_ones < 1000, "the disk never was full");
    };
    assert!(stored_ones > 0, "{refused}");
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("Nothing was stored."), "{refused}");
    // The database may have found room meanwhile, in a page that it needs no more: either answer must be true.
    let again = post(&address, "event=any&full_name=Once+more").unwrap();
    match again.starts_with("HTTP/1.1 303 ") {
        true => stored_ones += 1,
        false => assert!(again.starts_with("HTTP/1.1 503 "), "{again}"),
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let records = |items: &BTreeMap<Key, Item>| crate::guests::count(items, "E#any", "R#");
    assert_eq!(records(&stored(&data).await), stored_ones);
    let (server, address) = start(&forms, &data);
    assert!(post(&address, "event=any&full_name=Another").unwrap().starts_with("HTTP/1.1 303 "));
    stop(server);
    assert_eq!(records(&stored(&data).await), stored_ones + 1);
}

#[cfg(feature = "aws")]
mod dynamodb {
    use std::sync::Arc;

    use forms_fn::{App, Clock, DynamoStore, FormsFolder, Status, Step};
    use tokio::sync::Notify;

    use super::{Item, Key, Store, Timestamp, everything, transfer};
    use crate::emulator::{Emulator, table_name};
    use crate::guests::{Guests, guest};
    use crate::proxy::{Cut, Proxy};
    use crate::site::{FORM, ask, time};

    fn now() -> Timestamp {
        time("2027-01-10T12:00:00Z")
    }

    /// The store by a wire that can be cut, and directly.
    async fn wired() -> (Proxy, Store, Store) {
        let table = table_name();
        let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), table.clone());
        direct.create_table().await.unwrap();
        let proxy = Proxy::to(Emulator::Dynoxide.address());
        let wired = DynamoStore::new(&proxy.aws(), table);
        (proxy, Store::DynamoDb(wired), Store::DynamoDb(direct))
    }

    async fn fine(store: &Store) -> std::collections::BTreeMap<Key, Item> {
        assert_eq!(transfer::verify(store, now()).await.unwrap().faults, []);
        everything(store, now()).await
    }

    /// A registration and a cancellation, killed before and after each request that writes.
    #[tokio::test]
    async fn killed_around_any_write_there_is_all_of_it_or_nothing() {
        for cut in [Cut::Before, Cut::After] {
            let (proxy, wired, direct) = wired().await;
            let guests = Guests::new(Some(1));
            let desk = guests.desk(direct.clone());
            let first = guests.arrive(&desk, 0, now()).await;
            let before = fine(&direct).await;

            let is_cut = Arc::new(Notify::new());
            let tell = Arc::clone(&is_cut);
            proxy.cut_writes(0, cut, move || tell.notify_one());
            let (broken, second) = (guests.desk(wired.clone()), guest(1));
            tokio::select! {
                outcome = guests.register(&broken, &second, now()) => panic!("{outcome:?}"),
                () = is_cut.notified() => {}
            }
            assert_eq!(fine(&direct).await == before, cut == Cut::Before);
            let answered = guests.arrive(&desk, 1, now()).await;
            assert_eq!((answered.status, answered.position), (Status::Waiting, Some(1)));
            assert_eq!(crate::guests::count(&fine(&direct).await, "E#", "R#"), 2);

            let tell = Arc::clone(&is_cut);
            proxy.cut_writes(0, cut, move || tell.notify_one());
            tokio::select! {
                outcome = broken.change(&first.reference, Step::Cancel, Some(&guests.terms), now()) => panic!("{outcome:?}"),
                () = is_cut.notified() => {}
            }
            fine(&direct).await;
            let status = async |answered: &forms_fn::Answered| {
                desk.find(&answered.reference, now()).await.unwrap().unwrap().record.status()
            };
            let wanted = match cut {
                Cut::Before => (Status::Confirmed, Status::Waiting),
                Cut::After => (Status::Cancelled, Status::Offered),
            };
            assert_eq!((status(&first).await, status(&answered).await), wanted);
        }
    }

    /// The same with the real program: it dies the moment the wire is cut.
    #[tokio::test]
    async fn the_program_killed_around_any_write() {
        let folder = tempfile::tempdir().unwrap();
        let (forms, data) = (folder.path().join("forms"), folder.path().join("data"));
        crate::crash::write_forms(&forms);
        for cut in [Cut::Before, Cut::After] {
            let table = table_name();
            let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), table.clone());
            direct.create_table().await.unwrap();
            let keys = DynamoStore::new(&Emulator::Dynoxide.aws(), format!("{table}-keys"));
            keys.create_table().await.unwrap();
            let direct = Store::DynamoDb(direct);
            let proxy = Proxy::to(Emulator::Dynoxide.address());
            for nth in 0..super::MOST {
                let (server, address) = serve(&proxy, &table, &forms, &data);
                let server = Arc::new(std::sync::Mutex::new(server));
                let doomed = Arc::clone(&server);
                proxy.cut_writes(nth, cut, move || doomed.lock().unwrap().kill().unwrap());
                let body = format!("event=any&full_name=Guest+{nth}");
                let before = fine(&direct).await;
                let answer = super::post(&address, &body);
                let after = fine(&direct).await;
                drop(server.lock().unwrap().kill());
                server.lock().unwrap().wait().unwrap();
                proxy.forward();
                if answer.is_none() {
                    assert_eq!(before == after, cut == Cut::Before, "write {nth}");
                }
                let (mut server, address) = serve(&proxy, &table, &forms, &data);
                assert!(super::post(&address, &body).unwrap().starts_with("HTTP/1.1 303 "));
                server.kill().unwrap();
                server.wait().unwrap();
                let records = crate::guests::count(&fine(&direct).await, "E#any", "R#");
                assert_eq!(records as u32, nth + 1, "sent twice, stored once");
                if answer.is_some() {
                    assert!(nth > 0, "there was a write to be killed at");
                    break;
                }
            }
        }
    }

    fn serve(
        proxy: &Proxy,
        table: &str,
        forms: &std::path::Path,
        data: &std::path::Path,
    ) -> (std::process::Child, String) {
        let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_forms-fn"))
            .args(["serve", "--without-worker", "--addr", "127.0.0.1:0", "--table", table, "--data"])
            .arg(data)
            .arg("--forms")
            .arg(forms)
            .env_remove("AWS_LAMBDA_RUNTIME_API")
            .env("AWS_ENDPOINT_URL", proxy.address())
            .env("AWS_REGION", "eu-north-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = std::io::BufReader::new(server.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut output, &mut line).unwrap();
        (server, line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned())
    }

    #[tokio::test]
    async fn a_store_that_goes_away_and_comes_back() {
        let (proxy, wired, direct) = wired().await;
        let forms = FormsFolder::from_parts(&crate::site::parts()).unwrap();
        let app = App::new(forms, Guests::new(None).desk(wired), Clock::Fixed(now()));
        let headers = [("content-type", FORM)];
        let send = |name: &'static str| {
            let body = format!("event=ten&full_name={name}");
            ask(&app, axum::http::Method::POST, "/en/forms/registration", &headers, body)
        };
        assert_eq!(send("A").await.status, 303);
        let before = everything(&direct, now()).await;
        proxy.refuse();
        let answer = send("B").await;
        assert_eq!(answer.status, 503);
        answer.assert_has(&["Nothing was stored."]);
        assert_eq!(everything(&direct, now()).await, before);
        proxy.forward();
        assert_eq!(send("B").await.status, 303);
        assert_eq!(crate::guests::count(&fine(&direct).await, "E#ten", "R#"), 2);
    }
}
