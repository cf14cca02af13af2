//! Many links that lead to the same nowhere are one problem: a page was renamed, and all that link to it say so.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, say};

/// A link with a problem, and where it was meant to lead.
pub(in crate::site) struct Broken {
    pub(super) to: String,
    pub(super) problem: Diagnostic,
}

/// As many are shown each on its own.
const APART: usize = 3;
/// Of more than that so many places are shown beside the first.
const SHOWN: usize = 5;

/// The problems, of many with the same target one that names the others.
pub(in crate::site) fn together(broken: Vec<Broken>) -> Vec<Diagnostic> {
    let mut by_target: BTreeMap<(Code, String), Vec<Diagnostic>> = BTreeMap::new();
    for Broken { to, problem } in broken {
        by_target.entry((problem.code, to)).or_default().push(problem);
    }
    by_target.into_values().flat_map(one).collect()
}

fn one(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if problems.len() <= APART {
        return problems;
    }
    problems.sort_by(|a, b| {
        (&a.path, a.span.as_ref().map(|at| at.start)).cmp(&(&b.path, b.span.as_ref().map(|at| at.start)))
    });
    let mut rest = problems.into_iter();
    let Some(mut first) = rest.next() else { return Vec::new() };
    let others: Vec<Diagnostic> = rest.collect();
    for other in others.iter().take(SHOWN) {
        let label = if other.path == first.path { say!("see.hereToo") } else { say!("see.linkedHereToo") };
        first.see.push((other.path.clone(), other.span.clone().unwrap_or_default(), label));
    }
    if let Some(more) = others.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let files: std::collections::BTreeSet<&str> =
            others.iter().map(|other| other.path.as_str()).collect();
        let (links, files) = (others.len() + 1, files.len().max(1));
        let files = say!("link.inFiles", files);
        first.hints.push(say!("link.more", more, links, files = files));
    }
    vec![first]
}
