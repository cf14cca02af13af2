//! Texts of a head that hold markup, which stands on cards and in search as it is typed.

use crate::diagnostic::{Code, Diagnostic, say};
use crate::front_matter::Keys;
use crate::slips;

use super::words::Text;

/// Says of each text of the head what it should be without markup.
pub(super) fn markup(path: &str, head: &str, texts: &[Text<'_>], keys: &Keys) -> Vec<Diagnostic> {
    texts.iter().filter_map(|text| problem(path, head, text, keys)).collect()
}

fn problem(path: &str, head: &str, text: &Text<'_>, keys: &Keys) -> Option<Diagnostic> {
    let plain = slips::plain(text.text)?;
    let key = keys.get(text.at);
    let from = key.as_ref().map_or(0, |key| key.start);
    // In quotes or over several lines it may be written otherwise; then its key is marked.
    let place = head[from..].find(text.text).map(|at| from + at..from + at + text.text.len());
    let message = say!("front.noMarkup", key = &text.key);
    let problem = Diagnostic::warning(Code::FrontMarkup, path, place.or(key), message);
    Some(problem.with_hint(say!("markup.write", shown = &plain)))
}
