//! The site as those see it who write it: with drafts, of which none stands in the way of the rest.

use std::collections::BTreeSet;

use super::wording;
use super::{AssembleOptions, Site, assemble, drafts, parse};
use crate::diagnostic::{Code, Diagnostic, Severity, any_error};
use crate::source::Source;

/// As [`super::load`], with drafts and what is scheduled. A draft with problems of its own is left out, and they are shown
/// as warnings: it isn't published, so it stops nobody.
pub(crate) fn preview(source: &Source, options: &AssembleOptions) -> (Option<Site>, Vec<Diagnostic>) {
    let options = AssembleOptions { drafts: true, ..options.clone() };
    let (mut faulty, mut of_faulty) = (BTreeSet::new(), Vec::new());
    loop {
        let (mut parsed, mut problems) = parse(source, &options.kept);
        parsed.iter_mut().for_each(|parsed| drafts::set_aside(source, parsed, &mut problems));
        let Some(mut parsed) = parsed.filter(|_| !any_error(&problems)) else { return (None, problems) };
        parsed.faulty.extend(faulty.iter().cloned());
        let (site, found) = assemble(parsed, &options);
        problems.extend(softened(found));
        wording::said_once(&mut problems);
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let more: BTreeSet<String> = problems
            .iter()
            .filter(is_error)
            .filter_map(|problem| id(&problem.path))
            .filter(|id| site.unpublished.contains_key(*id))
            .map(str::to_owned)
            .collect();
        if more.is_empty() {
            problems.extend(of_faulty);
            return (Some(site), problems);
        }
        let about = |problem: &Diagnostic| id(&problem.path).is_some_and(|id| more.contains(id));
        of_faulty.extend(problems.into_iter().filter(about).map(as_warning));
        faulty.extend(more);
    }
}

/// What stops a publication but not those who are in the middle of writing.
fn softened(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let soften = |problem: Diagnostic| match problem.code {
        Code::TextUnchanged | Code::EventGone => as_warning(problem),
        _ => problem,
    };
    problems.into_iter().map(soften).collect()
}

fn as_warning(problem: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..problem }
}

/// The id of the document in whose folder a file lies.
fn id(path: &str) -> Option<&str> {
    path.strip_prefix("content/")?.rsplit_once('/').map(|(folder, _)| folder)
}
