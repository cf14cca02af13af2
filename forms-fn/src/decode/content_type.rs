//! The kind of a body, from its header (RFC 9110, section 8.3): case doesn't matter, parameters may follow.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// What a browser sends a form as.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// What programs send.
pub(crate) const JSON: &str = "application/json";

/// The kinds that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentType {
    Form,
    Json,
}

/// `None` for every other kind, and for text that isn't UTF-8.
pub(crate) fn parse(headers: &HeaderMap) -> Option<ContentType> {
    let header = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut parts = header.split(';').map(str::trim);
    let kind = match parts.next()?.to_ascii_lowercase().as_str() {
        FORM => ContentType::Form,
        JSON => ContentType::Json,
        _ => return None,
    };
    parts.all(is_utf8_or_no_charset).then_some(kind)
}

fn is_utf8_or_no_charset(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return true };
    let value = value.trim().trim_matches('"');
    !name.trim().eq_ignore_ascii_case("charset")
        || ["utf-8", "utf8"].iter().any(|utf8| value.eq_ignore_ascii_case(utf8))
}
