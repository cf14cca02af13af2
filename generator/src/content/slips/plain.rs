//! Texts that take no markup: titles, summaries and notes in the head of a file.

use std::sync::OnceLock;

use regex::Regex;

/// Markup, each with the words in it as the group `a`.
const MARKUP: [&str; 10] = [
    r"\*\*\s*(?P<a>[^*\n]*\p{L}[^*\n]*?)\s*\*\*",
    r"(?:^|\b)__\s*(?P<a>[^_\n]*\p{L}[^_\n]*?)\s*__(?:\b|$)",
    r"!?\[(?P<a>[^\[\]\n]+)\]\([^()\s]*[/.:#][^()\s]*\)",
    r"^#{1,6} +(?P<a>\S.*)",
    r"(?i)<(?:b|i|u|em|strong|span|font|a|p|mark|small|sup|sub|div|h[1-6])(?: [^<>]*)?>(?P<a>[^<>]*)</[a-z0-9]+>",
    r"(?i)(?P<a>)</?(?:br|b|i|u|em|strong|span|a|p|div)(?: [^<>]*)? ?/?>",
    r"(?P<a>)&(?:nbsp|#160);",
    r"(?P<a>)\{\{.*?\}\}|\{%.*?%\}",
    r"(?:^|\s)`(?P<a>[^`\s][^`\n]*)`",
    r"(?P<a>)\\n",
];

/// Named characters, and what they are.
const NAMED: [(&str, &str); 11] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "’"),
    ("&ndash;", "–"),
    ("&mdash;", "—"),
    ("&oslash;", "ø"),
    ("&aring;", "å"),
    ("&aelig;", "æ"),
    ("&auml;", "ä"),
];

/// The text without its markup, if it has any.
pub(crate) fn plain(text: &str) -> Option<String> {
    if !text.contains(['*', '_', '[', '#', '<', '&', '{', '`', '\\']) {
        return None;
    }
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    let each = || MARKUP.iter().map(|pattern| Regex::new(pattern).expect("it stands above")).collect();
    let mut plain = text.to_owned();
    for pattern in COMPILED.get_or_init(each) {
        plain = pattern
            .replace_all(&plain, |found: &regex::Captures<'_>| {
                let words = found.name("a").map_or("", |words| words.as_str());
                let before = found
                    .get(0)
                    .filter(|all| all.as_str().starts_with(char::is_whitespace))
                    .map_or("", |_| " ");
                format!("{before}{}", if words.is_empty() { " " } else { words })
            })
            .into_owned();
    }
    for (name, letter) in NAMED {
        plain = plain.replace(name, letter);
    }
    (plain != text).then(|| plain.split_whitespace().collect::<Vec<_>>().join(" "))
}
