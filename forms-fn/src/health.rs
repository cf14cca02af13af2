//! What readiness knows that no request tells: whether both stores take a write and are whole, whether the worker lives,
//! and whether the newest folder of forms could be used.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::desk::Desk;
use crate::store::{Change, Expected, Key, Store, Write};

/// Who asks for readiness waits no longer than this for the stores.
const PATIENCE: Duration = Duration::from_secs(3);
/// What came of a write is told again for so long, so that asking often writes no oftener.
const FRESH: Duration = Duration::from_secs(1);
/// A look at every page of the database is repeated after this time, or after [`SHARE`] times as long as it took.
const WHOLE_FOR: Duration = Duration::from_secs(10);
const SHARE: u32 = 20;
/// A worker gives a sign at least as often: the longest letter, and more than a minute.
const SILENT: Duration = Duration::from_secs(6 * 60);

/// Clones of an `App` share it.
#[derive(Debug, Default)]
pub(crate) struct Health {
    refused: Mutex<Option<String>>,
    worker: Mutex<Option<Worker>>,
    stores: tokio::sync::Mutex<Stores>,
}

#[derive(Debug)]
struct Worker {
    sign: Instant,
    fell: bool,
}

#[derive(Debug, Default)]
struct Stores {
    /// A look that hasn't come back, and when it began.
    pending: Option<(Instant, JoinHandle<Found>)>,
    last: Option<(Instant, Found)>,
    whole: Option<Whole>,
}

/// What a look found: nothing, or what can't be done, in words for whoever runs this.
type Found = Result<(), &'static str>;

#[derive(Debug, Clone, Copy)]
struct Whole {
    looked: Instant,
    took: Duration,
    found: Found,
}

impl Health {
    /// The newest folder has faults, so that an older one is used; or, without faults, it hasn't.
    pub(crate) fn newest(&self, faults: Option<String>) {
        *lock(&self.refused) = faults;
    }

    pub(crate) fn refused(&self) -> Option<String> {
        lock(&self.refused).clone()
    }

    /// The worker has begun, or has done something.
    pub(crate) fn worker_lives(&self) {
        let mut worker = lock(&self.worker);
        let fell = worker.as_ref().is_some_and(|worker| worker.fell);
        *worker = Some(Worker { sign: Instant::now(), fell });
    }

    /// A whole pass is done.
    pub(crate) fn worker_passed(&self) {
        *lock(&self.worker) = Some(Worker { sign: Instant::now(), fell: false });
    }

    /// The worker broke off; it has to show that it can do a whole pass.
    pub(crate) fn worker_fell(&self) {
        *lock(&self.worker) = Some(Worker { sign: Instant::now(), fell: true });
    }

    /// Whether the worker works, where there is one.
    pub(crate) fn worker(&self) -> Found {
        match &*lock(&self.worker) {
            Some(worker) if worker.fell => Err("the worker broke off"),
            Some(worker) if worker.sign.elapsed() > SILENT => Err("the worker gives no sign of life"),
            _ => Ok(()),
        }
    }

    /// Whether both stores take a write and are whole. Those who ask at once wait for the same look.
    pub(crate) async fn stores(&self, desk: &Desk, now: Timestamp) -> Found {
        let mut stores = self.stores.lock().await;
        if let Some((_, found)) = stores.last.filter(|(at, _)| at.elapsed() < FRESH) {
            // Reading costs little, so that much is always tried.
            let read = tokio::time::timeout(PATIENCE, desk.counters("", now)).await;
            return if matches!(read, Ok(Ok(_))) { found } else { Err("the store can't be read") };
        }
        let found = stores.look(desk, now).await;
        if let Err(what) = found {
            tracing::error!(what, "not ready");
        }
        stores.last = Some((Instant::now(), found));
        found
    }
}

impl Stores {
    /// Looks, unless the last look still waits for an answer: another would wait behind it.
    async fn look(&mut self, desk: &Desk, now: Timestamp) -> Found {
        let whole = self.whole.filter(|whole| whole.looked.elapsed() < WHOLE_FOR.max(whole.took * SHARE));
        // What an old look found says nothing of now, once it is there.
        let pending =
            self.pending.take().filter(|(began, look)| !look.is_finished() || began.elapsed() < FRESH);
        let new = || (Instant::now(), tokio::spawn(both(desk.clone(), whole.is_none(), now)));
        let (began, mut pending) = pending.unwrap_or_else(new);
        match tokio::time::timeout(PATIENCE, &mut pending).await {
            Ok(done) => {
                let found = done.unwrap_or(Err("the stores can't be looked at"));
                if whole.is_none() {
                    self.whole = Some(Whole { looked: Instant::now(), took: began.elapsed(), found });
                }
                found.and(whole.map_or(Ok(()), |whole| whole.found))
            }
            Err(_) => {
                self.pending = Some((began, pending));
                Err("a store doesn't answer")
            }
        }
    }
}

/// For the start: what is wrong stands in the log before anybody asks.
pub(crate) async fn look_for_damage(desk: &Desk) {
    for store in [desk.store(), desk.keys()] {
        if let Err(error) = store.check().await {
            tracing::error!(%error, "the store is damaged");
        }
    }
}

async fn both(desk: Desk, whole: bool, now: Timestamp) -> Found {
    one(desk.store(), whole, now).await.map_err(|fault| match fault {
        HealthFault::Damaged => "the database is damaged: restore a copy",
        HealthFault::NoWrite => "the store takes no writes",
    })?;
    one(desk.keys(), whole, now).await.map_err(|fault| match fault {
        HealthFault::Damaged => "the database of keys is damaged",
        HealthFault::NoWrite => "the store of keys takes no writes",
    })
}

enum HealthFault {
    Damaged,
    NoWrite,
}

async fn one(store: &Store, whole: bool, now: Timestamp) -> Result<(), HealthFault> {
    if whole && let Err(error) = store.check().await {
        tracing::error!(%error, "the store is damaged");
        return Err(HealthFault::Damaged);
    }
    // Past its time from the beginning: nobody ever reads it, and it is removed with all else that has passed.
    let expires = now.checked_sub(SignedDuration::from_hours(1)).ok();
    let change = Change::Put { body: serde_json::json!(now.to_string()), expires };
    let write = Write { key: Key::new("READY", "-"), expected: Expected::Anything, change };
    store.commit(vec![write], now).await.map_err(|error| {
        tracing::error!(?error, "the store takes no writes");
        HealthFault::NoWrite
    })
}

/// Each lock guards one value, so nothing can be half done behind a poisoned one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
