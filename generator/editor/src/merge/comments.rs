//! Comments in a head that we wrote. Keys don't carry them, so they would be lost where the lines of theirs are taken.

use generator::write_back::{self, Written};

use super::keys::Clash;
use super::lines;

/// The text with our comments in it; `None` if there is no place for them.
pub(super) fn kept(
    texts: [&str; 3],
    written: [&Written; 3],
    merged: &str,
    clashes: &[Clash],
) -> Option<String> {
    let [base, ours, theirs] = std::array::from_fn(|at| head(texts[at], written[at]));
    let is_lost = |merged: &str| {
        let was: Vec<&str> = base.lines().filter_map(comment).collect();
        let mut ours = ours.lines().filter_map(comment);
        ours.any(|comment| !was.contains(&comment) && !merged.contains(comment) && !is_ours(clashes, comment))
    };
    if !is_lost(merged) {
        return Some(merged.to_owned());
    }
    let wanted = write_back::written(merged).ok()?;
    let head = lines::merge(&base, &ours, &theirs)?;
    let text = lines::ended(&format!("{head}{}", wanted.body), texts[2]);
    let is_it = write_back::written(&text).is_ok_and(|said| said == wanted);
    (is_it && !is_lost(&text)).then_some(text)
}

/// What looks like a comment may be part of a value that is to be decided.
fn is_ours(clashes: &[Clash], comment: &str) -> bool {
    let words = comment.trim_end_matches(['"', '\'', '}', ']', ',', ' ']);
    clashes.iter().any(|clash| clash.ours.as_ref().is_some_and(|value| value.to_string().contains(words)))
}

/// A head with its marks and the line ends of Unix.
fn head(text: &str, written: &Written) -> String {
    let plain = text.replace("\r\n", "\n");
    let end = plain.len().saturating_sub(written.body.len());
    plain.get(..end).unwrap_or_default().to_owned()
}

/// What stands behind a `#`.
fn comment(line: &str) -> Option<&str> {
    let (before, words) = line.split_once('#')?;
    let is_comment = before.is_empty() || before.ends_with([' ', '\t']);
    Some(words.trim()).filter(|words| is_comment && !words.is_empty())
}
