//! The cookies of the console. Nothing else of it lies in a browser.

use axum::http::header::{COOKIE, HOST, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// Who is signed in.
    Session,
    /// Which browser waits for digits.
    Attempt,
    /// In which language somebody reads who isn't signed in.
    Lang,
}

impl Cookie {
    fn name(self) -> &'static str {
        match self {
            Self::Session => "desk",
            Self::Attempt => "desk-code",
            Self::Lang => "desk-lang",
        }
    }

    /// Seconds.
    fn age(self) -> u32 {
        match self {
            Self::Session => 12 * 3600,
            Self::Attempt => 600,
            Self::Lang => 365 * 24 * 3600,
        }
    }

    /// What the browser sent.
    pub(super) fn read(self, headers: &HeaderMap) -> Option<String> {
        let name = format!("{}{}", prefix(headers), self.name());
        let sent = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
        let mut pairs =
            sent.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// Has the browser keep a value of ours: letters, digits, `-`, `_` and `.`.
    pub(super) fn set(self, headers: &HeaderMap, response: &mut Response, value: &str) {
        self.write(headers, response, value, self.age());
    }

    /// The same for so many seconds, where the value itself says how long it counts.
    pub(super) fn set_for(self, headers: &HeaderMap, response: &mut Response, value: &str, seconds: i64) {
        self.write(headers, response, value, u32::try_from(seconds).unwrap_or_default());
    }

    /// Has the browser forget it.
    pub(super) fn clear(self, headers: &HeaderMap, response: &mut Response) {
        self.write(headers, response, "", 0);
    }

    fn write(self, headers: &HeaderMap, response: &mut Response, value: &str, age: u32) {
        let (prefix, name) = (prefix(headers), self.name());
        let secure = if prefix.is_empty() { "" } else { "; Secure" };
        // Whoever follows the link of a letter is to find the page that waits for the digits.
        let site = if self == Self::Session { "Strict" } else { "Lax" };
        let text =
            format!("{prefix}{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite={site}{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

/// Browsers take `__Host-` from us alone, over TLS, for all paths. Not all of them take it from a machine of one's own, where
/// there is no TLS; everywhere else a cookie without it is none of ours.
fn prefix(headers: &HeaderMap) -> &'static str {
    if is_own_machine(headers) { "" } else { "__Host-" }
}

/// What a server in front adds: then the browser is elsewhere, by whichever name that server calls us.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Whether the browser called us by a name of the machine on which it runs itself.
pub(super) fn is_own_machine(headers: &HeaderMap) -> bool {
    if FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        return false;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
        headers
    }

    #[test]
    fn away_from_ones_own_machine_only_a_cookie_with_the_prefix_counts() {
        let both = "desk=a; __Host-desk=b; desk-code=c";
        assert_eq!(Cookie::Session.read(&headers("localhost:8080", both)).as_deref(), Some("a"));
        assert_eq!(Cookie::Session.read(&headers("spaces.example", both)).as_deref(), Some("b"));
        assert_eq!(Cookie::Session.read(&headers("localhost.evil.example", "desk=a")), None);
        assert_eq!(Cookie::Attempt.read(&headers("spaces.example:443", both)), None);
        let mut forwarded = headers("127.0.0.1:8080", both);
        forwarded.insert("x-forwarded-for", HeaderValue::from_static("192.0.2.7"));
        assert_eq!(Cookie::Session.read(&forwarded).as_deref(), Some("b"));
    }
}
