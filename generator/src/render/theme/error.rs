//! From the template engine's errors to diagnostics that point into the template's file.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Error, ErrorKind};

use super::trim::Cuts;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};

/// What went wrong in a template while a page was rendered. Equal problems of many pages are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateProblem {
    path: String,
    span: Option<(usize, usize)>,
    code: Code,
    message: Sentence,
}

/// Stands around a key in a message: of an error of ours the engine passes nothing on but its words.
const MARK: char = '\u{1}';

/// The error of a key that no text has, for the engine.
pub(super) fn unknown_key(key: &str) -> Error {
    Error::message(format!("{MARK}{key}{MARK}"))
}

/// What is wrong: a key that no text has, or what the engine says, in its English.
fn read(message: &str) -> (Code, Sentence) {
    match message.split(MARK).nth(1) {
        Some(key) => (Code::TextUnknownKey, say!("template.noKey", key)),
        None => (Code::TemplateRender, say!("problem.said", error = &lower(message))),
    }
}

impl TemplateProblem {
    /// What is wrong with a page, whatever the engine says.
    pub(super) fn of_page(path: String, message: Sentence) -> TemplateProblem {
        TemplateProblem { path, span: None, code: Code::TemplateRender, message }
    }

    /// What went wrong while templates were rendered that lack `cuts` of their files.
    pub(super) fn new(error: &Error, template: &str, cuts: &BTreeMap<String, Cuts>) -> TemplateProblem {
        let (path, span, message) = parts(error, template);
        let span = span.map(|span| cuts.get(&path).map_or(span.clone(), |cuts| cuts.in_file(&span)));
        let (code, message) = read(&message);
        TemplateProblem { path, span: span.map(|span| (span.start, span.end)), code, message }
    }

    /// The diagnostic, naming the pages on which the problem showed up.
    pub fn diagnostic(self, pages: &[String]) -> Diagnostic {
        let hint = match pages {
            [] => say!("template.whileOne"),
            [first] => say!("template.while", first),
            [first, second] => say!("template.whileTwo", first, second),
            [first, more @ ..] => say!("template.whileMany", first, more = &more.len()),
        };
        let span = self.span.map(|(start, end)| start..end);
        Diagnostic::error(self.code, self.path, span, self.message).with_hint(hint)
    }
}

/// The diagnostic of templates that cannot be loaded.
pub(super) fn at_load(error: &Error, folder: &str) -> Diagnostic {
    let (path, span, message) = parts(error, &format!("{folder}templates"));
    Diagnostic::error(Code::TemplateLoad, path, span, say!("problem.said", error = &message))
}

fn parts(error: &Error, template: &str) -> (String, Option<Range<usize>>, String) {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename().to_owned(), Some(report.span().range.clone()), lower(report.message()))
        }
        kind => (template.to_owned(), None, lower(&kind.to_string())),
    }
}

/// Our messages begin in lower case and have no final dot.
fn lower(message: &str) -> String {
    let message = message.trim_end().trim_end_matches('.');
    let mut rest = message.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}
