//! Small pieces of Markdown.

use std::ops::Range;

/// Lines in the place of a part of a text, with an empty line before and behind, if there isn't one.
pub(super) fn apart(text: &str, span: &Range<usize>, lines: &str) -> String {
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let before = match () {
        () if before.is_empty() || before.ends_with("\n\n") => "",
        () if before.ends_with('\n') => "\n",
        () => "\n\n",
    };
    let behind = match () {
        () if behind.is_empty() || behind.starts_with("\n\n") => "",
        () if behind.starts_with('\n') => "\n",
        () => "\n\n",
    };
    format!("{before}{}{behind}", lines.trim_matches('\n'))
}

/// Each line behind a `>`.
pub(super) fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// An address that may stand between round brackets.
pub(super) fn address(address: &str) -> String {
    address.trim().replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

/// Words that may stand between square brackets.
pub(super) fn words(words: &str) -> String {
    words.replace(['[', ']'], "").replace('\n', " ")
}

/// The name of a file in words: `red-door_2.jpg` → `red door 2`.
pub(crate) fn words_of(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let words = name.replace(['-', '_', '+'], " ").replace("%20", " ").replace(['[', ']'], "");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { "picture".to_owned() } else { words }
}
