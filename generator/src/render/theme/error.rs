//! From the template engine's errors to diagnostics that point into the template's file.

use std::ops::Range;

use tera::{Error, ErrorKind};

use crate::diagnostic::{Code, Diagnostic};

/// What went wrong in a template while a page was rendered. Equal problems of many pages are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    path: String,
    span: Option<(usize, usize)>,
    code: Code,
    message: String,
}

/// Stands around a code in a message: of an error of ours the engine passes nothing on but its words.
const MARK: char = '\u{1}';

/// An error of ours for the engine, which keeps its code on the way through it.
pub(super) fn coded(code: Code, message: &str) -> Error {
    Error::message(format!("{MARK}{code}{MARK}{message}"))
}

/// The code in a message, and the message without it.
fn decoded(message: &str) -> (Code, String) {
    let parts = message.split_once(MARK).and_then(|(before, rest)| Some((before, rest.split_once(MARK)?)));
    match parts {
        Some((before, (code, after))) => {
            (Code::named(code).unwrap_or(Code::TemplateRender), format!("{before}{after}"))
        }
        None => (Code::TemplateRender, message.to_owned()),
    }
}

impl Problem {
    /// What is wrong with a page, whatever the engine says.
    pub(super) fn of_page(path: String, message: String) -> Problem {
        Problem { path, span: None, code: Code::TemplateRender, message }
    }

    pub(super) fn new(error: &Error, template: &str) -> Problem {
        let (path, span, message) = parts(error, template);
        let (code, message) = decoded(&message);
        Problem { path, span: span.map(|span| (span.start, span.end)), code, message: lower(&message) }
    }

    /// The diagnostic, naming the pages on which the problem showed up.
    pub fn diagnostic(self, pages: &[String]) -> Diagnostic {
        let first = pages.first().map_or("a page", String::as_str);
        let hint = match pages {
            [_, second] => format!("while rendering `{first}` and `{second}`"),
            [_, _, more @ ..] => format!("while rendering `{first}` and {} other pages", more.len() + 1),
            _ => format!("while rendering `{first}`"),
        };
        let span = self.span.map(|(start, end)| start..end);
        Diagnostic::error(self.code, self.path, span, self.message).with_hint(hint)
    }
}

/// The diagnostic of templates that cannot be loaded.
pub(super) fn at_load(error: &Error, folder: &str) -> Diagnostic {
    let (path, span, message) = parts(error, &format!("{folder}templates"));
    Diagnostic::error(Code::TemplateLoad, path, span, message)
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
