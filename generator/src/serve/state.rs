//! What the dev server holds: the newest good site, the problems of the newest build, the forms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use forms_fn::installation::{self, Make};
use forms_fn::{App, Clock, FormsFolder, console};
use notify_debouncer_full::DebounceEventResult;
use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use super::ServeOptions;
use super::again::SiteVersion;
use super::changes::Changed;
use super::forms;
use super::marks::Marks;
use super::painter::{self, Begin, Painter, Started};
use super::problems::Problems;
use crate::build::BuildOptions;
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::render::OutPath;
use crate::source::{FileStates, Tree};

/// One state of the site, as a request sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    /// Of the newest build.
    number: u64,
    /// The newest site that could be read.
    painter: Option<Arc<Painter>>,
    /// While a template of the newest one is faulty: the last good one.
    last: Option<Arc<Painter>>,
    /// The problems of the newest build, warnings among them.
    pub(super) problems: Arc<Problems>,
    /// What of the newest site isn't published.
    pub(super) marks: Arc<Marks>,
    /// What goes along with each file: as on a server, but for what would break a preview without HTTPS.
    pub(super) headers: Headers,
}

impl Snapshot {
    /// The bytes of a file of the site or of its search index.
    pub(super) fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        [&self.painter, &self.last].into_iter().flatten().find_map(|painter| painter.bytes(path))
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, path: &OutPath) -> bool {
        [&self.painter, &self.last].into_iter().flatten().any(|painter| painter.has(path))
    }
}

/// The state that requests and the watcher share.
pub(super) struct Served {
    snapshot: RwLock<Arc<Snapshot>>,
    /// Another one for each state that pages are told of, and in each run of the server. `None` when it is about to end.
    version: watch::Sender<Option<u64>>,
    app: App,
    /// What the app has of the newest site.
    forms: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The newest state that could be read, if the newest one could.
    kept: Mutex<Option<Arc<SiteVersion>>>,
    /// How all files stood before the newest build read them.
    standing: Mutex<FileStates>,
}

impl Served {
    /// Reads the site for the first time and opens the store, as `forms-fn` does: with secrets and keys that belong to it.
    pub(super) async fn start(options: &ServeOptions) -> Result<Arc<Self>, String> {
        let now = (options.clock)();
        let desk = installation::open(&options.data, Make::WHERE_NOTHING_IS, now).await?;
        let app = App::new(FormsFolder::default(), desk, Clock::System(options.clock));
        let served = Arc::new(Self {
            snapshot: RwLock::default(),
            version: watch::Sender::new(Some((options.clock)().as_millisecond().unsigned_abs())),
            app,
            forms: Mutex::default(),
            kept: Mutex::default(),
            standing: Mutex::new(standing(options)),
        });
        let kept = served.build(options, None);
        *served.kept.lock() = kept;
        Ok(served)
    }

    /// Reads again what was saved, if anything was.
    pub(super) fn build_again(self: &Arc<Self>, options: &ServeOptions, events: &DebounceEventResult) {
        let mut kept = self.kept.lock();
        let source = kept.as_ref().map(|kept| &kept.loaded.source);
        if let Some(changed) = Changed::of(events, &options.build.root, source) {
            self.build_changed(options, &mut kept, changed);
        }
    }

    /// Reads again what was changed while nobody watched, if anything was.
    pub(super) fn look_again(self: &Arc<Self>, options: &ServeOptions) {
        self.build_changed(options, &mut self.kept.lock(), Changed::Everything);
    }

    fn build_changed(
        self: &Arc<Self>,
        options: &ServeOptions,
        kept: &mut Option<Arc<SiteVersion>>,
        changed: Changed,
    ) {
        if let Some(changed) = self.really(options, changed) {
            let change = kept.take().map(|kept| (kept, changed));
            *kept = self.build(options, change);
        }
    }

    /// What of this differs from how it stood before the newest build: one save may be told in several ways, and a file
    /// that is only looked at may be, too.
    fn really(&self, options: &ServeOptions, changed: Changed) -> Option<Changed> {
        let mut before = self.standing.lock();
        match changed {
            Changed::Files(files) => {
                let differs = |path: &String| before.differs(&options.build.root, path);
                let files: BTreeSet<String> = files.into_iter().filter(differs).collect();
                (!files.is_empty()).then_some(Changed::Files(files))
            }
            Changed::Everything => {
                let now = standing(options);
                let differs = *before != now;
                *before = now;
                differs.then_some(Changed::Everything)
            }
        }
    }

