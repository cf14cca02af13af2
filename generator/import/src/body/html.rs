//! HTML in a text → Markdown, or the words within it. What programs, frames and drawings it held is gone, and told.

mod tag;

use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::{Captures, Regex};

use super::{Told, blocks};
use crate::edits::{Edits, Places};
use crate::loss::LossKind;
use tag::{attribute, first_words, in_block, inline};

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?s)<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*)>"#,
    )
    .expect("the pattern stands here")
});

/// As [`inline`] writes it.
const BREAK: &str = "<br>";

static EMPTY_LINES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\n[ \t]*\n\s*").expect("the pattern stands here"));

/// What goes with all that it holds.
static EMBEDDED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let names = [
        "script", "style", "svg", "form", "object", "audio", "canvas", "noscript", "template", "select",
        "button",
    ];
    let patterns = names
        .map(|name| Regex::new(&format!(r"(?is)<{name}\b.*?</{name}\s*>")).expect("the pattern stands here"));
    patterns.into()
});

static PLAYER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)<(?:iframe|video)\b(?P<attributes>[^>]*)>(?P<inner>.*?)</(?:iframe|video)\s*>"#)
        .expect("the pattern stands here")
});

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)(?P<start><h[1-6]\b[^>]*>)(?P<words>.*?)(?P<end></h[1-6]\s*>)")
        .expect("the pattern stands here")
});

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a\s*>").expect("the pattern stands here")
});

/// Replaces blocks of HTML, and tags within lines.
pub(super) fn replace(text: &str, told: &mut Told<'_>) -> (String, Places) {
    let mut edits = Edits::default();
    let mut links = Vec::new();
    let mut heading: Option<OpenHeading> = None;
    for (event, span) in Parser::new_ext(text, generator::markdown::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let source = &text[span.clone()];
                let is_note = source.trim_start().starts_with("<!--")
                    && TAG.replace(source.trim(), "").trim().is_empty();
                if !is_note {
                    let span = span.start..span.start + source.trim_end().len();
                    let words = block(source, span.start, told);
                    // Nothing stands for nothing: the empty lines around it are enough.
                    let words = if words.is_empty() { words } else { blocks::apart(text, &span, &words) };
                    edits.replace(span, words);
                }
            }
            Event::Start(Tag::Heading { id, .. }) => {
                heading = Some(OpenHeading { is_named: id.is_some(), id: None })
            }
            Event::InlineHtml(html) => {
                if let Some(heading) = &mut heading {
                    heading.see(&html);
                }
                let new = TAG.replace_all(&html, |tag: &Captures<'_>| match tag.name("name") {
                    Some(name) if name.as_str().eq_ignore_ascii_case("a") => link(tag, &mut links),
                    _ => inline(tag, span.start, told),
                });
                if new != *html {
                    edits.replace(span.clone(), new);
                }
            }
            // What is open where its block ends belongs to no link.
            Event::End(TagEnd::Paragraph | TagEnd::Item) => links.clear(),
            Event::End(TagEnd::Heading(_)) => {
                links.clear();
                if let Some(id) = heading.take().and_then(|heading| heading.id) {
                    let end =
                        span.start + text[span.clone()].lines().next().unwrap_or_default().trim_end().len();
                    edits.replace(end..end, format!(" {{#{id}}}"));
                }
            }
            _ => {}
        }
    }
    edits.apply(text)
}

/// A heading that is being read, and the name that HTML within it has.
struct OpenHeading {
    is_named: bool,
    id: Option<String>,
}

impl OpenHeading {
    fn see(&mut self, html: &str) {
        if !self.is_named && self.id.is_none() {
            self.id = named(html);
        }
    }
}

/// The name of a place in a page that a tag gives it.
fn named(tag: &str) -> Option<String> {
    let name = attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| tag.starts_with("<a")))?;
    super::anchors::is_usable(&name).then_some(name)
}

/// The brackets of a link around its words; an end needs the address of its beginning.
fn link(tag: &Captures<'_>, links: &mut Vec<Option<String>>) -> String {
    if &tag["end"] == "/" {
        return links
            .pop()
            .flatten()
            .map_or_else(String::new, |target| format!("]({})", blocks::address(&target)));
    }
    let target = attribute(&tag["attributes"], "href");
    links.push(target.clone());
    if target.is_some() { "[".to_owned() } else { String::new() }
}

