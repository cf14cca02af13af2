//! What every request needs: the forms as they are now, the desk and the clock.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::HeaderMap;
use axum::http::header::HOST;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::desk::{Desk, RunningFacts};
use crate::folder::{FolderFault, FormsFolder, line};
use crate::health::{self, Health};
use crate::observation::{Observation, Observer};
use crate::openapi::Description;
use crate::screen::client::Proxies;
use crate::screen::origin_of;
use crate::store::StoreError;

/// Where editors write, and whether that is here. Pages lead there, and so do letters; nothing of it comes from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    origins: Vec<String>,
    is_here: bool,
}

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
    editor: Option<Arc<Editor>>,
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
            editor: None,
        }
    }

    /// Leads whoever only edits to the editor, if there is one.
    #[must_use]
    pub fn with_editor(self, editor: impl Into<Option<Editor>>) -> Self {
        Self { editor: editor.into().map(Arc::new), ..self }
    }

    pub(crate) fn editor(&self) -> Option<&Editor> {
        self.editor.as_deref()
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

impl Editor {
    /// This program has its pages at `/edit`, and browsers call it by these origins: `https://edit.example.org`. The first one is for
    /// whoever comes from elsewhere.
    ///
    /// # Errors
    /// When there is none, or one that is none; in words.
    pub fn here<'a>(origins: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        Self::at(origins, true)
    }

    /// Another program has them.
    ///
    /// # Errors
    /// When it is no origin; in words.
    pub fn elsewhere(origin: &str) -> Result<Self, String> {
        Self::at([origin], false)
    }

    fn at<'a>(origins: impl IntoIterator<Item = &'a str>, is_here: bool) -> Result<Self, String> {
        let one = |origin: &str| {
            let read =
                origin_of(origin).filter(|read| origin.trim_end_matches('/').eq_ignore_ascii_case(read));
            read.ok_or_else(|| {
                format!("`{origin}` is no origin\n  hint: it looks like `https://edit.example.org`")
            })
        };
        let origins = origins.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
        if origins.is_empty() {
            return Err("the editor has no origin".to_owned());
        }
        Ok(Self { origins, is_here })
    }

    /// Whether its pages are this program's.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.is_here
    }

    /// The one of its origins by which a browser called us; none where it called us by another name.
    #[must_use]
    pub fn called(&self, headers: &HeaderMap) -> Option<&str> {
        let host = headers.get(HOST)?.to_str().ok()?;
        let is_called = |origin: &&String| {
            let scheme = origin.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
            origin_of(&format!("{scheme}://{host}")).as_ref() == Some(*origin)
        };
        self.origins.iter().filter(|_| self.is_here).find(is_called).map(String::as_str)
    }

    /// The way there for a browser that is here: a path where it is this program's.
    #[must_use]
    pub fn first_page(&self) -> String {
        if self.is_here { "/edit/".to_owned() } else { self.url() }
    }

    /// The address of its first page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/edit/", self.origins[0])
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
