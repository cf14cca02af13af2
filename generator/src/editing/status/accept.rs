//! `spaces status --accept`: translations that somebody has compared with their source say so.

use std::path::{Path, PathBuf};

use super::StatusOptions;
use super::report::Acceptance;
use super::stamp::stamp;
use crate::content::WrittenReview;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::site::{self, AssembleOptions, Bundle, DocumentCache, Freshness};
use crate::{edit, source, time};

/// Writes the source's present fingerprint into each file, and the reader if there is one. All files
/// are judged before the first is written; the ones that changed are given back.
///
/// # Errors
/// Sentences for the editor, one for each file that isn't a translation in good order.
pub fn accept(
    options: &StatusOptions,
    files: &[PathBuf],
    reviewed_by: Option<&str>,
) -> Result<Vec<PathBuf>, Vec<String>> {
    if reviewed_by.is_some_and(|name| name.trim().is_empty() || name.contains(char::is_control)) {
        return Err(vec!["the name of who has read it is one line of text".to_owned()]);
    }
    let first = |problems: Vec<Diagnostic>| vec![problems.first().map(sentence).unwrap_or_default()];
    let source = source::read(&options.root).map_err(first)?;
    let (parsed, _) = site::parse(&source, &DocumentCache::default());
    let mut parsed =
        parsed.ok_or_else(|| vec!["`content/site.yaml` has errors; `spaces check` shows them".to_owned()])?;
    let on = time::today(options.now, &parsed.config.time_zone);
    let assemble =
        AssembleOptions { drafts: true, now: options.now, base_url: None, kept: DocumentCache::default() };
    let (_, mut problems) = site::load(&source, &assemble);
    problems.retain(|problem| problem.severity == Severity::Error);
    let (bundles, _) = site::translatable(&mut parsed, options.now);
    let reader = reviewed_by.map(|name| Acceptance { name: name.trim(), on });
    let stamped = |file: &PathBuf| {
        let path = below(&options.root, file);
        let bundle = judge(&path, &bundles, &problems, reviewed_by.is_some())?;
        stamped(&options.root, &path, bundle, reader)
    };
    let (accepted, refused): (Vec<_>, Vec<_>) = files.iter().map(stamped).partition(Result::is_ok);
    if !refused.is_empty() {
        return Err(refused.into_iter().filter_map(Result::err).collect());
    }
    let accepted = accepted.into_iter().flatten().flatten();
    let write = |(path, text): (PathBuf, String)| edit::replace(&path, &text).map(|()| path);
    accepted.map(write).collect::<Result<_, _>>().map_err(|error| vec![error.to_string()])
}

/// The file as the site names it: given from the site's folder, or from where the command stands.
fn below(root: &Path, file: &Path) -> String {
    let inside = match (root.canonicalize(), file.canonicalize()) {
        (Ok(root), Ok(file)) => file.strip_prefix(root).map(Path::to_owned).ok(),
        _ => None,
    };
    let path = inside.unwrap_or_else(|| file.strip_prefix(root).unwrap_or(file).to_owned());
    let parts: Vec<_> = path.iter().filter(|part| *part != ".").map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The document of which the file is a translation that may be accepted.
fn judge<'a>(
    path: &str,
    bundles: &'a [Bundle],
    problems: &[Diagnostic],
    is_read: bool,
) -> Result<&'a Bundle, String> {
    if let Some(bundle) = bundles.iter().find(|bundle| bundle.source.path == path) {
        return Err(format!("`{path}` is the source of `{}`, not a translation", bundle.id));
    }
    let found = bundles.iter().find_map(|bundle| {
        Some((bundle, bundle.translations.iter().find(|document| document.path == path)?))
    });
    // A fingerprint that isn't one is about to be replaced.
    let hash = found.and_then(|(_, document)| document.common.source_hash.as_ref()).map(|hash| &hash.span);
    let is_in_the_way = |problem: &&Diagnostic| {
        problem.path == path && (problem.span.is_none() || problem.span.as_ref() != hash)
    };
    if let Some(problem) = problems.iter().find(is_in_the_way) {
        return Err(format!("`{path}` has errors: {}", problem.message));
    }
    let (bundle, translation) =
        found.ok_or_else(|| format!("`{path}` is not a translation of a document that is published"))?;
    if !is_read && was_read_before(translation, bundle.source.fingerprint()) {
        return Err(format!(
            "`{path}` says that a person has read it, but the source has changed since; name who has read it now with `--reviewed-by`, or write `review: machine`"
        ));
    }
    Ok(bundle)
}

fn was_read_before(translation: &Document, fingerprint: &str) -> bool {
    let is_human =
        translation.common.review.as_ref().is_some_and(|review| review.value == WrittenReview::Human);
    is_human && Freshness::of(translation, fingerprint) == Freshness::Stale
}

/// The file and its new text; `None` if it says so already.
fn stamped(
    root: &Path,
    path: &str,
    bundle: &Bundle,
    reader: Option<Acceptance<'_>>,
) -> Result<Option<(PathBuf, String)>, String> {
    let file = root.join(path);
    let old = edit::read(&file).map_err(|error| error.to_string())?;
    let new = stamp(&old, bundle.source.kind(), bundle.source.fingerprint(), reader);
    let new = new.map_err(|refusal| format!("`{path}` stays as it is: {refusal}"))?;
    Ok((new != old).then_some((file, new)))
}

fn sentence(problem: &Diagnostic) -> String {
    problem.message.to_string()
}
