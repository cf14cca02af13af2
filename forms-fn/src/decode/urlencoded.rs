//! `name=value&name=value` (WHATWG URL, section 5.1), strictly UTF-8.

/// The pairs in order; `None` when the bytes behind the escapes aren't UTF-8.
///
/// The standard's decoder puts U+FFFD for such bytes, and a name would be stored that nobody wrote.
/// `&`, `=` and `+` are single bytes of ASCII, so the whole text is UTF-8 exactly when each part is.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    Some(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
}
