//! Everything that happens without a request: what is due, what is to be sent, what has changed.
//!
//! [`tick`] is one pass of all of it: `duties` (offers that end, answers that were kept long enough), `events` (what has
//! changed, free seats, reminders), `digest` (the daily overview of an organisation), `staff` (what organisers need to sign in), `own` (letters in organisers' own words), `outbox` (messages: `letter` puts
//! one together, `invitation` its calendar entry). Each piece of work is one transaction that first looks whether it is
//! still to be done, so that a pass may run in many processes at once and be killed at any point.
//! [`run`] does it again and again, and begins anew after a panic; [`Ending`] says when a pass has to be over.
//! [`report()`] tells once a month what was deleted.

mod about;
mod another;
mod caught;
mod digest;
mod duties;
mod ending;
mod events;
mod invitation;
mod letter;
mod lost;
mod online;
mod others;
mod outbox;
mod own;
mod report;
mod staff;

use std::fmt::Display;
use std::pin::pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::app::App;
use crate::desk::{ClockLook, ClockNote};
use crate::folder::FormsFolder;
use crate::mail::{Handed, LONGEST_LETTER, Letter, SendError, Transport};
use crate::observation::Observation;

use caught::caught;
pub use ending::Ending;
#[cfg(feature = "office")]
pub(crate) use letter::language;
use others::Others;
#[cfg(feature = "office")]
pub(crate) use own::{SUBJECT_VALUES, Sample, VALUES, named, sample, subject};
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
    /// People who stood in line and got a seat or a place on the list.
    pub seated: usize,
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
    /// Whether the clock is doubted, so that nothing was deleted.
    pub clock_doubted: bool,
    /// Whether there is more to do right now.
    pub more: bool,
}

/// What is under way when the process is asked to stop has this long to end: less than the ten seconds after which
/// container runtimes kill.
pub const TO_STOP: Duration = Duration::from_secs(8);
/// What it takes to say what became of a letter.
const TO_SAY_SO: Duration = Duration::from_secs(2);
/// A piece of work other than a letter is done in this time.
const PIECE: Duration = Duration::from_secs(5);
/// The least time that a function must have for a pass: for one letter to the slowest mail server, and what comes before.
pub const LEAST: Duration = Duration::from_secs(LONGEST_LETTER.as_secs() + TO_SAY_SO.as_secs() + 30);
/// The first pause after a panic; it doubles with each further one.
const AFTER_A_PANIC: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// One pass of everything that is to be done at `now`.
pub async fn tick(app: &App, post: &Post, now: Timestamp) -> Report {
    tick_until(app, post, now, &Ending::default()).await
}

/// The same, where the pass has to be over at a moment: what wouldn't be done by then isn't begun, and counts as `more`.
pub async fn tick_until(app: &App, post: &Post, now: Timestamp, ending: &Ending) -> Report {
    let folder = app.forms();
    let mut pass = Pass::new(app, &folder, post, now, ending);
    Box::pin(pass.look_at_clock()).await;
    if pass.clock_is_believed {
        let done = caught(Box::pin(duties::work(&mut pass))).await;
        pass.survived("duties", done);
        let done = caught(Box::pin(events::work(&mut pass))).await;
        pass.survived("events", done);
        let done = caught(Box::pin(own::hand_out(&mut pass))).await;
        pass.survived("letters in own words", done);
    }
    let done = caught(Box::pin(digest::work(&mut pass))).await;
    pass.survived("overviews", done);
    // Digits work for ten minutes, so they come first.
    let done = caught(Box::pin(staff::work(&mut pass))).await;
    pass.survived("letters to organisers", done);
    // Who registers while the clock is doubted gets a letter all the same.
    let done = caught(Box::pin(outbox::work(&mut pass))).await;
    pass.survived("letters", done);
    if ending.leaves(PIECE) {
        if pass.clock_is_believed {
            let purged = app.desk.store().purge(now).await;
            pass.check("purge", purged);
        }
        let wiped = Box::pin(app.desk.wipe()).await;
        pass.check("wipe what was deleted", wiped);
    }
    for unreadable in app.desk.take_unreadable() {
        pass.report.failures += 1;
        tracing::error!(%unreadable, "something in the store can't be read and was passed over; run `forms-fn verify`");
    }
    if !pass.fell {
        app.health.worker_passed();
    }
    // By a clock that is doubted nobody would know when it was.
    if pass.clock_is_believed {
        let noted = app.desk.note_pass(pass.report.failures, pass.clock()).await;
        pass.check("note the pass", noted);
    }
    app.observer.tell(&Observation::Worked(&pass.report));
    pass.report
}

