//! A link as it is written → what kind of link it is. Whether it leads anywhere is `site`'s matter.

use crate::source;

/// A link in three kinds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkKind {
    /// Another site or an e-mail address.
    External(String),
    /// `#food`, without the `#`.
    Anchor(String),
    /// A path below `content/`, made absolute: `stories/bread`, `stories/bread/oven.svg`; empty is the front page.
    Path {
        /// Without slashes at its ends.
        path: String,
        /// Without the `#`.
        anchor: Option<String>,
    },
}

/// Why a link can't be used at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// A scheme that isn't the web's or e-mail's.
    Scheme(String),
    /// `//host/…` takes the scheme of the page; it must be said.
    NoScheme,
    /// More `..` than there are folders.
    Outside,
    /// Nothing between the parentheses.
    Empty,
}

/// Reads a link that stands in the document `id` (`stories/bread`).
///
/// # Errors
/// When the link can't lead anywhere, whatever the site has.
pub fn read(written: &str, id: &str) -> Result<LinkKind, Refused> {
    let written = written.trim();
    if written.is_empty() {
        return Err(Refused::Empty);
    }
    if written.starts_with("//") {
        return Err(Refused::NoScheme);
    }
    if let Some(scheme) = scheme(written) {
        let allowed = ["https", "http", "mailto"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed));
        return if allowed {
            Ok(LinkKind::External(written.to_owned()))
        } else {
            Err(Refused::Scheme(scheme.to_owned()))
        };
    }
    let (path, anchor) = match written.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor)).filter(|anchor| !anchor.is_empty())),
        None => (written, None),
    };
    let path = path.split('?').next().unwrap_or_default();
    match anchor {
        Some(anchor) if path.is_empty() => Ok(LinkKind::Anchor(anchor)),
        anchor => Ok(LinkKind::Path { path: absolute(&decode(path), id).ok_or(Refused::Outside)?, anchor }),
    }
}

/// The scheme of a URL (RFC 3986, 3.1), with the blanks and controls that browsers skip left out.
fn scheme(written: &str) -> Option<&str> {
    let end = written.find([':', '/', '?', '#'])?;
    (written.as_bytes()[end] == b':').then(|| &written[..end])
}

/// Joins a path to the folder of a document, or to `content/` if it begins with a slash.
fn absolute(path: &str, id: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { id.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A text with its percent-encoded bytes as letters, if they make letters.
#[must_use]
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or_else(|_| text.to_owned(), |text| source::normal(&text).into_owned())
}
