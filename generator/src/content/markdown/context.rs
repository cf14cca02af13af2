//! What every pass over a body may see and add to: the file, its language, links and problems.

use super::Link;
use crate::diagnostic::{Code, Diagnostic, Sentence};
use crate::source::Taken;
use std::ops::Range;

/// The file that is read, and what the passes found in it so far.
pub(super) struct Ctx<'a> {
    pub(super) path: &'a str,
    /// The whole file, so that every span is one of the file.
    pub(super) text: &'a str,
    pub(super) lang: &'a str,
    /// What no heading's id may be.
    pub(super) taken: &'a Taken,
    pub(super) links: Vec<Link>,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Ctx<'a> {
    pub(super) fn new(path: &'a str, text: &'a str, lang: &'a str, taken: &'a Taken) -> Self {
        Self { path, text, lang, taken, links: Vec::new(), problems: Vec::new() }
    }

    /// The words of the file at `span`.
    pub(super) fn source(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// `span` without the white space around its words.
    pub(super) fn trimmed(&self, span: &Range<usize>) -> Range<usize> {
        let source = self.source(span);
        let start = span.start + (source.len() - source.trim_start().len());
        start..start + source.trim().len()
    }

    /// Whether the byte before `at` is a backslash, so that what stands there is meant literally.
    pub(super) fn is_escaped(&self, at: usize) -> bool {
        at > 0 && self.text.as_bytes().get(at - 1) == Some(&b'\\')
    }

    /// Remembers a target and says by which number the writer will ask for it.
    pub(super) fn link(&mut self, written: impl Into<String>, span: Range<usize>, image: bool) -> usize {
        self.links.push(Link { written: written.into(), span, image });
        self.links.len() - 1
    }

    /// Reports an error and how to mend it.
    pub(super) fn error(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<Sentence>,
        hint: impl Into<Sentence>,
    ) {
        let problem = Diagnostic::error(code, self.path, self.trimmed(span), message);
        self.problems.push(problem.with_hint(hint));
    }

    /// Reports an error that has to do with an earlier place in the same file.
    pub(super) fn error_after(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<Sentence>,
        (first, label): (&Range<usize>, Sentence),
        hint: Sentence,
    ) {
        let problem = Diagnostic::error(code, self.path, self.trimmed(span), message);
        self.problems.push(problem.with_see(self.path, self.trimmed(first), label).with_hint(hint));
    }

    /// Reports something that a reader can live with.
    pub(super) fn warning(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<Sentence>,
        hint: impl Into<Sentence>,
    ) {
        let problem = Diagnostic::warning(code, self.path, self.trimmed(span), message);
        self.problems.push(problem.with_hint(hint));
    }
}