    /// Reads the site; what is faulty leaves the last good site in place. Gives what the next time may keep.
    fn build(
        self: &Arc<Self>,
        options: &ServeOptions,
        change: Option<(Arc<SiteVersion>, Changed)>,
    ) -> Option<Arc<SiteVersion>> {
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
        let mut started = painter::start(build, Begin::Folder(change), finished);
        self.report(&started);
        let kept = started.kept.take().map(Arc::new);
        self.swap_forms(started.painter.as_ref(), options);
        self.show(|before| Some(next(before, started, number)));
        self.snapshot().painter.iter().for_each(|painter| painter.rest());
        kept
    }

    /// Takes the forms of a new site, if they are others.
    fn swap_forms(&self, painter: Option<&Painter>, options: &ServeOptions) {
        let Some(parts) = painter.map(forms::files) else { return };
        let mut before = self.forms.lock();
        if *before != parts
            && let Some(forms) = forms::folder(parts.clone(), options.addr)
        {
            *before = parts;
            self.app.swap(forms);
        }
    }

    /// All pages of a build are made: now its problems are known, and the site before it isn't needed if there are none.
    fn finish(&self, number: u64, problems: &[Diagnostic], texts: &BTreeMap<String, String>) {
        let own = Problems { diagnostics: problems.to_vec(), texts: texts.clone() };
        eprint!("{}", own.drawn());
        let with_problems = |now: &Snapshot| {
            let problems = Arc::new(now.problems.and(problems, texts));
            let last = if problems.stop() { now.last.clone() } else { None };
            Snapshot { problems, last, ..now.clone() }
        };
        if problems.is_empty() {
            // Pages look as they did, so nobody is told.
            let mut snapshot = self.snapshot.write();
            if snapshot.number == number {
                *snapshot = Arc::new(with_problems(&snapshot));
            }
        } else {
            self.show(|now| (now.number == number).then(|| with_problems(now)));
        }
    }

    /// Says on the terminal what came of a build, and what isn't published if that has changed.
    fn report(&self, started: &Started) {
        eprint!("{}", started.problems.drawn());
        let summary = &started.summary;
        if started.painter.is_some() {
            eprintln!("read {}", summary.documents);
            if *self.snapshot().marks != started.marks {
                started.marks.lines().iter().for_each(|line| eprintln!("{line}"));
            }
        }
    }

    /// Shows what comes after the present state, if anything does, and tells the pages.
    fn show(&self, next: impl FnOnce(&Snapshot) -> Option<Snapshot>) {
        let mut snapshot = self.snapshot.write();
        if let Some(next) = next(&snapshot) {
            *snapshot = Arc::new(next);
            self.version.send_modify(|version| *version = version.map(|version| version + 1));
        }
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read())
    }

    /// The number of the newest state, as soon as it differs from `seen`; `None` when the server is about to end.
    pub(super) async fn wait_for_change(&self, seen: Option<u64>) -> Option<u64> {
        let mut receiver = self.version.subscribe();
        let changed = receiver.wait_for(|version| version.is_none() || *version != seen).await;
        changed.map_or(None, |version| *version)
    }

    /// Sends home all who wait for a change, since none will come any more.
    pub(super) fn stop(&self) {
        self.version.send_replace(None);
    }

    /// The forms and their store, which the worker shares.
    pub(super) fn app(&self) -> App {
        self.app.clone()
    }

    pub(super) fn forms_router(&self) -> Router {
        forms_fn::router(self.app.clone()).merge(console::router(self.app.clone()))
    }
}

/// What is shown after a build: its own pages if it could be read, else those before it with the problems over them.
fn next(before: &Snapshot, started: Started, number: u64) -> Snapshot {
    let problems = Arc::new(started.problems);
    let good = if before.problems.stop() { &before.last } else { &before.painter };
    let last = good.clone().or_else(|| before.last.clone());
    match started.painter {
        Some(painter) => Snapshot {
            number,
            painter: Some(Arc::new(painter)),
            last,
            problems,
            marks: Arc::new(started.marks),
            headers: started.headers,
        },
        None => Snapshot { number, last, problems, ..before.clone() },
    }
}

fn standing(options: &ServeOptions) -> FileStates {
    Tree::walk(&options.build.root).standing()
}
