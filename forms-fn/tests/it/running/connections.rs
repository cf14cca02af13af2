//! What comes over one connection: bodies that are too long, requests without a host, and those who hold on.

use std::io::{Read, Write};

use super::{Running, until};

fn post(length: usize, more: &str) -> String {
    format!(
        "POST /ar/forms/registration HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n{more}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// A proxy hands over all of a request before it reads the answer; closed before that, it shows an error of its own.
#[test]
fn a_body_that_is_too_long_is_read_before_it_is_refused() {
    let server = Running::start(&["--without-worker"]);
    for length in [70_000, 1_000_000] {
        let mut stream = server.connect();
        stream.write_all(post(length, "").as_bytes()).unwrap();
        for _ in 0..length / 1000 {
            stream.write_all(&[b'a'; 1000]).unwrap();
        }
        // The same connection goes on.
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).unwrap();
        assert!(answers.starts_with("HTTP/1.1 413 ") && answers.contains("HTTP/1.1 200 OK"), "{answers}");
    }
}

#[test]
fn a_body_that_is_far_too_long_is_refused_with_words_and_the_connection_closed() {
    let server = Running::start(&["--without-worker"]);
    let mut stream = server.connect();
    stream.write_all(post(6_000_000, "").as_bytes()).unwrap();
    // Whoever goes on sending still reads the answer.
    for _ in 0..3_000 {
        stream.write_all(&[b'a'; 1000]).unwrap();
    }
    let mut answer = String::new();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("connection: close"), "{answer}");
    let asked = server.ask(post(70_000, "Expect: 100-continue\r\n").as_bytes());
    assert!(asked.starts_with("HTTP/1.1 413 "), "who asks first needn't send it: {asked}");
}

#[test]
fn a_request_names_its_host_once() {
    let server = Running::start(&["--without-worker"]);
    let status = |head: &str| {
        let answer = server.ask(format!("GET /healthz {head}Connection: close\r\n\r\n").as_bytes());
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("HTTP/1.1\r\nHost: x\r\n"), "200");
    assert_eq!(status("HTTP/1.0\r\n"), "200");
    for wrong in ["", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n", "Host: a, b\r\n", "Host: a b\r\n"] {
        assert_eq!(status(&format!("HTTP/1.1\r\n{wrong}")), "400", "{wrong:?}");
    }
}

/// More than the server holds: those who send nothing make room for those who do.
#[test]
fn who_only_holds_on_makes_room() {
    let limit = "ulimit -n 200; exec \"$@\"";
    let folder = tempfile::tempdir().unwrap();
    crate::crash::write_forms(&folder.path().join("forms"));
    let mut server = std::process::Command::new("sh")
        .args(["-c", limit, "sh", env!("CARGO_BIN_EXE_forms-fn"), "serve", "--without-worker"])
        .args(["--addr", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .arg("--forms")
        .arg(folder.path().join("forms"))
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = std::io::BufReader::new(server.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut output, &mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let held: Vec<_> = (0..300)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(&address).unwrap();
            stream.write_all(b"POST /en/forms/reg").unwrap();
            stream
        })
        .collect();
    let answer = crate::crash::post(&address, "event=any&full_name=Amina");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    drop(held);
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn half_a_head_is_let_go_after_a_while() {
    let server = Running::start(&["--without-worker"]);
    let mut half = server.connect();
    half.write_all(b"POST /en/forms/registration HTTP/1.1\r\nHost: x\r\n").unwrap();
    let mut sent = 0;
    // A byte now and then keeps nothing alive.
    half.set_read_timeout(Some(std::time::Duration::from_millis(500))).unwrap();
    until("it is held for ever", || {
        let mut buffer = [0; 16];
        sent += usize::from(half.write_all(b"X").is_ok());
        match half.read(&mut buffer) {
            Ok(0) => Some(()),
            Err(e) if e.kind() == std::io::ErrorKind::ConnectionReset => Some(()),
            _ => None,
        }
    });
    assert!(sent > 2, "{sent}");
}
