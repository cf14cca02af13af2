//! Two hundred forms, sixteen beside each other, against the real server: what is over a limit is held and told, whoever
//! sends it and from wherever.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::running::Running;

const POSTS: usize = 200;
const BESIDE: usize = 16;

/// How many were told what.
fn flood(
    server: &Running,
    network: impl Fn(usize) -> String + Sync,
    email: impl Fn(usize) -> String + Sync,
) -> BTreeMap<String, usize> {
    let (next, told) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..BESIDE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= POSTS {
                        break;
                    }
                    let status = post(server, &network(number), number, &email(number));
                    *told.lock().unwrap().entry(status).or_insert(0) += 1;
                }
            });
        }
    });
    told.into_inner().unwrap()
}

fn post(server: &Running, network: &str, number: usize, email: &str) -> String {
    let body = json!({ "event": "any", "full_name": format!("Guest {number}"), "email": email }).to_string();
    let answer = server.ask(
        format!(
            "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: {network}\r\n\
             Sec-Fetch-Site: same-origin\r\nUser-Agent: x\r\nAccept-Language: en\r\nAccept: application/json\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .as_bytes(),
    );
    let (_, value) = answer.split_once("\r\n\r\n").unwrap();
    let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {answer}"));
    value["status"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn behind_a_proxy() -> Running {
    Running::start(&["--trusted-proxies", "127.0.0.1"])
}

/// A token may come back while a slow machine sends the rest.
#[track_caller]
fn taken(told: &BTreeMap<String, usize>, limit: usize) {
    let (taken, held) = (told["reserved"], told["held"]);
    assert_eq!(taken + held, POSTS, "{told:?}");
    assert!((limit..=limit + 2).contains(&taken), "{told:?}");
}

#[test]
fn one_network_takes_what_it_may_and_the_rest_is_held() {
    let server = behind_a_proxy();
    taken(&flood(&server, |_| "192.0.2.7".to_owned(), |number| format!("g{number}@example.net")), 30);
}

#[test]
fn one_mailbox_takes_what_it_may_from_many_networks() {
    let server = behind_a_proxy();
    let network = |number: usize| format!("10.{}.{}.1", number / 100, number % 100);
    taken(&flood(&server, network, |number| format!("victim+{number}@example.net")), 6);
}

/// Nobody tells a popular event from whoever has many networks: all come in, and organisers see it.
#[test]
fn many_networks_and_many_people_come_in_and_are_seen() {
    let server = behind_a_proxy();
    let network = |number: usize| format!("10.{}.{}.1", number / 100, number % 100);
    let told = flood(&server, network, |number| format!("g{number}@example.net"));
    assert_eq!(told, [("reserved".to_owned(), POSTS)].into());
    let events = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["events", "--as", "karin", "--purpose", "x", "--data"])
        .arg(server.folder.path().join("data"))
        .arg("--forms")
        .arg(server.forms())
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap();
    let said = String::from_utf8(events.stdout).unwrap();
    assert!(
        said.contains("200 came in within one hour"),
        "{said}{}",
        String::from_utf8_lossy(&events.stderr)
    );
}
