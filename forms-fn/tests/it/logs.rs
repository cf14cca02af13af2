//! No answer is ever written to the log, whatever goes wrong.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use crate::site::{Answer, FORM, site};

/// Stands in every answer below.
const CANARY: &str = "kanarie7f3a";

/// What all tests of this program log. A subscriber for one thread would miss lines whose first
/// caller was a thread without one.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Called by every test that makes a site, before anything is logged.
pub(crate) fn listen() {
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(|| Log);
    // The second and all later tests find it in place.
    drop(tracing::subscriber::set_global_default(subscriber.finish()));
}

/// Every line until now, of all tests.
pub(crate) fn so_far() -> String {
    String::from_utf8(LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap()
}

/// What was logged under the id of an answer.
pub(crate) fn lines_of(answer: &Answer) -> Vec<serde_json::Value> {
    let log = so_far();
    let lines = log.lines().filter(|line| line.contains(answer.header("x-request-id")));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_log_holds_ids_and_never_answers() {
    let site = site();
    send_everywhere(&site).await;
    site.database().execute_batch("ALTER TABLE items RENAME TO gone").unwrap();
    send_everywhere(&site).await;
    let log = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/{lang}/forms/{form}"), "{log}");
    assert!(log.contains("no such table: items"), "the detail of a failure is there: {log}");
    assert!(!log.contains(CANARY), "{log}");
}

#[tokio::test]
async fn a_failure_is_logged_once_under_the_id_that_was_answered() {
    let site = site();
    site.database().execute_batch("DROP TABLE items").unwrap();
    let answer = site.register("event=ten&full_name=A").await;
    let lines = lines_of(&answer);
    let levels: Vec<_> = lines.iter().map(|line| line["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["ERROR", "INFO"], "one line for the failure, one for the answer");
    assert_eq!(lines[1]["fields"]["status"], 503);
}

async fn send_everywhere(site: &crate::site::Site) {
    let form = format!("event=ten&full_name={CANARY}&nonce={CANARY}{CANARY}");
    let bodies = [
        (FORM, form.clone()),
        (FORM, format!("{form}&email={CANARY}")),
        (FORM, format!("{form}&{CANARY}={CANARY}")),
        (FORM, format!("{form}&x=%FF")),
        (FORM, format!("event={CANARY}&full_name={CANARY}")),
        ("application/json", format!("{{\"event\":\"ten\",\"full_name\":\"{CANARY}\"}}")),
        ("application/json", format!("{{\"event\":\"ten\",\"full_name\":{{\"{CANARY}\":1}}}}")),
        ("application/json", format!("{{\"event\":\"ten\",\"{CANARY}\":{CANARY}")),
        (CANARY, form),
    ];
    for (kind, body) in bodies {
        site.post("/en/forms/registration", kind, body).await;
    }
    site.get(&format!("/en/forms/registration/received?ref={CANARY}")).await;
    site.get(&format!("/{CANARY}/forms/{CANARY}?event={CANARY}")).await;
    site.get(&format!("/{CANARY}")).await;
}
