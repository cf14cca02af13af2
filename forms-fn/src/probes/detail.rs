//! `/readyz?detail`: what the store tells of how the program fares, for whoever sits at the machine. A proxy may pass the
//! address on to everybody, so whatever came through one is answered without.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use forms::Manifest;
use jiff::Timestamp;
use serde::Serialize;

use super::Readiness;
use crate::app::App;
use crate::desk::Concern;
use crate::sender;
use crate::store::FORMAT;
use crate::version::VERSION;

/// All of it. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize)]
struct Detail {
    ready: bool,
    /// Why it isn't ready.
    problem: Option<&'static str>,
    /// What there is to say besides.
    notes: Vec<String>,
    version: &'static str,
    /// The release in which the folder of forms lies.
    release: Option<String>,
    /// The build of the folder that is used.
    build: String,
    manifest: u32,
    store_format: u64,
    last_pass: Option<Timestamp>,
    failures_of_last_pass: usize,
    last_copy: Option<Timestamp>,
    oldest_letter: Option<Timestamp>,
    dead_letters: u32,
    /// What isn't as it should be.
    concerns: Vec<String>,
}

/// Whether somebody at this machine asks for it.
pub(super) fn is_asked_for(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    query.split('&').any(|pair| pair == "detail" || pair.starts_with("detail="))
        && sender::is_at_this_machine(parts)
}

/// The same status as without it.
pub(super) async fn answer(app: &App, readiness: Readiness) -> Response {
    let (status, problem, notes) = match readiness {
        Ok(notes) => (StatusCode::OK, None, notes),
        Err(problem) => {
            let problem = problem.unwrap_or("no forms are loaded that can be used");
            (StatusCode::SERVICE_UNAVAILABLE, Some(problem), String::new())
        }
    };
    let (facts, forms, now) = (app.running().await.ok(), app.forms(), app.now());
    let concerns = facts.as_ref().map(|facts| facts.concerns(app.desk.is_copied(), now));
    let facts = facts.unwrap_or_default();
    let detail = Detail {
        ready: problem.is_none(),
        problem,
        notes: notes.lines().skip(1).map(str::to_owned).collect(),
        version: VERSION.as_str(),
        release: forms.release().map(str::to_owned),
        build: forms.build().to_owned(),
        manifest: Manifest::VERSION,
        store_format: FORMAT,
        last_pass: facts.last_pass,
        failures_of_last_pass: facts.failures,
        last_copy: facts.last_copy,
        oldest_letter: facts.oldest_letter,
        dead_letters: facts.dead_letters,
        concerns: concerns.map_or_else(
            || vec!["the store can't be read".to_owned()],
            |concerns| concerns.into_iter().map(words).collect(),
        ),
    };
    let body = serde_json::to_string(&detail).expect("our own types have text keys");
    (status, [(CONTENT_TYPE, "application/json")], body + "\n").into_response()
}

fn words(concern: Concern) -> String {
    match concern {
        Concern::LettersWait(at) => format!("letters haven't left since {at}"),
        Concern::GivenUp(number) => format!("{number} letters were given up: `forms-fn list --failed`"),
        Concern::WorkerIsSilent(at) => format!("no worker was here since {at}"),
        Concern::NoCopySince(at) => format!("no copy was made since {at}"),
        Concern::NeverCopied => "no copy was ever made: `forms-fn backup`".to_owned(),
    }
}
