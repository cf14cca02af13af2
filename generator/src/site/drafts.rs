//! Drafts that can't even be read: they aren't published, so they stop nothing else.

use std::collections::BTreeSet;

use super::Parsed;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

/// Leaves out each draft that has errors of its own, which are shown as warnings.
pub(super) fn set_aside(source: &Source, parsed: &mut Parsed, problems: &mut [Diagnostic]) {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let folders: BTreeSet<&str> = errors.filter_map(|problem| folder(&problem.path)).collect();
    if folders.is_empty() {
        return;
    }
    let paths = source.documents();
    let is_draft = |id: &&str| {
        let texts =
            paths.iter().filter(|path| folder(path) == Some(id)).filter_map(|path| source.text(path).ok());
        texts.into_iter().any(|text| says_draft(&text))
    };
    let drafts: BTreeSet<String> = folders.into_iter().filter(is_draft).map(str::to_owned).collect();
    parsed.documents.retain(|document| !drafts.contains(&document.id));
    for problem in problems.iter_mut().filter(|problem| is_in(&drafts, &problem.path)) {
        problem.severity = Severity::Warning;
    }
    parsed.faulty.extend(drafts);
}

fn is_in(drafts: &BTreeSet<String>, path: &str) -> bool {
    folder(path).is_some_and(|id| drafts.contains(id))
}

/// The id of the document to which a file belongs, if it is one's.
fn folder(path: &str) -> Option<&str> {
    let (id, file) = path.strip_prefix("content/")?.rsplit_once('/')?;
    (file.ends_with(".md") && id.contains('/')).then_some(id)
}

/// Whether a head says that it is a draft's; what else stands there may be no YAML.
fn says_draft(text: &str) -> bool {
    let head = text.lines().skip_while(|line| line.trim().is_empty());
    let head = head.enumerate().take_while(|(at, line)| *at == 0 || line.trim() != "---");
    head.map(|(_, line)| line).any(|line| {
        let value = line.strip_prefix("draft").and_then(|rest| rest.trim_start().strip_prefix(':'));
        value.is_some_and(|value| value.split('#').next().is_some_and(|value| value.trim() == "true"))
    })
}
