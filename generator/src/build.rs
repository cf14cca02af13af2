//! The journey in five calls: read, parse and assemble, render, write.

pub mod last;
mod load;
mod meanwhile;
mod progress;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::build::last::{Folder, Last, Seen, Whole};
use crate::cache::Cache;
use crate::config::BaseUrl;
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, any_error, counted};
use crate::document::Archive;
use crate::headers::Headers;
use crate::output::{self, WriteCounts, Writer};
use crate::render::forms_files;
use crate::render::{File, OutPath, Output};
use crate::search::{self, Ahead, Record};
use crate::site::{DocumentCache, Memo, Site};
use crate::source::{Source, Stamped, Tree};
use crate::{render, source};

use load::load_tree;
pub(crate) use load::{Loaded, load, load_source};
use meanwhile::Meanwhile;
pub use progress::{BuildStep, Progress};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// Build drafts and what is scheduled, too.
    pub drafts: bool,
    /// As for those who write the site: with drafts, of which a faulty one is left out, and what still has to be filled in
    /// is a warning.
    pub preview: bool,
    /// The moment for which the site is built: decides what is past, open, scheduled or expired.
    pub now: Timestamp,
    /// Takes the place of `baseUrl` in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Keeps what takes long to make.
    pub cache: Cache,
    /// Add the made-up languages of [`crate::pseudo`].
    pub pseudo: bool,
    /// Keeps parsed documents for the next build of the same process.
    pub memo: Memo,
    /// Told how far the build has come.
    pub progress: Progress,
    /// How long a file has to have been at rest, by its times of change, to be taken for unchanged later on.
    pub rest: Duration,
}

impl BuildOptions {
    /// The site below `root` at the moment `now`, as it is published, with nothing kept between builds.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Self {
            root: root.into(),
            drafts: false,
            preview: false,
            now,
            base_url: None,
            cache: Cache::none(),
            pseudo: false,
            memo: Memo::default(),
            progress: Progress::default(),
            rest: source::FINEST,
        }
    }

    /// What is kept of documents from one build to the next.
    pub(crate) fn kept(&self) -> DocumentCache {
        DocumentCache { memo: self.memo.clone(), archive: Archive::open(&self.cache) }
    }
}

/// A site in memory, or what stood in its way.
#[derive(Debug)]
pub struct Produced {
    /// The finished files; `None` when there are errors.
    pub output: Option<Output>,
    /// What the search knows, of which [`search::index`] makes its files.
    pub records: Vec<Record>,
    /// What servers send along.
    pub headers: Headers,
    /// All problems found, errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that were read, for drawing the diagnostics.
    pub texts: BTreeMap<String, String>,
    /// What was built and left out, in words for people.
    pub summary: Summary,
}

/// Where a build writes, and what.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The folder that becomes the site.
    pub out: PathBuf,
    /// Make a `.br` and a `.gz` beside each text.
    pub compressed: bool,
    /// Make the search index.
    pub search: bool,
}

/// What became of a build.
#[derive(Debug)]
pub struct Built {
    /// What was written; `None` when there are errors.
    pub written: Option<WriteCounts>,
    /// All problems found, errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that were read, for drawing the diagnostics.
    pub texts: BTreeMap<String, String>,
    /// What was built and left out, in words for people.
    pub summary: Summary,
}

/// The files of the search index.
type Index = BTreeMap<OutPath, File>;

/// Counts for the end of a build.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// "12 stories, 14 events and 12 pages".
    pub documents: String,
    /// Number of languages.
    pub languages: usize,
    /// Path and reason of each document that isn't published.
    pub left_out: Vec<(String, String)>,
}

/// Reads, parses, assembles and renders into memory; writes nothing.
#[must_use]
pub fn produce(options: &BuildOptions) -> Produced {
    let failed = |diagnostics, texts| Produced {
        output: None,
        records: Vec::new(),
        headers: Headers::default(),
        diagnostics,
        texts,
        summary: Summary::default(),
    };
    let Loaded { source, site, mut diagnostics, .. } = match load(options) {
        Ok(loaded) => loaded,
        Err((diagnostics, texts)) => return failed(diagnostics, texts),
    };
    let (output, problems) = render::all(&site, &source, &options.cache);
    diagnostics.extend(problems);
    diagnostics.extend(source.lost.problems());
    let output = (!any_error(&diagnostics)).then_some(output);
    let records = search::records(&site, &source);
    let (headers, summary) = (Headers::new(&site), summary(&site));
    let texts = source.named_in(&diagnostics);
    Produced { output, records, headers, diagnostics, summary, texts }
}

