//! Asked to stop, the program ends, whoever holds on to it, and a letter under way isn't sent twice.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Running, until};

const HEAD: &str = "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\n\
    Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nevent=";

#[test]
fn half_a_request_keeps_it_from_ending_for_a_moment_only() {
    let halves = ["", "POST /en/forms/reg", "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nX-a", HEAD];
    for half in halves {
        let mut server = Running::start(&["--without-worker"]);
        let mut stream = server.connect();
        stream.write_all(half.as_bytes()).unwrap();
        server.get("/healthz");
        server.signal("TERM");
        assert!(server.ended().success(), "{half:?}: {}", server.log());
        drop(stream);
    }
}

/// A mail server that takes a letter up to a point and then says nothing more.
pub(crate) struct Silent {
    pub(crate) port: u16,
    /// Letters of which it had every byte.
    pub(crate) taken: Arc<AtomicUsize>,
    asked: Arc<AtomicUsize>,
}

impl Silent {
    pub(crate) fn start(before_the_letter: bool, answers: &Arc<AtomicBool>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, asked) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (count, connections, answers) = (Arc::clone(&taken), Arc::clone(&asked), Arc::clone(answers));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                connections.fetch_add(1, Ordering::SeqCst);
                let (count, answers) = (Arc::clone(&count), Arc::clone(&answers));
                let silent = before_the_letter;
                std::thread::spawn(move || drop(talk(stream, silent, &count, &answers)));
            }
        });
        Self { port, taken, asked }
    }
}

fn talk(
    stream: std::net::TcpStream,
    silent: bool,
    taken: &AtomicUsize,
    answers: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    if silent {
        return lines.read_to_end(&mut Vec::new()).map(drop);
    }
    out.write_all(b"220 here\r\n")?;
    let mut letter = false;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.trim_end() {
            "." if letter => {
                letter = false;
                taken.fetch_add(1, Ordering::SeqCst);
                while !answers.load(Ordering::SeqCst) {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                out.write_all(b"250 taken\r\n")?;
            }
            _ if letter => {}
            "DATA" => {
                letter = true;
                out.write_all(b"354 go on\r\n")?;
            }
            "QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => out.write_all(b"250 yes\r\n")?,
        }
    }
}

fn with_mail(server: &Silent) -> Running {
    let folder = tempfile::tempdir().unwrap();
    crate::crash::write_forms(&folder.path().join("forms"));
    // Letters tell until when things are kept, and there is no time after the year 9999.
    let manifest = folder.path().join("forms/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("9999-", "2099-")).unwrap();
    with_mail_in(folder, server)
}

fn with_mail_in(folder: tempfile::TempDir, server: &Silent) -> Running {
    let address = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    Running::start_in(folder, &[], &[("FORMS_SMTP", &address), ("FORMS_MAIL_FROM", "forms@example.org")])
}

fn register(server: &Running) {
    register_as(server, "Amina");
}

fn register_as(server: &Running, name: &str) {
    let body = format!("event=any&full_name={name}&email={name}%40example.net");
    let answer = crate::crash::post(&server.address, &body);
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
}

fn sends(server: &Running, seen: &AtomicUsize) {
    let deadline = tokio::time::Instant::now() + super::PATIENCE;
    while seen.load(Ordering::SeqCst) == 0 {
        assert!(tokio::time::Instant::now() < deadline, "nobody sends: {}", server.log());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// What lies in the outbox: tries, tries of which nobody knows what came of them, and whether somebody has it.
fn outbox(data: &std::path::Path) -> Vec<(u64, u64, bool)> {
    let database = rusqlite::Connection::open(data.join("submissions.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT body FROM items WHERE pk = 'OUT'").unwrap();
    let bodies = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let letters = bodies.map(|body| serde_json::from_str::<serde_json::Value>(&body.unwrap()).unwrap());
    letters
        .map(|letter| {
            let number = |name: &str| letter[name].as_u64().unwrap_or_default();
            (number("tries"), number("unknown"), !letter["claimed_until"].is_null())
        })
        .collect()
}

#[test]
fn a_mail_server_that_says_nothing_does_not_keep_it_from_ending() {
    let mail = Silent::start(true, &Arc::default());
    let mut server = with_mail(&mail);
    register(&server);
    sends(&server, &mail.asked);
    server.signal("TERM");
    assert!(server.ended().success(), "{}", server.log());
    let data = server.folder.path().join("data");
    assert_eq!(outbox(&data), [(0, 0, false)], "nothing was sent, so it was no try and is free for the next");
}

#[test]
fn a_letter_that_the_mail_server_may_have_is_not_sent_again_at_once() {
    let mail = Silent::start(false, &Arc::default());
    let mut server = with_mail(&mail);
    register(&server);
    sends(&server, &mail.taken);
    server.signal("TERM");
    assert!(server.ended().success(), "{}", server.log());
    let data = server.folder.path().join("data");
    assert_eq!(outbox(&data), [(1, 1, false)]);
    let again = with_mail_in(std::mem::replace(&mut server.folder, tempfile::tempdir().unwrap()), &mail);
    register_as(&again, "Beata");
    until("the second letter", || (mail.taken.load(Ordering::SeqCst) == 2).then_some(()));
    let mut waits = outbox(&again.folder.path().join("data"));
    waits.sort_unstable();
    assert_eq!(waits, [(1, 0, true), (1, 1, false)], "the first one waits");
}

#[test]
fn a_letter_under_way_is_said_to_be_sent_when_the_mail_server_says_so_in_time() {
    let answers = Arc::new(AtomicBool::new(false));
    let mail = Silent::start(false, &answers);
    let mut server = with_mail(&mail);
    register(&server);
    sends(&server, &mail.taken);
    server.signal("TERM");
    answers.store(true, Ordering::SeqCst);
    assert!(server.ended().success(), "{}", server.log());
    assert_eq!(outbox(&server.folder.path().join("data")), []);
}
