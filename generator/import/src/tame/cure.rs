//! One error → what takes the place of the words at which it points.

use std::ops::Range;

use generator::diagnostic::{Code, Diagnostic};

use crate::body;
use crate::loss::LossKind;

/// Where an error is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Spot {
    start: usize,
    end: usize,
    pub(super) code: Code,
}

/// The documents and places of an error: links of many texts to one place that isn't there are a single one.
pub(super) fn spots(problem: &Diagnostic) -> Vec<(&str, Spot)> {
    let spot = |span: &Range<usize>| Spot { start: span.start, end: span.end, code: problem.code };
    let first = problem.span.as_ref().map(|span| (problem.path.as_str(), spot(span)));
    let others = problem.see.iter().filter(|_| problem.code == Code::LinkNoAnchor);
    let others = others.map(|(path, span, _)| (path.as_str(), spot(span)));
    first.into_iter().chain(others).collect()
}

/// A change.
#[derive(Debug)]
pub(super) struct Cure {
    pub(super) range: Range<usize>,
    pub(super) with: String,
    pub(super) kind: LossKind,
}

/// What is to be replaced, and with what; `None` where nobody but a person can say. `old` gives the address in the old site
/// of a file beside the text.
pub(super) fn cure(text: &str, spot: &Spot, old: impl Fn(&str) -> Option<String>) -> Option<Cure> {
    let source = text.get(spot.start..spot.end)?;
    let of_file =
        matches!(spot.code, Code::FileKind | Code::LinkNoFile | Code::PictureKind | Code::PictureMissing);
    if let Some((name, address)) =
        of_file.then(|| file(source)).flatten().and_then(|name| Some((name, old(name)?)))
    {
        let is_picture = source.starts_with('!');
        let kind = if is_picture { LossKind::Picture } else { LossKind::File };
        let is_in_link = text[..spot.start].ends_with('[') && text[spot.end..].starts_with("](");
        let with = match is_picture && is_in_link {
            true => link_words(source),
            false => {
                source.trim_start_matches('!').replacen(&format!("]({name}"), &format!("]({address}"), 1)
            }
        };
        return Some(Cure { range: spot.start..spot.end, with, kind });
    }
    words(text, spot).map(|(range, with)| Cure { range, with, kind: LossKind::Tamed })
}

/// The name of the file beside the text to which a link leads.
fn file(source: &str) -> Option<&str> {
    let start = source.rfind("](")? + 2;
    let rest = &source[start..];
    let end = rest.find([')', ' ']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|name| !name.contains('/'))
}

fn words(text: &str, spot: &Spot) -> Option<(Range<usize>, String)> {
    let span = spot.start..spot.end;
    let source = text.get(span.clone())?;
    // The head ends with the second line of dashes.
    let body = text.find("\n---\n").map_or(0, |at| at + 5);
    if span.start < body {
        return key(text, &span);
    }
    if source.trim().is_empty() {
        return None;
    }
    let words = match spot.code {
        Code::HtmlRefused | Code::HtmlNotBalanced => match body::without_tags(source) {
            words if words != source => words.trim().to_owned(),
            _ => shown(source, '<')?,
        },
        Code::HtmlComment => shown(source, '<')?,
        Code::FootnoteUndefined | Code::FootnoteTwice | Code::LinkUndefined => shown(source, '[')?,
        Code::FootnoteInLink | Code::HeadingEmpty | Code::LinkEmpty => String::new(),
        Code::HeadingId | Code::HeadingAttribute => return attributes(text, &span),
        Code::HeadingLevel => format!("#{source}"),
        Code::TextControl => source.chars().filter(|c| !c.is_control()).collect(),
        Code::DirectiveUnknown
        | Code::DirectiveSyntax
        | Code::DirectiveMissing
        | Code::DirectiveAttribute
        | Code::DirectiveValue
        | Code::DirectiveStray
        | Code::DirectiveNotClosed
        | Code::DirectiveMisplaced
        | Code::DirectiveContent => return directive(text, &span),
        Code::LinkNoAnchor => without_anchor(source).unwrap_or_else(|| link_words(source)),
        _ if source.starts_with(['[', '!', '<']) => link_words(source),
        _ => return None,
    };
    (words != source).then_some((span, words))
}

/// A sign shown as it is, so that it begins nothing.
fn shown(source: &str, sign: char) -> Option<String> {
    source.find(sign).map(|at| format!("{}\\{}", &source[..at], &source[at..]))
}

/// `[words](/pages/tea/#milk)` → `[words](/pages/tea/)`.
fn without_anchor(source: &str) -> Option<String> {
    let start = source.rfind("](")? + 2;
    let at = start + source[start..].find('#')?;
    let end = at + source[at..].find([')', ' ', '>']).unwrap_or(source.len() - at);
    (at > start).then(|| format!("{}{}", &source[..at], &source[end..]))
}

/// The words of a link or a picture.
fn link_words(source: &str) -> String {
    if let Some(address) = source.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return format!("`{address}`");
    }
    let inner = source.trim_start_matches('!').strip_prefix('[').unwrap_or(source);
    let end = inner
        .rfind("](")
        .or_else(|| inner.rfind("]["))
        .unwrap_or_else(|| inner.len() - usize::from(inner.ends_with(']')));
    inner[..end].to_owned()
}

/// A heading without the braces at its end.
fn attributes(text: &str, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    let line = text[span.clone()].lines().next()?.trim_end();
    let brace = line.rfind('{').filter(|_| line.ends_with('}'))?;
    Some((span.start + line[..brace].trim_end().len()..span.start + line.len(), String::new()))
}

/// The three colons of a line shown as they are.
fn directive(text: &str, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = span.start + text[span.start..].find('\n').unwrap_or(text.len() - span.start);
    let at = start + text[start..end].find(":::")?;
    let is_shown = text[..at].ends_with('\\');
    (!is_shown).then(|| (at..at, "\\".to_owned()))
}

/// An entry of a list, or a key with its value; what every document needs stays.
fn key(text: &str, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    const NEEDED: [&str; 5] = ["title", "kind", "date", "source", "review"];
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = start + text[start..].find('\n')? + 1;
    let (name, value) = text[start..end].split_once(": ")?;
    let is_entry = value.starts_with('[') && span.start > start + name.len() + 2 && span.end < end;
    if is_entry {
        let rest = &text[span.end..end];
        if let Some(rest) = rest.strip_prefix(", ") {
            return Some((span.start..end - rest.len(), String::new()));
        }
        let before =
            text[start..span.start].strip_suffix(", ").map_or(span.start, |before| start + before.len());
        return Some((before..span.end, String::new()));
    }
    (!NEEDED.contains(&name)).then(|| (start..end, String::new()))
}
