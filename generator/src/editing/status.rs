//! What of the site is translated, what is missing and what its source has left behind.
//!
//! [`report()`] compares every document with its translations and asks git for the words from which
//! a stale one was made; [`draw`] shows the result to people and programs; [`accept()`] writes into
//! translations that they are up to date.

mod accept;
mod changes;
mod collect;
mod history;
mod machine;
mod report;
mod stamp;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::lang::Lang;
use crate::{document, site, source};

pub use accept::accept;
pub use machine::warnings;
pub use report::{DocumentStatus, Report, SourceChange, State, StatusCounts, TranslationStatus};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct StatusOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// Only this language.
    pub lang: Option<String>,
    /// The moment that decides what has expired.
    pub now: Timestamp,
}

/// For whom the report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportFormat {
    /// Columns and lists, for people.
    Table,
    /// One object, for programs.
    Json,
    /// Annotations at the files, for GitHub's checks.
    Github,
}

/// A report, or why there is none; and what stands in its way.
#[derive(Debug)]
pub struct Outcome {
    /// `None` when the languages of the site can't be read, or the one that was asked for isn't one.
    pub report: Option<Report>,
    /// Errors in the content: a document with one isn't in the report.
    pub problems: Vec<Diagnostic>,
    /// The texts of the files that problems and report name, for drawing.
    pub texts: BTreeMap<String, String>,
}

/// Reads the site and says how its translations stand.
///
/// # Errors
/// A sentence when the site doesn't have the language.
pub fn report(options: &StatusOptions) -> Result<Outcome, String> {
    let source = match source::read(&options.root) {
        Ok(source) => source,
        Err(problems) => return Ok(Outcome { report: None, problems, texts: BTreeMap::new() }),
    };
    let (parsed, problems) = site::parse(&source, &site::DocumentCache::default());
    // Words that a language lacks are what the report is about; everything else stands in its way.
    let (mut words, mut problems): (Vec<_>, Vec<_>) =
        problems.into_iter().partition(|problem| problem.code == Code::TextUntranslated);
    problems.retain(|problem| problem.code != Code::TextGaps);
    let Some(mut parsed) = parsed else {
        problems.extend(words);
        let texts = source.named_in(&problems);
        return Ok(Outcome { report: None, problems, texts });
    };
    words.extend(std::mem::take(&mut parsed.gaps));
    let languages = languages(&parsed.config, options.lang.as_deref())?;
    let (bundles, found) = site::translatable(&mut parsed, options.now);
    problems.extend(found);
    let mut report = collect::report(&bundles, languages, words);
    // Each asks git many times, and for itself.
    report.documents.par_iter_mut().for_each(|document| {
        document.changes = changes::since(document, &source, |hash| {
            history::words_with(&options.root, &document.source.path, hash)
        });
    });
    let mut texts = source.named_in(&problems);
    texts.extend(source.texts_of(report.marked()));
    Ok(Outcome { report: Some(report), problems, texts })
}

/// The fingerprint of a source's words, which a translation notes as its `sourceHash`; `None` for a file without a head that can be read.
/// `path` is that of the file in the site: `content/stories/tea/index.en.md`.
#[must_use]
pub fn fingerprint(path: &str, text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    document::of_file(path, &text).map(|words| document::fingerprint(&words))
}

/// The report in a format; `texts` are those it was made from.
#[must_use]
pub fn draw(report: &Report, texts: &BTreeMap<String, String>, format: ReportFormat) -> String {
    match format {
        ReportFormat::Table => table::draw(report),
        ReportFormat::Json => machine::json(report),
        ReportFormat::Github => machine::github(report, texts),
    }
}

fn languages(config: &crate::config::Config, asked: Option<&str>) -> Result<Vec<Lang>, String> {
    let all = || config.languages.iter().map(|language| language.id.clone());
    let Some(asked) = asked else { return Ok(all().collect()) };
    match all().find(|lang| lang.as_str() == asked) {
        Some(lang) => Ok(vec![lang]),
        None => {
            let names: Vec<String> = all().map(|lang| lang.to_string()).collect();
            Err(format!("`{asked}` is not a language of the site; choose one of {}", names.join(", ")))
        }
    }
}
