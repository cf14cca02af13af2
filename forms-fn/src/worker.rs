//! Everything that happens without a request: what is due, what is to be sent, what has changed.
//!
//! [`tick`] is one pass of all of it: `duties` (offers that end, answers that were kept long enough), `events` (what has
//! changed, free seats, reminders), `digest` (the daily overview of an organisation), `outbox` (messages: `letter` puts
//! one together, `invitation` its calendar entry). Each piece of work is one transaction that first looks whether it is
//! still to be done, so that a pass may run in many processes at once and be killed at any point.
//! [`run`] does it again and again; [`report()`] tells once a month what was deleted.

mod about;
mod digest;
mod duties;
mod events;
mod invitation;
mod letter;
mod outbox;
mod report;

use std::fmt::Display;
use std::pin::pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::app::App;
use crate::folder::FormsFolder;
use crate::mail::Transport;

pub use report::{MonthlyReport, Row, report};

/// How letters leave, and from whom.
#[derive(Debug, Clone)]
pub struct Post {
    /// The way out.
    pub transport: Transport,
    /// The address that they come from; none for `forms@` and the site's host.
    pub from: Option<String>,
}

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries of the list of what is due that were worked off.
    pub duties: usize,
    /// People who were offered a seat that was added.
    pub offered: usize,
    /// People for whom a message about a changed event was written.
    pub told: usize,
    /// People for whom a reminder was written.
    pub reminded: usize,
    /// Organisations that got their overview.
    pub digests: usize,
    /// Messages that the mail server took.
    pub sent: usize,
    /// Messages that are tried again later, or wait for the morning.
    pub put_off: usize,
    /// Messages that were given up.
    pub dead: usize,
    /// Pieces of work that failed; each is in the log and is tried again.
    pub failures: usize,
    /// Whether there is more to do right now.
    pub more: bool,
}

/// A pass takes no new letter after this long, so that it ends before a Lambda is ended.
const LONGEST: Duration = Duration::from_secs(60);
/// What is under way when the process is asked to stop has this long to end.
const TO_STOP: Duration = Duration::from_secs(10);

/// One pass of everything that is to be done at `now`.
pub async fn tick(app: &App, post: &Post, now: Timestamp) -> Report {
    let folder = app.forms();
    let mut pass = Pass::new(app, &folder, post, now);
    duties::work(&mut pass).await;
    events::work(&mut pass).await;
    digest::work(&mut pass).await;
    outbox::work(&mut pass).await;
    let purged = app.desk.store().purge(now).await;
    pass.check("purge", purged);
    pass.report
}

/// Works until `stop` is ready: a pass every so often, and the outbox at once when something was stored.
pub async fn run(app: App, post: Post, every: Duration, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    loop {
        let mut pass = pin!(tick(&app, &post, app.now()));
        let report = tokio::select! {
            report = &mut pass => report,
            () = &mut stop => {
                // Cut off in the middle of a letter, it would be sent twice.
                drop(tokio::time::timeout(TO_STOP, pass).await);
                return;
            }
        };
        if report.more && report.failures == 0 {
            continue;
        }
        let mut next = pin!(tokio::time::sleep(every));
        loop {
            tokio::select! {
                () = &mut stop => return,
                () = &mut next => break,
                () = app.desk.stored() => send(&app, &post, app.now()).await,
            }
        }
    }
}

/// The outbox alone.
async fn send(app: &App, post: &Post, now: Timestamp) {
    let folder = app.forms();
    outbox::work(&mut Pass::new(app, &folder, post, now)).await;
}

/// One pass under way.
struct Pass<'a> {
    app: &'a App,
    folder: &'a FormsFolder,
    post: &'a Post,
    now: Timestamp,
    began: Instant,
    report: Report,
}

impl<'a> Pass<'a> {
    fn new(app: &'a App, folder: &'a FormsFolder, post: &'a Post, now: Timestamp) -> Self {
        Self { app, folder, post, now, began: Instant::now(), report: Report::default() }
    }

    /// The time now; a pass with many letters takes a while.
    fn clock(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.now.checked_add(elapsed).unwrap_or(self.now)
    }

    fn is_long(&self) -> bool {
        self.began.elapsed() > LONGEST
    }

    /// The value; or, once logged, nothing: the other pieces of work go on.
    fn check<T, E: Display>(&mut self, what: &str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.report.failures += 1;
                tracing::error!(what, %error, "the worker could not do its work");
                None
            }
        }
    }
}
