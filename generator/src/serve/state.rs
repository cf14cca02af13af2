//! What the dev server holds: the newest good site, the problems of the newest build, the forms.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use axum::Router;
use forms::Manifest;
use forms_fn::secret::{self, KeyProvider};
use forms_fn::{App, Clock, Desk, FormsFolder, Store};
use tokio::sync::watch;

use super::ServeOptions;
use crate::build::{self, BuildOptions, Produced};
use crate::diagnostic;
use crate::headers::Headers;
use crate::output::{File, Output};
use crate::search::{self, Record};

/// One state of the site, as a request sees it.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// The last good site.
    pub(super) output: Arc<Output>,
    /// The problems of the newest build, drawn; `None` when it was good.
    pub(super) problems: Option<String>,
    /// What goes along with each file: as on a server, but for what would break a preview without HTTPS.
    pub(super) headers: Headers,
    index: Index,
}

/// The search index of a site, made when the first search asks for it: no edit waits for it.
#[derive(Debug, Default)]
struct Index {
    records: Vec<Record>,
    files: OnceLock<BTreeMap<String, File>>,
}

impl Snapshot {
    /// The bytes of a file: of the site or, below `public/pagefind/`, of its search index.
    pub(super) fn bytes(&self, key: &str) -> Option<Vec<u8>> {
        let of_site = self.output.files.get(key);
        let file = of_site.or_else(|| key.starts_with("public/pagefind/").then(|| self.index().get(key))?);
        file?.bytes().ok()
    }

    fn index(&self) -> &BTreeMap<String, File> {
        self.index.files.get_or_init(|| {
            search::index(&self.index.records).unwrap_or_else(|message| {
                eprintln!("error: {message}");
                BTreeMap::new()
            })
        })
    }
}

/// The state that requests and the watcher share.
pub(super) struct Served {
    snapshot: RwLock<Arc<Snapshot>>,
    version: watch::Sender<u64>,
    app: App,
}

impl Served {
    /// Builds for the first time and opens the store.
    pub(super) fn build(options: &ServeOptions) -> Result<Self, String> {
        let produced = produce(options);
        report(&produced);
        let forms = forms_folder(&produced, options).unwrap_or_default();
        let store = Store::open(&options.data).map_err(|e| e.to_string())?;
        let keyring = Arc::new(secret::load_or_create(&options.data).map_err(|e| e.to_string())?);
        let keys = Store::open_keys(&options.data).map_err(|e| e.to_string())?;
        let desk = Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring));
        let app = App::new(forms, desk, Clock::System(options.clock));
        let snapshot = RwLock::new(Arc::new(next(&Snapshot::default(), produced)));
        Ok(Self { snapshot, version: watch::Sender::new(0), app })
    }

    /// Builds again; what is faulty leaves the last good site in place.
    pub(super) fn rebuild(&self, options: &ServeOptions) {
        let produced = produce(options);
        report(&produced);
        if let Some(forms) = forms_folder(&produced, options) {
            self.app.swap(forms);
        }
        let snapshot = next(&self.snapshot(), produced);
        *self.snapshot.write().expect("nothing panics while it holds the lock") = Arc::new(snapshot);
        self.version.send_modify(|version| *version += 1);
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().expect("nothing panics while it holds the lock"))
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

fn produce(options: &ServeOptions) -> Produced {
    build::produce(&BuildOptions { now: (options.clock)(), ..options.build.clone() })
}

fn next(last: &Snapshot, produced: Produced) -> Snapshot {
    let drawn = || {
        diagnostic::draw(&produced.diagnostics, &produced.texts, diagnostic::Format::Human { color: false })
    };
    let problems = produced.has_errors().then(drawn);
    let Some(output) = produced.output else {
        let index = Index { records: last.index.records.clone(), files: last.index.files.clone() };
        return Snapshot { output: Arc::clone(&last.output), problems, headers: last.headers.clone(), index };
    };
    let index = Index { records: produced.records, files: OnceLock::new() };
    let headers = produced.headers.without_https();
    Snapshot { output: Arc::new(output), problems, headers, index }
}

/// The files below `forms/`, as `forms-fn serve --forms` would read them from disk; but links in letters lead to this
/// server, where they can be tried.
fn forms_folder(produced: &Produced, options: &ServeOptions) -> Option<FormsFolder> {
    let files = &produced.output.as_ref()?.files;
    let mut parts: BTreeMap<String, Vec<u8>> = files
        .iter()
        .filter_map(|(path, file)| Some((path.strip_prefix("forms/")?.to_owned(), file.bytes().ok()?)))
        .collect();
    if let Some(manifest) = parts.get_mut("manifest.json")
        && let Ok(mut own) = serde_json::from_slice::<Manifest>(manifest)
    {
        own.base_url = format!("http://{}", options.addr);
        *manifest = serde_json::to_vec(&own).expect("it was just read from JSON");
    }
    match FormsFolder::from_parts(&parts) {
        Ok(forms) => Some(forms),
        Err(faults) => {
            eprintln!("error: the forms can't be loaded: {faults:?}");
            None
        }
    }
}

fn report(produced: &Produced) {
    let text =
        diagnostic::draw(&produced.diagnostics, &produced.texts, diagnostic::Format::Human { color: false });
    eprint!("{text}");
    let summary = &produced.summary;
    if !produced.has_errors() {
        eprintln!("built {} stories, {} events and {} pages", summary.stories, summary.events, summary.pages);
    }
}
