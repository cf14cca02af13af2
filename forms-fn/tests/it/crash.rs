//! What was answered is on disk: the real program, killed the moment after its answer.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use forms_fn::{Status, Store, Visible};

use crate::site::{desk, event_time, time};

/// How often the program is started and killed.
const ROUNDS: u32 = 10;

#[tokio::test]
async fn a_killed_server_has_stored_what_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let (forms, data) = (folder.path().join("forms"), folder.path().join("data"));
    write_forms(&forms);
    for round in 1..=ROUNDS {
        let (mut server, address) = start(&forms, &data);
        let body = format!("event=any&full_name=Guest+{round}");
        let answer = post(&address, &body);
        server.kill().unwrap();
        server.wait().unwrap();
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        let (_, reference) = answer.split_once("?ref=").unwrap();

        let desk = desk(Store::open(&data).unwrap());
        let now = time("2027-01-10T12:00:00Z");
        let stored = desk.list("registration", Some("any"), Visible::Everything, now).await.unwrap();
        let last = stored.last().unwrap();
        assert_eq!(last.record.reference.to_string(), reference[..11]);
        assert_eq!(last.answers["full_name"], format!("Guest {round}"));
        let confirmed = stored.iter().filter(|record| record.record.status() == Status::Confirmed).count();
        assert_eq!(confirmed, round as usize);
        assert_eq!(desk.counters("any", now).await.unwrap().taken(), round);
    }
}

/// The fixture on disk, with events that are open at any time.
pub(crate) fn write_parts(folder: &Path, parts: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in parts {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

pub(crate) fn write_forms(folder: &Path) {
    let mut manifest = crate::site::manifest();
    for event in manifest.events.values_mut() {
        event.ends = event_time("9999-12-29T21:00:00+01:00[Europe/Oslo]");
        event.closes = Some(event.ends.clone());
        event.opens = None;
    }
    let mut parts = crate::site::parts();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    write_parts(folder, &parts);
}

/// Starts the program on a free port and returns its address.
pub(crate) fn start(forms: &Path, data: &Path) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["serve", "--without-worker", "--addr", "127.0.0.1:0", "--data"])
        .arg(data)
        .arg("--forms")
        .arg(forms)
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert!(!address.is_empty(), "the server did not start");
    (server, address)
}

/// Sends the form and reads until the head of the answer is there; the connection stays open.
pub(crate) fn post(address: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nUser-Agent: x\r\nAccept-Language: en\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut buffer).unwrap();
        assert_ne!(read, 0, "the server hung up: {}", answer.escape_ascii());
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8(answer).unwrap()
}
