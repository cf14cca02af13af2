//! The addresses in a manifest: of the site, of its pages and of its partners.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::email;

/// The address of a page from the root of the site: `/da/events/dinner/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SitePath(String);

/// A text that is no such address.
#[derive(Debug, PartialEq, Eq)]
pub struct NotSitePath(String);

impl SitePath {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SitePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for SitePath {
    type Err = NotSitePath;

    fn from_str(text: &str) -> Result<Self, NotSitePath> {
        // Browsers take `//host` and `/\host` for another site.
        let is_path = text.starts_with('/') && !text[1..].starts_with(['/', '\\']);
        let is_one = !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if is_path && is_one { Ok(Self(text.to_owned())) } else { Err(NotSitePath(text.to_owned())) }
    }
}

impl TryFrom<String> for SitePath {
    type Error = NotSitePath;

    fn try_from(text: String) -> Result<Self, NotSitePath> {
        text.parse()
    }
}

impl From<SitePath> for String {
    fn from(path: SitePath) -> Self {
        path.0
    }
}

impl fmt::Display for NotSitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an address from the root of the site, such as `/en/privacy/`", self.0)
    }
}

impl std::error::Error for NotSitePath {}

/// Where the site lives. Links in letters begin with it, so it can't be half an address.
pub(super) fn base_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_whole = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', ':']));
    let is_plain = !text.ends_with('/')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@'));
    if is_whole && is_plain {
        return Ok(text);
    }
    let message = "is not the address of a site, such as `https://example.org`, without a slash at its end";
    Err(D::Error::custom(format_args!("`{text}` {message}")))
}

/// An address on another site, which stands in pages as a link: never one that a browser would run.
pub(super) fn web<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let is_web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    if is_web && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(Some(text));
    }
    Err(D::Error::custom(format_args!(
        "`{text}` is not an address on the web, such as `https://example.org/map`"
    )))
}

/// The address of a partner, which is where answers to letters go.
pub(super) fn email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let address = email::canonical(&text);
    address.map(Some).map_err(|fault| D::Error::custom(format_args!("nobody can write to `{text}`: {fault}")))
}
