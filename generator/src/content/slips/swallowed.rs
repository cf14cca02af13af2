//! What YAML leaves out of a text without a word: all behind ` #`, and a first word with `&` or `!` before it.

use std::ops::Range;

use memchr::memmem;

use crate::content;
use crate::diagnostic::{Code, Diagnostic, say};

/// Keys of texts for readers within facts and settings, beside those of a head. Behind other values notes are common:
/// `review: machine # until somebody has read it`.
const TEXTS: [&str; 12] = [
    "text",
    "name",
    "shortName",
    "label",
    "city",
    "role",
    "credit",
    "tagline",
    "description",
    "acknowledgement",
    "disclaimer",
    "about",
];

/// A line `key: value` or `- value`, its places in the file.
struct KeyLine<'t> {
    key: &'t str,
    value: &'t str,
    /// Where the value begins.
    at: usize,
    /// Where its line begins, without blanks.
    start: usize,
}

/// All that is left out of plain texts, each with the line as it should be.
pub(crate) fn swallowed(path: &str, text: &str) -> Vec<Diagnostic> {
    let may_be = [" #", ": &", ": !", "- &", "- !"]
        .iter()
        .any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some());
    if !may_be {
        return Vec::new();
    }
    let mut problems = Vec::new();
    lines(text, &mut |line| problems.extend(note(path, text, &line).or_else(|| mark(path, text, &line))));
    problems
}

/// Gives each line with a plain value; what stands in a text of several lines is no such line.
fn lines<'t>(text: &'t str, each: &mut dyn FnMut(KeyLine<'t>)) {
    let mut block: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        let from = start + indent;
        start += line.len();
        if words.is_empty() || block.is_some_and(|above| indent > above) {
            continue;
        }
        block = None;
        let Some((key, value)) = parts(words) else { continue };
        let at = from + words.len() - value.len();
        match value.chars().next() {
            Some('|' | '>') => block = Some(indent),
            Some('"' | '\'' | '[' | '{') | None => {}
            Some(_) => each(KeyLine { key, value, at, start: from }),
        }
    }
}

/// The key, if there is one, and the value of a line; without either it isn't one.
fn parts(words: &str) -> Option<(&str, &str)> {
    if words.starts_with('#') || words == "---" {
        return None;
    }
    let (is_item, rest) = match words.strip_prefix("- ") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, words),
    };
    let is_key = |key: &str| {
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    match rest.split_once(": ").filter(|(key, _)| !key.is_empty() && is_key(key)) {
        Some((key, value)) => Some((key, value.trim_start())),
        None => is_item.then_some(("", rest)),
    }
}

/// ` # 3` behind a text: a note to YAML, and half of a title to whoever wrote it.
fn note(path: &str, text: &str, line: &KeyLine<'_>) -> Option<Diagnostic> {
    if let Some(after) = line.value.strip_prefix('#') {
        return whole(path, text, line, after);
    }
    let at = line.value.find(" #")?;
    let (before, after) = (line.value[..at].trim_end(), &line.value[at + 2..]);
    let is_text = content::is_word(line.key) || TEXTS.contains(&line.key) || is_language(line.key);
    let is_word = after.starts_with(char::is_alphanumeric);
    let is_number = after.trim_start().starts_with(|c: char| c.is_numeric());
    // Notes stand at a distance, mostly in a column.
    let is_apart = before.len() < at;
    let is_meant = match is_apart {
        true => is_text && is_word,
        false => is_text || (before.contains(' ') && (is_word || is_number)),
    };
    if !is_meant || after.trim().is_empty() || before.starts_with(['&', '*', '!']) {
        return None;
    }
    let place = line.at + at + 1..line.at + line.value.len();
    let message = say!("yaml.note");
    let problem = Diagnostic::warning(Code::YamlNote, path, place, message);
    let problem = problem.with_hint(say!("yaml.noteTextHint", mended = &mended(text, line)));
    Some(problem.with_hint(say!("yaml.noteHint")))
}

/// `title: #bread`: all of it is a note, so that the key has no value.
fn whole(path: &str, text: &str, line: &KeyLine<'_>, after: &str) -> Option<Diagnostic> {
    let is_text = content::is_word(line.key) || TEXTS.contains(&line.key) || is_language(line.key);
    if !is_text || !after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let place = line.at..line.at + line.value.len();
    let problem = Diagnostic::warning(Code::YamlNote, path, place, say!("yaml.noteWhole"));
    Some(problem.with_hint(say!("yaml.noteTextHint", mended = &mended(text, line))))
}

/// `&x` or `!x` before a text: names of YAML's own, which a text doesn't hold.
fn mark(path: &str, text: &str, line: &KeyLine<'_>) -> Option<Diagnostic> {
    let word = line.value.split_whitespace().next()?;
    let is_mark = match word.strip_prefix(['&', '!']) {
        Some(name) if word.starts_with('&') => !name.is_empty() && !is_used(text, name),
        Some(name) => !name.starts_with('!'),
        None => false,
    };
    if !is_mark {
        return None;
    }
    let message = say!("yaml.mark", word, mark = &word[..1]);
    let problem = Diagnostic::warning(Code::YamlMark, path, line.at..line.at + word.len(), message);
    Some(problem.with_hint(say!("markup.write", shown = &mended(text, line))))
}

/// Whether another line repeats what has this name.
fn is_used(text: &str, name: &str) -> bool {
    let alias = format!("*{name}");
    let ends = |at: usize| {
        text[at + alias.len()..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
    };
    text.match_indices(&alias).any(|(at, _)| ends(at))
}

/// The whole line with its text in quotation marks.
fn mended(text: &str, line: &KeyLine<'_>) -> String {
    let value = line.value.trim_end();
    let quoted = match value.contains('"') && !value.contains('\'') {
        true => format!("'{value}'"),
        false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    let range: Range<usize> = line.start..line.at;
    format!("{}{quoted}", &text[range])
}

/// `da`, `uk`: the key of a text in that language.
fn is_language(key: &str) -> bool {
    key.len() == 2 && key != "id" && key.bytes().all(|byte| byte.is_ascii_lowercase())
}
