//! One tag → the Markdown that stands for it.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::{Told, blocks};
use crate::loss::LossKind;

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)(?P<name>[\w:-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))"#)
        .expect("the pattern stands here")
});

/// The value of an attribute.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let found = ATTRIBUTE.captures_iter(tag).find(|one| one["name"].eq_ignore_ascii_case(name))?;
    ["a", "b", "c"]
        .iter()
        .find_map(|group| found.name(group))
        .map(|value| value.as_str().replace('\n', " ").trim().to_owned())
}

/// As many words as a report needs.
pub(super) fn first_words(text: &str) -> String {
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    words
}

/// What stands for a tag in a block, where lines may begin.
pub(super) fn in_block(tag: &Captures<'_>) -> String {
    let Some(name) = tag.name("name").map(|name| name.as_str().to_lowercase()) else { return String::new() };
    let is_end = &tag["end"] == "/";
    if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
        return if is_end { "\n\n".to_owned() } else { format!("\n\n{} ", "#".repeat(level.clamp(2, 6))) };
    }
    match (name.as_str(), is_end) {
        ("li", false) => "\n- ".to_owned(),
        ("li" | "tr" | "dt" | "dd", _) => "\n".to_owned(),
        ("td" | "th", true) => " ".to_owned(),
        (
            "p" | "div" | "ul" | "ol" | "blockquote" | "section" | "table" | "details" | "summary" | "figure"
            | "figcaption" | "center" | "article" | "dl" | "main" | "header" | "footer" | "nav" | "aside",
            _,
        ) => "\n\n".to_owned(),
        ("hr", false) => "\n\n***\n\n".to_owned(),
        _ => in_line(&name, is_end, &tag["attributes"]).unwrap_or_default(),
    }
}

/// What stands for a tag within a line; what is no loss isn't told.
pub(super) fn inline(tag: &Captures<'_>, at: usize, told: &mut Told<'_>) -> String {
    let whole = tag.get(0).map_or("", |whole| whole.as_str());
    let Some(name) = tag.name("name").map(|name| name.as_str().to_lowercase()) else {
        return whole.to_owned();
    };
    let is_end = &tag["end"] == "/";
    if let Some(new) = in_line(&name, is_end, &tag["attributes"]) {
        return new;
    }
    if !is_end {
        told.add(LossKind::Html, at, first_words(whole));
    }
    String::new()
}

fn in_line(name: &str, is_end: bool, attributes: &str) -> Option<String> {
    Some(match (name, is_end) {
        ("b" | "strong", _) => "**".to_owned(),
        ("i" | "em", _) => "*".to_owned(),
        ("s" | "del" | "strike", _) => "~~".to_owned(),
        ("code" | "tt", _) => "`".to_owned(),
        ("q", _) => "\"".to_owned(),
        ("br", _) => "<br>".to_owned(),
        ("wbr", _) => String::new(),
        ("abbr", false) => match attribute(attributes, "title") {
            Some(title) => format!("<abbr title=\"{}\">", title.replace('"', "”")),
            None => "<abbr>".to_owned(),
        },
        ("sub" | "sup" | "mark" | "kbd" | "cite" | "bdi", false) => format!("<{name}>"),
        ("sub" | "sup" | "mark" | "kbd" | "cite" | "bdi" | "abbr", true) => format!("</{name}>"),
        ("img", false) => {
            let source = attribute(attributes, "src")?;
            let alt = attribute(attributes, "alt").unwrap_or_default().replace(['[', ']'], "");
            format!("![{alt}]({})", blocks::address(&source))
        }
        _ => return None,
    })
}