/// Reads, parses, assembles, renders and writes. With errors nothing is written.
///
/// # Errors
/// A sentence when the folder isn't one to build into, a file can't be written or the search index can't be made; then
/// nothing is written either.
pub fn build(options: &BuildOptions, target: &Destination) -> Result<Built, String> {
    output::check(&target.out, &options.root)?;
    // In a thread of the pool, which uses again what the stage before has given back.
    rayon::scope(|_| build_here(options, target))
}

fn build_here(options: &BuildOptions, target: &Destination) -> Result<Built, String> {
    let began = began();
    options.progress.at(BuildStep::Read);
    let (tree, last) = rayon::join(|| Tree::walk(&options.root), || Last::open(options, target));
    let stamps = tree.stamps();
    if let Some((summary, written)) = stamps.as_ref().and_then(|stamps| last.whole(options.now, stamps)) {
        let written = Some(written);
        return Ok(Built { written, diagnostics: Vec::new(), texts: BTreeMap::new(), summary });
    }
    let found = Found { tree, stamps, began };
    let changed = found.stamps.as_ref().and_then(|stamps| last.changed(options.now, stamps));
    let changed = changed.filter(|changed| target.search && !changed.is_empty());
    let ahead = Meanwhile::default();
    rayon::scope(|scope| {
        // One thread of the pool has enough to do with it; a thread more would only take turns with those that read the site.
        if let Some(changed) = &changed {
            scope.spawn(|_| ahead.make(|| self::ahead(options, changed)));
        }
        build_found(options, target, (&last, found), || ahead.take().unwrap_or_default())
    })
}

/// What there is to read.
struct Found {
    tree: Tree,
    stamps: Option<Stamped>,
    /// By the clock of the files.
    began: SystemTime,
}

/// The search index of what was edited, which takes longer than all else of a build after an edit, and is made meanwhile.
fn ahead(options: &BuildOptions, changed: &BTreeSet<&str>) -> Ahead {
    let source = Source { root: options.root.clone(), ..Source::default() };
    Ahead::of(&source, changed, &options.cache)
}

