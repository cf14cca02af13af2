//! The journey in five calls: read, parse and assemble, render, write.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, any_error};
use crate::headers::Headers;
use crate::output::{self, Output, Written};
use crate::search::{self, Record};
use crate::site::{AssembleOptions, Site};
use crate::{pseudo, render, site, source};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// Build drafts and what is scheduled, too.
    pub drafts: bool,
    /// The moment for which the site is built: decides what is past, open, scheduled or expired.
    pub now: Timestamp,
    /// Takes the place of `baseUrl` in `site.yaml`.
    pub base_url: Option<String>,
    /// Keeps what takes long to make.
    pub cache: Cache,
    /// Add the made-up languages of [`pseudo`].
    pub pseudo: bool,
}

impl BuildOptions {
    /// The site below `root` at the moment `now`, as it is published, with nothing kept between builds.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Self { root: root.into(), drafts: false, now, base_url: None, cache: Cache::none(), pseudo: false }
    }
}

/// A site in memory, or what stood in its way.
#[derive(Debug)]
pub struct Produced {
    /// The finished files; `None` when there are errors.
    pub output: Option<Output>,
    /// What the search knows; [`complete`] makes its index.
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

/// Counts for the end of a build.
#[derive(Debug, Default)]
pub struct Summary {
    /// Number of stories, events, pages and languages.
    pub stories: usize,
    /// Number of events.
    pub events: usize,
    /// Number of pages.
    pub pages: usize,
    /// Number of languages.
    pub languages: usize,
    /// Path and reason of each document that isn't published.
    pub left_out: Vec<(String, String)>,
}

impl Produced {
    /// Whether anything stands in the way of publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.output.is_none()
    }
}

/// Reads, parses, assembles and renders; writes nothing.
#[must_use]
pub fn produce(options: &BuildOptions) -> Produced {
    let source = match source::read(&options.root) {
        Ok(source) => source,
        Err(diagnostics) => return failed(diagnostics, BTreeMap::new()),
    };
    let assemble =
        AssembleOptions { drafts: options.drafts, now: options.now, base_url: options.base_url.clone() };
    let load = if options.pseudo { pseudo::load } else { site::load };
    let (site, mut diagnostics) = load(&source, &assemble);
    let Some(site) = site.filter(|_| !any_error(&diagnostics)) else {
        return failed(diagnostics, source.texts);
    };
    let (output, problems) = render::all(&site, &source, &options.cache);
    diagnostics.extend(problems);
    let output = (!any_error(&diagnostics)).then_some(output);
    let records = search::records(&site);
    let headers = Headers::new(&site);
    Produced { output, records, headers, diagnostics, summary: summary(&site), texts: source.texts }
}

/// Adds what only a site for readers needs: the search index, which a preview makes when it is asked for, and the
/// files for servers. Does nothing when there are errors.
///
/// # Errors
/// A sentence when the index can't be made.
pub fn complete(produced: &mut Produced) -> Result<(), String> {
    let Some(output) = &mut produced.output else { return Ok(()) };
    output.files.extend(search::index(&produced.records)?);
    output.files.extend(produced.headers.files(output));
    Ok(())
}

/// Writes what was produced into the folder `out`, with or without compressed copies of texts.
///
/// # Errors
/// When a file can't be written; the message names it.
pub fn write(out: &Path, output: &Output, compressed: bool) -> std::io::Result<Written> {
    if compressed { output::write_compressed(out, output) } else { output::write(out, output) }
}

fn failed(diagnostics: Vec<Diagnostic>, texts: BTreeMap<String, String>) -> Produced {
    Produced {
        output: None,
        records: Vec::new(),
        headers: Headers::default(),
        diagnostics,
        texts,
        summary: Summary::default(),
    }
}

fn summary(site: &Site) -> Summary {
    Summary {
        stories: site.stories.len(),
        events: site.events.len(),
        pages: site.pages.len(),
        languages: site.config.languages.len(),
        left_out: site.left_out.iter().map(|left| (left.path.clone(), left.reason.clone())).collect(),
    }
}