/// Works until `stop` is ready: a pass every so often, and the outbox at once when something was stored, by another process within a second. What is under
/// way then has [`TO_STOP`] to end. After a panic it begins again.
pub async fn run(app: App, post: Post, every: Duration, stop: impl Future<Output = ()>) {
    app.health.worker_lives();
    let ending = Ending::default();
    let mut work = pin!(again_and_again(&app, &post, every, &ending));
    tokio::select! {
        () = &mut work => {}
        () = stop => {
            ending.announce(Instant::now() + TO_STOP);
            drop(tokio::time::timeout(TO_STOP, work).await);
        }
    }
}

async fn again_and_again(app: &App, post: &Post, every: Duration, ending: &Ending) {
    let mut pause = AFTER_A_PANIC;
    while caught(rounds(app, post, every, ending)).await.is_none() {
        app.health.worker_fell();
        tracing::error!("the worker broke off; it begins again");
        tokio::select! {
            _ = ending.announced() => return,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}

/// Pass after pass, until the end is announced.
async fn rounds(app: &App, post: &Post, every: Duration, ending: &Ending) {
    let mut others = Others::now(app.desk.store()).await;
    while ending.leaves(TO_STOP + PIECE) {
        let report = tick_until(app, post, app.now(), ending).await;
        if report.more && report.failures == 0 {
            continue;
        }
        let mut next = pin!(tokio::time::sleep(every));
        loop {
            tokio::select! {
                _ = ending.announced() => return,
                () = &mut next => break,
                () = app.desk.stored() => send(app, post, app.now(), ending).await,
                () = others.stored() => send(app, post, app.now(), ending).await,
            }
        }
    }
}

/// Letters alone.
async fn send(app: &App, post: &Post, now: Timestamp, ending: &Ending) {
    let folder = app.forms();
    let mut pass = Pass::new(app, &folder, post, now, ending);
    let done = caught(Box::pin(staff::work(&mut pass))).await;
    pass.survived("letters to organisers", done);
    let done = caught(Box::pin(outbox::work(&mut pass))).await;
    pass.survived("letters", done);
    app.observer.tell(&Observation::Worked(&pass.report));
}

/// One pass under way.
struct Pass<'a> {
    app: &'a App,
    folder: &'a FormsFolder,
    post: &'a Post,
    now: Timestamp,
    ending: &'a Ending,
    began: Instant,
    fell: bool,
    /// Without it nothing is deleted, ended or told.
    clock_is_believed: bool,
    /// What is wrong with the clock, for the overviews.
    doubt: Option<ClockNote>,
    report: Report,
}

impl<'a> Pass<'a> {
    fn new(
        app: &'a App,
        folder: &'a FormsFolder,
        post: &'a Post,
        now: Timestamp,
        ending: &'a Ending,
    ) -> Self {
        Self {
            app,
            folder,
            post,
            now,
            ending,
            began: Instant::now(),
            fell: false,
            clock_is_believed: false,
            doubt: None,
            report: Report::default(),
        }
    }

    /// Compares the clock with what the store remembers of it.
    async fn look_at_clock(&mut self) {
        let (desk, now) = (&self.app.desk, self.now);
        let look = desk.look_at_clock(now).await;
        match self.check("look at the clock", look) {
            Some(ClockLook::Right) => {
                self.clock_is_believed = true;
                let brought = desk.bring_forward(now).await;
                self.check("look for messages that were put off too far", brought);
            }
            Some(ClockLook::Ahead { note, until }) => {
                (self.doubt, self.report.clock_doubted) = (Some(note), true);
                tracing::error!(
                    believed = %note.believed, clock = %now, until = until.map(tracing::field::display),
                    "the clock is far beyond the last pass, so nothing is deleted, ended or told; if it is right, \
                     say so with `forms-fn confirm-clock`"
                );
            }
            // Without knowing the time nothing is deleted.
            None => {}
        }
    }

    /// The time now; a pass with many letters takes a while.
    fn clock(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.now.checked_add(elapsed).unwrap_or(self.now)
    }

    /// Counts and logs a part of the work that panicked; the other parts are done all the same.
    fn survived(&mut self, what: &str, done: Option<()>) {
        if done.is_none() {
            self.fell = true;
            self.report.failures += 1;
            self.app.health.worker_fell();
            tracing::error!(what, "a part of the worker's pass broke off; the others are done");
        }
    }

    /// Whether another piece of work would be done in time. If not, the pass isn't the last one.
    fn has_time(&mut self, for_it: Duration) -> bool {
        let leaves = self.ending.leaves(for_it);
        self.report.more |= !leaves;
        self.app.health.worker_lives();
        leaves
    }

    /// Gives a letter to the mail server; nothing when the end of the pass came before the server had all of it.
    async fn hand_over(&self, letter: &Letter) -> Option<Result<(), SendError>> {
        let handed = Handed::default();
        tokio::select! {
            sent = self.post.transport.hand_over(letter, &handed) => Some(sent),
            () = self.ending.near(TO_SAY_SO) => handed.is_over().then(|| {
                Err(SendError::Unknown("our end came before the mail server's answer".to_owned()))
            }),
        }
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