fn block(source: &str, at: usize, told: &mut Told<'_>) -> String {
    let mut text = source.to_owned();
    for pattern in EMBEDDED.iter() {
        for found in pattern.find_iter(source) {
            told.add(LossKind::Embedded, at + found.start(), first_words(found.as_str()));
        }
        text = pattern.replace_all(&text, "").into_owned();
    }
    text = PLAYER.replace_all(&text, |found: &Captures<'_>| player(found, at, told)).into_owned();
    text = HEADING.replace_all(&text, with_name).into_owned();
    text = LINK.replace_all(&text, in_brackets).into_owned();
    let is_plain =
        |name: &str| ["br", "sub", "sup", "mark", "kbd", "abbr", "cite", "bdi", "p"].contains(&name);
    if let Some(first) = TAG.captures_iter(&text).find(|tag| {
        tag.name("name")
            .is_some_and(|name| !is_plain(&name.as_str().to_lowercase()) && !is_turned(name.as_str()))
    }) {
        told.add(LossKind::Html, at, first_words(first.get(0).map_or("", |tag| tag.as_str())));
    }
    let text = TAG.replace_all(&text, |tag: &Captures<'_>| in_block(tag)).into_owned();
    let (text, has_gap) = without_gaps(&text);
    if has_gap {
        told.add(LossKind::Html, at, "<br>");
    }
    let mut words = String::new();
    for line in text.lines().map(str::trim) {
        if !line.is_empty() || !(words.is_empty() || words.ends_with("\n\n")) {
            words.push_str(line);
            words.push('\n');
        }
    }
    words.trim().to_owned()
}

/// A heading whose name, or that of a tag within it, stands behind its words.
fn with_name(found: &Captures<'_>) -> String {
    let words = found["words"].split_whitespace().collect::<Vec<_>>().join(" ");
    let id = named(&found["start"]).or_else(|| TAG.find_iter(&words).find_map(|tag| named(tag.as_str())));
    let id = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
    format!("{}{words}{id}{}", &found["start"], &found["end"])
}

/// Breaks where a paragraph begins or ends only made room; and whether there were any.
fn without_gaps(text: &str) -> (String, bool) {
    let mut has_gap = false;
    let trimmed = |paragraph: &str| {
        let mut rest = paragraph.trim();
        while let Some(inner) = rest.strip_prefix(BREAK).or_else(|| rest.strip_suffix(BREAK)) {
            has_gap = true;
            rest = inner.trim();
        }
        rest.to_owned()
    };
    let paragraphs: Vec<String> = EMPTY_LINES.split(text).map(trimmed).collect();
    (paragraphs.join("\n\n"), has_gap)
}

/// Whether a line of words has tags that readers of the old site didn't see; `Vec<T>` has none.
pub(crate) fn has_tags(text: &str) -> bool {
    let names = TAG.captures_iter(text).filter_map(|tag| tag.name("name"));
    names
        .map(|name| name.as_str())
        .any(|name| is_turned(name) || ["br", "span", "small", "sup", "sub", "u"].contains(&name))
}

/// The text without its tags.
pub(crate) fn without_tags(text: &str) -> String {
    TAG.replace_all(text, "").into_owned()
}

fn in_brackets(found: &Captures<'_>) -> String {
    let words = found["words"].split_whitespace().collect::<Vec<_>>().join(" ");
    match attribute(&found["attributes"], "href") {
        Some(target) if !words.is_empty() => format!("[{words}]({})", blocks::address(&target)),
        _ => words,
    }
}

/// Whether we write something of our own for a tag, so that nothing is lost with it.
fn is_turned(name: &str) -> bool {
    [
        "b",
        "strong",
        "i",
        "em",
        "s",
        "del",
        "code",
        "a",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "hr",
        "q",
        "figcaption",
        "figure",
        "abbr",
        "bdi",
    ]
    .contains(&name.to_lowercase().as_str())
}

/// A film of another site is a link that says so; a film that lay in the site is gone.
fn player(found: &Captures<'_>, at: usize, told: &mut Told<'_>) -> String {
    let tag = found.name("attributes").map_or("", |one| one.as_str());
    let source = attribute(tag, "src")
        .or_else(|| attribute(found.name("inner").map_or("", |one| one.as_str()), "src"));
    let source =
        source.map(|source| if source.starts_with("//") { format!("https:{source}") } else { source });
    match source.filter(|source| source.starts_with("https://")) {
        Some(source) => {
            let source = source
                .replace("youtube.com/embed/", "youtube.com/watch?v=")
                .replace("youtube-nocookie.com/embed/", "youtube.com/watch?v=");
            let title = attribute(tag, "title")
                .or_else(|| told.page.head.text(&["title"]))
                .unwrap_or_else(|| source.clone());
            format!(
                "\n\n::: video src=\"{}\" title=\"{}\"\n:::\n\n",
                source.replace('"', "%22"),
                title.replace('"', "”")
            )
        }
        None => {
            told.add(LossKind::Embedded, at, first_words(found.get(0).map_or("", |one| one.as_str())));
            String::new()
        }
    }
}
