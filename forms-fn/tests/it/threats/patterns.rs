//! Answers that make a bad pattern run for hours.

use std::time::{Duration, Instant};

use axum::http::Method;

use crate::my::world::{MY, World, world};
use crate::site::{FORM, ask};
use crate::tree::tree;

const URL: &str = "/en/forms/registration";
/// As long as a body may be, less the rest of the form.
const LONG: usize = 60_000;
/// For one request. It takes some hundredths of a second; a check that looks at each pair of characters takes 10⁹ steps
/// and is far beyond it, one that tries each way to part them never ends.
const PATIENCE: Duration = Duration::from_secs(10);
/// An answer holds what was typed at most twice (in the field, in the summary), each character as at most six.
const GROWTH: usize = 12;

/// Repeated, and then ended by what makes the pattern fail.
const SLOW: [(&str, &str); 18] = [
    ("a", "@"),
    ("a", "!"),
    ("a.", "@"),
    ("a@", ""),
    ("@", ""),
    ("a@a.", "-"),
    ("x@", "a.b"),
    ("-", "@a.b"),
    ("a@b", "."),
    ("0 ", "x"),
    ("+", ""),
    ("(", "1"),
    (" ", "x"),
    ("\u{200f}", "1"),
    ("\u{202e}", "x"),
    ("a\u{301}", ""),
    ("https://", ""),
    ("\"", "<"),
];

/// ReDoS: the longest hostile answers in every field. No work can be counted in the checks themselves, so two things are
/// measured: the time, against a bound that only work beyond one pass reaches, and the size of the answer.
#[tokio::test]
async fn redos_hostile_answers_are_read_in_one_pass() {
    let world = world();
    for (repeated, end) in SLOW {
        let length = LONG / encoded(repeated).len();
        let hostile = encoded(&repeated.repeat(length)) + &encoded(end);
        for field in
            ["full_name", "email", "phone", "stage", "diet", "news", "nonce", "event", "altcha", &hostile]
        {
            let body = if field == "event" { String::new() } else { "event=ten&adult=yes&".to_owned() };
            quick(&world, Method::POST, URL, &[], &format!("{body}{field}={hostile}")).await;
        }
        quick(&world, Method::POST, MY, &[], &format!("action=change&t={hostile}")).await;
        for query in ["received?ref=", "my?t=", "my/data?t=", "nonce?event="] {
            quick(&world, Method::GET, &format!("{URL}/{query}{hostile}"), &[], "").await;
        }
    }
    for (name, part) in [("accept", "a/b;q=0.1,"), ("x-forwarded-for", "1.1.1.1, "), ("content-type", "a;")] {
        let header = part.repeat(LONG / part.len());
        quick(&world, Method::POST, URL, &[(name, &header)], "event=ten").await;
    }
    assert_eq!(world.items().await, []);
}

async fn quick(world: &World, method: Method, url: &str, headers: &[(&str, &str)], body: &str) {
    let start = Instant::now();
    let plain = [("content-type", FORM)];
    let headers: Vec<_> = plain
        .into_iter()
        .filter(|(name, _)| headers.iter().all(|(other, _)| other != name))
        .chain(headers.iter().copied())
        .collect();
    let answer = ask(&world.app, method, url, &headers, body.to_owned()).await;
    let context = || format!("{} … {}", &url[..url.len().min(60)], &body[..body.len().min(60)]);
    assert!(answer.status.is_client_error(), "{}: {}", context(), answer.status);
    assert!(start.elapsed() < PATIENCE, "{}: {:?}", context(), start.elapsed());
    let most = GROWTH * body.len() + 64 * 1024;
    assert!(answer.body.len() < most, "{}: {} bytes", context(), answer.body.len());
}

/// ReDoS: the checks are loops over characters. Of the engines for patterns, only those without backtracking are linked,
/// and the server without AWS links none.
#[test]
fn redos_nothing_that_backtracks_is_linked() {
    let all = tree(&["--all-features"]);
    for name in ["fancy-regex", "pcre2", "onig", "regress", "oniguruma"] {
        assert!(!all.contains(name), "{name}");
    }
    let server = tree(&["--no-default-features", "--features", "sqlite,cli,smtp,altcha"]);
    assert_eq!(server.iter().find(|name| name.contains("regex")), None);
}

fn encoded(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { escape(c) }).collect()
}

fn escape(c: char) -> String {
    c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}