/// The same of files that were found. `ahead` waits for what was made of the search index meanwhile.
fn build_found(
    options: &BuildOptions,
    target: &Destination,
    (last, found): (&Last<'_>, Found),
    ahead: impl FnOnce() -> Ahead + Send,
) -> Result<Built, String> {
    let Found { tree, stamps, began } = found;
    let Loaded { source, site, mut diagnostics, .. } = match load_tree(tree, options) {
        Ok(loaded) => loaded,
        Err((diagnostics, texts)) => {
            return Ok(Built { written: None, diagnostics, texts, summary: Summary::default() });
        }
    };
    let writer = writer(options, target).map_err(|e| e.to_string())?;
    let edited = stamps.as_ref().and_then(|stamps| last.edited(&site, stamps));
    let folder = Folder::new(last, &writer, edited);
    let index = || search::index(&search::records(&site, &source), &options.cache, ahead);
    options.progress.at(BuildStep::Render);
    let (problems, index) = thread::scope(|scope| {
        let index = target.search.then(|| scope.spawn(index));
        let problems = render::each(&site, &source, &options.cache, &folder);
        folder.leave_the_rest();
        options.progress.at(BuildStep::Index);
        (problems, index.map(|index| index.join().expect("the search doesn't panic")))
    });
    diagnostics.extend(problems);
    let manifest = folder.manifest();
    diagnostics.extend(source.lost.problems());
    let inputs = folder.inputs();
    let written = if !any_error(&diagnostics) {
        last.forget();
        options.progress.at(BuildStep::Write);
        Some(complete(&site, (writer, manifest), index.transpose()?)?)
    } else {
        writer.abandon().map_err(|e| e.to_string())?;
        None
    };
    let (texts, summary) = (source.named_in(&diagnostics), summary(&site));
    if let Some(written) = written {
        let seen = stamps.map(|read| Seen::new(&site, source::at_rest(read, began, options.rest)));
        let whole = diagnostics.is_empty().then(|| Whole::new(&summary, written));
        last.note(inputs, seen, whole);
    }
    // Ten thousand documents are many small pieces of memory, and nobody waits for them.
    rayon::spawn(|| drop((site, source)));
    Ok(Built { written, diagnostics, texts, summary })
}

fn writer(options: &BuildOptions, target: &Destination) -> io::Result<Writer> {
    let writer = Writer::new(&target.out)?.keeping(options.now);
    Ok(if target.compressed { writer.compressing(&options.cache) } else { writer })
}

/// Compares the folder of the target with what a build from scratch makes of the same site, without anything kept.
///
/// # Errors
/// A sentence that names the first files that differ, or says why there is nothing to compare.
pub fn verify(options: &BuildOptions, target: &Destination) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|e| format!("no folder to compare with: {e}"))?;
    let again = BuildOptions { cache: Cache::none(), ..options.clone() };
    let from_scratch = Destination { out: scratch.path().join("out"), ..target.clone() };
    if build(&again, &from_scratch)?.written.is_none() {
        return Err("the site has changed: there is nothing to compare with".to_owned());
    }
    let differing = output::differing(&target.out, &from_scratch.out).map_err(|e| e.to_string())?;
    match &differing[..] {
        [] => Ok(()),
        [first, more @ ..] => Err(format!(
            "`{first}`{} not what a build from scratch makes; remove `{}` and build again",
            match more.len() {
                0 => " is".to_owned(),
                more => format!(" and {} are", counted(more, "other file", "other files")),
            },
            target.out.display()
        )),
    }
}

/// The moment by the clock of the files, which `now` needn't be.
#[expect(clippy::disallowed_methods, reason = "compared with times of change, never shown")]
fn began() -> SystemTime {
    SystemTime::now()
}

/// Adds what only a site for readers needs, the search index and the files for servers, and puts all in place.
fn complete(
    site: &Site,
    (writer, manifest): (Writer, Option<File>),
    index: Option<Index>,
) -> Result<WriteCounts, String> {
    if let Some(index) = index {
        let (named, others) = index.into_iter().partition(|(path, _)| search::is_named_by_content(path));
        writer.put_named(&named);
        writer.put_all(&others);
    }
    writer.put_all(&Headers::new(site).files(&writer.paths()));
    if let Some(manifest) = manifest {
        let whole = forms_folder(&writer, &manifest).map_err(|e| e.to_string())?;
        writer.put(OutPath::new(forms_files::MANIFEST), &whole);
    }
    writer.finish().map_err(|e| e.to_string())
}

/// The manifest of the forms with the hash of each file beside it. They are put in place one after the other, and so
/// whoever reads them meanwhile sees that they don't belong together.
fn forms_folder(writer: &Writer, manifest: &File) -> io::Result<File> {
    let mut files = BTreeMap::new();
    for path in writer.paths() {
        if let Some(name) = path.strip_prefix("forms/").filter(|_| *path != *forms_files::MANIFEST) {
            files.insert(name.to_owned(), source::digest(&writer.bytes(&path)?));
        }
    }
    Ok(forms_files::naming(&manifest.bytes()?, files))
}

pub(crate) fn summary(site: &Site) -> Summary {
    Summary {
        documents: documents(site),
        languages: site.config.languages.len(),
        left_out: site.left_out.iter().map(|left| (left.path.clone(), left.reason.to_string())).collect(),
    }
}

fn documents(site: &Site) -> String {
    let count = |kind: Kind| counted(site.entries.of_kind(kind).len(), kind.name(), kind.folder());
    let used = Kind::ALL.into_iter().filter(|kind| !site.entries.of_kind(*kind).is_empty());
    let counts: Vec<String> = used.map(count).collect();
    match counts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}
