//! What every request needs: the forms as they are now, the desk and the clock.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::desk::{Desk, RunningFacts};
use crate::folder::{FolderFault, FormsFolder, line};
use crate::health::{self, Health};
use crate::observation::{Observation, Observer};
use crate::openapi::Description;
use crate::screen::client::Proxies;
use crate::store::StoreError;

/// Everything behind the router. Clones share the same forms and the same desk.
#[derive(Debug, Clone)]
pub struct App {
    forms: Arc<RwLock<Arc<FormsFolder>>>,
    /// Form and field of the folders before.
    asked: Arc<RwLock<BTreeSet<(String, String)>>>,
    pub(crate) desk: Desk,
    clock: Clock,
    proxies: Arc<Proxies>,
    /// One for each request that may be worked on at the same time.
    requests: Arc<Semaphore>,
    pub(crate) health: Arc<Health>,
    pub(crate) description: Arc<Description>,
    pub(crate) observer: Observer,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(forms: FormsFolder, desk: Desk, clock: Clock) -> Self {
        Self {
            forms: Arc::new(RwLock::new(Arc::new(forms))),
            asked: Arc::default(),
            desk,
            clock,
            proxies: Arc::default(),
            requests: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
            health: Arc::default(),
            description: Arc::default(),
            observer: Observer::default(),
        }
    }

    /// Works on so many requests at the same time, and refuses more with 503.
    #[must_use]
    pub fn at_most(self, requests: usize) -> Self {
        Self { requests: Arc::new(Semaphore::new(requests.min(Semaphore::MAX_PERMITS))), ..self }
    }

    /// Leave to work on a request, until it is dropped; none when there are too many.
    pub(crate) fn admit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.requests).try_acquire_owned().ok()
    }

    /// Believes what these proxies say of the sender's address.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies: Arc::new(proxies), ..self }
    }

    /// Tells each request that was answered and each pass of the worker to whoever counts; it must not take long.
    #[must_use]
    pub fn observed(self, count: impl Fn(&Observation<'_>) + Send + Sync + 'static) -> Self {
        Self { observer: Observer::new(count), ..self }
    }

    /// What the store tells of how the program fares.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn running(&self) -> Result<RunningFacts, StoreError> {
        self.desk.running(self.now()).await
    }

    pub(crate) fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// Takes another folder from the next request on; requests under way end with the one they began with.
    pub fn swap(&self, forms: FormsFolder) {
        // Each lock guards one value, so nothing can be half done behind a poisoned one.
        let mut asked = self.asked.write().unwrap_or_else(PoisonError::into_inner);
        let mut current = self.forms.write().unwrap_or_else(PoisonError::into_inner);
        for definition in current.definitions() {
            let names = definition.fields.iter().map(|field| (definition.id.clone(), field.name.clone()));
            asked.extend(names);
        }
        *current = Arc::new(forms);
        drop((asked, current));
        self.health.newest(None);
    }

    /// Notes that a newer folder can't be used, so that readiness tells it; the one before goes on.
    pub fn keep(&self, faults: &[FolderFault]) {
        self.health.newest(Some(line(faults)));
    }

    /// Looks at both stores for damage, and logs what is wrong.
    pub async fn look_for_damage(&self) {
        health::look_for_damage(&self.desk).await;
    }

    /// Whether a form had this field in a folder before the one that is used.
    pub(crate) fn has_asked(&self, form: &str, field: &str) -> bool {
        let asked = self.asked.read().unwrap_or_else(PoisonError::into_inner);
        asked.contains(&(form.to_owned(), field.to_owned()))
    }

    pub(crate) fn forms(&self) -> Arc<FormsFolder> {
        Arc::clone(&self.forms.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn now(&self) -> Timestamp {
        match self.clock {
            Clock::System(now) => now(),
            Clock::Fixed(now) => now,
        }
    }
}

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// Asked anew for every request: `Clock::System(jiff::Timestamp::now)`.
    System(fn() -> Timestamp),
    /// Stands still.
    Fixed(Timestamp),
}
