//! Keys by the names that other programs have for them, or that they had here before.

use super::{Head, HeadKey};
use crate::diagnostic::{Code, Diagnostic, say};

/// Says what a key is called here, where somebody wrote another name for it as a key of a whole head.
pub(crate) fn here<H: Head>(head: &str, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let name = |problem: &Diagnostic| key::<H>(written(head, problem)?);
    let say_it = |problem: Diagnostic| match name(&problem) {
        Some(key) => Diagnostic { hints: vec![say!("hint.called", name = key.name)], ..problem },
        None => problem,
    };
    problems.into_iter().map(say_it).collect()
}

/// The unknown key of a problem, if it stands at the beginning of a line: within a group the same word means something else.
fn written<'h>(head: &'h str, problem: &Diagnostic) -> Option<&'h str> {
    let span = problem.span.clone().filter(|_| problem.code == Code::FrontUnknownKey)?;
    head.get(..span.start)?.ends_with('\n').then(|| head.get(span))?
}

fn key<H: Head>(other: &str) -> Option<&'static HeadKey> {
    let is_it = |name: &&str| name.eq_ignore_ascii_case(&other.replace(['_', '-'], ""));
    let keys = super::Common::KEYS.iter().chain(H::KEYS);
    keys.into_iter().find(|key| key.also_called.iter().any(is_it))
}
