//! Problems for people: the source line, a mark under the place, and the hints.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::position::floor;
use super::{Diagnostic, Severity, Words};

/// All problems, one blank line between them.
pub(super) fn draw(
    diagnostics: &[Diagnostic],
    texts: &BTreeMap<String, String>,
    color: bool,
    words: Words,
) -> String {
    let names =
        ["problem.error", "problem.warning", "problem.note", "problem.hint"].map(|key| words.text(key));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[group(diagnostic, texts, &names)]) + "\n\n")
        .collect()
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    texts: &'a BTreeMap<String, String>,
    [error, warning, note, help]: &'a [String; 4],
) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(error.as_str()),
        Severity::Warning => Level::WARNING.with_name(warning.as_str()),
        Severity::Note => Level::NOTE.with_name(note.as_str()),
    };
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code.as_str());
    let mut group = match (&diagnostic.span, texts.get(&diagnostic.path)) {
        (Some(span), Some(text)) => {
            let mark = AnnotationKind::Primary.span(within(text, span)).label(diagnostic.label.as_deref());
            Group::with_title(title).element(snippet(&diagnostic.path, text, mark))
        }
        _ => Group::with_title(title).element(Origin::path(&diagnostic.path)),
    };
    for (path, span, label) in &diagnostic.see {
        group = match texts.get(path) {
            Some(text) => {
                let mark = AnnotationKind::Context.span(within(text, span)).label(&**label);
                group.element(snippet(path, text, mark))
            }
            None => group.element(Origin::path(path)),
        };
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name(help.as_str()).message(&**hint));
    }
    group
}

fn snippet<'a>(path: &'a str, text: &'a str, mark: Annotation<'a>) -> Snippet<'a, Annotation<'a>> {
    Snippet::source(text).path(path).annotation(mark)
}

/// The span on character boundaries of this text and on one line, since a mark over a whole
/// header hides more than it shows.
fn within(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    start..end.min(line_end)
}
