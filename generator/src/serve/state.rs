//! What the dev server holds: the newest good site, the problems of the newest build, the forms.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;
use forms_fn::secret::{self, KeyProvider};
use forms_fn::{App, Clock, Desk, FormsFolder, Store};
use notify_debouncer_full::DebounceEventResult;
use tokio::sync::watch;

use super::ServeOptions;
use super::again::Kept;
use super::changes::Changed;
use super::forms;
use super::painter::{self, Painter, Started};
use crate::build::BuildOptions;
use crate::diagnostic::{self, Diagnostic, any_error};
use crate::headers::Headers;

/// One state of the site, as a request sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    /// Of the newest build.
    number: u64,
    /// The newest site that could be read.
    painter: Option<Arc<Painter>>,
    /// While a template of the newest one is faulty: the last good one.
    last: Option<Arc<Painter>>,
    /// The problems of the newest build, drawn; `None` when it was good.
    pub(super) problems: Option<String>,
    /// What goes along with each file: as on a server, but for what would break a preview without HTTPS.
    pub(super) headers: Headers,
}

impl Snapshot {
    /// The bytes of a file of the site or of its search index.
    pub(super) fn bytes(&self, key: &str) -> Option<Vec<u8>> {
        let file = |painter: &Option<Arc<Painter>>| painter.as_ref()?.file(key);
        file(&self.painter).or_else(|| file(&self.last))?.bytes().ok()
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, key: &str) -> bool {
        [&self.painter, &self.last].into_iter().flatten().any(|painter| painter.has(key))
    }
}

/// The state that requests and the watcher share.
pub(super) struct Served {
    snapshot: RwLock<Arc<Snapshot>>,
    version: watch::Sender<u64>,
    app: App,
    /// What the app has of the newest site.
    forms: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The newest state that could be read, if the newest one could.
    kept: Mutex<Option<Arc<Kept>>>,
}

impl Served {
    /// Reads the site for the first time and opens the store.
    pub(super) fn start(options: &ServeOptions) -> Result<Arc<Self>, String> {
        let store = Store::open(&options.data).map_err(|e| e.to_string())?;
        let keyring = Arc::new(secret::load_or_create(&options.data).map_err(|e| e.to_string())?);
        let keys = Store::open_keys(&options.data).map_err(|e| e.to_string())?;
        let desk = Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring));
        let app = App::new(FormsFolder::default(), desk, Clock::System(options.clock));
        let served = Arc::new(Self {
            snapshot: RwLock::default(),
            version: watch::Sender::new(0),
            app,
            forms: Mutex::default(),
            kept: Mutex::default(),
        });
        let kept = served.build(options, None);
        *served.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(served)
    }

    /// Reads again what was saved, if anything was.
    pub(super) fn build_again(self: &Arc<Self>, options: &ServeOptions, events: DebounceEventResult) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let source = kept.as_ref().map(|kept| &kept.loaded.source);
        if let Some(changed) = Changed::of(events, source) {
            let change = kept.take().map(|kept| (kept, changed));
            *kept = self.build(options, change);
        }
    }

    /// Reads the site; what is faulty leaves the last good site in place. Gives what the next time may keep.
    fn build(
        self: &Arc<Self>,
        options: &ServeOptions,
        change: Option<(Arc<Kept>, Changed)>,
    ) -> Option<Arc<Kept>> {
        let before = self.snapshot();
        before.painter.iter().for_each(|painter| painter.pause());
        let number = before.number + 1;
        let served = Arc::downgrade(self);
        let finished = move |problems: &[Diagnostic], texts: &BTreeMap<String, String>| {
            if let Some(served) = served.upgrade() {
                served.finish(number, problems, texts);
            }
        };
        let build = BuildOptions { now: (options.clock)(), ..options.build.clone() };
        let mut started = painter::start(build, change, finished);
        report(&started);
        let kept = started.kept.take().map(Arc::new);
        self.swap_forms(started.painter.as_ref(), options);
        self.show(|before| Some(next(before, started, number)));
        self.snapshot().painter.iter().for_each(|painter| painter.rest());
        kept
    }

    /// Takes the forms of a new site, if they are others.
    fn swap_forms(&self, painter: Option<&Painter>, options: &ServeOptions) {
        let Some(parts) = painter.map(forms::files) else { return };
        let mut before = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if *before != parts
            && let Some(forms) = forms::folder(parts.clone(), options.addr)
        {
            *before = parts;
            self.app.swap(forms);
        }
    }

    /// All pages of a build are made: now its problems are known, and the site before it isn't needed if there are none.
    fn finish(&self, number: u64, problems: &[Diagnostic], texts: &BTreeMap<String, String>) {
        let drawn = drawn(problems, texts);
        eprint!("{drawn}");
        if any_error(problems) {
            self.show(|now| {
                (now.number == number).then(|| Snapshot { problems: Some(drawn), ..now.clone() })
            });
        } else {
            let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
            if snapshot.number == number {
                *snapshot = Arc::new(Snapshot { last: None, ..Snapshot::clone(&snapshot) });
            }
        }
    }

    /// Shows what comes after the present state, if anything does, and tells the pages.
    fn show(&self, next: impl FnOnce(&Snapshot) -> Option<Snapshot>) {
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(next) = next(&snapshot) {
            *snapshot = Arc::new(next);
            self.version.send_modify(|version| *version += 1);
        }
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The number of the newest build, as soon as it differs from `seen`.
    pub(super) async fn wait_for_change(&self, seen: Option<u64>) -> u64 {
        let mut receiver = self.version.subscribe();
        let changed = receiver.wait_for(|version| Some(*version) != seen).await;
        changed.map_or(0, |version| *version)
    }

    /// The forms and their store, which the worker shares.
    pub(super) fn app(&self) -> App {
        self.app.clone()
    }

    pub(super) fn forms_router(&self) -> Router {
        forms_fn::router(self.app.clone())
    }
}

/// What is shown after a build: its own pages if it could be read, else those before it with the problems over them.
fn next(before: &Snapshot, started: Started, number: u64) -> Snapshot {
    let problems = started.painter.is_none().then(|| drawn(&started.diagnostics, &started.texts));
    let good = if before.problems.is_none() { &before.painter } else { &before.last };
    let last = good.clone().or_else(|| before.last.clone());
    match started.painter {
        Some(painter) => {
            Snapshot { number, painter: Some(Arc::new(painter)), last, problems, headers: started.headers }
        }
        None => Snapshot { number, last, problems, ..before.clone() },
    }
}

fn drawn(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>) -> String {
    diagnostic::draw(diagnostics, texts, diagnostic::Format::Human { color: false })
}

fn report(started: &Started) {
    eprint!("{}", drawn(&started.diagnostics, &started.texts));
    let summary = &started.summary;
    if started.painter.is_some() {
        eprintln!("read {} stories, {} events and {} pages", summary.stories, summary.events, summary.pages);
    }
}
