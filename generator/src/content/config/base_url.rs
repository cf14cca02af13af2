//! The address of the site: one reading for `baseUrl` in `site.yaml` and for `--base-url`.

use std::fmt;
use std::str::FromStr;

use forms::addresses;

use crate::diagnostic::{Sentence, say};
use crate::url::Url;

/// `https://example.org` or `https://example.org/spaces`: scheme, host, perhaps a port and a path, no slash at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below which the site stands: `/spaces`; empty when it has its host for itself.
    #[must_use]
    pub fn path(&self) -> &str {
        addresses::path_of(&self.0)
    }

    /// Scheme, host and port: `https://example.org`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0[..self.0.len() - self.path().len()]
    }

    /// The host, with the port if it has one.
    #[must_use]
    pub fn host(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, host)| host)
    }

    /// An address on the site as readers elsewhere have to write it: `https://example.org/spaces/da/`.
    #[must_use]
    pub fn absolute(&self, url: &Url) -> String {
        format!("{self}{url}")
    }

    /// Whether the address begins with `https:`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an address can't be that of a site: what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotBaseUrl {
    /// In the words of a diagnostic.
    pub message: Sentence,
    /// How to mend it.
    pub hint: Sentence,
}

impl fmt::Display for NotBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.hint)
    }
}

impl std::error::Error for NotBaseUrl {}

impl FromStr for BaseUrl {
    type Err = NotBaseUrl;

    fn from_str(text: &str) -> Result<Self, NotBaseUrl> {
        let wrong = |hint| NotBaseUrl { message: say!("site.baseUrl", text), hint };
        let shape = || wrong(say!("site.baseUrlHint"));
        let (scheme, rest) = text.split_once("://").ok_or_else(shape)?;
        let scheme = scheme.to_ascii_lowercase();
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !matches!(scheme.as_str(), "http" | "https") || rest.contains(['?', '#']) {
            return Err(shape());
        }
        if !host.is_ascii() {
            return Err(wrong(say!("site.hostHint")));
        }
        if !is_host(host) {
            return Err(shape());
        }
        let path = path.trim_end_matches('/');
        if !path.split('/').skip(1).all(is_segment) {
            return Err(wrong(say!("site.pathHint")));
        }
        Ok(Self(format!("{scheme}://{}{path}", host.to_ascii_lowercase())))
    }
}

/// A name or number with or without a port; nobody's name and password stand before it.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (host, "80"),
    };
    let is_number = name.starts_with('[')
        && name.ends_with(']')
        && name[1..name.len() - 1].parse::<std::net::Ipv6Addr>().is_ok();
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let is_name = name.strip_suffix('.').unwrap_or(name).split('.').all(is_part);
    (is_number || is_name) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// What every server's file can name without being told apart from a pattern, and no browser writes otherwise.
fn is_segment(part: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'~' | b'.');
    !part.is_empty() && part.bytes().all(plain) && !part.starts_with('.') && !part.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn an_address_is_read_into_its_parts() {
        for (text, whole, path, host) in [
            ("https://example.org", "https://example.org", "", "example.org"),
            ("https://example.org/", "https://example.org", "", "example.org"),
            ("HTTPS://Example.org/Spaces/", "https://example.org/Spaces", "/Spaces", "example.org"),
            ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080/a/b", "/a/b", "127.0.0.1:8080"),
            ("http://[::1]:8080/a", "http://[::1]:8080/a", "/a", "[::1]:8080"),
            ("https://org.github.io/v1.2_x~", "https://org.github.io/v1.2_x~", "/v1.2_x~", "org.github.io"),
        ] {
            let url: BaseUrl = text.parse().expect("an address of a site");
            assert_eq!((url.as_str(), url.path(), url.host()), (whole, path, host));
        }
    }

    #[test]
    fn what_would_break_addresses_is_refused_with_the_way_out() {
        for (text, hint) in [
            ("example.org", "scheme"),
            ("ftp://example.org", "scheme"),
            ("https://", "scheme"),
            ("https:///spaces", "scheme"),
            ("https://example.org?x", "scheme"),
            ("https://example.org/a#b", "scheme"),
            ("https://me:secret@example.org", "scheme"),
            ("https://example.org:0", "scheme"),
            ("https://example.org:port", "scheme"),
            ("https://exa mple.org", "scheme"),
            ("https://prøve.dk", "xn--"),
            ("https://example.org//spaces", "in the path"),
            ("https://example.org/a/../b", "in the path"),
            ("https://example.org/støtte", "in the path"),
            ("https://example.org/a%20b", "in the path"),
            ("https://example.org/a b", "in the path"),
        ] {
            let problem = text.parse::<BaseUrl>().expect_err("no address of a site");
            assert!(problem.hint.contains(hint), "{text}: {problem}");
        }
    }
}
