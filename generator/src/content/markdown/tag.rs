//! One inline tag that content may use: read, checked and written anew.
//!
//! [`SafeTag`] can be made here only, of names and attributes from the list and of escaped values.
//! It is the only markup of an author that ever reaches a page.

use super::attributes::{self, Attribute};
use super::write::escape;
use super::{language, nearest};
use crate::diagnostic::{Names, Sentence, say};

/// A tag that is safe to write as it stands.
#[derive(Clone, Debug)]
pub(super) struct SafeTag(String);

impl SafeTag {
    /// `</name>` for a name from the list.
    pub(super) fn end(name: &'static str) -> Self {
        Self(format!("</{name}>"))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a piece of inline HTML is.
pub(super) enum Inline {
    Start(&'static str, SafeTag),
    End(&'static str),
    Void(SafeTag),
    Comment,
}

const ALLOWED: [(&str, &[&str]); 9] = [
    ("abbr", &["title", "lang", "dir"]),
    ("bdi", &["lang", "dir"]),
    ("br", &[]),
    ("cite", &[]),
    ("kbd", &[]),
    ("mark", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("time", &["datetime"]),
];

/// Reads one piece of inline HTML, or says how to do without it.
pub(super) fn read(html: &str) -> Result<Inline, Sentence> {
    if html.starts_with("<!--") && html.ends_with("-->") {
        return Ok(Inline::Comment);
    }
    let inner = html.strip_prefix('<').and_then(|html| html.strip_suffix('>')).unwrap_or_default();
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner.strip_suffix('/').unwrap_or(inner)),
    };
    let name = inner.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    let Some((known, allowed)) = ALLOWED.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)) else {
        return Err(instead(name));
    };
    match (is_end, *known) {
        (true, "br") => Err(say!("html.breakHint")),
        (true, known) => Ok(Inline::End(known)),
        (false, known) => {
            let tag = start(known, allowed, &inner[name.len()..])?;
            Ok(if known == "br" { Inline::Void(tag) } else { Inline::Start(known, tag) })
        }
    }
}

fn start(name: &str, allowed: &[&str], attributes: &str) -> Result<SafeTag, Sentence> {
    let attributes = attributes::read(attributes, 0).map_err(|slip| slip.hint)?;
    let mut tag = format!("<{name}");
    let mut seen = Vec::new();
    for Attribute { name: attribute, value, .. } in &attributes {
        let attribute = attribute.to_ascii_lowercase();
        if !allowed.contains(&attribute.as_str()) {
            let hint = nearest::hint(&attribute, allowed);
            return Err(say!("html.noAttribute", attribute, hint = hint));
        }
        if seen.contains(&attribute) {
            return Err(say!("html.once", attribute));
        }
        let value = escape::decode(value);
        check_value(&attribute, &value)?;
        tag.push_str(&format!(" {attribute}=\"{}\"", escape::attribute(&value)));
        seen.push(attribute);
    }
    if name == "time" && seen.is_empty() {
        return Err(say!("html.timeHint"));
    }
    Ok(SafeTag(tag + ">"))
}

fn check_value(attribute: &str, value: &str) -> Result<(), Sentence> {
    match attribute {
        "lang" if !language::is_tag(value) => Err(say!("html.languageHint")),
        "dir" if !matches!(value, "ltr" | "rtl" | "auto") => Err(say!("html.directionHint")),
        "datetime" if !is_time(value) => Err(say!("html.datetimeHint")),
        _ => Ok(()),
    }
}

/// Whether `value` is a date, a time of day or both, as HTML wants them in `datetime`.
fn is_time(value: &str) -> bool {
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let is_date = |date: &str| date.parse::<jiff::civil::Date>().is_ok_and(|date| date.year() > 0);
    let is_clock = |clock: &str| clock.parse::<jiff::civil::Time>().is_ok() && !clock.ends_with("60");
    match shape.as_str() {
        "0000" => value != "0000",
        "0000-00" => is_date(&format!("{value}-01")),
        "0000-00-00" => is_date(value),
        "00:00" | "00:00:00" => is_clock(value),
        "0000-00-00T00:00" | "0000-00-00T00:00:00" => is_date(&value[..10]) && is_clock(&value[11..]),
        _ => false,
    }
}

/// What an author can write in place of a tag that is refused.
pub(super) fn instead(name: &str) -> Sentence {
    match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => say!("html.boldHint"),
        "i" | "em" => say!("html.emphasisHint"),
        "s" | "del" | "strike" => say!("html.struckHint"),
        "a" => say!("html.linkHint"),
        "code" => say!("html.codeHint"),
        "img" | "picture" | "figure" => say!("html.pictureHint"),
        "iframe" | "video" | "embed" | "object" => say!("html.videoHint"),
        "blockquote" | "q" => say!("html.quoteHint"),
        _ => say!("html.tagsHint", names = Names::of(ALLOWED.map(|(name, _)| name))),
    }
}
