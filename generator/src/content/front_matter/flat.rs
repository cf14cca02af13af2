//! The head of a translation → its texts, without the YAML library.
//!
//! Most heads are a few lines `key: text` and nothing else; the library takes longer for such a head than Markdown for
//! the body below it. Whatever is only a little unusual is left to the library, with all its problems and messages:
//! what is read here it would read the same, places included.

use crate::yaml::Located;

/// Shorter words may be `null`, `true`, `no` or their like.
const SHORTEST: usize = 6;

/// Reads a head in which every line is a text that `take` takes: it gets the key, and says whether there is such a text and
/// it wasn't there yet.
pub(crate) fn read(head: &str, mut take: impl FnMut(&str, Located<String>) -> bool) -> Option<()> {
    let mut start = "---\n".len();
    for line in head.strip_prefix("---\n")?.split_inclusive('\n') {
        let (key, text) = text(line, start)?;
        start += line.len();
        take(key, text).then_some(())?;
    }
    Some(())
}

/// The key and the text of a line that begins at the byte `start` of its file.
fn text(line: &str, start: usize) -> Option<(&str, Located<String>)> {
    let line = line.strip_suffix('\n')?;
    let (key, value) = line.split_once(": ")?;
    let value = value.trim_matches(' ');
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}');
    if value.contains(is_odd) || !key.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let at = start + line.len() - line.split_once(": ")?.1.trim_start_matches(' ').len();
    Some((key, Located { value: scalar(value)?.to_owned(), span: at..at + value.len() }))
}

/// A text in double quotes without anything special in it, or a plain one that can't be anything else.
fn scalar(value: &str) -> Option<&str> {
    if let Some(quoted) = value.strip_prefix('"') {
        let quoted = quoted.strip_suffix('"')?;
        return (!quoted.contains(['"', '\\'])).then_some(quoted);
    }
    let is_word = value.starts_with(char::is_alphabetic);
    let is_text = value == "human" || value.len() >= SHORTEST;
    let is_marked = value.contains(": ") || value.contains(" #") || value.ends_with(':');
    (is_word && is_text && !is_marked).then_some(value)
}
