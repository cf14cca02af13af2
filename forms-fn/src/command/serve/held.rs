//! The connections that are open, and which of them may be closed so that others find a place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How long the head of a request may take, from its first byte or from the beginning of the connection.
const HEAD: Duration = Duration::from_secs(15);
/// How long a connection may wait for its next request: longer than proxies keep theirs, so that they close first.
const IDLE: Duration = Duration::from_secs(120);

/// What a connection is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits for the next request.
    Idle,
    /// A request is coming in.
    Head,
    /// Its body is.
    Body,
    /// It is being answered.
    Work,
}

#[derive(Debug)]
struct Entry {
    phase: Phase,
    /// Whether a byte has come in since it was opened.
    heard: bool,
    since: Instant,
    close: Arc<Notify>,
}

/// All that are open.
#[derive(Debug, Default)]
pub(super) struct Connections(Mutex<(u64, BTreeMap<u64, Entry>)>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    all: Arc<Connections>,
    number: u64,
    /// Told when it has to make room for another.
    pub(super) close: Arc<Notify>,
}

impl Connections {
    /// Notes a new one.
    pub(super) fn hold(self: &Arc<Self>) -> Held {
        let close = Arc::new(Notify::new());
        let mut all = self.lock();
        all.0 += 1;
        let number = all.0;
        let entry =
            Entry { phase: Phase::Head, heard: false, since: Instant::now(), close: Arc::clone(&close) };
        all.1.insert(number, entry);
        Held { all: Arc::clone(self), number, close }
    }

    /// How many are open.
    pub(super) fn open(&self) -> usize {
        self.lock().1.len()
    }

    /// Closes as many as are too many.
    pub(super) fn make_room(&self, most: usize) {
        let open = self.lock().1.len();
        if open > most {
            self.close(open - most);
        }
    }

    /// Closes some: those that wait for nothing first, then those that have sent the longest. Never one that is
    /// being answered.
    pub(super) fn close(&self, number: usize) {
        let mut all = self.lock();
        let waiting = all.1.iter().filter(|(_, entry)| entry.phase != Phase::Work);
        let mut waiting: Vec<(bool, Instant, u64)> =
            waiting.map(|(number, entry)| (entry.phase != Phase::Idle, entry.since, *number)).collect();
        waiting.sort_unstable();
        for (_, _, number) in waiting.into_iter().take(number) {
            if let Some(entry) = all.1.remove(&number) {
                entry.close.notify_one();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Entry>)> {
        // Each change is one insertion or removal, so nothing is half done behind a poisoned lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Another phase begins.
    pub(super) fn begins(&self, phase: Phase) {
        if let Some(entry) = self.all.lock().1.get_mut(&self.number) {
            (entry.phase, entry.since) = (phase, Instant::now());
        }
    }

    /// Something came in: the next request begins, if none is there.
    pub(super) fn hears(&self) {
        if let Some(entry) = self.all.lock().1.get_mut(&self.number) {
            entry.heard = true;
            if entry.phase == Phase::Idle {
                (entry.phase, entry.since) = (Phase::Head, Instant::now());
            }
        }
    }

    /// Whether no request is coming in or being answered.
    pub(super) fn is_quiet(&self) -> bool {
        let all = self.all.lock();
        all.1.get(&self.number).is_none_or(|entry| match entry.phase {
            Phase::Idle => true,
            Phase::Head => !entry.heard,
            Phase::Body | Phase::Work => false,
        })
    }

    pub(super) fn phase(&self) -> Phase {
        self.all.lock().1.get(&self.number).map_or(Phase::Idle, |entry| entry.phase)
    }

    /// When it has waited too long, unless something happens before. A body and an answer have limits of their own.
    pub(super) fn limit(&self) -> Option<Instant> {
        let all = self.all.lock();
        let entry = all.1.get(&self.number)?;
        match entry.phase {
            Phase::Idle => Some(entry.since + IDLE),
            Phase::Head => Some(entry.since + HEAD),
            Phase::Body | Phase::Work => None,
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.lock().1.remove(&self.number);
    }
}
